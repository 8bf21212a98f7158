#include "workflow/gather.h"

#include <algorithm>

#include "models/formats/credit_code.h"
#include "models/formats/id_number.h"
#include "models/formats/names.h"

namespace zhipi::workflow {
namespace {

// A reading below this is no opinion that could confirm or contradict anything.
constexpr double kNoOpinion = 0.5;

// The highest confidence where a page could not be read whole: what is not seen may contradict what
// is, so a person looks (ABUSE 8).
constexpr double kPartlyRead = 0.49;

// How often a reading that an independent source confirms is wrong all the same, as a share of how
// often it is wrong alone: it would have to be misread into exactly what the other source says.
constexpr double kWrongThoughConfirmed = 0.02;

bool is_text(const Json& value) {
  return value.is_string() && !value.get_string().empty();
}

// Stands in a conflict beside a material that two applicants have submitted.
constexpr const char* kSharedScan =
    "同一扫描件用于另一申请人 the same scan under another applicant";

bool is_opinion(const MaterialReading& whole, const Reading& reading) {
  if (reading.source == Source::reviewer) return true;
  return whole.problems.empty() && reading.confidence >= kNoOpinion;
}

bool agree(FieldKind kind, const Json& left, const Json& right) {
  // 15 and 15.0 are one number; whole ones are exact in a double (models/normalise.h).
  if (left.is_number() && right.is_number()) {
    return left.to_number<double>() == right.to_number<double>();
  }
  if (!left.is_string() || !right.is_string()) return left == right;
  const std::string_view one = left.get_string();
  const std::string_view other = right.get_string();
  if (kind == FieldKind::person_name || kind == FieldKind::org_name) {
    return formats::same_name(one, other) && !formats::hidden_difference(one, other);
  }
  if (kind == FieldKind::address) return formats::same_address(one, other);
  return one == other;
}

class Gatherer {
 public:
  Gatherer(const engine::Pack& pack, const Gathered& gathered)
      : pack_(pack),
        matter_(pack.matter()),
        gathered_(gathered),
        request_(gathered.request.as_object()),
        readings_(gathered.readings) {
    correct_readings();
  }

  Json gather() {
    json::object facts;
    facts["application"] = gathered_.application;
    facts["received_on"] = gathered_.received_on.text();
    facts["mode"] = request_.at("mode");
    facts["applicant"] = request_.at("applicant");
    facts["form"] = with_source("form", request_.at("form").as_object());
    facts["materials"] = materials();
    json::object lookups;
    for (const auto& [name, fields] : request_.at("lookups").as_object()) {
      lookups[name] = with_source(name, fields.as_object());
    }
    facts["lookups"] = std::move(lookups);
    for (const std::string& material : gathered_.shared_scans) {
      conflicts_.push_back(json::array{material, kSharedScan});
    }
    json::object history;
    for (const auto& [name, figure] : gathered_.history) history[name] = figure;
    facts["history"] = std::move(history);
    json::object context{{"automated", request_.at("automated")},
                         {"conflicts", std::move(conflicts_)},
                         {"calendar", gathered_.calendar},
                         {"pack", pack_.digest()}};
    if (!gathered_.answers.empty()) context["answers"] = gathered_.answers;
    if (gathered_.reviewer_decides) context["reviewer_decides"] = true;
    facts["context"] = std::move(context);
    return facts;
  }

 private:
  bool is_corrected(const std::string& section, std::string_view field) const {
    return !gathered_.corrections.empty() &&
           gathered_.corrections.contains(section + "." + std::string(field));
  }

  // What a reviewer saw on the page takes the place of what the machine read there.
  void correct_readings() {
    for (const auto& [fact, correction] : gathered_.corrections) {
      const std::string_view name(fact);
      const auto material = readings_.find(std::string(name.substr(0, name.find('.'))));
      if (material == readings_.end()) continue;
      const std::string field(name.substr(name.find('.') + 1));
      const Json& value = correction.at("value");
      if (value.is_null()) {
        material->second.fields.erase(field);
        continue;
      }
      Reading& reading = material->second.fields[field];
      reading.value = value;
      reading.confidence = 1;
      reading.source = Source::reviewer;
    }
  }

  // Values that nobody corrected stay bare.
  json::object with_source(const std::string& section, json::object fields) const {
    for (auto& [name, value] : fields) {
      if (!is_corrected(section, name)) continue;
      value = json::object{{"value", value}, {"confidence", 1}, {"source", "reviewer"}};
    }
    return fields;
  }

  json::object materials() {
    json::object materials;
    const json::object& e_licences = request_.at("e_licences").as_object();
    for (const Material& material : matter_.materials) {
      if (const Json* const licence = e_licences.if_contains(material.name)) {
        materials[material.name] = from_licence(material, licence->as_object());
      } else if (const auto reading = readings_.find(material.name); reading != readings_.end()) {
        materials[material.name] = from_readings(material, reading->second);
      }
    }
    return materials;
  }

