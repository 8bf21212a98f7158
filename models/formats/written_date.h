// Dates as people and offices write them.
#pragma once

#include <optional>
#include <string_view>

#include "models/date.h"

namespace zhipi::formats {

// 2023年5月18日, 2023-05-18, 2023.5.18, 2023/5/18, 20230518, 二〇二三年五月十八日 (also 二零二三,
// 二○二三, and the formal 贰零贰叁年零伍月壹拾捌日), full-width digits, spaces anywhere; 长期 and
// 长期有效 are Date::forever(). Everything else is nothing, 至今, 民国 and 农历 among it: these
// are for a person.
std::optional<Date> parse_written_date(std::string_view text);

}  // namespace zhipi::formats
