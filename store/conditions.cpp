#include "store/conditions.h"

#include <charconv>

#include "models/date.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

constexpr int kLongestPage = 200;

[[noreturn]] void refuse_cursor() {
  refuse("bad_cursor", "This is no cursor of this list; use the one that the page before gave.",
         "cursor");
}

}  // namespace

void require_page_length(int limit) {
  if (limit >= 1 && limit <= kLongestPage) return;
  refuse("bad_limit", "A page has 1 to " + std::to_string(kLongestPage) + " rows.", "limit");
}

Cursor parse_cursor(std::string_view text, bool by_day) {
  Cursor cursor;
  if (by_day) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !Date::parse(text.substr(0, colon))) refuse_cursor();
    cursor.day = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), cursor.sequence);
  if (error != std::errc() || end != text.data() + text.size() || cursor.sequence < 1) {
    refuse_cursor();
  }
  return cursor;
}

}  // namespace zhipi::store
