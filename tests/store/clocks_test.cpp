// What is kept of clocks, obligations and spot checks.
#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Date kDue = *Date::of(2026, 12, 4);

class ClocksTest : public StoreTest {
 protected:
  Look look(const std::string& id, const std::string& event = "deadline_near") {
    return {.application = id,
            .seen = store_->timeline_of(id)->back().sequence,
            .alarms = {{"promised", event, kDue}},
            .again = at(1000)};
  }
  NewDecision conditional(std::optional<Date> due = kDue) {
    NewDecision made = decision("approve_conditionally");
    made.obligations = {{.name = "residence_proof",
                         .kind = "tolerate",
                         .title = "居住证明",
                         .working_days = 10,
                         .begun_on = *Date::of(2026, 11, 20),
                         .due = due,
                         .consequence = "撤销"}};
    return made;
  }
  NewDecision approval(bool drawn) {
    NewDecision made = decision();
    made.draw = Draw{0.05, "sha256:k", "sha256:i", "00ff", drawn};
    return made;
  }
  void create_with(const std::string& id, const NewDecision& made) {
    const auto kept = created(*store_, application(id), act(), made);
    ASSERT_TRUE(kept) << to_line(kept.error());
  }
};

TEST_F(ClocksTest, WhatWaitsIsLookedAtAndWhatIsDecidedIsNot) {
  create("A1");
  create_with("A2", decision());
  EXPECT_THAT(store_->due_looks(at(), 10).value(), ElementsAre("A1"));
  ASSERT_TRUE(store_->record_looks({look("A1")}, act()));
  EXPECT_THAT(store_->due_looks(at(999), 10).value(), IsEmpty());
  EXPECT_THAT(store_->due_looks(at(1000), 10).value(), ElementsAre("A1"));
}

TEST_F(ClocksTest, AnAlarmIsSaidOnce) {
  create("A1");
  EXPECT_THAT(store_->record_looks({look("A1")}, act()).value(), SizeIs(1));
  EXPECT_THAT(store_->record_looks({look("A1")}, act(1)).value(), IsEmpty());
  EXPECT_THAT(events("A1"), ElementsAre("received", "deadline_near"));
}

TEST_F(ClocksTest, AnAlarmThatIsDatedAfterNowIsSaidAgain) {
  create("A1");
  EXPECT_THAT(store_->record_looks({look("A1")}, act(5000)).value(), SizeIs(1));
  EXPECT_THAT(store_->record_looks({look("A1")}, act(10)).value(), SizeIs(1));
}

TEST_F(ClocksTest, ALookThatIsOutOfDateDoesNothing) {
  create("A1");
  const Look stale = look("A1");
  ASSERT_TRUE(store_->add_event("A1", "noted", "{}", act()));
  EXPECT_THAT(store_->record_looks({stale}, act()).value(), IsEmpty());
  EXPECT_THAT(store_->due_looks(at(), 10).value(), ElementsAre("A1"));
}

TEST_F(ClocksTest, AnEventCanBeBoundToWhatWasSeen) {
  create("A1");
  const std::int64_t seen = store_->timeline_of("A1")->back().sequence;
  ASSERT_TRUE(store_->add_event("A1", "paused", "{}", act(), seen));
  EXPECT_EQ(code_of(store_->add_event("A1", "paused", "{}", act(), seen)), "conflict");
}

TEST_F(ClocksTest, ASweepSaysSinceWhenTheClockIsSteady) {
  EXPECT_EQ(store_->mark_sweep(at(0))->steady_since, at(0));
  EXPECT_EQ(store_->mark_sweep(at(3600))->steady_since, at(0));
  EXPECT_EQ(store_->mark_sweep(at(3500))->steady_since, at(0)) << "two machines differ a little";
  const Sweeping ahead = store_->mark_sweep(at(3600 * 30)).value();
  EXPECT_TRUE(ahead.jumped);
  EXPECT_EQ(ahead.steady_since, at(3600 * 30));
  EXPECT_EQ(store_->mark_sweep(at(0))->steady_since, at(0));
}

TEST_F(ClocksTest, AnotherBasisHasEverythingLookedAtAgain) {
  create("A1");
  ASSERT_TRUE(store_->mark_sweep(at(), "one"));
  ASSERT_TRUE(store_->record_looks({look("A1")}, act()));
  ASSERT_TRUE(store_->mark_sweep(at(1), "one"));
  EXPECT_THAT(store_->due_looks(at(1), 10).value(), IsEmpty());
  ASSERT_TRUE(store_->mark_sweep(at(2), "two"));
  EXPECT_THAT(store_->due_looks(at(2), 10).value(), ElementsAre("A1"));
}

// --- Obligations