  json::object from_licence(const Material& material, const json::object& licence) {
    json::object fields;
    for (const Field& field : material.fields) {
      const Json* const value = licence.if_contains(field.name);
      if (value == nullptr) continue;
      const bool corrected = is_corrected(material.name, field.name);
      fields[field.name] = json::object{
          {"value", *value}, {"confidence", 1}, {"source", corrected ? "reviewer" : "e_licence"}};
      compare(material, field, *value);
    }
    return fields;
  }

  json::object from_readings(const Material& material, const MaterialReading& readings) {
    json::object fields;
    for (const Field& field : material.fields) {
      const auto found = readings.fields.find(field.name);
      if (found == readings.fields.end() || found->second.value.is_null()) continue;
      const Reading& reading = found->second;
      json::object fact{{"value", reading.value},
                        {"confidence", confidence_of(material, field, readings, reading)},
                        {"source", to_text(reading.source)}};
      if (reading.page > 0) {
        fact["page"] = reading.page;
        fact["box"] = to_json(reading.box);
      }
      fields[field.name] = std::move(fact);
    }
    return fields;
  }

  double confidence_of(const Material& material, const Field& field,
                       const MaterialReading& readings, const Reading& reading) {
    if (reading.source == Source::reviewer) {
      compare(material, field, reading.value);
      return reading.confidence;
    }
    if (!readings.problems.empty()) return std::min(reading.confidence, kPartlyRead);
    if (reading.confidence < kNoOpinion) return reading.confidence;
    double confidence = reading.confidence;
    bool confirmed = has_check_digit(field, reading.value) ||
                     is_birth_date_of(material, field, readings, reading.value);
    if (compare(material, field, reading.value) == Compared::agrees) {
      confirmed = true;
      confidence = 1 - (1 - confidence) * kWrongThoughConfirmed;
    }
    const bool one_reading = reading.source == Source::ocr && !confirmed && !field.alone;
    return one_reading && needs_second_source(field.kind) ? std::min(confidence, kOneReading)
                                                          : confidence;
  }

  enum class Compared { with_nothing, agrees, contradicts };

  // With the independent source that the material names; a contradiction is kept as a conflict.
  Compared compare(const Material& material, const Field& field, const Json& value) {
    const auto named = material.corroborates.find(field.name);
    if (named == material.corroborates.end()) return Compared::with_nothing;
    const Json other = value_of(named->second);
    if (other.is_null()) return Compared::with_nothing;
    if (agree(field.kind, value, other)) return Compared::agrees;
    conflicts_.push_back(json::array{named->second, material.name + "." + field.name});
    return Compared::contradicts;
  }

  static bool has_check_digit(const Field& field, const Json& value) {
    if (!is_text(value)) return false;
    const std::string_view text = value.get_string();
    return (field.kind == FieldKind::id_number && formats::valid_id_number(text)) ||
           (field.kind == FieldKind::credit_code && formats::valid_credit_code(text));
  }

  // A birth date that the same material's identity number contains is covered by its check digit.
  static bool is_birth_date_of(const Material& material, const Field& field,
                               const MaterialReading& readings, const Json& value) {
    if (field.kind != FieldKind::date || !is_text(value)) return false;
    return std::any_of(material.fields.begin(), material.fields.end(), [&](const Field& other) {
      const auto number = readings.fields.find(other.name);
      if (other.kind != FieldKind::id_number || number == readings.fields.end()) return false;
      if (!is_opinion(readings, number->second) || !is_text(number->second.value)) return false;
      const std::string_view digits = number->second.value.get_string();
      const auto birth =
          formats::valid_id_number(digits) ? formats::birth_date_of(digits) : std::nullopt;
      return birth && birth->text() == std::string_view(value.get_string());
    });
  }

  // The value of "form.full_name" or "other_material.full_name" as another source gives it, or
  // null.
  Json value_of(std::string_view fact) const {
    const std::string section(fact.substr(0, fact.find('.')));
    const std::string name(fact.substr(fact.find('.') + 1));
    if (section == "form" || section == "applicant") return at(request_.at(section), name);
    if (const Json value = at(request_.at("lookups"), section); !value.is_null())
      return at(value, name);
    if (const Json licence = at(request_.at("e_licences"), section); !licence.is_null()) {
      return at(licence, name);
    }
    const auto readings = readings_.find(section);
    if (readings == readings_.end()) return nullptr;
    const auto reading = readings->second.fields.find(name);
    const bool usable =
        reading != readings->second.fields.end() && is_opinion(readings->second, reading->second);
    return usable ? reading->second.value : Json(nullptr);
  }

  static Json at(const Json& object, std::string_view name) {
    const Json* const value = object.is_object() ? object.get_object().if_contains(name) : nullptr;
    return value == nullptr ? Json(nullptr) : *value;
  }

  const engine::Pack& pack_;
  const Matter& matter_;
  const Gathered& gathered_;
  const json::object& request_;
  std::map<std::string, MaterialReading> readings_;
  json::array conflicts_;
};

}  // namespace

Json gather(const engine::Pack& pack, const Gathered& gathered) {
  return Gatherer(pack, gathered).gather();
}

}  // namespace zhipi::workflow
