#include "app/draft_test.h"

#include <chrono>
#include <filesystem>
#include <istream>
#include <iterator>
#include <ostream>

#include "app/files.h"
#include "engine/authoring/pack_test.h"
#include "ocr/client/confined.h"

namespace zhipi::app {
namespace {

constexpr std::chrono::seconds kLongest{30};
constexpr std::chrono::seconds kMutation{8};  // of those; what is untried then is counted
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kMemory = std::size_t{1} << 46;  // its shadow alone takes terabytes of space
#else
constexpr std::size_t kMemory = std::size_t{1} << 30;
#endif
constexpr std::size_t kReport = std::size_t{16} << 20;

json::object as_json(const std::map<std::string, std::string>& files) {
  json::object object;
  for (const auto& [name, text] : files) object[name] = text;
  return object;
}

std::map<std::string, std::string> as_files(const Json& object) {
  std::map<std::string, std::string> files;
  for (const auto& [name, text] : object.as_object()) {
    files.emplace(std::string(name), std::string(text.as_string()));
  }
  return files;
}

}  // namespace

Expected<Json> DraftTester::test(const engine::PackFiles& files) {
  const std::unique_lock turn(turn_, std::try_to_lock);
  if (!turn) {
    return problem("unavailable", "another draft is being tested; try again in half a minute");
  }
  const std::string input = canonical_json(json::object{{"matter", files.matter},
                                                        {"files", as_json(files.files)},
                                                        {"common", as_json(files.common)}});
  const std::string self = std::filesystem::canonical("/proc/self/exe").string();
  const auto ran = ocr::run_confined(reader_program().string(), {self, "test", "--draft"}, input,
                                     kReport, kMemory, std::chrono::steady_clock::now() + kLongest);
  const auto report = ran ? parse_json(ran->output) : Expected<Json>(tl::unexpected(ran.error()));
  if (report) return *report;
  if (!ran && ran.error().code != "no_reader") {
    return problem("too_slow", "testing this draft met its limits, 30 seconds and 1 GiB (" +
                                   ran.error().message +
                                   "); look for endless loops with `zhipi test`");
  }
  return problem("unavailable", "the draft cannot be tested: " + report.error().message +
                                    (ran ? "; " + ran->errors : ""));
}

bool answer_draft(std::istream& in, std::ostream& out) {
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto document = parse_json(text);
  if (!document || !document->is_object()) return false;
  const engine::PackFiles files{std::string(document->at("matter").as_string()),
                                as_files(document->at("files")), as_files(document->at("common"))};
  engine::PackTestOptions options;
  options.limits.time = kMutation;
  out << canonical_json(engine::test_files(files, options)) << std::flush;
  return true;
}

}  // namespace zhipi::app
