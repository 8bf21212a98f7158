// zhipi-reading-accuracy: how often readings are right, and whether their confidence tells the
// truth.
//
// Reads a folder of specimens (zhipi-specimens --out) through the worker pool, each as the material
// of its document's name in a pack, and compares every field with the truth beside it.
#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "accuracy/compare.h"
#include "accuracy/results.h"
#include "accuracy/specimens.h"
#include "engine/pack.h"
#include "ocr/client/reader_pool.h"

namespace zhipi::accuracy {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string folder;
  std::string reader;
  std::string pack = ZHIPI_SOURCE_DIR "/tests/corpus/materials";
  std::string rules = ZHIPI_SOURCE_DIR "/rules";
  int jobs = 1;
  int most = 0;
  double threshold = kDefaultThreshold;
  bool each = false;
  std::string json;
  std::string features;
  double least_right = 0;  // share of printed fields; fewer is a failure
  int most_wrong = -1;     // of accepted readings; -1: any number
};

// One file: what was read, and what came of each field.
struct Sheet {
  fs::path file;
  MaterialReading reading;
  std::vector<Result> results;
};

std::vector<Sheet> sheets_of(const Options& options) {
  std::vector<Sheet> sheets;
  for (const fs::path& picture : specimens_in(options.folder)) sheets.push_back({picture, {}, {}});
  const auto most = static_cast<std::size_t>(options.most);
  if (options.most > 0 && sheets.size() > most) sheets.resize(most);
  return sheets;
}

void read_sheet(ocr::ReaderPool& pool, const Matter& matter, Sheet& sheet) {
  const Truth truth = truth_of(sheet.file, matter);
  sheet.reading = pool.read(*truth.material, {contents(sheet.file)});
  sheet.results =
      compared(sheet.file.filename().string(), *truth.material, truth.fields, sheet.reading);
}

void read_all(const Options& options, const Matter& matter, std::vector<Sheet>& sheets) {
  ocr::ReaderOptions reader;
  reader.program = options.reader;
  reader.workers = options.jobs;
  // How well is measured here, not how fast: on a busy machine no page is given up.
  reader.limits.page_seconds = reader.limits.file_seconds = 300;
  ocr::ReaderPool pool(reader);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  const auto work = [&] {
    for (std::size_t at = next++; at < sheets.size() && !failed; at = next++) {
      try {
        read_sheet(pool, matter, sheets[at]);
      } catch (const std::exception& error) {
        std::cerr << "zhipi-reading-accuracy: " << error.what() << '\n';
        failed = true;
      }
    }
  };
  std::vector<std::jthread> threads;
  for (int job = 1; job < options.jobs; ++job) threads.emplace_back(work);
  work();
  threads.clear();
  if (failed) throw std::runtime_error("stopped at the first file that could not be compared");
}

// Each field that is wrong or missing, as tab-separated values.
void print_each(const std::vector<Sheet>& sheets) {
  for (const Sheet& sheet : sheets) {
    for (const Problem& found : sheet.reading.problems)
      std::printf("%s\tproblem\t%s\n", sheet.file.filename().c_str(), to_line(found).c_str());
    for (const Result& result : sheet.results) {
      if (result.is_right()) continue;
      const auto value = [](const Json& json) {
        return json.is_null() ? std::string("-") : json::serialize(json);
      };
      std::printf("%s\t%s\t%s\t%s\t%.4f\t%s\t%s\n", result.file.c_str(), result.field.c_str(),
                  std::string(zhipi::to_text(result.kind)).c_str(),
                  !result.is_found()    ? "not found"
                  : result.is_printed() ? "wrong"
                                        : "invented",
                  result.confidence, value(result.printed).c_str(), value(result.read).c_str());
    }
  }
}

// For calibration: one line for each field, with the reading as the product gives it.
void write_features(const std::string& path, const std::vector<Sheet>& sheets) {
  std::ofstream out(path);
  for (const Sheet& sheet : sheets) {
    for (const Result& result : sheet.results) {
      const auto found = sheet.reading.fields.find(result.field);
      out << json::serialize(json::object{
                 {"file", result.file},
                 {"document", result.document},
                 {"condition", result.condition},
                 {"field", result.field},
                 {"kind", zhipi::to_text(result.kind)},
                 {"printed", result.printed},
                 {"right", result.is_right()},
                 {"reading", found == sheet.reading.fields.end() ? Json(nullptr)
                                                                 : zhipi::to_json(found->second)}})
          << '\n';
    }
  }
  if (!out.flush()) throw std::runtime_error(path + ": cannot be written");
}

