// The clocks of a case follow from its records, the calendar and today alone.
#include "workflow/deadlines.h"

#include <random>

#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

using Kind = CaseEvent::Kind;
using store::State;

// Friday, 20 November 2026. 23, 24, 26, 27 and 30 are worked, 25 is a holiday.
const Date kReceived = *Date::of(2026, 11, 20);

Date day(unsigned month, unsigned day_of_month) {
  return *Date::of(2026, month, day_of_month);
}

CaseEvent judged(Date on, State to) {
  return {.kind = Kind::judged, .day = on, .told = to != State::escalated, .to = to};
}
CaseEvent supplemented(Date on) {
  return {.kind = Kind::round, .day = on, .text = "supplement"};
}
CaseEvent stage_begun(Date on, int days, const std::string& stage = "公示") {
  return {.kind = Kind::stage_begun, .day = on, .text = stage, .days = days};
}
CaseEvent stage_ended(Date on, const std::string& stage = "公示") {
  return {.kind = Kind::stage_ended, .day = on, .text = stage};
}

Clocks clocks(const std::vector<CaseEvent>& events, Date today) {
  return clocks_of({.promised = 5, .statutory = 20, .supplement = 10}, calendar_of_2026(),
                   kReceived, events, today);
}

std::string due(const Clock& clock) {
  return clock.due ? clock.due->text() : "none";
}

TEST(DeadlinesTest, ALimitIsCountedInWorkingDaysFromTheDayAfterReceipt) {
  const Clocks now = clocks({}, kReceived);
  EXPECT_EQ(due(*now.promised), "2026-11-30");
  EXPECT_EQ(due(*now.statutory), "2026-12-21");
  EXPECT_EQ(due(now.pre_review), "2026-11-23");
  EXPECT_EQ(due(now.notice), "2026-11-26");
  EXPECT_EQ(now.promised->state, ClockState::running);
  EXPECT_FALSE(now.supplement);
}

TEST(DeadlinesTest, ALimitIsOverdueOnTheDayAfterItsLast) {
  EXPECT_EQ(clocks({}, day(11, 30)).promised->state, ClockState::running);
  EXPECT_EQ(clocks({}, day(12, 1)).promised->state, ClockState::overdue);
}

TEST(DeadlinesTest, ADecisionSettlesEveryClockForGood) {
  const Clocks now = clocks({judged(day(11, 24), State::decided)}, day(12, 31));
  for (const Clock* const clock : all_of(now)) {
    if (clock->name == "pre_review") continue;
    EXPECT_EQ(clock->state, ClockState::met) << clock->name;
    EXPECT_EQ(clock->settled_on, day(11, 24)) << clock->name;
  }
  EXPECT_EQ(now.pre_review.state, ClockState::overdue);
}

TEST(DeadlinesTest, ALateDecisionStaysLate) {
  const Clocks now = clocks({judged(day(12, 2), State::decided)}, day(12, 31));
  EXPECT_EQ(now.promised->state, ClockState::overdue);
  EXPECT_EQ(now.promised->settled_on, day(12, 2));
  EXPECT_EQ(now.statutory->state, ClockState::met);
}

TEST(DeadlinesTest, ACaseThatEndsFirstNeitherMeetsNorMissesItsLimits) {
  const Clocks now = clocks({{.kind = Kind::ended, .day = day(11, 23)}}, day(12, 31));
  EXPECT_EQ(now.promised->state, ClockState::ended);
  EXPECT_EQ(now.notice.state, ClockState::ended);
}

TEST(DeadlinesTest, LimitsStandStillWhileTheApplicantSupplements) {
  const std::vector<CaseEvent> asked{judged(day(11, 23), State::supplementing)};
  const Clocks during = clocks(asked, day(12, 5));
  EXPECT_EQ(during.promised->state, ClockState::paused);
  EXPECT_EQ(due(*during.promised), "none");
  EXPECT_EQ(during.promised->left, 4);
  EXPECT_EQ(during.supplement->state, ClockState::running);

  std::vector<CaseEvent> answered = asked;
  answered.push_back(supplemented(day(12, 1)));
  const Clocks after = clocks(answered, day(12, 1));
  EXPECT_EQ(due(*after.promised), "2026-12-07");
  EXPECT_EQ(after.supplement->state, ClockState::met);
}

