// What the measure makes of readings, told from readings made up here.
#include <gmock/gmock.h>

#include "accuracy/compare.h"
#include "accuracy/results.h"

namespace zhipi::accuracy {
namespace {

Result result_of(Json printed, Json read, double confidence) {
  Result result;
  result.document = "lease";
  result.condition = "clean";
  result.field = "lessor";
  result.kind = FieldKind::person_name;
  result.printed = std::move(printed);
  result.read = std::move(read);
  result.confidence = confidence;
  return result;
}

Tally tally_of(const std::vector<Result>& results) {
  std::vector<const Result*> all;
  for (const Result& result : results) all.push_back(&result);
  return tally(all, 0.98);
}

TEST(Accuracy, CountsFieldsReadingsAndWhatIsAccepted) {
  const Tally sums =
      tally_of({result_of("林秀英", "林秀英", 0.99), result_of("陈一", "陈二", 0.985),
                result_of("王三", nullptr, 0), result_of(nullptr, "李四", 0.99)});
  EXPECT_EQ(sums.fields, 3);
  EXPECT_EQ(sums.found, 2);
  EXPECT_EQ(sums.right, 1);
  EXPECT_EQ(sums.accepted, 3);
  EXPECT_EQ(sums.wrong, 2) << "what is read where nothing stands is wrong";
}

TEST(Accuracy, AcceptableAreThoseAboveTheFirstWrongOne) {
  const Tally sums = tally_of({result_of("a", "a", 0.99), result_of("b", "b", 0.97),
                               result_of("c", "x", 0.96), result_of("d", "d", 0.95)});
  EXPECT_EQ(sums.acceptable, 2);
  EXPECT_DOUBLE_EQ(sums.least_confidence, 0.97);
}

TEST(Accuracy, ReadingsOfOneConfidenceAreAcceptedTogether) {
  const Tally sums =
      tally_of({result_of("a", "a", 0.99), result_of("b", "b", 0.9), result_of("c", "x", 0.9)});
  EXPECT_EQ(sums.acceptable, 1);
}

TEST(Accuracy, TheDiagramHasTenBins) {
  const std::vector<Result> results{result_of("a", "a", 1.0), result_of("b", "x", 0.92),
                                    result_of("c", "c", 0.05)};
  const auto bins = reliability({&results[0], &results[1], &results[2]});
  EXPECT_EQ(bins[9].readings, 2);
  EXPECT_DOUBLE_EQ(bins[9].said, 0.96);
  EXPECT_DOUBLE_EQ(bins[9].right, 0.5);
  EXPECT_EQ(bins[0].readings, 1);
}

TEST(Accuracy, WhatIsSeenIsRightWhenItsPresenceIs) {
  Result seal = result_of({{"present", true}, {"text", "印"}}, {{"present", true}}, 0.9);
  seal.kind = FieldKind::seal;
  EXPECT_TRUE(seal.is_right());
}

TEST(Accuracy, AmountsInWordsAreToldFromThoseInFigures) {
  Result rent = result_of(350000, 350000, 1);
  rent.kind = FieldKind::money;
  rent.text = "叁仟伍佰元整（￥3500.00）";
  EXPECT_TRUE(rent.is_in_words());
  rent.text = "3500.00";
  EXPECT_FALSE(rent.is_in_words());
}

TEST(Accuracy, TheTargetsCountTheConditionsTheyName) {
  std::vector<Result> results{result_of("a", "a", 0.99), result_of("b", "x", 0.5),
                              result_of("c", "x", 0.99)};
  results[1].condition = "photo";
  results[2].condition = "unreadable";
  const Json report = to_json(results, 0.98);
  EXPECT_EQ(report.at("targets").at(0).at("fields"), Json(1));
  EXPECT_EQ(report.at("targets").at(0).at("value"), Json(1.0));
  EXPECT_EQ(report.at("targets").at(1).at("value"), Json(0.0));
  EXPECT_EQ(report.at("condition").at("unreadable").at("wrong"), Json(1));
  EXPECT_THAT(to_text(results, 0.98), testing::HasSubstr("reached"));
}

class Compared : public testing::Test {
 protected:
  Compared() {
    Field name;
    name.name = "full_name";
    name.kind = FieldKind::person_name;
    name.labels = {"姓名"};
    Field untold;
    untold.name = "man_name";
    untold.kind = FieldKind::person_name;
    Field seal;
    seal.name = "seal";
    seal.kind = FieldKind::seal;
    Field family;
    family.name = "family";
    family.kind = FieldKind::list;
    family.of = {name};
    material_.fields = {name, untold, seal, family};
  }

  std::vector<Result> compare(Json fields) {
    return compared("a.png", material_,
                    {{"document", "form"}, {"condition", "clean"}, {"fields", std::move(fields)}},
                    reading_);
  }

  Material material_;
  MaterialReading reading_;
};

TEST_F(Compared, LeavesOutWhatNoScanTells) {
  EXPECT_TRUE(compare({{"man_name", {{"value", "林一"}, {"text", "林一"}}}}).empty());
}

TEST_F(Compared, AnAbsentSealCountsOnlyWhereOneWasSeen) {
  const Json absent{{"seal", {{"value", {{"present", false}}}, {"text", ""}}}};
  EXPECT_TRUE(compare(absent).empty());
  reading_.fields["seal"].value = {{"present", true}};
  const auto results = compare(absent);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_FALSE(results[0].is_printed());
  EXPECT_FALSE(results[0].is_right());
}

TEST_F(Compared, AListIsComparedWholeAndByItsCells) {
  reading_.fields["family"].value =
      json::array{json::object{{"full_name", "陈一"}}, json::object{{"full_name", "陈三"}}};
  const auto results = compare({{"family",
                                 {{"value", json::array{json::object{{"full_name", "陈一"}},
                                                        json::object{{"full_name", "陈二"}}}},
                                  {"text", "陈一 陈二"}}}});
  ASSERT_EQ(results.size(), 3U);
  EXPECT_FALSE(results[0].is_right());
  EXPECT_EQ(results[1].field, "family[1].full_name");
  EXPECT_TRUE(results[1].is_right());
  EXPECT_FALSE(results[2].is_right());
}

}  // namespace
}  // namespace zhipi::accuracy
