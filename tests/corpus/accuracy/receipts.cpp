// zhipi-receipt-accuracy: how many of the four key fields of scanned receipts are read right.
//
// Reads a folder of receipts (img/NAME.jpg, key/NAME.json: company, date, address, total) as the
// material `receipt` of tests/corpus/materials. Texts count as right where they are the same but
// for case and runs of spaces, dates and amounts where they mean the same. Receipts of odd names
// are those that may be looked at while reading is worked on.
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "accuracy/specimens.h"
#include "engine/pack.h"
#include "models/formats/text.h"
#include "models/normalise.h"
#include "ocr/client/reader_pool.h"

namespace zhipi::accuracy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 4> kKeys = {"company", "address", "date", "total"};

struct Options {
  std::string folder;
  std::string reader;
  bool each = false;
  bool odd_only = false;
};

struct Count {
  int known = 0;  // labelled
  int right = 0;
  int accepted = 0;
  int wrong = 0;  // of the accepted
};
using Counts = std::array<Count, kKeys.size()>;

std::string folded(std::string_view text) {
  std::string result = formats::normalise_text(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

// What the label means: "$8.20" and "RM5.00" are amounts, 9/3/2018 is in March.
Json meant(const Field& field, std::string label) {
  if (field.kind == FieldKind::money) {
    label.erase(0, std::min(label.find_first_of("0123456789"), label.size()));
  } else if (field.kind != FieldKind::date) {
    return Json(folded(label));
  }
  const auto value = normalise_value(field, label);
  if (!value)
    throw std::runtime_error("the label \"" + label + "\" is no value of `" + field.name + "`");
  return *value;
}

Json told(const Field& field, const Json& read) {
  const bool text = field.kind != FieldKind::money && field.kind != FieldKind::date;
  return text && read.is_string() ? Json(folded(read.as_string())) : read;
}

void compare(const Options& options, const std::string& name, const Material& material,
             const Json& labels, const MaterialReading& reading, Counts& counts) {
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const auto field = std::find_if(material.fields.begin(), material.fields.end(),
                                    [i](const Field& one) { return one.name == kKeys.at(i); });
    if (field == material.fields.end())
      throw std::runtime_error(std::string("the material has no field `") + kKeys.at(i) + "`");
    const std::string label(labels.at(kKeys.at(i)).as_string());
    if (label.empty()) continue;
    const Json truth = meant(*field, label);
    Count& count = counts.at(i);
    ++count.known;
    const auto read = reading.fields.find(field->name);
    const bool found = read != reading.fields.end();
    const bool right = found && told(*field, read->second.value) == truth;
    const bool accepted = found && read->second.confidence >= kDefaultThreshold;
    count.right += right ? 1 : 0;
    count.accepted += accepted ? 1 : 0;
    count.wrong += accepted && !right ? 1 : 0;
    if (!options.each) continue;
    std::printf("%s\t%s\t%s\t%.3f\t%s\t%s\n", name.c_str(), kKeys.at(i),
                right   ? "right"
                : found ? "wrong"
                        : "not found",
                found ? read->second.confidence : 0.0, json::serialize(truth).c_str(),
                found ? json::serialize(read->second.value).c_str() : "-");
    if (!found) continue;
    for (const std::string& doubt : read->second.doubts) std::printf("\t\t%s\n", doubt.c_str());
  }
}

void print(const char* which, int receipts, const Counts& counts) {
  std::printf("%s names: %d receipts\n%-8s %8s %6s %9s %15s\n", which, receipts, "field",
              "labelled", "right", "accepted", "wrong accepted");
  double sum = 0;
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const Count& count = counts.at(i);
    sum += count.known == 0 ? 0 : static_cast<double>(count.right) / count.known;
    std::printf("%-8s %8d %6d %9d %15d\n", kKeys.at(i), count.known, count.right, count.accepted,
                count.wrong);
  }
  std::printf("mean share right %.3f\n\n", sum / kKeys.size());
}

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::directory_iterator(folder)) pictures.push_back(entry.path());
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

void run(const Options& options) {
  const std::vector<fs::path> rules{ZHIPI_SOURCE_DIR "/rules"};
  const auto pack = engine::Pack::load_folder(ZHIPI_SOURCE_DIR "/tests/corpus/materials", rules);
  if (!pack) throw std::runtime_error(to_line(pack.error().front()));
  const std::vector<Material>& materials = (*pack)->matter().materials;
  const auto receipt = std::find_if(materials.begin(), materials.end(),
                                    [](const Material& one) { return one.name == "receipt"; });
  if (receipt == materials.end()) throw std::runtime_error("the pack has no material `receipt`");
  ocr::ReaderOptions reader;
  reader.program = options.reader;
  reader.workers = 1;
  reader.limits.page_seconds = reader.limits.file_seconds = 300;
  ocr::ReaderPool pool(reader);
  std::array<Counts, 2> counts{};  // of even and odd names
  std::array<int, 2> receipts{};
  for (const fs::path& picture : pictures_in(fs::path(options.folder) / "img")) {
    const std::string name = picture.stem().string();
    const std::size_t odd = (name.back() - '0') % 2 == 0 ? 0 : 1;
    if (options.odd_only && odd == 0) continue;
    const Json labels = json::parse(contents(fs::path(options.folder) / "key" / (name + ".json")));
    compare(options, name, *receipt, labels, pool.read(*receipt, {contents(picture)}),
            counts.at(odd));
    ++receipts.at(odd);
  }
  if (!options.odd_only) print("even", receipts[0], counts[0]);
  print("odd", receipts[1], counts[1]);
}

}  // namespace
}  // namespace zhipi::accuracy

int main(int count, char** values) {
  zhipi::accuracy::Options options;
  options.reader =
      (std::filesystem::canonical("/proc/self/exe").parent_path() / "zhipi-reader").string();
  CLI::App app("How many key fields of scanned receipts are read right.");
  app.add_option("folder", options.folder, "receipts: img/ and key/")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--reader", options.reader, "the program zhipi-reader");
  app.add_flag("--each", options.each, "print every field, and why it is doubted");
  app.add_flag("--odd", options.odd_only, "only receipts of odd names");
  CLI11_PARSE(app, count, values);
  try {
    zhipi::accuracy::run(options);
  } catch (const std::exception& error) {
    std::cerr << "zhipi-receipt-accuracy: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
