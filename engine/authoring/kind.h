// What `zhipi check` knows of a value before anything runs: its kind, and the fact that it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/authoring/syntax.h"
#include "models/field.h"
#include "models/matter.h"

namespace zhipi::engine {

// One of the things that `app.<name>` gives.
struct SectionNames {
  enum class What { applicant, form, material, lookup, history };
  What what = What::form;
  std::string name;
  std::vector<Field> fields;
};

// Everything that rules may name.
struct Vocabulary {
  std::vector<SectionNames> sections;
  Field mode;  // app.mode, a choice of the matter's modes

  const SectionNames* section(const std::string& name) const;
};

Vocabulary vocabulary(const Matter& matter);

std::vector<std::string> names_of(const std::vector<Field>& fields);
const Field* find_field(const std::vector<Field>& fields, const std::string& name);

struct Scope;

struct Kind {
  enum class Is {
    unknown,
    nil,
    boolean,
    number,
    text,
    date,
    list,     // a list of the form, or of a material
    row,      // one of its rows
    part,     // a seal, a signature: something that has `.present`
    section,  // app.form, app.id_card
    app,
    function,
    table,
    decision_table,
    decision_row,
    library,      // string, table, math
    declaration,  // `criterion "age"`, before its table
    field,        // `money {}`
  };
  Is is = Is::unknown;
  FieldKind of = FieldKind::text;  // of a plain value, and of a field: which one
  const Field* field = nullptr;    // behind a list, a row, a part, a choice
  const SectionNames* section = nullptr;
  std::string fact;                    // "form.fee" where the value is a fact; else empty
  bool perhaps = false;                // may also be false: the result of `and`
  std::optional<std::string> literal;  // a text or number that stands in the source
  std::string name;                    // of a function of the library, a library, a declaration; a
                                       // decision table's file
  const Node* function = nullptr;      // of a function that the pack defines
  Scope* scope = nullptr;              // where it was defined
};

// The names that a block of Lua sees.
struct Scope {
  Scope* outer = nullptr;
  std::vector<std::pair<std::string, Kind>> names;  // the last one of a name counts

  Kind* find(const std::string& name);
};

// The kind of a value of such a field, and of a field's value when a criterion reads it.
Kind kind_of(FieldKind kind);
Kind kind_of(const Field& field, std::string fact);

// What both are; unknown where they differ.
Kind common_kind(const Kind& left, const Kind& right);

// True unless == between the two could never tell anything.
bool comparable(const Kind& left, const Kind& right);

// A name as messages show it: cut where it is absurdly long.
std::string shown_name(const std::string& name);

// For messages: "`form.fee` (money)", "the text \"a\"", "a date".
std::string described(const Kind& kind);

}  // namespace zhipi::engine
