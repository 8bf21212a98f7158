// HMAC-SHA-256 (RFC 2104, FIPS 198-1): a hash that only who has the key can compute.
#pragma once

#include <string>
#include <string_view>

namespace zhipi {

// 64 lower-case hex digits. The key is bytes, of any length but none.
std::string hmac_sha256(std::string_view key, std::string_view message);

}  // namespace zhipi
