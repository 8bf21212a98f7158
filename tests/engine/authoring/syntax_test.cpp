// The syntax tree: exact places, for every construct of Lua, and calm before hostile sources.
#include "engine/authoring/syntax.h"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "models/formats/text.h"
#include "tests/engine/authoring/random_programs.h"

namespace zhipi::engine {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Node tree(std::string_view source) {
  auto parsed = parse_lua(source, "criteria.lua");
  if (!parsed) throw std::runtime_error(to_line(parsed.error()) + "\n" + std::string(source));
  return *std::move(parsed);
}

Problem refusal(std::string_view source) {
  const auto parsed = parse_lua(source, "criteria.lua");
  return parsed ? Problem{} : parsed.error();
}

std::vector<std::string> spelled_all(std::string_view source, Tag tag) {
  std::vector<std::string> found;
  for_each_node(tree(source), [&](const Node& node) {
    if (node.is(tag)) found.emplace_back(node.spelled(source));
  });
  return found;
}

TEST(Syntax, KnowsTheBytesOfEveryOperator) {
  const std::string source =
      "return not (甲 >= 18) --[[ or ]] and 乙 ~= -1 -- <\n or #丙 .. 'x' == 'y'";
  // Names in Chinese are no Lua; the same with Latin ones.
  EXPECT_EQ(refusal(source).code, "bad_lua");
  const std::string latin =
      "return not (a >= 18) --[[ 或 ]] and b ~= -1 -- <\n or #c .. 'x' == 'y'";
  std::vector<std::string> operators;
  for_each_node(tree(latin), [&](const Node& node) {
    if (!node.is(Tag::operation)) return;
    EXPECT_EQ(latin.substr(node.operator_begin, node.text.size()), node.text);
    operators.push_back(node.text);
  });
  EXPECT_THAT(operators, ElementsAre("or", "and", "not", ">=", "~=", "-", "==", "..", "#"));
}

TEST(Syntax, CountsColumnsInCharactersAndPlacesInBytes) {
  const std::string source = "local a = '高龄'\nlocal b = '津贴' == a";
  const Node root = tree(source);
  const Node& equal = root.children[1].children[1].children[0];
  EXPECT_EQ(place_of(equal, "criteria.lua"), "criteria.lua:2:11");
  EXPECT_EQ(place_of(equal.children[1], "criteria.lua"), "criteria.lua:2:19");
  EXPECT_EQ(equal.spelled(source), "'津贴' == a");
}

TEST(Syntax, SpansAWholeCriterion) {
  const std::string criterion = "criterion \"age\" {\n  check = function(app) return true end,\n}";
  const std::string source = "local a = 1\n" + criterion + "\nlocal b = 2";
  const Node root = tree(source);
  ASSERT_EQ(root.children.size(), 3u);
  const Node& call = root.children[1];
  EXPECT_EQ(call.spelled(source), criterion);
  EXPECT_TRUE(call.is(Tag::call));
  EXPECT_TRUE(call.children[0].is(Tag::call));
  EXPECT_EQ(call.children[0].children[1].text, "age");
}

TEST(Syntax, GivesNumbersAsWritten) {
  EXPECT_THAT(spelled_all("return 80, 0x10, 1e3, .5, 3.25", Tag::number),
              ElementsAre("80", "0x10", "1e3", ".5", "3.25"));
}

TEST(Syntax, UndoesEscapesOfStrings) {
  EXPECT_EQ(tree("return '\\65\\x42\\u{4e2d}\\z   \n !'").children[0].children[0].text, "AB中!");
}

TEST(Syntax, TellsMethodsFromFunctions) {
  const Node root = tree("day:years_until(other) has(app, 'x') row { a = 1 }");
  EXPECT_TRUE(root.children[0].is(Tag::method_call));
  EXPECT_EQ(root.children[0].children[1].text, "years_until");
  EXPECT_TRUE(root.children[1].is(Tag::call));
  EXPECT_TRUE(root.children[2].children[1].is(Tag::table));
}

TEST(Syntax, KeepsTheNamesOfALocalWithoutValues) {
  const Node root = tree("local a, b");
  ASSERT_EQ(root.children[0].children.size(), 2u);
  EXPECT_EQ(root.children[0].children[0].children.size(), 2u);
  EXPECT_TRUE(root.children[0].children[1].children.empty());
}

TEST(Syntax, AnErrorHasItsPlace) {
  const Problem wrong = refusal("local 甲 = 1");
  EXPECT_EQ(wrong.code, "bad_lua");
  EXPECT_EQ(wrong.where, "criteria.lua:1:7");
  EXPECT_EQ(refusal("return 1\n  +").where, "criteria.lua:2:4");
  EXPECT_THAT(refusal("if a then\n  b()\n").message, HasSubstr("'end'"));
}

TEST(Syntax, RefusesWhatOnlyOtherLuasKnow) {
  EXPECT_EQ(refusal("local a = 1\n a += 1").where, "criteria.lua:2:2");
  EXPECT_THAT(refusal("return 1LL").where, StartsWith("criteria.lua:1:"));
  EXPECT_EQ(refusal("local a\n\nbreak").where, "criteria.lua:3:1");
  EXPECT_EQ(refusal("goto nowhere").code, "bad_lua");
}

TEST(Syntax, RefusesBytesThatAreNoText) {
  const Problem wrong = refusal("local a = 1\nlocal b = '\xff'");
  EXPECT_EQ(wrong.code, "bad_lua");
  EXPECT_EQ(wrong.where, "criteria.lua:2:1");
  EXPECT_EQ(refusal(std::string("\x1bLua\x54\0\x19\x93", 8)).code, "bad_lua");
}

TEST(Syntax, DepthHasAPlaceAndALimit) {
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string source = "local a = 1\nlocal b = ";
    for (std::size_t at = 0; at < depth; ++at) source += open;
    source += "a";
    for (std::size_t at = 0; at < depth; ++at) source += close;
    return source;
  };
  for (const std::size_t depth : {500u, 10'000u, 60'000u}) {
    for (const auto& [open, close] : std::map<std::string, std::string>{
             {"(", ")"}, {"{", "}"}, {"a[", "]"}, {"not ", ""}, {"a..", ""}, {"f(", ")"}}) {
      const Problem wrong = refusal(nested(depth, open, close));
      EXPECT_EQ(wrong.code, "too_deep") << depth << open << ": " << wrong.message;
      EXPECT_THAT(wrong.where, StartsWith("criteria.lua:2:"));
    }
  }
  EXPECT_EQ(refusal(nested(90, "(", ")")).code, "");
}

