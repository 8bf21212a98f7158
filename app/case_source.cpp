#include "app/case_source.h"

#include <limits>
#include <memory>
#include <string_view>

namespace zhipi::app {
namespace {

constexpr int kCasesAtOnce = 500;

// std::count looks at one byte after another.
std::uint64_t lines_in(std::string_view text) {
  std::uint64_t lines = 0;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at) ++lines;
  return lines;
}

class Lines {
 public:
  Lines(std::istream& input, std::size_t block_bytes) : input_(input), block_bytes_(block_bytes) {}

  Expected<std::optional<engine::Block>> next() {
    engine::Block block{line_, std::move(rest_)};
    rest_.clear();
    std::size_t end = std::string::npos;  // of the last whole line
    while (end == std::string::npos && !ended_) {
      if (block.text.size() > kLongestLine) {
        return problem("too_large",
                       "this line is longer than " + std::to_string(kLongestLine >> 20) +
                           " MiB; facts stand one case to a line (NDJSON)",
                       std::to_string(line_));
      }
      const std::size_t had = block.text.size();
      block.text.resize(had + block_bytes_);
      input_.read(block.text.data() + had, static_cast<std::streamsize>(block_bytes_));
      block.text.resize(had + static_cast<std::size_t>(input_.gcount()));
      if (input_.bad()) return problem("unreadable", "the facts cannot be read further");
      ended_ = !input_;
      end = block.text.rfind('\n');
    }
    if (!ended_) {
      rest_ = block.text.substr(end + 1);
      block.text.resize(end + 1);
    }
    if (block.text.empty()) return std::nullopt;
    line_ += lines_in(block.text);
    return block;
  }

 private:
  std::istream& input_;
  std::size_t block_bytes_;
  std::string rest_;  // the beginning of the next line
  std::uint64_t line_ = 1;
  bool ended_ = false;
};

}  // namespace

CaseSource lines_of(std::istream& input, std::size_t block_bytes) {
  return [lines = std::make_shared<Lines>(input, block_bytes)] { return lines->next(); };
}

CaseSource cases_of(store::Store& store, const std::string& matter) {
  return [&store, matter, before = std::numeric_limits<std::int64_t>::max(),
          line = std::uint64_t{1}]() mutable -> Expected<std::optional<engine::Block>> {
    const auto cases = store.frozen_cases(matter, before, kCasesAtOnce);
    if (!cases) return tl::unexpected(cases.error());
    if (cases->empty()) return std::nullopt;
    engine::Block block{line, {}};
    for (const store::FrozenCase& one : *cases) block.text += one.facts + "\n";
    before = cases->back().sequence;
    line += cases->size();
    return block;
  };
}

}  // namespace zhipi::app
