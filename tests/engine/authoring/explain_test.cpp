#include "engine/authoring/explain.h"

#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using testing::criterion;
using testing::facts_with;
using ::testing::HasSubstr;
using testing::load;
using testing::matter_lua;
using ::testing::Not;
using testing::pack_files;
using testing::sound_facts;

int row_of(const std::string& criteria, const Json& facts = sound_facts(),
           const std::string& matter = matter_lua()) {
  return deciding_row(testing::judge(criteria, facts, matter));
}

std::string explained(const std::string& criteria, const Json& facts = sound_facts()) {
  const auto pack = load(pack_files(criteria));
  Judge judge(pack, testing::calendar_of_2026());
  Watchdog watchdog;
  const Decision decision = judge.judge(testing::bound(*pack, facts), watchdog);
  std::map<std::string, ChangeSearch> changes;
  for (const Verdict& verdict : decision.verdicts) {
    if (verdict.result != Result::fail) continue;
    changes[verdict.criterion] = nearest_changes(judge, facts, verdict, watchdog);
  }
  return explain(*pack, decision, changes);
}

const std::string kPass = criterion("fine", "return true");

TEST(Explain, NamesTheRowOfTheOutcomeTable) {
  const std::string absent = "return app.form.note == \"甲\"";
  const Json no_note = facts_with(R"({"form": {"note": null}})");
  EXPECT_EQ(row_of(criterion("a", "return 1")), 1);
  EXPECT_EQ(row_of(criterion("a", "return false", "not_accept \"x\"")), 2);
  EXPECT_EQ(row_of(kPass, facts_with(R"({"materials": {"card": null}})")), 3);
  EXPECT_EQ(row_of(criterion("a", absent), no_note), 4);
  EXPECT_EQ(row_of(criterion("a", "return false", "deny \"x\"")), 5);
  EXPECT_EQ(row_of(criterion("a", "return false", "supplement \"x\"")), 6);
  EXPECT_EQ(row_of(criterion("a", "return false", "escalate \"x\"")), 7);
  EXPECT_EQ(row_of(kPass, facts_with(R"({"mode": "promise", "materials": {"proof": null}})")), 8);
  EXPECT_EQ(row_of(kPass), 9);
  EXPECT_EQ(row_of("criterion \"a\" { check = function() return true end, "
                   "when = function() return false end, otherwise = deny \"x\" }"),
            10);
}

TEST(Explain, NamesTheRowOfAnOutcomeThatIsHeldBack) {
  EXPECT_EQ(row_of(kPass, facts_with(R"({"context": {"automated": false}})")), 9);
  EXPECT_EQ(row_of(criterion("a", "return false", "deny \"x\""),
                   facts_with(R"({"context": {"automatic_off": true}})")),
            5);
}

TEST(Explain, NamesTheRowOfASupplementThatWaitsForADoubt) {
  EXPECT_EQ(row_of(criterion("a", "return app.form.note == \"甲\""),
                   facts_with(R"({"form": {"note": null}, "materials": {"card": null}})")),
            3);
}

TEST(Explain, GroupsTheCriteriaByWhatTheyDid) {
  const std::string text =
      explained(criterion("bad", "return false") + kPass + criterion("broken", "return 1"));
  const std::size_t errors = text.find("出错 errors（1）");
  const std::size_t fails = text.find("不符合 fails（1）");
  const std::size_t passes = text.find("通过 passes（1）");
  ASSERT_NE(passes, std::string::npos);
  EXPECT_LT(errors, fails);
  EXPECT_LT(fails, passes);
  EXPECT_EQ(text.find("不适用"), std::string::npos);
}

TEST(Explain, ShowsWhatWasReadWithItsOrigin) {
  const Json facts = facts_with(
      R"({"materials": {"card": {"born": {"value": "1980-01-31", "confidence": 0.995, "source": "ocr",
          "page": 2, "box": [1, 2, 3, 4]}}}, "form": {"note": null}})");
  const std::string text = explained(criterion("a", "return app.card.born < app.received_on") +
                                         criterion("b", "return app.form.fee == 1") +
                                         criterion("c", "return app.form.note == \"\""),
                                     facts);
  EXPECT_THAT(text, HasSubstr("card.born 证件·born = 1980-01-31  "
                              "〔图像识别 ocr，置信度 0.995，第 2 页，框 [1,2,3,4]〕"));
  EXPECT_THAT(text, HasSubstr("form.fee 表单·fee = 123.45 元"));
  EXPECT_THAT(text, HasSubstr("form.note 表单·note = 无  ← missing_form_field"));
}

TEST(Explain, TellsForAFailureWhatWouldTurnItAndTheOutcomeThen) {
  const std::string text = explained(criterion("a", "return app.form.fee >= 20000"));
  EXPECT_THAT(text,
              HasSubstr("最近的改动 nearest change: form.fee 表单·fee  123.45 元 → 200.00 元；"
                        "办件结果变为 the outcome becomes 准予 approve"));
}

TEST(Explain, SaysWhenTheOutcomeStaysOrNothingWasFound) {
  const std::string text =
      explained(criterion("a", "return app.form.age > 50") + criterion("b", "return false"));
  EXPECT_THAT(text, AllOf(HasSubstr("办件结果不变 the outcome stays 不予 deny"),
                          HasSubstr("没有找到改一个值即可符合的办法")));
}

TEST(Explain, ListsSupplementsObligationsAndResults) {
  const std::string result =
      "result \"grant\" { title = \"补贴\", kind = money {}, value = function() return 100 end }";
  EXPECT_THAT(explained(kPass, facts_with(R"({"materials": {"card": null}})")),
              HasSubstr("一次性告知补正 supplements（1）"));
  const std::string conditional = explained(
      kPass + result, facts_with(R"({"mode": "tolerant", "materials": {"proof": null}})"));
  EXPECT_THAT(conditional, AllOf(HasSubstr("10 个工作日，截至 due 2026-12-07"),
                                 HasSubstr("补贴  grant = 1.00 元")));
  EXPECT_THAT(explained(kPass), Not(HasSubstr("supplements")));
}

}  // namespace
}  // namespace zhipi::engine
