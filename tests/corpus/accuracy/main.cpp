// zhipi-reading-accuracy: how often readings are right, and whether their confidence tells the
// truth.
//
// Reads a folder of specimens (zhipi-specimens --out) through the worker pool and compares every
// field with the truth beside it. `--each` prints every field as a line of tab-separated values.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#include "ocr/client/reader_pool.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

struct Tally {
  int fields = 0;
  int found = 0;
  int right = 0;
  int sure = 0;  // at or above the default threshold
  int sure_wrong = 0;
  double confidence = 0;  // summed over the found
};

std::string contents(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool same(const Field& field, const Json& read, const Json& truth) {
  if (!is_seen(field.kind)) return read == truth;
  return read.at("present") == truth.at("present");
}

void add(Tally& tally, const Reading* reading, bool right) {
  ++tally.fields;
  if (reading == nullptr) return;
  ++tally.found;
  tally.right += right ? 1 : 0;
  tally.confidence += reading->confidence;
  if (reading->confidence < kDefaultThreshold) return;
  ++tally.sure;
  tally.sure_wrong += right ? 0 : 1;
}

void print(const std::map<std::string, Tally>& tallies, const char* what) {
  std::printf("\n%-34s %6s %6s %6s %6s %6s %6s\n", what, "fields", "found", "right", "said",
              ">=.98", "wrong");
  for (const auto& [name, t] : tallies) {
    const double found = std::max(t.found, 1);
    std::printf("%-34s %6d %6.3f %6.3f %6.3f %6d %6d\n", name.c_str(), t.fields,
                static_cast<double>(t.found) / t.fields, t.right / found, t.confidence / found,
                t.sure, t.sure_wrong);
  }
}

std::string band(double confidence) {
  for (const double edge : {0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3}) {
    if (confidence >= edge) return std::to_string(edge).substr(0, 4) + " and above";
  }
  return "below 0.30";
}

int run(const std::string& folder, const std::string& reader, bool each) {
  ReaderOptions options;
  options.program = reader;
  options.workers = 1;
  ReaderPool pool(options);
  std::map<std::string, Tally> kinds;
  std::map<std::string, Tally> conditions;
  std::map<std::string, Tally> bands;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  double seconds = 0;
  int pages = 0;
  for (const std::filesystem::path& file : files) {
    std::filesystem::path beside = file;
    const Json truth = *parse_json(contents(beside.replace_extension(".json")));
    const std::string document(truth.at("document").as_string());
    const std::string condition(truth.at("condition").as_string());
    const Material material = material_of(document);
    const std::string bytes = contents(file);
    const auto begin = std::chrono::steady_clock::now();
    const MaterialReading reading = pool.read(material, {bytes});
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    pages += reading.pages;
    for (const Problem& found : reading.problems) {
      std::printf("%s: %s %s\n", file.filename().c_str(), found.code.c_str(),
                  found.message.c_str());
    }
    for (const Field& field : material.fields) {
      const auto at = reading.fields.find(field.name);
      const Reading* read = at == reading.fields.end() ? nullptr : &at->second;
      const Json* expected = truth.at("fields").as_object().if_contains(field.name);
      if (expected == nullptr && read == nullptr) continue;
      const bool right =
          expected != nullptr && read != nullptr && same(field, read->value, expected->at("value"));
      add(kinds[document + " " + field.name], read, right);
      add(conditions[condition], read, right);
      if (read != nullptr) add(bands[band(read->confidence)], read, right);
      if (!each) continue;
      const auto value = [](const Json* json) {
        return json != nullptr ? json::serialize(*json) : "-";
      };
      std::printf(
          "%s\t%s\t%s\t%s\t%s\t%.3f\t%s\t%s\t%s\n", file.filename().c_str(), condition.c_str(),
          field.name.c_str(), std::string(zhipi::to_text(field.kind)).c_str(),
          right             ? "right"
          : read != nullptr ? "WRONG"
                            : "none",
          read != nullptr ? read->confidence : 0.0,
          value(read != nullptr ? &read->value : nullptr).c_str(), read ? read->text.c_str() : "",
          value(expected != nullptr ? &expected->at("value") : nullptr).c_str());
    }
  }
  print(kinds, "document and field");
  print(conditions, "condition");
  print(bands, "confidence");
  std::printf("\n%d pages, %.2f s a page\n", pages, seconds / std::max(pages, 1));
  return 0;
}

}  // namespace
}  // namespace zhipi::ocr

int main(int count, char** values) {
  if (count < 3) {
    std::cerr << "usage: zhipi-reading-accuracy READER FOLDER [--each]\n";
    return 2;
  }
  return zhipi::ocr::run(values[2], values[1], count > 3);
}
