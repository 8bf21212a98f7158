#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <random>

#include "models/json.h"

namespace zhipi {
namespace {

std::string canonical(std::string_view text) {
  return canonical_json(*parse_json(text));
}

std::string number(std::uint64_t bits) {
  return canonical_json(Json(std::bit_cast<double>(bits)));
}

TEST(CanonicalJson, WritesTheExampleOfRfc8785Section322) {
  EXPECT_EQ(canonical(R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]})"),
            R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
            "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST(CanonicalJson, SortsNamesByUtf16AsInRfc8785Section323) {
  EXPECT_EQ(canonical(R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew","1":"One",
                          "\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"Latin"})"),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin\","
            "\"€\":\"Euro Sign\",\"😀\":\"Emoji\",\"\uFB33\":\"Hebrew\"}");
}

TEST(CanonicalJson, WritesTheNumbersOfRfc8785AppendixB) {
  EXPECT_EQ(number(0x0000000000000000), "0");
  EXPECT_EQ(number(0x8000000000000000), "0");
  EXPECT_EQ(number(0x0000000000000001), "5e-324");
  EXPECT_EQ(number(0x8000000000000001), "-5e-324");
  EXPECT_EQ(number(0x7fefffffffffffff), "1.7976931348623157e+308");
  EXPECT_EQ(number(0xffefffffffffffff), "-1.7976931348623157e+308");
  EXPECT_EQ(number(0x4340000000000000), "9007199254740992");
  EXPECT_EQ(number(0xc340000000000000), "-9007199254740992");
  EXPECT_EQ(number(0x4430000000000000), "295147905179352830000");
  EXPECT_EQ(number(0x44b52d02c7e14af5), "9.999999999999997e+22");
  EXPECT_EQ(number(0x44b52d02c7e14af6), "1e+23");
  EXPECT_EQ(number(0x44b52d02c7e14af7), "1.0000000000000001e+23");
  EXPECT_EQ(number(0x444b1ae4d6e2ef4e), "999999999999999700000");
  EXPECT_EQ(number(0x444b1ae4d6e2ef4f), "999999999999999900000");
  EXPECT_EQ(number(0x444b1ae4d6e2ef50), "1e+21");
  EXPECT_EQ(number(0x3eb0c6f7a0b5ed8c), "9.999999999999997e-7");
  EXPECT_EQ(number(0x3eb0c6f7a0b5ed8d), "0.000001");
  EXPECT_EQ(number(0x41b3de4355555553), "333333333.3333332");
  EXPECT_EQ(number(0x41b3de4355555554), "333333333.33333325");
  EXPECT_EQ(number(0x41b3de4355555555), "333333333.3333333");
  EXPECT_EQ(number(0x41b3de4355555556), "333333333.3333334");
  EXPECT_EQ(number(0x41b3de4355555557), "333333333.33333343");
  EXPECT_EQ(number(0xbecbf647612f3696), "-0.0000033333333333333333");
  EXPECT_EQ(number(0x43143ff3c1cb0959), "1424953923781206.2");
}

TEST(CanonicalJson, WritesDecimalsInTheShortestDigitsThatReadBack) {
  std::mt19937_64 random(20261127);
  for (const double unit : {1e-1, 1e-2, 1e-3, 1e-4, 3e-3}) {
    for (int round = 0; round < 20000; ++round) {
      const auto count = static_cast<std::int64_t>(random() >> (random() % 63 + 1));
      const double number = static_cast<double>(count) * unit * (round % 2 == 0 ? 1 : -1);
      for (const double value : {number, std::nextafter(number, 0)}) {
        if (std::abs(value) >= 1e15 || (value != 0 && std::abs(value) < 1e-6)) continue;
        std::array<char, 400> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                       value == 0 ? 0 : value, std::chars_format::fixed)
                             .ptr;
        ASSERT_EQ(canonical_json(Json(value)), std::string(digits.data(), end));
      }
    }
  }
}

TEST(CanonicalJson, WritesIntegersExactlyWhateverTheirKind) {
  EXPECT_EQ(canonical("[10000.0,1e2,-0.0,9223372036854775807,18446744073709551615]"),
            "[10000,100,0,9223372036854775807,18446744073709551615]");
}

TEST(CanonicalJson, EscapesOnlyWhatMustBeEscaped) {
  EXPECT_EQ(canonical(R"("\u0000\b\t\n\f\r\u001f\u007f\u2028中/")"),
            "\"\\u0000\\b\\t\\n\\f\\r\\u001f\u007f\u2028中/\"");
}

TEST(CanonicalJson, WritesEmptyContainers) {
  EXPECT_EQ(canonical(" [ { } , [ ] ] "), "[{},[]]");
}

// A value whose doubles are never whole, so that reading it back keeps its kinds.
Json random_value(std::mt19937_64& random, int depth) {
  const auto text = [&] {
    static constexpr std::string_view kParts[] = {"a",      "é",  "中", "😀",
                                                  "\uFB33", "\"", "\n", "\x01"};
    std::string out;
    for (std::size_t i = random() % 6; i > 0; --i) out += kParts[random() % std::size(kParts)];
    return out;
  };
  switch (random() % (depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random());
    case 3: {
      const double value = std::bit_cast<double>(random());
      return std::isfinite(value) && value != std::trunc(value) ? Json(value) : Json(0.5);
    }
    case 4:
      return Json(text());
    case 5: {
      json::array items;
      for (std::size_t i = random() % 5; i > 0; --i)
        items.push_back(random_value(random, depth - 1));
      return items;
    }
    default: {
      json::object members;
      for (std::size_t i = random() % 5; i > 0; --i)
        members[text()] = random_value(random, depth - 1);
      return members;
    }
  }
}

TEST(CanonicalJson, ReadsBackAsTheSameValue) {
  std::mt19937_64 random(8785);
  for (int i = 0; i < 20000; ++i) {
    const Json value = random_value(random, 4);
    const std::string written = canonical_json(value);
    const auto read = parse_json(written);
    ASSERT_TRUE(read) << written;
    ASSERT_EQ(canonical_json(*read), written);
    ASSERT_EQ(*read, value) << written;
  }
}

TEST(CanonicalJson, DoesNotDependOnTheOrderOfNames) {
  std::mt19937_64 random(4711);
  for (int i = 0; i < 2000; ++i) {
    const Json value = random_value(random, 3);
    if (!value.is_object()) continue;
    json::object reversed;
    const json::object& members = value.get_object();
    for (auto member = members.end(); member != members.begin();) {
      --member;
      reversed[member->key()] = member->value();
    }
    EXPECT_EQ(canonical_json(reversed), canonical_json(value));
  }
}

}  // namespace
}  // namespace zhipi
