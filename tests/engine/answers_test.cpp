// What a reviewer found where the machine cannot tell.
#include <gmock/gmock.h>

#include "engine/frozen_facts.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

const std::string kPass = criterion("passes", "return true");
const std::string kInspect = R"(inspect "layout" { title = "布局", basis = "x", text = "看布局" })";

Json answered(const std::string& answer, const std::string& id = "layout") {
  return facts_with(R"({"context": {"answers": {")" + id + R"(": )" + answer + "}}}");
}

const Verdict& verdict_on(const Decision& decision, const std::string& id) {
  const auto found = std::find_if(decision.verdicts.begin(), decision.verdicts.end(),
                                  [&](const Verdict& one) { return one.criterion == id; });
  return *found;
}

TEST(Answers, TakeThePlaceOfAnInspectsUnknown) {
  const Decision passed = judge(kPass + kInspect, answered(R"({"result": "pass"})"));
  EXPECT_EQ(passed.outcome, Outcome::approve);
  EXPECT_EQ(verdict_on(passed, "layout").result, Result::pass);
  EXPECT_EQ(verdict_on(passed, "layout").code, "");
  const Decision failed = judge(kPass + kInspect, answered(R"({"result": "fail"})"));
  EXPECT_EQ(failed.outcome, Outcome::escalate);
  EXPECT_EQ(verdict_on(failed, "layout").result, Result::fail);
  EXPECT_EQ(verdict_on(failed, "layout").message, "看布局");
  EXPECT_EQ(failed.reasons.front().code, "criterion");
}

TEST(Answers, AreEvidenceOfTheReviewers) {
  const Decision decision = judge(
      kPass + kInspect, answered(R"({"result": "pass", "note": "现场", "reviewer": "anna"})"));
  const Evidence& evidence = verdict_on(decision, "layout").evidence.back();
  EXPECT_EQ(evidence.fact, "context.answers.layout");
  EXPECT_EQ(evidence.source, "reviewer");
  EXPECT_EQ(evidence.value, *parse_json(R"({"result": "pass", "note": "现场"})"));
}

TEST(Answers, NeverTakeThePlaceOfWhatTheMachineCanTell) {
  for (const char* const check : {"return false", "return app.form.age"}) {
    const Json facts = answered(R"({"result": "pass"})", "judged");
    const std::string pack = kPass + criterion("judged", check, "deny \"x\"");
    EXPECT_EQ(canonical_json(to_json(judge(pack, facts)).at("verdicts")),
              canonical_json(to_json(judge(pack, sound_facts())).at("verdicts")))
        << check;
  }
}

TEST(Answers, SettleWhatADoubtfulFactLeftOpen) {
  const std::string pack =
      kPass + criterion("owned", "return app.lease.owner == 'x'", "deny \"x\"");
  const std::string doubtful =
      R"({"materials": {"lease": {"owner": {"value": "x", "confidence": 0.5}}}})";
  EXPECT_EQ(judge(pack, facts_with(doubtful)).outcome, Outcome::escalate);
  Json facts = answered(R"({"result": "pass"})", "owned");
  merge(facts, *parse_json(doubtful));
  const Decision decision = judge(pack, facts);
  EXPECT_EQ(decision.outcome, Outcome::approve);
  EXPECT_THAT(decision.reasons, IsEmpty());
  EXPECT_EQ(verdict_on(decision, "owned").evidence.size(), 2u);
}

TEST(Answers, DoNotStandForARequiredMaterial) {
  Json facts = answered(R"({"result": "pass"})", "owned");
  merge(facts, *parse_json(R"({"materials": {"card": null}})"));
  const std::string pack =
      kPass + criterion("owned", "return app.card.number == 'A1'", "deny \"x\"");
  EXPECT_EQ(judge(pack, facts).outcome, Outcome::supplement);
}

TEST(Answers, AreRefusedWhenTheyAreNone) {
  const auto refused = [](const std::string& answer) {
    const auto pack = load(pack_files(kPass));
    const auto bound = bind_facts(pack->matter(), answered(answer));
    return bound ? std::string() : bound.error().front().code + bound.error().front().where;
  };
  EXPECT_EQ(refused(R"({"result": "perhaps"})"), "not_an_option/context/answers/layout/result");
  EXPECT_EQ(refused(R"({"result": "pass", "nota": ""})"),
            "undeclared_name/context/answers/layout/nota");
  EXPECT_EQ(refused("true"), "not_an_object/context/answers/layout");
}

TEST(Answers, AreJudgedAlikeWhenFrozen) {
  const auto pack = load(pack_files(kPass + kInspect));
  const auto bound = bind_facts(pack->matter(),
                                answered(R"({"result": "fail", "note": "n", "reviewer": "anna"})"));
  ASSERT_TRUE(bound);
  Facts thawed;
  ASSERT_TRUE(thaw(freeze(*bound), pack->layout(), thawed));
  EXPECT_EQ(thawed.context.answers.at("layout").note, "n");
  EXPECT_EQ(thawed.context.answers.at("layout").reviewer, "anna");
  EXPECT_FALSE(thawed.context.answers.at("layout").passes);
}

TEST(ReviewerDecides, LeavesTheOutcomeAsAProposal) {
  const Decision decision = judge(kPass, facts_with(R"({"context": {"reviewer_decides": true}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
  EXPECT_EQ(decision.reasons.back().code, "reviewer_decides");
}

TEST(Grant, ComputesTheResultsWhateverTheOutcome) {
  const auto pack = load(
      pack_files(criterion("fails", "return false", "deny \"x\"") +
                 R"(result "fee" { kind = money {}, value = function(app) return app.form.fee end }
         result "rent" { kind = money {}, value = function(app) return app.lease.rent end })"));
  const auto facts = bind_facts(pack->matter(), facts_with(R"({"materials": {"lease": null}})"));
  Watchdog watchdog;
  const Grant grant = Judge(pack, calendar_of_2026()).grant(*facts, watchdog);
  EXPECT_EQ(grant.results.size(), 1u);
  EXPECT_EQ(grant.results.at("fee").value, Json(12345));
  ASSERT_EQ(grant.not_computed.size(), 1u);
  EXPECT_EQ(grant.not_computed.front().facts, std::vector<std::string>{"lease.rent"});
}

}  // namespace
}  // namespace zhipi::engine::testing
