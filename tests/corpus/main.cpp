// zhipi-specimens: one specimen from a request, or a random corpus from a seed.
#include <CLI/CLI.hpp>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <opencv2/core.hpp>
#include <thread>

#include "degrade.h"
#include "specimen.h"
#include "text.h"

namespace zhipi::specimens {
namespace {

struct Options {
  std::string request;
  std::string out;
  std::uint64_t seed = 1;
  int count = 0;
  int jobs = 1;
  std::vector<std::string> documents;
  std::vector<std::string> conditions;
};

std::string contents(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Writes the file and, beside it, the truth with the ending .json.
Expected<void> write(const Specimen& specimen, const std::filesystem::path& file) {
  std::filesystem::path truth = file;
  truth.replace_extension(".json");
  std::ofstream(file, std::ios::binary) << specimen.bytes;
  std::ofstream(truth) << json::serialize(specimen.truth) << '\n';
  if (!std::filesystem::exists(file) || !std::filesystem::exists(truth)) {
    return problem("not_written", "the file cannot be written; does its folder exist?",
                   file.string());
  }
  return {};
}

Expected<void> draw_one(const Options& options) {
  return request_from_json(contents(options.request))
      .and_then(make_specimen)
      .and_then([&](const Specimen& specimen) { return write(specimen, options.out); });
}

Expected<void> draw_random(const Options& options, int index) {
  const Request request =
      random_request(options.seed, index, options.documents, options.conditions);
  const std::string name = digits(index, 5) + "-" + request.document + "-" + request.condition +
                           "." + std::string(ending(request.format));
  return make_specimen(request).and_then([&](const Specimen& specimen) {
    return write(specimen, std::filesystem::path(options.out) / name);
  });
}

// Several at a time; what is drawn depends on the index alone.
Expected<void> draw_corpus(const Options& options) {
  std::filesystem::create_directories(options.out);
  std::atomic<int> next{0};
  std::mutex mutex;
  Expected<void> all;
  const auto work = [&] {
    for (int index = next++; index < options.count; index = next++) {
      const auto written = draw_random(options, index);
      if (written) continue;
      const std::lock_guard lock(mutex);
      if (all) all = written;
      next = options.count;
    }
  };
  std::vector<std::jthread> threads;
  for (int job = 1; job < options.jobs; ++job) threads.emplace_back(work);
  work();
  threads.clear();
  return all;
}

int run(int argc, char** argv) {
  Options options;
  options.documents = documents();
  options.conditions = conditions();
  CLI::App app("Draws specimens of materials with the truth about every value beside them.");
  auto* request = app.add_option("--request", options.request, "a request as JSON; - is stdin");
  auto* out = app.add_option("--out", options.out, "the file of one specimen, or a folder");
  app.add_option("--seed", options.seed, "of a random corpus");
  auto* count =
      app.add_option("--count", options.count, "how many to draw")->check(CLI::Range(1, 1000000));
  app.add_option("--jobs", options.jobs, "how many are drawn at a time")->check(CLI::Range(1, 256));
  app.add_option("--documents", options.documents, "of a random corpus")
      ->delimiter(',')
      ->check(CLI::IsMember(documents()));
  app.add_option("--conditions", options.conditions, "of a random corpus")
      ->delimiter(',')
      ->check(CLI::IsMember(conditions()));
  out->required();
  request->excludes(count);
  CLI11_PARSE(app, argc, argv);
  if (options.request.empty() && options.count == 0) {
    std::cerr << "zhipi-specimens: name --request FILE or --count K\n";
    return 2;
  }
  const auto done = options.request.empty() ? draw_corpus(options) : draw_one(options);
  if (done) return 0;
  std::cerr << "zhipi-specimens: " << to_line(done.error()) << '\n';
  return 1;
}

}  // namespace
}  // namespace zhipi::specimens

int main(int argc, char** argv) {
  cv::setNumThreads(0);
  try {
    return zhipi::specimens::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "zhipi-specimens: " << error.what() << '\n';
    return 1;
  }
}
