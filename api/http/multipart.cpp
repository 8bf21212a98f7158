#include "api/http/multipart.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "api/http/request.h"

namespace zhipi::http {
namespace {

constexpr std::size_t kBoundaryLimit = 70;  // RFC 2046 §5.1.1

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_token_character(char c) {
  return is_alphanumeric(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= kBoundaryLimit && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alphanumeric(c) ||
                  std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
         });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// std::string_view::find compares byte by byte; memmem is what makes 20 MB a matter of
// milliseconds.
std::size_t find_bytes(std::string_view text, std::string_view wanted, std::size_t from) {
  const void* found =
      ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data())
               : std::string_view::npos;
}

// A value with parameters: `form-data; name="a"; filename="b"`.
struct Parameters {
  std::string_view value;
  std::vector<std::pair<std::string_view, std::string>> all;

  const std::string* find(std::string_view name) const {
    for (const auto& [known, text] : all) {
      if (equal_ignoring_case(known, name)) return &text;
    }
    return nullptr;
  }
};

// A quoted string from the front of `text`, its backslashes taken away; false where it never ends.
// Browsers do not escape with backslashes but with %22, so only \" and \\ count as escapes:
// Windows paths (C:\new) stay what they are.
bool take_quoted(std::string_view& text, std::string& value) {
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    const bool escape = text.size() > 1 && text[0] == '\\' && (text[1] == '"' || text[1] == '\\');
    if (escape) text.remove_prefix(1);
    value += text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) return false;
  text.remove_prefix(1);
  return true;
}

bool take_parameter(std::string_view& text, Parameters& result) {
  text = trim(text);
  const auto end = std::find_if_not(text.begin(), text.end(), is_token_character);
  const std::string_view name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(name.size());
  if (name.empty() || !text.starts_with('=') || result.find(name)) return false;
  text.remove_prefix(1);
  std::string value;
  if (text.starts_with('"')) {
    if (!take_quoted(text, value)) return false;
  } else {
    const std::size_t stop = std::min(text.find(';'), text.size());
    value = trim(text.substr(0, stop));
    text.remove_prefix(stop);
    if (value.empty()) return false;
  }
  result.all.emplace_back(name, std::move(value));
  return true;
}

std::optional<Parameters> parse_parameters(std::string_view text) {
  Parameters result;
  const std::size_t end = std::min(text.find(';'), text.size());
  result.value = trim(text.substr(0, end));
  text.remove_prefix(end);
  while (!text.empty()) {
    if (text.front() != ';') return std::nullopt;
    text.remove_prefix(1);
    if (trim(text).empty() || !take_parameter(text, result)) return std::nullopt;
    text = trim(text);
  }
  return result;
}

// What HTML says a browser escapes in names, and nothing more (other '%' are the client's own).
std::string decode_name(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    const std::string_view escape = text.substr(0, 3);
    const char c = equal_ignoring_case(escape, "%22")   ? '"'
                   : equal_ignoring_case(escape, "%0D") ? '\r'
                   : equal_ignoring_case(escape, "%0A") ? '\n'
                                                        : '\0';
    decoded += c == '\0' ? text.front() : c;
    text.remove_prefix(c == '\0' ? 1 : 3);
  }
  return decoded;
}

