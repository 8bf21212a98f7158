// What a second person has yet to confirm.
#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class PendingTest : public StoreTest {
 protected:
  void escalate(const std::string& id) {
    create(id);
    NewDecision made = decision("escalate");
    made.state = State::escalated;
    ASSERT_TRUE(store_->save_decision(id, made, act()));
  }
  static NewPendingAct wish(const std::string& text = R"({"outcome":"approve"})") {
    return {.kind = "review", .act = text, .from = {State::escalated}};
  }
  static NewDecision by_person(const std::optional<PendingAct>& confirms = {}) {
    NewDecision made = decision("approve");
    made.maker = Maker::person;
    made.facts = std::nullopt;
    made.confirms = confirms;
    return made;
  }
  std::optional<PendingAct> pending() { return store_->pending_of("A1").value(); }
};

TEST_F(PendingTest, IsKeptAndLetsTheApplicationGo) {
  escalate("A1");
  ASSERT_TRUE(store_->claim_review("A1", act(600).at, act(1, "anna")));
  ASSERT_TRUE(store_->propose("A1", wish(), act(2, "anna")));
  EXPECT_EQ(pending(), (PendingAct{"review", 1, R"({"outcome":"approve"})", "anna", at(2)}));
  EXPECT_EQ(find("A1").reviewer, "");
  EXPECT_EQ(find("A1").state, State::escalated);
  EXPECT_EQ(events("A1").back(), "second_person_needed");
}

TEST_F(PendingTest, TheTimelineDoesNotTellWhatIsWanted) {
  escalate("A1");
  ASSERT_TRUE(store_->propose("A1", wish(), act(2, "anna")));
  const auto timeline = store_->timeline_of("A1").value();
  EXPECT_THAT(timeline.back().detail, Not(HasSubstr("approve")));
  EXPECT_THAT(timeline.back().detail, Not(HasSubstr("sha256")));
}

TEST_F(PendingTest, ADecisionThatDoesNotKnowOfItIsRefused) {
  escalate("A1");
  ASSERT_TRUE(store_->propose("A1", wish(), act(2, "anna")));
  EXPECT_EQ(code_of(store_->save_decision("A1", by_person(), act(3, "berta"))), "conflict");
  EXPECT_EQ(code_of(store_->propose("A1", wish(), act(3, "berta"))), "conflict");
  ASSERT_TRUE(store_->save_decision("A1", by_person(pending()), act(3, "berta")));
  EXPECT_EQ(pending(), std::nullopt);
}

TEST_F(PendingTest, ADecisionThatConfirmsWhatIsNotThereIsRefused) {
  escalate("A1");
  const PendingAct gone{"review", 1, "{}", "anna", at(2)};
  EXPECT_EQ(code_of(store_->save_decision("A1", by_person(gone), act(3, "berta"))), "conflict");
  EXPECT_EQ(code_of(store_->drop_pending("A1", gone, "{}", act(3, "berta"))), "conflict");
}

TEST_F(PendingTest, ComesToNothingWhenItIsDropped) {
  escalate("A1");
  ASSERT_TRUE(store_->propose("A1", wish(), act(2, "anna")));
  ASSERT_TRUE(store_->drop_pending("A1", *pending(), R"({"outcome":"deny"})", act(3, "berta")));
  EXPECT_EQ(pending(), std::nullopt);
  EXPECT_EQ(events("A1").back(), "not_confirmed");
  ASSERT_TRUE(store_->propose("A1", wish(), act(4, "anna")));
  ASSERT_TRUE(store_->drop_pending("A1", *pending(), "{}", act(5, "anna")));
  EXPECT_EQ(events("A1").back(), "taken_back");
}

TEST_F(PendingTest, EndsWithTheRoundAndWithTheCase) {
  escalate("A1");
  ASSERT_TRUE(store_->propose("A1", wish(), act(2, "anna")));
  const NewRound round{.from = {State::escalated}, .to = State::escalated};
  ASSERT_TRUE(store_->begin_round("A1", round, act(3, "berta")));
  EXPECT_EQ(pending(), std::nullopt);
  NewPendingAct second = wish();
  second.round = 2;
  EXPECT_EQ(code_of(store_->propose("A1", wish(), act(4, "anna"))), "conflict");
  ASSERT_TRUE(store_->propose("A1", second, act(4, "anna")));
  const Move move{.from = {State::escalated}, .to = State::withdrawn, .event = "withdrawn"};
  ASSERT_TRUE(store_->move("A1", move, act(5)));
  EXPECT_EQ(pending(), std::nullopt);
}

TEST_F(PendingTest, AMoveThatConfirmsKnowsWhat) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", decision(), act()));
  ASSERT_TRUE(store_->propose("A1", {.kind = "revoke", .act = "{}", .from = {State::decided}},
                              act(1, "anna")));
  Move move{.from = {State::decided}, .to = State::revoked, .event = "revoked"};
  move.confirms = PendingAct{"revoke", 1, R"({"ground":"fraud"})", "anna", at(1)};
  EXPECT_EQ(code_of(store_->move("A1", move, act(2, "berta"))), "conflict");
  move.confirms = pending();
  ASSERT_TRUE(store_->move("A1", move, act(2, "berta")));
  EXPECT_EQ(find("A1").state, State::revoked);
  EXPECT_EQ(pending(), std::nullopt);
}

TEST_F(PendingTest, ListsTellWhatNobodyHasAndWhatOneHas) {
  escalate("A1");
  escalate("A2");
  ASSERT_TRUE(store_->claim_review("A2", act(600).at, act(1, "anna")));
  ListQuery query;
  query.reviewer = "";
  EXPECT_EQ(store_->list(query).value().applications.front().id, "A1");
  query.reviewer = "anna";
  const auto mine = store_->list(query).value().applications;
  ASSERT_EQ(mine.size(), 1u);
  EXPECT_EQ(mine.front().id, "A2");
}

}  // namespace
}  // namespace zhipi::store
