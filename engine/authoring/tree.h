// An indented tree of lines, as a terminal shows it.
#pragma once

#include <string>
#include <vector>

namespace zhipi::engine {

struct Tree {
  std::string text;
  std::vector<Tree> children;

  Tree& add(std::string line) { return children.emplace_back(Tree{std::move(line), {}}); }
};

// The root's line, then its children with ├─ and └─; a text of several lines stays within its
// branch.
std::string to_text(const Tree& tree);

}  // namespace zhipi::engine
