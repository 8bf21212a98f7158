// Counts over what is kept, for operators and for whoever answers for the office.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/date.h"
#include "store/time.h"

namespace zhipi::store {

// The queue at this moment.
struct QueueFigures {
  std::int64_t waiting = 0;
  std::int64_t leased = 0;     // in a worker's hands
  std::int64_t parked = 0;     // given up; a person looks at them
  std::optional<Time> oldest;  // since when the one that waits longest can be taken
};

// So many of a kind in a matter. Kinds: promised_overdue, promised_near, statutory_overdue,
// statutory_near (limits of what is not decided yet), obligation_overdue (open, and its last day
// has passed), obligation_lapsed (whose approval a person has yet to weigh), job_parked, escalated,
// supplementing.
struct Waiting {
  std::string kind;
  std::string matter;
  std::int64_t count = 0;
};

enum class By { day, month, matter };

// Applications received from the first to the last day, both included.
struct StatisticsQuery {
  Date from;
  Date to;
  std::optional<std::string> matter = {};
  By by = By::day;
};

// How many took from the day of receipt until this day.
struct DaySpan {
  Date received;
  Date decided;
  std::int64_t count = 0;
};

struct Figures {
  std::int64_t received = 0;
  std::map<std::string, std::int64_t> states;    // where they stand now
  std::map<std::string, std::int64_t> outcomes;  // of the latest decision of each that has one
  std::int64_t decided = 0;                      // have a decision
  std::int64_t automatic = 0;                    // of those: the latest is the engine's own
  std::map<std::string, std::int64_t> reasons;   // of escalations, by code, once for each round
  std::int64_t supplement_rounds = 0;
  std::int64_t reviewed = 0;    // rounds that a person decided
  std::int64_t overridden = 0;  // of those: otherwise than the engine decided or proposed
  // From receipt to the latest decision, of those where it is final: neither to a person nor back
  // to the applicant. Nearest rank.
  std::int64_t final = 0;
  std::chrono::milliseconds median{0};
  std::chrono::milliseconds ninth_decile{0};
  std::vector<DaySpan> spans;  // of the same
};

struct Statistics {
  Figures all;
  std::map<std::string, Figures> by;  // "2026-11-20", "2026-11" or the matter
};

}  // namespace zhipi::store
