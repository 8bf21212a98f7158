// Specimens of materials: documents as applicants hand them in, drawn from a request and spoilt
// as scanners and telephones spoil them, with the truth about every printed value.
//
// Use: request_from_json, then make_specimen. The same request gives the same bytes on one machine
// (fonts and libraries decide about pixels). Everything drawn bears the mark 样本.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::specimens {

namespace json = boost::json;

enum class Format { png, jpeg, tiff, pdf, pdf_text };

struct Request {
  std::string document;  // one of documents()
  json::object values;   // by field name, normalised; unnamed ones are drawn from the seed
  std::string font;      // a family; empty draws one from the seed
  std::uint64_t seed = 1;
  json::object layout;              // choices by name, see README.md; unnamed ones from the seed
  std::string condition = "clean";  // one of conditions(), or several joined by '+': "skew+noise"
  Format format = Format::png;
  int quality = 92;  // of JPEG, 1 to 100, alone or inside a PDF
};

struct Specimen {
  std::string bytes;   // the file
  json::object truth;  // see README.md
};

std::vector<std::string> documents();
std::vector<std::string> conditions();

// png, jpeg, tiff, pdf, pdf_text; the ending of a file of that format.
std::string_view to_text(Format format);
std::string_view ending(Format format);

// Problem codes: bad_json, bad_request with `where` as JSON pointer.
Expected<Request> request_from_json(std::string_view text);
json::object to_json(const Request& request);

// Problem codes: bad_request when the format cannot carry the document: several pages as PNG or
// JPEG, or a spoilt condition as pdf_text.
Expected<Specimen> make_specimen(const Request& request);

// The request of number `index` in a random corpus of this seed; both lists non-empty, of known
// names.
Request random_request(std::uint64_t seed, int index, const std::vector<std::string>& documents,
                       const std::vector<std::string>& conditions);

}  // namespace zhipi::specimens
