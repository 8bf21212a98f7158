// Which outcomes stand by themselves, and what an approval grants.
#include <gmock/gmock.h>

#include "engine/authoring/check.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kPass = criterion("passes", "return true");

std::string matter_with(const std::string& automatic) {
  std::string matter = matter_lua();
  const std::string all =
      "automatic = { approve = true, supplement = true, not_accept = true, deny = true }";
  return matter.replace(matter.find(all), all.size(), automatic);
}

Decision decide_as(const std::string& otherwise, const std::string& automatic) {
  return judge(criterion("fails", "return false", otherwise), sound_facts(),
               matter_with(automatic));
}

TEST(Automatic, AnOutcomeThatIsNotAllowedEscalatesWithItAsProposal) {
  struct Row {
    const char* otherwise;
    const char* automatic;
    Outcome proposal;
  };
  for (const Row& row :
       {Row{"deny \"x\"", "automatic = { approve = true }", Outcome::deny},
        Row{"deny \"x\"", "automatic = { deny = false }", Outcome::deny},
        Row{"not_accept \"x\"", "automatic = { deny = true }", Outcome::not_accept},
        Row{"supplement \"x\"", "automatic = {}", Outcome::supplement}}) {
    const Decision decision = decide_as(row.otherwise, row.automatic);
    EXPECT_EQ(decision.outcome, Outcome::escalate) << row.otherwise;
    EXPECT_EQ(decision.proposal, row.proposal) << row.otherwise;
    ASSERT_FALSE(decision.reasons.empty());
    EXPECT_EQ(decision.reasons.back().code, "not_automatic");
    EXPECT_FALSE(decision.automatic());
  }
}