TEST_F(ClocksTest, AConditionalApprovalKeepsItsObligationsWithIt) {
  create_with("A1", conditional());
  const auto obligations = store_->obligations_of("A1").value();
  ASSERT_THAT(obligations, SizeIs(1));
  EXPECT_EQ(obligations[0].id, "A1-O1.1");
  EXPECT_EQ(obligations[0].state, "open");
  EXPECT_EQ(obligations[0].due, kDue);
  EXPECT_EQ(obligations[0].working_days, 10);
  EXPECT_THAT(events("A1"),
              ElementsAre("received", "facts_frozen", "decided", "obligations_opened"));
  EXPECT_THAT(store_->due_looks(at(), 10).value(), ElementsAre("A1"));
}

TEST_F(ClocksTest, ObligationsAreListedByTheirDayPageByPage) {
  create_with("A1", conditional(std::nullopt));
  create_with("A2", conditional(kDue.add_days(1)));
  create_with("A3", conditional(kDue));
  std::vector<std::string> seen;
  ObligationQuery query{.limit = 1};
  do {
    const auto page = store_->list_obligations(query).value();
    for (const Obligation& one : page.obligations) seen.push_back(one.application);
    query.cursor = page.next;
  } while (!query.cursor.empty());
  EXPECT_THAT(seen, ElementsAre("A3", "A2", "A1"));
  EXPECT_THAT(store_->list_obligations({.due_before = kDue.add_days(1)})->obligations, SizeIs(1));
  EXPECT_THAT(store_->list_obligations({.submitter = "nobody"})->obligations, IsEmpty());
  EXPECT_EQ(code_of(store_->list_obligations({.cursor = "x"})), "bad_cursor");
}

TEST_F(ClocksTest, AnObligationEndsOnce) {
  create_with("A1", conditional());
  ASSERT_TRUE(store_->settle_obligation("A1-O1.1", {.state = "fulfilled", .note = "到齐"}, act()));
  EXPECT_EQ(code_of(store_->settle_obligation("A1-O1.1", {.state = "lapsed"}, act())), "conflict");
  EXPECT_EQ(code_of(store_->settle_obligation("A1-O9.9", {.state = "lapsed"}, act())), "not_found");
  EXPECT_EQ(store_->find_obligation("A1-O1.1").value()->note, "到齐");
  EXPECT_EQ(events("A1").back(), "obligation_fulfilled");
}

// --- Spot checks

TEST_F(ClocksTest, ADrawIsKeptWithItsDecisionWhetherDrawnOrNot) {
  create_with("A1", approval(true));
  create_with("A2", approval(false));
  EXPECT_THAT(store_->list_spot_checks({.state = "open"})->spot_checks, SizeIs(1));
  EXPECT_EQ(store_->spot_check_of("A2").value()->state, "not_drawn");
  EXPECT_EQ(store_->spot_check_of("A1").value()->draw.share, 0.05);
}

TEST_F(ClocksTest, TheTimelineDoesNotTellWhatWasDrawnAndTheLogDoes) {
  create_with("A1", approval(true));
  EXPECT_THAT(store_->timeline_of("A1")->back().detail, testing::Not(testing::HasSubstr("spot")));
  const auto log = store_->audit_after(0, 100).value();
  EXPECT_THAT(log.back().entry, testing::HasSubstr(R"("spot_check":{"drawn":true)"));
  EXPECT_TRUE(store_->verify_audit());
}

TEST_F(ClocksTest, AWrongApprovalIsReopenedWithItsAnswer) {
  create_with("A1", approval(true));
  SpotCheckAnswer answer{.right = false, .note = "年龄有误", .criterion = "age_80"};
  answer.reopen = NewRound{
      .after = 1, .reason = "spot_check", .from = {State::decided}, .to = State::escalated};
  ASSERT_TRUE(store_->answer_spot_check("A1-S", answer, act(1, "reviewer-1")));
  EXPECT_EQ(find("A1").state, State::escalated);
  EXPECT_EQ(find("A1").round, 2);
  EXPECT_EQ(store_->find_spot_check("A1-S").value()->state, "wrong");
  EXPECT_EQ(code_of(store_->answer_spot_check("A1-S", answer, act(2))), "conflict");
}

TEST_F(ClocksTest, OneThatWasNotDrawnIsNotAnswered) {
  create_with("A1", approval(false));
  EXPECT_EQ(code_of(store_->answer_spot_check("A1-S", {}, act())), "conflict");
  EXPECT_EQ(code_of(store_->answer_spot_check("A9-S", {}, act())), "not_found");
}

TEST_F(ClocksTest, ApprovalsAreFoundByTheirPack) {
  create_with("A1", decision());
  create_with("A2", decision("deny"));
  create_with("A3", decision("approve_conditionally"));
  const std::string pack = Digest::of("pack").text();
  const auto first = store_->approvals_by(pack, 0, 1).value();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].application, "A1");
  const auto rest = store_->approvals_by(pack, first[0].sequence, 10).value();
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_EQ(rest[0].application, "A3");
  EXPECT_THAT(store_->approvals_by(Digest::of("another").text(), 0, 10).value(), IsEmpty());
}

}  // namespace
}  // namespace zhipi::store
