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
    : before_(std::move(before), calendar),
      after_(std::move(after), calendar),
      same_form_(same_facts(before_.pack().layout(), after_.pack().layout())),
      same_(same_parts(before_.pack(), after_.pack())) {
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

CaseChange Comparison::compare(const Facts& before, const Facts& after) {
  const Judgement& was_judged = before_.assess(before, watchdog_);
  const Judgement& is_judged = after_.assess_beside(after, was_judged, same_, watchdog_);
  CaseChange change{
      was_judged.outcome, is_judged.outcome, was_judged.proposal, is_judged.proposal, {}};
  for (const Pair& pair : pairs_) {
    std::optional<Result> was;
    std::optional<Result> is;
    if (pair.before) was = was_judged.judged[*pair.before].result;
    if (pair.after) is = is_judged.judged[*pair.after].result;
    if (was != is) change.criteria.push_back({pair.id, was, is});
  }
  return change;
}

Backtest::Backtest(std::shared_ptr<const Pack> before, std::shared_ptr<const Pack> after,
                   const formats::WorkingDays& calendar, std::size_t examples)
    : comparison_(std::move(before), std::move(after), calendar),
      before_reader_(comparison_.before().layout()),
      after_reader_(comparison_.after().layout()) {
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
  before_facts_.application.clear();  // what is no JSON has none
  const auto known = read(text);
  const CaseName name{line, before_facts_.application};
  if (!known) return refuse(name, known.error().front());
  add(compare_read(), name);
}

Expected<CaseChange, Problems> Backtest::compare(std::string_view facts) {
  if (auto known = read(facts); !known) return tl::unexpected(std::move(known.error()));
  return compare_read();
}

CaseChange Backtest::compare_read() {
  return comparison_.compare(before_facts_, comparison_.same_form() ? before_facts_ : after_facts_);
}

// A name that neither pack declares is a mistake; one that the other declares belongs to its
// version.
Expected<void, Problems> Backtest::read(std::string_view text) {
  auto before = before_reader_.read(text, before_facts_);
  if (comparison_.same_form()) return before;
  auto after = after_reader_.read(text, after_facts_);
  if (before && !after) {
    return read_without_others(text, after.error(), after_reader_, after_facts_);
  }
  if (after && !before) {
    return read_without_others(text, before.error(), before_reader_, before_facts_);
  }
  return before;
}

Expected<void, Problems> Backtest::read_without_others(std::string_view text,
                                                       const Problems& problems,
                                                       FactReader& refused, Facts& facts) {
  if (!only_undeclared(problems)) return tl::unexpected(problems);
  Json document = *parse_json(text);  // the other pack has taken it
  for (const Problem& one : problems) erase(document, one.where);
  if (auto taken = refused.read(canonical_json(document), facts); !taken) return taken;
  for (const Problem& one : problems) ++report_.left_out[one.where];
  return {};
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

void Backtest::add(const CaseChange& change, const CaseName& name) {
  ++report_.cases;
  const bool changed = change.before != change.after;
  if (changed) ++report_.changed;
  if (!changed && !change.criteria.empty()) ++report_.verdicts_only;
  count(report_.flows[{change.before, change.after}], name);
  if (!changed && change.proposed_before && change.proposed_after &&
      change.proposed_before != change.proposed_after) {
    count(report_.proposals[{*change.proposed_before, *change.proposed_after}], name);
  }
  for (const CaseChange::Criterion& one : change.criteria) {
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
