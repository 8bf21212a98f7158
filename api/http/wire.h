// A response as bytes.
#pragma once

#include <string>

#include "api/http/response.h"

namespace zhipi::http {

// Whether every header can be sent without breaking the framing.
bool is_sendable(const Response& response);

// Whether a response with this status has no body and no Content-Length (RFC 9110 §8.6).
bool is_bodiless(int status);

// Status line and fields, with the empty line. `keep_alive` says what Connection tells; `http10`
// that the client must be told when it is kept.
std::string response_head(const Response& response, bool keep_alive, bool http10);

}  // namespace zhipi::http
