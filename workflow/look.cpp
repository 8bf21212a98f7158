#include "workflow/look.h"

#include <algorithm>

#include "models/approval.h"
#include "workflow/clock.h"

namespace zhipi::workflow {
namespace {

using store::State;

// The last decision that settled the case has approved it.
bool is_approved(const std::vector<store::Event>& timeline) {
  for (auto event = timeline.rbegin(); event != timeline.rend(); ++event) {
    if (event->event != "decided") continue;
    const auto detail = parse_json(event->detail);
    const Json* const told =
        detail && detail->is_object() ? detail->get_object().if_contains("outcome") : nullptr;
    if (told == nullptr || !told->is_string()) continue;
    const auto known = outcome(told->get_string());
    if (known == Outcome::escalate || known == Outcome::supplement) continue;
    return known && is_approval(*known);
  }
  return false;
}

class Looking {
 public:
  Looking(const ClockSettings& settings, const formats::WorkingDays& calendar, store::Time now,
          store::Time effects_from)
      : settings_(settings),
        calendar_(calendar),
        now_(now),
        today_(day_of(now)),
        effects_from_(effects_from) {}

  store::Look at(const CaseRecord& record, const Clocks& clocks) {
    const store::Application& application = record.application;
    look_.application = application.id;
    look_.seen = record.timeline.empty() ? 0 : record.timeline.back().sequence;
    if (application.state != State::decided && !store::is_end(application.state)) {
      look_.again = store::Time::max();  // a new calendar can always bring something
    }
    for (const Clock* const clock : all_of(clocks)) at_clock(*clock);
    if (!store::is_end(application.state)) at_notice(clocks);
    at_supplement(record, clocks);
    if (clocks.promised && !clocks.promised->settled_on) look_.deadline = clocks.promised->due;
    if (clocks.statutory && !clocks.statutory->settled_on) look_.statutory = clocks.statutory->due;
    for (const store::Obligation& obligation : record.obligations) {
      if (obligation.state == "open") at_obligation(obligation);
    }
    return std::move(look_);
  }

 private:
  void again(store::Time moment) {
    look_.again = std::min(look_.again.value_or(store::Time::max()), moment);
  }

  // The day on which it is time to say that a last day comes near; of a short limit, the last day.
  Date near(Date due, int lead, int days) const {
    return calendar_.add_workdays(due, -std::clamp(lead, 0, std::max(days - 1, 0))).value_or(due);
  }

  void say(const std::string& clock, const std::string& event, Date due, json::object detail = {}) {
    detail["clock"] = clock;
    detail["due"] = due.text();
    look_.alarms.push_back({clock, event, due, canonical_json(detail)});
  }

  // Whether what has an effect in law may follow now; if not, it is looked at again then.
  bool may_take_effect() {
    if (now_ >= effects_from_) return true;
    again(effects_from_);
    return false;
  }

  void at_clock(const Clock& clock) {
    if (!clock.due || clock.settled_on) return;
    if (today_ > *clock.due) return say(clock.name, "deadline_overdue", *clock.due);
    const int lead = clock.name == "supplement" ? settings_.reminder_days : settings_.alarm_days;
    const Date near_day = near(*clock.due, lead, clock.days);
    if (today_ >= near_day) say(clock.name, "deadline_near", *clock.due);
    again(beginning_of(today_ >= near_day ? clock.due->add_days(1) : near_day));
  }

  // 行政许可法 §32(4): 逾期不告知的，自收到申请材料之日起即为受理.
  void at_notice(const Clocks& clocks) {
    const Clock& notice = clocks.notice;
    if (notice.state != ClockState::overdue || clocks.deemed_recorded) return;
    if (!may_take_effect()) return;
    say(notice.name, "deemed_accepted", *notice.due,
        {{"accepted_on", notice.from.text()},
         {"message", "逾期未告知，自收到申请材料之日起视为受理 accepted by lapse of time"}});
  }

