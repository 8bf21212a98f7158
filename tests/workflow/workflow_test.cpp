// Applications that are decided in the call, and what callers see of them.
#include <latch>
#include <set>
#include <thread>

#include "models/digest.h"
#include "service.h"

namespace zhipi::workflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class WorkflowTest : public ServiceTest {
 protected:
  Json facts_in_force(const std::string& id) { return facts_of(id).at("history"); }
};

TEST_F(WorkflowTest, AnElectronicApplicationIsDecidedInTheCall) {
  const Answer answer = submit(application_with());
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(parsed(answer.body).at("id"), Json(answer.id));
  EXPECT_EQ(parsed(answer.body).at("reference"), Json("REF-1"));
  EXPECT_EQ(parsed(answer.body).at("state"), Json("decided"));
  EXPECT_EQ(parsed(answer.body).at("decision").at("outcome"), Json("approve"));
  EXPECT_EQ(state_of(answer.id), "decided");
  EXPECT_THAT(timeline_of(answer.id), ElementsAre("received", "facts_frozen", "decided"));
}

TEST_F(WorkflowTest, NobodySleepsUntilAnApplicationIsKept) {
  std::promise<std::thread::id> answered_by;
  workflow_->submit(application_with(), {}, {}, kWindow, [&](const Expected<Answer, Problems>&) {
    answered_by.set_value(std::this_thread::get_id());
  });
  EXPECT_NE(answered_by.get_future().get(), std::this_thread::get_id());
}

TEST_F(WorkflowTest, SettlingWaitsUntilEveryoneHasBeenAnswered) {
  constexpr int kApplications = 20;
  std::atomic<int> answers = 0;
  for (int i = 0; i < kApplications; ++i) {
    workflow_->submit(application_with(), {}, {}, kWindow,
                      [&](const Expected<Answer, Problems>& answer) { answers += answer ? 1 : 0; });
  }
  workflow_->settle();
  EXPECT_EQ(answers, kApplications);
}

TEST_F(WorkflowTest, AnAnswerThatCannotBeGivenIsToldToTheOperatorAndHoldsUpNobody) {
  workflow_->submit(application_with(), {}, {}, kWindow,
                    [](const Expected<Answer, Problems>&) { throw std::bad_alloc(); });
  EXPECT_EQ(submit(application_with()).status, 201);
  workflow_->settle();
  EXPECT_THAT(events_, ElementsAre(HasSubstr("bad_alloc")));
}

TEST_F(WorkflowTest, TheDecisionNamesTheFactsAndThePackThatItRestsOn) {
  const Answer answer = submit(application_with());
  const auto facts = store_->facts_of(answer.id).value();
  const auto decisions = store_->decisions_of(answer.id).value();
  ASSERT_THAT(facts, SizeIs(1));
  ASSERT_THAT(decisions, SizeIs(1));
  const Json decision = parsed(answer.body).at("decision");
  EXPECT_EQ(decision.at("facts"), Json(Digest::of(facts.front().facts).text()));
  EXPECT_EQ(decisions.front().facts, facts.front().digest.text());
  EXPECT_EQ(decisions.front().decision, canonical_json(decision));
  EXPECT_EQ(decision.at("pack").at("digest"), Json(catalogue_.find("trial")->digest()));
  EXPECT_EQ(decisions.front().engine.rfind("zhipi ", 0), 0u);
}

TEST_F(WorkflowTest, TheFactsKeptAreThoseOfTheRequest) {
  const Answer answer = submit(application_with(R"({"automated": false})"));
  const Json facts = facts_of(answer.id);
  EXPECT_EQ(facts.at("application"), Json(answer.id));
  EXPECT_EQ(facts.at("received_on"), Json("2026-11-20"));
  EXPECT_EQ(facts.at("form").at("id_number"), Json(kNumber));
  EXPECT_EQ(facts.at("context").at("automated"), Json(false));
  EXPECT_EQ(facts.at("context").at("calendar"), Json(calendar_.digest().text()));
}

TEST_F(WorkflowTest, TheDayOfReceiptIsTheDayInChina) {
  pass(std::chrono::hours(4));  // 16:00 in UTC
  const Answer answer = submit(application_with());
  EXPECT_EQ(facts_of(answer.id).at("received_on"), Json("2026-11-21"));
}

TEST_F(WorkflowTest, TheOutcomeSetsTheState) {
  EXPECT_EQ(parsed(submit(application_with(R"({"automated": false})")).body).at("state"),
            Json("escalated"));
  EXPECT_EQ(parsed(submit(parsed(R"({"matter": "trial"})")).body).at("state"),
            Json("supplementing"));
  const Answer refused = submit(application_with(R"({"form": {"note": "refuse", "id_number": ")" +
                                                 std::string(kOtherNumber) + "\"}}"));
  EXPECT_EQ(parsed(refused.body).at("state"), Json("decided"));
}

