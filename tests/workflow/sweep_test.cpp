// What time alone brings about: alarms, deemed acceptance, lapses. Once each, whatever happens.
#include <algorithm>
#include <latch>
#include <thread>

#include "service.h"

namespace zhipi::workflow {
namespace {

using std::chrono::hours;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

// Received on Friday 20 November; 23, 24, 26, 27 and 30 are worked.
class SweepTest : public ServiceTest {
 protected:
  // {"deadline_near notice"}: what one sweep said for the first time.
  std::vector<std::string> sweep() {
    const auto swept = workflow_->sweep(now());
    if (!swept) throw std::runtime_error(to_line(swept.error()));
    std::vector<std::string> said;
    for (const store::Told& told : swept->told) said.push_back(told.event + " " + told.clock);
    return said;
  }

  // A sweep every day, as a service that runs on does.
  std::vector<std::string> sweep_days(int days) {
    std::vector<std::string> said = sweep();
    for (int i = 0; i < days; ++i) {
      pass(hours(24));
      for (std::string& one : sweep()) said.push_back(std::move(one));
    }
    return said;
  }

  void supplements_lapse_after(int days) {
    Options options;
    options.clocks.supplement_days = days;
    options.now = [this] { return now(); };
    options.observer.event = [this](const Event& event) { events_.push_back(event.message); };
    workflow_ = std::make_unique<Workflow>(options, catalogue_, calendar_, *store_, *readers_);
  }

