// Golden cases: what they compare, what they say when they fail, and what is refused in them.
#include "engine/authoring/golden.h"

#include <gmock/gmock.h>

#include "engine/authoring/junit.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;

std::shared_ptr<const Pack> pack_with(const std::string& cases) {
  return load(pack_files(
      criterion("adult", "return app.form.age >= 18", "deny \"年龄 {form.age} 未满 18\"") +
          criterion("has_lease", "return app.lease.rent > 0", "supplement \"请补租约\"") +
          "result \"grant\" { kind = money {}, value = function(app) return app.form.fee end }",
      matter_lua(), {{"cases/a.json", cases}}));
}

std::string one_case(const std::string& expect, const Json& facts = sound_facts()) {
  return R"({"name": "<甲>", "facts": )" + canonical_json(facts) + R"(, "expect": )" + expect + "}";
}

GoldenResult result_of(const std::string& expect, const Json& facts = sound_facts()) {
  Judge judge(pack_with(one_case(expect, facts)), calendar_of_2026());
  Watchdog watchdog;
  return run_golden_cases(judge, watchdog).value().results.at(0);
}

std::string refusal(const std::string& cases) {
  const auto read = golden_cases(*pack_with(cases));
  if (read) return "accepted";
  return read.error().at(0).where + " " + read.error().at(0).code + " " +
         read.error().at(0).message;
}

TEST(GoldenCases, CompareOnlyWhatTheyName) {
  for (const char* const expect :
       {"{}", R"({"outcome": "approve"})", R"({"verdicts": {"adult": "pass"}})",
        R"({"results": {"grant": 12345}})", R"({"results": {"grant": {"value": 12345}}})",
        R"({"proposal": null})", R"({"supplements": []})", R"({"obligations": {}})",
        R"({"risk": {"score": 0}})"}) {
    EXPECT_TRUE(result_of(expect).passed()) << expect;
  }
}

TEST(GoldenCases, FailOnEachThingThatIsNotAsNamed) {
  for (const char* const expect :
       {R"({"outcome": "deny"})", R"({"verdicts": {"adult": "fail"}})",
        R"({"results": {"grant": 12346}})", R"({"proposal": "deny"})",
        R"({"supplements": ["has_lease"]})", R"({"obligations": {"proof": 10}})",
        R"({"risk": {"score": 1}})"}) {
    EXPECT_EQ(result_of(expect).differences.size(), 1u) << expect;
  }
}

TEST(GoldenCases, CompareSupplementsInAnyOrder) {
  const Json facts = facts_with(R"({"materials": {"lease": {"rent": 0}, "proof": null}})");
  EXPECT_TRUE(result_of(R"({"supplements": ["has_lease", "proof"]})", facts).passed());
  EXPECT_TRUE(result_of(R"({"supplements": ["proof", "has_lease"]})", facts).passed());
  EXPECT_FALSE(result_of(R"({"supplements": ["proof"]})", facts).passed());
}

TEST(GoldenCases, CompareTheDaysOfObligations) {
  const Json facts = facts_with(R"({"mode": "tolerant", "materials": {"proof": null}})");
  EXPECT_TRUE(result_of(R"({"obligations": {"proof": 10}})", facts).passed());
  EXPECT_FALSE(result_of(R"({"obligations": {"proof": 11}})", facts).passed());
}

TEST(GoldenCases, ShowWhatAVerdictRestedOn) {
  const GoldenResult result =
      result_of(R"({"verdicts": {"adult": "pass"}})", facts_with(R"({"form": {"age": 17}})"));
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_EQ(to_line(result.differences[0]), "adult: expected pass, was fail");
  const std::string text = to_text(result.differences[0]);
  EXPECT_THAT(text, HasSubstr("应为 expected     通过 pass\n"));
  EXPECT_THAT(text, HasSubstr("实为 was          不符合 fail\n"));
  EXPECT_THAT(text, HasSubstr("说明 message      年龄 17 未满 18\n"));
  EXPECT_THAT(text, HasSubstr("依据 evidence     form.age = 17  [form 1]\n"));
}