TEST_F(WorkflowTest, ASumAddsUpWhatEarlierApplicationsWereGranted) {
  std::string matter = kTrialMatter;
  const std::string counts = "history = {";
  matter.insert(matter.find(counts) + counts.size(),
                R"(
    granted = sum_applications { of = "results.months", kind = integer {},
                                 same = { "form.id_number" }, state = "decided" },
    claimed = sum_applications { of = "form.fee", same = { "form.id_number" } },)");
  rules_.write("trial/matter.lua", matter);
  rules_.write("trial/criteria.lua", std::string(kTrialCriteria) + R"(
    criterion "not_too_long" {
      title = "累计不超过 36 个月", basis = "试验办法第五条",
      check = function(app) return app.history.granted + app.form.count <= 36 end,
      otherwise = deny "已享受 {history.granted} 个月",
    }
    result "months" {
      title = "月数", kind = integer {}, value = function(app) return app.form.count end,
    })");
  ASSERT_TRUE(catalogue_.reload(rules_.path(), {}));
  const auto claim = [&](int months, int fee) {
    return submit(application_with(R"({"form": {"count": )" + std::to_string(months) +
                                   R"(, "fee": )" + std::to_string(fee) + "}}"));
  };
  EXPECT_EQ(parsed(claim(24, 100).body).at("decision").at("outcome"), Json("approve"));
  EXPECT_EQ(parsed(claim(13, 200).body).at("decision").at("outcome"), Json("deny"));
  const Answer third = claim(12, 400);
  EXPECT_EQ(parsed(third.body).at("decision").at("outcome"), Json("approve"));
  EXPECT_EQ(facts_in_force(third.id).at("granted"), Json(24));
  EXPECT_EQ(facts_in_force(third.id).at("claimed"), Json(300));
  EXPECT_EQ(parsed(claim(1, 0).body).at("decision").at("outcome"), Json("deny"));
}

TEST_F(WorkflowTest, ARefusedApplicationLeavesNothing) {
  const auto refused =
      submitted(*workflow_, application_with(R"({"form": {"fee": "1"}})"), {}, "key", kWindow);
  EXPECT_THAT(codes_of(refused), ElementsAre("wrong_type"));
  EXPECT_THAT(store_->list({}).value().applications, IsEmpty());
  // The key is still free for the corrected request.
  EXPECT_EQ(submit(application_with(), "key").status, 201);
}

TEST_F(WorkflowTest, DeadlinesSkipTheWeekendAndTheHoliday) {
  const Answer answer = submit(application_with());
  const Json shown = workflow_->application(answer.id, kWindow).value();
  EXPECT_EQ(shown.at("deadlines").at("promised").at("due"), Json("2026-11-30"));
  EXPECT_EQ(shown.at("deadlines").at("statutory").at("due"), Json("2026-12-21"));
  EXPECT_EQ(canonical_json(shown.at("decision")),
            canonical_json(parsed(answer.body).at("decision")));
  EXPECT_EQ(shown.at("received_at"), Json("2026-11-20T12:00:00.000Z"));
}

TEST_F(WorkflowTest, ADeadlineInAYearWithoutACalendarIsNull) {
  pass(std::chrono::hours(24 * 30));
  const Answer answer = submit(application_with());
  const Json statutory =
      workflow_->application(answer.id, kWindow)->at("deadlines").at("statutory");
  EXPECT_EQ(statutory.at("due"), Json(nullptr));
  EXPECT_EQ(statutory.at("state"), Json("unknown"));
  EXPECT_EQ(statutory.at("reason"), Json("calendar_not_published"));
}

// --- Idempotency

TEST_F(WorkflowTest, TheSameKeyGetsTheSameAnswerByteForByte) {
  const Answer first = submit(application_with(), "key-1");
  pass(std::chrono::hours(20));
  const Answer second = submit(application_with(), "key-1");
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.status, first.status);
  EXPECT_EQ(second.body, first.body);
  EXPECT_THAT(store_->list({}).value().applications, SizeIs(1));
}

TEST_F(WorkflowTest, TheSameKeyGetsTheFirstAnswerAfterARestart) {
  const Answer first = submit(application_with(), "key-1");
  start();
  EXPECT_EQ(submit(application_with(), "key-1").body, first.body);
}

TEST_F(WorkflowTest, TheOrderOfNamesInTheBodyMakesNoOtherRequest) {
  const Answer first = submit(parsed(R"({"matter": "trial", "mode": "normal"})"), "key-1");
  EXPECT_EQ(submit(parsed(R"({"mode": "normal", "matter": "trial"})"), "key-1").id, first.id);
}

