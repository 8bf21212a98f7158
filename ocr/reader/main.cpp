// zhipi-reader: reads pages for the service, or runs another program confined. People have no need
// to start it; `zhipi read` does.
#include <charconv>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/confine.h"
#include "ocr/reader/recogniser.h"
#include "ocr/reader/serve.h"

namespace {

constexpr int kUsage = 2;

int usage() {
  std::cerr << "usage: zhipi-reader --check            are the language models installed?\n"
               "       zhipi-reader --worker [--memory BYTES]   serve on descriptor 3\n"
               "       zhipi-reader --confine [--output BYTES] [--memory BYTES] [--seconds N] -- "
               "PROGRAM ARGUMENT…\n";
  return kUsage;
}

bool number(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

int check() {
  const auto recogniser = zhipi::ocr::Recogniser::load();
  std::cout << (recogniser ? "ready" : recogniser.error().message) << "\n";
  return recogniser ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.empty()) return usage();
  zhipi::ocr::Confinement limits;
  std::size_t at = 1;
  for (; at + 1 < arguments.size() && arguments[at] != "--"; at += 2) {
    std::uint64_t* value = arguments[at] == "--output"    ? &limits.output
                           : arguments[at] == "--memory"  ? &limits.memory
                           : arguments[at] == "--seconds" ? &limits.seconds
                                                          : nullptr;
    if (value == nullptr || !number(arguments[at + 1], *value)) return usage();
  }
  if (arguments[0] == "--check") return check();
  if (arguments[0] == "--worker") return zhipi::ocr::serve(limits.memory);
  if (arguments[0] != "--confine" || at >= arguments.size() || arguments[at] != "--")
    return usage();
  const std::vector<std::string> program(arguments.begin() + static_cast<long>(at) + 1,
                                         arguments.end());
  std::cerr << "zhipi-reader: " << zhipi::ocr::confine_and_become(limits, program) << "\n";
  return 1;
}
