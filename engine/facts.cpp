#include "engine/facts.h"

#include <algorithm>

#include "engine/suggestion.h"
#include "models/digest.h"
#include "models/normalise.h"

namespace zhipi::engine {
namespace {

// A value of the wrong kind is taken for a misreading only below this confidence.
constexpr double kMisread = 0.5;

std::vector<std::string> names_of(const auto& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.name);
  return names;
}

bool is_empty(const Json& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty()) ||
         (value.is_array() && value.get_array().empty());
}

class Binder {
 public:
  explicit Binder(const Matter& matter) : matter_(matter) {}

  Expected<Facts, Problems> bind(const Json& document) {
    const json::object* const top = object(document, "");
    if (top == nullptr) return tl::unexpected(std::move(problems_));
    refuse_others(*top, "",
                  {"application", "received_on", "mode", "applicant", "form", "materials",
                   "lookups", "history", "context"});
    Facts facts;
    facts.application = text(*top, "application");
    bind_received_on(*top, facts);
    bind_mode(*top, facts);
    facts.applicant = bind_plain(*top, "applicant", applicant_fields(), Source::form);
    facts.applicant.present = true;
    facts.form = bind_plain(*top, "form", slice(matter_.form), Source::form);
    facts.form.present = true;
    bind_materials(*top, facts);
    bind_lookups(*top, facts);
    std::vector<Field> counts;
    for (const HistoryCount& count : matter_.history) {
      counts.push_back({.name = count.name, .kind = FieldKind::integer, .title = count.name});
    }
    facts.history = bind_plain(*top, "history", counts, Source::lookup);
    bind_context(*top, facts.context);
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    facts.digest = Digest::of(canonical_json(document)).text();
    return facts;
  }

 private:
  static std::vector<Field> slice(const std::vector<FormField>& form) {
    return {form.begin(), form.end()};
  }

  void report(std::string code, std::string message, std::string pointer) {
    problems_.push_back({std::move(code), std::move(message), std::move(pointer)});
  }

  const json::object* object(const Json& value, const std::string& pointer) {
    if (value.is_object()) return &value.get_object();
    report("not_an_object", "an object was expected", pointer);
    return nullptr;
  }

  void refuse_others(const json::object& given, const std::string& pointer,
                     const std::vector<std::string>& declared) {
    for (const auto& [name, value] : given) {
      if (std::find(declared.begin(), declared.end(), name) != declared.end()) continue;
      report("undeclared_name",
             "`" + std::string(name) + "` is not declared" + suggestion(name, declared),
             pointer + pointer_step(name));
    }
  }

  std::string text(const json::object& given, std::string_view name) {
    const Json* const value = given.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    if (value->is_string()) return std::string(value->get_string());
    report("wrong_type", "a text was expected", pointer_step(name));
    return {};
  }

  bool flag(const json::object& given, std::string_view name, bool otherwise) {
    const Json* const value = given.if_contains(name);
    if (value == nullptr || value->is_null()) return otherwise;
    if (value->is_bool()) return value->get_bool();
    report("wrong_type", "true or false was expected", "/context" + pointer_step(name));
    return otherwise;
  }

  void bind_received_on(const json::object& top, Facts& facts) {
    const std::string day = text(top, "received_on");
    if (const auto date = Date::parse(day)) {
      facts.received_on = *date;
    } else if (day.empty()) {
      report("missing_name", "received_on, the day of receipt, is needed as \"2026-05-18\"",
             "/received_on");
    } else {
      report("not_a_date", "\"" + day + "\" is no real day; write \"2026-05-18\"", "/received_on");
    }
  }

  void bind_mode(const json::object& top, Facts& facts) {
    if (const std::string mode = text(top, "mode"); !mode.empty()) facts.mode = mode;
    if (std::find(matter_.modes.begin(), matter_.modes.end(), facts.mode) != matter_.modes.end())
      return;
    std::string known;
    for (const std::string& mode : matter_.modes) known += (known.empty() ? "" : ", ") + mode;
    report("unknown_mode", "this matter has no mode `" + facts.mode + "`; it has " + known,
           "/mode");
  }