  std::string escalated() { return submit(application_with(R"({"automated": false})")).id; }
  std::string supplementing() {
    return submit(application_with(R"({"form": {"full_name": null}})")).id;
  }
  Json shown(const std::string& id, const char* clock) {
    return workflow_->application(id, kReviewer)->at("deadlines").at(clock);
  }
  long count(const std::vector<std::string>& all, const std::string& one) {
    return std::count(all.begin(), all.end(), one);
  }
};

TEST_F(SweepTest, WhatIsDecidedAtOnceIsNeverLookedAt) {
  submit(application_with());
  EXPECT_EQ(workflow_->sweep(now())->looked, 0u);
}

TEST_F(SweepTest, AnOfficeIsToldThatADayComesNearAndThatItHasPassed) {
  const std::string id = escalated();
  EXPECT_THAT(sweep_days(3), IsEmpty());  // the 23rd: the engine has seen it, the notice can wait
  EXPECT_THAT(sweep_days(1), ElementsAre("deadline_near notice"));
  EXPECT_THAT(sweep_days(2), IsEmpty());
  EXPECT_THAT(sweep_days(1),
              UnorderedElementsAre("deadline_overdue notice", "deemed_accepted notice",
                                   "deadline_near promised"));
  EXPECT_THAT(sweep_days(4), ElementsAre("deadline_overdue promised"));
  const Json last = workflow_->timeline(id, kReviewer)->at("timeline").as_array().back();
  EXPECT_EQ(last.at("event"), Json("deadline_overdue"));
  EXPECT_EQ(last.at("detail"), parsed(R"({"clock": "promised", "due": "2026-11-30"})"));
}

TEST_F(SweepTest, TheLogIsToldToo) {
  const std::string id = escalated();
  sweep_days(4);
  EXPECT_THAT(events_, Contains(id + ": deadline_near notice 2026-11-26"));
}

TEST_F(SweepTest, DeemedAcceptanceIsDatedToTheReceipt) {
  const std::string id = escalated();
  sweep_days(7);
  EXPECT_EQ(count(timeline_of(id), "deemed_accepted"), 1);
  EXPECT_EQ(workflow_->application(id, kReviewer)->at("deadlines").at("deemed_accepted_on"),
            Json("2026-11-20"));
}

TEST_F(SweepTest, ASecondSweepSaysNothingNew) {
  escalated();
  sweep_days(7);
  EXPECT_THAT(sweep(), IsEmpty());
}

TEST_F(SweepTest, ARestartSaysNothingNew) {
  escalated();
  sweep_days(7);
  start();
  EXPECT_THAT(sweep(), IsEmpty());
}

TEST_F(SweepTest, TwoSweepersSayEverythingOnce) {
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(escalated());
  sweep();
  pass(hours(24 * 5));
  Options options;
  options.now = [this] { return now(); };
  Workflow other(options, catalogue_, calendar_, *store_, *readers_);
  std::latch ready(2);
  {
    std::jthread one([&] { ready.arrive_and_wait(), (void)workflow_->sweep(now()); });
    std::jthread two([&] { ready.arrive_and_wait(), (void)other.sweep(now()); });
  }
  for (const std::string& id : ids) EXPECT_EQ(count(timeline_of(id), "deadline_near"), 1) << id;
}

TEST_F(SweepTest, AlarmsAreCaughtUpAfterDowntime) {
  escalated();
  pass(hours(24 * 11));  // 1 December, and no sweep before
  EXPECT_THAT(sweep(),
              UnorderedElementsAre("deadline_overdue notice", "deadline_overdue promised"));
}

TEST_F(SweepTest, WhatHasAnEffectInLawWaitsUntilTheClockHasBeenRightForADay) {
  const std::string id = escalated();
  pass(hours(24 * 11));
  EXPECT_THAT(sweep(), Not(Contains("deemed_accepted notice")));
  EXPECT_THAT(sweep_days(1), ElementsAre("deemed_accepted notice"));
}

TEST_F(SweepTest, ADecisionStopsTheAlarms) {
  const std::string id = supplementing();
  sweep();
  ASSERT_TRUE(workflow_->withdraw(id, "不再申请", kWindow));
  EXPECT_THAT(sweep_days(60), IsEmpty());
}

TEST_F(SweepTest, LimitsThatStandStillRaiseNoAlarm) {
  const std::string id = supplementing();
  EXPECT_THAT(sweep_days(20), IsEmpty());
  EXPECT_EQ(shown(id, "promised").at("state"), Json("paused"));
  EXPECT_EQ(shown(id, "promised").at("left"), Json(5));
}

TEST_F(SweepTest, ASupplementThatDoesNotComeEndsTheCaseWithTheReason) {
  supplements_lapse_after(4);  // 27 November
  const std::string id = supplementing();
  EXPECT_THAT(sweep_days(7), ElementsAre("deadline_near supplement"));
  EXPECT_EQ(state_of(id), "supplementing");
  EXPECT_THAT(sweep_days(1), Contains("closed supplement"));
  EXPECT_EQ(state_of(id), "closed");
  const Json last = workflow_->timeline(id, kReviewer)->at("timeline").as_array().back();
  EXPECT_EQ(last.at("event"), Json("closed"));
  EXPECT_EQ(last.at("detail").at("reason"), Json("supplement_lapsed"));
  EXPECT_EQ(last.at("detail").at("due"), Json("2026-11-27"));
  EXPECT_THAT(sweep_days(1), IsEmpty());
}

// ABUSE 34
TEST_F(SweepTest, AClockThatJumpsAheadEndsNoCase) {
  supplements_lapse_after(10);
  const std::string id = supplementing();
  sweep();
  pass(hours(24 * 30));
  sweep();
  pass(hours(1));
  sweep();
  EXPECT_EQ(state_of(id), "supplementing");
  pass(hours(-24 * 30));
  sweep_days(3);
  EXPECT_EQ(state_of(id), "supplementing");
  EXPECT_EQ(shown(id, "supplement").at("state"), Json("running"));
  EXPECT_THAT(events_, Contains(testing::HasSubstr("the clock jumped")));
}

TEST_F(SweepTest, WhatAClockSaidThatHadJumpedIsSaidAgainInItsTime) {
  const std::string id = escalated();
  sweep();
  pass(hours(24 * 30));
  EXPECT_THAT(sweep(), Contains("deadline_overdue promised"));
  pass(hours(-24 * 30));
  EXPECT_THAT(sweep_days(11), Contains("deadline_overdue promised"));
  EXPECT_THAT(sweep_days(30), Not(Contains("deadline_overdue promised")));
}

TEST_F(SweepTest, ANewCalendarIsFollowedAtTheNextStart) {
  const std::string id = escalated();
  sweep();
  const Json year = parsed(R"({"year": 2026, "papers": [], "days": [
    {"name": "试验假日", "date": "2026-11-25", "isOffDay": true},
    {"name": "临时休假", "date": "2026-11-24", "isOffDay": true}]})");
  calendar_ = formats::WorkingDays::from(std::span(&year, 1)).value();
  start();
  sweep();
  EXPECT_EQ(shown(id, "promised").at("due"), Json("2026-12-01"));
  EXPECT_EQ(store_->find_application(id).value()->deadline, Date::of(2026, 12, 1));
}

TEST_F(SweepTest, TheLimitsStayThoseOfTheDayOfReceiptThoughThePackIsGone) {
  const std::string id = escalated();
  rules_.write("trial/matter.lua", std::string(kTrialMatter) + "\n-- another version\n");
  catalogue_ = Catalogue::load(rules_.path(), {}).value();
  start();
  EXPECT_EQ(shown(id, "statutory").at("due"), Json("2026-12-21"));
}

TEST_F(SweepTest, AListPutsLastWhatStandsStill) {
  const std::string waiting = supplementing();
  const std::string urgent = escalated();
  sweep();
  const auto page = store_->list({}).value();
  ASSERT_EQ(page.applications.size(), 2u);
  EXPECT_EQ(page.applications[0].id, urgent);
  EXPECT_EQ(page.applications[1].deadline, std::nullopt);
}

TEST_F(SweepTest, ManyApplicationsAreLookedAtInOneSweep) {
  for (int i = 0; i < 230; ++i) escalated();
  EXPECT_EQ(workflow_->sweep(now())->looked, 230u);
  EXPECT_EQ(workflow_->sweep(now())->looked, 0u);
}

}  // namespace
}  // namespace zhipi::workflow
