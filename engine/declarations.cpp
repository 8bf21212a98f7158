#include "engine/declarations.h"

namespace zhipi::engine {

std::string_view to_text(Action action) {
  switch (action) {
    case Action::not_accept:
      return "not_accept";
    case Action::supplement:
      return "supplement";
    case Action::deny:
      return "deny";
    case Action::escalate:
      return "escalate";
    case Action::tolerate:
      return "tolerate";
    case Action::promise:
      return "promise";
  }
  return {};
}

std::string_view to_text(CriterionKind kind) {
  switch (kind) {
    case CriterionKind::criterion:
      return "criterion";
    case CriterionKind::inspect:
      return "inspect";
    case CriterionKind::score:
      return "score";
  }
  return {};
}

}  // namespace zhipi::engine
