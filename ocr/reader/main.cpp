// zhipi-reader: reads pages for the service, or runs another program confined. People have no need
// to start it; `zhipi read` does.
#include <charconv>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/confine.h"
#include "ocr/reader/line_model_files.h"
#include "ocr/reader/serve.h"

namespace {

constexpr int kUsage = 2;

int usage() {
  std::cerr << "usage: zhipi-reader --check [--model FILE --charset FILE]\n"
               "           are the language models and the line model installed, and do they fit?\n"
               "       zhipi-reader --worker [--memory BYTES] [--model FILE --charset FILE]\n"
               "           serve on descriptor 3\n"
               "       zhipi-reader --confine [--output BYTES] [--memory BYTES] [--seconds N] -- "
               "PROGRAM ARGUMENT…\n";
  return kUsage;
}

bool number(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

struct Options {
  zhipi::ocr::Confinement limits;
  zhipi::ocr::LineModelFiles files;
};

// One option and its value; false when there is no such.
bool take(Options& options, const std::string& name, const std::string& value) {
  if (name == "--output") return number(value, options.limits.output);
  if (name == "--memory") return number(value, options.limits.memory);
  if (name == "--seconds") return number(value, options.limits.seconds);
  if (name == "--model") return options.files.model = value, true;
  if (name == "--charset") return options.files.charset = value, true;
  return false;
}

int check(const zhipi::ocr::LineModelFiles& files) {
  const auto tools = zhipi::ocr::Tools::load(files);
  std::cout << (tools ? "ready" : to_line(tools.error())) << "\n";
  return tools ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.empty()) return usage();
  Options options;
  std::size_t at = 1;
  for (; at < arguments.size() && arguments[at] != "--"; at += 2) {
    if (at + 1 >= arguments.size() || !take(options, arguments[at], arguments[at + 1]))
      return usage();
  }
  if (options.files.model.empty() != options.files.charset.empty()) return usage();
  if (options.files.model.empty()) options.files = zhipi::ocr::installed_line_model();
  if (arguments[0] == "--check") return check(options.files);
  if (arguments[0] == "--worker") return zhipi::ocr::serve(options.limits.memory, options.files);
  if (arguments[0] != "--confine" || at >= arguments.size() || arguments[at] != "--")
    return usage();
  const std::vector<std::string> program(arguments.begin() + static_cast<long>(at) + 1,
                                         arguments.end());
  std::cerr << "zhipi-reader: " << zhipi::ocr::confine_and_become(options.limits, program) << "\n";
  return 1;
}
