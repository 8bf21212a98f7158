// Applications with scans: queued, judged by a worker, given up, waited for.
#include <future>
#include <thread>

#include "service.h"

namespace zhipi::workflow {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kPatience = 20s;

class WorkTest : public ServiceTest {
 protected:
  // A catalogue from which the pack of the day is gone: another version is in force.
  void change_the_pack() {
    rules_.write("trial/criteria.lua", std::string(kTrialCriteria) + "-- later\n");
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
  }

  std::string told() {
    const std::lock_guard lock(events_mutex_);
    std::string all;
    for (const std::string& event : events_) all += event + "\n";
    return all;
  }
};

// --- Materials

TEST_F(WorkTest, AMaterialIsKeptByItsContent) {
  const std::string scan = picture();
  const auto stored = workflow_->add_material(scan, kWindow);
  ASSERT_TRUE(stored) << to_line(stored.error());
  EXPECT_EQ(*stored, Json(json::object{{"id", Digest::of(scan).text()},
                                       {"media_type", "image/bmp"},
                                       {"bytes", std::int64_t(scan.size())}}));
  EXPECT_EQ(store_->blobs().get(Digest::of(scan)).value(), scan);
  EXPECT_EQ(workflow_->add_material(scan, kWindow).value(), *stored);
}

TEST_F(WorkTest, BytesThatAreNoPictureAreRefusedAndNotKept) {
  EXPECT_EQ(code_of(workflow_->add_material("no picture", kWindow)), "not_an_image");
  EXPECT_EQ(code_of(workflow_->add_material("", kWindow)), "empty_file");
  EXPECT_FALSE(store_->blobs().exists(Digest::of("no picture")));
}

TEST_F(WorkTest, AnApplicationMayNameMaterialsThatWereUploadedBefore) {
  const std::string id(workflow_->add_material(picture(), kWindow)->at("id").as_string());
  const Answer answer = submit(application_with(R"({"materials": {"card": [")" + id + "\"]}}"));
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(store_->materials_of(answer.id).value().at("card").front().text(), id);
}

TEST_F(WorkTest, AMaterialThatNobodyUploadedIsRefused) {
  const auto refused =
      submitted(*workflow_,
                application_with(R"({"materials": {"card": [")" + Digest::of("x").text() + "\"]}}"),
                {}, {}, kWindow);
  ASSERT_THAT(codes_of(refused), ElementsAre("unknown_material"));
  EXPECT_EQ(refused.error().front().where, "/materials/card");
}

TEST_F(WorkTest, UploadsThatAreWrongAreAllNamedAndNothingIsStored) {
  const std::string scan = picture();
  const auto refused =
      submitted(*workflow_, application_with(),
                {{"card", "no picture"}, {"deed", scan}, {"proof", scan}}, {}, kWindow);
  EXPECT_THAT(codes_of(refused), ElementsAre("not_an_image", "undeclared_name"));
  EXPECT_FALSE(store_->blobs().exists(Digest::of(scan)));
  EXPECT_THAT(store_->list({}).value().applications, IsEmpty());
}

TEST_F(WorkTest, AnUploadBesideAnELicenceOfTheSameMaterialIsRefused) {
  const std::string scan = picture();
  const auto refused = submitted(
      *workflow_, application_with(R"({"e_licences": {"card": {"full_name": "试样甲"}}})"),
      {{"card", scan}}, {}, kWindow);
  ASSERT_THAT(codes_of(refused), ElementsAre("wrong_type"));
  EXPECT_EQ(refused.error().front().where, "/e_licences/card");
}

TEST_F(WorkTest, TooManyFilesAreRefused) {
  const std::string scan = picture();
  const std::vector<Upload> uploads(51, Upload{"card", scan});
  EXPECT_THAT(codes_of(submitted(*workflow_, application_with(), uploads, {}, kWindow)),
              ElementsAre("too_many_files"));
}

// --- Judging

