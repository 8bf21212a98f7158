// Whose seal is whose: on outlines of pages, and on drawn contracts.
#include <gtest/gtest.h>

#include <functional>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/seals.h"
#include "ocr/reader/seen.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

Prepared with_seals(const std::vector<cv::Point>& middles) {
  Prepared page;
  page.red = cv::Mat::zeros(1200, 1700, CV_8U);
  for (const cv::Point& middle : middles) cv::circle(page.red, middle, 120, cv::Scalar(255), 10);
  return page;
}

// The home page of a household register: the province's seal is printed on every copy.
const Layout kHome{{row_at(100, 300, "省级公安机关"), row_at(900, 300, "户口登记机关")}, {}};

TEST(Seal, OfAnotherOfficeIsNotTheOneThatTheFieldMeans) {
  const Field field = field_of("household_seal", FieldKind::seal, {"户口登记机关"});
  EXPECT_FALSE(find_seal(field, {field}, kHome, with_seals({{400, 450}})));
  const auto found = find_seal(field, {field}, kHome, with_seals({{400, 450}, {1250, 430}}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->box.x, 1125, 10);
}

TEST(Seal, IsNotFoundWhereItsLabelIsNot) {
  const Field field = field_of("household_seal", FieldKind::seal, {"户口登记机关"});
  const Layout member{{row_at(100, 300, "承办人签章")}, {}};
  EXPECT_FALSE(find_seal(field, {field}, member, with_seals({{400, 450}})));
}

// Red ground with something of another colour on it.
Prepared with_ground(const std::function<void(cv::Mat&)>& draw) {
  Prepared page = with_seals({});
  draw(page.red);
  return page;
}

TEST(Seal, IsNotAStateEmblem) {
  const Prepared page = with_ground([](cv::Mat& red) {
    cv::circle(red, {800, 300}, 130, cv::Scalar(255), cv::FILLED);
    cv::circle(red, {800, 300}, 112, cv::Scalar(0), 6);  // a golden ring, and a star
    cv::circle(red, {800, 280}, 40, cv::Scalar(0), cv::FILLED);
  });
  EXPECT_TRUE(seals_on(page).empty());
}

TEST(Seal, IsNotARoundPieceOfAPortraitsRedGround) {
  const Prepared page = with_ground([](cv::Mat& red) {
    red(cv::Rect(600, 200, 640, 430)).setTo(255);
    cv::circle(red, {750, 420}, 90, cv::Scalar(0), cv::FILLED);  // two heads
    cv::circle(red, {1080, 420}, 90, cv::Scalar(0), cv::FILLED);
  });
  EXPECT_TRUE(seals_on(page).empty());
}

TEST(Seal, OfOneOfTwoPartiesIsBelowEveryThresholdWithoutALabel) {
  const Field owner = field_of("owner_seal", FieldKind::seal, {});
  const Field contractor = field_of("contractor_seal", FieldKind::seal, {});
  const Prepared page = with_seals({{400, 450}});
  const auto found = find_seal(owner, {owner, contractor}, kHome, page);
  ASSERT_TRUE(found);
  EXPECT_LT(found->reading.confidence, kDefaultThreshold);
  EXPECT_GT(find_seal(owner, {owner}, kHome, page)->reading.confidence, kDefaultThreshold);
}

const Field kOwner = field_of("owner_seal", FieldKind::seal, {"发包人（公章）"});
const Field kContractor = field_of("contractor_seal", FieldKind::seal, {"承包人（公章）"});

// Two parties side by side, as contracts end.
const Layout kSigning{{row_at(100, 800, "发包人(公章)"), row_at(1000, 800, "承包人(公章)")}, {}};

std::optional<Found> seal_of(const Field& field, const std::vector<cv::Point>& middles) {
  return find_seal(field, {kOwner, kContractor}, kSigning, with_seals(middles));
}

bool is_sure(const std::optional<Found>& found) {
  return found && found->reading.confidence >= kDefaultThreshold;
}

TEST(SealOfAParty, IsTheOneAtItsLabel) {
  const std::vector<cv::Point> both{{350, 850}, {1250, 850}};
  ASSERT_TRUE(is_sure(seal_of(kOwner, both)));
  ASSERT_TRUE(is_sure(seal_of(kContractor, both)));
  EXPECT_NEAR(seal_of(kOwner, both)->box.x, 225, 10);
  EXPECT_NEAR(seal_of(kContractor, both)->box.x, 1125, 10);
}

TEST(SealOfAParty, IsNotTheOtherPartys) {
  EXPECT_FALSE(seal_of(kOwner, {{1250, 850}}));
  EXPECT_FALSE(seal_of(kContractor, {{350, 850}}));
}

TEST(SealOfAParty, BetweenTheTwoIsBelowEveryThreshold) {
  const std::vector<cv::Point> between{{680, 850}};
  EXPECT_FALSE(is_sure(seal_of(kOwner, between)));
  EXPECT_FALSE(is_sure(seal_of(kContractor, between)));
}

TEST(SealOfAParty, FarFromItsLabelMayBelongToALabelThatWasNotRead) {
  const Layout only_owner{{kSigning.rows.front()}, {}};
  const auto found = find_seal(kOwner, {kOwner, kContractor}, only_owner, with_seals({{700, 850}}));
  ASSERT_TRUE(found);
  EXPECT_FALSE(is_sure(found));
}

TEST(SealOfAParty, OfTwoAtOneLabelEitherMayBeMeant) {
  EXPECT_FALSE(is_sure(seal_of(kOwner, {{250, 700}, {400, 980}})));
}

TEST(SealOfAParty, IsFoundWhereItTouchesAnother) {
  const Layout below{{row_at(300, 400, "发包人(公章)"), row_at(300, 620, "承包人(公章)")}, {}};
  const Prepared page = with_seals({{500, 390}, {560, 615}});
  EXPECT_EQ(seals_on(page).size(), 2U);
  for (const Field& field : {kOwner, kContractor})
    EXPECT_TRUE(find_seal(field, {kOwner, kContractor}, below, page)) << field.name;
}

TEST(SealOfAParty, IsKnownByTheWordsOfItsLabelWhateverBecameOfTheMarks) {
  const Layout lost{{row_at(100, 800, "发包人:公章)"), row_at(1000, 800, "承包人(公章)")}, {}};
  EXPECT_TRUE(is_sure(find_seal(kOwner, {kOwner, kContractor}, lost, with_seals({{350, 850}}))));
  const Layout clause{{row_at(100, 800, "自发包人公章之日起")}, {}};
  EXPECT_FALSE(find_seal(kOwner, {kOwner, kContractor}, clause, with_seals({{350, 850}})));
}

TEST(SealOfAParty, IsNotGivenByALabelThatDiffersInACharacter) {
  Layout misread{{row_at(100, 800, "发包人(公章)")}, {}};
  for (Glyph& glyph : misread.rows.front().glyphs) glyph.confidence = 60;
  EXPECT_FALSE(find_seal(kContractor, {kOwner, kContractor}, misread, with_seals({{350, 850}})));
}

}  // namespace
}  // namespace zhipi::ocr
