// The acts of reviewers: an application is taken, given back, corrected and judged anew, decided.
//
//   corrections, answers ─► a new round: gather ─► judge (the engine decides what may be automatic)
//   decision ─► a person's decision beside the engine's; against it towards an approval, a second
//               person must come to the same without having seen the first one's
#include "models/approval.h"
#include "workflow/clock.h"
#include "workflow/history.h"
#include "workflow/impl.h"
#include "workflow/obligations.h"
#include "workflow/person_decision.h"
#include "workflow/views.h"

namespace zhipi::workflow {
namespace {

// The engine's decision on the present round, if it made one.
const store::StoredDecision* engines(const store::Application& application,
                                     const std::vector<store::StoredDecision>& decisions) {
  for (const store::StoredDecision& one : decisions) {
    if (one.maker == store::Maker::engine && one.round == application.round) return &one;
  }
  return nullptr;
}

store::NewDecision by_person(const Json& decision, int round, const engine::Pack& pack) {
  store::NewDecision record;
  record.round = round;
  record.maker = store::Maker::person;
  record.outcome = decision.at("outcome").as_string();
  record.decision = canonical_json(decision);
  record.pack = pack.digest();
  record.state = state_after(outcome(record.outcome).value());
  return record;
}

}  // namespace

// --- Taking and giving back

Expected<Answer> Workflow::claim(const std::string& id, const std::optional<std::string>& key,
                                 const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  if (auto other = impl_->require_other_person(*application, principal, "claim"); !other) {
    return tl::unexpected(other.error());
  }
  const auto call = repeatable(store_, key, principal, "claim " + id + " ", json::object());
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const store::Time now = impl_->options.now();
  const store::Time until = now + impl_->options.claim;
  Answer answer{200,
                canonical_json(json::object{{"id", id},
                                            {"state", to_text(store::State::escalated)},
                                            {"reviewer", principal.name},
                                            {"until", store::to_text(until)}}),
                id};
  const store::Act act = act_with(call->once, now, principal, answer);
  return answered(store_, act, std::move(answer),
                  store_.claim_review(id, until, act, has_role(principal, "supervisor")));
}

Expected<Answer> Workflow::release(const std::string& id, const std::optional<std::string>& key,
                                   const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  const auto call = repeatable(store_, key, principal, "release " + id + " ", json::object());
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const auto pending = store_.pending_of(id);
  if (!pending) return tl::unexpected(pending.error());
  Answer answer{200,
                canonical_json(json::object{
                    {"id", id}, {"state", to_text(application->state)}, {"reviewer", nullptr}}),
                id};
  const store::Act act = act_with(call->once, impl_->options.now(), principal, answer);
  // Giving back takes back what one wanted confirmed.
  const bool own = *pending && (*pending)->actor == principal.name;
  return answered(
      store_, act, std::move(answer),
      own ? store_.drop_pending(id, **pending, "{}", act) : store_.release_review(id, act));
}

// --- Deciding

Expected<Answer, Problems> Workflow::review(const std::string& id, const Json& body,
                                            const std::optional<std::string>& key,
                                            const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(one(application.error()));
  if (auto other = impl_->require_other_person(*application, principal, "review"); !other) {
    return tl::unexpected(one(other.error()));
  }
  const auto call = repeatable(store_, key, principal, "review " + id + " ", body);
  if (!call) return tl::unexpected(one(call.error()));
  if (call->before) return *call->before;
  if (application->state != store::State::escalated) {
    return tl::unexpected(
        one({"conflict",
             "application " + id + " is " + std::string(to_text(application->state)) +
                 "; a reviewer decides what is escalated",
             ""}));
  }
  return unless_answered(store_, call->once, judged_anew<Answer, Problems>([&] {
                           return impl_->review(*application, body, call->once, principal);
                         }));
}

// A review on its way from the request to the store.
struct Workflow::Impl::Reviewing {
  const store::Application& application;
  std::shared_ptr<const engine::Pack> pack;
  Review review;
  Json facts;                              // of the round that is decided
  EngineDecision engine;                   // on these facts
  std::optional<store::NewRound> round;    // where the facts were changed
  std::optional<store::NewDecision> made;  // the engine's decision in that round
  std::optional<Judged> judged;
  std::optional<store::PendingAct> pending;
  bool approved = false;  // an approval is in force
  OpenApproval standing;  // what it grants and leaves open

