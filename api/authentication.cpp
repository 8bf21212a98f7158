#include "api/authentication.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace zhipi::api {
namespace {

// The token of `Authorization: Bearer TOKEN`; empty when there is none.
std::string_view bearer_token(const http::Request& request) {
  const std::string_view field = request.headers.find("Authorization").value_or("");
  const std::size_t blank = field.find(' ');
  if (blank == std::string_view::npos ||
      !http::equal_ignoring_case(field.substr(0, blank), "Bearer")) {
    return {};
  }
  const std::size_t begin = field.find_first_not_of(' ', blank);
  return begin == std::string_view::npos ? std::string_view() : field.substr(begin);
}

}  // namespace

std::span<const std::string_view> all_roles() {
  static constexpr std::array<std::string_view, 9> kRoles{
      "submitter", "applicant", "reviewer",       "supervisor",  "author",
      "publisher", "auditor",   "security_admin", "system_admin"};
  return kRoles;
}

Expected<PrincipalPointer> authenticate(KeyRing& keys, const http::Request& request) {
  const std::string_view token = bearer_token(request);
  if (token.empty()) {
    return problem("no_key", "send the API key in the field `Authorization: Bearer KEY`");
  }
  auto principal = keys.find(Digest::of(token));
  if (principal && *principal == nullptr) {
    return problem("unknown_key", "this API key is unknown; `zhipi key add` makes a new one");
  }
  return principal;
}

Digest token_digest(const http::Request& request) {
  return Digest::of(bearer_token(request));
}

bool is_allowed(const workflow::Principal& principal, std::span<const std::string_view> roles) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](std::string_view role) { return workflow::has_role(principal, role); });
}

std::string new_token() {
  std::array<unsigned char, 32> bytes{};
  // Up to 256 bytes come whole or not at all (getrandom(2)).
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string token;
  unsigned window = 0;
  int held = 0;  // bits of the window not yet written
  for (const unsigned char byte : bytes) {
    window = (window << 8) | byte;
    for (held += 8; held >= 6; held -= 6) token += kAlphabet[(window >> (held - 6)) & 63];
  }
  return token += kAlphabet[(window << (6 - held)) & 63];
}

}  // namespace zhipi::api
