// A backtest's report as JSON and as text.
#include <algorithm>

#include "engine/authoring/backtest.h"

namespace zhipi::engine {
namespace {

using OutcomeFlows = std::map<std::pair<Outcome, Outcome>, Flow>;

bool is_change(const std::pair<Outcome, Outcome>& flow) {
  return flow.first != flow.second;
}

std::string key_of(const std::pair<Outcome, Outcome>& flow) {
  return std::string(to_text(flow.first)) + "→" + std::string(to_text(flow.second));
}

std::string shown(const CaseName& name) {
  return name.application.empty() ? "#" + std::to_string(name.line) : name.application;
}

json::object changes_json(const OutcomeFlows& flows) {
  json::object object;
  for (const auto& [outcomes, flow] : flows) {
    if (is_change(outcomes)) object[key_of(outcomes)] = flow.cases;
  }
  return object;
}

// Columns of figures are read downwards.
std::string aligned(std::uint64_t count) {
  const std::string digits = std::to_string(count);
  return std::string(digits.size() < 10 ? 10 - digits.size() : 0, ' ') + digits;
}

std::string line(const std::string& key, const Flow& flow, bool with_examples) {
  std::string text = aligned(flow.cases) + "  " + key;
  if (with_examples && !flow.examples.empty()) {
    text += "    例 e.g.";
    for (const CaseName& name : flow.examples) text += " " + shown(name);
  }
  return text + "\n";
}

std::string title_of(const Pack& pack, const std::string& criterion) {
  for (const Criterion& one : pack.declarations().criteria) {
    if (one.id == criterion) return "  " + one.title;
  }
  return {};
}

}  // namespace

Json to_json(const BacktestReport& report) {
  json::object criteria;
  for (const auto& [id, flows] : report.criteria) {
    json::object results;
    for (const auto& [key, flow] : flows) results[key] = flow.cases;
    criteria[id] = std::move(results);
  }
  json::object examples;
  for (const auto& [outcomes, flow] : report.flows) {
    if (!is_change(outcomes)) continue;
    json::array names;
    for (const CaseName& name : flow.examples) names.emplace_back(shown(name));
    examples[key_of(outcomes)] = std::move(names);
  }
  json::object left_out;
  for (const auto& [name, count] : report.left_out) left_out[name] = count;
  return json::object{{"cases", report.cases},
                      {"changed", report.changed},
                      {"verdicts_only", report.verdicts_only},
                      {"flows", changes_json(report.flows)},
                      {"proposals", changes_json(report.proposals)},
                      {"criteria", std::move(criteria)},
                      {"examples", std::move(examples)},
                      {"left_out", std::move(left_out)},
                      {"refused", report.refused}};
}

std::string to_text(const BacktestReport& report, const Pack& after) {
  std::string text = "案件 cases " + std::to_string(report.cases) +
                     "    结果改变 outcome changed " + std::to_string(report.changed) +
                     "    仅要点改变 only a verdict changed " +
                     std::to_string(report.verdicts_only) + "\n";
  if (!report.flows.empty()) text += "\n结果 outcome, 旧 old → 新 new\n";
  for (const bool changes : {true, false}) {
    for (const auto& [outcomes, flow] : report.flows) {
      if (is_change(outcomes) != changes) continue;
      text += line(key_of(outcomes) + (changes ? "" : "  不变 unchanged"), flow, changes);
    }
  }
  if (!report.proposals.empty()) text += "\n转人工而所拟不同 to a person, with another proposal\n";
  for (const auto& [outcomes, flow] : report.proposals) text += line(key_of(outcomes), flow, true);
  if (!report.criteria.empty()) text += "\n要点 criteria, 旧 old → 新 new\n";
  for (const auto& [id, flows] : report.criteria) {
    text += "  " + id + title_of(after, id) + "\n";
    for (const auto& [key, flow] : flows) text += line(key, flow, true);
  }
  if (!report.left_out.empty())
    text += "\n仅一方声明而略去的事实 facts that only one pack declares\n";
  for (const auto& [name, count] : report.left_out) text += line(name, {count, {}}, false);
  return text;
}

}  // namespace zhipi::engine