  Section bind_plain(const json::object& top, const std::string& name,
                     const std::vector<Field>& fields, Source source) {
    Section section;
    section.facts.resize(fields.size());
    const Json* const value = top.if_contains(name);
    if (value == nullptr || value->is_null()) return section;
    if (const json::object* const given = object(*value, pointer_step(name))) {
      bind_section(*given, pointer_step(name), fields, source, section);
    }
    return section;
  }

  void bind_section(const json::object& given, const std::string& pointer,
                    const std::vector<Field>& fields, Source source, Section& section) {
    section.present = true;
    section.facts.resize(fields.size());
    refuse_others(given, pointer, names_of(fields));
    for (std::size_t at = 0; at < fields.size(); ++at) {
      if (const Json* const value = given.if_contains(fields[at].name)) {
        section.facts[at] =
            bind_fact(fields[at], *value, pointer + pointer_step(fields[at].name), source);
      }
    }
  }

  void bind_materials(const json::object& top, Facts& facts) {
    const json::object* given = nullptr;
    if (const Json* const value = top.if_contains("materials");
        value != nullptr && !value->is_null()) {
      given = object(*value, "/materials");
    }
    if (given != nullptr) refuse_others(*given, "/materials", names_of(matter_.materials));
    for (const Material& material : matter_.materials) {
      Section section;
      section.facts.resize(material.fields.size());
      const Json* const value = given == nullptr ? nullptr : given->if_contains(material.name);
      const std::string pointer = "/materials" + pointer_step(material.name);
      if (value != nullptr && !value->is_null()) {
        if (const json::object* const fields = object(*value, pointer)) {
          bind_section(*fields, pointer, material.fields, Source::ocr, section);
        }
      }
      facts.materials.push_back(std::move(section));
    }
  }

  void bind_lookups(const json::object& top, Facts& facts) {
    const json::object* given = nullptr;
    if (const Json* const value = top.if_contains("lookups");
        value != nullptr && !value->is_null()) {
      given = object(*value, "/lookups");
    }
    if (given != nullptr) refuse_others(*given, "/lookups", names_of(matter_.lookups));
    for (const Lookup& lookup : matter_.lookups) {
      Section section;
      section.facts.resize(lookup.fields.size());
      const Json* const value = given == nullptr ? nullptr : given->if_contains(lookup.name);
      const std::string pointer = "/lookups" + pointer_step(lookup.name);
      if (value != nullptr && !value->is_null()) {
        if (const json::object* const fields = object(*value, pointer)) {
          bind_section(*fields, pointer, lookup.fields, Source::lookup, section);
        }
      }
      facts.lookups.push_back(std::move(section));
    }
  }

  // A bare value stands for {"value": …, "confidence": 1} with the section's own source.
  Fact bind_fact(const Field& field, const Json& given, const std::string& pointer,
                 Source implied) {
    Fact fact;
    fact.source = implied;
    const Json* value = &given;
    if (given.is_object() && given.get_object().contains("value")) {
      const json::object& wrapped = given.get_object();
      refuse_others(wrapped, pointer,
                    {"value", "confidence", "source", "page", "box", "text", "doubts"});
      value = &wrapped.at("value");
      bind_origin(wrapped, pointer, fact);
    }
    if (is_empty(*value)) return fact;
    if (field.kind == FieldKind::list) {
      bind_rows(field, *value, pointer, implied, fact);
    } else {
      Problems found = check_type(field, *value);
      // A reading that failed its validation keeps its raw text, for a person to see.
      const bool was_read = fact.source == Source::ocr || fact.source == Source::text_layer;
      fact.misread = !found.empty() && was_read && fact.confidence < kMisread && value->is_string();
      for (Problem& wrong : found) {
        if (fact.misread) break;
        report(std::move(wrong.code), std::move(wrong.message), pointer + wrong.where);
      }
    }
    fact.value = *value;
    return fact;
  }

  void bind_rows(const Field& field, const Json& value, const std::string& pointer, Source implied,
                 Fact& fact) {
    if (!value.is_array()) {
      report("wrong_type", "a list of rows was expected", pointer);
      return;
    }
    for (std::size_t at = 0; at < value.get_array().size(); ++at) {
      const std::string row_pointer = pointer + "/" + std::to_string(at);
      Section row;
      row.facts.resize(field.of.size());
      if (const json::object* const given = object(value.get_array()[at], row_pointer)) {
        bind_section(*given, row_pointer, field.of, implied, row);
      }
      fact.rows.push_back(std::move(row.facts));
    }
  }

