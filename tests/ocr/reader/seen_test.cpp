// What is seen on drawn materials: photographs, and how a page lies.
#include <gtest/gtest.h>

#include <functional>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/seen.h"
#include "tests/ocr/reader/drawn.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

bool lies(const cv::Mat& page) {
  cv::Mat gray;
  cv::cvtColor(page, gray, cv::COLOR_BGR2GRAY);
  return lies_on_side(gray);
}

Prepared blank() {
  Prepared page;
  page.ink = cv::Mat::zeros(400, 800, CV_8U);
  page.even = cv::Mat(page.ink.size(), CV_8U, cv::Scalar(245));
  return page;
}

TEST(Photo, OfACoupleIsFoundWhereItStands) {
  const cv::Mat page = drawn("marriage_certificate", "clean");
  const Prepared prepared = prepare(page);
  const auto found = find_photo(prepared);
  ASSERT_TRUE(found);
  const cv::Rect box = prepared.on_page(found->box, page.size());
  EXPECT_NEAR(box.x, 1560, 60);
  EXPECT_NEAR(box.y, 130, 40);
  EXPECT_NEAR(box.width, 640, 60);
}

TEST(Photo, IsNotInventedWhereThereIsNone) {
  for (const char* document : {"residence_proof", "family_form"})
    EXPECT_FALSE(find_photo(prepare(drawn(document, "noise")))) << document;
}

TEST(Checkbox, IsNotASquareInsideTheFirstCharacterOfItsLabel) {
  Prepared page = blank();
  const Layout layout{{row_at(200, 100, "最低生活保障")}, {}};
  cv::rectangle(page.ink, {150, 106, 26, 26}, cv::Scalar(255), 2);
  cv::rectangle(page.ink, {204, 102, 30, 30}, cv::Scalar(255), 2);  // 日, with strokes in it
  cv::line(page.ink, {204, 116}, {233, 116}, cv::Scalar(255), 3);
  const auto found =
      find_checkbox(field_of("living", FieldKind::checkbox, {"最低生活保障"}), layout, page);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reading.value, Json(false));
  EXPECT_LT(found->box.x, 180);
}

TEST(Checkbox, IsNotASquareBehindALongerWordThatBeginsAsItsLabel) {
  Prepared page = blank();
  cv::rectangle(page.ink, {290, 206, 26, 26}, cv::Scalar(255), 5);  // 口 in 名
  const Field agent = field_of("by_agent", FieldKind::checkbox, {"代办"});
  EXPECT_FALSE(find_checkbox(agent, {{row_at(200, 200, "代办人名")}, {}}, page));
  cv::rectangle(page.ink, {150, 106, 26, 26}, cv::Scalar(255), 2);
  const Layout both{{row_at(200, 100, "代办"), row_at(200, 200, "代办人名")}, {}};
  const auto found = find_checkbox(agent, both, page);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reading.value, Json(false));
}

// 本人 with a box before it, of strokes this dark, drawn by `in_it` besides; characters are bars.
std::optional<Found> boxed(int shade, const std::function<void(cv::Mat&)>& in_it,
                           cv::Point at = {150, 106}) {
  const Layout layout{{row_at(200, 100, "本人")}, {}};
  Prepared page;
  page.even = cv::Mat(400, 800, CV_8U, cv::Scalar(245));
  cv::rectangle(page.even, {at, cv::Size(26, 26)}, cv::Scalar(shade), 2);
  in_it(page.even);
  page.ink = page.even < 120;
  return find_checkbox(field_of("by_self", FieldKind::checkbox, {"本人"}), layout, page);
}

void tick(cv::Mat& page) {
  cv::line(page, {156, 118}, {161, 125}, cv::Scalar(40), 2);
  cv::line(page, {161, 125}, {171, 111}, cv::Scalar(40), 2);
}

TEST(Checkbox, IsTickedByAMarkInsideIt) {
  for (const int shade : {60, 170}) {  // of thin print the frame is gray
    const auto empty = boxed(shade, [](cv::Mat&) {});
    const auto ticked = boxed(shade, tick);
    ASSERT_TRUE(empty && ticked) << shade;
    EXPECT_EQ(empty->reading.value, Json(false)) << shade;
    EXPECT_EQ(ticked->reading.value, Json(true)) << shade;
    EXPECT_GE(std::min(empty->reading.confidence, ticked->reading.confidence), 0.98) << shade;
  }
}

