#include "accuracy/compare.h"

#include <algorithm>

namespace zhipi::accuracy {
namespace {

// Whether anything printed on the paper leads to the field.
bool is_told(const Field& field) {
  return !field.labels.empty() || !field.after.empty() || !field.before.empty() ||
         has_place(field) || is_seen(field.kind) || field.kind == FieldKind::list;
}

bool is_absent(const Field& field, const Json& value) {
  return is_seen(field.kind) && value.is_object() && value.at("present") == Json(false);
}

Json cell_of(const Json& list, std::size_t row, const std::string& column) {
  if (!list.is_array() || row >= list.as_array().size()) return nullptr;
  const Json& line = list.as_array()[row];
  if (!line.is_object()) return nullptr;
  const Json* cell = line.as_object().if_contains(column);
  return cell == nullptr ? Json(nullptr) : *cell;
}

// Row by row and column by column, so that a list of which one cell is wrong shows which.
void add_cells(std::vector<Result>& results, const Field& field, const Result& list) {
  const auto rows = [](const Json& value) {
    return value.is_array() ? value.as_array().size() : std::size_t{0};
  };
  const std::size_t count = std::max(rows(list.printed), rows(list.read));
  for (std::size_t row = 0; row < count; ++row) {
    for (const Field& column : field.of) {
      Result cell = list;
      cell.field = list.field + "[" + std::to_string(row + 1) + "]." + column.name;
      cell.kind = column.kind;
      cell.printed = cell_of(list.printed, row, column.name);
      cell.read = cell_of(list.read, row, column.name);
      cell.text.clear();
      if (cell.is_printed() || cell.is_found()) results.push_back(std::move(cell));
    }
  }
}

}  // namespace

std::vector<Result> compared(const std::string& file, const Material& material, const Json& truth,
                             const MaterialReading& reading) {
  std::vector<Result> results;
  for (const Field& field : material.fields) {
    if (!is_told(field)) continue;
    Result result;
    result.file = file;
    result.document = std::string(truth.at("document").as_string());
    result.condition = std::string(truth.at("condition").as_string());
    result.field = field.name;
    result.kind = field.kind;
    if (const Json* printed = truth.at("fields").as_object().if_contains(field.name)) {
      if (!is_absent(field, printed->at("value"))) {
        result.printed = printed->at("value");
        result.text = std::string(printed->at("text").as_string());
      }
    }
    if (const auto read = reading.fields.find(field.name); read != reading.fields.end()) {
      if (!is_absent(field, read->second.value)) result.read = read->second.value;
      result.confidence = read->second.confidence;
      if (!result.is_printed()) result.text = read->second.text;
    }
    if (!result.is_printed() && !result.is_found()) continue;
    results.push_back(result);
    if (field.kind == FieldKind::list) add_cells(results, field, result);
  }
  return results;
}

}  // namespace zhipi::accuracy