  // Where there is an approval, the case goes back to it: what it left open lapses by its own day.
  void at_supplement(const CaseRecord& record, const Clocks& clocks) {
    if (record.application.state != State::supplementing || !clocks.supplement) return;
    const Clock& supplement = *clocks.supplement;
    if (supplement.state != ClockState::overdue || !may_take_effect()) return;
    if (is_approved(record.timeline)) {
      look_.move =
          store::Move{.from = {State::supplementing},
                      .to = State::decided,
                      .event = "supplement_lapsed",
                      .detail = canonical_json(json::object{{"asked_on", supplement.from.text()},
                                                            {"due", supplement.due->text()}})};
      return;
    }
    look_.move =
        store::Move{.from = {State::supplementing},
                    .to = State::closed,
                    .event = "closed",
                    .detail = canonical_json(json::object{
                        {"reason", "supplement_lapsed"},
                        {"asked_on", supplement.from.text()},
                        {"due", supplement.due->text()},
                        {"message", "逾期未补正，办件终结 the supplement did not come in time"}})};
  }

  void at_obligation(const store::Obligation& obligation) {
    if (store::is_end(obligation.application_state)) {
      look_.ended.push_back({obligation.id, {.state = "ended"}});
      return;
    }
    again(store::Time::max());
    const auto due = due_of(obligation, calendar_);
    if (!due) return;
    if (!obligation.due) look_.due_known.push_back({obligation.id, *due});
    if (today_ > *due) return overdue(obligation, *due);
    const Date near_day = near(*due, settings_.reminder_days, obligation.working_days.value_or(0));
    if (today_ >= near_day) say(obligation.id, "obligation_reminded", *due, about(obligation));
    again(beginning_of(today_ >= near_day ? due->add_days(1) : near_day));
  }

  // What is under judgement came in time. A promise that no officer has checked in time is the
  // office's omission (DOMAIN 20): it is said, and never counts against the applicant.
  void overdue(const store::Obligation& obligation, Date due) {
    if (obligation.kind != "tolerate") {
      return say(obligation.id, "obligation_overdue", due, about(obligation));
    }
    if (obligation.application_state != State::decided || !may_take_effect()) return;
    json::object detail = about(obligation);
    detail["due"] = due.text();
    detail["task"] = "consider_revocation";
    look_.ended.push_back({obligation.id, {.state = "lapsed", .detail = canonical_json(detail)}});
  }

  static json::object about(const store::Obligation& obligation) {
    return {{"obligation", obligation.id},
            {"kind", obligation.kind},
            {"title", obligation.title},
            {"consequence", obligation.consequence}};
  }

  const ClockSettings& settings_;
  const formats::WorkingDays& calendar_;
  store::Time now_;
  Date today_;
  store::Time effects_from_;
  store::Look look_;
};

}  // namespace

Clocks clocks_of(const CaseRecord& record, const Matter* matter, const ClockSettings& settings,
                 const formats::WorkingDays& calendar, Date today) {
  Limits limits;
  limits.notice = settings.notice_days;
  limits.supplement = settings.supplement_days;
  if (matter != nullptr) {
    limits.promised = matter->promised_days;
    limits.statutory = matter->statutory_days;
  }
  return clocks_of(recorded_limits(record.timeline, limits), calendar,
                   record.application.received_on, case_events(record.timeline), today);
}

std::optional<Date> due_of(const store::Obligation& obligation,
                           const formats::WorkingDays& calendar) {
  if (obligation.due || !obligation.working_days) return obligation.due;
  return calendar.add_workdays(obligation.begun_on, *obligation.working_days);
}

store::Look look_at(const CaseRecord& record, const Clocks& clocks, const ClockSettings& settings,
                    const formats::WorkingDays& calendar, store::Time now,
                    store::Time effects_from) {
  return Looking(settings, calendar, now, effects_from).at(record, clocks);
}

}  // namespace zhipi::workflow
