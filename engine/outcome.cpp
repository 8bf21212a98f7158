#include "engine/outcome.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace zhipi::engine {
namespace {

constexpr const char* kTolerated = "逾期未补齐的，依法撤销决定";
constexpr const char* kPromised = "经核查承诺不实的，依法撤销决定并记入信用记录";

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

class Table {
 public:
  Table(const Declarations& declarations, const Facts& facts, const Requirements& requirements,
        const formats::WorkingDays& calendar, std::vector<Judged>& judged, Decision& decision)
      : matter_(declarations.matter),
        facts_(facts),
        requirements_(requirements),
        calendar_(calendar),
        judged_(judged),
        decision_(decision) {}

  void decide() {
    for (Judged& one : judged_) settle(one);
    sum_risk();
    collect_supplements();
    collect_reasons();
    follow();
    const Outcome meant = decision_.proposal.value_or(decision_.outcome);
    if (meant == Outcome::approve_conditionally) collect_obligations();
  }

 private:
  bool covers(const Material& material) const {
    return (facts_.mode == "tolerant" && material.tolerable) ||
           (facts_.mode == "promise" && material.promisable);
  }

  bool is_covered(const Cause& cause) const {
    const auto& missing = requirements_.missing_materials;
    return cause.kind == Cause::Kind::missing_material &&
           std::any_of(missing.begin(), missing.end(), [&](const Material* material) {
             return material->name == cause.name && covers(*material);
           });
  }

  // In a mode that does not cover it, what could have been tolerated or promised is supplemented.
  Action action_of(const Judged& one) const {
    const Action action = one.criterion->otherwise.action;
    const bool could_cover = action == Action::tolerate || action == Action::promise;
    return could_cover && !one.verdict.covered ? Action::supplement : action;
  }

  void settle(Judged& one) {
    Verdict& verdict = one.verdict;
    const Action action = one.criterion->otherwise.action;
    if (verdict.result == Result::fail) {
      verdict.covered = (action == Action::tolerate && facts_.mode == "tolerant") ||
                        (action == Action::promise && facts_.mode == "promise");
    } else if (verdict.result == Result::unknown && one.criterion->kind == CriterionKind::inspect &&
               one.causes.empty()) {
      verdict.covered = one.criterion->covered_by == facts_.mode;
    } else if (verdict.result == Result::unknown) {
      verdict.covered =
          !one.causes.empty() && std::all_of(one.causes.begin(), one.causes.end(),
                                             [&](const Cause& cause) { return is_covered(cause); });
    }
  }

  // Its only causes are required things that are missing: rule 3 has it.
  bool is_explained(const Judged& one) const {
    return one.verdict.covered || engine::is_explained(requirements_, one.causes);
  }

  bool is_unexplained(const Judged& one) const {
    return one.verdict.result == Result::unknown && !is_explained(one);
  }

  bool fails(const Judged& one, Action action) const {
    return one.verdict.result == Result::fail && !one.verdict.covered && action_of(one) == action;
  }

  template <class Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(judged_.begin(), judged_.end(), predicate);
  }
  bool any_fails(Action action) const {
    return any([&](const Judged& one) { return fails(one, action); });
  }

  void sum_risk() {
    for (const Judged& one : judged_) decision_.risk_score += one.verdict.points.value_or(0);
    if (!std::isfinite(decision_.risk_score)) {
      decision_.risk_score = 0;
      no_risk_score_ = true;
      return;
    }
    for (const RiskLevel& level : matter_.risk) {
      if (decision_.risk_score < level.points) continue;
      decision_.risk_level = level.level;
      risk_escalates_ = level.escalate;
    }
  }

  void collect_supplements() {
    for (const FormField* field : requirements_.missing_fields) {
      decision_.supplements.push_back(
          {"form", field->name, field->title, "请填写" + field->title, {}});
    }
    for (const Material* material : requirements_.missing_materials) {
      if (covers(*material)) continue;
      decision_.supplements.push_back(
          {"material", material->name, material->title, "请提交" + material->title, {}});
    }
    missing_ = !decision_.supplements.empty();
    for (const Judged& one : judged_) {
      if (!fails(one, Action::supplement)) continue;
      decision_.supplements.push_back({"criterion", one.verdict.criterion, one.verdict.title,
                                       one.verdict.message, one.verdict.basis});
    }
  }

