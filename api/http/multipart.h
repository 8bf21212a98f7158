// multipart/form-data in memory (RFC 7578 over RFC 2046), strictly.
//
// Finds the parts of a body that has been received in full; nothing is copied but names. Whatever a
// lenient reader would guess about (missing final boundary, bare LF, data outside parts) is an
// error.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::http {

struct Part {
  std::string name;                     // of the form field, decoded; not empty
  std::optional<std::string> filename;  // as the client said, decoded; a label, never a path
  std::string_view content_type;        // as sent; empty if not said (RFC 7578: text/plain)
  std::string_view content;             // bytes inside the body that was parsed
};

struct MultipartLimits {
  std::size_t parts = 256;
  std::size_t head = 8 * 1024;  // bytes of one part's header fields
};

// The boundary named by a Content-Type value. Fails with `not_multipart` or `bad_boundary` (RFC
// 2046: 1 to 70 characters of its alphabet, not ending in a space; given once).
Expected<std::string> multipart_boundary(std::string_view content_type);

// The parts in the order sent, duplicates included: what a repeated name means is the caller's
// affair. The views point into `body`. Fails with `bad_multipart` (where: "part N") or
// `too_many_parts`. Linear in the size of the body.
Expected<std::vector<Part>> parse_multipart(std::string_view body, std::string_view boundary,
                                            const MultipartLimits& limits = {});

}  // namespace zhipi::http
