#include "api/problems.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "models/json.h"

namespace zhipi::api {
namespace {

constexpr ProblemKind kInternal{"internal_error", 500, "The service failed"};

constexpr auto kKinds = std::to_array<ProblemKind>({
    // The request as such
    {"bad_json", 400, "The body is no JSON"},
    {"duplicate_name", 400, "A name occurs twice in a JSON object"},
    {"too_deep", 400, "The JSON is nested too deeply"},
    {"bad_multipart", 400, "The body is no multipart/form-data"},
    {"bad_boundary", 400, "The body is no multipart/form-data"},
    {"missing_part", 400, "The part with the JSON is missing"},
    {"duplicate_part", 400, "The part with the JSON occurs twice"},
    {"bad_idempotency_key", 400, "The Idempotency-Key cannot be used"},
    {"unknown_parameter", 400, "The query has an unknown parameter"},
    {"bad_parameter", 400, "A query parameter has no valid value"},
    {"bad_cursor", 400, "The cursor is not one that a page gave"},
    {"bad_limit", 400, "The limit is out of range"},
    {"no_key", 401, "An API key is needed"},
    {"unknown_key", 401, "The API key is unknown"},
    {"forbidden", 403, "The API key lacks the role"},
    {"own_application", 403, "Nobody decides on their own application"},
    {"second_person_needed", 403, "A second person has to decide"},
    {"not_found", 404, "There is nothing here"},
    {"no_such_page", 404, "The material has no such page"},
    {"no_decision", 404, "Nothing is decided yet"},
    {"no_facts", 404, "The facts are not frozen yet"},
    {"conflict", 409, "Another change came first"},
    {"stale", 409, "Another change came first"},
    {"too_large", 413, "The body or file is too large"},
    {"unsupported_media_type", 415, "The content type is not accepted here"},
    {"not_multipart", 415, "The content type is not accepted here"},
    // What the body says
    {"unknown_matter", 422, "There is no such matter"},
    {"unknown_mode", 422, "The matter has no such mode"},
    {"unknown_material", 422, "There is no such material"},
    {"undeclared_name", 422, "A name is not declared"},
    {"missing_name", 422, "A name is missing"},
    {"not_an_object", 422, "A JSON object is expected"},
    {"wrong_type", 422, "A value has the wrong type"},
    {"bad_text", 422, "A text has a character that cannot be kept"},
    {"not_a_date", 422, "A value is no date"},
    {"not_an_option", 422, "A value is none of the options"},
    {"out_of_range", 422, "A value is out of range"},
    {"wrong_applicant", 422, "The matter is for other applicants"},
    {"not_asked", 422, "This has no place here"},
    {"bad_length", 422, "A value cannot be right"},
    {"bad_character", 422, "A value cannot be right"},
    {"bad_check_digit", 422, "A value cannot be right"},
    {"not_an_amount", 422, "A value is no amount"},
    {"not_a_number", 422, "A value is no number"},
    {"not_a_boolean", 422, "A value is neither yes nor no"},
    {"unknown_name", 422, "A name is not declared"},
    {"lookups_not_trusted", 422, "Look-up results are not taken from requests"},
    {"licences_not_trusted", 422, "E-licences are not taken from an applicant"},
    {"unknown_pack", 422, "There is no such rule pack in force"},
    {"bad_pack", 422, "The draft cannot be loaded"},
    {"too_slow", 422, "The draft takes too long to test"},
    {"bad_path", 422, "A path cannot stand in a rule pack"},
    {"key_reused", 422, "The Idempotency-Key came with another body"},
    {"too_many_files", 422, "There are too many files"},
    {"too_many_parts", 422, "There are too many files"},
    // What a file is
    {"not_an_image", 415, "The file is no image and no PDF"},
    {"ofd_not_supported", 415, "OFD files are not read yet"},
    {"content_unlike_type", 415, "The file is not what it says it is"},
    {"polyglot", 422, "The file is two things at once"},
    {"empty_file", 422, "The file is empty"},
    {"truncated_file", 422, "The file is cut off"},
    {"bad_header", 422, "The file is damaged"},
    {"bad_pdf", 422, "The PDF is damaged"},
    {"encrypted_pdf", 422, "The PDF is encrypted"},
    {"too_many_pages", 422, "The file has too many pages"},
    {"too_many_pixels", 422, "A page has too many pixels"},
    {"page_too_large", 422, "A page is too large"},
    {"unreadable", 422, "The page cannot be shown"},
    {"timed_out", 422, "The page cannot be shown"},
    {"dropped_content", 422, "The page cannot be shown"},
    // The service
    {"unavailable", 503, "The service cannot do this now"},
    {"no_reader", 503, "The service cannot read files now"},
});

const Problem& leading(const Problems& problems) {
  const auto own_fault = std::find_if(problems.begin(), problems.end(), [](const Problem& one) {
    const ProblemKind* const kind = find_problem_kind(one.code);
    return kind == nullptr || kind->status >= 500;
  });
  return own_fault == problems.end() ? problems.front() : *own_fault;
}

// `where` is a JSON pointer, or a line and column that only a sentence can carry.
json::object error_entry(const Problem& problem) {
  const bool pointer = problem.where.empty() || problem.where.front() == '/';
  return {{"pointer", pointer ? problem.where : std::string()},
          {"code", problem.code},
          {"detail", pointer ? problem.message : to_line(problem)}};
}

}  // namespace

std::span<const ProblemKind> problem_kinds() {
  return kKinds;
}

const ProblemKind* find_problem_kind(std::string_view code) {
  const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(),
                                        [&](const ProblemKind& one) { return one.code == code; });
  return kind == kKinds.end() ? nullptr : kind;
}

http::Response problem_response(const Problems& problems, int status) {
  const Problem& first = leading(problems);
  const ProblemKind* const known = find_problem_kind(first.code);
  const ProblemKind& kind = known == nullptr ? kInternal : *known;
  const int answered = status != 0 && known != nullptr ? status : kind.status;
  json::object document{
      {"type", "urn:zhipi:problem:" + std::string(kind.code)},
      {"title", kind.title},
      {"status", answered},
      {"detail", answered >= 500 ? "this is not the request's fault: the operator's log says what "
                                   "it is; send it again later, with the same Idempotency-Key"
                                 : to_line(first)}};
  if (answered < 500) {
    json::array& errors = (document["errors"] = json::array()).as_array();
    for (const Problem& problem : problems) errors.push_back(error_entry(problem));
  }
  http::Response response{
      .status = answered,
      .content_type = "application/problem+json",
      .body = canonical_json(document),
  };
  if (answered >= 500) response.cause = first;
  if (answered == 503) response.headers.emplace_back("Retry-After", "1");
  if (answered == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"zhipi\"");
  return response;
}

http::Response problem_response(const Problem& problem, int status) {
  return problem_response(Problems{problem}, status);
}

}  // namespace zhipi::api
