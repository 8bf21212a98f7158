// What every specimen must be: repeatable, readable as a file, and true about where its ink is.
#include "specimen.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>
#include <tuple>

#include "requests.h"

namespace zhipi::specimens {
namespace {

using testing::HasSubstr;

cv::Mat decoded(const std::string& bytes) {
  return cv::imdecode(std::vector<unsigned char>(bytes.begin(), bytes.end()), cv::IMREAD_COLOR);
}

cv::Rect box_of(const json::value& field) {
  const auto at = [&](std::size_t i) {
    return static_cast<int>(field.at("box").as_array()[i].as_int64());
  };
  return {at(0), at(1), at(2), at(3)};
}

// How much darker the darkest tenth of a box is than its brightest tenth, in grey levels.
int contrast(const cv::Mat& image, const cv::Rect& box) {
  cv::Mat grey;
  cv::cvtColor(image(box), grey, cv::COLOR_BGR2GRAY);
  std::vector<unsigned char> levels(grey.begin<unsigned char>(), grey.end<unsigned char>());
  std::sort(levels.begin(), levels.end());
  return levels[levels.size() * 9 / 10] - levels[levels.size() / 20];
}

std::filesystem::path temporary(std::string_view name) {
  return std::filesystem::path(testing::TempDir()) /
         (std::string("zhipi-") + std::to_string(getpid()) + "-" + std::string(name));
}

class EverySpecimen : public testing::TestWithParam<std::tuple<std::string, std::string>> {
 protected:
  Request request() const {
    Request request = request_for(std::get<0>(GetParam()), 21);
    request.condition = std::get<1>(GetParam());
    request.format = Format::jpeg;  // noise takes long to compress as PNG
    return request;
  }
};

TEST_P(EverySpecimen, IsAnImageWithInkInEveryBoxUnlessItIsSpoiltBeyondReading) {
  const std::string condition = std::get<1>(GetParam());
  const Specimen specimen = drawn(request());
  const cv::Mat image = decoded(specimen.bytes);
  ASSERT_FALSE(image.empty());
  const json::value& size = specimen.truth.at("pages").at(0);
  EXPECT_EQ(size, json::value({image.cols, image.rows}));
  if (condition == "blank") {
    EXPECT_TRUE(fields_of(specimen).empty());
    return;
  }
  EXPECT_FALSE(fields_of(specimen).empty());
  const int enough = condition == "unreadable" ? 8 : condition == "faint" ? 20 : 60;
  for (const auto& [name, field] : fields_of(specimen)) {
    if (!field.as_object().contains("box")) continue;
    const cv::Rect box = box_of(field);
    ASSERT_EQ(box, (box & cv::Rect({0, 0}, image.size()))) << name;
    ASSERT_GT(box.area(), 0) << name;
    // Lines of a list are thin: its cells are empty for the most part.
    EXPECT_GT(contrast(image, box), field.at("value").is_array() ? enough / 3 : enough) << name;
  }
}

std::string name_of(const testing::TestParamInfo<std::tuple<std::string, std::string>>& instance) {
  return std::get<0>(instance.param) + "_" + std::get<1>(instance.param);
}

INSTANTIATE_TEST_SUITE_P(Documents, EverySpecimen,
                         testing::Combine(testing::ValuesIn(documents()),
                                          testing::Values("clean", "photo")),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Conditions, EverySpecimen,
    testing::Combine(testing::Values("id_card_front", "residence_proof", "household_register"),
                     testing::Values("dpi200", "grey", "skew", "noise", "jpeg40", "seal", "faint",
                                     "unreadable", "blank")),
    name_of);

class EveryFormat : public testing::TestWithParam<Format> {};

TEST_P(EveryFormat, GivesTheSameBytesForTheSameRequest) {
  for (const std::string_view document : {"id_card_front", "residence_proof"}) {
    Request request = request_for(std::string(document), 5);
    request.format = GetParam();
    if (request.format != Format::pdf_text && document == "id_card_front") {
      request.condition = "photo+noise";
    }
    const Specimen first = drawn(request);
    const Specimen second = drawn(request);
    EXPECT_TRUE(first.bytes == second.bytes) << document;
    EXPECT_EQ(first.truth, second.truth) << document;
  }
}

TEST_P(EveryFormat, GivesOtherBytesForAnotherSeed) {
  Request request = request_for("id_card_back", 5);
  request.format = GetParam();
  const std::string first = drawn(request).bytes;
  request.seed = 6;
  EXPECT_FALSE(first == drawn(request).bytes);
}

INSTANTIATE_TEST_SUITE_P(Corpus, EveryFormat,
                         testing::Values(Format::png, Format::jpeg, Format::tiff, Format::pdf,
                                         Format::pdf_text),
                         [](const auto& instance) { return std::string(to_text(instance.param)); });

TEST(Specimen, CleanBoxesFitTheInkClosely) {
  Request request = request_for("residence_proof", 8);
  request.font = "Noto Sans CJK SC";
  request.layout = {{"style", "lines"}};
  const Specimen specimen = drawn(request);
  cv::Mat grey;
  cv::cvtColor(decoded(specimen.bytes), grey, cv::COLOR_BGR2GRAY);
  for (const std::string_view name : {"full_name", "id_number", "address"}) {
    const cv::Rect box = box_of(fields_of(specimen).at(name));
    const cv::Rect around(box.x - 8, box.y - 8, box.width + 16, box.height + 16);
    const cv::Rect ink = cv::boundingRect(grey(around) < 128) + around.tl();
    EXPECT_EQ(ink & box, ink) << name << ": ink outside the box";
    EXPECT_LT(std::abs(ink.width - box.width), 6) << name;
    EXPECT_LT(std::abs(ink.height - box.height), 6) << name;
  }
}

TEST(Specimen, ATiffHoldsBothSidesOfACard) {
  Request request = request_for("id_card", 5);
  request.format = Format::tiff;
  request.layout = {{"pages", "2"}};
  const Specimen specimen = drawn(request);
  EXPECT_EQ(fields_of(specimen).at("full_name").at("page"), json::value(1));
  EXPECT_EQ(fields_of(specimen).at("valid_to").at("page"), json::value(2));
  const std::filesystem::path file = temporary("both-sides.tif");
  std::ofstream(file, std::ios::binary) << specimen.bytes;
  std::vector<cv::Mat> pages;
  EXPECT_TRUE(cv::imreadmulti(file.string(), pages));
  EXPECT_EQ(pages.size(), 2U);
  std::filesystem::remove(file);
}

TEST(Specimen, ATextLayerHoldsThePrintedValues) {
  Request request = request_for("application_form", 5);
  request.values = {{"full_name", "林秀英"}, {"phone", "18800005678"}};
  request.format = Format::pdf_text;
  const std::filesystem::path pdf = temporary("text-layer.pdf");
  const std::filesystem::path text = temporary("text-layer.txt");
  std::ofstream(pdf, std::ios::binary) << drawn(request).bytes;
  ASSERT_EQ(std::system(("pdftotext '" + pdf.string() + "' '" + text.string() + "'").c_str()), 0);
  std::ifstream stream(text);
  const std::string read{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_THAT(read, HasSubstr("林秀英"));
  EXPECT_THAT(read, HasSubstr("18800005678"));
  std::filesystem::remove(pdf);
  std::filesystem::remove(text);
}

TEST(Specimen, ARandomCorpusUsesEveryDocumentAndCondition) {
  std::set<std::string> seen;
  for (int index = 0; index < 600; ++index) {
    const Request request = random_request(3, index, documents(), conditions());
    seen.insert(request.document);
    seen.insert(request.condition);
  }
  EXPECT_EQ(seen.size(), documents().size() + conditions().size());
}

TEST(Specimen, TheCommittedOnesStillBelongToTheirRequests) {
  int found = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(ZHIPI_SOURCE_DIR "/tests/corpus/specimens")) {
    const std::string file = entry.path().string();
    if (!file.ends_with(".request.json")) continue;
    ++found;
    std::ifstream request_file(file);
    const std::string text{std::istreambuf_iterator<char>(request_file), {}};
    const auto request = request_from_json(text);
    ASSERT_TRUE(request) << file << ": " << to_line(request.error());
    const std::string stem = file.substr(0, file.size() - std::string(".request.json").size());
    std::ifstream truth_file(stem + ".json");
    const std::string truth_text{std::istreambuf_iterator<char>(truth_file), {}};
    const json::value truth = json::parse(truth_text);
    EXPECT_TRUE(std::filesystem::exists(stem + "." + std::string(ending(request->format)))) << stem;
    const Specimen again = drawn(*request);
    for (const auto& [name, field] : fields_of(again)) {
      EXPECT_EQ(truth.at("fields").at(name).at("value"), field.at("value")) << stem << " " << name;
    }
  }
  EXPECT_GE(found, 6);
}

}  // namespace
}  // namespace zhipi::specimens
