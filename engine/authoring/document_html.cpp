#include <string_view>

#include "engine/authoring/document.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

constexpr const char* kStyle = R"(
@page { size: A4; margin: 20mm 18mm; }
body { max-width: 174mm; margin: 0 auto; padding: 8mm; color: #111;
  font: 11pt/1.6 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; }
h1 { font-size: 20pt; text-align: center; }
h2 { font-size: 14pt; border-bottom: 1px solid #111; margin-top: 2em; }
h3 { font-size: 12pt; margin-bottom: 0.3em; }
h1, h2, h3, h4 { break-after: avoid; }
table { width: 100%; border-collapse: collapse; margin: 0.8em 0; font-size: 9.5pt; }
th, td { border: 1px solid #777; padding: 0.25em 0.5em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #eee; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
pre { background: #f5f5f5; border: 1px solid #ccc; padding: 0.6em; font-size: 9pt;
  white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { max-width: none; padding: 0; } }
)";

// Characters that HTML has no place for: controls and what Unicode will never assign.
bool is_allowed(char32_t c) {
  if (c < 0x20) return c == '\n' || c == '\t';
  if (c >= 0x7F && c <= 0x9F) return false;
  return !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char32_t c : formats::to_code_points(text)) {
    switch (c) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        if (is_allowed(c)) formats::append_utf8(html, c);
    }
  }
  return html;
}

std::string element(const std::string& name, std::string_view text) {
  return "<" + name + ">" + escaped(text) + "</" + name + ">";
}

std::string row(const std::string& cell_name, const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (const std::string& cell : cells) html += element(cell_name, cell);
  return html + "</tr>\n";
}

struct Writer {
  std::string operator()(const Heading& heading) const {
    return element("h" + std::to_string(heading.level), heading.text) + "\n";
  }
  std::string operator()(const Paragraph& paragraph) const {
    return element("p", paragraph.text) + "\n";
  }
  std::string operator()(const Listing& listing) const {
    std::string html = "<ul>\n";
    for (const std::string& item : listing.items) html += element("li", item) + "\n";
    return html + "</ul>\n";
  }
  std::string operator()(const Code& code) const {
    return "<pre>" + element("code", code.text) + "</pre>\n";
  }
  std::string operator()(const Table& table) const {
    std::string html = "<table>\n<thead>\n" + row("th", table.header) + "</thead>\n<tbody>\n";
    for (const auto& cells : table.rows) html += row("td", cells);
    return html + "</tbody>\n</table>\n";
  }
};

}  // namespace

std::string to_html(const Document& document) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n" +
      element("title", document.title) + "\n<style>" + kStyle + "</style>\n</head>\n<body>\n" +
      element("h1", document.title) + "\n";
  for (const auto& part : document.parts) html += std::visit(Writer{}, part);
  return html + "</body>\n</html>\n";
}

}  // namespace zhipi::engine
