// Calls: of the library, of the pack's own functions, of `criterion "id" { … }`.
#include <algorithm>
#include <array>

#include "engine/authoring/analysis.h"
#include "engine/expression.h"
#include "engine/suggestion.h"
#include "models/date.h"

namespace zhipi::engine {
namespace {

using Is = Kind::Is;

// Which letter of a signature stands for which argument, and how many there must be.
struct Places {
  std::string letters;  // of the arguments in turn; the last one repeats where `endless`
  std::size_t needed = 0;
  bool endless = false;
};

Places places_of(std::string_view takes) {
  Places places;
  bool optional = false;
  for (const char letter : takes) {
    if (letter == '?') {
      optional = true;
    } else if (letter == '+') {
      places.endless = true;
    } else {
      places.letters += letter;
      if (!optional) ++places.needed;
    }
  }
  return places;
}

bool fits(const Kind& kind, char letter) {
  if (kind.is == Is::unknown) return true;
  switch (letter) {
    case 't':
      return kind.is == Is::text;
    case 'n':
      return kind.is == Is::number;
    case 'd':
      return kind.is == Is::date;
    case 'l':
      return kind.is == Is::list || kind.is == Is::table || kind.is == Is::text;
    case 'r':
    case 'f':
    case 's':
      return kind.is == Is::function;
    default:
      return true;
  }
}

std::string_view wanted(char letter) {
  switch (letter) {
    case 't':
      return "a text";
    case 'n':
      return "a number";
    case 'd':
      return "a date";
    case 'l':
      return "a list";
    default:
      return "a function";
  }
}

bool is_declaration(const std::string& name) {
  return name == "criterion" || name == "inspect" || name == "score" || name == "result";
}

}  // namespace

struct Analysis::Call {
  const Node& node;
  std::string name;  // of the library's function
  std::vector<const Node*> nodes;
  std::vector<Kind> given;  // the object of a method first
};

Kind Analysis::call(const Node& node, Scope& scope) {
  const Kind called = value(node.children[0], scope);
  if (called.is == Is::declaration && node.children.size() == 2) {
    declare(called, node.children[1], node, scope);
    return {};
  }
  const bool rounds = called.name == "math.floor" || called.name == "math.ceil";
  Call made{node, called.name, {}, {}};
  rounding_ += rounds ? 1 : 0;
  for (std::size_t at = 1; at < node.children.size(); ++at) {
    made.nodes.push_back(&node.children[at]);
    made.given.push_back(value(node.children[at], scope));
  }
  rounding_ -= rounds ? 1 : 0;
  if (called.is == Is::function && called.function != nullptr) {
    return call_function(called, made.given);
  }
  if (called.name.empty() || called.name == "table.insert") {
    for (const Kind& given : made.given) lose_sight(given);
  }
  if (called.is == Is::function && !called.name.empty()) return call_library(made);
  if (called.is != Is::unknown && called.is != Is::function && called.is != Is::declaration) {
    error("wrong_kind", described(called) + " cannot be called", node);
  }
  return {};
}

// `day:years_until(other)`, `text:sub(1, 6)`, `table:row { … }`
Kind Analysis::call_method(const Node& node, Scope& scope) {
  const Kind object = value(node.children[0], scope);
  const Node& key = node.children[1];
  if (object.is == Is::decision_table && key.text == "row") return ask_row(object, node, scope);
  Kind name = kind_of_letter('t');
  name.literal = key.text;
  const Kind called = member(object, name, key);
  Call made{node, called.name, {&node.children[0]}, {object}};
  for (std::size_t at = 2; at < node.children.size(); ++at) {
    made.nodes.push_back(&node.children[at]);
    made.given.push_back(value(node.children[at], scope));
  }
  if (object.is == Is::date) {
    made.nodes.erase(made.nodes.begin());
    made.given.erase(made.given.begin());
  }
  if (called.is == Is::function && !called.name.empty()) return call_library(made);
  return {};
}

Kind Analysis::call_library(const Call& call) {
  const Signature* const signature = find_signature(call.name);
  if (signature == nullptr) return {};
  check_arguments(call, *signature);
  follow_functions(call, *signature);
  return call_word(call, *signature);
}

Kind Analysis::call_word(const Call& call, const Signature& signature) {
  const std::string& name = call.name;
  if (name == "has") return ask(call);
  if (name == "decision_table") return open_table(call);
  if (name == "date") return make_date(call);
  if (name == "sum") return add_up(call);
  if (name == "one_of") check_one_of(call);
  const bool literal = !call.given.empty() && call.given[0].is == Is::text && call.given[0].literal;
  if (name == "criteria_table" && literal) {
    uses_.criteria_tables.emplace(*call.given[0].literal, place_of(call.node, file_));
  }
  if (name == "matches" && call.given.size() == 2 && call.given[1].literal) {
    const auto pattern = Expression::compile(*call.given[1].literal);
    if (!pattern) warn("bad_pattern", pattern.error().message, *call.nodes[1]);
  }
  if (is_declaration(name)) {
    Kind kind;
    kind.is = Is::declaration;
    kind.name = name;
    if (literal) kind.literal = call.given[0].literal;
    return kind;
  }
  if (const auto field = field_kind(name)) {
    Kind kind;
    kind.is = Is::field;
    kind.of = *field;
    return kind;
  }
  Kind kind = kind_of_letter(signature.gives);
  const bool keeps = name == "math.floor" || name == "math.ceil" || name == "math.abs" ||
                     name == "math.max" || name == "math.min";
  if (keeps && !call.given.empty() && call.given[0].is == Is::number &&
      call.given[0].of == FieldKind::money) {
    kind.of = FieldKind::money;
  }
  return kind;
}

void Analysis::check_arguments(const Call& call, const Signature& signature) {
  const Places places = places_of(signature.takes);
  const bool open = !call.nodes.empty() &&
                    (call.nodes.back()->is(Tag::call) || call.nodes.back()->is(Tag::method_call) ||
                     call.nodes.back()->is(Tag::varargs));
  const std::string called = call.name.substr(call.name.find(':') + 1);
  if (call.given.size() < places.needed && !open) {
    error("wrong_kind",
          called + " takes " + std::to_string(places.needed) +
              (places.needed == 1 ? " value, not " : " values, not ") +
              std::to_string(call.given.size()),
          call.node);
  }
  for (std::size_t at = 0; at < call.given.size() && !places.letters.empty(); ++at) {
    if (at >= places.letters.size() && !places.endless) return;
    const char letter = places.letters[std::min(at, places.letters.size() - 1)];
    if (fits(call.given[at], letter)) continue;
    const bool has_facts = call.given[at].is == Is::part || call.given[at].is == Is::list;
    error("wrong_kind",
          called + " takes " + std::string(wanted(letter)) + ", not " + described(call.given[at]) +
              (has_facts ? "; name what of it is meant" : ""),
          *call.nodes[at]);
  }
}

// What is handed over is called by the library: with a row, with two items, or with nothing.
void Analysis::follow_functions(const Call& call, const Signature& signature) {
  const Places places = places_of(signature.takes);
  for (std::size_t at = 0; at < call.given.size() && !places.letters.empty(); ++at) {
    const Kind& given = call.given[at];
    if (given.is != Is::function || given.function == nullptr) continue;
    const char letter = places.letters[std::min(at, places.letters.size() - 1)];
    const Kind item = item_of(call.given[0]);
    if (letter == 's') {
      call_function(given, {item, item});
    } else {
      call_function(given, at > 0 ? std::vector{item} : std::vector<Kind>{});
    }
  }
}

// has(app.form, "spouse"), has(app, "lease")
Kind Analysis::ask(const Call& call) {
  const Kind boolean = kind_of_letter('b');
  if (call.given.size() < 2) return boolean;
  const Kind& of = call.given[0];
  if (!call.given[1].literal || call.given[1].is != Is::text) {
    if (of.is == Is::section) uses_.whole_sections.insert(of.section->name);
    return boolean;
  }
  const std::string& name = *call.given[1].literal;
  const Node& at = *call.nodes[1];
  if (of.is == Is::app) {
    std::vector<std::string> known;
    for (const SectionNames& section : words_->sections) known.push_back(section.name);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      undeclared("app", name, known, at);
    } else {
      read(name, at);
    }
  } else if (of.is == Is::section) {
    member_of_section(of, call.given[1], at);
  } else if (of.is == Is::row) {
    member_of_row(of, name, at);
  } else if (of.is != Is::unknown) {
    error(
        "wrong_kind",
        "has(app.form, \"name\") asks a form, a material, a look-up or a row, not " + described(of),
        *call.nodes[0]);
  }
  return boolean;
}

