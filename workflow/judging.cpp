// From what was given and read to a decision: gather the facts, judge them, keep both.
#include "workflow/gather.h"
#include "workflow/history.h"
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

constexpr const char* kEngine = "engine";

std::map<std::string, bool> answered_lookups(const Matter& matter, const Json& facts) {
  std::map<std::string, bool> answered;
  const Json* const lookups = facts.as_object().if_contains("lookups");
  for (const Lookup& lookup : matter.lookups) {
    const Json* const answer =
        lookups == nullptr ? nullptr : lookups->as_object().if_contains(lookup.name);
    answered[lookup.name] = answer != nullptr && !answer->is_null();
  }
  return answered;
}

}  // namespace

Expected<Json> Workflow::Impl::gather_facts(const engine::Pack& pack, const std::string& id,
                                            Date received_on, const CaseInput& input,
                                            const Readings& readings,
                                            const std::vector<std::string>& shared_scans,
                                            bool alone) {
  Gathered gathered{.application = id,
                    .received_on = received_on,
                    .request = input.request,
                    .readings = readings,
                    .history = {},
                    .shared_scans = shared_scans,
                    .calendar = calendar.digest().text(),
                    .corrections = input.corrections,
                    .answers = input.answers,
                    .reviewer_decides = input.reviewer_decides};
  for (const HistoryCount& count : pack.matter().history) {
    const auto subject = subject_of(pack.matter(), count, input.request);
    if (!subject)
      continue;  // without the fact there is nothing to count, and the rule says unknown
    const std::vector<store::State> states = states_of(count);
    if (!count.of.empty()) {
      Expected<std::vector<store::Precedent>> earlier;
      if (!alone) earlier = store.with_subject(*subject, states);
      if (!earlier) return tl::unexpected(earlier.error());
      std::erase_if(*earlier, [&](const store::Precedent& one) { return one.id == id; });
      if (auto sum = sum_over(count, *earlier)) gathered.history[count.name] = *std::move(sum);
      continue;
    }
    Expected<std::int64_t> found = 0;
    if (!alone) found = store.count_with_subject(*subject, states, id);
    if (!found) return tl::unexpected(found.error());
    gathered.history[count.name] = *found;
  }
  return gather(pack, gathered);
}

Expected<Workflow::Impl::Judged> Workflow::Impl::judge(
    const std::shared_ptr<const engine::Pack>& pack, const Json& facts) {
  auto judged = judges.judge(pack, canonical_json(facts));
  if (!judged) {
    return problem("facts_refused",
                   "the gathered facts do not fit the matter: " + to_line(judged.error().front()),
                   judged.error().front().where);
  }
  Judged result;
  result.facts = std::move(judged->facts);
  result.decision = std::move(judged->bytes);
  result.value = std::move(judged->decision);
  result.lookups = answered_lookups(pack->matter(), facts);
  return result;
}

// Counted, judged and kept as one step: `stale` where what was counted has changed meanwhile.
Expected<Workflow::Impl::Judged> Workflow::Impl::keep_judged(
    const std::shared_ptr<const engine::Pack>& pack, const store::Application& application,
    const CaseInput& input, const Readings& readings, const store::Lease& lease) {
  const auto subjects = subjects_of(pack->matter(), input.request);
  const auto seen = store.last_change_with(subjects, application.id);
  if (!seen) return tl::unexpected(seen.error());
  std::string reason;
  if (application.round > 1) {
    const auto rounds = store.rounds_of(application.id);
    if (!rounds) return tl::unexpected(rounds.error());
    if (!rounds->empty()) reason = rounds->back().reason;
  }
  auto judged = judge_anew(pack, application, input, readings, reason);
  if (!judged) return judged;
  store::NewDecision record = as_record(*judged, application.round, *pack);
  record.facts = judged->facts;
  record.subjects = subjects;
  record.seen = *seen;
  const auto saved = store.save_decision(application.id, record, {options.now(), kEngine}, lease);
  if (!saved) return tl::unexpected(saved.error());
  return judged;
}

}  // namespace zhipi::workflow
