// Numbers that are none, or too large to be told: never an approval, never the end of the service.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;

// 4503599627370496 * 4096 is 2^64, which 64 bits hold as 0.
const char* const kHuge = R"({"form": {"age": 4096, "fee": 4503599627370496}})";

TEST(WholeNumbers, KeepTheirSizeBeyond64Bits) {
  const Verdict wrapped =
      verdict_of("return app.form.fee * app.form.age <= 1000", facts_with(kHuge));
  EXPECT_EQ(wrapped.result, Result::fail);
}

TEST(WholeNumbers, KeepTheirSizeInWhen) {
  const auto facts = facts_with(kHuge);
  const std::string criteria =
      "criterion \"tried\" { when = function(app) return app.form.fee * app.form.age > 0 end, "
      "check = function(app) return false end, otherwise = deny \"x\" }";
  EXPECT_EQ(judge(criteria, facts).verdicts.front().result, Result::fail);
}

TEST(WholeNumbers, BeyondWhatMoneyCanHoldLeaveTheApprovalToAPerson) {
  const std::string criteria = criterion("sound", "return true") +
                               "result \"sum\" { kind = money {}, value = function(app) return "
                               "app.form.fee * app.form.age end }";
  const Decision decision = judge(criteria, facts_with(kHuge));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
}

TEST(WholeNumbers, StayWholeAndExactWithinTheirRange) {
  EXPECT_EQ(verdict_of("return app.form.fee * 3 == 37035 and app.form.fee // 100 == 123 and "
                       "app.form.fee % 100 == 45 and math.type(app.form.fee * 2) == \"integer\"")
                .result,
            Result::pass);
  const std::string criteria = criterion("sound", "return true") +
                               "result \"twice\" { kind = money {}, value = function(app) return "
                               "app.form.fee * 2 end }";
  EXPECT_EQ(judge(criteria).results.at("twice").value, Json(24690));
}

TEST(NumbersThatAreNone, AreTheErrorOfTheirOwnCriterionAlone) {
  const Decision decision =
      judge(criterion("before", "return app.form.age > 0") +
                criterion("none", "return app.form.age / 0 > 1") +
                criterion("stopped", "local none = 0 / 0 return app.id_card.full_name == none") +
                criterion("behind", "return app.form.fee > 0"),
            facts_with(kHuge));
  EXPECT_EQ(verdict(decision, "before").result, Result::pass);
  EXPECT_EQ(verdict(decision, "none").result, Result::error);
  EXPECT_THAT(verdict(decision, "none").message, HasSubstr("a calculation gave no number"));
  EXPECT_EQ(verdict(decision, "behind").result, Result::pass);
  for (const char* const id : {"before", "none", "behind"}) {
    EXPECT_EQ(verdict(decision, id).evidence.size(), 1U) << id;
  }
}

TEST(RiskScores, WithoutASumGoToAPerson) {
  const std::string criteria = criterion("sound", "return true") +
                               "score \"one\" { points = function(app) return 1e308 end }\n"
                               "score \"two\" { points = function(app) return 1e308 end }";
  const Decision decision = judge(criteria);
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.risk_score, 0);
  EXPECT_FALSE(bytes(decision).empty());
}

TEST(TableCells, ThatAreNoNumbersMatchNoNumber) {
  for (const char* const cell : {"inf", "nan", "-inf"}) {
    const auto pack = load(pack_files(
        criterion("tried",
                  "return decision_table \"tables/n.csv\":row { k = app.form.age }.v == 1"),
        matter_lua(), {{"tables/n.csv", std::string("k,v\n") + cell + ",1\n"}}));
    const Decision decision = judge(pack, sound_facts());
    EXPECT_EQ(decision.verdicts.front().result, Result::error) << cell;
    EXPECT_FALSE(bytes(decision).empty());
  }
}

TEST(CriteriaTables, JudgeHistoryModeAndTheDayOfReceipt) {
  const std::string table =
      "id,fact,op,value,otherwise,message\n"
      "none_open,history.open_cases,==,0,escalate,有在办件\n"
      "in_person,mode,==,normal,escalate,方式\n"
      "in_time,received_on,<=,2026-12-31,deny,逾期\n";
  const auto pack =
      load(pack_files("criteria_table \"tables/t.csv\"", matter_lua(), {{"tables/t.csv", table}}));
  EXPECT_EQ(judge(pack, sound_facts()).outcome, Outcome::approve);
  EXPECT_EQ(judge(pack, facts_with(R"({"mode": "promise"})")).outcome, Outcome::escalate);
  EXPECT_EQ(judge(pack, facts_with(R"({"received_on": "2027-01-01"})")).outcome, Outcome::deny);
}

TEST(Seals, WithoutTheirTextLeaveTheTextAsEvidence) {
  const Verdict verdict = verdict_of("return app.proof.seal.text == \"章\"");
  EXPECT_EQ(verdict.result, Result::unknown);
  ASSERT_EQ(verdict.evidence.size(), 2U);
  EXPECT_EQ(verdict.evidence[1].fact, "proof.seal.text");
  EXPECT_TRUE(verdict.evidence[1].value.is_null());
  EXPECT_EQ(verdict.evidence[1].cause, "absent_fact");
}

}  // namespace
}  // namespace zhipi::engine::testing