  void collect_reasons() {
    auto& reasons = decision_.reasons;
    for (const Judged& one : judged_) {
      if (one.verdict.result != Result::error) continue;
      reasons.push_back({one.verdict.code, one.verdict.criterion + ": " + one.verdict.message, {}});
    }
    reasons.insert(reasons.end(), requirements_.broken.begin(), requirements_.broken.end());
    reasons.insert(reasons.end(), requirements_.unsettled.begin(), requirements_.unsettled.end());
    for (const Judged& one : judged_) {
      if (!is_unexplained(one)) continue;
      if (one.causes.empty()) {
        reasons.push_back({"inspect", one.verdict.title, {}});
        continue;
      }
      for (const Cause& cause : one.causes) {
        if (!is_missing(requirements_, cause)) add_doubt(cause);
      }
    }
    for (const Judged& one : judged_) {
      if (!fails(one, Action::escalate)) continue;
      Reason reason{"criterion", one.verdict.title, {}};
      if (!one.verdict.message.empty()) reason.message = one.verdict.message;
      for (const Evidence& evidence : one.verdict.evidence) reason.facts.push_back(evidence.fact);
      reasons.push_back(std::move(reason));
    }
    for (const auto& conflict : facts_.context.conflicts) {
      reasons.push_back(
          {"conflict", "来源不同的事实相互矛盾 sources contradict each other", conflict});
    }
    if (no_risk_score_) {
      reasons.push_back({"script", "风险分值之和超出范围 the points have no sum", {}});
    }
    if (risk_escalates_) {
      reasons.push_back({"risk", "风险等级 risk level: " + decision_.risk_level, {}});
    }
  }

  // One reason for each kind of doubt, with all its facts: what a reviewer looks at first.
  void add_doubt(const Cause& cause) {
    static const std::map<Cause::Kind, std::string> kMessages{
        {Cause::Kind::missing_material, "材料未提交 a material was not submitted"},
        {Cause::Kind::missing_form_field, "表单未填写 a form field was left empty"},
        {Cause::Kind::absent_fact, "未能取得的事实 facts that were not found"},
        {Cause::Kind::doubtful_fact, "置信度不足的事实 facts below their threshold"},
        {Cause::Kind::lookup_failed, "共享数据未返回 a look-up failed"},
        {Cause::Kind::no_calendar, "该年度工作日历未公布 no working-day calendar for that year"},
        {Cause::Kind::no_row, "判定表中没有对应的行 no row of the table is for these values"},
        {Cause::Kind::undecidable, "机器无法判断 the machine cannot tell"}};
    const std::string code(code_of(cause.kind));
    auto& reasons = decision_.reasons;
    auto known = std::find_if(reasons.begin(), reasons.end(),
                              [&](const Reason& reason) { return reason.code == code; });
    if (known == reasons.end()) {
      reasons.push_back({code, kMessages.at(cause.kind), {}});
      known = std::prev(reasons.end());
    }
    if (std::find(known->facts.begin(), known->facts.end(), cause.fact) == known->facts.end()) {
      known->facts.push_back(cause.fact);
    }
  }

  // The rows of the table, first match wins.
  void follow() {
    const bool broken = no_risk_score_ || !requirements_.broken.empty() ||
                        any([](const Judged& one) { return one.verdict.result == Result::error; });
    const bool unexplained = !requirements_.unsettled.empty() ||
                             any([&](const Judged& one) { return is_unexplained(one); });
    const bool covered =
        any([](const Judged& one) { return one.verdict.covered; }) ||
        std::any_of(requirements_.missing_materials.begin(), requirements_.missing_materials.end(),
                    [&](const Material* material) { return covers(*material); });
    const bool passed = any([](const Judged& one) {
      return one.verdict.result == Result::pass && one.criterion->kind != CriterionKind::score;
    });
    if (broken) return;
    if (any_fails(Action::not_accept)) return set(Outcome::not_accept);
    if (missing_ && unexplained) return propose(Outcome::supplement);
    if (missing_) return set(Outcome::supplement);
    if (unexplained) return;
    if (any_fails(Action::deny)) return set(Outcome::deny);
    if (any_fails(Action::supplement)) return set(Outcome::supplement);
    if (any_fails(Action::escalate) || !facts_.context.conflicts.empty() || risk_escalates_) return;
    if (covered) return set(Outcome::approve_conditionally);
    if (passed) return set(Outcome::approve);
    decision_.reasons.push_back({"no_pass", "没有任何要点通过 no criterion passed", {}});
  }

