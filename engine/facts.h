// The frozen facts of one application, bound to the matter that declares their names and kinds.
//
// Facts are what a decision rests on and all that it rests on. Binding refuses a document whole if
// any name is undeclared or any value has the wrong type, and says where, with the nearest name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/box.h"
#include "models/date.h"
#include "models/json.h"
#include "models/matter.h"
#include "models/problem.h"
#include "models/reading.h"

namespace zhipi::engine {

// One value with where it came from. Null is absent; so are empty text and an empty list.
struct Fact {
  Json value;
  double confidence = 1;  // 0 to 1
  Source source = Source::form;
  int page = 0;
  std::optional<Box> box;
  bool misread = false;  // text that is no value of its kind: doubtful at every threshold
  std::vector<std::vector<Fact>> rows;  // of a list: each row a fact per declared column

  bool absent() const { return value.is_null(); }
};

// The facts of a form, a material or a look-up, one for each declared field, in that order.
struct Section {
  bool present = false;  // a material that was submitted, a look-up that answered
  std::vector<Fact> facts;
};

// What the judge must know about how the facts came to be; part of the frozen facts.
struct Context {
  bool automated = true;       // false: the applicant wants a person
  bool automatic_off = false;  // automatic decisions are switched off for this matter
  std::vector<std::vector<std::string>> conflicts;  // facts that contradict each other
};

struct Facts {
  std::string application;
  Date received_on = Date::forever();
  std::string mode = "normal";
  Section applicant;  // kind, name, number
  Section form;
  std::vector<Section> materials;  // as the matter orders them
  std::vector<Section> lookups;
  Section history;
  Context context;
  std::string digest;  // of the document's canonical bytes
};

// The fields of `app.applicant`, the same for every matter.
const std::vector<Field>& applicant_fields();

// Every fact that rules may name: "form.full_name", "id_card.birth_date", "received_on".
std::vector<std::string> declared_facts(const Matter& matter);

// `document` in the shape of DESIGN section 7. Each problem's `where` is a JSON pointer into it;
// codes: not_an_object, missing_name, undeclared_name, wrong_type, not_a_date, unknown_mode.
Expected<Facts, Problems> bind_facts(const Matter& matter, const Json& document);

}  // namespace zhipi::engine