TEST_F(WorkTest, AScannedApplicationIsUnderWay) {
  const Answer answer = submit_scanned();
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(parsed(answer.body).at("state"), Json("received"));
  EXPECT_EQ(parsed(answer.body).at("decision"), Json(nullptr));
  EXPECT_EQ(state_of(answer.id), "received");
  EXPECT_EQ(code_of(workflow_->decision(answer.id, kWindow)), "no_decision");
  EXPECT_EQ(code_of(workflow_->facts(answer.id, kWindow)), "no_facts");
}

TEST_F(WorkTest, AWorkerDecidesItOnce) {
  const Answer answer = submit_scanned();
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_FALSE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 1u);
  EXPECT_EQ(store_->open_jobs().value(), 0);
  EXPECT_THAT(timeline_of(answer.id), ElementsAre("received", "read", "facts_frozen", "decided"));
}

TEST_F(WorkTest, AMaterialThatYieldedNothingGoesToAPerson) {
  const Answer answer = submit_scanned();
  workflow_->work_once("w");
  EXPECT_EQ(state_of(answer.id), "escalated");
  EXPECT_EQ(canonical_json(facts_of(answer.id).at("materials")), R"({"card":{}})");
  EXPECT_THAT(told(), HasSubstr(answer.id + " card: no_reader"));
}

TEST_F(WorkTest, EightWorkersDecideEachApplicationOnce) {
  std::vector<std::string> ids;
  for (int i = 0; i < 12; ++i) ids.push_back(submit_scanned().id);
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 8; ++i) {
      workers.emplace_back([&, i] {
        while (workflow_->work_once("w" + std::to_string(i))) {
        }
      });
    }
  }
  for (const std::string& id : ids) EXPECT_EQ(decisions_of(id), 1u) << id;
  EXPECT_EQ(store_->open_jobs().value(), 0);
}

TEST_F(WorkTest, TheAnswerToARepetitionStaysTheFirstOne) {
  const std::string scan = picture();
  const Answer first = submit(application_with(), "key-1", {{"card", scan}});
  workflow_->work_once("w");
  const Answer again = submit(application_with(), "key-1", {{"card", scan}});
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(again.body, first.body);
  EXPECT_FALSE(workflow_->work_once("w"));
}

TEST_F(WorkTest, AnApplicationDoesNotCountItself) {
  const Answer answer = submit_scanned();
  workflow_->work_once("w");
  EXPECT_EQ(facts_of(answer.id).at("history"),
            parsed(R"({"open_cases": 0, "decided_cases": 0, "all_cases": 0})"));
}

TEST_F(WorkTest, AnApplicationCountsTheOthersOfItsPerson) {
  submit(application_with());
  submit(application_with(R"({"automated": false})"));
  const Answer answer = submit_scanned();
  workflow_->work_once("w");
  EXPECT_EQ(facts_of(answer.id).at("history"),
            parsed(R"({"open_cases": 1, "decided_cases": 1, "all_cases": 2})"));
}

// --- A late worker

TEST_F(WorkTest, AJobInHandIsNotGivenOutAgain) {
  submit_scanned();
  ASSERT_TRUE(store_->claim("read", "busy", now(), 60s).value());
  pass(59s);
  EXPECT_FALSE(workflow_->work_once("w"));
}

TEST_F(WorkTest, AJobWhoseWorkersDiedAgainAndAgainGoesToAPerson) {
  const Answer answer = submit_scanned();
  for (int attempt = 0; attempt < 3; ++attempt) {
    ASSERT_TRUE(store_->claim("read", "dead", now(), 60s).value());
    pass(61s);
  }
  EXPECT_FALSE(workflow_->work_once("w"));
  EXPECT_EQ(state_of(answer.id), "escalated");
  EXPECT_EQ(decisions_of(answer.id), 0u);
}

