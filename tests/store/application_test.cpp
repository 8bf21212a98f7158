#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ApplicationTest : public StoreTest {
 protected:
  static Once once(const std::string& key, const std::string& body, const std::string& answer) {
    return Once{key, "window-1", Digest::of(body), {201, answer}};
  }
  static Act act_once(const std::string& key, const std::string& body,
                      const std::string& answer = "{}") {
    Act with_key = act();
    with_key.once = once(key, body, answer);
    return with_key;
  }
  Digest upload(const std::string& bytes) {
    const Digest digest = Digest::of(bytes);
    EXPECT_TRUE(store_->add_material(
        {digest, "image/png", static_cast<std::int64_t>(bytes.size()), at(), "window-1"}));
    return digest;
  }
  static Move withdrawal() {
    return Move{.from = {State::received, State::reading, State::judging, State::escalated},
                .to = State::withdrawn,
                .event = "withdrawn",
                .detail = R"({"grounds":"申请人撤回"})",
                .cancel = {"read"}};
  }
};

TEST_F(ApplicationTest, WhatWasCreatedIsFoundUnchanged) {
  NewApplication fresh = application("A1");
  fresh.pack = Digest::of("pack").text();
  fresh.mode = "tolerant";
  fresh.deadline = Date::of(2026, 11, 27);
  ASSERT_TRUE(created(*store_, fresh, act(5)));
  const Application found = find("A1");
  EXPECT_EQ(found.matter, "senior_allowance");
  EXPECT_EQ(found.pack, fresh.pack);
  EXPECT_EQ(found.reference, "REF-A1");
  EXPECT_EQ(found.mode, "tolerant");
  EXPECT_EQ(found.applicant, fresh.applicant);
  EXPECT_EQ(found.request, fresh.request);
  EXPECT_EQ(found.submitter, "window-1");
  EXPECT_EQ(found.received_on, fresh.received_on);
  EXPECT_EQ(found.received_at, at(5));
  EXPECT_EQ(found.state, State::received);
  EXPECT_EQ(found.round, 1);
  EXPECT_EQ(found.deadline, fresh.deadline);
  EXPECT_EQ(found.reviewer, "");
}

TEST_F(ApplicationTest, AnApplicationThatWasNeverCreatedIsNotFound) {
  EXPECT_EQ(store_->find_application("A1").value(), std::nullopt);
}

TEST_F(ApplicationTest, AnApplicationSurvivesReopening) {
  create("A1", job());
  open();
  EXPECT_EQ(find("A1").reference, "REF-A1");
  EXPECT_EQ(store_->open_jobs().value(), 1);
}

TEST_F(ApplicationTest, AnIdIsTakenOnlyOnce) {
  create("A1");
  EXPECT_EQ(code_of(created(*store_, application("A1"), act())), "conflict");
}

TEST_F(ApplicationTest, ItsFirstDecisionIsKeptInTheSameTransaction) {
  ASSERT_TRUE(created(*store_, application("A1"), act(), decision()));
  EXPECT_EQ(find("A1").state, State::decided);
  EXPECT_THAT(store_->decisions_of("A1").value(), SizeIs(1));
  EXPECT_THAT(store_->facts_of("A1").value(), SizeIs(1));
  EXPECT_THAT(events("A1"), ElementsAre("received", "facts_frozen", "decided"));
}

TEST_F(ApplicationTest, NothingIsKeptWhenAMaterialWasNeverUploaded) {
  NewApplication fresh = application("A1");
  fresh.materials = {{"id_card", {Digest::of("never")}}};
  const auto kept = created(*store_, fresh, act(), {}, job());
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, "unknown_material");
  EXPECT_EQ(kept.error().where, "/materials/id_card");
  EXPECT_EQ(store_->find_application("A1").value(), std::nullopt);
  EXPECT_EQ(store_->open_jobs().value(), 0);
  EXPECT_EQ(store_->audit_head().value().size, 0);
}

TEST_F(ApplicationTest, ItsFilesKeepTheirOrder) {
  const Digest front = upload("front");
  const Digest back = upload("back");
  NewApplication fresh = application("A1");
  fresh.materials = {{"id_card", {front, back}}};
  ASSERT_TRUE(created(*store_, fresh, act()));
  EXPECT_EQ(store_->materials_of("A1").value(), fresh.materials);
}

TEST_F(ApplicationTest, EveryApplicationWithTheSameFileIsFound) {
  const Digest card = upload("card");
  for (const std::string id : {"A1", "A2"}) {
    NewApplication fresh = application(id);
    fresh.materials = {{"id_card", {card}}, {"copy", {card}}};
    ASSERT_TRUE(created(*store_, fresh, act()));
  }
  EXPECT_THAT(store_->applications_with(card).value(), ElementsAre("A1", "A2"));
  EXPECT_THAT(store_->applications_with(Digest::of("other")).value(), IsEmpty());
}