TEST(DeadlinesTest, ALimitThatHasPassedIsNotSavedByAPause) {
  const Clocks now = clocks({judged(day(12, 3), State::supplementing)}, day(12, 10));
  EXPECT_EQ(now.promised->state, ClockState::overdue);
  EXPECT_EQ(due(*now.promised), "2026-11-30");
  EXPECT_EQ(now.statutory->state, ClockState::paused);
}

TEST(DeadlinesTest, AStageStopsTheLimitsWhileItLasts) {
  EXPECT_EQ(clocks({stage_begun(day(11, 23), 5)}, day(11, 24)).promised->state, ClockState::paused);
  const Clocks after = clocks({stage_begun(day(11, 23), 5), stage_ended(day(11, 26))}, day(11, 26));
  EXPECT_EQ(due(*after.promised), "2026-12-02");
  EXPECT_EQ(after.stages.front().state, ClockState::met);
}

// 榕工改办〔2023〕3号 (五): 严禁违规暂停审批计时.
TEST(DeadlinesTest, AStageStopsTheLimitsForNoLongerThanWasTold) {
  const Clocks now = clocks({stage_begun(day(11, 23), 2)}, day(12, 20));  // 24 and 26
  EXPECT_EQ(due(*now.promised), "2026-12-02");
  EXPECT_EQ(now.promised->state, ClockState::overdue);
  EXPECT_EQ(now.stages.front().state, ClockState::overdue);
}

TEST(DeadlinesTest, StopsThatOverlapAreCountedOnce) {
  const Clocks now = clocks({stage_begun(day(11, 23), 0), stage_begun(day(11, 24), 0, "听证"),
                             stage_ended(day(11, 26)), stage_ended(day(11, 27), "听证")},
                            day(11, 27));
  EXPECT_EQ(due(*now.promised), "2026-12-03");
}

TEST(DeadlinesTest, AClockThatWentBackTakesNothingOff) {
  const Clocks now =
      clocks({judged(day(11, 24), State::supplementing), supplemented(day(11, 21))}, day(11, 24));
  EXPECT_EQ(due(*now.promised), "2026-11-30");
}

TEST(DeadlinesTest, AYearWithoutACalendarIsNeverGuessed) {
  const Clocks now =
      clocks_of({.promised = 5, .statutory = 60}, calendar_of_2026(), kReceived, {}, kReceived);
  EXPECT_EQ(now.statutory->state, ClockState::unknown);
  EXPECT_EQ(due(*now.statutory), "none");
  EXPECT_EQ(now.statutory->reason, "calendar_not_published");
  EXPECT_EQ(now.promised->state, ClockState::running);
}

TEST(DeadlinesTest, EvenWithoutAnyCalendarThereIsAnAnswer) {
  const Clocks now =
      clocks_of({.promised = 5, .statutory = 20}, formats::WorkingDays(), kReceived,
                {judged(day(11, 23), State::supplementing), stage_begun(day(11, 24), 5),
                 supplemented(day(11, 26)), stage_ended(day(11, 27))},
                day(12, 1));
  for (const Clock* const clock : all_of(now)) {
    EXPECT_EQ(clock->state, ClockState::unknown) << clock->name;
  }
  EXPECT_FALSE(now.deemed_accepted_on);
}

// 行政许可法 §32(4)
TEST(DeadlinesTest, WithoutANoticeInTimeTheApplicationCountsAsAcceptedFromItsReceipt) {
  const std::vector<CaseEvent> escalated{judged(kReceived, State::escalated)};
  EXPECT_FALSE(clocks(escalated, day(11, 26)).deemed_accepted_on);
  const Clocks after = clocks(escalated, day(11, 27));
  EXPECT_EQ(after.notice.state, ClockState::overdue);
  EXPECT_EQ(after.deemed_accepted_on, kReceived);
}

TEST(DeadlinesTest, ALateNoticeDoesNotUndoThat) {
  const Clocks now =
      clocks({judged(day(11, 27), State::supplementing), supplemented(day(11, 30))}, day(11, 30));
  EXPECT_EQ(now.deemed_accepted_on, kReceived);
  EXPECT_EQ(now.notice.from, kReceived);
}

