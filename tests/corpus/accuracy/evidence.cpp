// zhipi-reading-evidence: what every reading's confidence rests on, beside whether it is right. The
// table that confidences are fitted to (scripts/fit-confidence).
//
// Reads specimens in this process, without a worker: they are our own. Start it as workers are,
// with OMP_THREAD_LIMIT=1.
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>

#include "accuracy/compare.h"
#include "accuracy/specimens.h"
#include "engine/pack.h"
#include "ocr/reader/line_model_files.h"
#include "ocr/reader/read_page.h"
#include "ocr/reader/serve.h"

namespace zhipi::accuracy {
namespace {

namespace fs = std::filesystem;

const char* name_of(ocr::Witnesses witnesses) {
  switch (witnesses) {
    case ocr::Witnesses::agree:
      return "agree";
    case ocr::Witnesses::agree_on_known:
      return "agree_on_known";
    case ocr::Witnesses::reader_only:
      return "reader_only";
    case ocr::Witnesses::differ:
      return "differ";
    case ocr::Witnesses::not_asked:
      return "not_asked";
    default:
      return "tesseract_only";
  }
}

void print(const Result& result, const ocr::Found& found) {
  const ocr::Evidence& e = *found.evidence;
  std::printf(
      "%s\t%s\t%s\t%s\t%s\t%d\t%s\t%.6f\t%.4f\t%d\t%d\t%.6f\t%d\t%d\t%d\t%d\t%.4f\t%s\t%s\t%d\t%"
      "s\t%d\n",
      result.file.c_str(), result.document.c_str(), result.condition.c_str(), result.field.c_str(),
      std::string(to_text(result.kind)).c_str(), result.is_right(), name_of(e.witnesses),
      e.probability, e.tesseract, e.looks, e.first_agrees, e.least_unknown, e.valid, e.check_digit,
      e.repaired, e.labelled, found.reading.confidence, json::serialize(result.printed).c_str(),
      json::serialize(result.read).c_str(), e.twins,
      json::serialize(json::array(found.reading.doubts.begin(), found.reading.doubts.end()))
          .c_str(),
      e.closer);
  std::fflush(stdout);
}

void read_sheet(const fs::path& picture, const Matter& matter, ocr::Tools& tools) {
  const Truth truth = truth_of(picture, matter);
  const Material* const material = truth.material;
  const std::string document(truth.fields.at("document").as_string());
  const cv::Mat page = cv::imread(picture.string(), cv::IMREAD_COLOR);
  if (page.empty()) throw std::runtime_error(picture.string() + ": no picture");
  const auto fields = ocr::find_fields(page, *material, {}, tools.recogniser, tools.lines);
  MaterialReading reading;
  for (const auto& [name, found] : fields) reading.fields.emplace(name, found.reading);
  for (const Result& result :
       compared(picture.filename().string(), *material, truth.fields, reading)) {
    for (const auto& [name, found] : fields) {
      if (name == result.field && found.evidence) print(result, found);
    }
    if (!reading.fields.contains(result.field) && !result.is_cell())
      std::printf("%s\t%s\t%s\t%s\t%s\t-1\n", result.file.c_str(), result.document.c_str(),
                  result.condition.c_str(), result.field.c_str(),
                  std::string(to_text(result.kind)).c_str());
  }
}

void run(const fs::path& folder, int part, int parts) {
  const std::vector<fs::path> rules{ZHIPI_SOURCE_DIR "/rules"};
  const auto pack = engine::Pack::load_folder(ZHIPI_SOURCE_DIR "/tests/corpus/materials", rules);
  if (!pack) throw std::runtime_error(to_line(pack.error().front()));
  cv::setNumThreads(0);  // as in a worker
  auto tools = ocr::Tools::load(ocr::installed_line_model());
  if (!tools) throw std::runtime_error(tools.error().message);
  const std::vector<fs::path> pictures = specimens_in(folder);
  for (std::size_t i = static_cast<std::size_t>(part); i < pictures.size();
       i += static_cast<std::size_t>(parts)) {
    read_sheet(pictures[i], (*pack)->matter(), *tools);
  }
}

}  // namespace
}  // namespace zhipi::accuracy

int main(int count, char** values) {
  if (count != 2 && count != 4) {
    std::cerr << "usage: zhipi-reading-evidence FOLDER [PART PARTS]\n";
    return 2;
  }
  try {
    zhipi::accuracy::run(values[1], count == 4 ? std::atoi(values[2]) : 0,
                         count == 4 ? std::atoi(values[3]) : 1);
  } catch (const std::exception& error) {
    std::cerr << "zhipi-reading-evidence: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
