// What workers tell the service and the service tells workers: a worker in which a decoder was
// subverted may say anything.
#include <cmath>

#include "models/reading.h"
#include "ocr/protocol/material_json.h"
#include "tests/fuzz/entry.h"

namespace zhipi::fuzz {

std::vector<std::string> seeds() {
  MaterialReading reading;
  reading.pages = 1;
  reading.fields["full_name"] = {json::string("林秀英"), "林秀英",    0.99,     1,
                                 {10, 20, 30, 40},       Source::ocr, {"doubt"}};
  reading.problems.push_back({"wrong_material", "not this", "page 1"});
  Material material;
  material.name = "card";
  Field field;
  field.name = "family";
  field.kind = FieldKind::list;
  field.of = {field};
  material.fields = {field};
  return {json::serialize(to_json(reading)), json::serialize(ocr::to_json(material))};
}

}  // namespace zhipi::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhipi;
  const auto parsed = parse_json(std::string(data, data + size));
  if (!parsed) return 0;
  if (const auto reading = material_reading_from_json(*parsed)) {
    for (const auto& [name, one] : reading->fields) {
      fuzz::demand(one.confidence >= 0 && one.confidence <= 1, "a confidence from 0 to 1");
    }
    const auto again = material_reading_from_json(to_json(*reading));
    fuzz::demand(again.has_value(), "what was read can be told and read again");
  }
  if (const auto material = ocr::material_from_json(*parsed)) {
    const auto again = ocr::material_from_json(ocr::to_json(*material));
    fuzz::demand(again.has_value(), "a material that was told can be told again");
  }
  return 0;
}
