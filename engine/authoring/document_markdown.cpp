#include <algorithm>
#include <string_view>

#include "engine/authoring/document.h"

namespace zhipi::engine {
namespace {

constexpr std::string_view kMeaningful = "\\`*[]|~#$^";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

// An underscore within a word is no emphasis; names in rules are full of them.
bool is_within_word(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_word(text[at - 1]) && is_word(text[at + 1]);
}

std::string escaped(std::string_view text) {
  std::string markdown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '<') {
      markdown += "&lt;";
    } else if (c == '>') {
      markdown += "&gt;";
    } else if (c == '&') {
      markdown += "&amp;";
    } else if (static_cast<unsigned char>(c) < 0x20) {  // the ends of lines among them
      markdown += ' ';
    } else {
      const bool means =
          kMeaningful.find(c) != std::string_view::npos || (c == '_' && !is_within_word(text, at));
      if (means) markdown += '\\';
      markdown += c;
    }
  }
  return markdown;
}

// What begins a line may be taken for a list or a heading's underline.
std::string line(std::string_view text) {
  std::string markdown = escaped(text);
  const std::size_t digits = markdown.find_first_not_of("0123456789");
  if (markdown.starts_with('-') || markdown.starts_with('+') || markdown.starts_with('=')) {
    markdown.insert(0, "\\");
  } else if (digits > 0 && digits < markdown.size() &&
             (markdown[digits] == '.' || markdown[digits] == ')')) {
    markdown.insert(digits, "\\");
  }
  return markdown;
}

std::string row(const std::vector<std::string>& cells) {
  std::string markdown = "|";
  for (const std::string& cell : cells) markdown += " " + escaped(cell) + " |";
  return markdown + "\n";
}

// A fence that the code does not contain.
std::string fence_for(std::string_view code) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

struct Writer {
  std::string operator()(const Heading& heading) const {
    return std::string(static_cast<std::size_t>(heading.level), '#') + " " + escaped(heading.text) +
           "\n";
  }
  std::string operator()(const Paragraph& paragraph) const { return line(paragraph.text) + "\n"; }
  std::string operator()(const Listing& listing) const {
    std::string markdown;
    for (const std::string& item : listing.items) markdown += "- " + line(item) + "\n";
    return markdown;
  }
  std::string operator()(const Code& code) const {
    const std::string fence = fence_for(code.text);
    return fence + "lua\n" + code.text + "\n" + fence + "\n";
  }
  std::string operator()(const Table& table) const {
    std::string markdown = row(table.header) + "|";
    for (std::size_t at = 0; at < table.header.size(); ++at) markdown += " --- |";
    markdown += "\n";
    for (const auto& cells : table.rows) markdown += row(cells);
    return markdown;
  }
};

}  // namespace

std::string to_markdown(const Document& document) {
  std::string markdown = "# " + escaped(document.title) + "\n";
  for (const auto& part : document.parts) markdown += "\n" + std::visit(Writer{}, part);
  return markdown;
}

}  // namespace zhipi::engine
