// What was missing comes in, and the whole is judged anew.
#include <latch>
#include <thread>

#include "service.h"

namespace zhipi::workflow {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class SupplementTest : public ServiceTest {
 protected:
  // One whose card names another number: a supplement is asked for.
  std::string submit_wanting(const std::string& changes = "{}") {
    Json body = application_with(changes);
    merge(body, parsed(card_licence(kOtherNumber)));
    const Answer answer = submit(body);
    EXPECT_EQ(parsed(answer.body).at("state"), Json("supplementing")) << answer.body;
    return answer.id;
  }

  static std::string card_licence(const std::string& number) {
    return R"({"e_licences": {"card": {"id_number": ")" + number + R"("}}})";
  }
  static Json mended() { return parsed(card_licence(kNumber)); }

  Expected<Answer, Problems> supplement(const std::string& id, const Json& body,
                                        const std::optional<std::string>& key = {},
                                        const std::vector<Upload>& uploads = {},
                                        const Principal& who = kWindow) {
    return workflow_->supplement(id, body, uploads, key, who);
  }
  Answer supplemented(const std::string& id, const Json& body,
                      const std::vector<Upload>& uploads = {}) {
    auto answer = supplement(id, body, {}, uploads);
    if (!answer) throw std::runtime_error("refused: " + lines_of(answer.error()));
    return *std::move(answer);
  }
  int round_of(const std::string& id) { return store_->find_application(id).value()->round; }
  Json form_of(const std::string& id) { return facts_of(id).at("form"); }
};

TEST_F(SupplementTest, WhatIsElectronicIsDecidedInTheAnswer) {
  const std::string id = submit_wanting();
  const Answer answer = supplemented(id, mended());
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.id, id);
  EXPECT_EQ(parsed(answer.body).at("round"), Json(2));
  EXPECT_EQ(parsed(answer.body).at("state"), Json("decided"));
  EXPECT_EQ(parsed(answer.body).at("decision").at("outcome"), Json("approve"));
  EXPECT_EQ(canonical_json(workflow_->decision(id, kWindow).value()),
            canonical_json(parsed(answer.body).at("decision")));
  EXPECT_THAT(timeline_of(id), ElementsAre("received", "facts_frozen", "decided", "round_begun",
                                           "facts_frozen", "decided"));
}

TEST_F(SupplementTest, BothDecisionsStandInTheApplication) {
  const std::string id = submit_wanting();
  supplemented(id, mended());
  const Json application = workflow_->application(id, kWindow).value();
  const json::array& decisions = application.at("decisions").as_array();
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0].at("outcome"), Json("supplement"));
  EXPECT_EQ(decisions[0].at("round"), Json(1));
  EXPECT_EQ(decisions[1].at("outcome"), Json("approve"));
  EXPECT_EQ(decisions[1].at("maker"), Json("engine"));
  EXPECT_EQ(application.at("decision").at("outcome"), Json("approve"));
}

TEST_F(SupplementTest, AFormValueTakesTheSinglePlaceOfTheOneBefore) {
  const std::string id = submit_wanting(R"({"form": {"note": "原注", "count": 3, "fee": 100}})");
  Json body = mended();
  body.as_object()["form"] = json::object{{"note", "新注"}, {"count", nullptr}};
  supplemented(id, body);
  EXPECT_EQ(form_of(id).at("note"), Json("新注"));
  EXPECT_EQ(form_of(id).at("fee"), Json(100));
  EXPECT_EQ(form_of(id).at("full_name"), Json("试样甲"));
  EXPECT_FALSE(form_of(id).as_object().contains("count"));
}

TEST_F(SupplementTest, WhatDoesNotMendItIsAskedForAgain) {
  const std::string id = submit_wanting();
  const Answer answer = supplemented(id, parsed(R"({"form": {"note": "补充说明"}})"));
  EXPECT_EQ(parsed(answer.body).at("state"), Json("supplementing"));
  EXPECT_EQ(parsed(supplemented(id, mended()).body).at("round"), Json(3));
}

TEST_F(SupplementTest, FilesAreReadByAWorker) {
  const std::string id = submit_wanting();
  const std::string scan = picture();
  const Answer answer = supplemented(id, json::object(), {{"card", scan}});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(parsed(answer.body).at("state"), Json("received"));
  EXPECT_EQ(code_of(workflow_->decision(id, kWindow)), "no_decision");
  EXPECT_EQ(workflow_->application(id, kWindow)->at("decision"), Json(nullptr));
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(round_of(id), 2);
  EXPECT_EQ(decisions_of(id), 2u);
  EXPECT_EQ(state_of(id), "escalated");  // nothing can be read here
}

TEST_F(SupplementTest, FilesTakeThePlaceOfAnELicence) {
  const std::string id = submit_wanting();
  const std::string scan = picture();
  supplemented(id, json::object(), {{"card", scan}});
  workflow_->work_once("w");
  EXPECT_EQ(facts_of(id).at("materials"), parsed(R"({"card": {}})"));
}

