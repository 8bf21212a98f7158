#include "engine/authoring/explain.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/authoring/fact_names.h"
#include "engine/authoring/terms.h"
#include "engine/authoring/tree.h"
#include "engine/authoring/words.h"

namespace zhipi::engine {
namespace {

// The outcome table in one sentence a row.
constexpr std::array<const char*, 10> kRows{
    "有要点出错 a criterion ended as an error",
    "有要点不符合，其后果为不予受理 a failure that says not_accept",
    "必需的材料或表单项缺失 a required material or form field is missing",
    "有要点无法判定 something could not be told",
    "有要点不符合，其后果为不予 a failure that says deny",
    "有要点不符合，其后果为补正 failures that say supplement",
    "有要点要求转人工，或来源矛盾，或风险等级要求 a failure, a conflict or the risk asks for a "
    "person",
    "其余均通过，有容缺或承诺的要点 covered points remain",
    "全部通过或不适用 everything passed or does not apply",
    "没有任何要点通过 nothing passed"};

// Reasons that hold back an outcome already found; the others are why there is none.
const std::set<std::string_view> kHeld{"not_automatic", "person_requested", "automatic_off",
                                       "special_stage", "result"};

bool has_reason(const Decision& decision, const auto& is_it) {
  return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                     [&](const Reason& reason) { return is_it(std::string_view(reason.code)); });
}

int row_of_outcome(const Decision& decision, Outcome outcome) {
  switch (outcome) {
    case Outcome::not_accept:
      return 2;
    case Outcome::supplement:
      return std::any_of(decision.supplements.begin(), decision.supplements.end(),
                         [](const Supplement& one) { return one.kind != "criterion"; })
                 ? 3
                 : 6;
    case Outcome::deny:
      return 5;
    case Outcome::approve_conditionally:
      return 8;
    case Outcome::approve:
      return 9;
    case Outcome::escalate:
      return 10;
  }
  return 10;
}

std::string quoted(const std::string& basis) {
  return basis.empty() ? std::string() : "〔" + basis + "〕";
}

// "不予 deny", or a person with what is proposed to them.
std::string outcome_in_words(Outcome outcome, const std::optional<Outcome>& proposal) {
  if (!proposal) return outcome_words(to_text(outcome));
  return outcome_words(to_text(outcome)) + "（拟 proposal " + outcome_words(to_text(*proposal)) +
         "）";
}

class Explanation {
 public:
  Explanation(const Pack& pack, const Decision& decision,
              const std::map<std::string, ChangeSearch>& changes)
      : pack_(pack), decision_(decision), changes_(changes) {}

  std::string text() const {
    const Matter& matter = pack_.matter();
    Tree tree{matter.title + " " + matter.id + " " + decision_.pack_version +
                  (decision_.application.empty() ? "" : "    办件 " + decision_.application),
              {}};
    add_outcome(tree);
    add_group(tree, "出错 errors", [](const Verdict& one) { return one.result == Result::error; });
    add_group(tree, "不符合 fails",
              [](const Verdict& one) { return one.result == Result::fail && !one.covered; });
    add_group(tree, "待定 unknown",
              [](const Verdict& one) { return one.result == Result::unknown && !one.covered; });
    add_group(tree, "容缺或承诺 covered", [](const Verdict& one) { return one.covered; });
    add_group(tree, "通过 passes",
              [](const Verdict& one) { return one.result == Result::pass && !one.covered; });
    add_group(tree, "不适用 not applicable",
              [](const Verdict& one) { return one.result == Result::not_applicable; });
    add_results(tree);
    add_supplements(tree);
    add_obligations(tree);
    return to_text(tree);
  }

 private:
  void add_outcome(Tree& tree) const {
    const int row = deciding_row(decision_);
    Tree& outcome = tree.add("结果 outcome: " + outcome_words(to_text(decision_.outcome)));
    if (decision_.proposal)
      outcome.add("拟 proposal: " + outcome_words(to_text(*decision_.proposal)));
    outcome.add("依据结果表第 " + std::to_string(row) + " 行 row " + std::to_string(row) + ": " +
                kRows[static_cast<std::size_t>(row - 1)]);
    for (const Reason& reason : decision_.reasons) {
      Tree& why = outcome.add(reason.code + ": " + reason.message);
      for (const std::string& fact : reason.facts) why.add(fact + title_of(fact));
    }
    if (!decision_.risk_level.empty()) {
      outcome.add("风险 risk: " + decision_.risk_level + "（" +
                  canonical_json(Json(decision_.risk_score)) + "）");
    }
  }

  template <class Belongs>
  void add_group(Tree& tree, const std::string& name, const Belongs& belongs) const {
    Tree group{"", {}};
    for (const Verdict& verdict : decision_.verdicts) {
      if (belongs(verdict)) group.children.push_back(verdict_tree(verdict));
    }
    if (group.children.empty()) return;
    group.text = name + "（" + std::to_string(group.children.size()) + "）";
    tree.children.push_back(std::move(group));
  }

  Tree verdict_tree(const Verdict& verdict) const {
    Tree tree{verdict.title + "  " + verdict.criterion + "  " + stage_in_words(verdict.stage) +
                  quoted(verdict.basis) + follows(verdict),
              {}};
    if (!verdict.message.empty()) tree.add(verdict.message);
    if (verdict.points) tree.add("分值 points: " + canonical_json(Json(*verdict.points)));
    for (const Evidence& evidence : verdict.evidence) tree.add(evidence_line(evidence));
    if (const auto search = changes_.find(verdict.criterion); search != changes_.end()) {
      add_changes(tree, search->second);
    }
    return tree;
  }

