// Pages per second through the reader pool: one worker, one page at a time, everything from bytes
// to readings. The pages are the committed specimens.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ocr/client/reader_pool.h"

namespace zhipi::ocr {
namespace {

Material identity_card() {
  Material card;
  card.name = "id_card";
  const auto add = [&card](const char* name, FieldKind kind, const char* label) {
    Field field;
    field.name = name;
    field.kind = kind;
    field.labels = {label};
    card.fields.push_back(std::move(field));
  };
  add("full_name", FieldKind::person_name, "姓名");
  add("birth_date", FieldKind::date, "出生");
  add("address", FieldKind::address, "住址");
  add("id_number", FieldKind::id_number, "公民身份号码");
  return card;
}

// The first committed specimen of an identity card; empty where there is none.
std::string card_image() {
  namespace fs = std::filesystem;
  fs::path first;
  for (const auto& entry :
       fs::directory_iterator(fs::path(ZHIPI_SOURCE_DIR) / "tests/corpus/specimens")) {
    const std::string name = entry.path().filename().string();
    const bool picture = entry.path().extension() == ".png" || entry.path().extension() == ".jpg";
    if (name.find("id_card_front") == std::string::npos || !picture) continue;
    if (first.empty() || entry.path() < first) first = entry.path();
  }
  std::ifstream stream(first, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void read_identity_card(benchmark::State& state) {
  ReaderOptions options;
  options.program = std::string(ZHIPI_BINARY_DIR) + "/zhipi-reader";
  options.workers = 1;
  ReaderPool pool(options);
  const Material card = identity_card();
  const std::string image = card_image();
  pool.read(card, {image});  // the worker is warm from here on
  int pages = 0;
  for (auto _ : state) pages += pool.read(card, {image}).pages;
  state.counters["pages/s"] = benchmark::Counter(pages, benchmark::Counter::kIsRate);
}
BENCHMARK(read_identity_card)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace zhipi::ocr