Kind Analysis::open_table(const Call& call) {
  Kind table;
  if (call.given.empty() || !call.given[0].literal) {
    uses_.computed_tables = true;
    return table;
  }
  const std::string& file = *call.given[0].literal;
  table.is = Is::decision_table;
  table.name = file;
  uses_.tables[file];
  if (!tables_.has(file)) {
    error("no_file", "the pack has no file " + shown_name(file) + suggestion(file, tables_.files()),
          *call.nodes[0]);
    return {};
  }
  tables_.find(file);
  return table;
}

// `decision_table "tables/x.csv":row { age = age }`
Kind Analysis::ask_row(const Kind& opened, const Node& node, Scope& scope) {
  Kind row;
  row.is = Is::decision_row;
  row.name = opened.name;
  Uses::TableUse& use = uses_.tables[opened.name];
  const TableText* const table = tables_.find(opened.name);
  const Node* const asked = node.children.size() == 3 ? &node.children[2] : nullptr;
  if (asked == nullptr || !asked->is(Tag::table)) {
    for (std::size_t at = 2; at < node.children.size(); ++at) value(node.children[at], scope);
    use.whole = true;
    return row;
  }
  Uses::Question question{{}, place_of(node, file_)};
  for (const Node& pair : asked->children) {
    if (!pair.is(Tag::pair)) {
      error("wrong_kind", "row { column = value } names columns", pair);
      continue;
    }
    const Kind key = value(pair.children[0], scope);
    const Kind given = value(pair.children[1], scope);
    if (!key.literal) use.whole = true;
    if (!key.literal || table == nullptr) continue;
    const TableText::Column* const column = table->find(*key.literal);
    if (column == nullptr) {
      error("undeclared_column",
            table->file + " has no column `" + shown_name(*key.literal) + "`" +
                suggestion(*key.literal, table->names()),
            pair.children[0]);
      use.whole = true;
      continue;
    }
    question.columns.insert(*key.literal);
    const Kind cells = column->gives;
    if (!comparable(cells, given)) {
      error("wrong_kind",
            table->file + " compares `" + column->name + "`, " + described(cells) + ", with " +
                described(given),
            pair.children[1]);
    }
  }
  use.questions.push_back(std::move(question));
  return row;
}