// The worker stands still for longer than its lease at its step-th look at the clock.
TEST_F(WorkTest, AWorkerThatComesTooLateIsRefusedAtEveryStepAndAnotherDecides) {
  constexpr int kSteps = 4;  // renewing, readings, facts, decision
  for (int step = 2; step < 2 + kSteps; ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    const Answer answer = submit_scanned("proof");
    on_clock_ = [&, looks = 0]() mutable {
      if (++looks == step) pass(301s);
    };
    EXPECT_TRUE(workflow_->work_once("late"));
    on_clock_ = nullptr;
    EXPECT_EQ(decisions_of(answer.id), 0u);
    EXPECT_TRUE(workflow_->work_once("w"));
    EXPECT_EQ(decisions_of(answer.id), 1u);
    EXPECT_EQ(state_of(answer.id), "decided");
  }
}

TEST_F(WorkTest, AJobThatIsHandedBackIsDecidedByAnotherOnly) {
  const Answer answer = submit_scanned("proof");
  int given = 0;
  on_clock_ = [&, looks = 0]() mutable {
    if (++looks == 3) given = workflow_->hand_back();
  };
  EXPECT_TRUE(workflow_->work_once("leaving"));
  on_clock_ = nullptr;
  EXPECT_EQ(given, 1);
  EXPECT_EQ(decisions_of(answer.id), 0u);
  EXPECT_EQ(workflow_->hand_back(), 0);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 1u);
}

// --- One scan, several applications

TEST_F(WorkTest, TheSameScanUnderAnotherApplicantGoesToAPerson) {
  const std::string scan = picture();
  submit(application_with(), {}, {{"proof", scan}});
  const Answer second =
      submit(application_with(R"({"applicant": {"name": "试样乙", "number": ")" +
                              std::string(kOtherNumber) + R"("}, "form": {"full_name": "试样乙",
                       "id_number": ")" +
                              std::string(kOtherNumber) + "\"}}"),
             {}, {{"proof", scan}});
  workflow_->work_once("w");
  workflow_->work_once("w");
  EXPECT_EQ(state_of(second.id), "escalated");
  EXPECT_THAT(canonical_json(facts_of(second.id).at("context").at("conflicts")),
              HasSubstr("proof"));
}

TEST_F(WorkTest, TheSameScanOfTheSameApplicantIsNoConflict) {
  submit_scanned("proof");
  workflow_->work_once("w");
  const Answer second = submit_scanned("proof");
  workflow_->work_once("w");
  EXPECT_EQ(state_of(second.id), "decided");
  EXPECT_EQ(facts_of(second.id).at("context").at("conflicts"), Json(json::array{}));
}

// --- A new version while an application is under way

TEST_F(WorkTest, AnApplicationUnderWayKeepsItsPackWhenANewVersionIsSwappedIn) {
  const auto old = catalogue_.find("trial");
  const Answer under_way = submit_scanned("proof");
  std::string matter = kTrialMatter;
  rules_.write("trial/matter.lua", matter.replace(matter.find("1.0.0"), 5, "1.1.0"));
  ASSERT_EQ(catalogue_.reload(rules_.path(), {}).value().size(), 1U);
  const Answer after = submit(application_with());
  EXPECT_TRUE(workflow_->work_once("w"));
  const auto pack_of = [&](const std::string& id) {
    return workflow_->decision(id, kReviewer).value().at("pack");
  };
  EXPECT_EQ(pack_of(under_way.id).at("digest"), Json(old->digest()));
  EXPECT_EQ(pack_of(after.id).at("version"), Json("1.1.0"));
}

// --- The pack of the day is gone

TEST_F(WorkTest, AnApplicationWhosePackIsGoneIsTriedLater) {
  const Answer answer = submit_scanned();
  change_the_pack();
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(state_of(answer.id), "received");
  EXPECT_FALSE(workflow_->work_once("w"));  // not before the pause is over
  pass(30s);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 0u);
  EXPECT_THAT(told(), HasSubstr("no_pack"));
}

TEST_F(WorkTest, AnApplicationWhosePackStaysGoneIsParkedAndGoesToAPerson) {
  const Answer answer = submit_scanned();
  change_the_pack();
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_TRUE(workflow_->work_once("w"));
    pass(30s);
  }
  EXPECT_FALSE(workflow_->work_once("w"));
  EXPECT_EQ(state_of(answer.id), "escalated");
  EXPECT_EQ(decisions_of(answer.id), 0u);
  const auto parked = store_->parked_jobs().value();
  ASSERT_THAT(parked, SizeIs(1));
  EXPECT_EQ(parked.front().application, answer.id);
  EXPECT_THAT(timeline_of(answer.id), Contains("parked").Times(1));
}

