#include "ocr/client/reader_pool.h"

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>

#include "tests/ocr/client/pool_fixture.h"

namespace zhipi::ocr {
namespace {

using specimens::Format;

// Loading the models takes most of a second: all tests of this file share one pool.
class ReaderPoolTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { pool_ = std::make_unique<ReaderPool>(test_options()); }
  static void TearDownTestSuite() { pool_.reset(); }
  static ReaderPool& pool() { return *pool_; }

 private:
  static inline std::unique_ptr<ReaderPool> pool_;
};

std::string text_at(const MaterialReading& reading, const std::string& name) {
  const auto at = reading.fields.find(name);
  if (at == reading.fields.end() || !at->second.value.is_string()) return "";
  return std::string(at->second.value.get_string());
}

TEST_F(ReaderPoolTest, ReadsAnIdentityCardFromAPng) {
  const MaterialReading reading = pool().read(
      id_card_material(), {specimen("id_card_front", "clean", Format::png, invented_person())});
  EXPECT_TRUE(reading.problems.empty());
  EXPECT_EQ(reading.pages, 1);
  EXPECT_EQ(text_at(reading, "id_number"), "350102194005069223");
  EXPECT_EQ(text_at(reading, "birth_date"), "1940-05-06");
  EXPECT_EQ(text_at(reading, "sex"), "女");
  EXPECT_EQ(text_at(reading, "full_name"), "林秀英");
  EXPECT_GE(reading.fields.at("id_number").confidence, 0.99);
}

TEST_F(ReaderPoolTest, ABirthDateThatTheNumberConfirmsIsSureAndWithoutDoubt) {
  const MaterialReading reading = pool().read(
      id_card_material(), {specimen("id_card_front", "clean", Format::png, invented_person())});
  const Reading& birth = reading.fields.at("birth_date");
  EXPECT_GE(birth.confidence, 0.98);
  EXPECT_TRUE(birth.doubts.empty());
}

TEST_F(ReaderPoolTest, NoticesTheWrongMaterial) {
  Material card = id_card_material();
  card.title = "居民身份证";
  const MaterialReading reading = pool().read(card, {specimen("business_licence", "dpi200")});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].code, "wrong_material");
  EXPECT_NE(reading.problems[0].message.find("这不是居民身份证"), std::string::npos);
  EXPECT_NE(reading.problems[0].where.find('1'), std::string::npos);
}

TEST_F(ReaderPoolTest, ReadsAQrCodeInsideTheSandbox) {
  Material licence;
  licence.name = "business_licence";
  licence.fields = {field_of("qr_code", FieldKind::qr_code, {})};
  const MaterialReading reading = pool().read(licence, {specimen("business_licence", "dpi200")});
  ASSERT_TRUE(reading.fields.contains("qr_code"));
  const Reading& code = reading.fields.at("qr_code");
  EXPECT_EQ(code.source, Source::qr_code);
  EXPECT_EQ(code.value.at("present"), Json(true));
  EXPECT_TRUE(code.text.starts_with("https://example.invalid/"));
}

TEST_F(ReaderPoolTest, ABoxEnclosesItsValueOnThePage) {
  specimens::Request request;
  request.document = "application_form";
  request.condition = "skew";
  request.seed = 5;
  request.layout = {{"id_number", "line"}};
  const specimens::Specimen drawn = specimens::make_specimen(request).value();
  const MaterialReading reading = pool().read(application_form_material(), {drawn.bytes});
  ASSERT_TRUE(reading.fields.contains("id_number"));
  const json::array& truth =
      drawn.truth.at("fields").as_object().at("id_number").as_object().at("box").as_array();
  const Box box = reading.fields.at("id_number").box;
  const int middle_x = static_cast<int>(truth[0].as_int64() + truth[2].as_int64() / 2);
  const int middle_y = static_cast<int>(truth[1].as_int64() + truth[3].as_int64() / 2);
  EXPECT_LT(box.x, middle_x);
  EXPECT_GT(box.x + box.width, middle_x);
  EXPECT_LT(box.y, middle_y);
  EXPECT_GT(box.y + box.height, middle_y);
}

TEST_F(ReaderPoolTest, ASealOnAResidenceProofIsSeen) {
  const MaterialReading reading =
      pool().read(residence_proof_material(),
                  {specimen("residence_proof", "clean", Format::jpeg, {}, {{"seal", true}})});
  EXPECT_EQ(reading.fields.at("seal").value.at("present"), Json(true));
}

TEST_F(ReaderPoolTest, CountsPagesAcrossFilesAndReadsBothSidesOfACard) {
  const std::string front = specimen("id_card_front", "clean", Format::jpeg, invented_person());
  const std::string back = specimen("id_card_back", "clean", Format::png);
  const MaterialReading reading = pool().read(id_card_material(), {front, back});
  EXPECT_EQ(reading.pages, 2);
  EXPECT_EQ(reading.fields.at("id_number").page, 1);
  EXPECT_EQ(reading.fields.at("issuing_authority").page, 2);
}