TEST_F(WorkflowTest, TheSameKeyWithAnotherBodyIsRefused) {
  submit(application_with(), "key-1");
  EXPECT_THAT(codes_of(submitted(*workflow_, application_with(R"({"reference": "REF-2"})"), {},
                                 "key-1", kWindow)),
              ElementsAre("key_reused"));
}

TEST_F(WorkflowTest, TheSameKeyWithAnotherFileIsRefused) {
  const std::string one = picture('a');
  const std::string other = picture('b');
  submit(application_with(), "key-1", {{"card", one}});
  EXPECT_THAT(
      codes_of(submitted(*workflow_, application_with(), {{"card", other}}, "key-1", kWindow)),
      ElementsAre("key_reused"));
}

TEST_F(WorkflowTest, AKeyBelongsToItsPrincipal) {
  const Answer mine = submit(application_with(), "key-1");
  const Answer theirs = submit(application_with(), "key-1", {}, kOtherWindow);
  EXPECT_NE(mine.id, theirs.id);
}

TEST_F(WorkflowTest, WithoutAKeyEachSubmissionIsAnApplication) {
  EXPECT_NE(submit(application_with()).id, submit(application_with()).id);
}

TEST_F(WorkflowTest, SixteenAtOnceByOneKeyAreOneApplication) {
  constexpr int kThreads = 16;
  std::latch ready(kThreads);
  std::mutex mutex;
  std::set<std::string> bodies;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        ready.arrive_and_wait();
        const auto answer = submitted(*workflow_, application_with(), {}, "key-1", kWindow);
        const std::lock_guard lock(mutex);
        bodies.insert(answer ? answer->body : lines_of(answer.error()));
      });
    }
  }
  EXPECT_THAT(bodies, SizeIs(1));
  const auto stored = store_->list({}).value().applications;
  ASSERT_THAT(stored, SizeIs(1));
  EXPECT_THAT(*bodies.begin(), HasSubstr("\"id\":\"" + stored.front().id + "\""));
  EXPECT_EQ(decisions_of(stored.front().id), 1u);
}

// --- Who sees what

TEST_F(WorkflowTest, AnothersApplicationIsNotThere) {
  const std::string id = submit(application_with()).id;
  EXPECT_EQ(code_of(workflow_->application(id, kOtherWindow)), "not_found");
  EXPECT_EQ(code_of(workflow_->decision(id, kOtherWindow)), "not_found");
  EXPECT_EQ(code_of(workflow_->readings(id, kOtherWindow)), "not_found");
  EXPECT_EQ(code_of(workflow_->facts(id, kOtherWindow)), "not_found");
  EXPECT_EQ(code_of(workflow_->timeline(id, kOtherWindow)), "not_found");
  EXPECT_EQ(code_of(workflow_->page_png(id, "card", 1, kOtherWindow)), "not_found");
  EXPECT_EQ(code_of(workflow_->withdraw(id, "试", kOtherWindow)), "not_found");
}

TEST_F(WorkflowTest, AnothersApplicationIsAnsweredLikeOneThatIsNotThere) {
  const std::string id = submit(application_with()).id;
  const auto theirs = workflow_->application(id, kOtherWindow);
  auto nobodys = workflow_->application("A20261120-0000000000000000", kOtherWindow);
  ASSERT_FALSE(theirs);
  ASSERT_FALSE(nobodys);
  EXPECT_EQ(theirs.error().code, nobodys.error().code);
  EXPECT_EQ(theirs.error().message.size() - id.size(),
            nobodys.error().message.size() - std::string("A20261120-0000000000000000").size());
}

TEST_F(WorkflowTest, ReviewersAndAuditorsSeeEveryApplication) {
  const std::string id = submit(application_with()).id;
  EXPECT_EQ(code_of(workflow_->application(id, kReviewer)), "ok");
  EXPECT_EQ(code_of(workflow_->timeline(id, {"auditor-1", {"auditor"}})), "ok");
  EXPECT_EQ(code_of(workflow_->facts(id, {"author-1", {"author"}})), "not_found");
}

std::vector<std::string> ids_in(const Json& page) {
  std::vector<std::string> ids;
  for (const Json& item : page.at("applications").as_array()) {
    ids.emplace_back(item.at("id").as_string());
  }
  return ids;
}

TEST_F(WorkflowTest, AListShowsOnesOwnAndReviewersAll) {
  const std::string mine = submit(application_with()).id;
  const std::string theirs = submit(application_with(), {}, {}, kOtherWindow).id;
  EXPECT_THAT(ids_in(workflow_->list({}, kWindow).value()), ElementsAre(mine));
  EXPECT_THAT(ids_in(workflow_->list({}, kReviewer).value()), UnorderedElementsAre(mine, theirs));
}