TEST_F(SupplementTest, AnELicenceTakesThePlaceOfFilesThatNeedNotBeReadAnyMore) {
  const Answer first =
      submit(application_with(R"({"form": {"full_name": null}})"), {}, {{"proof", picture()}});
  workflow_->work_once("w");
  ASSERT_EQ(state_of(first.id), "supplementing");
  const Answer answer = supplemented(
      first.id, parsed(R"({"form": {"full_name": "试样甲"}, "e_licences": {"proof": {}}})"));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(parsed(answer.body).at("state"), Json("decided"));
}

TEST_F(SupplementTest, AMaterialThatCouldNotBeReadIsReadAgain) {
  const Answer first =
      submit(application_with(R"({"form": {"full_name": null}})"), {}, {{"proof", picture()}});
  workflow_->work_once("w");
  ASSERT_EQ(state_of(first.id), "supplementing");
  const Answer answer = supplemented(first.id, parsed(R"({"form": {"full_name": "试样甲"}})"));
  EXPECT_EQ(answer.status, 202);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(state_of(first.id), "decided");
}

TEST_F(SupplementTest, IsJudgedByThePackOfTheDayOfReceipt) {
  const std::string id = submit_wanting();
  const std::string pack = store_->find_application(id).value()->pack;
  rules_.write("trial/criteria.lua",
               std::string(kTrialCriteria) +
                   "criterion \"never\" { title = \"新要点\", basis = \"新\", "
                   "check = function(app) return false end, "
                   "otherwise = deny \"不予\" }\n");
  ASSERT_TRUE(catalogue_.reload(rules_.path(), {}));
  const Answer answer = supplemented(id, mended());
  EXPECT_EQ(parsed(answer.body).at("decision").at("outcome"), Json("approve"));
  EXPECT_EQ(parsed(answer.body).at("decision").at("pack").at("digest"), Json(pack));
}

TEST_F(SupplementTest, ANodeWithoutThatPackDoesNotJudge) {
  const std::string id = submit_wanting();
  rules_.write("trial/criteria.lua", std::string(kTrialCriteria) + "-- later\n");
  catalogue_ = Catalogue::load(rules_.path(), {}).value();
  EXPECT_THAT(codes_of(supplement(id, mended())), ElementsAre("unavailable"));
}

TEST_F(SupplementTest, IsTakenOnlyAfterTheNotice) {
  const std::string decided = submit(application_with()).id;
  const std::string withdrawn = submit_wanting();
  ASSERT_TRUE(workflow_->withdraw(withdrawn, "不再申请", kWindow));
  const std::string under_way = submit_scanned().id;
  for (const std::string& id : {decided, withdrawn, under_way}) {
    const auto refused = supplement(id, mended());
    ASSERT_THAT(codes_of(refused), ElementsAre("conflict")) << id;
    EXPECT_THAT(refused.error().front().message, testing::HasSubstr(state_of(id)));
    EXPECT_EQ(round_of(id), 1);
  }
}

TEST_F(SupplementTest, EveryProblemIsToldAtOnceAndNothingIsKept) {
  const std::string id = submit_wanting();
  const auto refused = supplement(id, parsed(R"({"form": {"fulname": "x", "valid_to": "2026-02-30"},
      "mode": "promise", "e_licences": {"card": 7}, "lookups": {"register": {}}})"));
  EXPECT_THAT(codes_of(refused),
              UnorderedElementsAre("undeclared_name", "undeclared_name", "not_a_date", "wrong_type",
                                   "lookups_not_trusted"));
  EXPECT_EQ(round_of(id), 1);
  EXPECT_EQ(state_of(id), "supplementing");
}

TEST_F(SupplementTest, OneThatBringsNothingIsRefused) {
  const std::string id = submit_wanting();
  EXPECT_THAT(codes_of(supplement(id, json::object())), ElementsAre("missing_name"));
  EXPECT_THAT(codes_of(supplement(id, parsed(R"({"form": {}})"))), ElementsAre("missing_name"));
  EXPECT_THAT(codes_of(supplement(id, Json(7))), ElementsAre("wrong_type"));
}

TEST_F(SupplementTest, AnApplicantsELicencesAreNotBelieved) {
  const Principal applicant{"someone", {"applicant"}};
  const Answer first =
      submit(application_with(R"({"form": {"full_name": null}})"), {}, {}, applicant);
  EXPECT_THAT(codes_of(supplement(first.id, mended(), {}, {}, applicant)),
              ElementsAre("licences_not_trusted"));
}

TEST_F(SupplementTest, AnothersApplicationIsNotThere) {
  const std::string id = submit_wanting();
  EXPECT_THAT(codes_of(supplement(id, mended(), {}, {}, kOtherWindow)), ElementsAre("not_found"));
}