TEST(Checkbox, IsNotTickedByItsOwnFrameSeenAtAnAngle) {
  const auto found = boxed(60, [](cv::Mat& page) {
    cv::rectangle(page, {140, 96, 46, 46}, cv::Scalar(245), cv::FILLED);
    const std::vector<cv::Point> frame{{146, 105}, {178, 103}, {180, 134}, {148, 136}};
    cv::polylines(page, std::vector{frame}, true, cv::Scalar(60), 4);
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reading.value, Json(false));
  EXPECT_GE(found->reading.confidence, 0.98);
}

TEST(Checkbox, WithATickThatLeavesNoWholeFrameIsNotTakenForEmpty) {
  // The tick parts the box in two, and one part is open below.
  const auto found = boxed(60, [](cv::Mat& page) {
    cv::line(page, {146, 122}, {162, 126}, cv::Scalar(40), 4);
    cv::line(page, {162, 126}, {186, 100}, cv::Scalar(40), 4);
    cv::line(page, {155, 132}, {172, 132}, cv::Scalar(245), 4);
  });
  EXPECT_FALSE(found && found->reading.value == Json(false) && found->reading.confidence >= 0.98);
}

TEST(Checkbox, WithAMarkThatOnlyTouchesItsFrameIsDoubted) {
  const auto found = boxed(60, [](cv::Mat& page) {
    cv::line(page, {176, 112}, {194, 96}, cv::Scalar(40), 3);
  });
  ASSERT_TRUE(found);
  EXPECT_LT(found->reading.confidence, 0.98);
}

TEST(Checkbox, BehindItsWordsAndBeforeOthersIsDoubted) {
  const auto behind = [](int words) {
    return boxed(60,
                 [words](cv::Mat& page) {
                   cv::rectangle(page, {words, 104, 30, 30}, cv::Scalar(60), 3);
                 },
                 {300, 106});
  };
  const auto before_others = behind(340);
  ASSERT_TRUE(before_others);
  EXPECT_LT(before_others->reading.confidence, 0.98);
  EXPECT_FALSE(before_others->reading.doubts.empty());
  const auto last = behind(500);
  ASSERT_TRUE(last);
  EXPECT_GE(last->reading.confidence, 0.98);
}

TEST(Checkbox, OfAFormPhotographedAtAnAngleIsAsItWasDrawn) {
  const specimens::Request request =
      specimens::random_request(949, 3, {"application_form"}, {"photo"});
  const specimens::Specimen specimen = specimens::make_specimen(request).value();
  const Prepared page = prepare(decoded(specimen));
  for (const auto& [name, field] : specimen.truth.at("fields").as_object()) {
    if (!field.at("value").is_bool()) continue;
    // Its words, where they stand behind the box.
    const auto box = json::value_to<std::vector<int>>(field.at("box"));
    const cv::Vec3d at = page.to_page.inv() * cv::Vec3d(box[0], box[1], 1);
    const int x = static_cast<int>(at[0] / at[2]) + box[2] * 3 / 2;
    const Layout layout{{row_at(x, static_cast<int>(at[1] / at[2]), "本人")}, {}};
    const auto found = find_checkbox(field_of(name, FieldKind::checkbox, {"本人"}), layout, page);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->reading.value, field.at("value")) << name;
    EXPECT_GE(found->reading.confidence, 0.98) << name;
  }
}

TEST(LiesOnSide, OrnamentsAndPicturesDoNotTurnAPage) {
  for (const char* document : {"hygiene_permit", "marriage_certificate"}) {
    for (const std::uint64_t seed : {1U, 2U}) {
      const cv::Mat page = drawn(document, "dpi200", seed);
      EXPECT_FALSE(lies(page)) << document << seed;
      cv::Mat turned;
      cv::rotate(page, turned, cv::ROTATE_90_CLOCKWISE);
      EXPECT_TRUE(lies(turned)) << document << seed;
    }
  }
}

}  // namespace
}  // namespace zhipi::ocr
