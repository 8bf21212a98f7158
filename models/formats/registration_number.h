// 工商注册号, GS 15-2006: fifteen digits, six of authority, eight of sequence, one of check
// (ISO 7064, MOD 11,10). Replaced by the credit code, still on older papers.
#pragma once

#include <string_view>

namespace zhipi::formats {

bool valid_registration_number(std::string_view digits);

}  // namespace zhipi::formats
