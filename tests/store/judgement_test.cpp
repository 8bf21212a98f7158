#include <atomic>
#include <thread>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

using JudgementTest = StoreTest;

NewDecision by_person() {
  NewDecision made = decision("deny");
  made.maker = Maker::person;
  made.automatic = false;
  made.facts = std::nullopt;
  return made;
}

NewDecision escalation() {
  NewDecision made = decision("escalate");
  made.state = State::escalated;
  return made;
}

TEST_F(JudgementTest, ReadingsAreReplacedWithinARoundAndKeptAcrossRounds) {
  create("A1");
  ASSERT_TRUE(store_->set_readings("A1", "id_card", R"({"pages":1})", act()));
  ASSERT_TRUE(store_->set_readings("A1", "id_card", R"({"pages":2})", act()));
  ASSERT_TRUE(store_->set_readings("A1", "form", R"({"pages":3})", act()));
  ASSERT_TRUE(
      store_->begin_round("A1", {.reason = "supplement", .from = {State::received}}, act()));
  ASSERT_TRUE(store_->set_readings("A1", "form", R"({"pages":4})", act()));
  EXPECT_THAT(store_->readings_of("A1").value(),
              ElementsAre(Pair("form", R"({"pages":4})"), Pair("id_card", R"({"pages":2})")));
  EXPECT_EQ(code_of(store_->set_readings("A9", "form", "{}", act())), "not_found");
}

TEST_F(JudgementTest, ReadingsOfFilesThatWereReplacedAreThoseOfNoFile) {
  const Digest scan = Digest::of("scan");
  ASSERT_TRUE(store_->add_material({scan, "image/png", 4, at(), "window-1"}));
  create("A1");
  ASSERT_TRUE(store_->set_readings("A1", "card", R"({"pages":1})", act()));
  ASSERT_TRUE(store_->set_readings("A1", "proof", R"({"pages":2})", act()));
  const NewRound round{.from = {State::received}, .materials = {{"card", {scan}}}};
  ASSERT_TRUE(store_->begin_round("A1", round, act()));
  EXPECT_THAT(store_->readings_of("A1").value(), ElementsAre(Pair("proof", R"({"pages":2})")));
  ASSERT_TRUE(store_->set_readings("A1", "card", R"({"pages":3})", act()));
  EXPECT_THAT(store_->readings_of("A1").value(),
              ElementsAre(Pair("card", R"({"pages":3})"), Pair("proof", R"({"pages":2})")));
}

TEST_F(JudgementTest, ARoundThatIsJudgedInTheRequestIsKeptWithItsDecision) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", decision("supplement"), act()));
  NewDecision second = decision();
  second.round = 2;
  second.facts = R"({"form":{"x":1}})";
  const NewRound round{.reason = "supplement", .from = {State::decided}};
  EXPECT_EQ(store_->begin_round("A1", round, act(1), {second}).value(), 2);
  EXPECT_THAT(events("A1"), ElementsAre("received", "facts_frozen", "decided", "round_begun",
                                        "facts_frozen", "decided"));
  EXPECT_EQ(find("A1").state, State::decided);
}

TEST_F(JudgementTest, ARoundWhoseDecisionIsRefusedIsNotBegun) {
  create("A1");
  NewDecision other_round = decision();
  other_round.round = 5;
  const NewRound round{.from = {State::received}};
  EXPECT_EQ(code_of(store_->begin_round("A1", round, act(), {other_round})), "conflict");
  EXPECT_EQ(find("A1").round, 1);
  EXPECT_THAT(store_->rounds_of("A1").value(), IsEmpty());
}