  void bind_origin(const json::object& wrapped, const std::string& pointer, Fact& fact) {
    if (const Json* const confidence = wrapped.if_contains("confidence"); confidence != nullptr) {
      const double number = confidence->is_number() ? confidence->to_number<double>() : -1;
      if (!(number >= 0 && number <= 1)) {
        report("wrong_type", "confidence is a number from 0 to 1", pointer + "/confidence");
      }
      fact.confidence = number;
    }
    if (const Json* const given = wrapped.if_contains("source"); given != nullptr) {
      const auto known = given->is_string() ? source(given->get_string()) : std::nullopt;
      if (known) {
        fact.source = *known;
      } else {
        report("wrong_type",
               "source is form, ocr, text_layer, e_licence, lookup, qr_code or reviewer",
               pointer + "/source");
      }
    }
    if (const Json* const page = wrapped.if_contains("page"); page != nullptr && !page->is_null()) {
      if (page->is_int64() && page->get_int64() >= 1 && page->get_int64() <= 100'000) {
        fact.page = static_cast<int>(page->get_int64());
      } else {
        report("wrong_type", "pages count from 1", pointer + "/page");
      }
    }
    if (const Json* const given = wrapped.if_contains("box");
        given != nullptr && !given->is_null()) {
      if (auto box = box_from_json(*given)) {
        fact.box = *box;
      } else {
        report("wrong_type", "box is [x, y, width, height] in pixels", pointer + "/box");
      }
    }
  }

  void bind_context(const json::object& top, Context& context) {
    const Json* const value = top.if_contains("context");
    if (value == nullptr || value->is_null()) return;
    const json::object* const given = object(*value, "/context");
    if (given == nullptr) return;
    refuse_others(*given, "/context",
                  {"automated", "automatic_off", "conflicts", "calendar", "pack"});
    context.automated = flag(*given, "automated", true);
    context.automatic_off = flag(*given, "automatic_off", false);
    const Json* const conflicts = given->if_contains("conflicts");
    if (conflicts == nullptr || conflicts->is_null()) return;
    if (!conflicts->is_array()) {
      report("wrong_type", "conflicts is a list of pairs of facts", "/context/conflicts");
      return;
    }
    for (const Json& conflict : conflicts->get_array()) {
      std::vector<std::string> facts;
      if (conflict.is_array()) {
        for (const Json& fact : conflict.get_array()) {
          if (fact.is_string()) facts.emplace_back(fact.get_string());
        }
      }
      if (facts.size() < 2) {
        report("wrong_type",
               "a conflict is a pair of facts: [\"form.full_name\", \"id_card.full_name\"]",
               "/context/conflicts");
      }
      context.conflicts.push_back(std::move(facts));
    }
  }

  const Matter& matter_;
  Problems problems_;
};

}  // namespace

const std::vector<Field>& applicant_fields() {
  static const std::vector<Field> kFields{
      {.name = "kind",
       .kind = FieldKind::choice,
       .title = "申请人类型",
       .options = {"person", "organisation"}},
      {.name = "name", .kind = FieldKind::text, .title = "申请人"},
      {.name = "number", .kind = FieldKind::text, .title = "证件号码"}};
  return kFields;
}

std::vector<std::string> declared_facts(const Matter& matter) {
  std::vector<std::string> facts{"received_on", "mode"};
  const auto add = [&](const std::string& section, const auto& fields) {
    for (const Field& field : fields) facts.push_back(section + "." + field.name);
  };
  add("form", matter.form);
  add("applicant", applicant_fields());
  for (const Material& material : matter.materials) add(material.name, material.fields);
  for (const Lookup& lookup : matter.lookups) add(lookup.name, lookup.fields);
  for (const HistoryCount& count : matter.history) facts.push_back("history." + count.name);
  return facts;
}

Expected<Facts, Problems> bind_facts(const Matter& matter, const Json& document) {
  return Binder(matter).bind(document);
}

}  // namespace zhipi::engine
