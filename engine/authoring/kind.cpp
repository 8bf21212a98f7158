#include "engine/authoring/kind.h"

#include <algorithm>

#include "engine/facts.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

using Is = Kind::Is;

Is is_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::date:
      return Is::date;
    case FieldKind::integer:
    case FieldKind::decimal:
    case FieldKind::money:
    case FieldKind::percent:
      return Is::number;
    case FieldKind::boolean:
    case FieldKind::checkbox:
      return Is::boolean;
    case FieldKind::list:
      return Is::list;
    default:
      return is_seen(kind) ? Is::part : Is::text;
  }
}

std::string_view word_for(Is is) {
  switch (is) {
    case Is::nil:
      return "nil";
    case Is::boolean:
      return "true or false";
    case Is::number:
      return "a number";
    case Is::text:
      return "a text";
    case Is::date:
      return "a date";
    case Is::list:
      return "a list";
    case Is::row:
      return "a row of a list";
    case Is::part:
      return "something seen on paper";
    case Is::section:
      return "a form, material or look-up";
    case Is::app:
      return "app itself";
    case Is::function:
      return "a function";
    case Is::table:
      return "a table";
    case Is::decision_table:
      return "a decision table";
    case Is::decision_row:
      return "a row of a decision table";
    case Is::library:
      return "a library";
    case Is::declaration:
    case Is::field:
      return "a declaration";
    case Is::unknown:
      break;
  }
  return "a value";
}

}  // namespace

const SectionNames* Vocabulary::section(const std::string& name) const {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const SectionNames& one) { return one.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

Vocabulary vocabulary(const Matter& matter) {
  using What = SectionNames::What;
  Vocabulary words;
  words.sections.push_back({What::applicant, "applicant", applicant_fields()});
  words.sections.push_back({What::form, "form", {matter.form.begin(), matter.form.end()}});
  for (const Material& material : matter.materials) {
    words.sections.push_back({What::material, material.name, material.fields});
  }
  for (const Lookup& lookup : matter.lookups) {
    words.sections.push_back({What::lookup, lookup.name, lookup.fields});
  }
  words.sections.push_back({What::history, "history", history_fields(matter)});
  words.mode = {.name = "mode", .kind = FieldKind::choice, .options = matter.modes};
  return words;
}

std::vector<std::string> names_of(const std::vector<Field>& fields) {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

const Field* find_field(const std::vector<Field>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

Kind* Scope::find(const std::string& name) {
  for (Scope* scope = this; scope != nullptr; scope = scope->outer) {
    const auto found = std::find_if(scope->names.rbegin(), scope->names.rend(),
                                    [&](const auto& entry) { return entry.first == name; });
    if (found != scope->names.rend()) return &found->second;
  }
  return nullptr;
}

Kind kind_of(FieldKind of) {
  Kind kind;
  kind.is = is_of(of);
  kind.of = of;
  return kind;
}

Kind kind_of(const Field& field, std::string fact) {
  Kind kind = kind_of(field.kind);
  kind.field = &field;
  kind.fact = std::move(fact);
  return kind;
}

Kind common_kind(const Kind& left, const Kind& right) {
  if (left.is != right.is) return {};
  if (left.fact == right.fact && left.field == right.field && left.section == right.section &&
      left.function == right.function && left.name == right.name) {
    Kind both = left;
    both.perhaps = right.perhaps;
    return both;
  }
  Kind both;
  both.perhaps = right.perhaps;
  both.is = left.is;
  switch (left.is) {
    case Is::number:
      both.of = left.of == right.of ? left.of : FieldKind::decimal;
      return both;
    case Is::boolean:
    case Is::text:
    case Is::date:
      return both;
    default:
      return {};
  }
}

bool comparable(const Kind& left, const Kind& right) {
  if (left.is == Is::unknown || right.is == Is::unknown) return true;
  if (left.is != right.is) return false;
  switch (left.is) {
    case Is::list:
    case Is::row:
    case Is::part:
    case Is::section:
    case Is::decision_row:
      return false;  // handles: equal to nothing that could be meant
    default:
      return true;
  }
}

std::string shown_name(const std::string& name) {
  constexpr std::size_t kCharacters = 60;
  if (formats::length(name) <= kCharacters) return name;
  return std::string(formats::substring(name, 0, kCharacters)) + "…";
}

std::string described(const Kind& kind) {
  if (!kind.fact.empty()) {
    return "`" + kind.fact + "` (" + std::string(to_text(kind.of)) + ")";
  }
  if (kind.literal && kind.is == Is::text) return "the text \"" + shown_name(*kind.literal) + "\"";
  if (kind.literal && kind.is == Is::number) return "the number " + shown_name(*kind.literal);
  if (kind.is == Is::section && kind.section != nullptr) return "`app." + kind.section->name + "`";
  if (kind.is == Is::number && kind.of == FieldKind::money) return "an amount of money";
  return std::string(word_for(kind.is));
}

}  // namespace zhipi::engine