TEST_F(ReaderPoolTest, ReadsEveryPageOfATiff) {
  const std::string file =
      specimen("id_card", "clean", Format::tiff, invented_person(), {{"pages", "2"}});
  EXPECT_EQ(pool().inspect(file).value().pages, 2);
  const MaterialReading reading = pool().read(id_card_material(), {file});
  EXPECT_EQ(reading.pages, 2);
  EXPECT_EQ(reading.fields.at("valid_from").page, 2);
}

TEST_F(ReaderPoolTest, BelievesATextLayerThatSaysWhatIsDrawn) {
  const std::string file = specimen("id_card_front", "clean", Format::pdf_text, invented_person());
  const Expected<FileInfo> info = pool().inspect(file);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->media_type, "application/pdf");
  const MaterialReading reading = pool().read(id_card_material(), {file});
  EXPECT_EQ(reading.fields.at("id_number").source, Source::text_layer);
  EXPECT_EQ(text_at(reading, "id_number"), "350102194005069223");
}

TEST_F(ReaderPoolTest, ReadsAScanInsideAPdf) {
  const MaterialReading reading = pool().read(
      id_card_material(), {specimen("id_card_front", "clean", Format::pdf, invented_person())});
  EXPECT_EQ(text_at(reading, "id_number"), "350102194005069223");
  EXPECT_EQ(reading.fields.at("id_number").source, Source::ocr);
}

TEST_F(ReaderPoolTest, ABlankPageShowsNothing) {
  const MaterialReading reading =
      pool().read(id_card_material(), {specimen("id_card_front", "blank")});
  EXPECT_EQ(reading.pages, 1);
  EXPECT_TRUE(reading.fields.empty());
}

TEST_F(ReaderPoolTest, AnUnreadableScanYieldsNothingThatIsTrusted) {
  for (const char* document : {"id_card_front", "application_form", "residence_proof"}) {
    const MaterialReading reading =
        pool().read(material_of(document), {specimen(document, "unreadable")});
    for (const auto& [name, read] : reading.fields) {
      EXPECT_TRUE(read.value.is_object() || read.confidence < kDefaultThreshold)
          << document << " " << name << " " << read.text << " " << read.confidence;
    }
  }
}

// Rows of specks that run across the page are long for their height.
std::string page_of_specks() {
  std::mt19937 random(20'261'127);
  cv::Mat page(3508, 2480, CV_8U, cv::Scalar(250));
  std::uniform_int_distribution<int> across(0, page.cols - 8);
  std::uniform_int_distribution<int> within(0, 8);
  for (int y = 40; y < page.rows - 40; y += 24) {
    for (int i = 0; i < 220; ++i)
      cv::rectangle(page, cv::Rect(across(random), y + within(random), 6, 5), cv::Scalar(20), -1);
  }
  std::vector<unsigned char> bytes;
  cv::imencode(".png", page, bytes);
  return {bytes.begin(), bytes.end()};
}

TEST_F(ReaderPoolTest, APageFullOfSpecksIsReadWithinAWorkersMemory) {
  const MaterialReading reading = pool().read(id_card_material(), {page_of_specks()});
  EXPECT_EQ(reading.pages, 1);
  for (const Problem& found : reading.problems)
    EXPECT_NE(found.code, "unreadable") << to_line(found);
}

// At 200 dpi this register's thin rules are lost, so that the place under an empty field is that
// field's as far as anybody can tell.
TEST_F(ReaderPoolTest, AnotherLabelBelowAnEmptyFieldIsNotBelieved) {
  const specimens::Request request =
      specimens::random_request(610907, 11, specimens::documents(), specimens::conditions());
  ASSERT_EQ(request.document, "household_register");
  const MaterialReading reading =
      pool().read(material_of(request.document), {specimens::make_specimen(request).value().bytes});
  EXPECT_EQ(text_at(reading, "id_number"), "350102193705189870");
  const auto found = reading.fields.find("moved_to_address");
  EXPECT_TRUE(found == reading.fields.end() || found->second.confidence < kDefaultThreshold);
}

TEST_F(ReaderPoolTest, GivesThePageAndItsOverlayAsPng) {
  const std::string file = specimen("id_card_front", "clean", Format::jpeg, invented_person());
  const Expected<std::string> page = pool().page_png(file, 1);
  const Expected<std::string> overlay = pool().overlay_png(id_card_material(), file, 1);
  ASSERT_TRUE(page && overlay);
  EXPECT_EQ(pool().inspect(*page).value().media_type, "image/png");
  EXPECT_EQ(pool().inspect(*overlay).value().width, pool().inspect(file).value().width);
  EXPECT_NE(*page, *overlay);
  EXPECT_EQ(pool().page_png(file, 2).error().code, "no_such_page");
}

TEST_F(ReaderPoolTest, RefusesByNameWhatItCannotRead) {
  EXPECT_EQ(pool().inspect("").error().code, "empty_file");
  EXPECT_EQ(pool().inspect("hello, this is a letter").error().code, "not_an_image");
  EXPECT_EQ(pool().inspect("%PDF-1.7\nnothing follows").error().code, "bad_pdf");
  EXPECT_EQ(pool().inspect(std::string(21 << 20, 'x')).error().code, "too_large");
}

