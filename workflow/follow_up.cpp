// What officers do after a decision: checking obligations and answering spot checks. Neither undoes
// an approval: revoking one is weighed by a person (行政许可法 §69: what the public interest and
// the holder's reliance demand), so a lapse or an error found is a task, never a revocation.
#include <algorithm>
#include <charconv>

#include "workflow/act_body.h"
#include "workflow/impl.h"
#include "workflow/obligations.h"
#include "workflow/spot_checks.h"

namespace zhipi::workflow {
namespace {

using store::State;

Problem unknown(const std::string& what, const std::string& id) {
  return {"not_found", "there is no " + what + " " + id, ""};
}

Problem not_a_result(const std::string& one, const std::string& other) {
  return {"not_an_option", "the result is `" + one + "` or `" + other + "`", "/result"};
}

std::string text_of(const std::map<std::string, std::string>& texts, const std::string& name) {
  const auto found = texts.find(name);
  return found == texts.end() ? std::string() : found->second;
}

}  // namespace

Expected<Json> Workflow::list_obligations(store::ObligationQuery query,
                                          const Principal& principal) {
  if (!sees_all(principal)) query.submitter = principal.name;
  const auto page = store_.list_obligations(query);
  if (!page) return tl::unexpected(page.error());
  json::array obligations;
  for (const store::Obligation& one : page->obligations) {
    obligations.push_back(obligation_json(one, impl_->calendar));
  }
  return Json(json::object{{"obligations", std::move(obligations)},
                           {"next", page->next.empty() ? Json(nullptr) : Json(page->next)}});
}

Expected<Answer> Workflow::check_obligation(const std::string& id, const Json& body,
                                            const std::optional<std::string>& idempotency_key,
                                            const Principal& principal) {
  const auto call = repeatable(store_, idempotency_key, principal, "check " + id + " ", body);
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const auto found = store_.find_obligation(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return tl::unexpected(unknown("obligation", id));
  const auto texts = act_body(body, {"result", "note"});
  if (!texts) return tl::unexpected(texts.error());
  store::Obligation obligation = **found;
  if (auto other =
          impl_->require_other_person(obligation.application, principal, "check_obligation");
      !other) {
    return tl::unexpected(other.error());
  }
  const std::string& result = texts->at("result");
  if (result != "kept" && result != "not_kept") {
    return tl::unexpected(not_a_result("kept", "not_kept"));
  }
  store::Settlement settlement{.state = result == "kept" ? "fulfilled" : "lapsed",
                               .note = texts->at("note")};
  if (result == "kept") settlement.from = {"open", "lapsed"};  // made good, if late
  json::object detail{{"obligation", id},
                      {"result", result},
                      {"note", settlement.note},
                      {"consequence", obligation.consequence}};
  if (result == "not_kept") detail["task"] = "consider_revocation";
  settlement.detail = canonical_json(detail);
  const store::Time now = impl_->options.now();
  obligation.state = settlement.state;
  obligation.settled_at = now;
  obligation.settled_by = principal.name;
  obligation.note = settlement.note;
  Answer answer{200, canonical_json(obligation_json(obligation, impl_->calendar)),
                obligation.application};
  const store::Act act = act_with(call->once, now, principal, answer);
  const auto written = store_.settle_obligation(id, settlement, act);
  return answered(store_, act, std::move(answer), written);
}

Expected<Json> Workflow::list_spot_checks(const store::SpotCheckQuery& query) {
  const auto page = store_.list_spot_checks(query);
  if (!page) return tl::unexpected(page.error());
  json::array spot_checks;
  for (const store::SpotCheck& one : page->spot_checks) spot_checks.push_back(spot_check_json(one));
  return Json(json::object{{"spot_checks", std::move(spot_checks)},
                           {"next", page->next.empty() ? Json(nullptr) : Json(page->next)}});
}

// The round in which persons look at a wrong approval, which stands until they decide otherwise.
// From then on the engine proposes and does not decide: what it approved wrongly it must not undo
// either.
Expected<store::NewRound> Workflow::Impl::reopening(const store::Application& application,
                                                    const store::SpotCheckAnswer& answer,
                                                    const std::string& spot_check) {
  auto input = present_input(application);
  if (!input) return tl::unexpected(input.error());
  input->request.as_object()["automated"] = false;
  return store::NewRound{.after = application.round,
                         .reason = "spot_check",
                         .from = {State::decided},
                         .to = State::escalated,
                         .input = round_input(*input, json::object{{"criterion", answer.criterion},
                                                                   {"grounds", answer.note},
                                                                   {"spot_check", spot_check}})};
}

Expected<Answer> Workflow::answer_spot_check(const std::string& id, const Json& body,
                                             const std::optional<std::string>& idempotency_key,
                                             const Principal& principal) {
  const auto call = repeatable(store_, idempotency_key, principal, "answer " + id + " ", body);
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const auto found = store_.find_spot_check(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return tl::unexpected(unknown("spot check", id));
  const auto texts = act_body(body, {"result", "note"}, {"criterion"});
  if (!texts) return tl::unexpected(texts.error());
  store::SpotCheck spot_check = **found;
  if (auto other =
          impl_->require_other_person(spot_check.application, principal, "answer_spot_check");
      !other) {
    return tl::unexpected(other.error());
  }
  const std::string& result = texts->at("result");
  if (result != "right" && result != "wrong") return tl::unexpected(not_a_result("right", "wrong"));
  store::SpotCheckAnswer given{.right = result == "right",
                               .note = texts->at("note"),
                               .criterion = text_of(*texts, "criterion")};
  const auto approval = impl_->approval_of(spot_check);
  if (!approval) return tl::unexpected(approval.error());
  if (!given.criterion.empty() && !result_of(approval->decision, given.criterion)) {
    return problem("not_an_option", "the decision has no criterion `" + given.criterion + "`",
                   "/criterion");
  }
  const auto application = store_.find_application(spot_check.application);
  if (!application) return tl::unexpected(application.error());
  if (!given.right && (*application)->state == State::decided) {
    auto round = impl_->reopening(**application, given, id);
    if (!round) return tl::unexpected(round.error());
    given.reopen = *std::move(round);
  }
  const store::Time now = impl_->options.now();
  spot_check.state = result;
  spot_check.note = given.note;
  spot_check.criterion = given.criterion;
  spot_check.answered_at = now;
  spot_check.answered_by = principal.name;
  Json shown = spot_check_json(spot_check);
  shown.as_object()["reopened"] = given.reopen.has_value();
  if (!given.right) {
    auto affected = impl_->affected(spot_check, *approval, 0, kAffectedPage);
    if (!affected) return tl::unexpected(affected.error());
    shown.as_object()["affected"] = *std::move(affected);
  }
  Answer answer{200, canonical_json(shown), spot_check.application};
  const store::Act act = act_with(call->once, now, principal, answer);
  const auto written = store_.answer_spot_check(id, given, act);
  return answered(store_, act, std::move(answer), written);
}

Expected<Workflow::Impl::DrawnApproval> Workflow::Impl::approval_of(
    const store::SpotCheck& spot_check) {
  const auto decisions = store.decisions_of(spot_check.application);
  if (!decisions) return tl::unexpected(decisions.error());
  const auto made = std::find_if(decisions->begin(), decisions->end(), [&](const auto& one) {
    return one.round == spot_check.round && one.maker == store::Maker::engine;
  });
  if (made == decisions->end()) {
    return problem("damaged", "the decision of spot check " + spot_check.id + " is not there");
  }
  auto decision = parse_json(made->decision);
  if (!decision) return tl::unexpected(decision.error());
  return DrawnApproval{made->pack, *std::move(decision)};
}

// One page looks at as many approvals as it is long, so that it costs the same whatever it finds.
Expected<Json> Workflow::Impl::affected(const store::SpotCheck& spot_check,
                                        const DrawnApproval& approval, std::int64_t after,
                                        int limit) {
  const auto approvals = store.approvals_by(approval.pack, after, limit);
  if (!approvals) return tl::unexpected(approvals.error());
  json::array applications;
  for (const store::Approval& one : *approvals) {
    if (one.application == spot_check.application) continue;
    const auto decision = parse_json(one.decision);
    if (!decision) return tl::unexpected(decision.error());
    const auto result = result_of(*decision, spot_check.criterion);
    if (!spot_check.criterion.empty() && (!result || *result == "not_applicable")) continue;
    applications.push_back(json::object{{"id", one.application},
                                        {"state", to_text(one.state)},
                                        {"decided_at", store::to_text(one.at)},
                                        {"result", result ? Json(*result) : Json(nullptr)}});
  }
  const bool more = approvals->size() == static_cast<std::size_t>(limit);
  return Json(json::object{
      {"applications", std::move(applications)},
      {"next", more ? Json(std::to_string(approvals->back().sequence)) : Json(nullptr)}});
}

Expected<Json> Workflow::affected(const std::string& id, const std::string& cursor, int limit) {
  std::int64_t after = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), after);
  if (!cursor.empty() && (error != std::errc() || end != cursor.data() + cursor.size())) {
    return problem("bad_cursor", "use the cursor that the page before gave", "cursor");
  }
  if (limit < 1 || limit > kAffectedPage) {
    return problem("bad_limit", "a page looks at 1 to 200 approvals", "limit");
  }
  const auto found = store_.find_spot_check(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return tl::unexpected(unknown("spot check", id));
  const auto approval = impl_->approval_of(**found);
  if (!approval) return tl::unexpected(approval.error());
  return impl_->affected(**found, *approval, after, limit);
}

}  // namespace zhipi::workflow