// The word `date` has two uses: a day, and a field.
Kind Analysis::make_date(const Call& call) {
  Kind kind;
  const bool field = call.given.empty() || call.given[0].is == Is::table;
  kind.is = field ? Is::field : Is::date;
  kind.of = FieldKind::date;
  if (field || call.given[0].is != Is::text) {
    if (!field && call.given[0].is != Is::unknown) {
      error("wrong_kind", "date takes a text as \"2026-05-18\", not " + described(call.given[0]),
            *call.nodes[0]);
    }
    return kind;
  }
  if (call.given[0].literal && !Date::parse(*call.given[0].literal)) {
    warn("bad_date",
         "\"" + shown_name(*call.given[0].literal) + "\" is no real day; write date \"2026-05-18\"",
         *call.nodes[0]);
  }
  return kind;
}

// sum(list, "column"), sum(list, function(row) … end)
Kind Analysis::add_up(const Call& call) {
  Kind number = kind_of_letter('n');
  if (call.given.size() < 2) return number;
  const Kind item = item_of(call.given[0]);
  Kind added;
  if (call.given[1].function != nullptr) {
    added = call_function(call.given[1], {item});
  } else if (item.is == Is::row && call.given[1].literal) {
    added = member_of_row(item, *call.given[1].literal, *call.nodes[1]);
  }
  if (added.is != Is::unknown && added.is != Is::number) {
    error("wrong_kind", "sum adds numbers, not " + described(added), *call.nodes[1]);
  }
  if (added.is == Is::number) number.of = added.of;
  return number;
}

void Analysis::check_one_of(const Call& call) {
  for (std::size_t at = 1; at < call.given.size(); ++at) {
    const Kind& given = call.given[at];
    const bool list = at == 1 && (given.is == Is::table || given.is == Is::unknown);
    if (list && call.nodes[at]->is(Tag::table)) {
      for (const Node& item : call.nodes[at]->children) {
        if (!item.is(Tag::string)) continue;
        Kind text = kind_of_letter('t');
        text.literal = item.text;
        check_option(call.given[0], text, item);
      }
    }
    if (list) continue;
    if (!comparable(call.given[0], given)) {
      error("wrong_kind", described(call.given[0]) + " cannot be compared with " + described(given),
            *call.nodes[at]);
    }
    check_option(call.given[0], given, *call.nodes[at]);
  }
}

}  // namespace zhipi::engine
