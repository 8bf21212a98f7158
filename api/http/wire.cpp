#include "api/http/wire.h"

#include <algorithm>

#include "api/http/request.h"

namespace zhipi::http {
namespace {

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

// What the edge writes itself; a handler's own would contradict it.
bool is_reserved(std::string_view name) {
  return equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "connection") ||
         equal_ignoring_case(name, "transfer-encoding") ||
         equal_ignoring_case(name, "content-type") ||
         equal_ignoring_case(name, "x-content-type-options");
}

}  // namespace

bool is_sendable(const Response& response) {
  const bool valid_status = response.status >= 200 && response.status <= 599;
  return valid_status && is_value(response.content_type) &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
           return is_token(header.first) && is_value(header.second) && !is_reserved(header.first);
         });
}

bool is_bodiless(int status) {
  return status == 204 || status == 304;
}

std::string response_head(const Response& response, bool keep_alive, bool http10) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  head.append(reason_phrase(response.status)).append("\r\n");
  if (!response.content_type.empty()) add("Content-Type", response.content_type);
  if (response.stream) {
    if (!http10) add("Transfer-Encoding", "chunked");
  } else if (!is_bodiless(response.status)) {
    add("Content-Length", std::to_string(response.body.size()));
  }
  add("X-Content-Type-Options", "nosniff");
  bool caching_said = false;
  for (const auto& [name, value] : response.headers) {
    caching_said = caching_said || equal_ignoring_case(name, "cache-control");
    add(name, value);
  }
  if (!caching_said) add("Cache-Control", "no-store");
  if (!keep_alive) add("Connection", "close");
  if (keep_alive && http10) add("Connection", "keep-alive");
  head.append("\r\n");
  return head;
}

}  // namespace zhipi::http