TEST(Syntax, ALongSumIsNoDepthToLuaButHasALimitHere) {
  std::string source = "return 1";
  for (int at = 0; at < 250; ++at) source += " + 1";
  EXPECT_EQ(refusal(source).code, "");
  for (int at = 0; at < 3000; ++at) source += " + 1";
  EXPECT_EQ(refusal(source).code, "too_deep");
}

TEST(Syntax, StatementsNestedWithoutEndAreRefused) {
  std::string source;
  for (int at = 0; at < 20'000; ++at) source += "if a then\n";
  const Problem wrong = refusal(source);
  EXPECT_FALSE(wrong.code.empty());
  EXPECT_THAT(wrong.where, StartsWith("criteria.lua:"));
}

TEST(Syntax, AHugeSourceIsRefusedUnread) {
  EXPECT_EQ(refusal(std::string(kLuaSourceBytes + 1, ' ')).code, "too_large");
}

TEST(Syntax, TheLargestSourceIsReadInTime) {
  std::string source;
  while (source.size() + 40 < kLuaSourceBytes) source += "local a = { 1, 'x', b = '高' and 2 }\n";
  source = "do " + source + " end";
  const auto before = std::chrono::steady_clock::now();
  EXPECT_THAT(refusal(source).code, ::testing::AnyOf("", "bad_lua"));  // 200 locals at most
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(60));
}