  // What a failure leads to, as the pack declares it.
  std::string follows(const Verdict& verdict) const {
    if (verdict.result != Result::fail) return {};
    const auto& criteria = pack_.declarations().criteria;
    const auto declared = std::find_if(criteria.begin(), criteria.end(), [&](const Criterion& one) {
      return one.id == verdict.criterion;
    });
    return declared == criteria.end() ? "" : " → " + in_words(declared->otherwise.action);
  }

  std::string title_of(const std::string& fact) const {
    const auto named = find_fact(pack_.matter(), fact);
    return named ? " " + named->title : "";
  }

  std::string value_of(const std::string& fact, const Json& value) const {
    const auto named = find_fact(pack_.matter(), fact);
    if (!named || named->declared() == nullptr) return value_in_words(FieldKind::text, value);
    return value_in_words(named->declared()->kind, value);
  }

  std::string evidence_line(const Evidence& evidence) const {
    std::string line =
        evidence.fact + title_of(evidence.fact) + " = " + value_of(evidence.fact, evidence.value);
    std::string origin = source_in_words(evidence.source);
    if (evidence.confidence && evidence.source != "table") {
      origin += "，置信度 " + canonical_json(Json(*evidence.confidence));
    }
    if (evidence.page > 0) origin += "，第 " + std::to_string(evidence.page) + " 页";
    if (evidence.box) origin += "，框 " + canonical_json(to_json(*evidence.box));
    if (!evidence.source.empty()) line += "  〔" + origin + "〕";
    if (!evidence.cause.empty()) line += "  ← " + evidence.cause;
    return line;
  }

  void add_changes(Tree& tree, const ChangeSearch& search) const {
    if (search.changes.empty()) {
      tree.add(
          search.complete
              ? "没有找到改一个值即可符合的办法 no single change was found that would turn it"
              : "搜索未完成，尚未找到改一个值即可符合的办法 the search was given up at its limit");
      return;
    }
    for (const Change& change : search.changes) {
      const bool same =
          change.outcome == decision_.outcome && change.proposal == decision_.proposal;
      const bool first = &change == &search.changes.front();
      tree.add(
          std::string(first ? "最近的改动 nearest change: " : "或 or: ") + change.fact +
          title_of(change.fact) + "  " + value_of(change.fact, change.before) + " → " +
          value_of(change.fact, change.after) +
          (same ? "；办件结果不变 the outcome stays " : "；办件结果变为 the outcome becomes ") +
          outcome_in_words(change.outcome, change.proposal));
    }
  }

  void add_results(Tree& tree) const {
    if (decision_.results.empty()) return;
    Tree& group = tree.add("批准内容 results");
    for (const auto& [name, result] : decision_.results) {
      const auto kind = field_kind(result.kind);
      group.add(result.title + "  " + name + " = " +
                value_in_words(kind.value_or(FieldKind::text), result.value));
    }
  }

  void add_supplements(Tree& tree) const {
    if (decision_.supplements.empty()) return;
    Tree& group = tree.add("一次性告知补正 supplements（" +
                           std::to_string(decision_.supplements.size()) + "）");
    for (const Supplement& one : decision_.supplements) {
      group.add(one.title + "  " + one.kind + " " + one.id + quoted(one.basis)).add(one.message);
    }
  }

  void add_obligations(Tree& tree) const {
    if (decision_.obligations.empty()) return;
    Tree& group =
        tree.add("后续义务 obligations（" + std::to_string(decision_.obligations.size()) + "）");
    for (const Obligation& one : decision_.obligations) {
      Tree& obligation = group.add(one.title + "  " + one.id + "  " + one.kind);
      if (one.working_days) {
        obligation.add("期限 within: " + std::to_string(*one.working_days) + " 个工作日，" +
                       (one.due.empty()
                            ? "该年度工作日历未公布 that year's calendar is not published"
                            : "截至 due " + one.due));
      }
      obligation.add(one.consequence);
    }
  }

  const Pack& pack_;
  const Decision& decision_;
  const std::map<std::string, ChangeSearch>& changes_;
};

}  // namespace

int deciding_row(const Decision& decision) {
  const bool held = decision.proposal && has_reason(decision, [](std::string_view code) {
                      return kHeld.contains(code);
                    });
  if (decision.outcome != Outcome::escalate) return row_of_outcome(decision, decision.outcome);
  if (held) return row_of_outcome(decision, *decision.proposal);
  if (has_reason(decision,
                 [](std::string_view code) { return code == "script" || code == "budget"; }))
    return 1;
  if (decision.proposal == Outcome::supplement) return 3;
  const std::set<std::string_view> asks{"criterion", "conflict", "risk"};
  if (has_reason(decision, [&](std::string_view code) {
        return !asks.contains(code) && !kHeld.contains(code) && code != "no_pass";
      })) {
    return 4;
  }
  return has_reason(decision, [&](std::string_view code) { return asks.contains(code); }) ? 7 : 10;
}

std::string explain(const Pack& pack, const Decision& decision,
                    const std::map<std::string, ChangeSearch>& changes) {
  return Explanation(pack, decision, changes).text();
}

}  // namespace zhipi::engine
