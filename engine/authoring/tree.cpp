#include "engine/authoring/tree.h"

namespace zhipi::engine {
namespace {

void append(std::string& text, const std::string& line, const std::string& first,
            const std::string& others) {
  text += first;
  for (const char letter : line) {
    text += letter;
    if (letter == '\n') text += others;
  }
  text += '\n';
}

void append_children(std::string& text, const Tree& tree, const std::string& indent) {
  for (std::size_t at = 0; at < tree.children.size(); ++at) {
    const bool last = at + 1 == tree.children.size();
    const std::string below = indent + (last ? "   " : "│  ");
    append(text, tree.children[at].text, indent + (last ? "└─ " : "├─ "), below);
    append_children(text, tree.children[at], below);
  }
}

}  // namespace

std::string to_text(const Tree& tree) {
  std::string text;
  append(text, tree.text, "", "");
  append_children(text, tree, "");
  return text;
}

}  // namespace zhipi::engine
