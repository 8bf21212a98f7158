#include "engine/authoring/words.h"

#include "models/formats/text.h"

namespace zhipi::engine {

std::string_view in_chinese(Outcome outcome) {
  switch (outcome) {
    case Outcome::approve:
      return "准予";
    case Outcome::approve_conditionally:
      return "附条件准予";
    case Outcome::supplement:
      return "一次性告知补正";
    case Outcome::not_accept:
      return "不予受理";
    case Outcome::deny:
      return "不予";
    case Outcome::escalate:
      return "转人工";
  }
  return {};
}

std::string_view in_chinese(Result result) {
  switch (result) {
    case Result::pass:
      return "通过";
    case Result::fail:
      return "不符合";
    case Result::unknown:
      return "待定";
    case Result::not_applicable:
      return "不适用";
    case Result::error:
      return "出错";
  }
  return {};
}

std::string outcome_words(std::string_view text) {
  const auto known = outcome(text);
  return known ? std::string(in_chinese(*known)) + " " + std::string(text) : std::string(text);
}

std::string result_words(std::string_view text) {
  const auto known = result(text);
  return known ? std::string(in_chinese(*known)) + " " + std::string(text) : std::string(text);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (const char32_t character : formats::to_code_points(text)) {
    if (!formats::is_invisible(character)) width += formats::is_cjk(character) ? 2u : 1u;
  }
  return width;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  const std::size_t taken = display_width(text);
  if (taken < width) result.append(width - taken, ' ');
  return result;
}

}  // namespace zhipi::engine
