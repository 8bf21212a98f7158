// What comes in with a request, checked as far as HTTP goes: content types, JSON, multipart parts,
// query parameters. What the values mean is the workflow's affair.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/request.h"
#include "models/json.h"
#include "models/problem.h"
#include "store/records.h"
#include "workflow/workflow.h"

namespace zhipi::api {

inline constexpr std::size_t kJsonBytes = std::size_t{2} << 20;
inline constexpr std::size_t kMultipartBytes = std::size_t{64} << 20;

// The media type of a Content-Type value: lower case, without parameters. Empty when there is none.
std::string media_type(std::string_view content_type);

// An `application/json` body of at most `limit` bytes, not read yet. Codes: unsupported_media_type,
// too_large.
Expected<std::string_view> json_text(const http::Request& request, std::size_t limit = kJsonBytes);

// The JSON document in an `application/json` body of at most `limit` bytes. Codes:
// unsupported_media_type, too_large and those of parse_json.
Expected<Json> json_body(const http::Request& request, std::size_t limit = kJsonBytes);

// A submission as it came: by JSON alone, or as multipart/form-data with the part `application` and
// a part for each file, named by its material; parts of one name are its files in order. The
// uploads point into the request's body. Codes: as json_body, those of multipart.h, missing_part,
// duplicate_part, content_unlike_type.
struct Submission {
  Json application;
  std::vector<workflow::Upload> uploads;
};
// A supplement comes in the same way, its JSON in the part `supplement`.
Expected<Submission, Problems> submission_body(const http::Request& request,
                                               std::string_view json_part = "application");

// That the bytes are what their sender says they are: a picture that claims another picture's type,
// or text, is refused. A type that says nothing (none, application/octet-stream, what HTTP clients
// put by themselves) is fine; so is a file that is nothing known, which others refuse better.
// Codes: unsupported_media_type, content_unlike_type.
Expected<void> check_declared_type(std::string_view content_type, std::string_view bytes);

// Nothing when not given. 1 to 255 visible ASCII characters; code: bad_idempotency_key.
Expected<std::optional<std::string>> idempotency_key(const http::Request& request);

// The query of GET /v1/applications by this principal, who is meant by `reviewer=mine`. Codes:
// bad_parameter, bad_limit.
Expected<store::ListQuery> list_query(const http::Request& request,
                                      const workflow::Principal& principal);

}  // namespace zhipi::api
