// Who calls: bearer tokens (RFC 6750), of which the store knows the SHA-256 alone.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/http/request.h"
#include "models/problem.h"
#include "workflow/workflow.h"

namespace zhipi::api {

// The roles that a key can have (DESIGN section 6).
std::span<const std::string_view> all_roles();

// Codes: no_key, unknown_key, unavailable. The same work is done whether or not a token came and
// is known, so that the time taken tells nothing; tokens themselves are never compared.
Expected<workflow::Principal> authenticate(store::Store& store, const http::Request& request);

// Whether the principal has one of the roles.
bool is_allowed(const workflow::Principal& principal, std::span<const std::string_view> roles);

// A new token: 32 bytes of the kernel's randomness as base64url (RFC 4648 section 5), 43
// characters. Throws std::system_error if the kernel gives none.
std::string new_token();

}  // namespace zhipi::api
