// A golden case made ready to be judged many times, and the work shared out among threads.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/authoring/golden.h"
#include "engine/judge.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

struct Trial {
  const GoldenCase* golden = nullptr;
  Facts facts;
  std::size_t criteria = 0;                           // that the pack has
  std::map<std::string, std::set<std::string>> read;  // the facts that each criterion read
  std::string told;  // fingerprint() of what the pack as it is comes to, messages included
};

// The cases that are as expected, in their order; the others cannot tell anything.
std::vector<Trial> passing_trials(const std::shared_ptr<const Pack>& pack,
                                  const std::vector<GoldenCase>& cases,
                                  const formats::WorkingDays& calendar);

// What judging came to, in one text: outcome, each result with what it leads to, results of an
// approval, what is missing, the risk; with `messages` also those of errors. Equal texts, equal
// decisions.
std::string fingerprint(const Judgement& judgement, bool messages);

// Whether the judge's pack answers the trial as its case expects.
bool agrees(const Trial& trial, Judge& judge, const formats::WorkingDays& calendar,
            Watchdog& watchdog);

using Deadline = std::chrono::steady_clock::time_point;

// Calls `work` for each of 0 … count - 1 on `threads` threads (0: one for each processor), each
// with a watchdog of its own, until the deadline has passed. Returns how many were begun: all
// before that number. What `work` throws ends the program.
std::size_t share_out(std::size_t count, unsigned threads, Deadline deadline,
                      const std::function<void(std::size_t, Watchdog&)>& work);

}  // namespace zhipi::engine
