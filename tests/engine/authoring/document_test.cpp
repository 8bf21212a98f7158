#include "engine/authoring/document.h"

#include <gmock/gmock.h>

#include <random>

namespace zhipi::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Document with(std::variant<Heading, Paragraph, Listing, Code, Table> part) {
  return {"标题", {std::move(part)}};
}

// What follows the title.
std::string markdown(std::variant<Heading, Paragraph, Listing, Code, Table> part) {
  return to_markdown(with(std::move(part))).substr(std::string("# 标题\n\n").size());
}

TEST(Markdown, WritesEachPart) {
  EXPECT_EQ(markdown(Heading{3, "要点"}), "### 要点\n");
  EXPECT_EQ(markdown(Paragraph{"一段"}), "一段\n");
  EXPECT_EQ(markdown(Listing{{"甲", "乙"}}), "- 甲\n- 乙\n");
  EXPECT_EQ(markdown(Code{"return true"}), "```lua\nreturn true\n```\n");
  EXPECT_EQ(markdown(Table{{"A", "B"}, {{"1", "2"}}}), "| A | B |\n| --- | --- |\n| 1 | 2 |\n");
}

TEST(Markdown, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(markdown(Paragraph{"<script>a|b* [x](y) `z` &amp;"}),
            "&lt;script&gt;a\\|b\\* \\[x\\](y) \\`z\\` &amp;amp;\n");
  EXPECT_EQ(markdown(Paragraph{"_a_ form.floor_area"}), "\\_a\\_ form.floor_area\n");
}

TEST(Markdown, KeepsACellOnItsRowAndABeginningNoList) {
  EXPECT_EQ(markdown(Table{{"A"}, {{"x|y\nz"}}}), "| A |\n| --- |\n| x\\|y z |\n");
  EXPECT_EQ(markdown(Paragraph{"1. 条"}), "1\\. 条\n");
  EXPECT_EQ(markdown(Paragraph{"- 条"}), "\\- 条\n");
  EXPECT_EQ(markdown(Paragraph{"# 条"}), "\\# 条\n");
}

TEST(Markdown, FencesCodeThatHoldsAFence) {
  EXPECT_EQ(markdown(Code{"````\nx"}), "`````lua\n````\nx\n`````\n");
}

TEST(Html, IsOnePageThatNeedsNothingElse) {
  const std::string html = to_html(with(Paragraph{"一段"}));
  EXPECT_TRUE(html.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
  EXPECT_THAT(html, HasSubstr("<meta charset=\"utf-8\">"));
  EXPECT_THAT(html, HasSubstr("<title>标题</title>"));
  EXPECT_THAT(html, HasSubstr("size: A4"));
  for (const char* const outside : {"http:", "https:", "src=", "url(", "<script", "<link"}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
}

TEST(Html, WritesEachPart) {
  EXPECT_THAT(to_html(with(Heading{3, "要点"})), HasSubstr("<h3>要点</h3>\n"));
  EXPECT_THAT(to_html(with(Listing{{"甲"}})), HasSubstr("<ul>\n<li>甲</li>\n</ul>\n"));
  EXPECT_THAT(to_html(with(Code{"a\n  b"})), HasSubstr("<pre><code>a\n  b</code></pre>\n"));
  EXPECT_THAT(to_html(with(Table{{"A"}, {{"1"}}})),
              HasSubstr("<thead>\n<tr><th>A</th></tr>\n</thead>\n"
                        "<tbody>\n<tr><td>1</td></tr>\n</tbody>\n"));
}

TEST(Html, EscapesEverywhere) {
  const std::string evil = "<script>alert('x')</script>\"&";
  const std::string safe = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;";
  for (const auto& part : std::vector<std::variant<Heading, Paragraph, Listing, Code, Table>>{
           Heading{2, evil}, Paragraph{evil}, Listing{{evil}}, Code{evil},
           Table{{evil}, {{evil}}}}) {
    const std::string html = to_html({evil, {part}});
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, HasSubstr(safe));
  }
}

TEST(Html, DropsCharactersThatHtmlHasNoPlaceFor) {
  EXPECT_THAT(to_html(with(Paragraph{std::string("a\0b\x01\x7f\u0085\ufffe", 10) + "c"})),
              HasSubstr("<p>abc</p>"));
}

// Whatever bytes a text holds, no tag comes of it.
TEST(Html, MakesNoTagOfAnyText) {
  std::mt19937 random(20261120);
  const std::string bytes = "<>&\"'/=! scriptimgonerror\n\t\\`\xff\xe4\xb8\xad";
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int at = 0; at < 40; ++at) text += bytes[random() % bytes.size()];
    const std::string html = to_html({"t", {Paragraph{text}}});
    const std::size_t begin = html.find("<p>") + 3;
    const std::string inside = html.substr(begin, html.rfind("</p>") - begin);
    EXPECT_EQ(inside.find_first_of("<>\"'"), std::string::npos) << inside;
  }
}

}  // namespace
}  // namespace zhipi::engine
