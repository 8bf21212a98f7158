#include "workflow/person_decision.h"

#include <algorithm>

#include "models/approval.h"

namespace zhipi::workflow {
namespace {

// What the engine would have decided; nothing where it could not tell.
std::optional<Outcome> engines_outcome(const Json& decision) {
  const Json& proposal = decision.at("proposal");
  const auto own =
      outcome(proposal.is_null() ? decision.at("outcome").as_string() : proposal.as_string());
  return own == Outcome::escalate ? std::nullopt : own;
}

bool is_fail(const Json& verdict) {
  return verdict.at("result") == Json("fail") && verdict.at("covered") == Json(false);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

// Those of the engine, and the reviewer's: what both name is asked for in the reviewer's words.
json::array supplements_of(const Json& decision, const Review& review) {
  json::array all;
  for (const Json& one : decision.at("supplements").as_array()) {
    const bool reworded = std::any_of(
        review.supplements.begin(), review.supplements.end(), [&](const Supplement& own) {
          return one.at("id") == Json(own.id) && one.at("kind") == Json(own.kind);
        });
    if (!reworded) all.push_back(one);
  }
  for (const Supplement& one : review.supplements) {
    all.push_back(json::object{{"kind", one.kind},
                               {"id", one.id},
                               {"title", one.title},
                               {"message", one.message},
                               {"basis", text_or_null(one.basis)}});
  }
  return all;
}

json::array obligations_of(const OpenApproval& standing) {
  json::array all;
  for (const store::Obligation& one : standing.open) {
    all.push_back(
        json::object{{"id", one.name},
                     {"kind", one.kind},
                     {"title", one.title},
                     {"working_days", one.working_days ? Json(*one.working_days) : Json(nullptr)},
                     {"due", one.due ? Json(one.due->text()) : Json(nullptr)},
                     {"consequence", one.consequence}});
  }
  return all;
}

json::object results_of(const Review& review, const engine::Pack& pack, const engine::Grant& grant,
                        Problems& problems) {
  json::object results;
  for (const engine::ResultDeclaration& declared : pack.declarations().results) {
    const Field& field = declared.field;
    const auto computed = grant.results.find(field.name);
    const Json* const given = review.results.if_contains(field.name);
    const std::string pointer = "/results" + pointer_step(field.name);
    if (computed == grant.results.end() && given == nullptr) {
      problems.push_back({"missing_name",
                          "the engine cannot compute this result; correct what it rests on, or "
                          "give it here",
                          pointer});
      continue;
    }
    if (computed != grant.results.end() && given != nullptr) {
      problems.push_back({"not_asked", "the engine computes this result", pointer});
      continue;
    }
    results[field.name] =
        json::object{{"title", field.title},
                     {"kind", to_text(field.kind)},
                     {"value", given == nullptr ? computed->second.value : *given}};
  }
  return results;
}

}  // namespace

bool leaves_as_it_is(const Json& decision, Outcome outcome, const OpenApproval& standing) {
  return outcome == Outcome::approve_conditionally && engines_outcome(decision) != outcome &&
         !standing.open.empty();
}

bool needs_second_person(const Json& decision, Outcome outcome, bool approved) {
  if (outcome == Outcome::deny || outcome == Outcome::not_accept) return approved;
  if (!is_approval(outcome)) return false;
  if (const auto own = engines_outcome(decision); own && own != outcome) return true;
  const json::array& verdicts = decision.at("verdicts").as_array();
  const json::array& reasons = decision.at("reasons").as_array();
  return std::any_of(verdicts.begin(), verdicts.end(), is_fail) ||
         std::any_of(reasons.begin(), reasons.end(),
                     [](const Json& one) { return one.at("code") == Json("conflict"); });
}

Expected<Json, Problems> person_decision(const EngineDecision& engine, const Review& review,
                                         const engine::Pack& pack, const engine::Grant& grant,
                                         const OpenApproval& standing,
                                         const std::string& reviewer) {
  const Outcome outcome = review.decision.value();
  const bool stays = leaves_as_it_is(engine.decision, outcome, standing);
  const auto own = engines_outcome(engine.decision);
  Problems problems;
  if (own != outcome && review.reason.empty()) {
    problems.push_back({"missing_name",
                        "the engine does not propose this outcome; a decision that differs needs "
                        "its reason",
                        "/reason"});
  }
  json::object decision = engine.decision.as_object();
  decision["outcome"] = to_text(outcome);
  decision["proposal"] = nullptr;
  decision["automatic"] = false;
  if (stays) {
    decision["results"] = standing.results;
    if (!review.results.empty()) {
      problems.push_back(
          {"not_asked", "the approval stays as it was, and its results with it", "/results"});
    }
  } else {
    decision["results"] =
        is_approval(outcome) ? results_of(review, pack, grant, problems) : json::object();
  }
  if (stays) {
    decision["obligations"] = obligations_of(standing);
  } else if (outcome != Outcome::approve_conditionally) {
    decision["obligations"] = json::array();
  } else if (own != outcome) {
    problems.push_back(
        {"not_an_option",
         "the case's mode leaves nothing open that could be followed up; approve it, "
         "or ask for what is missing",
         "/decision"});
  }
  if (outcome == Outcome::supplement) {
    json::array supplements = supplements_of(engine.decision, review);
    if (supplements.empty()) {
      problems.push_back({"missing_name",
                          "nothing would be asked for; say in `supplements` what is missing",
                          "/supplements"});
    }
    decision["supplements"] = std::move(supplements);
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  decision["reviewer"] = reviewer;
  decision["reason"] = text_or_null(review.reason);
  decision["second"] = nullptr;
  decision["engine_decision"] = engine.digest;
  return Json(std::move(decision));
}

bool same_decision(const Json& first, const Json& second) {
  return first.at("outcome") == second.at("outcome") &&
         first.at("results") == second.at("results") &&
         first.at("engine_decision") == second.at("engine_decision");
}

Json confirmed(Json first, const Json& second) {
  first.as_object()["second"] =
      json::object{{"reviewer", second.at("reviewer")}, {"reason", second.at("reason")}};
  return first;
}

}  // namespace zhipi::workflow