// What keeps the figures from being good enough; empty when they are.
std::string shortfall(const Options& options, const std::vector<Result>& results) {
  std::vector<const Result*> all;
  for (const Result& result : results) all.push_back(&result);
  const Tally sums = tally(all, options.threshold);
  if (sums.share(sums.right) < options.least_right) {
    return "only " + std::to_string(sums.right) + " of " + std::to_string(sums.fields) +
           " fields are right";
  }
  if (options.most_wrong >= 0 && sums.wrong > options.most_wrong)
    return std::to_string(sums.wrong) + " of the accepted readings are wrong; see --each";
  return {};
}

void report(const Options& options, const std::vector<Sheet>& sheets, double seconds) {
  std::vector<Result> results;
  int pages = 0;
  for (const Sheet& sheet : sheets) {
    pages += sheet.reading.pages;
    results.insert(results.end(), sheet.results.begin(), sheet.results.end());
  }
  if (!options.features.empty()) write_features(options.features, sheets);
  if (options.each) print_each(sheets);
  if (!options.json.empty()) {
    json::object whole = to_json(results, options.threshold).as_object();
    whole["files"] = sheets.size();
    whole["pages"] = pages;
    whole["seconds"] = seconds;
    whole["jobs"] = options.jobs;
    std::ofstream file;
    std::ostream& out = options.json == "-" ? std::cout : (file.open(options.json), file);
    if (!(out << json::serialize(whole) << '\n').flush())
      throw std::runtime_error(options.json + ": cannot be written");
    if (options.json == "-") return;
  }
  const std::string failed = shortfall(options, results);
  std::printf("%s\n%zu files, %d pages, %.1f s with %d workers, %.2f s a page and worker\n",
              to_text(results, options.threshold).c_str(), sheets.size(), pages, seconds,
              options.jobs, seconds * options.jobs / std::max(pages, 1));
  if (!failed.empty()) throw std::runtime_error(failed);
}

void run(const Options& options) {
  const std::vector<fs::path> rules{options.rules};
  const auto pack = engine::Pack::load_folder(options.pack, rules);
  if (!pack) throw std::runtime_error(options.pack + "/" + to_line(pack.error().front()));
  std::vector<Sheet> sheets = sheets_of(options);
  if (sheets.empty()) {
    throw std::runtime_error(options.folder +
                             ": no specimens; draw some with zhipi-specimens --out");
  }
  const auto begin = std::chrono::steady_clock::now();
  read_all(options, (*pack)->matter(), sheets);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  report(options, sheets, seconds.count());
}

}  // namespace
}  // namespace zhipi::accuracy

int main(int count, char** values) {
  zhipi::accuracy::Options options;
  options.reader =
      (std::filesystem::canonical("/proc/self/exe").parent_path() / "zhipi-reader").string();
  CLI::App app("How well a folder of specimens is read, and how true its confidence is.");
  app.add_option("folder", options.folder, "specimens with their truths")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--reader", options.reader, "the program zhipi-reader");
  app.add_option("--pack", options.pack, "declares a material for each document");
  app.add_option("--rules", options.rules, "the folder that holds common/");
  app.add_option("--jobs", options.jobs, "files read at a time")->check(CLI::Range(1, 256));
  app.add_option("--most", options.most, "read only this many files");
  app.add_option("--threshold", options.threshold, "of confidence, to be accepted");
  app.add_flag("--each", options.each, "print each field that is not exactly right");
  app.add_option("--json", options.json, "write the figures to this file as JSON; - is stdout");
  app.add_option("--least-right", options.least_right, "share of fields; fewer is a failure");
  app.add_option("--most-wrong", options.most_wrong, "accepted readings; more is a failure");
  app.add_option("--features", options.features,
                 "write every field and reading, a line of JSON each");
  CLI11_PARSE(app, count, values);
  try {
    zhipi::accuracy::run(options);
  } catch (const std::exception& error) {
    std::cerr << "zhipi-reading-accuracy: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
