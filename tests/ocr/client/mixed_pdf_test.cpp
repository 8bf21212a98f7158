// One PDF that holds several materials, some of its pages scanned, some with a text layer.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/ocr/client/pool_fixture.h"
#include "tests/temporary_folder.h"

namespace zhipi::ocr {
namespace {

using specimens::Format;
namespace fs = std::filesystem;

// One behind the other, by poppler's pdfunite.
std::string united(const std::vector<std::string>& files) {
  const testing::TemporaryFolder temporary;
  const fs::path& folder = temporary.path();
  std::string command = "pdfunite";
  for (std::size_t i = 0; i < files.size(); ++i) {
    const fs::path file = folder / (std::to_string(i) + ".pdf");
    std::ofstream(file, std::ios::binary) << files[i];
    command += " " + file.string();
  }
  const fs::path whole = folder / "whole.pdf";
  if (std::system((command + " " + whole.string()).c_str()) != 0)
    throw std::runtime_error("pdfunite failed");
  std::ifstream stream(whole, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

Material licence_material() {
  Material licence;
  licence.name = "business_licence";
  licence.title = "营业执照";
  licence.fields = {field_of("credit_code", FieldKind::credit_code, {"统一社会信用代码"}),
                    field_of("unit_name", FieldKind::org_name, {"名称"}),
                    field_of("registered_on", FieldKind::date, {"成立日期", "注册日期"})};
  return licence;
}

// A scanned card of two sides, a proof that was printed to PDF, a scanned licence.
class MixedPdf : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    pool_ = std::make_unique<ReaderPool>(test_options());
    file_ = united({specimen("id_card", "clean", Format::pdf, invented_person(), {{"pages", "2"}}),
                    specimen("residence_proof", "clean", Format::pdf_text, invented_person()),
                    specimen("business_licence", "dpi200", Format::pdf)});
  }
  static void TearDownTestSuite() { pool_.reset(); }
  static MaterialReading read(const Material& material) { return pool_->read(material, {file_}); }

 private:
  static inline std::unique_ptr<ReaderPool> pool_;
  static inline std::string file_;
};

TEST_F(MixedPdf, GivesEachMaterialItsOwnPages) {
  Material card = id_card_material();
  card.title = "居民身份证";
  const MaterialReading of_card = read(card);
  EXPECT_TRUE(of_card.problems.empty());
  EXPECT_EQ(of_card.pages, 4);
  EXPECT_EQ(of_card.fields.at("full_name").page, 1);
  EXPECT_EQ(of_card.fields.at("full_name").value, Json("林秀英"));
  EXPECT_EQ(of_card.fields.at("issuing_authority").page, 2);
  const MaterialReading of_licence = read(licence_material());
  EXPECT_TRUE(of_licence.problems.empty());
  for (const auto& [name, reading] : of_licence.fields) EXPECT_EQ(reading.page, 4) << name;
  EXPECT_GE(of_licence.fields.at("credit_code").confidence, kDefaultThreshold);
}

TEST_F(MixedPdf, BelievesATextLayerOnThePagesThatHaveOne) {
  const MaterialReading of_proof = read(residence_proof_material());
  EXPECT_EQ(of_proof.fields.at("address").page, 3);
  EXPECT_EQ(of_proof.fields.at("address").source, Source::text_layer);
  EXPECT_GE(of_proof.fields.at("address").confidence, 0.99);
  const MaterialReading of_licence = read(licence_material());
  EXPECT_EQ(of_licence.fields.at("credit_code").source, Source::ocr);
}

}  // namespace
}  // namespace zhipi::ocr
