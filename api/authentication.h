// Who calls: bearer tokens (RFC 6750), of which the store knows the SHA-256 alone.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/http/request.h"
#include "api/key_ring.h"
#include "models/problem.h"

namespace zhipi::api {

// The roles that a key can have (DESIGN section 6).
std::span<const std::string_view> all_roles();

// Codes: no_key, unknown_key, unavailable. Tokens themselves are never compared, only their
// digests, so that the time taken tells nothing about a token that nearly fits.
Expected<PrincipalPointer> authenticate(KeyRing& keys, const http::Request& request);

// Of the token that came with the request.
Digest token_digest(const http::Request& request);

// Whether the principal has one of the roles.
bool is_allowed(const workflow::Principal& principal, std::span<const std::string_view> roles);

// A new token: 32 bytes of the kernel's randomness as base64url (RFC 4648 section 5), 43
// characters. Throws std::system_error if the kernel gives none.
std::string new_token();

}  // namespace zhipi::api
