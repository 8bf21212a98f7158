#include "models/json.h"

#include <gtest/gtest.h>

#include <random>

namespace zhipi {
namespace {

std::string refusal(std::string_view text) {
  const auto parsed = parse_json(text);
  return parsed ? "accepted" : parsed.error().code + " at " + parsed.error().where;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(ParseJson, ReadsEveryKindOfValue) {
  const auto parsed = parse_json(R"( {"a":[null,true,-1,18446744073709551615,0.5,"中"]} )");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, (Json{{"a", {nullptr, true, -1, 18446744073709551615ULL, 0.5, "中"}}}));
}

TEST(ParseJson, ReadsAScalarAlone) {
  EXPECT_EQ(*parse_json("1.5"), Json(1.5));
  EXPECT_EQ(*parse_json("\"\""), Json(""));
  EXPECT_EQ(*parse_json("0"), Json(0));
}

TEST(ParseJson, RoundsDecimalsExactly) {
  EXPECT_EQ(parse_json("0.1")->as_double(), 0.1);
  EXPECT_EQ(parse_json("9007199254740993.0")->as_double(), 9007199254740992.0);
  EXPECT_EQ(parse_json("2.2250738585072011e-308")->as_double(), 2.2250738585072011e-308);
  EXPECT_EQ(parse_json("-7.2057594037927933e16")->as_double(), -7.2057594037927933e16);
}

TEST(ParseJson, RefusesANameGivenTwice) {
  EXPECT_EQ(refusal("{\"a\":1,\n \"b\":2, \"a\":3}"), "duplicate_name at 2:10");
}

TEST(ParseJson, RefusesANameGivenTwiceBehindAnEscape) {
  EXPECT_EQ(refusal(R"({"abc":1,"a\u0062c":2})").substr(0, 14), "duplicate_name");
  EXPECT_EQ(refusal(R"({"\u0061":1,"\u0061":2})").substr(0, 14), "duplicate_name");
}

TEST(ParseJson, RefusesANameGivenTwiceAmongMany) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"n" + std::to_string(i) + "\":0,";
  EXPECT_EQ(refusal(text + "\"n500\":1}").substr(0, 14), "duplicate_name");
  EXPECT_EQ(refusal(text + "\"other\":1}"), "accepted");
}

TEST(ParseJson, LetsTheSameNameStandInDifferentObjects) {
  EXPECT_EQ(refusal(R"([{"a":{"a":1}},{"a":{"b":{"a":2}}}])"), "accepted");
}

TEST(ParseJson, BoundsDepth) {
  EXPECT_EQ(refusal(nested(kJsonDepth)), "accepted");
  EXPECT_EQ(refusal(nested(kJsonDepth + 1)).substr(0, 8), "too_deep");
  EXPECT_EQ(refusal(std::string(1000000, '[')).substr(0, 8), "too_deep");
}

TEST(ParseJson, RefusesBytesThatAreNotUtf8) {
  for (const std::string_view bytes : {"\"\xFF\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"",
                                       "\"\xE4\xB8\"", "\"\xF5\x80\x80\x80\"", R"("\ud800")"}) {
    EXPECT_EQ(refusal(bytes).substr(0, 8), "bad_json") << bytes;
  }
}

TEST(ParseJson, NamesLineAndColumnByCharacters) {
  EXPECT_EQ(refusal("{\n  \"中文\": tru }"), "bad_json at 2:9");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "[1,]",
                                      "{\"a\":1,}",
                                      "01",
                                      "1.",
                                      ".5",
                                      "+1",
                                      "NaN",
                                      "Infinity",
                                      "'a'",
                                      "1 2",
                                      "{} x",
                                      "// a\n1",
                                      "\"\t\"",
                                      "\"\\x\"",
                                      "nul",
                                      "\xEF\xBB\xBF{}",
                                      "1e999",
                                      "-1e999"}) {
    EXPECT_EQ(refusal(text).substr(0, 8), "bad_json") << text;
  }
}

TEST(ParseJson, NeverFailsOnDamagedDocumentsOtherwiseThanByRefusing) {
  const std::string whole =
      R"({"form":{"name":"林秀英","list":[{"a":1.5e3},{"b":[true,null,"\u4e2d\n"]}]},"n":-12})";
  std::mt19937 random(20261121);
  for (int i = 0; i < 20000; ++i) {
    std::string damaged = whole;
    for (int hits = 0; hits < 3; ++hits) {
      damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    }
    const auto parsed = parse_json(damaged);
    if (parsed) {
      const std::string canonical = canonical_json(*parsed);
      EXPECT_EQ(canonical_json(*parse_json(canonical)), canonical);
    } else {
      EXPECT_FALSE(parsed.error().where.empty()) << damaged;
    }
  }
}

TEST(PointerStep, EscapesWhatAPointerSplitsAt) {
  EXPECT_EQ(pointer_step("a/b~c"), "/a~1b~0c");
  EXPECT_EQ(pointer_step("姓名"), "/姓名");
}

}  // namespace
}  // namespace zhipi