  int number() const { return application.round + (round ? 1 : 0); }
};

Expected<Answer, Problems> Workflow::Impl::review(const store::Application& application,
                                                  const Json& body,
                                                  const std::optional<store::Once>& once,
                                                  const Principal& principal) {
  const auto pack = pack_of(application);
  if (!pack) return tl::unexpected(one(pack.error()));
  const auto input = present_input(application);
  if (!input) return tl::unexpected(one(input.error()));
  const auto files = store.materials_of(application.id);
  if (!files) return tl::unexpected(one(files.error()));
  const auto decisions = store.decisions_of(application.id);
  if (!decisions) return tl::unexpected(one(decisions.error()));
  const auto frozen = store.facts_of(application.id);
  if (!frozen) return tl::unexpected(one(frozen.error()));
  const auto pending = store.pending_of(application.id);
  if (!pending) return tl::unexpected(one(pending.error()));

  Reviewing reviewing{.application = application, .pack = *pack, .pending = *pending};
  const store::StoredDecision* const standing = in_force(application, *decisions);
  reviewing.approved = standing != nullptr && is_approval(standing->outcome);
  if (reviewing.approved) {
    auto open = open_approval(application, *standing);
    if (!open) return tl::unexpected(one(open.error()));
    reviewing.standing = *std::move(open);
  }
  const store::StoredDecision* const before = engines(application, *decisions);
  if (before != nullptr) {
    reviewing.engine = {parse_json(before->decision).value_or(Json(nullptr)),
                        Digest::of(before->decision).text()};
  }
  if (!frozen->empty()) reviewing.facts = parse_json(frozen->back().facts).value_or(Json(nullptr));
  auto review = check_review({**pack, *input, *files, reviewing.engine.decision}, body);
  if (!review) return tl::unexpected(std::move(review.error()));
  reviewing.review = *std::move(review);

  SubjectLocks::Held in_turn;
  if (reviewing.review.changes_facts() || before == nullptr) {
    CaseInput next = with_put_right(*input,
                                    {.corrections = reviewing.review.corrections,
                                     .answers = reviewing.review.answers,
                                     .decides = reviewing.review.decision.has_value(),
                                     .reviewer = principal.name},
                                    (*pack)->matter(), reviewing.facts);
    auto subjects = subjects_of((*pack)->matter(), next.request);
    in_turn = subject_locks.lock(subjects);
    const auto seen = store.last_change_with(subjects, application.id);
    if (!seen) return tl::unexpected(one(seen.error()));
    if (auto judged = judge_reviewed(reviewing, next, *files); !judged) {
      return tl::unexpected(one(judged.error()));
    }
    reviewing.round->subjects = std::move(subjects);
    reviewing.round->seen = *seen;
    reviewing.round->input = round_input(next, body);
  }
  return reviewing.review.decision ? decide_reviewed(reviewing, once, principal)
                                   : keep_reviewed(reviewing, once, principal);
}

Expected<OpenApproval> Workflow::Impl::open_approval(const store::Application& application,
                                                     const store::StoredDecision& approval) {
  const auto decision = parse_json(approval.decision);
  if (!decision) return tl::unexpected(decision.error());
  auto obligations = store.obligations_of(application.id);
  if (!obligations) return tl::unexpected(obligations.error());
  std::erase_if(*obligations, [](const store::Obligation& one) { return one.state != "open"; });
  return OpenApproval{decision->at("results"), *std::move(obligations)};
}

// The facts with what the reviewer has put right, in a new round, and what the engine says to them.
Expected<void> Workflow::Impl::judge_reviewed(Reviewing& reviewing, const CaseInput& input,
                                              const store::MaterialFiles& files) {
  const store::Application& application = reviewing.application;
  auto readings = stored_readings(application.id);
  if (!readings) return tl::unexpected(readings.error());
  for (const auto& [material, digests] : files) {
    if (readings->contains(material)) continue;
    // It was submitted, whatever could be read of it.
    (*readings)[material].problems = {{"unreadable", "this material was not read", material}};
  }
  auto judged = judge_anew(reviewing.pack, application, input, *readings);
  if (!judged) return tl::unexpected(judged.error());
  const auto facts = parse_json(judged->facts);
  if (!facts) return tl::unexpected(facts.error());
  reviewing.facts = *facts;
  reviewing.engine = {parse_json(judged->decision).value(), Digest::of(judged->decision).text()};
  reviewing.made = as_record(*judged, application.round + 1, *reviewing.pack);
  reviewing.made->facts = judged->facts;
  reviewing.round = store::NewRound{
      .after = application.round, .reason = "review", .from = {store::State::escalated}};
  reviewing.judged = *std::move(judged);
  return {};
}

// Without a decision of the reviewer's: the engine's stands, or its proposal waits for one.
Expected<Answer, Problems> Workflow::Impl::keep_reviewed(const Reviewing& reviewing,
                                                         const std::optional<store::Once>& once,
                                                         const Principal& principal) {
  Answer answer =
      review_answer(reviewing, reviewing.made->state, {{"decision", reviewing.engine.decision}});
  const store::Act act = act_with(once, options.now(), principal, answer);
  return finish_review(reviewing, act, std::move(answer), {}, std::nullopt);
}

Expected<Answer, Problems> Workflow::Impl::decide_reviewed(const Reviewing& reviewing,
                                                           const std::optional<store::Once>& once,
                                                           const Principal& principal) {
  const store::Application& application = reviewing.application;
  const bool is_second = reviewing.pending && !reviewing.round;
  if (is_second && reviewing.pending->actor == principal.name) {
    return tl::unexpected(one(refuse_person(application, principal, "review",
                                            {"second_person_needed",
                                             "you have decided; a second reviewer must come to the "
                                             "same, or give it back to take it back",
                                             ""})
                                  .value()));
  }
  const auto bound = engine::bind_facts(reviewing.pack->matter(), reviewing.facts);
  if (!bound) return tl::unexpected(bound.error());
  const engine::Grant grant = judges.grant(reviewing.pack, *bound);
  const auto own = person_decision(reviewing.engine, reviewing.review, *reviewing.pack, grant,
                                   reviewing.standing, principal.name);
  if (!own) return tl::unexpected(own.error());

  const Outcome outcome = *reviewing.review.decision;
  if (!is_second && !leaves_as_it_is(reviewing.engine.decision, outcome, reviewing.standing) &&
      needs_second_person(reviewing.engine.decision, outcome, reviewing.approved)) {
    Answer answer = review_answer(reviewing, store::State::escalated,
                                  {{"decision", reviewing.engine.decision}, {"pending", "review"}});
    answer.status = 202;
    const store::Act act = act_with(once, options.now(), principal, answer);
    return finish_review(reviewing, act, std::move(answer), {},
                         store::NewPendingAct{.kind = "review",
                                              .round = reviewing.number(),
                                              .act = canonical_json(*own),
                                              .from = {store::State::escalated}});
  }
  Json decision = *own;
  std::optional<store::PendingAct> confirms;
  if (is_second) {
    const auto first = parse_json(reviewing.pending->act);
    if (!first) return tl::unexpected(one(first.error()));
    if (!same_decision(*first, *own)) return not_confirmed(reviewing, *own, once, principal);
    decision = confirmed(*first, *own);
    confirms = reviewing.pending;
  }
  store::NewDecision record = by_person(decision, reviewing.number(), *reviewing.pack);
  record.obligations = obligations_of(decision, day_of(options.now()), calendar);
  // What the engine misses in these facts stays owed, whatever a person decides on the rest.
  for (const Json* const found : {&reviewing.engine.decision, &std::as_const(decision)}) {
    for (const Json& one : found->at("obligations").as_array()) {
      record.owed.emplace_back(one.at("id").as_string());
    }
  }
  record.confirms = std::move(confirms);
  Answer answer = review_answer(reviewing, record.state, {{"decision", std::move(decision)}});
  const store::Act act = act_with(once, options.now(), principal, answer);
  return finish_review(reviewing, act, std::move(answer), {std::move(record)}, std::nullopt);
}

// The second person has come to something else: neither decision counts, and both are on record.
Expected<Answer, Problems> Workflow::Impl::not_confirmed(const Reviewing& reviewing,
                                                         const Json& own,
                                                         const std::optional<store::Once>& once,
                                                         const Principal& principal) {
  Answer answer = review_answer(reviewing, store::State::escalated,
                                {{"decision", reviewing.engine.decision}, {"confirmed", false}});
  const store::Act act = act_with(once, options.now(), principal, answer);
  const auto dropped =
      store.drop_pending(reviewing.application.id, *reviewing.pending, canonical_json(own), act);
  return told(act, std::move(answer), dropped);
}

Answer Workflow::Impl::review_answer(const Reviewing& reviewing, store::State state,
                                     json::object shown) {
  const store::Application& application = reviewing.application;
  shown["id"] = application.id;
  shown["reference"] = application.reference;
  shown["round"] = reviewing.number();
  shown["state"] = to_text(state);
  return {200, canonical_json(shown), application.id};
}

// All in one transaction: the round and what the engine says to it, the person's decision or what
// is to be confirmed.
Expected<Answer, Problems> Workflow::Impl::finish_review(
    const Reviewing& reviewing, const store::Act& act, Answer answer,
    std::vector<store::NewDecision> decisions, const std::optional<store::NewPendingAct>& pending) {
  const std::string& id = reviewing.application.id;
  Expected<void> written;
  if (reviewing.round) {
    decisions.insert(decisions.begin(), *reviewing.made);
    const auto begun = store.begin_round(id, *reviewing.round, act, decisions, pending);
    if (begun) {
      decided(*reviewing.judged);
    } else {
      written = tl::unexpected(begun.error());
    }
  } else if (pending) {
    written = store.propose(id, *pending, act);
  } else {
    written = store.save_decision(id, decisions.front(), act);
  }
  if (written && options.observer.decided_by_person) {
    for (const store::NewDecision& decision : decisions) {
      if (decision.maker != store::Maker::person) continue;
      options.observer.decided_by_person(reviewing.application.matter, decision.outcome);
    }
  }
  waiters.wake(id);
  return told(act, std::move(answer), written);
}

}  // namespace zhipi::workflow