TEST_F(JudgementTest, TheFirstFactsOfARoundStay) {
  create("A1");
  NewDecision first = escalation();
  first.facts = R"({"a":1})";
  ASSERT_TRUE(store_->save_decision("A1", first, act()));
  NewDecision second = by_person();
  second.facts = R"({"a":1})";
  ASSERT_TRUE(store_->save_decision("A1", second, act()));
  const auto facts = store_->facts_of("A1").value();
  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_EQ(facts[0].facts, R"({"a":1})");
  EXPECT_EQ(facts[0].digest, Digest::of(R"({"a":1})"));
  EXPECT_THAT(events("A1"), ElementsAre("received", "facts_frozen", "decided", "decided"));
}

TEST_F(JudgementTest, ADecisionIsKeptByteForByte) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", decision(), act(4, "engine")));
  const auto kept = store_->decisions_of("A1").value();
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].round, 1);
  EXPECT_EQ(kept[0].maker, Maker::engine);
  EXPECT_EQ(kept[0].outcome, "approve");
  EXPECT_TRUE(kept[0].automatic);
  EXPECT_EQ(kept[0].decision, decision().decision);
  EXPECT_EQ(kept[0].pack, decision().pack);
  EXPECT_EQ(kept[0].engine, "0.1.0");
  EXPECT_EQ(kept[0].facts, Digest::of(*decision().facts).text());
  EXPECT_EQ(kept[0].at, at(4));
  EXPECT_EQ(kept[0].actor, "engine");
}

TEST_F(JudgementTest, ARoundIsDecidedOnce) {
  create("A1");
  EXPECT_EQ(code_of(store_->save_decision("A1", decision(), act())), "ok");
  EXPECT_EQ(code_of(store_->save_decision("A1", decision("deny"), act())), "already_decided");
  EXPECT_EQ(store_->decisions_of("A1").value()[0].outcome, "approve");
}

TEST_F(JudgementTest, OfManyEnginesThatDecideAtOnceOneDoes) {
  create("A1");
  std::atomic<int> kept{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      if (store_->save_decision("A1", decision(), act())) ++kept;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(kept, 1);
  EXPECT_THAT(store_->decisions_of("A1").value(), SizeIs(1));
}

TEST_F(JudgementTest, ADecisionOnOtherFactsThanTheFrozenIsRefused) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", escalation(), act()));
  NewDecision other = by_person();
  other.facts = R"({"form":{"x":1}})";
  EXPECT_EQ(code_of(store_->save_decision("A1", other, act())), "conflict");
  EXPECT_THAT(store_->decisions_of("A1").value(), SizeIs(1));
}

TEST_F(JudgementTest, ADecisionForAnotherRoundIsRefused) {
  create("A1");
  NewDecision early = decision();
  early.round = 2;
  EXPECT_EQ(code_of(store_->save_decision("A1", early, act())), "conflict");
}

TEST_F(JudgementTest, APersonsDecisionStandsBesideTheEngines) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", escalation(), act()));
  ASSERT_TRUE(store_->claim_review("A1", act(600).at, act(1, "anna")));
  EXPECT_EQ(code_of(store_->save_decision("A1", by_person(), act(2, "anna"))), "ok");
  const auto both = store_->decisions_of("A1").value();
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_EQ(both[0].outcome, "escalate");
  EXPECT_EQ(both[1].maker, Maker::person);
  EXPECT_EQ(both[1].facts, both[0].facts);
  EXPECT_EQ(find("A1").state, State::decided);
  EXPECT_EQ(find("A1").reviewer, "");
  EXPECT_EQ(code_of(store_->save_decision("A1", by_person(), act())), "already_decided");
}

TEST_F(JudgementTest, APersonDecidesOnlyWhatIsEscalated) {
  create("A1");
  EXPECT_EQ(code_of(store_->save_decision("A1", by_person(), act())), "conflict");
}

TEST_F(JudgementTest, WhatOneReviewerHasTakenNoOtherDecides) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", escalation(), act()));
  ASSERT_TRUE(store_->claim_review("A1", act(600).at, act(1, "anna")));
  EXPECT_EQ(code_of(store_->save_decision("A1", by_person(), act(2, "berta"))), "conflict");
  EXPECT_EQ(find("A1").state, State::escalated);
}

