#include "models/decision.h"

#include <array>
#include <utility>

namespace zhipi {
namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 6> kOutcomes{{
    {Outcome::approve, "approve"},
    {Outcome::approve_conditionally, "approve_conditionally"},
    {Outcome::supplement, "supplement"},
    {Outcome::not_accept, "not_accept"},
    {Outcome::deny, "deny"},
    {Outcome::escalate, "escalate"},
}};

constexpr std::array<std::pair<Result, std::string_view>, 5> kResults{{
    {Result::pass, "pass"},
    {Result::fail, "fail"},
    {Result::unknown, "unknown"},
    {Result::not_applicable, "not_applicable"},
    {Result::error, "error"},
}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& [entry, name] : table) {
    if (entry == value) return name;
  }
  return {};
}

template <class Value, class Table>
std::optional<Value> value_in(const Table& table, std::string_view text) {
  for (const auto& [entry, name] : table) {
    if (name == text) return entry;
  }
  return std::nullopt;
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json to_json(const Evidence& evidence) {
  json::object object;
  object["fact"] = evidence.fact;
  object["value"] = evidence.value;
  object["source"] = text_or_null(evidence.source);
  object["confidence"] = evidence.confidence ? Json(*evidence.confidence) : Json(nullptr);
  object["material"] = text_or_null(evidence.material);
  object["page"] = evidence.page > 0 ? Json(evidence.page) : Json(nullptr);
  object["box"] = evidence.box ? zhipi::to_json(*evidence.box) : Json(nullptr);
  if (!evidence.cause.empty()) object["cause"] = evidence.cause;
  return object;
}

Json to_json(const Verdict& verdict) {
  json::object object;
  object["criterion"] = verdict.criterion;
  object["kind"] = verdict.kind;
  object["stage"] = verdict.stage;
  object["title"] = verdict.title;
  object["basis"] = text_or_null(verdict.basis);
  object["result"] = to_text(verdict.result);
  object["covered"] = verdict.covered;
  object["message"] = text_or_null(verdict.message);
  if (!verdict.code.empty()) object["code"] = verdict.code;
  if (verdict.points) object["points"] = *verdict.points;
  json::array evidence;
  evidence.reserve(verdict.evidence.size());
  for (const Evidence& entry : verdict.evidence) evidence.push_back(to_json(entry));
  object["evidence"] = std::move(evidence);
  return object;
}

Json to_json(const Supplement& supplement) {
  return json::object{{"kind", supplement.kind},
                      {"id", supplement.id},
                      {"title", supplement.title},
                      {"message", supplement.message},
                      {"basis", text_or_null(supplement.basis)}};
}

Json to_json(const Obligation& obligation) {
  return json::object{
      {"id", obligation.id},
      {"kind", obligation.kind},
      {"title", obligation.title},
      {"working_days", obligation.working_days ? Json(*obligation.working_days) : Json(nullptr)},
      {"due", text_or_null(obligation.due)},
      {"consequence", obligation.consequence}};
}

Json to_json(const Reason& reason) {
  return json::object{{"code", reason.code},
                      {"message", reason.message},
                      {"facts", json::array(reason.facts.begin(), reason.facts.end())}};
}

template <class Items>
json::array to_array(const Items& items) {
  json::array array;
  array.reserve(items.size());
  for (const auto& item : items) array.push_back(to_json(item));
  return array;
}

}  // namespace

std::string_view to_text(Outcome outcome) {
  return name_in(kOutcomes, outcome);
}
std::optional<Outcome> outcome(std::string_view text) {
  return value_in<Outcome>(kOutcomes, text);
}
std::string_view to_text(Result result) {
  return name_in(kResults, result);
}
std::optional<Result> result(std::string_view text) {
  return value_in<Result>(kResults, text);
}

Json to_json(const Decision& decision) {
  json::object results;
  for (const auto& [name, result] : decision.results) {
    results[name] =
        json::object{{"title", result.title}, {"kind", result.kind}, {"value", result.value}};
  }
  json::object object;
  object["application"] = text_or_null(decision.application);
  object["matter"] = decision.matter;
  object["outcome"] = to_text(decision.outcome);
  object["proposal"] = decision.proposal ? Json(to_text(*decision.proposal)) : Json(nullptr);
  object["automatic"] = decision.automatic();
  object["pack"] =
      json::object{{"version", decision.pack_version}, {"digest", decision.pack_digest}};
  object["facts"] = decision.facts_digest;
  object["verdicts"] = to_array(decision.verdicts);
  object["results"] = std::move(results);
  object["supplements"] = to_array(decision.supplements);
  object["obligations"] = to_array(decision.obligations);
  object["reasons"] = to_array(decision.reasons);
  object["risk"] =
      json::object{{"score", decision.risk_score}, {"level", text_or_null(decision.risk_level)}};
  return object;
}

}  // namespace zhipi
