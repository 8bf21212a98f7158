#include "engine/outcome.h"

#include <algorithm>
#include <cmath>

namespace zhipi::engine {
namespace {

bool is_missing(const Requirements& requirements, const Cause& cause) {
  const auto named = [&](const auto* item) { return item->name == cause.name; };
  const auto& materials = requirements.missing_materials;
  const auto& fields = requirements.missing_fields;
  if (cause.kind == Cause::Kind::missing_material) {
    return std::any_of(materials.begin(), materials.end(), named);
  }
  return cause.kind == Cause::Kind::missing_form_field &&
         std::any_of(fields.begin(), fields.end(), named);
}

bool is_covered(const Facts& facts, const Requirements& requirements, const Cause& cause) {
  const auto& missing = requirements.missing_materials;
  return cause.kind == Cause::Kind::missing_material &&
         std::any_of(missing.begin(), missing.end(), [&](const Material* material) {
           return material->name == cause.name && covers(facts, *material);
         });
}

void settle(const Facts& facts, const Requirements& requirements, Judged& one) {
  if (one.result == Result::fail) {
    const Action action = one.criterion->otherwise.action;
    one.covered = (action == Action::tolerate && facts.mode == "tolerant") ||
                  (action == Action::promise && facts.mode == "promise");
  } else if (one.result == Result::unknown && one.criterion->kind == CriterionKind::inspect &&
             one.causes.empty()) {
    one.covered = one.criterion->covered_by == facts.mode;
  } else if (one.result == Result::unknown) {
    one.covered = !one.causes.empty() &&
                  std::all_of(one.causes.begin(), one.causes.end(), [&](const Cause& cause) {
                    return is_covered(facts, requirements, cause);
                  });
  }
}

void sum_risk(const Matter& matter, Judgement& judgement) {
  for (const Judged& one : judgement.judged) {
    if (one.points) judgement.risk_score += *one.points;
  }
  if (!std::isfinite(judgement.risk_score)) {
    judgement.risk_score = 0;
    judgement.no_risk_score = true;
    return;
  }
  for (const RiskLevel& level : matter.risk) {
    if (judgement.risk_score >= level.points) judgement.risk = &level;
  }
}

// What the rows of the table ask about all results together.
struct Tally {
  bool broken = false, unexplained = false, covered = false, passed = false;
  bool not_accept = false, deny = false, supplement = false, escalate = false;
};

Tally count(const Judgement& judgement) {
  Tally tally;
  for (const Judged& one : judgement.judged) {
    tally.covered = tally.covered || one.covered;
    switch (one.result) {
      case Result::error:
        tally.broken = true;
        break;
      case Result::pass:
        tally.passed = tally.passed || one.criterion->kind != CriterionKind::score;
        break;
      case Result::unknown:
        tally.unexplained = tally.unexplained || is_unexplained(judgement.requirements, one);
        break;
      case Result::fail:
        tally.not_accept = tally.not_accept || fails(one, Action::not_accept);
        tally.deny = tally.deny || fails(one, Action::deny);
        tally.supplement = tally.supplement || fails(one, Action::supplement);
        tally.escalate = tally.escalate || fails(one, Action::escalate);
        break;
      case Result::not_applicable:
        break;
    }
  }
  return tally;
}

// The rows of the table, first match wins.
void follow(const Facts& facts, Judgement& judgement) {
  const Requirements& requirements = judgement.requirements;
  const Tally tally = count(judgement);
  const auto& materials = requirements.missing_materials;
  const auto is_covered_here = [&](const Material* material) { return covers(facts, *material); };
  const bool missing = !requirements.missing_fields.empty() ||
                       !std::all_of(materials.begin(), materials.end(), is_covered_here);
  const bool unexplained = tally.unexplained || !requirements.unsettled.empty();
  const bool covered =
      tally.covered || std::any_of(materials.begin(), materials.end(), is_covered_here);
  if (tally.broken || judgement.no_risk_score || !requirements.broken.empty()) return;
  const auto set = [&](Outcome outcome) { judgement.outcome = outcome; };
  if (tally.not_accept) return set(Outcome::not_accept);
  if (missing && unexplained) {
    judgement.proposal = Outcome::supplement;
    return;
  }
  if (missing) return set(Outcome::supplement);
  if (unexplained) return;
  if (tally.deny) return set(Outcome::deny);
  if (tally.supplement) return set(Outcome::supplement);
  const bool risky = judgement.risk != nullptr && judgement.risk->escalate;
  if (tally.escalate || !facts.context.conflicts.empty() || risky) return;
  if (covered) return set(Outcome::approve_conditionally);
  if (tally.passed) return set(Outcome::approve);
  judgement.held.push_back({"no_pass", "没有任何要点通过 no criterion passed", {}});
}

}  // namespace

void Judged::take_over(const Judged& other) {
  result = other.result;
  code = other.code;
  message = other.message;
  points = other.points;
  causes = other.causes;
}

void Judged::clear() {
  criterion = nullptr;
  result = Result::error;
  covered = false;
  code = {};
  message.clear();
  points.reset();
  seen_from = seen_to = 0;
  causes.clear();
}

void Judgement::clear() {
  outcome = Outcome::escalate;
  proposal.reset();
  for (Judged& one : judged) one.clear();  // the next case has as many: their memory is kept
  seen.clear();
  requirements.missing_fields.clear();
  requirements.missing_materials.clear();
  requirements.unsettled.clear();
  requirements.broken.clear();
  risk_score = 0;
  risk = nullptr;
  no_risk_score = false;
  results.clear();
  held.clear();
}

bool is_explained(const Requirements& requirements, const std::vector<Cause>& causes) {
  return !causes.empty() && std::all_of(causes.begin(), causes.end(), [&](const Cause& cause) {
    return is_missing(requirements, cause);
  });
}

bool covers(const Facts& facts, const Material& material) {
  return (facts.mode == "tolerant" && material.tolerable) ||
         (facts.mode == "promise" && material.promisable);
}

Action action_of(const Judged& judged) {
  const Action action = judged.criterion->otherwise.action;
  const bool could_cover = action == Action::tolerate || action == Action::promise;
  return could_cover && !judged.covered ? Action::supplement : action;
}

bool fails(const Judged& judged, Action action) {
  return judged.result == Result::fail && !judged.covered && action_of(judged) == action;
}

bool is_unexplained(const Requirements& requirements, const Judged& judged) {
  return judged.result == Result::unknown && !judged.covered &&
         !is_explained(requirements, judged.causes);
}

void decide(const Matter& matter, const Facts& facts, Judgement& judgement) {
  for (Judged& one : judgement.judged) settle(facts, judgement.requirements, one);
  sum_risk(matter, judgement);
  follow(facts, judgement);
}

void restrict_to_automatic(const Matter& matter, const Facts& facts, Judgement& judgement) {
  const Outcome outcome = judgement.outcome;
  if (outcome == Outcome::escalate) return;
  const auto hold = [&](std::string code, std::string message) {
    judgement.proposal = outcome;
    judgement.outcome = Outcome::escalate;
    judgement.held.push_back({std::move(code), std::move(message), {}});
  };
  const std::string_view allowed_by =
      to_text(outcome == Outcome::approve_conditionally ? Outcome::approve : outcome);
  const auto allowed = matter.automatic.find(allowed_by);
  if (allowed == matter.automatic.end() || !allowed->second) {
    hold("not_automatic", "本事项的此类结果由人工决定 this outcome is for a person: " +
                              std::string(to_text(outcome)));
  }
  if (!facts.context.automated) {
    hold("person_requested", "申请人要求人工审批 the applicant wants a person");
  }
  if (facts.context.reviewer_decides) {
    hold("reviewer_decides", "由审批人员作出决定 a reviewer decides");
  }
  if (facts.context.automatic_off) {
    hold("automatic_off", "自动审批已暂停 automatic decisions are switched off");
  }
  if (!matter.special_stages.empty() || matter.collective || matter.secret) {
    hold("special_stage",
         "特殊环节、集体审议或涉密事项不得自动审批 special stages, collective or secret matters");
  }
}

}  // namespace zhipi::engine
