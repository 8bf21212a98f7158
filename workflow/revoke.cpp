// Revocation (撤销) of an approval by the authority that gave it, 行政许可法 §69, with four eyes.
#include <algorithm>
#include <array>

#include "models/approval.h"
#include "workflow/act_body.h"
#include "workflow/impl.h"
#include "workflow/views.h"

namespace zhipi::workflow {
namespace {

struct Ground {
  std::string_view code;
  std::string_view title;
};

// 行政许可法 §69: first paragraph (1) to (5), second paragraph; and what follows from a promise
// (告知承诺) or a tolerated gap (容缺受理) that was not made good.
constexpr std::array<Ground, 8> kGrounds{{
    {"abuse_of_office", "滥用职权、玩忽职守作出准予决定"},
    {"beyond_authority", "超越法定职权作出准予决定"},
    {"procedure_violated", "违反法定程序作出准予决定"},
    {"not_qualified", "对不具备申请资格或者不符合法定条件的申请人准予"},
    {"other_by_law", "依法可以撤销的其他情形"},
    {"fraud", "以欺骗、贿赂等不正当手段取得"},
    {"false_promise", "承诺不实或者未履行承诺"},
    {"not_supplemented", "容缺材料逾期未补齐"},
}};

bool is_ground(std::string_view code) {
  return std::any_of(kGrounds.begin(), kGrounds.end(),
                     [&](const Ground& one) { return one.code == code; });
}

}  // namespace

Expected<Answer, Problems> Workflow::revoke(const std::string& id, const std::string& ground,
                                            const std::string& grounds,
                                            const std::optional<std::string>& key,
                                            const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(one(application.error()));
  if (auto other = impl_->require_other_person(*application, principal, "revoke"); !other) {
    return tl::unexpected(one(other.error()));
  }
  if (!is_ground(ground)) {
    std::string known;
    for (const Ground& one : kGrounds) known.append(known.empty() ? "" : ", ").append(one.code);
    return tl::unexpected(one({"not_an_option", "a ground is one of " + known, "/ground"}));
  }
  const json::object body{{"ground", ground}, {"grounds", grounds}};
  const auto call = repeatable(store_, key, principal, "revoke " + id + " ", body);
  if (!call) return tl::unexpected(one(call.error()));
  if (call->before) return *call->before;
  const auto decisions = store_.decisions_of(id);
  if (!decisions) return tl::unexpected(one(decisions.error()));
  const store::StoredDecision* const decision = in_force(*application, *decisions);
  if (application->state != store::State::decided || decision == nullptr ||
      !is_approval(decision->outcome)) {
    return tl::unexpected(
        one({"conflict",
             "application " + id + " is " + std::string(to_text(application->state)) +
                 " without an approval in force: there is nothing to revoke",
             ""}));
  }
  return unless_answered(store_, call->once,
                         impl_->revoke(*application, body, call->once, principal));
}

Expected<Answer> Workflow::disagree(const std::string& id, const Json& body,
                                    const std::optional<std::string>& key,
                                    const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  if (auto other = impl_->require_other_person(*application, principal, "disagree"); !other) {
    return tl::unexpected(other.error());
  }
  const auto call = repeatable(store_, key, principal, "disagree " + id + " ", body);
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const auto texts = act_body(body, {"grounds"});
  if (!texts) return tl::unexpected(texts.error());
  const auto pending = store_.pending_of(id);
  if (!pending) return tl::unexpected(pending.error());
  if (!*pending || (*pending)->actor == principal.name) {
    const std::string why = *pending ? "you asked for it yourself; release takes it back"
                                     : "nothing waits for a second person";
    return unless_answered<Problem>(
        store_, call->once,
        tl::unexpected(Problem{"conflict", "application " + id + ": " + why, ""}));
  }
  Answer answer{
      200,
      canonical_json(json::object{
          {"id", id}, {"state", to_text(application->state)}, {"dropped", (*pending)->kind}}),
      id};
  const store::Act act = act_with(call->once, impl_->options.now(), principal, answer);
  const json::object detail{{"grounds", texts->at("grounds")}};
  return answered(
      store_, act, std::move(answer),
      store_.drop_pending(id, **pending, canonical_json(detail), act, texts->at("grounds")));
}

// The first person's wish waits; a second who names the same ground carries it out, one who names
// another puts that in its place.
Expected<Answer, Problems> Workflow::Impl::revoke(const store::Application& application,
                                                  const json::object& body,
                                                  const std::optional<store::Once>& once,
                                                  const Principal& principal) {
  const std::string& id = application.id;
  const auto pending = store.pending_of(id);
  if (!pending) return tl::unexpected(one(pending.error()));
  if (*pending && (*pending)->actor == principal.name) {
    return tl::unexpected(one(refuse_person(application, principal, "revoke",
                                            {"second_person_needed",
                                             "you have asked for it; a second reviewer must name "
                                             "the same ground, or give it back to take it back",
                                             ""})
                                  .value()));
  }
  const store::Time now = options.now();
  Json first;
  if (*pending) first = parse_json((*pending)->act).value_or(Json(nullptr));
  const bool confirms = first.is_object() && first.at("ground") == body.at("ground");
  json::object shown{{"id", id},
                     {"state", to_text(confirms ? store::State::revoked : store::State::decided)}};
  Expected<void> written;
  if (confirms) {
    const Json revocation = json::object{
        {"ground", body.at("ground")},
        {"grounds", first.at("grounds")},
        {"reviewer", (*pending)->actor},
        {"second", json::object{{"reviewer", principal.name}, {"grounds", body.at("grounds")}}}};
    shown["revocation"] = revocation;
    Answer answer{200, canonical_json(shown), id};
    const store::Act act = act_with(once, now, principal, answer);
    written = store.move(id,
                         {.from = {store::State::decided},
                          .to = store::State::revoked,
                          .event = "revoked",
                          .detail = canonical_json(revocation),
                          .confirms = *pending},
                         act);
    return told(act, std::move(answer), written);
  }
  shown["pending"] = "revoke";
  Answer answer{202, canonical_json(shown), id};
  const store::Act act = act_with(once, now, principal, answer);
  written = store.propose(id,
                          {.kind = "revoke",
                           .round = application.round,
                           .act = canonical_json(body),
                           .from = {store::State::decided},
                           .replaces = *pending},
                          act);
  return told(act, std::move(answer), written);
}

Expected<Answer, Problems> Workflow::Impl::told(const store::Act& act, Answer answer,
                                                const Expected<void>& written) {
  auto given = answered(store, act, std::move(answer), written);
  if (!given) return tl::unexpected(one(given.error()));
  return *std::move(given);
}

}  // namespace zhipi::workflow