TEST(GoldenCases, ShowTheCauseOfAnUnknown) {
  const GoldenResult result = result_of(R"({"verdicts": {"has_lease": "pass"}})",
                                        facts_with(R"({"materials": {"lease": {"rent": null}}})"));
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_THAT(to_text(result.differences[0]), HasSubstr("lease.rent = null"));
  EXPECT_THAT(to_text(result.differences[0]), HasSubstr("<- "));
}

TEST(GoldenCases, ShowWhatAnOutcomeCameFrom) {
  const GoldenResult result =
      result_of(R"({"outcome": "approve"})",
                facts_with(R"({"form": {"age": 17}, "materials": {"lease": {"rent": 0}}})"));
  ASSERT_EQ(result.differences.size(), 1u);
  const std::string text = to_text(result.differences[0]);
  EXPECT_THAT(text, HasSubstr("实为 was          不予 deny\n"));
  EXPECT_THAT(text, HasSubstr("adult 不符合 fail：年龄 17 未满 18"));
  EXPECT_THAT(text, HasSubstr("补正 supplement   has_lease has_lease：请补租约"));
}

TEST(GoldenCases, NameTheNearestWhenTheyNameWhatThePackLacks) {
  EXPECT_EQ(refusal(one_case(R"({"verdicts": {"adlut": "pass"}})")),
            "cases/a.json#/0/expect/verdicts/adlut unknown_criterion `adlut` is no criterion of "
            "this pack; did you mean `adult`?");
  EXPECT_THAT(refusal(one_case(R"({"results": {"grants": 1}})")), HasSubstr("`grant`?"));
  EXPECT_THAT(refusal(one_case(R"({"verdict": {}})")), HasSubstr("did you mean `verdicts`?"));
  EXPECT_THAT(refusal(one_case(R"({"outcome": "aprove"})")), HasSubstr("did you mean `approve`?"));
  EXPECT_THAT(refusal(one_case(R"({"verdicts": {"adult": "passed"}})")),
              HasSubstr("did you mean `pass`?"));
}

TEST(GoldenCases, AreRefusedWithEveryProblemAtOnce) {
  const auto read =
      golden_cases(*pack_with(one_case(R"({"outcome": "no", "verdicts": {"x": "pass"}})")));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().size(), 2u);
}

TEST(GoldenCases, OfTheWrongShapeNameTheirPlace) {
  const auto place = [](const std::string& text) {
    const std::string whole = refusal(text);
    return whole.substr(0, whole.find(' ', whole.find(' ') + 1));
  };
  EXPECT_EQ(place("[1]"), "cases/a.json#/0 wrong_type");
  EXPECT_EQ(place("[]"), "accepted");
  EXPECT_EQ(place(R"([{"name": "a", "facts": {}, "expect": {}}, {"name": "b"}])"),
            "cases/a.json#/1 missing_name");
  EXPECT_EQ(place(R"({"name": "a", "facts": {}, "expect": {}, "note": 1})"),
            "cases/a.json#/0 unknown_key");
  EXPECT_EQ(place(R"({"name": "a", "facts": {}, "expect": {"verdicts": 1}})"),
            "cases/a.json#/0/expect/verdicts wrong_type");
  EXPECT_EQ(place("{\n,}"), "cases/a.json:2:1 bad_json");
}

TEST(GoldenCases, WhoseFactsAreRefusedFailWithThePlace) {
  const GoldenResult result = result_of("{}", facts_with(R"({"form": {"aeg": 1}})"));
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_EQ(result.differences[0].what, "facts/form/aeg");
  EXPECT_THAT(result.differences[0].was, HasSubstr("`age`"));
}

TEST(JUnit, HoldsFailuresAndNotes) {
  const std::string xml = junit_document(
      junit_suite({result_of(R"({"outcome": "deny"})"), result_of("{}")}, "trial", "a < b"));
  EXPECT_THAT(xml,
              HasSubstr("<testsuites>\n<testsuite name=\"trial\" tests=\"2\" failures=\"1\">"));
  EXPECT_THAT(xml, HasSubstr("name=\"&lt;甲&gt;\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"outcome: expected deny, was approve\">"));
  EXPECT_THAT(xml, HasSubstr("<system-out>a &lt; b</system-out>"));
}

}  // namespace
}  // namespace zhipi::engine::testing
