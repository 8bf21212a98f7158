// What a new version of a pack would have changed over past applications (`zhipi backtest`).
//
// A Backtest judges every case by both packs and counts; it keeps no case, so that memory does not
// grow with their number. Make one for each thread and merge() their reports: what comes out is the
// same however many there were.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/facts.h"
#include "engine/judge.h"
#include "engine/pack.h"
#include "models/decision.h"

namespace zhipi::engine {

// How one case comes out by the old and the new pack. Views live as long as the comparison.
struct CaseChange {
  struct Criterion {
    std::string_view id;
    std::optional<Result> before;  // nothing: the old pack has no such criterion
    std::optional<Result> after;
  };
  Outcome before{};
  Outcome after{};
  std::optional<Outcome> proposed_before;
  std::optional<Outcome> proposed_after;
  std::vector<Criterion> criteria;  // those whose result differs, in the packs' order
};

// One thread at a time, the one that made it. `calendar` must outlive it.
class Comparison {
 public:
  Comparison(std::shared_ptr<const Pack> before, std::shared_ptr<const Pack> after,
             const formats::WorkingDays& calendar);

  const Pack& before() const { return before_.pack(); }
  const Pack& after() const { return after_.pack(); }

  // Whether what is bound to the matter of one pack is bound to that of the other.
  bool same_form() const { return same_form_; }

  // The same facts, bound to the matter of each pack.
  CaseChange compare(const Facts& before, const Facts& after);

 private:
  struct Pair {
    std::string_view id;
    std::optional<std::size_t> before;  // positions among each pack's criteria
    std::optional<std::size_t> after;
  };
  Judge before_;
  Judge after_;
  std::vector<Pair> pairs_;
  bool same_form_;
  SameParts same_;  // what the new pack need not judge again
  Watchdog watchdog_;
};

// A case by where it stood and its application's id, which may be empty.
struct CaseName {
  std::uint64_t line = 0;
  std::string application;
};

struct Flow {
  std::uint64_t cases = 0;
  std::vector<CaseName> examples;  // the first ones
};

struct RefusedCase {
  CaseName name;
  Problem problem;  // `where` points into the line's document
};

struct BacktestReport {
  std::size_t examples = 5;                               // how many cases a flow names
  std::uint64_t cases = 0;                                // judged by both packs
  std::uint64_t changed = 0;                              // of them, with another outcome
  std::uint64_t verdicts_only = 0;                        // the outcome stays, a verdict does not
  std::map<std::pair<Outcome, Outcome>, Flow> flows;      // old and new outcome, equal ones too
  std::map<std::pair<Outcome, Outcome>, Flow> proposals;  // both escalate, and propose otherwise
  std::map<std::string, std::map<std::string, Flow>> criteria;  // id -> "pass→fail"
  std::map<std::string, std::uint64_t> left_out;  // "/form/spouse": declared by one pack only
  std::uint64_t refused = 0;                      // lines that are no facts of these packs
  std::vector<RefusedCase> refusals;              // the first ones
};

// Adds what another thread counted. Examples and refusals stay the first by line.
void merge(BacktestReport& into, BacktestReport from);

// Whole lines of NDJSON, each a case's facts.
struct Block {
  std::uint64_t first = 1;  // the number of its first line
  std::string text;
};

// Refusals that a report names; all are counted.
inline constexpr std::size_t kNamedRefusals = 20;

class Backtest {
 public:
  // `examples`: how many cases a flow names.
  Backtest(std::shared_ptr<const Pack> before, std::shared_ptr<const Pack> after,
           const formats::WorkingDays& calendar, std::size_t examples = 5);

  // Judges every line; blocks come in rising order of `first`. A line that is no JSON, or whose
  // facts a pack refuses, is counted as refused. Names that only one of the packs declares are left
  // out for the other: its form would not have asked for them.
  void run(const Block& block);

  // How one case comes out by both, counted nowhere. Problems: why one of them refuses its facts.
  Expected<CaseChange, Problems> compare(std::string_view facts);

  const BacktestReport& report() const { return report_; }

 private:
  void run_line(std::uint64_t line, std::string_view text);
  CaseChange compare_read();
  Expected<void, Problems> read(std::string_view text);
  Expected<void, Problems> read_without_others(std::string_view text, const Problems& problems,
                                               FactReader& refused, Facts& facts);
  void refuse(CaseName name, Problem problem);
  void add(const CaseChange& change, const CaseName& name);
  void count(Flow& flow, const CaseName& name) const;

  Comparison comparison_;
  FactReader before_reader_;
  FactReader after_reader_;
  Facts before_facts_;
  Facts after_facts_;  // unless both packs declare the same facts
  BacktestReport report_;
};

// {"cases": N, "changed": M, "flows": {"approve→not_accept": K}, "proposals": {…}, "criteria":
// {"age_80": {"pass→fail": K}}, "examples": {"approve→not_accept": ["A1"]}, "refused": R}. `flows`
// and `proposals` hold changes only.
Json to_json(const BacktestReport& report);

// The same for people; `after` gives the criteria their titles.
std::string to_text(const BacktestReport& report, const Pack& after);

}  // namespace zhipi::engine
