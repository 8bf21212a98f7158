#include "store/figures.h"
#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class StatisticsTest : public StoreTest {
 protected:
  static constexpr std::int64_t kDay = 24 * 60 * 60;

  // Received on this day of November 2026 and, where there is an outcome, decided so many seconds
  // later.
  void add(const std::string& id, unsigned day, const std::string& outcome = {},
           std::int64_t seconds = 0, const std::string& matter = "senior_allowance") {
    NewApplication fresh = application(id);
    fresh.received_on = *Date::of(2026, 11, day);
    fresh.matter = matter;
    const std::int64_t received = (static_cast<std::int64_t>(day) - 20) * kDay;
    ASSERT_TRUE(created(*store_, fresh, act(received)));
    if (!outcome.empty()) decide(id, outcome, received + seconds);
  }

  void decide(const std::string& id, const std::string& outcome, std::int64_t seconds,
              Maker maker = Maker::engine, int round = 1) {
    NewDecision made = decision(outcome);
    made.maker = maker;
    made.round = round;
    made.automatic = maker == Maker::engine && outcome != "escalate";
    made.state = outcome == "escalate"     ? State::escalated
                 : outcome == "supplement" ? State::supplementing
                                           : State::decided;
    if (outcome == "escalate") {
      made.proposal = "approve";
      made.reasons = {"doubtful_fact", "risk"};
    }
    const auto saved = store_->save_decision(id, made, act(seconds));
    ASSERT_TRUE(saved) << to_line(saved.error());
  }

  Statistics ask(By by = By::day, const std::optional<std::string>& matter = {}) {
    const auto all = store_->statistics({.from = *Date::of(2026, 11, 1),
                                         .to = *Date::of(2026, 11, 30),
                                         .matter = matter,
                                         .by = by});
    EXPECT_TRUE(all) << to_line(all.error());
    return all.value();
  }
};

TEST_F(StatisticsTest, OfNothingAreNothing) {
  const Statistics all = ask();
  EXPECT_THAT(all.by, IsEmpty());
  EXPECT_EQ(all.all.received, 0);
}

TEST_F(StatisticsTest, CountStatesAndOutcomesByTheDayOfReceipt) {
  add("A1", 20, "approve");
  add("A2", 20, "escalate");
  add("A3", 20);
  add("A4", 21, "supplement");
  const Statistics all = ask();
  ASSERT_THAT(all.by, ElementsAre(Pair("2026-11-20", testing::_), Pair("2026-11-21", testing::_)));
  const Figures& first = all.by.at("2026-11-20");
  EXPECT_EQ(first.received, 3);
  EXPECT_THAT(first.states,
              ElementsAre(Pair("decided", 1), Pair("escalated", 1), Pair("received", 1)));
  EXPECT_THAT(first.outcomes, ElementsAre(Pair("approve", 1), Pair("escalate", 1)));
  EXPECT_EQ(first.decided, 2);
  EXPECT_EQ(first.automatic, 1);
  EXPECT_EQ(all.all.received, 4);
  EXPECT_EQ(all.all.automatic, 2);
}

TEST_F(StatisticsTest, CountByMonthAndByMatterToo) {
  add("A1", 20, "approve");
  add("A2", 21, "approve", 0, "residence_permit");
  EXPECT_THAT(ask(By::month).by, ElementsAre(Pair("2026-11", testing::_)));
  EXPECT_THAT(ask(By::matter).by, ElementsAre(Pair("residence_permit", testing::_),
                                              Pair("senior_allowance", testing::_)));
  EXPECT_EQ(ask(By::day, "residence_permit").all.received, 1);
}

TEST_F(StatisticsTest, LeaveOutWhatWasReceivedOutsideThePeriod) {
  add("A1", 1);
  add("A2", 30);
  const auto inside = store_->statistics(
      {.from = *Date::of(2026, 11, 2), .to = *Date::of(2026, 11, 30), .by = By::day});
  EXPECT_EQ(inside.value().all.received, 1);
}

TEST_F(StatisticsTest, TakeMedianAndNinthDecileByNearestRankOverAllAndNotOverParts) {
  for (int at = 1; at <= 9; ++at) add("A" + std::to_string(at), 20, "approve", at);
  add("B", 21, "deny", 1000);
  add("C", 21, "escalate", 5000);  // is not final
  const Statistics all = ask();
  EXPECT_EQ(all.by.at("2026-11-20").median, std::chrono::seconds(5));
  EXPECT_EQ(all.by.at("2026-11-20").ninth_decile, std::chrono::seconds(9));
  EXPECT_EQ(all.by.at("2026-11-21").median, std::chrono::seconds(1000));
  EXPECT_EQ(all.by.at("2026-11-21").ninth_decile, std::chrono::seconds(1000));
  EXPECT_EQ(all.all.final, 10);
  EXPECT_EQ(all.all.median, std::chrono::seconds(5));
  EXPECT_EQ(all.all.ninth_decile, std::chrono::seconds(9));
}

TEST_F(StatisticsTest, TellDaysInChinaStandardTime) {
  add("A1", 20, "approve", 3 * 60 * 60);  // 23:00 there
  add("A2", 20, "approve", 5 * 60 * 60);  // 01:00 of the next day
  const Figures figures = ask().all;
  ASSERT_EQ(figures.spans.size(), 2U);
  EXPECT_EQ(figures.spans[0].decided.text(), "2026-11-20");
  EXPECT_EQ(figures.spans[1].decided.text(), "2026-11-21");
}

TEST_F(StatisticsTest, CountTheReasonsOfEscalations) {
  add("A1", 20, "escalate");
  add("A2", 20, "escalate");
  add("A3", 20, "approve");
  EXPECT_THAT(ask().all.reasons, ElementsAre(Pair("doubtful_fact", 2), Pair("risk", 2)));
}

TEST_F(StatisticsTest, CountWherePeopleDecideOtherwiseThanWasProposed) {
  add("A1", 20, "escalate");
  decide("A1", "approve", 60, Maker::person);
  add("A2", 20, "escalate");
  decide("A2", "deny", 60, Maker::person);
  const Figures figures = ask().all;
  EXPECT_EQ(figures.reviewed, 2);
  EXPECT_EQ(figures.overridden, 1);
  EXPECT_EQ(figures.automatic, 0);
  EXPECT_THAT(figures.outcomes, ElementsAre(Pair("approve", 1), Pair("deny", 1)));
}

TEST_F(StatisticsTest, CountRoundsOfSupplements) {
  add("A1", 20, "supplement");
  const NewRound round{.after = 1, .reason = "supplement", .from = {State::supplementing}};
  ASSERT_TRUE(store_->begin_round("A1", round, act(60)));
  EXPECT_EQ(ask().all.supplement_rounds, 1);
}

TEST_F(StatisticsTest, TakeAMatterAsAValueAndNeverAsSql) {
  add("A1", 20);
  EXPECT_EQ(ask(By::day, "' OR '1'='1").all.received, 0);
}

TEST_F(StatisticsTest, TellHowTheQueueStands) {
  EXPECT_EQ(store_->queue_figures().value().oldest, std::nullopt);
  create("A1", job("read", 0));
  create("A2", job("read", 60));
  create("A3", job("read", 90));
  ASSERT_TRUE(store_->claim("read", "worker", at(1), std::chrono::seconds(60)).value());
  const QueueFigures figures = store_->queue_figures().value();
  EXPECT_EQ(figures.waiting, 2);
  EXPECT_EQ(figures.leased, 1);
  EXPECT_EQ(figures.parked, 0);
  EXPECT_EQ(figures.oldest, at(60));
}

}  // namespace
}  // namespace zhipi::store