TEST_F(SupplementTest, TheSameKeyGetsTheSameAnswerAcrossARestart) {
  const std::string id = submit_wanting();
  const auto first = supplement(id, mended(), "k");
  start();
  const auto again = supplement(id, mended(), "k");
  ASSERT_TRUE(first && again);
  EXPECT_EQ(again->status, first->status);
  EXPECT_EQ(again->id, id);
  EXPECT_EQ(again->body, first->body);
  EXPECT_EQ(round_of(id), 2);
  EXPECT_THAT(codes_of(supplement(id, parsed(R"({"form": {"note": "x"}})"), "k")),
              ElementsAre("key_reused"));
}

TEST_F(SupplementTest, OneKeyIsGoodForOneApplication) {
  const std::string one = submit_wanting();
  const std::string other = submit_wanting();
  ASSERT_TRUE(supplement(one, mended(), "k"));
  EXPECT_THAT(codes_of(supplement(other, mended(), "k")), ElementsAre("key_reused"));
}

TEST_F(SupplementTest, OfThirtyTwoAtOnceWithOneKeyOneIsTakenAndAllHearTheSame) {
  const std::string id = submit_wanting();
  std::latch ready(32);
  std::vector<std::string> answers(32);
  {
    std::vector<std::jthread> clients;
    for (std::string& answer : answers) {
      clients.emplace_back([&] {
        ready.arrive_and_wait();
        const auto told = supplement(id, mended(), "k");
        answer = told ? told->body : lines_of(told.error());
      });
    }
  }
  EXPECT_THAT(answers, Each(answers.front()));
  EXPECT_EQ(round_of(id), 2);
  EXPECT_EQ(decisions_of(id), 2u);
}

TEST_F(SupplementTest, OfTwoThatRaceOneIsTaken) {
  const std::string id = submit_wanting();
  std::latch ready(8);
  std::vector<std::string> outcomes(8);
  {
    std::vector<std::jthread> clients;
    for (std::string& outcome : outcomes) {
      clients.emplace_back([&] {
        ready.arrive_and_wait();
        const auto told = supplement(id, mended());
        outcome = told ? "ok" : told.error().front().code;
      });
    }
  }
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "ok"), 1);
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "conflict"), 7);
  EXPECT_EQ(round_of(id), 2);
}

TEST_F(SupplementTest, OfASupplementAndAWithdrawalThatRaceOneWins) {
  for (int run = 0; run < 20 && !HasFailure(); ++run) {
    const std::string id = submit_wanting();
    std::latch ready(2);
    bool taken = false;
    bool withdrawn = false;
    {
      std::jthread client([&] {
        ready.arrive_and_wait();
        taken = supplement(id, mended()).has_value();
      });
      std::jthread withdrawer([&] {
        ready.arrive_and_wait();
        withdrawn = workflow_->withdraw(id, "不再申请", kWindow).has_value();
      });
    }
    EXPECT_NE(taken, withdrawn);
    EXPECT_EQ(state_of(id), taken ? "decided" : "withdrawn");
    EXPECT_EQ(decisions_of(id), taken ? 2u : 1u);
  }
}

// --- What earlier applications are found by follows what is supplemented.

TEST_F(SupplementTest, ItIsCountedByTheNumberThatItHasNow) {
  Json body = application_with(R"({"form": {"id_number": ")" + std::string(kOtherNumber) + "\"}}");
  merge(body, mended());
  const std::string id = submit(body).id;
  ASSERT_EQ(state_of(id), "supplementing");
  const Answer meanwhile = submit(application_with());  // by the right number: nothing is open yet
  EXPECT_EQ(parsed(meanwhile.body).at("decision").at("outcome"), Json("approve"));
  supplemented(id, parsed(R"({"form": {"id_number": ")" + std::string(kNumber) + "\"}}"));
  EXPECT_EQ(facts_of(id).at("history").at("decided_cases"), Json(1));
  EXPECT_EQ(facts_of(id).at("history").at("open_cases"), Json(0));
  const std::string later = submit(application_with()).id;
  EXPECT_EQ(facts_of(later).at("history").at("decided_cases"), Json(2));
}

TEST_F(SupplementTest, AnOpenCaseUnderTheNumberThatWasMissingIsSeen) {
  const std::string open = submit_wanting();
  Json body = application_with(R"({"form": {"id_number": ")" + std::string(kOtherNumber) + "\"}}");
  merge(body, mended());
  const std::string id = submit(body).id;
  ASSERT_EQ(state_of(id), "supplementing");
  supplemented(id, parsed(R"({"form": {"id_number": ")" + std::string(kNumber) + "\"}}"));
  EXPECT_EQ(facts_of(id).at("history").at("open_cases"), Json(1));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(state_of(open), "supplementing");
}

}  // namespace
}  // namespace zhipi::workflow
