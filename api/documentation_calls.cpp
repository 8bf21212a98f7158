// The interface as it describes itself: GET /openapi.json and, for people, GET /docs.
#include <algorithm>

#include "api/calls.h"
#include "api/embedded.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

constexpr std::string_view kFolder = "documentation/";
constexpr std::string_view kSwaggerScript = "swagger-ui-bundle.js";

// Nothing but our own files and this service, and nobody may frame the page. Swagger UI draws its
// icons from data URLs.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// Unchanged since the caller asked before: 304 (RFC 9110 section 13.1.2). `keep` is what a cache
// may do until it asks again.
http::Response cached(const http::Request& request, std::string content_type, std::string_view body,
                      const char* keep) {
  const std::string tag = "\"" + Digest::of(body).text().substr(7, 32) + "\"";
  http::Response response{.content_type = std::move(content_type),
                          .headers = {{"ETag", tag}, {"Cache-Control", keep}}};
  const std::string_view known = request.headers.find("If-None-Match").value_or("");
  if (known == "*" || known.find(tag) != std::string_view::npos) {
    response.status = 304;
    response.content_type.clear();
  } else {
    response.body = body;
  }
  return response;
}

std::string_view own_file(std::string_view name) {
  const auto files = embedded_files();
  const auto found = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& file) {
    return file.path.starts_with(kFolder) && file.path.substr(kFolder.size()) == name;
  });
  return found == files.end() ? std::string_view() : found->text;
}

}  // namespace

http::Response get_openapi(Service& service, const Principal&, const http::Request& request) {
  return cached(request, "application/json", service.openapi, "no-cache");
}

http::Response get_documentation(Service& service, const Principal&, const http::Request& request) {
  const bool swagger = service.swagger_ui.contains(kSwaggerScript);
  http::Response page = cached(request, "text/html; charset=utf-8",
                               own_file(swagger ? "swagger.html" : "plain.html"), "no-cache");
  page.headers.emplace_back("Content-Security-Policy", kPolicy);
  page.headers.emplace_back("Referrer-Policy", "no-referrer");
  return page;
}

http::Response get_documentation_file(Service& service, const Principal&,
                                      const http::Request& request) {
  const std::string& name = request.path_parameter("file");
  const bool script = name.ends_with(".js");
  const auto swagger = service.swagger_ui.find(name);
  const std::string_view text =
      swagger == service.swagger_ui.end() ? own_file(name) : std::string_view(swagger->second);
  if (text.empty() || !(script || name.ends_with(".css"))) {
    return problem_response(Problem{"not_found", "the page has no such file", ""});
  }
  return cached(request, script ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8",
                text, "public, max-age=3600");
}

}  // namespace zhipi::api
