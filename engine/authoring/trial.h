// A golden case made ready to be judged many times, and the work shared out among threads.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "engine/authoring/golden.h"
#include "engine/judge.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

struct Trial {
  const GoldenCase* golden = nullptr;
  Facts facts;
  Decision decision;  // of the pack as it is
};

// The cases that are as expected, in their order; the others cannot tell anything.
std::vector<Trial> passing_trials(const Pack& pack, const std::vector<GoldenCase>& cases,
                                  const formats::WorkingDays& calendar);

// What a decision says, in one text: outcome, verdicts, results, what is asked for, risk. With
// `messages` also what it tells people. Equal texts, equal decisions.
std::string essence(const Decision& decision, bool messages);

using Deadline = std::chrono::steady_clock::time_point;

// Calls `work` for each of 0 … count - 1 on `threads` threads (0: one for each processor), each
// with a watchdog of its own, until the deadline has passed. Returns how many were begun: all
// before that number. What `work` throws ends the program.
std::size_t share_out(std::size_t count, unsigned threads, Deadline deadline,
                      const std::function<void(std::size_t, Watchdog&)>& work);

}  // namespace zhipi::engine
