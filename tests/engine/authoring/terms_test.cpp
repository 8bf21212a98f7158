#include "engine/authoring/terms.h"

#include <gtest/gtest.h>

namespace zhipi::engine {
namespace {

TEST(Terms, WriteValuesAsPeopleDo) {
  EXPECT_EQ(value_in_words(FieldKind::money, 123450), "1234.50 元");
  EXPECT_EQ(value_in_words(FieldKind::percent, 15), "15 %");
  EXPECT_EQ(value_in_words(FieldKind::date, "9999-12-31"), "长期");
  EXPECT_EQ(value_in_words(FieldKind::boolean, false), "否");
  EXPECT_EQ(value_in_words(FieldKind::text, nullptr), "无");
  EXPECT_EQ(value_in_words(FieldKind::seal, *parse_json(R"({"present": true, "text": "甲"})")),
            "有（甲）");
}

}  // namespace
}  // namespace zhipi::engine
