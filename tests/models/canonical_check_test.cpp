#include "models/canonical_check.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "models/json.h"

namespace zhipi {
namespace {

TEST(CanonicalCheck, KnowsWhatIsCanonical) {
  for (const char* const text :
       {"{}", "[]", "null", "0", "-7", "\"林秀英\"", R"({"a":[1,{"b":true}],"b":null})",
        R"({"A":1,"_":2,"a":3,"a1":4,"a_":5})", R"({"":0,"a":[[],{}]})"}) {
    EXPECT_TRUE(is_plainly_canonical(text)) << text;
  }
}

TEST(CanonicalCheck, IsNotSureOfAnythingElse) {
  for (const char* const text : {" {}",
                                 "{} ",
                                 "{ }",
                                 "[1, 2]",
                                 R"({"a" :1})",
                                 R"({"b":1,"a":2})",
                                 R"({"a":1,"a":2})",
                                 "-0",
                                 "1.0",
                                 "1.5",
                                 "1e2",
                                 "1E2",
                                 "00",
                                 "12345678901234567",
                                 R"("\u4e2d")",
                                 R"("a\/b")",
                                 R"({"é":1,"\u0061":2})",
                                 R"({"林":1})",
                                 "",
                                 "[1",
                                 "{\"a\":1"}) {
    EXPECT_FALSE(is_plainly_canonical(text)) << text;
  }
}

// JSON in every style that the scanner may meet.
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
                                                "1234567890123456789"};
  static const std::vector<std::string> kNames{"a", "b", "a1", "a_", "B", "林", "\\u0062"};
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

TEST(CanonicalCheck, IsNeverWronglySure) {
  std::mt19937 random(20261120);
  int sure = 0;
  for (int round = 0; round < 50'000; ++round) {
    const std::string text = written(random, 3);
    const auto value = parse_json(text);
    if (!value || !is_plainly_canonical(text)) continue;
    ++sure;
    ASSERT_EQ(canonical_json(*value), text);
  }
  EXPECT_GT(sure, 1000);
}

}  // namespace
}  // namespace zhipi