TEST_F(ReaderPoolTest, ADamagedPictureIsAProblemNotACrash) {
  std::string file = specimen("id_card_front", "clean", Format::png);
  for (std::size_t i = 200; i + 200 < file.size(); i += 97)
    file[i] = static_cast<char>(file[i] ^ 0x5A);
  const MaterialReading reading = pool().read(id_card_material(), {file});
  EXPECT_EQ(reading.pages, 1);
  ASSERT_FALSE(reading.problems.empty());
  EXPECT_EQ(reading.problems[0].code, "unreadable");
  EXPECT_EQ(reading.problems[0].where, "page 1");
}

std::vector<int> children() {
  std::vector<int> ids;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream list(task.path() / "children");
    for (int id = 0; list >> id;) ids.push_back(id);
  }
  return ids;
}

TEST_F(ReaderPoolTest, AWorkerThatIsKilledIsReplacedAndThePageReadAllTheSame) {
  const std::string file = specimen("id_card_front", "clean", Format::jpeg, invented_person());
  ASSERT_TRUE(pool().page_png(file, 1));
  const std::vector<int> workers = children();
  ASSERT_FALSE(workers.empty());
  for (const int id : workers) ::kill(id, SIGKILL);
  const MaterialReading reading = pool().read(id_card_material(), {file});
  EXPECT_TRUE(reading.problems.empty());
  EXPECT_EQ(text_at(reading, "id_number"), "350102194005069223");
}

TEST(ReaderPool, APageThatTakesTooLongIsAProblem) {
  ReaderOptions options = test_options();
  options.limits.page_seconds = 0;
  ReaderPool pool(options);
  const MaterialReading reading =
      pool.read(id_card_material(), {specimen("id_card_front", "clean", Format::jpeg)});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].code, "timed_out");
}

TEST(ReaderPool, AProgramThatIsNoReaderIsNamed) {
  ReaderOptions options = test_options();
  options.program = "/bin/false";
  ReaderPool pool(options);
  const std::string file = specimen("id_card_front", "blank", Format::jpeg);
  EXPECT_EQ(pool.page_png(file, 1).error().code, "no_reader");
}

// Bytes changed and ends cut off, the same ones at every run.
std::vector<std::string> damaged(const std::string& file, std::mt19937& random) {
  std::vector<std::string> all;
  for (int copy = 0; copy < 4; ++copy) {
    std::string bytes = file;
    for (int change = 0; change < 20; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    }
    all.push_back(bytes.substr(0, bytes.size() - random() % bytes.size() / 2));
  }
  return all;
}

// Read, refused, or left with a problem, within the time of a file: nothing else may come of it.
void expect_no_harm(ReaderPool& pool, const std::string& bytes, const std::string& name) {
  const auto begin = std::chrono::steady_clock::now();
  const Expected<FileInfo> info = pool.inspect(bytes);
  const Expected<std::string> page = pool.page_png(bytes, 1);
  EXPECT_TRUE(info || !page) << name;
  EXPECT_TRUE(page || !page.error().code.empty()) << name;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(95)) << name;
}

TEST_F(ReaderPoolTest, DamagedFilesCostNeitherTheServiceNorItsTime) {
  std::mt19937 random(20261121);
  for (const Format format : {Format::png, Format::jpeg, Format::tiff, Format::pdf}) {
    for (const std::string& bytes : damaged(specimen("id_card_front", "clean", format), random)) {
      expect_no_harm(pool(), bytes, "format " + std::to_string(static_cast<int>(format)));
    }
  }
}

// Real broken, looping and huge files, of those that the checkout may have beside it.
TEST_F(ReaderPoolTest, HostileFilesCostNeitherTheServiceNorItsTime) {
  const std::filesystem::path data =
      std::filesystem::path(ZHIPI_SOURCE_DIR) / ".." / "shared" / "data";
  int files = 0;
  for (const char* folder : {"hostile_img/bombs", "hostile_img/pillow", "hostile_pdf/qpdf"}) {
    if (!std::filesystem::exists(data / folder)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(data / folder)) {
      if (++files % 4 != 0 && std::string_view(folder) != "hostile_img/bombs") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
      expect_no_harm(pool(), bytes, entry.path().string());
    }
  }
  // A pool that went through all of that still reads.
  const std::string file = specimen("id_card_front", "clean", Format::jpeg, invented_person());
  EXPECT_EQ(text_at(pool().read(id_card_material(), {file}), "id_number"), "350102194005069223");
}

TEST(ReaderPool, SaysWhatKeepsALineModelFromBeingUsed) {
  ReaderOptions options = test_options();
  EXPECT_TRUE(ReaderPool(options).check());
  options.line_model = "/nowhere/lines.onnx";
  options.line_charset = "/nowhere/lines.txt";
  const auto refused = ReaderPool(options).check();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "no_reader");
  EXPECT_NE(refused.error().message.find("/nowhere/lines.onnx"), std::string::npos)
      << refused.error().message;
}

}  // namespace
}  // namespace zhipi::ocr
