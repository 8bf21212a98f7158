// A list whose table goes on on the next page: a drawn form cut between two of its rows.
#include <gmock/gmock.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/ocr/client/pool_fixture.h"

namespace zhipi::ocr {
namespace {

constexpr int kRows = 2;  // on the first page

Material form_material() {
  Material form;
  form.name = "family_form";
  form.title = "救助申请表";
  Field family = field_of("family", FieldKind::list, {"家庭成员情况"});
  family.of = {field_of("full_name", FieldKind::person_name, {"姓名"}),
               field_of("relation", FieldKind::text, {"与申请人关系", "与本人关系"}),
               field_of("age", FieldKind::integer, {"年龄"}),
               field_of("id_number", FieldKind::id_number, {"公民身份号码", "身份证号码"}),
               field_of("monthly_income", FieldKind::money, {"月收入（元）"})};
  form.fields = {field_of("full_name", FieldKind::person_name, {"申请人姓名"}), family};
  return form;
}

std::string png(const cv::Mat& page) {
  std::vector<unsigned char> bytes;
  cv::imencode(".png", page, bytes);
  return {bytes.begin(), bytes.end()};
}

// The drawn form: its page up to the row, the strip of rows that follow, and all rows.
struct Cut {
  cv::Mat first;
  cv::Mat rest;
  json::array rows;

  Cut() {
    specimens::Request request;
    request.document = "family_form";
    request.font = "Noto Sans CJK SC";
    request.layout = {{"numbered", "yes"}};
    request.seed = 5;
    const specimens::Specimen specimen = specimens::make_specimen(request).value();
    const cv::Mat page = cv::imdecode(
        std::vector<unsigned char>(specimen.bytes.begin(), specimen.bytes.end()), cv::IMREAD_COLOR);
    const json::object& family = specimen.truth.at("fields").at("family").as_object();
    rows = family.at("value").as_array();
    const auto box = json::value_to<std::vector<int>>(family.at("box"));
    const int count = static_cast<int>(rows.size());
    const int cut = box[1] + box[3] * kRows / count;
    constexpr int kRule = 4;
    first = page.clone();
    first.rowRange(cut + kRule, first.rows).setTo(cv::Scalar::all(255));
    rest = page.rowRange(cut - kRule, box[1] + box[3] + kRule).clone();
  }

  // The second page: the strip, so much wider, below its head.
  std::string second(double wider = 1) const {
    cv::Mat page(first.size(), CV_8UC3, cv::Scalar::all(255));
    cv::Mat strip;
    cv::resize(rest, strip, {}, wider, 1);
    strip.copyTo(page(cv::Rect(0, 300, strip.cols, strip.rows)));
    return png(page);
  }
};

class ContinuedList : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { pool_ = std::make_unique<ReaderPool>(test_options()); }
  static void TearDownTestSuite() { pool_.reset(); }
  static Reading list_of(const std::vector<std::string>& pages) {
    const std::vector<std::string_view> files(pages.begin(), pages.end());
    return pool_->read(form_material(), files).fields.at("family");
  }

  const Cut cut_;

 private:
  static inline std::unique_ptr<ReaderPool> pool_;
};

TEST_F(ContinuedList, GoesOnWithoutItsHeadings) {
  const Reading list = list_of({png(cut_.first), cut_.second(0.95)});
  EXPECT_EQ(list.value, Json(cut_.rows));
  EXPECT_GE(list.confidence, 0.9);
  EXPECT_THAT(list.doubts, testing::Not(testing::Contains(testing::HasSubstr("末未完"))));
}

TEST_F(ContinuedList, GoesOnBehindABlankPage) {
  const std::string blank = png(cv::Mat(cut_.first.size(), CV_8UC3, cv::Scalar::all(250)));
  EXPECT_EQ(list_of({png(cut_.first), blank, cut_.second()}).value, Json(cut_.rows));
}

TEST_F(ContinuedList, IsDoubtedWhereTheNextPageHasOtherColumns) {
  Cut other;
  const int middle = other.rest.cols / 2;
  cv::line(other.rest, {middle, 0}, {middle, other.rest.rows}, cv::Scalar::all(0), 4);
  const Reading list = list_of({png(cut_.first), other.second()});
  EXPECT_EQ(list.value.as_array().size(), static_cast<std::size_t>(kRows));
  EXPECT_LT(list.confidence, 0.5);
  EXPECT_THAT(list.doubts, testing::Contains(testing::HasSubstr("end of its page")));
}

TEST_F(ContinuedList, IsWholeWhereNoPageFollows) {
  const Reading list = list_of({png(cut_.first)});
  EXPECT_THAT(list.doubts, testing::Not(testing::Contains(testing::HasSubstr("end of its page"))));
}

}  // namespace
}  // namespace zhipi::ocr
