// The model that is shipped, on lines drawn here.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "models/formats/id_number.h"
#include "ocr/reader/grammar.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/read_field.h"
#include "tests/corpus/page.h"

namespace zhipi::ocr {
namespace {

const std::filesystem::path kModel = ZHIPI_SOURCE_DIR "/ocr/model/reader.onnx";
const std::filesystem::path kCharset = ZHIPI_SOURCE_DIR "/ocr/model/reader.txt";

class ShippedModel : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(reader_) << to_line(reader_.error()); }

  LineReading read(const char* text, LineKind kind = LineKind::free, int size = 44) {
    specimens::Page page({1800, 120});
    specimens::Style style;
    style.size = size;
    page.text(style, 40, 80, text);
    cv::Mat gray;
    cv::cvtColor(page.pixels(), gray, cv::COLOR_BGR2GRAY);
    return reader_->read({gray, {20, 80 - size, 1700, size * 5 / 4}, grammar(kind)});
  }

  Expected<LineReader> reader_ = LineReader::load(kModel, kCharset);
};

TEST_F(ShippedModel, ReadsCharactersThatTesseractsModelLacks) {
  EXPECT_EQ(read("叁万柒仟捌佰元整", LineKind::amount_words).text, "叁万柒仟捌佰元整");
  EXPECT_EQ(read("欧阳璟瑄").text, "欧阳璟瑄");
}

TEST_F(ShippedModel, ReadsNumbersByTheirForm) {
  const LineReading number = read("350102194005069223", LineKind::id_number);
  EXPECT_EQ(number.text, "350102194005069223");
  EXPECT_GT(number.probability, 0.9);
  EXPECT_EQ(read("2010.05.06-长期", LineKind::period).text, "2010.05.06-长期");
  EXPECT_EQ(read("二〇二三年五月十八日", LineKind::date).text, "二〇二三年五月十八日");
}

TEST_F(ShippedModel, ANumberWithAWrongCheckDigitIsReadAsItStands) {
  const std::string wrong = "350102194005069224";
  ASSERT_FALSE(formats::valid_id_number(wrong));
  EXPECT_EQ(read(wrong.c_str(), LineKind::id_number).text, wrong);
}

TEST_F(ShippedModel, TellsWhereEachCharacterStands) {
  const LineReading alone = read("福建省福州市鼓楼区东街");
  EXPECT_EQ(alone.text, "福建省福州市鼓楼区东街");
  int before = 0;
  for (const ReadCharacter& one : alone.characters) {
    EXPECT_GE(one.from, before);
    before = one.to;
  }
}

TEST_F(ShippedModel, TheRestOfALabelIsNoValue) {
  specimens::Page drawn({1800, 400});
  specimens::Style style;
  style.size = 44;
  drawn.text(style, 200, 200, "VALID THRU");
  const Prepared page = prepare(drawn.pixels());
  const Layout layout = lay_out(page, *reader_);
  ASSERT_FALSE(layout.rows.empty());
  const Place place{{layout.rows[0].box}, text_of(layout.rows[0]), true};
  auto tesseract = Recogniser::load();
  ASSERT_TRUE(tesseract);
  Field field;
  field.kind = FieldKind::text;
  field.labels = {"有效期至"};
  const auto other = read_field(field, {place}, layout, page, *tesseract, *reader_);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->reading.text, "VALID THRU");
  EXPECT_GT(other->reading.confidence, 0.5);
  field.labels = {"有效期至", "VALID THRU"};
  const auto own = read_field(field, {place}, layout, page, *tesseract, *reader_);
  EXPECT_TRUE(!own || own->reading.confidence < 0.5);
}

}  // namespace
}  // namespace zhipi::ocr
