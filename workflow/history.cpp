#include "workflow/history.h"

#include <algorithm>
#include <cmath>

#include "models/approval.h"
#include "models/digest.h"
#include "workflow/case_input.h"
#include "workflow/views.h"

namespace zhipi::workflow {
namespace {

// "form.id_number" in the stored request, or null.
Json value_at(const Json& request, std::string_view fact) {
  const std::size_t dot = fact.find('.');
  const Json* const section = request.as_object().if_contains(fact.substr(0, dot));
  if (section == nullptr || !section->is_object()) return nullptr;
  const Json* const value = section->get_object().if_contains(fact.substr(dot + 1));
  return value == nullptr ? Json(nullptr) : *value;
}

// `{"results": {"months": {"value": 3, …}}}` -> 3, or null.
Json result_in(const std::string& decision, const std::string& name) {
  const auto parsed = parse_json(decision);
  if (!parsed || !parsed->is_object()) return nullptr;
  const Json* const results = parsed->get_object().if_contains("results");
  if (results == nullptr || !results->is_object()) return nullptr;
  const Json* const result = results->get_object().if_contains(name);
  if (result == nullptr || !result->is_object()) return nullptr;
  const Json* const value = result->get_object().if_contains("value");
  return value == nullptr ? Json(nullptr) : *value;
}

// Facts hold whole numbers to 2^53 - 1; so far a double adds them exactly.
constexpr double kLargestWhole = 9007199254740991;

}  // namespace

Problems check_history(const Matter& matter) {
  Problems problems;
  for (const HistoryCount& count : matter.history) {
    for (const std::string& fact : count.same) {
      if (fact.starts_with("form.") || fact.starts_with("applicant.")) continue;
      problems.push_back({"unsupported_history",
                          "`" + count.name + "` counts by `" + fact +
                              "`; only facts of the form and the applicant are known at intake",
                          "matter.lua:1:1"});
    }
    if (count.same.empty()) {
      problems.push_back(
          {"unsupported_history",
           "`" + count.name + "` needs the facts that applications share: same = { … }",
           "matter.lua:1:1"});
    }
    if (!count.state.empty() && count.state != "open" && !store::state(count.state)) {
      problems.push_back(
          {"unknown_state",
           "`" + count.name + "`: `" + count.state + "` is no state of an application",
           "matter.lua:1:1"});
    }
  }
  return problems;
}

std::optional<std::string> subject_of(const Matter& matter, const HistoryCount& count,
                                      const Json& request) {
  json::array shared;
  std::vector<std::string> facts = count.same;
  std::sort(facts.begin(), facts.end());
  for (const std::string& fact : facts) {
    Json value = value_at(request, fact);
    if (value.is_null()) return std::nullopt;
    shared.push_back(json::array{fact, std::move(value)});
  }
  return Digest::of(matter.id + "\n" + canonical_json(shared)).text();
}

std::vector<std::string> subjects_of(const Matter& matter, const Json& request) {
  std::vector<std::string> subjects;
  for (const HistoryCount& count : matter.history) {
    if (auto subject = subject_of(matter, count, request)) subjects.push_back(*std::move(subject));
  }
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return subjects;
}

std::optional<Json> sum_over(const HistoryCount& sum,
                             const std::vector<store::Precedent>& precedents) {
  const bool of_results = sum.of.starts_with("results.");
  const std::string name = sum.of.substr(sum.of.find('.') + 1);
  double total = 0;
  for (const store::Precedent& one : precedents) {
    Json value = nullptr;
    if (of_results) {
      if (!is_approval(one.outcome)) continue;
      value = result_in(one.decision, name);
      if (!value.is_number()) return std::nullopt;
    } else if (const auto request = present_request(one)) {
      value = value_at(*request, sum.of);
      if (value.is_null()) continue;
    }
    if (!value.is_number()) return std::nullopt;
    total += value.to_number<double>();
  }
  if (!(std::abs(total) <= kLargestWhole)) return std::nullopt;
  if (sum.kind == FieldKind::integer || sum.kind == FieldKind::money) {
    if (total != std::trunc(total)) return std::nullopt;
    return Json(static_cast<std::int64_t>(total));
  }
  return Json(total);
}

std::vector<store::State> states_of(const HistoryCount& count) {
  using store::State;
  if (count.state.empty()) return {};
  if (const auto one = store::state(count.state)) return {*one};
  return {State::received, State::reading, State::judging, State::escalated, State::supplementing};
}

}  // namespace zhipi::workflow
