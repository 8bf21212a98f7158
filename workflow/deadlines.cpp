#include "workflow/deadlines.h"

#include <algorithm>
#include <array>

namespace zhipi::workflow {
namespace {

using Kind = CaseEvent::Kind;

// Days that do not count: those after `from` up to and including `to`.
struct Stop {
  Date from;
  std::optional<Date> to;  // nothing while it lasts
};

struct Settled {
  std::optional<Date> on;
  bool by_end = false;  // of the case
};

// A stretch of a case that has a clock of its own.
struct Stretch {
  std::string name;
  int days = 0;
  Date from;
  Settled settled = {};
};

// What the events come to, before anything is counted.
struct Course {
  Settled judged;
  Settled decided;
  Stretch notice;
  bool deemed = false;
  int extension = 0;  // working days
  std::optional<Stretch> supplement;
  std::vector<Stretch> stages;
  std::vector<Stop> supplements;  // stops
};

void settle(Settled& settled, Date day, bool by_end) {
  if (!settled.on) settled = {day, by_end};
}

void end_supplement(Course& course, Date day, bool by_end) {
  if (course.supplement) settle(course.supplement->settled, day, by_end);
  if (!course.supplements.empty() && !course.supplements.back().to) {
    course.supplements.back().to = day;
  }
}

void stage_ended(Course& course, const std::string& stage, Date day, bool by_end) {
  for (Stretch& one : course.stages) {
    if (stage.empty() || one.name == "stage:" + stage) settle(one.settled, day, by_end);
  }
}

void judged(const Limits& limits, const CaseEvent& event, Course& course) {
  settle(course.judged, event.day, false);
  if (event.told) settle(course.notice.settled, event.day, false);
  end_supplement(course, event.day, false);
  if (event.to == store::State::decided) {
    settle(course.decided, event.day, false);
    stage_ended(course, "", event.day, false);
  }
  if (event.to != store::State::supplementing) return;
  course.supplement = Stretch{"supplement", limits.supplement, event.day};
  if (!course.decided.on) course.supplements.push_back({event.day, std::nullopt});
}

// What comes in after a notice is received anew, and answered within the same days; unless the
// first notice was late, and all of it counts as accepted already.
void round(const Limits& limits, const formats::WorkingDays& calendar, const CaseEvent& event,
           Course& course) {
  end_supplement(course, event.day, false);
  const Stretch& notice = course.notice;
  if (event.text != "supplement" || course.decided.on || !notice.settled.on) return;
  const auto last = calendar.add_workdays(notice.from, notice.days);
  if (course.deemed || (last && *notice.settled.on > *last)) return;
  course.notice = {"notice", limits.notice, event.day};
}

void ended(Course& course, Date day) {
  for (Settled* one : {&course.judged, &course.decided, &course.notice.settled}) {
    settle(*one, day, true);
  }
  end_supplement(course, day, true);
  stage_ended(course, "", day, true);
}

Course course_of(const Limits& limits, const formats::WorkingDays& calendar, Date received_on,
                 const std::vector<CaseEvent>& events) {
  Course course{.judged = {},
                .decided = {},
                .notice = {"notice", limits.notice, received_on},
                .supplement = {},
                .stages = {},
                .supplements = {}};
  for (const CaseEvent& event : events) {
    switch (event.kind) {
      case Kind::judged:
        judged(limits, event, course);
        break;
      case Kind::round:
        round(limits, calendar, event, course);
        break;
      case Kind::stage_begun:
        course.stages.push_back({"stage:" + event.text, event.days, event.day});
        break;
      case Kind::stage_ended:
        stage_ended(course, event.text, event.day, false);
        break;
      case Kind::extended:
        course.extension = event.days;
        break;
      case Kind::deemed_accepted:
        course.deemed = true;
        break;
      case Kind::ended:
        ended(course, event.day);
        break;
    }
  }
  return course;
}

// What a clock says whose last day is known, or not.
void finish(Clock& clock, const Settled& settled, Date today) {
  clock.settled_on = settled.on;
  if (!clock.due) {
    clock.state = ClockState::unknown;
    clock.reason = "calendar_not_published";
  } else if (settled.on.value_or(today) > *clock.due) {
    clock.state = ClockState::overdue;
  } else if (settled.on) {
    clock.state = settled.by_end ? ClockState::ended : ClockState::met;
  }
}

Clock plain_clock(const Stretch& stretch, const formats::WorkingDays& calendar, Date today) {
  Clock clock{.name = stretch.name,
              .days = stretch.days,
              .from = stretch.from,
              .due = {},
              .left = {},
              .settled_on = {},
              .reason = {}};
  clock.due = calendar.add_workdays(stretch.from, stretch.days);
  finish(clock, stretch.settled, today);
  return clock;
}

// A stage whose days are not said lasts until it is ended, and is never late.
Clock stage_clock(const Stretch& stage, const formats::WorkingDays& calendar, Date today) {
  if (stage.days > 0) return plain_clock(stage, calendar, today);
  Clock clock = plain_clock(stage, calendar, stage.from);
  clock.due = std::nullopt;
  clock.reason = "no_limit";
  clock.state = !stage.settled.on      ? ClockState::running
                : stage.settled.by_end ? ClockState::ended
                                       : ClockState::met;
  return clock;
}

// A stage stops the limits for no longer than the days that were told when it began.
Stop stop_of(const Stretch& stage, const formats::WorkingDays& calendar, Date today) {
  Stop stop{stage.from, stage.settled.on};
  if (stage.days == 0) return stop;
  const auto last = calendar.add_workdays(stage.from, stage.days);
  if (last && stop.to.value_or(today) > *last) stop.to = last;
  return stop;
}

std::vector<Stop> stops_of(const Course& course, const formats::WorkingDays& calendar, Date today) {
  std::vector<Stop> stops = course.supplements;
  for (const Stretch& stage : course.stages) stops.push_back(stop_of(stage, calendar, today));
  std::stable_sort(stops.begin(), stops.end(),
                   [](const Stop& a, const Stop& b) { return a.from < b.from; });
  return stops;
}

// Counts from one stop to the next.
Clock limit_clock(const std::string& name, int days, Date received_on,
                  const std::vector<Stop>& stops, const Settled& settled,
                  const formats::WorkingDays& calendar, Date today) {
  Clock clock{.name = name,
              .days = days,
              .from = received_on,
              .due = {},
              .left = {},
              .settled_on = {},
              .reason = {}};
  Date counted_to = received_on;
  int left = days;
  for (const Stop& stop : stops) {
    if (settled.on && stop.from > *settled.on) break;
    if (stop.to && *stop.to <= counted_to) continue;
    const Date begin = std::max(stop.from, counted_to);
    const auto used = calendar.workdays_between(counted_to, begin);
    if (!used) return finish(clock, settled, today), clock;
    if (*used >= left) break;  // its last day came before it could stop
    left -= *used;
    const std::optional<Date> end = stop.to ? stop.to : settled.on;
    if (!end) {
      clock.state = ClockState::paused;
      clock.left = left;
      return clock;
    }
    counted_to = std::max(begin, *end);
  }
  clock.due = calendar.add_workdays(counted_to, left);
  finish(clock, settled, today);
  return clock;
}

Json day_or_null(const std::optional<Date>& day) {
  return day ? Json(day->text()) : Json(nullptr);
}

json::object clock_json(const Clock& clock) {
  return {{"due", day_or_null(clock.due)},
          {"state", to_text(clock.state)},
          {"days", clock.days == 0 ? Json(nullptr) : Json(clock.days)},
          {"left", clock.left ? Json(*clock.left) : Json(nullptr)},
          {"settled_on", day_or_null(clock.settled_on)},
          {"reason", clock.reason.empty() ? Json(nullptr) : Json(clock.reason)}};
}

Json clock_or_null(const std::optional<Clock>& clock) {
  return clock ? Json(clock_json(*clock)) : Json(nullptr);
}

}  // namespace

std::string_view to_text(ClockState state) {
  constexpr std::array<std::string_view, 6> kTexts{"running", "paused", "met",
                                                   "overdue", "ended",  "unknown"};
  return kTexts[static_cast<std::size_t>(state)];
}

Clocks clocks_of(const Limits& limits, const formats::WorkingDays& calendar, Date received_on,
                 const std::vector<CaseEvent>& events, Date today) {
  const Course course = course_of(limits, calendar, received_on, events);
  const std::vector<Stop> stops = stops_of(course, calendar, today);
  const auto limit = [&](const char* name, const std::optional<int>& days) -> std::optional<Clock> {
    if (!days) return std::nullopt;
    return limit_clock(name, *days, received_on, stops, course.decided, calendar, today);
  };
  std::optional<int> extended = limits.statutory;
  if (extended) *extended += course.extension;
  Clocks clocks{.pre_review = plain_clock(
                    {"pre_review", limits.pre_review, received_on, course.judged}, calendar, today),
                .notice = plain_clock(course.notice, calendar, today),
                .promised = limit("promised", limits.promised),
                .statutory = limit("statutory", extended),
                .supplement = {},
                .stages = {},
                .deemed_accepted_on = {},
                .deemed_recorded = false};
  // Accepted by the law's own word, whatever was told after that.
  clocks.deemed_recorded = course.deemed;
  if (course.deemed || clocks.notice.state == ClockState::overdue) {
    clocks.deemed_accepted_on = clocks.notice.from;
  }
  if (course.supplement) clocks.supplement = plain_clock(*course.supplement, calendar, today);
  for (const Stretch& stage : course.stages) {
    clocks.stages.push_back(stage_clock(stage, calendar, today));
  }
  return clocks;
}

std::vector<const Clock*> all_of(const Clocks& clocks) {
  std::vector<const Clock*> all{&clocks.pre_review, &clocks.notice};
  for (const auto* const one : {&clocks.promised, &clocks.statutory, &clocks.supplement}) {
    if (*one) all.push_back(&**one);
  }
  for (const Clock& stage : clocks.stages) all.push_back(&stage);
  return all;
}

Json to_json(const Clocks& clocks) {
  json::array stages;
  for (const Clock& stage : clocks.stages) {
    json::object shown = clock_json(stage);
    shown["stage"] = stage.name.substr(std::string_view("stage:").size());
    shown["begun_on"] = stage.from.text();
    stages.push_back(std::move(shown));
  }
  return json::object{{"promised", clock_or_null(clocks.promised)},
                      {"statutory", clock_or_null(clocks.statutory)},
                      {"notice", clock_json(clocks.notice)},
                      {"pre_review", clock_json(clocks.pre_review)},
                      {"supplement", clock_or_null(clocks.supplement)},
                      {"stages", std::move(stages)},
                      {"deemed_accepted_on", day_or_null(clocks.deemed_accepted_on)}};
}

}  // namespace zhipi::workflow