bool is_header_text(std::string_view line) {
  return std::none_of(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

// One `Name: value` line of a part's head into `part`; an empty text if it was understood.
std::string_view read_field(std::string_view line, Part& part, bool& disposed) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);
  const bool well_formed = colon < line.size() && !name.empty() && is_header_text(line) &&
                           std::all_of(name.begin(), name.end(), is_token_character);
  if (!well_formed) return "a header line is not 'Name: value'";
  const std::string_view value = trim(line.substr(colon + 1));
  if (equal_ignoring_case(name, "content-transfer-encoding")) {
    const bool plain = equal_ignoring_case(value, "binary") || equal_ignoring_case(value, "8bit") ||
                       equal_ignoring_case(value, "7bit");
    return plain ? "" : "Content-Transfer-Encoding other than binary is not understood (RFC 7578)";
  }
  if (equal_ignoring_case(name, "content-type")) {
    if (!part.content_type.empty()) return "Content-Type is given twice";
    part.content_type = value;
    return "";
  }
  if (!equal_ignoring_case(name, "content-disposition")) return "";
  if (disposed) return "Content-Disposition is given twice";
  disposed = true;
  const auto parameters = parse_parameters(value);
  if (!parameters || !equal_ignoring_case(parameters->value, "form-data")) {
    return "Content-Disposition is not 'form-data; name=\"…\"'";
  }
  if (parameters->find("filename*")) return "filename* is not allowed in form-data (RFC 7578 §4.2)";
  const std::string* part_name = parameters->find("name");
  if (!part_name || part_name->empty()) return "Content-Disposition does not say the name";
  part.name = decode_name(*part_name);
  if (const std::string* filename = parameters->find("filename"))
    part.filename = decode_name(*filename);
  return "";
}

// The part between two delimiters, or what is wrong with it.
tl::expected<Part, std::string_view> read_part(std::string_view text, std::size_t head_limit) {
  using tl::unexpected;
  const std::string_view searched = text.substr(0, head_limit);
  // A part without any field begins with its empty line; it has no name then, and is refused below.
  const std::size_t end = searched.starts_with("\r\n") ? 0 : searched.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    return unexpected(text.size() > head_limit ? std::string_view("the header fields are too long")
                                               : std::string_view("no empty line ends the header"));
  }
  Part part;
  bool disposed = false;
  std::string_view head = text.substr(0, end);
  while (!head.empty()) {
    const std::size_t line_end = std::min(head.find("\r\n"), head.size());
    const std::string_view wrong = read_field(head.substr(0, line_end), part, disposed);
    if (!wrong.empty()) return unexpected(wrong);
    head.remove_prefix(std::min(line_end + 2, head.size()));
  }
  if (!disposed) return unexpected(std::string_view("Content-Disposition is missing"));
  part.content = text.substr(end + 4);
  return part;
}

}  // namespace

Expected<std::string> multipart_boundary(std::string_view content_type) {
  const auto parameters = parse_parameters(content_type);
  if (!parameters || !equal_ignoring_case(parameters->value, "multipart/form-data")) {
    return problem("not_multipart", "the Content-Type is not multipart/form-data");
  }
  const std::string* boundary = parameters->find("boundary");
  if (!boundary || !is_boundary(*boundary)) {
    return problem("bad_boundary",
                   "the Content-Type names no boundary of 1 to 70 allowed characters");
  }
  return *boundary;
}

Expected<std::vector<Part>> parse_multipart(std::string_view body, std::string_view boundary,
                                            const MultipartLimits& limits) {
  if (!is_boundary(boundary)) return problem("bad_boundary", "not a boundary (RFC 2046 §5.1.1)");
  const std::string delimiter = "\r\n--" + std::string(boundary);
  if (!body.starts_with(std::string_view(delimiter).substr(2))) {
    return problem("bad_multipart", "the body does not begin with the boundary");
  }
  std::vector<Part> parts;
  std::size_t at = delimiter.size() - 2;
  for (;;) {
    const std::string_view rest = body.substr(at);
    if (rest == "--" || rest == "--\r\n") return parts;
    const std::string where = "part " + std::to_string(parts.size() + 1);
    if (!rest.starts_with("\r\n")) {
      return problem("bad_multipart", "a boundary is followed by neither a new line nor the end",
                     where);
    }
    if (parts.size() == limits.parts) {
      return problem("too_many_parts",
                     "there are more than " + std::to_string(limits.parts) + " parts", where);
    }
    const std::size_t begin = at + 2;
    const std::size_t end = find_bytes(body, delimiter, begin);
    if (end == std::string_view::npos) {
      return problem("bad_multipart", "the final boundary is missing; the body is cut off", where);
    }
    auto part = read_part(body.substr(begin, end - begin), limits.head);
    if (!part) return problem("bad_multipart", std::string(part.error()), where);
    parts.push_back(std::move(*part));
    at = end + delimiter.size();
  }
}

}  // namespace zhipi::http