TEST_F(ApplicationTest, AMaterialThatIsKnownStaysAsItIs) {
  const Digest digest = upload("card");
  const auto again = store_->add_material({digest, "image/jpeg", 4, at(9), "window-2"});
  EXPECT_EQ(again.value().uploader, "window-1");
  EXPECT_EQ(store_->find_material(digest).value()->media_type, "image/png");
  EXPECT_EQ(store_->find_material(Digest::of("other")).value().has_value(), false);
}

TEST_F(ApplicationTest, TheSameKeyAndBodyGiveTheStoredAnswer) {
  ASSERT_TRUE(created(*store_, application("A1"), act_once("key", "body", "first")));
  const auto again = created(*store_, application("A2"), act_once("key", "body", "second"));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->id, "A1");
  EXPECT_EQ(again->response, (Response{201, "first"}));
  EXPECT_EQ(store_->find_application("A2").value(), std::nullopt);
}

TEST_F(ApplicationTest, TheSameKeyWithAnotherBodyIsRefused) {
  ASSERT_TRUE(created(*store_, application("A1"), act_once("key", "body")));
  EXPECT_EQ(code_of(created(*store_, application("A2"), act_once("key", "another"))), "key_reused");
}

TEST_F(ApplicationTest, TheSameKeyOfAnotherPrincipalIsAnotherKey) {
  ASSERT_TRUE(created(*store_, application("A1"), act_once("key", "body")));
  Act other = act_once("key", "body");
  other.once->principal = "window-2";
  EXPECT_FALSE(created(*store_, application("A2"), other).value().repeated);
}

TEST_F(ApplicationTest, AKeyOfAnotherCallCreatesNothing) {
  ASSERT_TRUE(store_->remember(once("key", "body", "{}"), at()));
  EXPECT_EQ(code_of(created(*store_, application("A1"), act_once("key", "body"))), "key_reused");
}

