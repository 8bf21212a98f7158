#include "models/canonical_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "models/json.h"

namespace zhipi {
namespace {

TEST(CanonicalText, SortsNamesAndDropsWhiteSpace) {
  EXPECT_EQ(
      canonical_bytes(" { \"b\" : [ 1 , 2.50 ] , \"a\" : { } , \"林\" : \"\\u79c0\" } ").value(),
      R"({"a":{},"b":[1,2.5],"林":"秀"})");
}

TEST(CanonicalText, GivesTheMembersOfAnObjectEachCanonical) {
  const auto members = canonical_members(R"({"matter": "m", "facts": {"b": 1, "a": [ ]}})");
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ((*members)[0].name, "facts");
  EXPECT_EQ((*members)[0].value, R"({"a":[],"b":1})");
  EXPECT_EQ((*members)[1].name, "matter");
  EXPECT_EQ((*members)[1].value, R"("m")");
}

TEST(CanonicalText, HasNoMembersOfAnythingButAnObject) {
  EXPECT_EQ(canonical_members("[1]").error().code, "wrong_type");
  EXPECT_EQ(canonical_members("{").error().code, "bad_json");
}

TEST(CanonicalText, FindsAMemberWhateverStandsInTexts) {
  const std::string object =
      canonical_json(*parse_json(R"({"a": "}],{\"b\":1\\", "b": {"b": "\"", "c": [[], {}]}})"));
  EXPECT_EQ(canonical_member(object, {"b"}), R"({"b":"\"","c":[[],{}]})");
  EXPECT_EQ(canonical_member(object, {"b", "c"}), "[[],{}]");
  EXPECT_EQ(canonical_member(object, {"c"}), "");
  EXPECT_EQ(canonical_member(object, {"c", "b"}), "");
  EXPECT_EQ(canonical_member(object, {"a", "b"}), "");
  EXPECT_EQ(canonical_member("[1]", {"a"}), "");
  EXPECT_EQ(canonical_member("{}", {"a"}), "");
  EXPECT_EQ(canonical_member("", {"a"}), "");
}

TEST(CanonicalText, RefusesAsTheStrictParserDoes) {
  const std::string deep = std::string(kJsonDepth + 1, '[') + std::string(kJsonDepth + 1, ']');
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[1,]"), std::string("\xEF\xBB\xBF{}"),
        std::string("\"\xff\""), std::string(R"({"a":1,"\u0061":2})"), std::string("1e999"),
        std::string("{} {}"), deep}) {
    const auto strict = parse_json(text);
    ASSERT_FALSE(strict) << text;
    const auto bytes = canonical_bytes(text);
    ASSERT_FALSE(bytes) << text;
    EXPECT_EQ(to_line(bytes.error()), to_line(strict.error())) << text;
    const auto members = canonical_members(text);
    ASSERT_FALSE(members) << text;
    EXPECT_EQ(to_line(members.error()), to_line(strict.error())) << text;
  }
}

TEST(CanonicalText, TakesNumbersBeyondSixtyFourBits) {
  EXPECT_EQ(canonical_bytes("[123456789012345678901234]").value(), "[1.2345678901234569e+23]");
}

// JSON in many styles, some of it with a name twice.
std::string written(std::mt19937& random, int depth) {
  const auto blank = [&] { return std::string(random() % 12 == 0 ? " " : ""); };
  static const std::vector<std::string> kLeaves{"0",
                                                "-0",
                                                "12",
                                                "1.5",
                                                "1e3",
                                                "true",
                                                "\"a\"",
                                                "null",
                                                "-3",
                                                "\"\\n\"",
                                                "\"林\"",
                                                "123456789012345",
                                                "1234567890123456789",
                                                R"("1234567\t")",
                                                R"("12\"4")",
                                                R"("12345678\\0123456")",
                                                "\"量样甲乙丙丁\"",
                                                "\"abcdefghi\""};
  static const std::vector<std::string> kNames{"a",
                                               "b",
                                               "a1",
                                               "a_",
                                               "B",
                                               "林",
                                               "\\u0062",
                                               "abcdefgh1",
                                               "abcdefgh0",
                                               "abcdefgh",
                                               "abcdefg",
                                               "\xEE\x80\x80",
                                               "\xF0\x9D\x84\x9E"};
  if (depth == 0 || random() % 3 == 0) return blank() + kLeaves[random() % kLeaves.size()];
  const bool object = random() % 2 == 0;
  std::string text = object ? "{" : "[";
  for (std::size_t left = random() % 4, first = 1; left > 0; --left, first = 0) {
    if (!first) text += ",";
    if (object) text += blank() + "\"" + kNames[random() % kNames.size()] + "\":";
    text += written(random, depth - 1);
  }
  return text + (object ? "}" : "]") + blank();
}

TEST(CanonicalText, IsWhatValuesWouldBeWrittenAs) {
  std::mt19937 random(20261120);
  int taken = 0;
  for (int round = 0; round < 50'000; ++round) {
    const std::string text = written(random, 3);
    const auto value = parse_json(text);
    const auto bytes = canonical_bytes(text);
    ASSERT_EQ(value.has_value(), bytes.has_value()) << text;
    if (!value) continue;
    ++taken;
    ASSERT_EQ(*bytes, canonical_json(*value)) << text;
    if (!value->is_object()) continue;
    const auto members = canonical_members(text);
    ASSERT_TRUE(members) << text;
    ASSERT_EQ(members->size(), value->get_object().size()) << text;
    for (const auto& [name, member] : *members) {
      ASSERT_EQ(member, canonical_json(value->get_object().at(name))) << text;
      ASSERT_EQ(canonical_member(*bytes, {std::string_view(name)}), member) << text;
    }
    ASSERT_EQ(canonical_member(*bytes, {"absent"}), "") << text;
  }
  EXPECT_GT(taken, 1000);
}

}  // namespace
}  // namespace zhipi
