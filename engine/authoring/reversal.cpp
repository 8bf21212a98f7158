#include "engine/authoring/reversal.h"

#include "engine/authoring/backtest.h"
#include "engine/authoring/golden.h"
#include "engine/authoring/words.h"

namespace zhipi::engine {
namespace {

bool is_denied(Outcome outcome) {
  return outcome == Outcome::deny || outcome == Outcome::not_accept;
}

bool is_approved(Outcome outcome) {
  return outcome == Outcome::approve || outcome == Outcome::approve_conditionally;
}

}  // namespace

Expected<std::vector<Reversal>, Problems> reversals(const std::shared_ptr<const Pack>& before,
                                                    const std::shared_ptr<const Pack>& after,
                                                    const formats::WorkingDays& calendar) {
  const auto cases = golden_cases(*before);
  if (!cases) return tl::unexpected(cases.error());
  Backtest backtest(before, after, calendar);
  std::vector<Reversal> found;
  for (const GoldenCase& golden : *cases) {
    const auto change = backtest.compare(canonical_json(golden.facts));
    if (!change) continue;
    const Outcome was = change->proposed_before.value_or(change->before);
    const Outcome is = change->proposed_after.value_or(change->after);
    if (is_denied(was) && is_approved(is)) found.push_back({golden.file, golden.name, was, is});
  }
  return found;
}

std::string to_line(const Reversal& reversal) {
  return reversal.file + ": " + reversal.name + ": " + outcome_words(to_text(reversal.before)) +
         " → " + outcome_words(to_text(reversal.after));
}

}  // namespace zhipi::engine
