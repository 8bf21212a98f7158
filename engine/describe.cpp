#include "engine/describe.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>

#include "engine/outcome.h"
#include "models/digest.h"

namespace zhipi::engine {
namespace {

constexpr const char* kTolerated = "逾期未补齐的，依法撤销决定";
constexpr const char* kPromised = "经核查承诺不实的，依法撤销决定并记入信用记录";

class Description {
 public:
  Description(const Pack& pack, const Facts& facts, const Judgement& judgement,
              const formats::WorkingDays& calendar, Decision& decision)
      : pack_(pack),
        facts_(facts),
        judgement_(judgement),
        calendar_(calendar),
        decision_(decision),
        teller_(pack.layout(), facts) {}

  // Fills the decision, whatever it held, without the evidence of its verdicts. What an earlier one
  // of the same pack says of its criteria stays.
  void write() {
    const Matter& matter = pack_.matter();
    const bool same_pack = decision_.pack_digest == pack_.digest();
    decision_.application = facts_.application;
    decision_.matter = matter.id;
    decision_.pack_version = matter.version;
    decision_.pack_digest = pack_.digest();
    decision_.facts_digest = digest_of(facts_);
    decision_.outcome = judgement_.outcome;
    decision_.proposal = judgement_.proposal;
    decision_.risk_score = judgement_.risk_score;
    decision_.risk_level = judgement_.risk != nullptr ? judgement_.risk->level : std::string();
    decision_.verdicts.resize(judgement_.judged.size());
    for (std::size_t at = 0; at < judgement_.judged.size(); ++at) {
      Verdict& verdict = decision_.verdicts[at];
      if (!same_pack) name(*judgement_.judged[at].criterion, verdict);
      fill(judgement_.judged[at], verdict);
    }
    write_supplements();
    write_reasons();
    decision_.obligations.clear();
    const Outcome meant = judgement_.proposal.value_or(judgement_.outcome);
    if (meant == Outcome::approve_conditionally) write_obligations();
    decision_.results = granted_results(pack_, judgement_);
  }

  // Calls `take` with what the criterion at that position rests on, in the order of first reading.
  void tell_evidence(std::size_t at, const std::function<void(const EvidenceView&)>& take) {
    const Judged& one = judgement_.judged[at];
    for (std::size_t piece = one.seen_from; piece < one.seen_to; ++piece) {
      take(teller_.tell(judgement_.seen[piece]));
    }
  }

  // The same in bytes, with commas in between.
  void write_evidence(std::size_t at, CanonicalWriter& out) {
    const Judged& one = judgement_.judged[at];
    for (std::size_t piece = one.seen_from; piece < one.seen_to; ++piece) {
      if (piece != one.seen_from) out.raw(",");
      teller_.write(judgement_.seen[piece], out);
    }
  }

 private:
  static void name(const Criterion& criterion, Verdict& verdict) {
    verdict.criterion = criterion.id;
    verdict.kind = to_text(criterion.kind);
    verdict.stage = criterion.stage;
    verdict.title = criterion.title;
    verdict.basis = criterion.basis;
  }

  void fill(const Judged& one, Verdict& verdict) {
    const Criterion& criterion = *one.criterion;
    verdict.result = one.result;
    verdict.covered = one.covered;
    verdict.code = one.code;
    verdict.message = one.message;
    verdict.points = one.points;
    if (one.result == Result::fail) {
      verdict.message = criterion.otherwise.message.fill(
          [&](std::string_view fact) { return show(pack_.layout(), facts_, fact); });
    }
    const bool asks = one.code == "inspect" ||
                      (criterion.kind == CriterionKind::inspect && one.result == Result::fail);
    if (asks && verdict.message.empty()) verdict.message = criterion.text;
  }

  void write_supplements() {
    decision_.supplements.clear();
    const Requirements& missing = judgement_.requirements;
    for (const FormField* field : missing.missing_fields) {
      decision_.supplements.push_back(
          {"form", field->name, field->title, "请填写" + field->title, {}});
    }
    for (const Material* material : missing.missing_materials) {
      if (covers(facts_, *material)) continue;
      decision_.supplements.push_back(
          {"material", material->name, material->title, "请提交" + material->title, {}});
    }
    for (std::size_t at = 0; at < judgement_.judged.size(); ++at) {
      if (!fails(judgement_.judged[at], Action::supplement)) continue;
      const Verdict& verdict = decision_.verdicts[at];
      decision_.supplements.push_back(
          {"criterion", verdict.criterion, verdict.title, verdict.message, verdict.basis});
    }
  }

