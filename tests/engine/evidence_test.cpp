// What a verdict shows of what its criterion looked at: everything, once, in the order of reading.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> shown(const Verdict& verdict) {
  std::vector<std::string> shown;
  for (const Evidence& one : verdict.evidence) {
    shown.push_back(one.fact + " = " + canonical_json(one.value) +
                    (one.source.empty() ? "" : " by " + std::string(one.source)) +
                    (one.cause.empty() ? "" : " " + std::string(one.cause)));
  }
  return shown;
}

TEST(Evidence, IsEveryFactOnceInTheOrderOfFirstReading) {
  EXPECT_THAT(shown(verdict_of("return app.form.fee > 0 and app.form.age > 0 and app.form.fee > 1 "
                               "and app.card.born < app.received_on")),
              ElementsAre("form.fee = 12345 by form", "form.age = 40 by form",
                          "card.born = \"1980-01-31\" by ocr"));
}

TEST(Evidence, HasTheOriginOfAReading) {
  const Json facts = facts_with(R"({"materials": {"card": {"number":
      {"value": "A1", "confidence": 0.99, "source": "text_layer", "page": 2, "box": [1, 2, 3, 4]}}}})");
  const Verdict verdict = verdict_of("return app.card.number == \"A1\"", facts);
  ASSERT_EQ(verdict.evidence.size(), 1U);
  const Evidence& one = verdict.evidence.front();
  EXPECT_EQ(one.source, "text_layer");
  EXPECT_EQ(one.confidence, 0.99);
  EXPECT_EQ(one.material, "card");
  EXPECT_EQ(one.page, 2);
  ASSERT_TRUE(one.box);
  EXPECT_EQ(one.box->width, 3);
}

TEST(Evidence, OfAListIsTheListAndEachCellThatWasRead) {
  const Verdict verdict = verdict_of("return app.form.family[2].age == 7");
  EXPECT_THAT(shown(verdict),
              ElementsAre("form.family = [{\"age\":30,\"full_name\":\"试样乙\"},{\"age\":7,"
                          "\"full_name\":\"试样丙\"}] by form",
                          "form.family[2].age = 7 by form"));
}

TEST(Evidence, OfWhatIsSeenIsTheWhole) {
  const Verdict verdict = verdict_of("return app.proof.seal.present");
  EXPECT_THAT(shown(verdict), ElementsAre("proof.seal = {\"present\":true} by ocr"));
}

TEST(Evidence, OfAPartThatIsMissingHasItsCause) {
  const Verdict verdict = verdict_of("return app.proof.seal.color == \"red\"");
  EXPECT_EQ(verdict.result, Result::unknown);
  EXPECT_THAT(shown(verdict), ElementsAre("proof.seal = {\"present\":true} by ocr",
                                          "proof.seal.color = null absent_fact"));
}

TEST(Evidence, OfAnAbsentFactIsNullWithItsCause) {
  const auto cause = [](const std::string& fact, const std::string& changes) {
    return shown(verdict_of("return app." + fact + " == nil", facts_with(changes))).back();
  };
  EXPECT_EQ(cause("form.age", R"({"form": {"age": null}})"), "form.age = null missing_form_field");
  EXPECT_EQ(cause("card.number", R"({"materials": {"card": {"number": null}}})"),
            "card.number = null absent_fact");
  EXPECT_EQ(cause("lease.rent", R"({"materials": {"lease": null}})"),
            "lease.rent = null missing_material");
  EXPECT_EQ(cause("register.active", R"({"lookups": null})"),
            "register.active = null lookup_failed");
  EXPECT_EQ(cause("register.active", R"({"lookups": {"register": {"active": null}}})"),
            "register.active = null absent_fact");
}

TEST(Evidence, OfADoubtfulFactShowsItsValueAndCause) {
  EXPECT_THAT(shown(verdict_of("return app.card.number == \"A1\"",
                               facts_with(R"({"materials": {"card": {"number":
                           {"value": "A1", "confidence": 0.97}}}})"))),
              ElementsAre("card.number = \"A1\" by ocr doubtful_fact"));
}

TEST(Evidence, KeepsWhatAnEndedCriterionHadRead) {
  const Verdict unknown =
      verdict_of("return app.form.fee > 0 and app.form.note == \"\" and app.form.age > 0",
                 facts_with(R"({"form": {"note": null}})"));
  EXPECT_THAT(shown(unknown),
              ElementsAre("form.fee = 12345 by form", "form.note = null missing_form_field"));
  const Verdict error = verdict_of("local fee = app.form.fee return fee + nil");
  EXPECT_EQ(error.result, Result::error);
  EXPECT_THAT(shown(error), ElementsAre("form.fee = 12345 by form"));
}

TEST(Evidence, OfWhatWasAskedIsShownLikeAReading) {
  EXPECT_THAT(shown(verdict_of("return has(app.form, \"note\") and has(app, \"lease\")")),
              ElementsAre("form.note = \"甲\" by form", "lease = true"));
  EXPECT_THAT(
      shown(verdict_of("return has(app.form, \"note\") or has(app, \"lease\")",
                       facts_with(R"({"form": {"note": null}, "materials": {"lease": null}})"))),
      ElementsAre("form.note = null missing_form_field", "lease = null missing_material"));
}

TEST(Evidence, OfAStandInNamesTheLookUpThatAnswered) {
  std::string matter = matter_lua();
  const std::string lease = "lease = material { title = \"租约\",";
  matter.insert(matter.find(lease) + lease.size(), " replaced_by = \"register\",");
  const Json facts = facts_with(R"({"materials": {"lease": null}})");
  const Decision decision = judge(criterion("tried", "return app.lease.owner == \"试样丁\"") +
                                      criterion("asked", "return has(app, \"lease\")"),
                                  facts, matter);
  EXPECT_THAT(shown(verdict(decision, "tried")),
              ElementsAre("register.owner = \"试样丁\" by lookup"));
  EXPECT_THAT(shown(verdict(decision, "asked")), ElementsAre("lease = true"));
}

TEST(Evidence, OfAStandInGivesWayToTheMaterialItself) {
  std::string matter = matter_lua();
  const std::string lease = "lease = material { title = \"租约\",";
  matter.insert(matter.find(lease) + lease.size(), " replaced_by = \"register\",");
  const Decision decision =
      judge(criterion("tried", "return app.lease.owner == \"试样丁\""), sound_facts(), matter);
  EXPECT_THAT(shown(decision.verdicts.front()), ElementsAre("lease.owner = \"试样丁\" by ocr"));
}

TEST(Evidence, OfATableIsEachRowThatAnswered) {
  const auto pack = load(pack_files(
      criterion("tried",
                "local t = decision_table \"tables/t.csv\" return t:row { k = 1 }.v == 10 and "
                "t:row { k = 2 }.v == 20 and t:row { k = 1 }.v == 10"),
      matter_lua(), {{"tables/t.csv", "k,v\n1,10\n2,20\n"}}));
  EXPECT_THAT(shown(judge(pack, sound_facts()).verdicts.front()),
              ElementsAre("tables/t.csv[1] = {\"k\":1,\"v\":10} by table",
                          "tables/t.csv[2] = {\"k\":2,\"v\":20} by table"));
}

TEST(Evidence, OfOneCriterionDoesNotDependOnAnother) {
  const std::string first = criterion("first", "return app.form.age > 0 and #app.form.family == 2");
  const std::string second = criterion("second", "return app.form.age > 0");
  EXPECT_EQ(shown(verdict(judge(first + second), "second")), shown(judge(second).verdicts.front()));
}

}  // namespace
}  // namespace zhipi::engine::testing
