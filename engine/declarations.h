// What a pack declares, as plain values: the matter, its criteria and its results. The functions
// behind them live in a Script (engine/script.h), found by the positions used here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message.h"
#include "models/field.h"
#include "models/matter.h"

namespace zhipi::engine {

// What follows when a criterion fails.
enum class Action { not_accept, supplement, deny, escalate, tolerate, promise };

std::string_view to_text(Action action);

struct Otherwise {
  Action action = Action::escalate;
  std::optional<int> days;  // of tolerate: working days
  Message message;
};

enum class CriterionKind { criterion, inspect, score };

std::string_view to_text(CriterionKind kind);

struct Criterion {
  std::string id;
  CriterionKind kind = CriterionKind::criterion;
  std::string stage = "review";  // accept (受理) or review (审查)
  std::string title;
  std::string basis;
  std::string text;        // of an inspect: what a person looks at
  std::string covered_by;  // of an inspect: the mode that covers it
  Otherwise otherwise;
  std::string where;  // file:line of the declaration
};

// What an approval grants (`result`).
struct ResultDeclaration {
  Field field;  // name, title and kind
  std::string where;
};

struct Declarations {
  Matter matter;
  std::vector<Criterion> criteria;  // in the order of declaration
  std::vector<ResultDeclaration> results;
};

}  // namespace zhipi::engine
