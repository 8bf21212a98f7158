// Pages per second through the reader pool: one worker, one page at a time, everything from bytes
// to readings by both readers; and beside it the tesseract command on the same page (psm 6,
// chi_sim, one thread), which tells the text alone. The pages are the committed specimens.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/pack.h"
#include "ocr/client/reader_pool.h"

namespace zhipi::ocr {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = ZHIPI_SOURCE_DIR;

fs::path specimen(const std::string& file) {
  return kSource / "tests/corpus/specimens" / file;
}

Material material_of(const std::string& name) {
  const std::vector<fs::path> rules{kSource / "rules"};
  const auto pack = engine::Pack::load_folder(kSource / "tests/corpus/materials", rules);
  if (!pack) throw std::runtime_error(to_line(pack.error().front()));
  return *find_material((*pack)->matter(), name);
}

void count_pages(benchmark::State& state, int pages) {
  state.counters["pages/s"] = benchmark::Counter(pages, benchmark::Counter::kIsRate);
}

void read_page(benchmark::State& state, const std::string& material_name, const std::string& file) {
  ReaderOptions options;
  options.program = std::string(ZHIPI_BINARY_DIR) + "/zhipi-reader";
  options.workers = 1;
  ReaderPool pool(options);
  const Material material = material_of(material_name);
  std::ifstream stream(specimen(file), std::ios::binary);
  const std::string image{std::istreambuf_iterator<char>(stream), {}};
  pool.read(material, {image});  // the worker is warm from here on
  int pages = 0;
  for (auto _ : state) pages += pool.read(material, {image}).pages;
  count_pages(state, pages);
}

// Whether the command ran and succeeded.
bool run_tesseract(const std::string& file) {
  const std::vector<std::string> words = {"tesseract", file, "/dev/null", "-l", "chi_sim",
                                          "--psm",     "6",  "--dpi",     "300"};
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, "tesseract", &quiet, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  int status = 0;
  return failed == 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

void tesseract_command(benchmark::State& state, const std::string& file) {
  ::setenv("OMP_THREAD_LIMIT", "1", 1);
  const std::string path = specimen(file);
  int pages = 0;
  for (auto _ : state) {
    if (!run_tesseract(path)) return state.SkipWithError("the tesseract command is not there");
    ++pages;
  }
  count_pages(state, pages);
}

BENCHMARK_CAPTURE(read_page, identity_card, "id_card", "id_card_front.jpg")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(tesseract_command, identity_card, "id_card_front.jpg")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(read_page, form, "application_form", "application_form.png")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(tesseract_command, form, "application_form.png")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace zhipi::ocr
