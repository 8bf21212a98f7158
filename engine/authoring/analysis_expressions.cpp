// Names, parts of values, tables.
#include <algorithm>
#include <cmath>

#include "engine/authoring/analysis.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

using Is = Kind::Is;

Kind literal_text(const std::string& text) {
  Kind kind = kind_of_letter('t');
  kind.literal = text;
  return kind;
}

Kind literal_number(const std::string& text) {
  Kind kind = kind_of_letter('n');
  const double number = std::strtod(text.c_str(), nullptr);
  kind.of = std::trunc(number) == number ? FieldKind::integer : FieldKind::decimal;
  kind.literal = text;
  return kind;
}

Kind plain(Is is) {
  Kind kind;
  kind.is = is;
  return kind;
}

}  // namespace

Kind Analysis::value(const Node& node, Scope& scope) {
  if (depth_ >= kFollowedDepth || ++steps_ > kFollowedSteps) return {};
  ++depth_;
  Kind kind = value_of(node, scope);
  --depth_;
  return kind;
}

Kind Analysis::value_of(const Node& node, Scope& scope) {
  switch (node.tag) {
    case Tag::nil:
      return plain(Is::nil);
    case Tag::true_value:
    case Tag::false_value:
      return plain(Is::boolean);
    case Tag::number:
      return literal_number(node.text);
    case Tag::string:
      return literal_text(node.text);
    case Tag::function: {
      Kind kind = plain(Is::function);
      kind.function = &node;
      kind.scope = &scope;
      functions_.push_back(kind);
      return kind;
    }
    case Tag::parentheses:
      return value(node.children[0], scope);
    case Tag::name:
      return name(node, scope);
    case Tag::index:
      return index(node, scope);
    case Tag::operation:
      return operation(node, scope);
    case Tag::table:
      return table(node, scope);
    case Tag::call:
      return call(node, scope);
    case Tag::method_call:
      return call_method(node, scope);
    default:
      return {};
  }
}

Kind Analysis::name(const Node& node, Scope& scope) {
  if (const Kind* const known = scope.find(node.text)) return *known;
  if (node.text == "string" || node.text == "table" || node.text == "math") {
    Kind kind = plain(Is::library);
    kind.name = node.text;
    return kind;
  }
  if (find_signature(node.text) != nullptr) {
    Kind kind = plain(Is::function);
    kind.name = node.text;
    return kind;
  }
  if (const std::string_view why = absence(node.text); !why.empty()) {
    error("absent_name", "`" + node.text + "` is absent on purpose: " + std::string(why), node);
  } else {
    error("undeclared_name",
          "`" + node.text + "` is not known here" + suggestion(node.text, library_names("")), node);
  }
  return {};
}

Kind Analysis::index(const Node& node, Scope& scope) {
  const Kind object = value(node.children[0], scope);
  const Kind key = value(node.children[1], scope);
  return member(object, key, node.children[1]);
}

// `at` is the key, for that is what was mistyped.
Kind Analysis::member(const Kind& object, const Kind& key, const Node& at) {
  switch (object.is) {
    case Is::app:
      if (key.literal && key.is == Is::text) return member_of_app(*key.literal, at);
      warn("dynamic_name", "which fact this reads is not seen by check; write its name", at);
      return {};
    case Is::section:
      return member_of_section(object, key, at);
    case Is::list:
      return member_of_list(object, key, at);
    case Is::row:
      if (key.literal && key.is == Is::text) return member_of_row(object, *key.literal, at);
      return {};
    case Is::part:
      if (key.literal && key.is == Is::text) return member_of_part(object, *key.literal, at);
      return {};
    case Is::decision_row:
      return member_of_answer(object, key, at);
    case Is::library:
      return member_of_library(object.name, key.literal.value_or(""), at);
    case Is::text:
      return member_of_library("string", key.literal.value_or(""), at);
    case Is::date:
    case Is::decision_table: {
      const bool date = object.is == Is::date;
      const std::string method = key.literal.value_or("");
      const std::string full = "date:" + method;
      if (date ? find_signature(full) == nullptr : method != "row") {
        undeclared(date ? "a date" : "a decision table", method,
                   date ? library_names("date:") : std::vector<std::string>{"row"}, at);
        return {};
      }
      Kind kind = plain(Is::function);
      kind.name = date ? full : "";
      return kind;
    }
    case Is::boolean:
    case Is::number:
    case Is::function:
    case Is::nil:
      error("wrong_kind", described(object) + " has no parts", at);
      return {};
    default:
      return {};
  }
}