TEST(DeadlinesTest, WhatComesInAfterANoticeIsReceivedAnew) {
  const Clocks now = clocks({judged(day(11, 23), State::supplementing), supplemented(day(11, 30)),
                             judged(day(11, 30), State::escalated)},
                            day(12, 1));
  EXPECT_EQ(due(now.notice), "2026-12-03");
  EXPECT_EQ(now.notice.state, ClockState::running);
}

TEST(DeadlinesTest, APreReviewIsDoneWhenTheEngineHasJudged) {
  EXPECT_EQ(clocks({judged(kReceived, State::escalated)}, day(12, 1)).pre_review.state,
            ClockState::met);
}

TEST(DeadlinesTest, ARoundAfterTheDecisionStartsNoLimitAgain) {
  const Clocks now = clocks({judged(day(11, 23), State::decided),
                             {.kind = Kind::round, .day = day(12, 10), .text = "spot_check"}},
                            day(12, 31));
  EXPECT_EQ(now.statutory->state, ClockState::met);
}

// --- Against counting day by day

struct Drawn {
  std::vector<CaseEvent> events;
  std::vector<std::pair<Date, Date>> stops;
  std::optional<Date> open_since;
};

// Supplements and stages in turn or one inside the other, some of no length, some backwards.
Drawn draw(std::mt19937& random) {
  const auto pick = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  Drawn drawn;
  Date at = kReceived;
  for (int left = pick(0, 3); left > 0; --left) {  // the calendar ends with the year
    at = at.add_days(pick(0, 3));
    const bool stage = pick(0, 1) == 1;
    drawn.events.push_back(stage ? stage_begun(at, 0) : judged(at, State::supplementing));
    if (left == 1 && pick(0, 3) == 0) {
      drawn.open_since = at;
      break;
    }
    const Date end = at.add_days(pick(-2, 5));
    drawn.events.push_back(stage ? stage_ended(end) : supplemented(end));
    if (at < end) drawn.stops.emplace_back(at, end);
    at = std::max(at, end);
  }
  return drawn;
}

TEST(DeadlinesProperty, ALimitEndsOnTheDayThatCountingDayByDayGives) {
  const formats::WorkingDays calendar = calendar_of_2026();
  for (unsigned seed = 1; seed <= 3000; ++seed) {
    std::mt19937 random(seed);
    const Drawn drawn = draw(random);
    const int days = std::uniform_int_distribution<int>(1, 8)(random);
    int counted = 0;
    Date at = kReceived;
    bool stopped = false;
    while (counted < days && !stopped) {
      at = at.add_days(1);
      stopped = drawn.open_since && at > *drawn.open_since;
      const bool in_stop =
          std::any_of(drawn.stops.begin(), drawn.stops.end(),
                      [&](const auto& one) { return one.first < at && at <= one.second; });
      if (!stopped && !in_stop && calendar.is_working_day(at) == true) ++counted;
    }
    const Clocks now = clocks_of({.promised = days}, calendar, kReceived, drawn.events, kReceived);
    ASSERT_EQ(due(*now.promised), stopped ? "none" : at.text()) << "seed " << seed;
    ASSERT_EQ(now.promised->left.value_or(0), stopped ? days - counted : 0) << "seed " << seed;
  }
}

// Whatever the records, in whatever order: an answer, and a known day that does not depend on now.
TEST(DeadlinesProperty, AnyRecordsGiveAnAnswerThatOnlyTimeMovesOn) {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    std::vector<CaseEvent> events;
    for (int left = pick(0, 9); left > 0; --left) {
      events.push_back({.kind = static_cast<Kind>(pick(0, 5)),
                        .day = kReceived.add_days(pick(-400, 400)),
                        .told = pick(0, 1) == 1,
                        .to = static_cast<State>(pick(0, 8)),
                        .text = pick(0, 1) == 1 ? "supplement" : "公示",
                        .days = pick(0, 6)});
    }
    const Clocks sooner = clocks(events, day(11, 23));
    const Clocks later = clocks(events, day(12, 28));
    ASSERT_EQ(all_of(sooner).size(), all_of(later).size()) << "seed " << seed;
    EXPECT_EQ(due(sooner.notice), due(later.notice)) << "seed " << seed;
    if (sooner.promised->state == ClockState::overdue) {
      EXPECT_EQ(later.promised->state, ClockState::overdue) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace zhipi::workflow