TEST_F(WorkTest, AnApplicationWhoseWorkersDiedGoesToAPersonThoughOthersStillWait) {
  const Answer answer = submit_scanned();
  for (int crash = 0; crash < 3; ++crash) {
    ASSERT_TRUE(store_->claim("read", "dead", now(), 60s).value());
    pass(61s);
  }
  submit_scanned();
  ASSERT_TRUE(
      store_->claim("read", "w", now(), 60s).value());  // the other one's, the first is parked
  EXPECT_EQ(state_of(answer.id), "received");
  EXPECT_TRUE(workflow_->sweep(now()));
  EXPECT_EQ(state_of(answer.id), "escalated");
}

TEST_F(WorkTest, AnApplicationIsJudgedByThePackOfItsDayWhenThatIsBack) {
  const std::string of_its_day = catalogue_.find("trial")->digest();
  const Answer answer = submit_scanned();
  change_the_pack();
  workflow_->work_once("w");
  rules_.write("trial/criteria.lua", kTrialCriteria);
  catalogue_ = Catalogue::load(rules_.path(), {}).value();
  pass(30s);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(workflow_->decision(answer.id, kWindow)->at("pack").at("digest"), Json(of_its_day));
}

// --- Waiting for a decision

TEST_F(WorkTest, WhoWaitsIsCalledWhenItIsDecided) {
  const Answer answer = submit_scanned();
  std::promise<void> called;
  auto future = called.get_future();
  workflow_->when_decided(answer.id, std::chrono::steady_clock::now() + 10min,
                          [&] { called.set_value(); });
  EXPECT_EQ(future.wait_for(0s), std::future_status::timeout);
  workflow_->work_once("w");
  ASSERT_EQ(future.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(code_of(workflow_->decision(answer.id, kWindow)), "ok");
}

TEST_F(WorkTest, WhoWaitsForADecidedApplicationIsCalledAtOnce) {
  const Answer answer = submit(application_with());
  std::promise<void> called;
  auto future = called.get_future();
  workflow_->when_decided(answer.id, std::chrono::steady_clock::now() + 10min,
                          [&] { called.set_value(); });
  EXPECT_EQ(future.wait_for(kPatience), std::future_status::ready);
}

TEST_F(WorkTest, WhoWaitsIsCalledWhenItIsWithdrawn) {
  const Answer answer = submit_scanned();
  std::promise<void> called;
  auto future = called.get_future();
  workflow_->when_decided(answer.id, std::chrono::steady_clock::now() + 10min,
                          [&] { called.set_value(); });
  ASSERT_TRUE(workflow_->withdraw(answer.id, "不再申请", kWindow));
  EXPECT_EQ(future.wait_for(kPatience), std::future_status::ready);
}

TEST_F(WorkTest, StoppingLetsEveryoneGo) {
  const Answer answer = submit_scanned();
  std::promise<void> called;
  auto future = called.get_future();
  workflow_->when_decided(answer.id, std::chrono::steady_clock::now() + 10min,
                          [&] { called.set_value(); });
  workflow_->stop();
  EXPECT_EQ(future.wait_for(kPatience), std::future_status::ready);
  const auto before = std::chrono::steady_clock::now();
  workflow_->wait_for_work(std::chrono::minutes(10));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1min);
}

TEST_F(WorkTest, ANewScanWakesAWorker) {
  workflow_->wait_for_work(0ms);  // what there may have been at the start
  std::promise<void> woken;
  auto future = woken.get_future();
  std::jthread worker([&] {
    workflow_->wait_for_work(10min);
    woken.set_value();
  });
  submit_scanned();
  EXPECT_EQ(future.wait_for(kPatience), std::future_status::ready);
}

}  // namespace
}  // namespace zhipi::workflow