  void write_reasons() {
    auto& reasons = decision_.reasons;
    reasons.clear();
    const Requirements& requirements = judgement_.requirements;
    for (const Verdict& verdict : decision_.verdicts) {
      if (verdict.result != Result::error) continue;
      reasons.push_back({verdict.code, verdict.criterion + ": " + verdict.message, {}});
    }
    reasons.insert(reasons.end(), requirements.broken.begin(), requirements.broken.end());
    reasons.insert(reasons.end(), requirements.unsettled.begin(), requirements.unsettled.end());
    for (const Judged& one : judgement_.judged) {
      if (!is_unexplained(requirements, one)) continue;
      if (one.causes.empty()) reasons.push_back({"inspect", one.criterion->title, {}});
      for (const Cause& cause : one.causes) {
        if (!is_explained(requirements, {cause})) add_doubt(cause);
      }
    }
    for (std::size_t at = 0; at < judgement_.judged.size(); ++at) {
      if (fails(judgement_.judged[at], Action::escalate)) add_fail(at);
    }
    for (const auto& conflict : facts_.context.conflicts) {
      reasons.push_back(
          {"conflict", "来源不同的事实相互矛盾 sources contradict each other", conflict});
    }
    if (judgement_.no_risk_score) {
      reasons.push_back({"script", "风险分值之和超出范围 the points have no sum", {}});
    }
    if (judgement_.risk != nullptr && judgement_.risk->escalate) {
      reasons.push_back({"risk", "风险等级 risk level: " + decision_.risk_level, {}});
    }
    reasons.insert(reasons.end(), judgement_.held.begin(), judgement_.held.end());
  }

  void add_fail(std::size_t at) {
    const Verdict& verdict = decision_.verdicts[at];
    Reason reason{"criterion", verdict.message.empty() ? verdict.title : verdict.message, {}};
    tell_evidence(at, [&](const EvidenceView& told) { reason.facts.emplace_back(told.fact); });
    decision_.reasons.push_back(std::move(reason));
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

  void write_obligations() {
    const bool tolerant = facts_.mode == "tolerant";
    const std::optional<int> check_days = pack_.matter().check_days;
    for (const Material* material : judgement_.requirements.missing_materials) {
      if (!covers(facts_, *material)) continue;
      add_obligation(material->name, material->title, tolerant ? material->tolerable : check_days);
    }
    for (const Judged& one : judgement_.judged) {
      // What is unknown for want of a covered material joins that material's obligation.
      if (!one.covered || (one.result == Result::unknown && !one.causes.empty())) continue;
      add_obligation(one.criterion->id, one.criterion->title,
                     tolerant ? one.criterion->otherwise.days : check_days);
    }
  }

  void add_obligation(const std::string& id, const std::string& title, std::optional<int> days) {
    const bool tolerant = facts_.mode == "tolerant";
    Obligation obligation{id, tolerant ? "tolerate" : "promise", title, days,
                          {}, tolerant ? kTolerated : kPromised};
    if (days) {
      if (const auto due = calendar_.add_workdays(facts_.received_on, *days)) {
        obligation.due = due->text();
      }
    }
    decision_.obligations.push_back(std::move(obligation));
  }

  const Pack& pack_;
  const Facts& facts_;
  const Judgement& judgement_;
  const formats::WorkingDays& calendar_;
  Decision& decision_;
  EvidenceTeller teller_;
};

Evidence evidence_of(const EvidenceView& told) {
  Evidence evidence;
  evidence.fact = told.fact;
  evidence.value = parse_json(told.value).value();
  evidence.source = told.source;
  evidence.confidence = told.confidence;
  evidence.material = told.material;
  evidence.page = told.page;
  if (told.box != nullptr) evidence.box = *told.box;
  evidence.cause = told.cause;
  return evidence;
}

}  // namespace

std::map<std::string, GrantedResult> granted_results(const Pack& pack, const Judgement& judgement) {
  std::map<std::string, GrantedResult> granted;
  const auto& declared = pack.declarations().results;
  for (std::size_t at = 0; at < judgement.results.size(); ++at) {
    if (!judgement.results[at]) continue;
    const Field& field = declared[at].field;
    granted[field.name] = {field.title, std::string(to_text(field.kind)), *judgement.results[at]};
  }
  return granted;
}

Decision describe(const Pack& pack, const Facts& facts, const Judgement& judgement,
                  const formats::WorkingDays& calendar) {
  Decision decision;
  Description description(pack, facts, judgement, calendar, decision);
  description.write();
  for (std::size_t at = 0; at < decision.verdicts.size(); ++at) {
    std::vector<Evidence>& evidence = decision.verdicts[at].evidence;
    description.tell_evidence(
        at, [&](const EvidenceView& told) { evidence.push_back(evidence_of(told)); });
  }
  return decision;
}

void write_out(const Pack& pack, const Facts& facts, const Judgement& judgement,
               const formats::WorkingDays& calendar, WrittenDecision& written) {
  Description description(pack, facts, judgement, calendar, written.decision);
  description.write();
  written.bytes = canonical_text(
      written.decision, judgement.seen.size(),
      [&](std::size_t at, CanonicalWriter& out) { description.write_evidence(at, out); });
}

}  // namespace zhipi::engine
