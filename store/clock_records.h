// What the store keeps of clocks, obligations and spot checks, as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/records.h"

namespace zhipi::store {

// What an application's clocks give cause to say. It is said once for each clock, event and due
// day; again only where the record of it is dated later than now, as a clock that had jumped
// leaves it.
struct Alarm {
  std::string clock;  // "promised", "stage:公示", or an obligation's id
  std::string event;  // as the timeline names it: "deadline_near"
  Date due;
  std::string detail = "{}";  // JSON
};

// How an obligation ends, or what has become known of it.
struct Settlement {
  std::string state;  // fulfilled | lapsed | ended
  std::vector<std::string> from = {"open"};
  std::string note = {};
  std::string detail = "{}";  // JSON, for the timeline
};

struct ObligationEnd {
  std::string id;
  Settlement settlement;
};

struct ObligationDue {
  std::string id;
  Date due;
};

// What a look at one application's clocks gave. It rests on the timeline up to `seen`; where that
// has grown meanwhile, nothing of it is done, and the application is looked at again.
struct Look {
  std::string application;
  std::int64_t seen = 0;
  std::vector<Alarm> alarms = {};
  std::optional<Move> move = {};                      // a supplement that did not come
  std::vector<ObligationEnd> ended = {};              // obligations that are over
  std::vector<ObligationDue> due_known = {};          // obligations whose last day is known by now
  std::optional<std::optional<Date>> deadline = {};   // what lists sort by; left alone if not given
  std::optional<std::optional<Date>> statutory = {};  // the statutory limit's last day; the same
  std::optional<Time> again = {};                     // nothing: never, unless something happens
};

// What was said that had not been said before.
struct Told {
  std::string application;
  std::string clock;
  std::string event;
  std::optional<Date> due = {};
};

// How the sweeps have followed one another so far.
struct Sweeping {
  Time steady_since{};  // since then the clock has gone forwards, and without a day's gap
  bool jumped = false;  // it has just gone backwards, or on by more than a day
};

struct Obligation {
  std::int64_t sequence = 0;
  std::string id;
  std::string application;
  std::string matter;
  std::string submitter;
  State application_state = State::decided;
  int round = 1;
  std::string name;
  std::string kind;  // tolerate | promise
  std::string title;
  std::optional<int> working_days;
  Date begun_on;
  std::optional<Date> due;
  std::string consequence;
  std::string state;  // open | fulfilled | lapsed | ended
  std::optional<Time> reminded_at;
  std::optional<Time> settled_at;
  std::string settled_by;
  std::string note;
};

struct ObligationQuery {
  std::optional<std::string> state = {};
  std::optional<std::string> matter = {};
  std::optional<std::string> submitter = {};
  std::optional<Date> due_before = {};
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

struct ObligationPage {
  std::vector<Obligation> obligations;  // by due day, those without one last
  std::string next;
};

struct SpotCheck {
  std::int64_t sequence = 0;
  std::string id;
  std::string application;
  std::string matter;
  std::string submitter;
  int round = 1;
  Draw draw;
  Time drawn_at{};
  std::string state;  // not_drawn | open | right | wrong
  std::optional<Time> answered_at;
  std::string answered_by;
  std::string note;
  std::string criterion;
};

struct SpotCheckQuery {
  std::optional<std::string> state = {};
  std::optional<std::string> matter = {};
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

struct SpotCheckPage {
  std::vector<SpotCheck> spot_checks;  // as drawn
  std::string next;
};

struct SpotCheckAnswer {
  bool right = true;
  std::string note;
  std::string criterion = {};
  std::optional<NewRound> reopen = {};  // of one that was wrong
};

// An automatic approval by a pack.
struct Approval {
  std::int64_t sequence = 0;
  std::string application;
  State state = State::decided;  // of the application now
  std::string decision;          // JSON
  Time at{};
};

}  // namespace zhipi::store
