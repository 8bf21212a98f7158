#include "engine/authoring/difference.h"

#include <algorithm>
#include <set>

#include "engine/authoring/words.h"

namespace zhipi::engine {
namespace {

std::string shown(const Json& value) {
  return value.is_string() ? std::string(value.get_string()) : canonical_json(value);
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "-" : text;
}

const Verdict* find_verdict(const Decision& decision, std::string_view criterion) {
  const auto found =
      std::find_if(decision.verdicts.begin(), decision.verdicts.end(),
                   [&](const Verdict& verdict) { return verdict.criterion == criterion; });
  return found == decision.verdicts.end() ? nullptr : &*found;
}

Json proposal_of(const Decision& decision) {
  return decision.proposal ? Json(to_text(*decision.proposal)) : Json(nullptr);
}

// `{"value": 5000}` or the value alone.
const Json& expected_value(const Json& expected) {
  const bool wrapped = expected.is_object() && expected.get_object().contains("value");
  return wrapped ? expected.get_object().at("value") : expected;
}

std::set<std::string> texts_of(const Json& list) {
  std::set<std::string> texts;
  for (const Json& one : list.get_array()) texts.insert(shown(one));
  return texts;
}

std::set<std::string> supplements_of(const Decision& decision) {
  std::set<std::string> ids;
  for (const Supplement& supplement : decision.supplements) ids.insert(supplement.id);
  return ids;
}

// Identifiers with their working days, null where there are none.
Json obligations_of(const Decision& decision) {
  json::object days;
  for (const Obligation& obligation : decision.obligations) {
    days[obligation.id] = obligation.working_days ? Json(*obligation.working_days) : Json(nullptr);
  }
  return days;
}

// As the decision's JSON has it.
Json level_of(const Decision& decision) {
  return decision.risk_level.empty() ? Json(nullptr) : Json(decision.risk_level);
}

// Of the risk what `expected` names.
Json risk_of(const Decision& decision, const json::object& expected) {
  json::object risk;
  if (expected.contains("score")) risk["score"] = decision.risk_score;
  if (expected.contains("level")) risk["level"] = level_of(decision);
  return risk;
}

std::string one_line(const Evidence& evidence) {
  std::string text = evidence.fact + " = " + canonical_json(evidence.value);
  std::string origin = evidence.source;
  if (evidence.confidence) origin += " " + canonical_json(Json(*evidence.confidence));
  if (!origin.empty()) text += "  [" + origin + "]";
  if (!evidence.cause.empty()) text += "  <- " + evidence.cause;
  return text;
}

void add_evidence(const Verdict& verdict, Difference& difference) {
  if (!verdict.message.empty()) difference.grounds.push_back({"说明 message", verdict.message});
  for (const Evidence& evidence : verdict.evidence) {
    difference.grounds.push_back({"依据 evidence", one_line(evidence)});
  }
}

// Why the outcome came: its reasons, every verdict that is not clean, and what is asked for.
void add_course(const Decision& decision, Difference& difference) {
  for (const Reason& reason : decision.reasons) {
    std::string text = reason.code + ": " + reason.message;
    for (const std::string& fact : reason.facts) text += " " + fact;
    difference.grounds.push_back({"理由 reason", std::move(text)});
  }
  for (const Verdict& verdict : decision.verdicts) {
    if (verdict.result == Result::pass || verdict.result == Result::not_applicable) continue;
    std::string text = verdict.criterion + " " + result_words(to_text(verdict.result)) +
                       (verdict.covered ? "（容缺/承诺 covered）" : "");
    if (!verdict.message.empty()) text += "：" + verdict.message;
    difference.grounds.push_back({"判定 verdict", std::move(text)});
  }
  for (const Supplement& supplement : decision.supplements) {
    difference.grounds.push_back(
        {"补正 supplement", supplement.id + " " + supplement.title + "：" + supplement.message});
  }
  for (const Obligation& obligation : decision.obligations) {
    difference.grounds.push_back({"义务 obligation", obligation.id + " " + obligation.title});
  }
}

Difference of_outcome(std::string_view expected, const Decision& decision) {
  Difference difference{
      "outcome", {}, std::string(expected), std::string(to_text(decision.outcome)), {}};
  if (decision.proposal) {
    difference.grounds.push_back({"拟定 proposal", outcome_words(to_text(*decision.proposal))});
  }
  add_course(decision, difference);
  return difference;
}

Difference of_verdict(std::string_view criterion, const Json& expected, const Decision& decision) {
  const Verdict* const verdict = find_verdict(decision, criterion);
  Difference difference{std::string(criterion), {}, shown(expected), "no such criterion", {}};
  if (verdict == nullptr) return difference;
  difference.title = verdict->title;
  difference.was = to_text(verdict->result);
  add_evidence(*verdict, difference);
  return difference;
}

Difference of_result(const std::string& name, const Json& expected, const Decision& decision) {
  Difference difference{name, {}, shown(expected_value(expected)), "not computed", {}};
  const auto found = decision.results.find(name);
  if (found == decision.results.end()) {
    add_course(decision, difference);
    return difference;
  }
  difference.title = found->second.title;
  difference.was = shown(found->second.value);
  return difference;
}

Difference of_names(std::string what, const std::set<std::string>& expected,
                    const std::set<std::string>& was, const Decision& decision) {
  Difference difference{std::move(what), {}, joined(expected), joined(was), {}};
  add_course(decision, difference);
  return difference;
}

}  // namespace

std::vector<Difference> differences(const json::object& expect, const Decision& decision) {
  std::vector<Difference> found;
  if (const Json* const outcome = expect.if_contains("outcome")) {
    if (shown(*outcome) != to_text(decision.outcome)) {
      found.push_back(of_outcome(shown(*outcome), decision));
    }
  }
  if (const Json* const proposal = expect.if_contains("proposal")) {
    if (const Json was = proposal_of(decision); *proposal != was) {
      found.push_back({"proposal", {}, shown(*proposal), shown(was), {}});
    }
  }
  if (const Json* const verdicts = expect.if_contains("verdicts")) {
    for (const auto& [criterion, expected] : verdicts->get_object()) {
      const Verdict* const verdict = find_verdict(decision, criterion);
      if (verdict == nullptr || shown(expected) != to_text(verdict->result)) {
        found.push_back(of_verdict(criterion, expected, decision));
      }
    }
  }
  if (const Json* const results = expect.if_contains("results")) {
    for (const auto& [name, expected] : results->get_object()) {
      const auto result = decision.results.find(std::string(name));
      if (result == decision.results.end() ||
          canonical_json(result->second.value) != canonical_json(expected_value(expected))) {
        found.push_back(of_result(std::string(name), expected, decision));
      }
    }
  }
  if (const Json* const supplements = expect.if_contains("supplements")) {
    const std::set<std::string> expected = texts_of(*supplements);
    if (const std::set<std::string> was = supplements_of(decision); expected != was) {
      found.push_back(of_names("supplements", expected, was, decision));
    }
  }
  if (const Json* const obligations = expect.if_contains("obligations")) {
    if (const Json was = obligations_of(decision); *obligations != was) {
      found.push_back({"obligations", {}, shown(*obligations), shown(was), {}});
    }
  }
  if (const Json* const risk = expect.if_contains("risk")) {
    const Json was = risk_of(decision, risk->get_object());
    if (canonical_json(*risk) != canonical_json(was)) {
      found.push_back({"risk", {}, shown(*risk), shown(was), {}});
    }
  }
  return found;
}

std::string to_line(const Difference& difference) {
  return difference.what + ": expected " + difference.expected + ", was " + difference.was;
}

std::string to_text(const Difference& difference) {
  constexpr std::size_t kLabels = 18;
  const bool of_outcomes = difference.what == "outcome" || difference.what == "proposal";
  const auto words = [&](const std::string& word) {
    return of_outcomes ? outcome_words(word) : result_words(word);
  };
  const auto line = [](const std::string& label, const std::string& text) {
    return "      " + padded(label, kLabels) + text + "\n";
  };
  std::string text =
      "    " + difference.what + (difference.title.empty() ? "" : "  " + difference.title) + "\n" +
      line("应为 expected", words(difference.expected)) + line("实为 was", words(difference.was));
  std::string label;
  for (const Ground& ground : difference.grounds) {
    text += line(ground.label == label ? "" : ground.label, ground.text);
    label = ground.label;
  }
  return text;
}

Json to_json(const Difference& difference) {
  json::array grounds;
  for (const Ground& ground : difference.grounds) {
    grounds.push_back(json::object{{"label", ground.label}, {"text", ground.text}});
  }
  return json::object{{"what", difference.what},
                      {"title", difference.title},
                      {"expected", difference.expected},
                      {"was", difference.was},
                      {"grounds", std::move(grounds)}};
}

}  // namespace zhipi::engine
