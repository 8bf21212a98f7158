#include "api/bodies.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "api/http/multipart.h"
#include "ocr/protocol/file_header.h"

namespace zhipi::api {
namespace {

Expected<std::string_view> within(std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    return problem("too_large", "the JSON has more than " + std::to_string(limit) + " bytes");
  }
  return text;
}

// Names that clients and manuals use for the types that we know.
std::string_view usual_name(std::string_view type) {
  if (type == "image/jpg" || type == "image/pjpeg") return "image/jpeg";
  if (type == "image/x-png") return "image/png";
  if (type == "image/x-ms-bmp" || type == "image/x-bmp") return "image/bmp";
  if (type == "application/x-pdf") return "application/pdf";
  return type;
}

bool says_nothing(std::string_view type) {
  return type.empty() || type == "application/octet-stream" ||
         type == "application/x-www-form-urlencoded";
}

bool may_be_material(std::string_view type) {
  return type.starts_with("image/") || type == "application/pdf" || type == "application/ofd";
}

}  // namespace

std::string media_type(std::string_view content_type) {
  const std::string_view name = content_type.substr(0, content_type.find_first_of("; \t"));
  std::string lowered;
  std::transform(name.begin(), name.end(), std::back_inserter(lowered), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lowered;
}

Expected<std::string_view> json_text(const http::Request& request, std::size_t limit) {
  if (media_type(request.headers.find("Content-Type").value_or("")) != "application/json") {
    return problem("unsupported_media_type", "send JSON, with `Content-Type: application/json`");
  }
  return within(request.body, limit);
}

Expected<Json> json_body(const http::Request& request, std::size_t limit) {
  return json_text(request, limit).and_then(parse_json);
}

Expected<Submission, Problems> submission_body(const http::Request& request,
                                               std::string_view json_part) {
  const std::string_view content_type = request.headers.find("Content-Type").value_or("");
  if (media_type(content_type) != "multipart/form-data") {
    auto application = json_body(request);
    if (!application) return tl::unexpected(Problems{std::move(application.error())});
    return Submission{.application = *std::move(application), .uploads = {}};
  }
  const auto boundary = http::multipart_boundary(content_type);
  if (!boundary) return tl::unexpected(Problems{boundary.error()});
  const auto parts = http::parse_multipart(request.body, *boundary);
  if (!parts) return tl::unexpected(Problems{parts.error()});

  Submission submission;
  Problems problems;
  bool found = false;
  for (const http::Part& part : *parts) {
    if (part.name != json_part) {
      const auto typed = check_declared_type(part.content_type, part.content);
      if (!typed) {
        problems.push_back(typed.error());
        problems.back().where = "/materials/" + part.name;
      }
      submission.uploads.push_back({.material = part.name, .bytes = part.content});
      continue;
    }
    if (found) {
      problems.push_back(
          {"duplicate_part", "send the part `" + std::string(json_part) + "` once", ""});
      continue;
    }
    found = true;
    auto application = within(part.content, kJsonBytes).and_then(parse_json);
    if (!application) {
      problems.push_back(std::move(application.error()));
    } else {
      submission.application = *std::move(application);
    }
  }
  if (!found) {
    problems.push_back({"missing_part",
                        "send the JSON in a part named `" + std::string(json_part) +
                            "`, and each file in a part named by its material",
                        ""});
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return submission;
}

Expected<void> check_declared_type(std::string_view content_type, std::string_view bytes) {
  const std::string declared = media_type(content_type);
  if (says_nothing(declared)) return {};
  if (!may_be_material(declared)) {
    return problem("unsupported_media_type",
                   "a material is an image or a PDF, not " + declared +
                       "; send it with its own type, or as application/octet-stream");
  }
  const auto info = ocr::inspect_header(bytes, ocr::Limits{});
  if (!info || info->media_type == usual_name(declared)) return {};
  return problem("content_unlike_type",
                 "the file is " + info->media_type + ", although it says " + declared);
}

Expected<std::optional<std::string>> idempotency_key(const http::Request& request) {
  const auto key = request.headers.find("Idempotency-Key");
  if (!key) return std::nullopt;
  const bool visible =
      std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key->empty() || key->size() > 255 || !visible) {
    return problem("bad_idempotency_key",
                   "an Idempotency-Key has 1 to 255 visible ASCII characters; a UUID is usual");
  }
  return std::string(*key);
}

Expected<store::ListQuery> list_query(const http::Request& request,
                                      const workflow::Principal& principal) {
  store::ListQuery query;
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto value = request.query_value(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
  };
  query.matter = text("matter");
  query.reference = text("reference");
  query.cursor = text("cursor").value_or("");
  if (const auto name = request.query_value("state")) {
    query.state = store::state(*name);
    if (!query.state) {
      return problem("bad_parameter",
                     "state is one of received, reading, judging, decided, escalated, "
                     "supplementing, withdrawn, revoked, closed");
    }
  }
  if (const auto reviewer = request.query_value("reviewer")) {
    if (*reviewer != "mine" && *reviewer != "nobody") {
      return problem("bad_parameter", "reviewer is mine or nobody");
    }
    query.reviewer = *reviewer == "mine" ? principal.name : std::string();
  }
  if (const auto sort = request.query_value("sort")) {
    if (*sort != "deadline" && *sort != "received") {
      return problem("bad_parameter", "sort is deadline or received");
    }
    query.sort = *sort == "deadline" ? store::Sort::deadline : store::Sort::received;
  }
  if (const auto limit = request.query_value("limit")) {
    const char* const end = limit->data() + limit->size();
    const auto [stop, error] = std::from_chars(limit->data(), end, query.limit);
    if (error != std::errc() || stop != end) {
      return problem("bad_limit", "limit is a whole number from 1 to 200");
    }
  }
  return query;
}

}  // namespace zhipi::api