Kind Analysis::member_of_app(const std::string& key, const Node& at) {
  if (key == "received_on") return plain(Is::date);
  if (key == "mode") return kind_of(words_->mode, "mode");
  if (const SectionNames* const section = words_->section(key)) {
    Kind kind = plain(Is::section);
    kind.section = section;
    return kind;
  }
  std::vector<std::string> known{"received_on", "mode"};
  for (const SectionNames& section : words_->sections) known.push_back(section.name);
  undeclared("app", key, known, at);
  return {};
}

Kind Analysis::member_of_section(const Kind& section, const Kind& key, const Node& at) {
  const SectionNames& names = *section.section;
  if (!key.literal || key.is != Is::text) {
    uses_.whole_sections.insert(names.name);
    warn("dynamic_name",
         "which fact of `app." + names.name + "` this reads is not seen by check; write its name",
         at);
    return {};
  }
  const Field* const field = find_field(names.fields, *key.literal);
  if (field == nullptr) {
    undeclared("app." + names.name, *key.literal, names_of(names.fields), at);
    return {};
  }
  const std::string fact = names.name + "." + field->name;
  read(fact, at);
  Kind kind = kind_of(*field, fact);
  kind.section = &names;
  return kind;
}

Kind Analysis::member_of_list(const Kind& list, const Kind& key, const Node& at) {
  if (key.is == Is::text && key.literal) {
    error("wrong_kind",
          described(list) + " has rows; ask one of them, as in all(…, function(row) return row." +
              shown_name(*key.literal) + " … end)",
          at);
    return {};
  }
  return item_of(list);
}

Kind Analysis::member_of_row(const Kind& row, const std::string& key, const Node& at) {
  const Field* const column = find_field(row.field->of, key);
  if (column == nullptr) {
    undeclared("a row of " + row.name, key, names_of(row.field->of), at);
    return {};
  }
  read(row.name + "." + key, at);
  return kind_of(*column, row.name + "." + key);
}

Kind Analysis::member_of_part(const Kind& part, const std::string& key, const Node& at) {
  static const std::vector<std::string> kParts{"present", "text", "color"};
  if (std::find(kParts.begin(), kParts.end(), key) == kParts.end()) {
    undeclared(part.fact, key, kParts, at);
    return {};
  }
  return plain(key == "present" ? Is::boolean : Is::text);
}

// A column of the row that a decision table gave.
Kind Analysis::member_of_answer(const Kind& row, const Kind& key, const Node& at) {
  const TableText* const table = tables_.find(row.name);
  if (!key.literal || key.is != Is::text) {
    uses_.tables[row.name].whole = true;
    return {};
  }
  if (table == nullptr) return {};
  uses_.tables[row.name].answers.insert(*key.literal);
  const TableText::Column* const column = table->find(*key.literal);
  if (column == nullptr || column->role != TableText::Role::equal) {
    error("undeclared_column",
          row.name + " has no column `" + shown_name(*key.literal) + "`" +
              suggestion(*key.literal, table->names()),
          at);
    return {};
  }
  return column->gives;
}

Kind Analysis::member_of_library(const std::string& library, const std::string& key,
                                 const Node& at) {
  const std::string full = library + "." + key;
  if (const Signature* const known = find_signature(full)) {
    if (known->takes.empty()) return kind_of_letter(known->gives);  // math.pi
    Kind kind = plain(Is::function);
    kind.name = full;
    return kind;
  }
  if (const std::string_view why = absence(full); !why.empty()) {
    error("absent_name", "`" + full + "` is absent on purpose: " + std::string(why), at);
  } else {
    undeclared(library == "string" ? "string (the functions of texts)" : library, key,
               library_names(library + "."), at);
  }
  return {};
}

// A value goes where it is not followed.
void Analysis::lose_sight(const Kind& kind) {
  if (kind.is == Is::decision_row) uses_.tables[kind.name].whole = true;
  if (kind.is == Is::section) uses_.whole_sections.insert(kind.section->name);
}

Kind Analysis::table(const Node& node, Scope& scope) {
  for (const Node& one : node.children) {
    const bool keyed = one.is(Tag::pair);
    if (keyed) value(one.children[0], scope);
    const Kind kind = value(keyed ? one.children[1] : one, scope);
    lose_sight(kind);
    if (!keyed) continue;
    const bool requirement = one.children[0].text == "required" && kind.function != nullptr;
    if (!requirement) continue;
    rule_ = "`required`";
    of_requirement_ = true;
    Kind app;
    if (words_ != nullptr) app.is = Is::app;
    check_returns("required", run_body(kind, {app}), kind_of_letter('b'), one.children[1]);
    rule_.clear();
    of_requirement_ = false;
  }
  return plain(Is::table);
}

}  // namespace zhipi::engine
