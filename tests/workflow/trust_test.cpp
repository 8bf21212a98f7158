// Who is believed about what, and that counting and keeping are one step.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "service.h"
#include "workflow/subject_locks.h"

namespace zhipi::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

const Principal kCitizen{"citizen-1", {"applicant"}};

TEST_F(ServiceTest, AnApplicantCannotSpeakForAnIssuer) {
  const auto answer = submitted(
      *workflow_, application_with(R"({"e_licences": {"card": {"full_name": "试样甲"}}})"), {}, {},
      kCitizen);
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error(), ElementsAre(Field(&Problem::code, "licences_not_trusted")));
  EXPECT_EQ(answer.error().front().where, "/e_licences");
}

TEST_F(ServiceTest, ADepartmentsSystemMaySendAnELicence) {
  EXPECT_EQ(submit(application_with(R"({"e_licences": {"card": {"full_name": "试样甲"}}})")).status,
            201);
}

TEST_F(ServiceTest, JudgesByThePackThatADigestNames) {
  const std::string digest = catalogue_.find("trial")->digest();
  const std::string facts = R"({"received_on": "2026-11-20"})";
  const auto named = workflow_->judge(R"({"pack": ")" + digest + R"(", "facts": )" + facts + "}");
  ASSERT_TRUE(named);
  EXPECT_EQ(parsed(*named).at("pack").at("digest"), Json(digest));
  const auto unknown = workflow_->judge(R"({"pack": "sha256:0", "facts": )" + facts + "}");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().front().where, "/pack");
}

TEST_F(ServiceTest, JudgesNothingForAMatterAndAPackAtOnce) {
  EXPECT_EQ(workflow_->judge(R"({"pack": "sha256:0", "matter": "trial", "facts": {}})")
                .error()
                .front()
                .code,
            "wrong_type");
}

TEST(SubjectLocks, LetOneAtATimeThroughForTheSameSubject) {
  SubjectLocks locks;
  int inside = 0;  // plain: a second thread inside would be a race that sanitizers see
  std::atomic<int> crowded = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 1000; ++turn) {
        const auto held = locks.lock({"a", "b", "a"});
        if (++inside != 1) ++crowded;
        --inside;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(crowded, 0);
}

}  // namespace
}  // namespace zhipi::workflow