TEST(Automatic, WithoutAnyWordOfItNothingIs) {
  const Decision decision = judge(kPass, sound_facts(), matter_with("basis = {}"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
}

TEST(Automatic, ApproveAllowsConditionalApprovalToo) {
  const Decision decision =
      judge(criterion("late", "return false", "tolerate { days = 1, \"x\" }"),
            facts_with(R"({"mode": "tolerant"})"), matter_with("automatic = { approve = true }"));
  EXPECT_EQ(decision.outcome, Outcome::approve_conditionally);
}

TEST(Automatic, ThePersonWhoAsksForAPersonGetsOne) {
  const Decision decision = judge(kPass, facts_with(R"({"context": {"automated": false}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
  EXPECT_EQ(decision.reasons.at(0).code, "person_requested");
}

TEST(Automatic, CanBeSwitchedOff) {
  const Decision decision = judge(kPass, facts_with(R"({"context": {"automatic_off": true}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
  EXPECT_EQ(decision.reasons.at(0).code, "automatic_off");
}

TEST(Automatic, AMatterWithASpecialStageCollectiveOrSecretIsForPeople) {
  for (const char* const special :
       {"special_stages = { { kind = \"公示\", basis = \"x\", days = 5 } },", "collective = true,",
        "secret = true,"}) {
    const auto pack = load(pack_files(kPass, matter_lua(special)));
    const Decision decision = judge(pack, sound_facts());
    EXPECT_EQ(decision.outcome, Outcome::escalate) << special;
    EXPECT_EQ(decision.proposal, Outcome::approve);
    const Findings findings = check(*pack);
    ASSERT_EQ(findings.errors.size(), 1u);
    EXPECT_EQ(findings.errors[0].code, "special_stage");
  }
  EXPECT_THAT(check(*load(pack_files(kPass))).errors, IsEmpty());
}

TEST(Automatic, EveryReasonToHoldBackIsNamed) {
  const Decision decision =
      judge(kPass, facts_with(R"({"context": {"automated": false, "automatic_off": true}})"),
            matter_with("automatic = { approve = false }"));
  std::vector<std::string> codes;
  for (const Reason& one : decision.reasons) codes.push_back(one.code);
  EXPECT_THAT(codes, ElementsAre("not_automatic", "person_requested", "automatic_off"));
  EXPECT_EQ(decision.proposal, Outcome::approve);
}

TEST(Automatic, AnEscalationForOtherReasonsGetsNoProposal) {
  const Decision decision = judge(criterion("odd", "return false", "escalate \"x\""),
                                  facts_with(R"({"context": {"automated": false}})"));
  EXPECT_EQ(decision.proposal, std::nullopt);
}

std::string result_lua(const std::string& kind, const std::string& value) {
  return "result \"granted\" { title = \"授予\", kind = " + kind +
         ", value = function(app) return " + value + " end }\n";
}

TEST(Results, AreTypedByTheirKind) {
  const auto value = [](const std::string& kind, const std::string& expression) {
    const Decision decision = judge(kPass + result_lua(kind, expression));
    EXPECT_EQ(decision.outcome, Outcome::approve) << expression;
    return decision.results.contains("granted")
               ? canonical_json(decision.results.at("granted").value)
               : "none";
  };
  EXPECT_EQ(value("money {}", "app.form.fee * 2"), "24690");
  EXPECT_EQ(value("integer {}", "app.form.age // 3"), "13");
  EXPECT_EQ(value("decimal {}", "app.form.area / 2"), "6.25");
  EXPECT_EQ(value("date {}", "app.form.since:add_months(12)"), "\"2021-02-28\"");
  EXPECT_EQ(value("boolean {}", "app.form.agreed"), "true");
  EXPECT_EQ(value("text {}", "app.form.note"), "\"甲\"");
  EXPECT_EQ(value("choice { options = { \"red\", \"green\" } }", "app.form.colour"), "\"red\"");
}

TEST(Results, OfTheWrongKindLeaveTheApprovalToAPerson) {
  for (const auto& [kind, expression] : {std::pair{"money {}", "\"50\""},
                                         {"money {}", "0.5"},
                                         {"money {}", "nil"},
                                         {"date {}", "\"2026-02-30\""},
                                         {"integer {}", "app"},
                                         {"boolean {}", "1"},
                                         {"choice { options = { \"red\" } }", "\"blue\""}}) {
    const Decision decision = judge(kPass + result_lua(kind, expression));
    EXPECT_EQ(decision.outcome, Outcome::escalate) << kind << expression;
    EXPECT_EQ(decision.proposal, Outcome::approve);
    EXPECT_EQ(decision.reasons.at(0).code, "result");
  }
}

TEST(Results, ThatRestOnADoubtfulFactNameIt) {
  const Decision decision =
      judge(kPass + result_lua("money {}", "app.lease.rent"),
            facts_with(R"({"materials": {"lease": {"rent": {"value": 1, "confidence": 0.5}}}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
  EXPECT_THAT(decision.reasons.at(0).facts, ElementsAre("lease.rent"));
}

TEST(Results, AreComputedForApprovalsOnly) {
  const std::string result = result_lua("integer {}", "1");
  EXPECT_THAT(judge(criterion("c", "return false") + result).results, IsEmpty());
  EXPECT_THAT(judge(criterion("c", "return 1") + result).results, IsEmpty());
  EXPECT_FALSE(judge(criterion("c", "return false", "tolerate { days = 1, \"x\" }") + result,
                     facts_with(R"({"mode": "tolerant"})"))
                   .results.empty());
}

TEST(Scores, ThatCannotBeToldAreDoubts) {
  const auto judged = [](const std::string& points) {
    return judge(kPass + "score \"s\" { points = function(app) return " + points + " end }",
                 facts_with(R"({"form": {"note": null}})"))
        .verdicts[1];
  };
  EXPECT_EQ(judged("2").points, 2);
  EXPECT_EQ(judged("2").kind, "score");
  EXPECT_EQ(judged("app.form.note == \"x\" and 1 or 0").result, Result::unknown);
  EXPECT_EQ(judged("true").result, Result::error);
  EXPECT_EQ(judged("\"2\"").result, Result::error);
}

TEST(ReplacedBy, AnELicenceStandsInForItsMaterial) {
  const std::string matter = R"(return matter { title = "t", version = "1",
    automatic = { approve = true, supplement = true },
    materials = { card = material { title = "证件", required = true, replaced_by = "licence",
      fields = { name = person_name {}, colour = text {} } } },
    lookups = { licence = lookup { fields = { name = person_name {} } } } })";
  const auto decide = [&](const std::string& body, const char* facts) {
    return judge(criterion("c", body), *parse_json(facts), matter);
  };
  const char* const stood_in =
      R"({"received_on": "2026-11-20", "lookups": {"licence": {"name": "试样甲"}}})";
  const Decision approved =
      decide("return has(app, \"card\") and app.card.name == \"试样甲\"", stood_in);
  EXPECT_EQ(approved.outcome, Outcome::approve);
  EXPECT_EQ(approved.verdicts[0].evidence[1].fact, "licence.name");
  EXPECT_EQ(approved.verdicts[0].evidence[1].source, "lookup");
  EXPECT_EQ(decide("return app.card.colour == \"red\"", stood_in).outcome, Outcome::escalate);
  EXPECT_EQ(
      decide("return app.card.name == \"试样甲\"", R"({"received_on": "2026-11-20"})").outcome,
      Outcome::supplement);
  EXPECT_EQ(decide("return app.card.name == \"试样甲\"",
                   R"({"received_on": "2026-11-20", "materials": {"card": {"name": "试样甲"}},
                       "lookups": {"licence": {"name": "试样乙"}}})")
                .outcome,
            Outcome::approve);
}

TEST(Required, MayBeAFunctionOfTheForm) {
  const std::string matter = R"(return matter { title = "t", version = "1",
    automatic = { approve = true, supplement = true },
    form = { agent = text {}, age = integer {},
             agent_number = text { required = function(app) return has(app.form, "agent") end } },
    materials = { letter = material { title = "委托书", fields = { signed = boolean {} },
      required = function(app) return has(app.form, "agent") and app.form.age < 18 end } } })";
  const auto decide = [&](const std::string& form) {
    return judge(kPass, *parse_json(R"({"received_on": "2026-11-20", "form": )" + form + "}"),
                 matter);
  };
  EXPECT_EQ(decide("{}").outcome, Outcome::approve);
  const Decision both = decide(R"({"agent": "a", "age": 17})");
  EXPECT_EQ(both.outcome, Outcome::supplement);
  EXPECT_EQ(both.supplements.size(), 2u);
  EXPECT_EQ(decide(R"({"agent": "a", "age": 18, "agent_number": "1"})").outcome, Outcome::approve);
  const Decision untold = decide(R"({"agent": "a", "agent_number": "1"})");
  EXPECT_EQ(untold.outcome, Outcome::escalate);
  EXPECT_EQ(untold.reasons.at(0).code, "required_unknown");
  EXPECT_THAT(untold.reasons.at(0).facts, ElementsAre("form.age"));
}

TEST(Required, ThatIsNeitherTrueNorFalseEscalates) {
  const Decision decision =
      judge(kPass, *parse_json(R"({"received_on": "2026-11-20"})"),
            R"(return matter { title = "t", version = "1", automatic = { approve = true },
               form = { a = text { required = function(app) return 1 end } } })");
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.reasons.at(0).code, "script");
}

TEST(Check, FindsDecisionTablesThatAreMissingOrDamaged) {
  const Findings findings = check(*load(
      pack_files(criterion("one", "return decision_table \"tables/gone.csv\":row {}.v == 1") +
                     criterion("two", "return decision_table \"tables/bad.csv\":row {}.v == 1"),
                 matter_lua(), {{"tables/bad.csv", "v,v\n1,2\n"}})));
  ASSERT_EQ(findings.errors.size(), 2U);
  EXPECT_EQ(findings.errors[0].code, "no_file");
  EXPECT_EQ(findings.errors[0].where, "criteria.lua:1:63");
  EXPECT_EQ(findings.errors[1].code, "bad_column");
}

}  // namespace
}  // namespace zhipi::engine::testing
