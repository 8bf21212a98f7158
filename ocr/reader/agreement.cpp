#include "ocr/reader/agreement.h"

#include <algorithm>

#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

// With less our reader rules a character out.
constexpr double kRival = 0.005;
constexpr std::size_t kMostForOne = 2;  // 王景 for 璟

// Which beginnings of `tesseract` the characters so far may stand for: the characters are known
// letters, or gaps of one or two.
std::vector<bool> after(const SureCharacter& one, bool known, std::u32string_view tesseract,
                        const std::vector<bool>& before) {
  std::vector<bool> here(before.size(), false);
  for (std::size_t at = 0; at < tesseract.size(); ++at) {
    if (!before[at]) continue;
    if (known) {
      here[at + 1] = here[at + 1] || tesseract[at] == one.character;
      continue;
    }
    for (std::size_t size = 1; size <= kMostForOne && at + size <= tesseract.size(); ++size)
      here[at + size] = true;
  }
  return here;
}

}  // namespace

std::vector<char32_t> rivals_of(const ReadCharacter& one) {
  std::vector<char32_t> rivals;
  for (const Alternative& other : one.alternatives) {
    if (other.character != one.character && other.probability >= kRival)
      rivals.push_back(other.character);
  }
  return rivals;
}

bool is_told_apart(const SureCharacter& one, const std::function<bool(char32_t)>& knows) {
  return knows(one.character) && std::all_of(one.rivals.begin(), one.rivals.end(), knows);
}

Agreement agreement(const std::vector<SureCharacter>& ours, std::u32string_view tesseract,
                    const std::function<bool(char32_t)>& knows) {
  Agreement told;
  std::size_t lacking = 0;
  bool undecided = false;
  std::vector<bool> reached(tesseract.size() + 1, false);
  reached.front() = true;
  bool same = ours.size() == tesseract.size();
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const bool known = knows(ours[i].character);
    if (!known) ++lacking;
    if (!is_told_apart(ours[i], knows)) {
      undecided = true;
      told.least_unknown = std::min(told.least_unknown, ours[i].probability);
    }
    same = same && ours[i].character == tesseract[i];
    reached = after(ours[i], known, tesseract, reached);
  }
  if (ours.empty()) return told;
  if (same) {
    told.support = undecided ? Support::known : Support::full;
  } else if (lacking > 0 && lacking * 2 <= ours.size() && reached.back()) {
    told.support = Support::known;
  }
  return told;
}

std::vector<std::size_t> disputed(const std::vector<SureCharacter>& ours,
                                  std::u32string_view tesseract,
                                  const std::function<bool(char32_t)>& knows) {
  const std::size_t rows = ours.size() + 1;
  const std::size_t columns = tesseract.size() + 1;
  std::vector<std::size_t> changes(rows * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return changes[i * columns + j];
  };
  const auto apart = [&](std::size_t i, std::size_t j) -> std::size_t {
    return ours[i - 1].character == tesseract[j - 1] ? 0 : 1;
  };
  for (std::size_t i = 0; i < rows; ++i) at(i, 0) = i;
  for (std::size_t j = 0; j < columns; ++j) at(0, j) = j;
  for (std::size_t i = 1; i < rows; ++i) {
    for (std::size_t j = 1; j < columns; ++j)
      at(i, j) = std::min({at(i - 1, j - 1) + apart(i, j), at(i - 1, j) + 1, at(i, j - 1) + 1});
  }
  std::vector<std::size_t> indices;
  for (std::size_t i = rows - 1, j = columns - 1; i > 0;) {
    if (j > 0 && at(i, j) == at(i - 1, j - 1) + apart(i, j)) {
      if (apart(i, j) == 1 && knows(ours[i - 1].character)) indices.push_back(i - 1);
      --i;
      --j;
    } else if (j > 0 && at(i, j) == at(i, j - 1) + 1) {
      --j;
    } else {
      if (knows(ours[i - 1].character)) indices.push_back(i - 1);
      --i;
    }
  }
  std::reverse(indices.begin(), indices.end());
  return indices;
}

bool has_twins(std::u32string_view text) {
  static constexpr std::u32string_view kLetters = U"OoIl";
  static constexpr std::u32string_view kTwins = U"01OoIl";
  const auto is_one_of = [](std::u32string_view all, char32_t c) {
    return all.find(c) != std::u32string_view::npos;
  };
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    std::size_t turns = 0;
    bool has_digits = false;
    bool twin_letter = false;
    bool twin = false;
    bool twin_at_turn = false;
    for (; end < text.size(); ++end) {
      const char32_t here = text[end];
      if (!is_digit(here) && !is_letter(here) && here != U'-') break;
      has_digits = has_digits || is_digit(here);
      twin_letter = twin_letter || is_one_of(kLetters, here);
      twin = twin || is_one_of(kTwins, here);
      const char32_t before = end == begin ? U'-' : text[end - 1];
      if (here == U'-' || before == U'-' || is_digit(here) == is_digit(before)) continue;
      ++turns;
      twin_at_turn = twin_at_turn || is_one_of(kTwins, here) || is_one_of(kTwins, before);
    }
    if (twin_at_turn || (twin_letter && has_digits) || (twin && turns > 1)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace zhipi::ocr