TEST_F(ApplicationTest, ThirtyTwoEqualSubmissionsAtOnceAreOneApplication) {
  std::mutex mutex;
  std::set<std::string> ids;
  std::atomic<int> fresh{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 32; ++i) {
    threads.emplace_back([&, i] {
      const auto kept = created(*store_, application("A" + std::to_string(i)),
                                act_once("key", "body"), {}, job());
      ASSERT_TRUE(kept);
      if (!kept->repeated) ++fresh;
      const std::lock_guard lock(mutex);
      ids.insert(kept->id);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fresh, 1);
  EXPECT_THAT(ids, SizeIs(1));
  EXPECT_EQ(store_->open_jobs().value(), 1);
}

TEST_F(ApplicationTest, AMoveChangesTheStateAndTellsTheTimeline) {
  create("A1");
  ASSERT_TRUE(store_->move("A1", withdrawal(), act(7, "applicant-1")));
  EXPECT_EQ(find("A1").state, State::withdrawn);
  const auto timeline = store_->timeline_of("A1").value();
  ASSERT_THAT(timeline, SizeIs(2));
  EXPECT_EQ(timeline[1].event, "withdrawn");
  EXPECT_EQ(timeline[1].at, at(7));
  EXPECT_EQ(timeline[1].actor, "applicant-1");
  EXPECT_EQ(timeline[1].detail, R"({"grounds":"申请人撤回"})");
}

TEST_F(ApplicationTest, AMoveTakesJobsAwayAndBringsAnother) {
  create("A1", job("read"));
  Move move = withdrawal();
  move.job = job("deliver");
  ASSERT_TRUE(store_->move("A1", move, act()));
  EXPECT_FALSE(store_->claim("read", "w", at(), std::chrono::seconds(60)).value());
  EXPECT_TRUE(store_->claim("deliver", "w", at(), std::chrono::seconds(60)).value());
}

TEST_F(ApplicationTest, AMoveFromAnotherStateIsAConflict) {
  create("A1");
  ASSERT_TRUE(store_->move("A1", withdrawal(), act()));
  EXPECT_EQ(code_of(store_->move("A1", withdrawal(), act())), "conflict");
  EXPECT_EQ(code_of(store_->move("A9", withdrawal(), act())), "not_found");
}

TEST_F(ApplicationTest, AMoveWithAKeyHappensOnce) {
  create("A1");
  ASSERT_TRUE(store_->move("A1", withdrawal(), act_once("key", "body", "done")));
  EXPECT_EQ(code_of(store_->move("A1", withdrawal(), act_once("key", "body"))), "already_done");
  EXPECT_EQ(store_->recall("key", "window-1", Digest::of("body")).value()->body, "done");
}

TEST_F(ApplicationTest, OfAWithdrawalAndADecisionOneWins) {
  create("A1");
  std::string withdrawn;
  std::string decided;
  std::thread first([&] { withdrawn = code_of(store_->move("A1", withdrawal(), act())); });
  std::thread second([&] { decided = code_of(store_->save_decision("A1", decision(), act())); });
  first.join();
  second.join();
  EXPECT_NE(withdrawn == "ok", decided == "ok") << withdrawn << " " << decided;
  EXPECT_EQ(find("A1").state, withdrawn == "ok" ? State::withdrawn : State::decided);
  EXPECT_THAT(store_->decisions_of("A1").value(), SizeIs(decided == "ok" ? 1 : 0));
}

TEST_F(ApplicationTest, ARoundBringsNewFilesInPlaceOfTheOld) {
  NewApplication fresh = application("A1");
  fresh.materials = {{"id_card", {upload("front"), upload("back")}}, {"form", {upload("form")}}};
  ASSERT_TRUE(created(*store_, fresh, act(), decision("supplement")));
  const Digest better = upload("better");
  const NewRound round{.after = 1,
                       .reason = "supplement",
                       .from = {State::decided},
                       .to = State::reading,
                       .materials = {{"id_card", {better}}},
                       .input = R"({"form":{}})",
                       .job = job(),
                       .deadline = Date::of(2026, 12, 1)};
  EXPECT_EQ(store_->begin_round("A1", round, act(3)).value(), 2);
  EXPECT_EQ(find("A1").round, 2);
  EXPECT_EQ(find("A1").state, State::reading);
  EXPECT_EQ(find("A1").deadline, Date::of(2026, 12, 1));
  EXPECT_THAT(store_->materials_of("A1").value()["id_card"], ElementsAre(better));
  EXPECT_THAT(store_->materials_of("A1").value()["form"], ElementsAre(Digest::of("form")));
  const auto rounds = store_->rounds_of("A1").value();
  ASSERT_THAT(rounds, SizeIs(1));
  EXPECT_EQ(rounds[0].round, 2);
  EXPECT_EQ(rounds[0].reason, "supplement");
  EXPECT_EQ(rounds[0].input, round.input);
  EXPECT_EQ(store_->open_jobs().value(), 1);
}

TEST_F(ApplicationTest, OfTwoRoundsAfterTheSameOneTheSecondIsAConflict) {
  create("A1");
  const NewRound round{.after = 1, .reason = "review", .from = {State::received}};
  EXPECT_EQ(code_of(store_->begin_round("A1", round, act())), "ok");
  EXPECT_EQ(code_of(store_->begin_round("A1", round, act())), "conflict");
  EXPECT_EQ(find("A1").round, 2);
}

TEST_F(ApplicationTest, OneReviewerTakesAnApplicationAtATime) {
  NewDecision doubtful = decision("escalate");
  doubtful.state = State::escalated;
  ASSERT_TRUE(created(*store_, application("A1"), act(), doubtful));
  EXPECT_EQ(code_of(store_->claim_review("A1", act(600).at, act(1, "anna"))), "ok");
  EXPECT_EQ(code_of(store_->claim_review("A1", act(600).at, act(2, "anna"))), "ok");
  EXPECT_EQ(code_of(store_->claim_review("A1", act(600).at, act(2, "berta"))), "conflict");
  EXPECT_EQ(code_of(store_->release_review("A1", act(3, "berta"))), "conflict");
  EXPECT_EQ(find("A1").reviewer, "anna");
  EXPECT_EQ(code_of(store_->release_review("A1", act(4, "anna"))), "ok");
  EXPECT_EQ(code_of(store_->claim_review("A1", act(600).at, act(5, "berta"))), "ok");
  EXPECT_EQ(find("A1").reviewer, "berta");
}

TEST_F(ApplicationTest, OnlyAnEscalatedApplicationIsReviewed) {
  create("A1");
  EXPECT_EQ(code_of(store_->claim_review("A1", act(600).at, act())), "conflict");
}

TEST_F(ApplicationTest, EventsOfAllApplicationsComeInOrder) {
  create("A1");
  create("A2");
  ASSERT_TRUE(store_->add_event("A1", "notified", R"({"by":"sms"})", act(1)));
  const auto all = store_->events_after(0, 10).value();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[2].event, "notified");
  EXPECT_EQ(all[2].application, "A1");
  EXPECT_THAT(store_->events_after(all[0].sequence, 1).value(), SizeIs(1));
  EXPECT_EQ(code_of(store_->add_event("A9", "notified", "{}", act())), "not_found");
}

TEST_F(ApplicationTest, OneThatWasJudgedBeforeAnotherOfItsSubjectArrivedIsRefused) {
  NewApplication first = application("A1");
  first.subjects = {"person", "household"};
  first.seen = 0;
  NewApplication second = first;
  second.id = "A2";
  EXPECT_EQ(code_of(created(*store_, first, act(), decision())), "ok");
  EXPECT_EQ(code_of(created(*store_, second, act(), decision())), "stale");
  second.seen = store_->last_change_with(second.subjects).value();
  EXPECT_EQ(code_of(created(*store_, second, act(), decision())), "ok");
}

TEST_F(ApplicationTest, ADecisionOnWhatOthersHadIsRefusedOnceTheyHaveChanged) {
  for (const char* const id : {"A1", "A2"}) {
    NewApplication fresh = application(id);
    fresh.subjects = {"person"};
    ASSERT_TRUE(created(*store_, fresh, act()));
  }
  NewDecision first = decision();
  first.subjects = {"person"};
  NewDecision second = first;
  first.seen = store_->last_change_with({"person"}, "A1").value();
  second.seen = store_->last_change_with({"person"}, "A2").value();
  EXPECT_EQ(code_of(store_->save_decision("A1", first, act())), "ok");
  EXPECT_EQ(code_of(store_->save_decision("A2", second, act())), "stale");
  second.seen = store_->last_change_with({"person"}, "A2").value();
  EXPECT_EQ(code_of(store_->save_decision("A2", second, act())), "ok");
}

TEST_F(ApplicationTest, AClaimEndsByItselfAndASupervisorNeedNotWait) {
  NewApplication fresh = application("A1");
  fresh.state = State::escalated;
  ASSERT_TRUE(created(*store_, fresh, act()));
  ASSERT_TRUE(store_->claim_review("A1", act(60).at, act(1, "anna")));
  EXPECT_EQ(code_of(store_->claim_review("A1", act(120).at, act(59, "berta"))), "conflict");
  EXPECT_EQ(code_of(store_->claim_review("A1", act(120).at, act(60, "berta"))), "ok");
  EXPECT_EQ(find("A1").reviewer, "berta");
  EXPECT_EQ(find("A1").claimed_until, act(120).at);
  EXPECT_THAT(store_->timeline_of("A1")->back().detail, testing::HasSubstr(R"("from":"anna")"));
  EXPECT_EQ(code_of(store_->claim_review("A1", act(200).at, act(61, "clara"), true)), "ok");
  EXPECT_EQ(find("A1").reviewer, "clara");
}

TEST_F(ApplicationTest, ARoundChangesWhatItIsCountedBy) {
  NewApplication fresh = application("A1");
  fresh.subjects = {"s1", "s2"};
  ASSERT_TRUE(created(*store_, fresh, act()));
  ASSERT_TRUE(store_->begin_round(
      "A1", {.from = {State::received}, .subjects = std::vector<std::string>{"s2", "s3"}}, act()));
  EXPECT_EQ(store_->count_with_subject("s1", {}).value(), 0);
  EXPECT_EQ(store_->count_with_subject("s2", {}).value(), 1);
  EXPECT_EQ(store_->count_with_subject("s3", {}).value(), 1);
  EXPECT_EQ(store_->count_with_subject("s3", {}, "A1").value(), 0);
}

TEST_F(ApplicationTest, APrecedentNamesTheInputOfItsPresentRound) {
  NewApplication fresh = application("A1");
  fresh.subjects = {"s1"};
  ASSERT_TRUE(created(*store_, fresh, act()));
  EXPECT_EQ(store_->with_subject("s1", {}).value().front().input, "");
  ASSERT_TRUE(store_->begin_round("A1", {.from = {State::received}, .input = R"({"a":1})"}, act()));
  ASSERT_TRUE(store_->begin_round(
      "A1", {.after = 2, .from = {State::received}, .input = R"({"a":2})"}, act()));
  EXPECT_EQ(store_->with_subject("s1", {}).value().front().input, R"({"a":2})");
}

TEST_F(ApplicationTest, ANewRoundTakesAwayTheParkedJobOfTheOneBefore) {
  create("A1", job());
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto lease = store_->claim("read", "w", at(attempt), std::chrono::seconds(60)).value();
    ASSERT_TRUE(store_->fail(*lease, "broken", at(attempt), act(attempt)));
  }
  ASSERT_THAT(store_->parked_jobs().value(), SizeIs(1));
  ASSERT_TRUE(store_->begin_round("A1", {.from = {State::received}, .job = job()}, act(3)));
  EXPECT_THAT(store_->parked_jobs().value(), IsEmpty());
  EXPECT_EQ(store_->open_jobs().value(), 1);
}

}  // namespace
}  // namespace zhipi::store
