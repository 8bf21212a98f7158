// What was read from a material's pages, before anything is decided about it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/box.h"
#include "models/field.h"
#include "models/json.h"

namespace zhipi {

// Where a value comes from, as evidence names it.
enum class Source { form, ocr, text_layer, e_licence, lookup, qr_code, reviewer };

std::string_view to_text(Source source);
std::optional<Source> source(std::string_view text);

// One value with its place. The confidence is the calibrated probability that `value` is exactly
// right, 0 to 1. A value that fails its kind's validation keeps its raw text, and its confidence is
// below every threshold.
struct Reading {
  Json value;        // normalised by kind, as facts carry it
  std::string text;  // as read
  double confidence = 0;
  int page = 0;  // from 1 across the material's files
  Box box;
  Source source = Source::ocr;
  std::vector<std::string>
      doubts;  // why the confidence is low, for people: "校验位不符 check digit"
};

struct MaterialReading {
  int pages = 0;
  std::map<std::string, Reading> fields;  // by field name; what was not found is not there
  Problems problems;                      // what kept a page from being read whole
};

// {"value", "text", "confidence", "page", "box", "source", "doubts"}
Json to_json(const Reading& reading);
Expected<Reading> reading_from_json(const Json& value);

// {"pages", "fields", "problems"}
Json to_json(const MaterialReading& reading);
Expected<MaterialReading> material_reading_from_json(const Json& value);

}  // namespace zhipi