TEST_F(JudgementTest, ANewRoundIsDecidedAnew) {
  create("A1");
  ASSERT_TRUE(store_->save_decision("A1", decision("supplement"), act()));
  ASSERT_TRUE(store_->begin_round("A1", {.reason = "supplement", .from = {State::decided}}, act()));
  NewDecision second = decision();
  second.round = 2;
  EXPECT_EQ(code_of(store_->save_decision("A1", second, act())), "ok");
  EXPECT_THAT(store_->decisions_of("A1").value(), SizeIs(2));
  EXPECT_THAT(store_->facts_of("A1").value(), SizeIs(2));
}

TEST_F(JudgementTest, FrozenCasesAreTheLatestFactsOfAMatterTheNewestApplicationFirst) {
  for (const char* const id : {"A1", "A2", "A3"}) create(id);
  NewApplication other = application("B1");
  other.matter = "another";
  ASSERT_TRUE(created(*store_, other, act()));
  for (const char* const id : {"A1", "A3", "B1"}) {
    ASSERT_TRUE(store_->save_decision(id, decision(), act()));
  }
  NewDecision second = decision();
  second.round = 2;
  second.facts = R"({"form":{"x":2}})";
  const NewRound round{.reason = "supplement", .from = {State::decided}};
  ASSERT_TRUE(store_->begin_round("A1", round, act(), {second}));
  const auto first = store_->frozen_cases("senior_allowance", 1000, 1).value();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].application, "A3");
  const auto rest = store_->frozen_cases("senior_allowance", first[0].sequence, 10).value();
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_EQ(rest[0].application, "A1");
  EXPECT_EQ(rest[0].facts, R"({"form":{"x":2}})");
}

TEST_F(JudgementTest, ADecisionFinishesItsJobAndBringsTheNext) {
  create("A1", job("read"));
  const auto lease = store_->claim("read", "w", at(), std::chrono::seconds(60)).value();
  NewDecision made = decision();
  made.job = job("deliver");
  ASSERT_TRUE(store_->save_decision("A1", made, act(1), lease));
  EXPECT_EQ(code_of(store_->finish(*lease, at(1))), "lease_lost");
  EXPECT_EQ(store_->claim("deliver", "w", at(1), std::chrono::seconds(60)).value()->application,
            "A1");
}

TEST_F(JudgementTest, WhatALateWorkerBringsIsRefused) {
  create("A1", job("read"));
  const auto late = store_->claim("read", "first", at(), std::chrono::seconds(60)).value();
  ASSERT_TRUE(store_->claim("read", "second", at(60), std::chrono::seconds(60)).value());
  EXPECT_EQ(code_of(store_->save_decision("A1", decision(), act(61), late)), "lease_lost");
  EXPECT_EQ(code_of(store_->set_readings("A1", "id_card", "{}", act(61), late)), "lease_lost");
  const Move move{.from = {State::received}, .to = State::judging, .event = "judging"};
  EXPECT_EQ(code_of(store_->move("A1", move, act(61), late)), "lease_lost");
  EXPECT_THAT(store_->facts_of("A1").value(), IsEmpty());
  EXPECT_THAT(store_->decisions_of("A1").value(), IsEmpty());
  EXPECT_EQ(find("A1").state, State::received);
}

TEST_F(JudgementTest, AWorkerWhoseLeaseHoldsBringsItsResults) {
  create("A1", job("read"));
  const auto lease = store_->claim("read", "w", at(), std::chrono::seconds(60)).value();
  const Move move{.from = {State::received}, .to = State::judging, .event = "judging"};
  EXPECT_EQ(code_of(store_->set_readings("A1", "id_card", "{}", act(1), lease)), "ok");
  EXPECT_EQ(code_of(store_->move("A1", move, act(1), lease)), "ok");
  EXPECT_EQ(code_of(store_->save_decision("A1", decision(), act(1), lease)), "ok");
}

}  // namespace
}  // namespace zhipi::store
