// A document of headings, tables and lists, written as Markdown or as a page of HTML.
//
// Texts are plain: whatever they contain is escaped, and nothing in them can become markup.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace zhipi::engine {

struct Heading {
  int level = 2;  // 2 to 4; the document's title is the only one of level 1
  std::string text;
};

struct Paragraph {
  std::string text;
};

struct Listing {
  std::vector<std::string> items;
};

struct Code {
  std::string text;  // shown as it is
};

// Every row has as many cells as the header.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

struct Document {
  std::string title;
  std::vector<std::variant<Heading, Paragraph, Listing, Code, Table>> parts;
};

// CommonMark with GitHub's tables.
std::string to_markdown(const Document& document);

// One page of HTML5 that needs nothing else, to be printed on A4.
std::string to_html(const Document& document);

}  // namespace zhipi::engine
