#include "engine/authoring/backtest.h"

#include <algorithm>

namespace zhipi::engine {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string text_of(const std::optional<Result>& result) {
  return result ? std::string(to_text(*result)) : "none";
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::string application_of(const Json& document) {
  const Json* const id =
      document.is_object() ? document.get_object().if_contains("application") : nullptr;
  return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

// The name at the end of a JSON pointer (RFC 6901), as it stands in the document.
std::string last_name(std::string_view pointer) {
  std::string name;
  for (std::size_t at = pointer.rfind('/') + 1; at < pointer.size(); ++at) {
    const bool escaped = pointer[at] == '~' && at + 1 < pointer.size();
    if (escaped) ++at;
    name += escaped ? (pointer[at] == '1' ? '/' : '~') : pointer[at];
  }
  return name;
}

void erase(Json& document, const std::string& pointer) {
  boost::system::error_code error;
  Json* const parent = document.find_pointer(pointer.substr(0, pointer.rfind('/')), error);
  if (parent != nullptr && parent->is_object()) parent->get_object().erase(last_name(pointer));
}

// Binds facts of which another version of the matter declares names that this one does not.
Expected<Facts, Problems> bind_without(const Matter& matter, Json document,
                                       const Problems& undeclared) {
  for (const Problem& one : undeclared) erase(document, one.where);
  return bind_facts(matter, document);
}

bool only_undeclared(const Problems& problems) {
  return std::all_of(problems.begin(), problems.end(),
                     [](const Problem& one) { return one.code == "undeclared_name"; });
}

template <class Item, class Less>
void keep_first(std::vector<Item>& into, std::vector<Item> from, std::size_t count, Less less) {
  into.insert(into.end(), std::make_move_iterator(from.begin()),
              std::make_move_iterator(from.end()));
  std::sort(into.begin(), into.end(), less);
  if (into.size() > count)
    into.erase(into.begin() + static_cast<std::ptrdiff_t>(count), into.end());
}

template <class Flows>
void merge_flows(Flows& into, Flows from, std::size_t examples) {
  for (auto& [key, flow] : from) {
    Flow& sum = into[key];
    sum.cases += flow.cases;
    keep_first(sum.examples, std::move(flow.examples), examples,
               [](const CaseName& left, const CaseName& right) { return left.line < right.line; });
  }
}

}  // namespace

Comparison::Comparison(std::shared_ptr<const Pack> before, std::shared_ptr<const Pack> after,
                       const formats::WorkingDays& calendar)
    : before_(std::move(before), calendar), after_(std::move(after), calendar) {
  const auto& old_criteria = before_.pack().declarations().criteria;
  const auto& new_criteria = after_.pack().declarations().criteria;
  std::map<std::string_view, std::size_t> positions;
  for (std::size_t at = 0; at < new_criteria.size(); ++at) positions[new_criteria[at].id] = at;
  for (std::size_t at = 0; at < old_criteria.size(); ++at) {
    const auto found = positions.find(old_criteria[at].id);
    const bool kept = found != positions.end();
    pairs_.push_back({old_criteria[at].id, at, kept ? std::optional(found->second) : std::nullopt});
    if (kept) positions.erase(found);
  }
  for (std::size_t at = 0; at < new_criteria.size(); ++at) {
    if (positions.contains(new_criteria[at].id)) pairs_.push_back({new_criteria[at].id, {}, at});
  }
}

Difference Comparison::compare(const Facts& before, const Facts& after) {
  const Decision old_decision = before_.judge(before, watchdog_);
  const Decision new_decision = after_.judge(after, watchdog_);
  Difference difference{
      old_decision.outcome, new_decision.outcome, old_decision.proposal, new_decision.proposal, {}};
  for (const Pair& pair : pairs_) {
    std::optional<Result> was;
    std::optional<Result> is;
    if (pair.before) was = old_decision.verdicts[*pair.before].result;
    if (pair.after) is = new_decision.verdicts[*pair.after].result;
    if (was != is) difference.criteria.push_back({pair.id, was, is});
  }
  return difference;
}

Backtest::Backtest(std::shared_ptr<const Pack> before, std::shared_ptr<const Pack> after,
                   const formats::WorkingDays& calendar, std::size_t examples)
    : comparison_(std::move(before), std::move(after), calendar) {
  report_.examples = examples;
}

void Backtest::run(const Block& block) {
  std::string_view rest = block.text;
  if (block.first == 1 && rest.starts_with(kByteOrderMark)) rest.remove_prefix(3);
  for (std::uint64_t line = block.first; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (const std::string_view text = rest.substr(0, end); !is_blank(text)) run_line(line, text);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void Backtest::run_line(std::uint64_t line, std::string_view text) {
  const auto document = parse_json(text);
  if (!document) return refuse({line, {}}, document.error());
  const CaseName name{line, application_of(*document)};
  const Matter& before = comparison_.before().matter();
  const Matter& after = comparison_.after().matter();
  auto old_facts = bind_facts(before, *document);
  auto new_facts = bind_facts(after, *document);
  // A name that neither declares is a mistake; one that the other declares belongs to its version.
  const auto leave_out = [&](const Matter& matter, Expected<Facts, Problems>& facts) {
    const Problems undeclared = facts.error();
    facts = bind_without(matter, *document, undeclared);
    if (!facts) return;
    for (const Problem& one : undeclared) ++report_.left_out[one.where];
  };
  if (old_facts && !new_facts && only_undeclared(new_facts.error())) leave_out(after, new_facts);
  if (new_facts && !old_facts && only_undeclared(old_facts.error())) leave_out(before, old_facts);
  if (!old_facts) return refuse(name, old_facts.error().front());
  if (!new_facts) return refuse(name, new_facts.error().front());
  add(comparison_.compare(*old_facts, *new_facts), name);
}

void Backtest::refuse(CaseName name, Problem problem) {
  ++report_.refused;
  if (report_.refusals.size() < kNamedRefusals) {
    report_.refusals.push_back({std::move(name), std::move(problem)});
  }
}

void Backtest::count(Flow& flow, const CaseName& name) const {
  ++flow.cases;
  if (flow.examples.size() < report_.examples) flow.examples.push_back(name);
}

void Backtest::add(const Difference& difference, const CaseName& name) {
  ++report_.cases;
  const bool changed = difference.before != difference.after;
  if (changed) ++report_.changed;
  if (!changed && !difference.criteria.empty()) ++report_.verdicts_only;
  count(report_.flows[{difference.before, difference.after}], name);
  if (!changed && difference.proposed_before && difference.proposed_after &&
      difference.proposed_before != difference.proposed_after) {
    count(report_.proposals[{*difference.proposed_before, *difference.proposed_after}], name);
  }
  for (const Difference::Criterion& one : difference.criteria) {
    count(report_.criteria[std::string(one.id)][text_of(one.before) + "→" + text_of(one.after)],
          name);
  }
}

void merge(BacktestReport& into, BacktestReport from) {
  into.cases += from.cases;
  into.changed += from.changed;
  into.verdicts_only += from.verdicts_only;
  merge_flows(into.flows, std::move(from.flows), into.examples);
  merge_flows(into.proposals, std::move(from.proposals), into.examples);
  for (auto& [criterion, flows] : from.criteria) {
    merge_flows(into.criteria[criterion], std::move(flows), into.examples);
  }
  for (const auto& [name, count] : from.left_out) into.left_out[name] += count;
  into.refused += from.refused;
  keep_first(into.refusals, std::move(from.refusals), kNamedRefusals,
             [](const RefusedCase& left, const RefusedCase& right) {
               return left.name.line < right.name.line;
             });
}

}  // namespace zhipi::engine
