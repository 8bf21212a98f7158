#include "api/http/response.h"

#include <cstdio>
#include <ostream>

// Boost 1.81 uses std::ostream here without including it.
#include <boost/beast/http/status.hpp>

namespace zhipi::http {
namespace {

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

}  // namespace

std::string_view reason_phrase(int status) {
  if (status < 100 || status > 599) return "Status";
  const auto phrase = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  return phrase.empty() ? "Status" : std::string_view(phrase.data(), phrase.size());
}

Response problem_page(const Fault& fault) {
  std::string body = "{\"type\":" + json_text("urn:zhipi:problem:" + fault.code) +
                     ",\"title\":" + json_text(reason_phrase(fault.status)) +
                     ",\"status\":" + std::to_string(fault.status) +
                     ",\"detail\":" + json_text(fault.detail) + "}";
  return Response{fault.status, "application/problem+json", std::move(body)};
}

}  // namespace zhipi::http