TEST(Syntax, AnEndlessMessageIsCut) {
  const Problem wrong = refusal("return '" + std::string(100'000, 'x'));
  EXPECT_EQ(wrong.code, "bad_lua");
  EXPECT_LT(wrong.message.size(), 1000u);
}

// What must hold of every tree.
class Proof {
 public:
  explicit Proof(std::string_view source) : source_(source) {}

  void of(const Node& node) {
    check_place(node);
    check_operator(node);
    check_children(node);
    check_spelling(node);
    for (const Node& child : node.children) of(child);
  }

 private:
  static bool is_empty(const Node& node) { return node.begin == node.end; }

  void check_place(const Node& node) {
    if (is_empty(node)) return;
    EXPECT_LT(node.begin, node.end);
    ASSERT_LE(node.end, source_.size());
    const std::string_view before = source_.substr(0, node.begin);
    const std::size_t line = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    EXPECT_EQ(node.line, 1 + std::count(before.begin(), before.end(), '\n'));
    EXPECT_EQ(static_cast<std::size_t>(node.column), 1 + formats::length(before.substr(line)));
  }

  void check_operator(const Node& node) {
    if (!node.is(Tag::operation)) return;
    EXPECT_EQ(source_.substr(node.operator_begin, node.text.size()), node.text);
    if (node.children.size() < 2) return;
    EXPECT_LE(node.children[0].end, node.operator_begin);
    EXPECT_LE(node.operator_begin + node.text.size(), node.children[1].begin);
  }

  // `function a.b() end` holds its name inside its function; everything else stands in order.
  void check_children(const Node& node) {
    std::size_t at = node.begin;
    const bool named_function =
        source_.substr(node.begin).starts_with("function") || node.is(Tag::local_function);
    for (const Node& child : node.children) {
      if (is_empty(child)) continue;
      if (!named_function) {
        EXPECT_GE(child.begin, at) << node.spelled(source_);
      }
      EXPECT_LE(child.end, node.end) << node.spelled(source_);
      at = child.end;
    }
  }

  // A node's own bytes alone are the same node again.
  void check_spelling(const Node& node) {
    std::string around;
    switch (node.tag) {
      case Tag::operation:
      case Tag::parentheses:
      case Tag::table:
      case Tag::name:
      case Tag::number:
      case Tag::call:
      case Tag::method_call:
      case Tag::index:
      case Tag::nil:
      case Tag::true_value:
        around = "return ";
        break;
      case Tag::function:
        if (!source_.substr(node.begin + 8).starts_with("(")) return;
        around = "return ";
        break;
      case Tag::local:
      case Tag::if_statement:
      case Tag::while_loop:
      case Tag::for_range:
      case Tag::for_each:
      case Tag::repeat_loop:
      case Tag::do_block:
        break;
      default:
        return;
    }
    const std::string again = around + std::string(node.spelled(source_));
    const Node root = tree(again);
    ASSERT_EQ(root.children.size(), 1u) << again;
    EXPECT_TRUE(same(around.empty() ? root.children[0] : root.children[0].children.at(0), node))
        << again;
  }

  static bool same(const Node& left, const Node& right) {
    return left.tag == right.tag && left.text == right.text &&
           std::equal(left.children.begin(), left.children.end(), right.children.begin(),
                      right.children.end(), &Proof::same);
  }

  std::string_view source_;
};

TEST(Syntax, EveryNodeOfRandomProgramsStandsWhereItSays) {
  int nodes = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::string source = testing::RandomPrograms(seed).next();
    const Node root = tree(source);
    Proof(source).of(root);
    for_each_node(root, [&](const Node&) { ++nodes; });
  }
  EXPECT_GT(nodes, 1000);
}

TEST(Syntax, EveryNodeOfTheShippedRulesStandsWhereItSays) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(ZHIPI_SOURCE_DIR) / "rules")) {
    if (entry.path().extension() != ".lua") continue;
    SCOPED_TRACE(entry.path());
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream read;
    read << file.rdbuf();
    const std::string source = std::move(read).str();
    const auto parsed = parse_lua(source, "matter.lua");
    ASSERT_TRUE(parsed) << to_line(parsed.error());
    Proof(source).of(*parsed);
    ++files;
  }
  EXPECT_GE(files, 3);
}

}  // namespace
}  // namespace zhipi::engine