TEST_F(WorkflowTest, AQueryCannotNameAnotherSubmitter) {
  submit(application_with());
  store::ListQuery query;
  query.submitter = kWindow.name;
  EXPECT_THAT(ids_in(workflow_->list(query, kOtherWindow).value()), IsEmpty());
}

TEST_F(WorkflowTest, AListMasksNumbersAndNamesNoForm) {
  submit(application_with());
  const std::string page = canonical_json(workflow_->list({}, kReviewer).value());
  EXPECT_THAT(page, HasSubstr(R"("number":"350102********9012")"));
  EXPECT_THAT(page, Not(HasSubstr(kNumber)));
}

// --- History

TEST_F(WorkflowTest, AnOpenCaseOfTheSamePersonIsCounted) {
  submit(application_with(R"({"automated": false})"));
  const Answer second = submit(application_with());
  EXPECT_EQ(facts_in_force(second.id),
            parsed(R"({"open_cases": 1, "decided_cases": 0, "all_cases": 1})"));
  EXPECT_EQ(parsed(second.body).at("decision").at("outcome"), Json("escalate"));
}

TEST_F(WorkflowTest, OneNumberIsOnePersonHoweverItIsWritten) {
  submit(application_with(R"({"automated": false, "form": {"id_number": "35010219400506908x"}})"));
  const Answer second = submit(
      application_with(R"({"form": {"id_number": "３５０１０２１９４００５０６９０８Ｘ"}})"));
  EXPECT_EQ(facts_in_force(second.id).at("open_cases"), Json(1));
}

TEST_F(WorkflowTest, AnotherPersonsCaseIsNotCounted) {
  submit(application_with(R"({"automated": false})"));
  const Answer second =
      submit(application_with(R"({"form": {"id_number": ")" + std::string(kOtherNumber) + "\"}}"));
  EXPECT_EQ(facts_in_force(second.id).at("open_cases"), Json(0));
}

TEST_F(WorkflowTest, ADecidedCaseIsNotOpen) {
  submit(application_with());
  const Answer second = submit(application_with());
  EXPECT_EQ(facts_in_force(second.id),
            parsed(R"({"open_cases": 0, "decided_cases": 1, "all_cases": 1})"));
}

TEST_F(WorkflowTest, AWithdrawnCaseIsNotOpen) {
  const Answer first = submit(application_with(R"({"automated": false})"));
  ASSERT_TRUE(workflow_->withdraw(first.id, "不再申请", kWindow));
  EXPECT_EQ(facts_in_force(submit(application_with()).id).at("open_cases"), Json(0));
}

TEST_F(WorkflowTest, WithoutTheSharedFactThereIsNothingToCount) {
  const Answer answer = submit(application_with(R"({"form": {"id_number": null}})"));
  EXPECT_EQ(canonical_json(facts_in_force(answer.id)), "{}");
}

// --- Stateless

TEST_F(WorkflowTest, JudgingFactsStoresNothing) {
  const Json facts = facts_of(submit(application_with()).id);
  const Answer stored = submit(application_with(R"({"reference": "REF-2"})"));
  const auto decision =
      workflow_->judge(canonical_json({{"matter", "trial"}, {"facts", facts_of(stored.id)}}));
  ASSERT_TRUE(decision) << lines_of(decision.error());
  EXPECT_EQ(*decision, canonical_json(parsed(stored.body).at("decision")));
  EXPECT_THAT(store_->list({}).value().applications, SizeIs(2));
}

TEST_F(WorkflowTest, JudgesAlikeHoweverARequestIsWritten) {
  const std::string facts = canonical_json(facts_of(submit(application_with()).id));
  const auto plain = workflow_->judge("{\"facts\":" + facts + ",\"matter\":\"trial\"}");
  ASSERT_TRUE(plain) << lines_of(plain.error());
  EXPECT_EQ(workflow_->judge(" { \"matter\" : \"trial\" ,\n \"facts\" : " + facts + " } ").value(),
            *plain);
  EXPECT_EQ(workflow_->judge("{\"m\\u0061tter\":\"trial\",\"facts\":" + facts + "}").value(),
            *plain);
}

TEST_F(WorkflowTest, JudgingNamesWhatIsWrongByPointer) {
  const auto refused = workflow_->judge(
      R"({"matter": "trial", "facts": {"received_on": "2026-11-20", "form": {"x": 1}}})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/facts/form/x");
  EXPECT_THAT(codes_of(workflow_->judge(R"({"matter": "none", "facts": {}})")),
              ElementsAre("unknown_matter"));
  EXPECT_THAT(codes_of(workflow_->judge(R"({"matter": "trial"})")), ElementsAre("wrong_type"));
}

}  // namespace
}  // namespace zhipi::workflow
