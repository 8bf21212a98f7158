#include "app/explain.h"

namespace zhipi::app {
namespace {

std::string_view in_chinese(Outcome outcome) {
  switch (outcome) {
    case Outcome::approve:
      return "准予";
    case Outcome::approve_conditionally:
      return "附条件准予";
    case Outcome::supplement:
      return "一次性告知补正";
    case Outcome::not_accept:
      return "不予受理";
    case Outcome::deny:
      return "不予";
    case Outcome::escalate:
      return "转人工";
  }
  return {};
}

std::string_view in_chinese(Result result) {
  switch (result) {
    case Result::pass:
      return "通过";
    case Result::fail:
      return "不符合";
    case Result::unknown:
      return "待定";
    case Result::not_applicable:
      return "不适用";
    case Result::error:
      return "出错";
  }
  return {};
}

std::string line(const Evidence& evidence) {
  std::string text = "     " + evidence.fact + " = " + canonical_json(evidence.value);
  if (!evidence.source.empty()) text += "  [" + evidence.source;
  if (evidence.page > 0) text += ", page " + std::to_string(evidence.page);
  if (evidence.box) text += ", " + canonical_json(to_json(*evidence.box));
  if (evidence.confidence) text += ", " + canonical_json(Json(*evidence.confidence));
  if (!evidence.source.empty()) text += "]";
  if (!evidence.cause.empty()) text += "  <- " + evidence.cause;
  return text + "\n";
}

}  // namespace

std::string explain(const Decision& decision) {
  std::string text = decision.matter + ": " + std::string(in_chinese(decision.outcome)) + " " +
                     std::string(to_text(decision.outcome));
  if (decision.proposal) {
    text += "  (拟 proposal: " + std::string(in_chinese(*decision.proposal)) + " " +
            std::string(to_text(*decision.proposal)) + ")";
  }
  text += "\n";
  for (const Reason& reason : decision.reasons) {
    text += "  ! " + reason.code + ": " + reason.message;
    for (const std::string& fact : reason.facts) text += " " + fact;
    text += "\n";
  }
  for (const Supplement& supplement : decision.supplements) {
    text += "  + 补正 " + supplement.title + ": " + supplement.message + "\n";
  }
  for (const Obligation& obligation : decision.obligations) {
    text += "  ~ 义务 " + obligation.title +
            (obligation.due.empty() ? "" : " 截至 " + obligation.due) + "\n";
  }
  for (const auto& [name, result] : decision.results) {
    text += "  = " + result.title + " " + name + ": " + canonical_json(result.value) + "\n";
  }
  for (const Verdict& verdict : decision.verdicts) {
    text += "  " + std::string(in_chinese(verdict.result)) +
            (verdict.covered ? "（容缺/承诺）" : "") + "  " + verdict.title + "  " +
            verdict.criterion + (verdict.basis.empty() ? "" : "  〔" + verdict.basis + "〕") + "\n";
    if (!verdict.message.empty()) text += "     " + verdict.message + "\n";
    for (const Evidence& evidence : verdict.evidence) text += line(evidence);
  }
  return text;
}

}  // namespace zhipi::app
