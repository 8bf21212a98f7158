// The clocks of a case: what runs, what stands, what is late.
//
// Pure. What a clock says follows from what was recorded of the case (append only, in its order),
// the holiday calendar and today alone; nothing of it is kept, so nothing can drift. Days are
// counted as 民法典 §201 and §203 and 行政许可法 §82 say: working days, the first one not counted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/date.h"
#include "models/formats/working_days.h"
#include "models/json.h"
#include "store/records.h"

namespace zhipi::workflow {

// Working days.
struct Limits {
  std::optional<int> promised;   // 承诺时限
  std::optional<int> statutory;  // 法定时限, 行政许可法 §42
  int notice = 3;       // to tell what is missing, else the application counts as accepted (§32)
  int pre_review = 1;   // 网上预审
  int supplement = 30;  // for the applicant to send what was asked for
};

enum class ClockState {
  running,
  paused,   // the applicant supplements, or a special stage is under way
  met,      // done within its days
  overdue,  // its last day has passed, whether it was done after that or not
  ended,    // the case ended first
  unknown,  // the calendar of a year on the way is not published
};

std::string_view to_text(ClockState state);

struct Clock {
  std::string name;  // promised, statutory, notice, pre_review, supplement, "stage:公示"
  int days = 0;      // how long it is; 0: without limit
  Date from;         // the day that is not counted
  ClockState state = ClockState::running;
  std::optional<Date> due;         // its last day; nothing while paused or unknown
  std::optional<int> left;         // working days that remain, of one that is paused
  std::optional<Date> settled_on;  // when it was done, or the case ended
  std::string reason;              // why it has no last day: calendar_not_published
};

// One thing that was recorded of a case, as far as clocks are concerned.
struct CaseEvent {
  enum class Kind {
    judged,           // by the engine or by a person
    round,            // judged anew
    stage_begun,      // a special stage: 行政许可法 §45
    stage_ended,      //
    extended,         // the statutory limit, by the head of the office: 行政许可法 §42
    deemed_accepted,  // nobody told anything within the days of the notice
    ended,            // withdrawn, revoked, closed
  };
  Kind kind;
  Date day;
  bool told = false;      // judged: the applicant learnt the outcome
  store::State to = {};   // judged: where the application stands after it
  std::string text = {};  // round: its reason; stages: their kind
  int days = 0;  // stage_begun: working days that were told; 0: not said. extended: how many
};

struct Clocks {
  Clock pre_review;
  Clock notice;
  std::optional<Clock> promised;
  std::optional<Clock> statutory;
  std::optional<Clock> supplement;         // the latest, if the applicant was ever asked for one
  std::vector<Clock> stages;               // in the order of their beginning
  std::optional<Date> deemed_accepted_on;  // the day of receipt, where nothing was told in time
  bool deemed_recorded = false;            // the timeline says so already
};

// Days that run backwards (a clock that jumped) take nothing off a limit.
Clocks clocks_of(const Limits& limits, const formats::WorkingDays& calendar, Date received_on,
                 const std::vector<CaseEvent>& events, Date today);

// All of them, for whoever looks for what is due.
std::vector<const Clock*> all_of(const Clocks& clocks);

// From the timeline, in its order. Events that do not concern clocks are left out.
std::vector<CaseEvent> case_events(const std::vector<store::Event>& timeline);

// The limits that were in force when the application came in, as its first event records them;
// `otherwise` where it does not.
Limits recorded_limits(const std::vector<store::Event>& timeline, Limits otherwise);

// {"promised": {"due", "state", "days", "left", "settled_on", "reason"} or null, …, "stages": […],
// "deemed_accepted_on"}
Json to_json(const Clocks& clocks);

}  // namespace zhipi::workflow
