#include "models/reading.h"

#include <gtest/gtest.h>

namespace zhipi {
namespace {

Reading birth_date() {
  Reading reading;
  reading.value = "1940-05-06";
  reading.text = "1940年5月6日";
  reading.confidence = 0.998;
  reading.page = 1;
  reading.box = {312, 540, 402, 61};
  reading.source = Source::text_layer;
  reading.doubts = {"模糊 blurred"};
  return reading;
}

Json with(std::string_view member, Json value) {
  Json changed = to_json(birth_date());
  changed.get_object()[member] = std::move(value);
  return changed;
}

TEST(Reading, SurvivesTheWayThroughJson) {
  const Json written = to_json(birth_date());
  const auto read = reading_from_json(written);
  ASSERT_TRUE(read) << to_line(read.error());
  EXPECT_EQ(to_json(*read), written);
  EXPECT_EQ(read->box, birth_date().box);
  EXPECT_EQ(read->source, Source::text_layer);
}

TEST(Reading, IsRefusedByMemberWhenAMemberIsWrong) {
  EXPECT_EQ(reading_from_json(with("confidence", 1.01)).error().where, "/confidence");
  EXPECT_EQ(reading_from_json(with("confidence", "1")).error().where, "/confidence");
  EXPECT_EQ(reading_from_json(with("page", -1)).error().where, "/page");
  EXPECT_EQ(reading_from_json(with("source", "fax")).error().where, "/source");
  EXPECT_EQ(reading_from_json(with("doubts", "x")).error().where, "/doubts");
  EXPECT_EQ(reading_from_json(with("box", json::array{1, 2, 3})).error().where, "/box");
  EXPECT_EQ(reading_from_json(with("box", json::array{1, 2, -3, 4})).error().where, "/box");
  EXPECT_EQ(reading_from_json(with("box", json::array{1, 2, 3, 5000000000})).error().where, "/box");
  EXPECT_EQ(reading_from_json(with("colour", "red")).error().where, "/colour");
}

TEST(Reading, NeedsItsValue) {
  EXPECT_FALSE(reading_from_json(json::object{{"text", "x"}}));
  EXPECT_TRUE(reading_from_json(json::object{{"value", nullptr}}));
  EXPECT_FALSE(reading_from_json("x"));
}

TEST(MaterialReading, SurvivesTheWayThroughJson) {
  MaterialReading material;
  material.pages = 2;
  material.fields["birth_date"] = birth_date();
  material.problems.push_back({"unreadable", "page 2 cannot be decoded", "page 2"});
  const Json written = to_json(material);
  const auto read = material_reading_from_json(written);
  ASSERT_TRUE(read) << to_line(read.error());
  EXPECT_EQ(to_json(*read), written);
}

TEST(MaterialReading, NamesTheFieldThatIsWrong) {
  const Json wrong = json::object{{"fields", json::object{{"name", with("page", "1")}}}};
  EXPECT_EQ(material_reading_from_json(wrong).error().where, "/fields/name/page");
}

TEST(Source, HasANameThatReadsBack) {
  for (int i = 0; i <= static_cast<int>(Source::reviewer); ++i) {
    EXPECT_EQ(source(to_text(static_cast<Source>(i))), static_cast<Source>(i));
  }
  EXPECT_FALSE(source("OCR"));
}

}  // namespace
}  // namespace zhipi
