// What a draft would change over stored applications.
#include <gmock/gmock.h>

#include "service.h"

namespace zhipi::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Backtest : public ServiceTest {
 protected:
  // A draft of the trial matter with these criteria.
  Json draft(const std::string& criteria, const std::string& matter = kTrialMatter) {
    return json::object{{"matter", "trial"},
                        {"files", {{"matter.lua", matter}, {"criteria.lua", criteria}}}};
  }
  Json report(Json request) {
    auto made = workflow_->backtest(std::move(request));
    if (!made) throw std::runtime_error("refused: " + lines_of(made.error()));
    return *std::move(made);
  }
  static inline const std::string kNever =
      std::string(kTrialCriteria) +
      "\ncriterion \"never\" { check = function() return false end, otherwise = deny \"x\" }\n";
};

TEST_F(Backtest, OfTheSamePackChangesNothing) {
  for (int at = 0; at < 3; ++at) submit(application_with());
  const Json made = report(draft(kTrialCriteria));
  EXPECT_EQ(made.at("cases"), 3);
  EXPECT_EQ(made.at("changed"), 0);
  EXPECT_EQ(made.at("complete"), true);
  EXPECT_EQ(made.at("pack"), made.at("draft"));
}

TEST_F(Backtest, CountsWhatADraftWouldDecideOtherwise) {
  const std::string id = submit(application_with()).id;
  const std::string outcome(workflow_->decision(id, kReviewer)->at("outcome").as_string());
  const Json made = report(draft(kNever));
  EXPECT_EQ(canonical_json(made.at("criteria")), R"({"never":{"none→fail":1}})");
  ASSERT_EQ(made.at("changed"), 1);
  const auto& flow = *made.at("examples").as_object().begin();
  EXPECT_THAT(std::string(flow.key()), ::testing::StartsWith(outcome + "→"));
  EXPECT_EQ(flow.value().as_array()[0], Json(id));
}

TEST_F(Backtest, TakesTheLatestUpToTheLimitAndSaysSo) {
  std::vector<std::string> ids;
  for (int at = 0; at < 5; ++at) ids.push_back(submit(application_with()).id);
  Json request = draft(kNever);
  request.as_object()["limit"] = 2;
  const Json made = report(request);
  EXPECT_EQ(made.at("cases"), 2);
  EXPECT_EQ(made.at("complete"), false);
  const json::array expected{ids[4], ids[3]};
  EXPECT_EQ(made.at("examples").as_object().begin()->value(), Json(expected));
  request.as_object()["limit"] = 5;
  EXPECT_EQ(report(request).at("complete"), true);
}

TEST_F(Backtest, StopsAfterItsTime) {
  for (int at = 0; at < 5; ++at) submit(application_with());
  on_clock_ = [this] { pass(std::chrono::seconds(3)); };
  const Json made = report(draft(kNever));
  EXPECT_EQ(made.at("complete"), false);
  EXPECT_LT(made.at("cases").to_number<int>(), 5);
}

TEST_F(Backtest, KeepsNothingOfTheDraft) {
  const std::string id = submit(application_with()).id;
  const Json before = *workflow_->decision(id, kReviewer);
  report(draft(kNever));
  EXPECT_EQ(*workflow_->decision(id, kReviewer), before);
  EXPECT_EQ(decisions_of(id), 1u);
}

TEST_F(Backtest, RefusesWhatCannotBeCompared) {
  Json unknown = draft(kTrialCriteria);
  unknown.as_object()["matter"] = "another";
  EXPECT_THAT(codes_of(workflow_->backtest(unknown)), ElementsAre("unknown_matter"));
  const auto broken = workflow_->backtest(draft("criterion \"a\" {}"));
  EXPECT_THAT(codes_of(broken), ::testing::Each("bad_pack"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error()[0].where, "/files/criteria.lua");
  EXPECT_THAT(broken.error()[0].message, HasSubstr("criteria.lua:1"));
  EXPECT_THAT(codes_of(workflow_->backtest(json::array{})), ElementsAre("not_an_object"));
}

TEST_F(Backtest, RefusesALimitThatIsNone) {
  for (const Json& limit :
       {Json(0), Json(-1), Json(100'001), Json("10"), Json(1.5), Json(nullptr)}) {
    Json request = draft(kTrialCriteria);
    request.as_object()["limit"] = limit;
    EXPECT_THAT(codes_of(workflow_->backtest(request)), ElementsAre("out_of_range"));
  }
}

}  // namespace
}  // namespace zhipi::workflow