  void set(Outcome outcome) { decision_.outcome = outcome; }
  void propose(Outcome outcome) { decision_.proposal = outcome; }

  void collect_obligations() {
    const bool tolerant = facts_.mode == "tolerant";
    for (const Material* material : requirements_.missing_materials) {
      if (covers(*material)) {
        add_obligation(material->name, material->title,
                       tolerant ? material->tolerable : matter_.check_days);
      }
    }
    for (const Judged& one : judged_) {
      if (!one.verdict.covered) continue;
      if (one.verdict.result == Result::unknown && one.criterion->kind != CriterionKind::inspect)
        continue;
      if (one.verdict.result == Result::unknown && !one.causes.empty()) continue;
      const auto& otherwise = one.criterion->otherwise;
      add_obligation(one.verdict.criterion, one.verdict.title,
                     tolerant ? otherwise.days : matter_.check_days);
    }
  }

  void add_obligation(const std::string& id, const std::string& title, std::optional<int> days) {
    const bool tolerant = facts_.mode == "tolerant";
    Obligation obligation{id, tolerant ? "tolerate" : "promise", title, days,
                          {}, tolerant ? kTolerated : kPromised};
    if (days) {
      if (const auto due = calendar_.add_workdays(facts_.received_on, *days))
        obligation.due = due->text();
    }
    decision_.obligations.push_back(std::move(obligation));
  }

  const Matter& matter_;
  const Facts& facts_;
  const Requirements& requirements_;
  const formats::WorkingDays& calendar_;
  std::vector<Judged>& judged_;
  Decision& decision_;
  bool missing_ = false;
  bool risk_escalates_ = false;
  bool no_risk_score_ = false;  // the points have no sum
};

}  // namespace

bool is_explained(const Requirements& requirements, const std::vector<Cause>& causes) {
  return !causes.empty() && std::all_of(causes.begin(), causes.end(), [&](const Cause& cause) {
    return is_missing(requirements, cause);
  });
}

void decide(const Declarations& declarations, const Facts& facts, const Requirements& requirements,
            const formats::WorkingDays& calendar, std::vector<Judged>& judged, Decision& decision) {
  Table(declarations, facts, requirements, calendar, judged, decision).decide();
}

void restrict_to_automatic(const Matter& matter, const Facts& facts, Decision& decision) {
  if (decision.outcome == Outcome::escalate) return;
  const auto hold = [&](std::string code, std::string message) {
    if (decision.outcome != Outcome::escalate) decision.proposal = decision.outcome;
    decision.outcome = Outcome::escalate;
    decision.reasons.push_back({std::move(code), std::move(message), {}});
  };
  const Outcome outcome = decision.outcome;
  const std::string allowed_by(
      to_text(outcome == Outcome::approve_conditionally ? Outcome::approve : outcome));
  const auto allowed = matter.automatic.find(allowed_by);
  if (allowed == matter.automatic.end() || !allowed->second) {
    hold("not_automatic", "本事项的此类结果由人工决定 this outcome is for a person: " +
                              std::string(to_text(outcome)));
  }
  if (!facts.context.automated)
    hold("person_requested", "申请人要求人工审批 the applicant wants a person");
  if (facts.context.automatic_off)
    hold("automatic_off", "自动审批已暂停 automatic decisions are switched off");
  if (!matter.special_stages.empty() || matter.collective || matter.secret) {
    hold("special_stage",
         "特殊环节、集体审议或涉密事项不得自动审批 special stages, collective or secret matters");
  }
}

}  // namespace zhipi::engine
