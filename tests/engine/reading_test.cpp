// How criteria read facts: thresholds, has(), either(), any() and all(), and the evidence of it.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> facts_of(const Verdict& verdict) {
  std::vector<std::string> facts;
  for (const Evidence& one : verdict.evidence) facts.push_back(one.fact);
  return facts;
}

Json with_confidence(const std::string& field, double confidence) {
  return facts_with(R"({"materials": {"card": {")" + field +
                    R"(": {"value": "试样甲", "confidence": )" + std::to_string(confidence) +
                    "}}}}");
}

TEST(Threshold, IsTheFieldsOwnWhereItHasOne) {
  EXPECT_EQ(
      verdict_of("return app.card.full_name ~= \"\"", with_confidence("full_name", 0.9)).result,
      Result::pass);
  EXPECT_EQ(
      verdict_of("return app.card.full_name ~= \"\"", with_confidence("full_name", 0.899)).result,
      Result::unknown);
}

TEST(Threshold, IsTheMattersWhereTheFieldHasNone) {
  const auto result = [](double confidence) {
    return judge(criterion("c", "return app.card.number ~= \"\""),
                 with_confidence("number", confidence), matter_lua("confidence = 0.6,"))
        .verdicts[0]
        .result;
  };
  EXPECT_EQ(result(0.6), Result::pass);
  EXPECT_EQ(result(0.59), Result::unknown);
}

TEST(Threshold, Is98PercentWhereNobodySays) {
  EXPECT_EQ(verdict_of("return app.card.number ~= \"\"", with_confidence("number", 0.98)).result,
            Result::pass);
  const Verdict doubtful =
      verdict_of("return app.card.number ~= \"\"", with_confidence("number", 0.979));
  EXPECT_EQ(doubtful.result, Result::unknown);
  EXPECT_EQ(doubtful.code, "doubtful_fact");
}

TEST(Threshold, IsNeverReachedByTextThatFailedItsValidation) {
  const Json facts = facts_with(
      R"({"materials": {"card": {"born": {"value": "19?0年", "confidence": 0.2, "source": "ocr"}}}})");
  const Decision decision = judge(criterion("c", "return app.card.born < app.received_on"), facts,
                                  matter_lua("confidence = 0.1,"));
  EXPECT_EQ(decision.verdicts[0].result, Result::unknown);
  EXPECT_EQ(decision.verdicts[0].evidence[0].value, Json("19?0年"));
}

TEST(Reading, EndsTheCriterionWhereAFactIsAbsent) {
  for (const char* const changes : {R"({"form": {"note": null}})", R"({"form": {"note": ""}})"}) {
    const Verdict ended = verdict_of("local kept = app.form.note return true", facts_with(changes));
    EXPECT_EQ(ended.result, Result::unknown);
  }
  EXPECT_EQ(
      verdict_of("return #app.form.family == 0", facts_with(R"({"form": {"family": []}})")).result,
      Result::unknown);
  EXPECT_EQ(verdict_of("return not app.register.active",
                       facts_with(R"({"lookups": {"register": {"active": null}}})"))
                .result,
            Result::unknown);
}

TEST(Reading, GivesEachKindAsItsLuaValue) {
  EXPECT_EQ(
      verdict_of("return app.form.age == 40 and math.type(app.form.age) == \"integer\"").result,
      Result::pass);
  EXPECT_EQ(
      verdict_of("return app.form.fee == 12345 and app.form.area == 12.5 and app.form.share == 15")
          .result,
      Result::pass);
  EXPECT_EQ(verdict_of("return app.form.agreed == true and app.form.colour == \"red\"").result,
            Result::pass);
  EXPECT_EQ(verdict_of(
                "return type(app.form.since) == \"date\" and app.form.since == date \"2020-02-29\"")
                .result,
            Result::pass);
  EXPECT_EQ(verdict_of("return app.proof.seal.present and app.applicant.kind == \"person\" and "
                       "app.mode == \"normal\" and app.received_on:year() == 2026 and "
                       "app.history.open_cases == 0")
                .result,
            Result::pass);
}

TEST(Reading, CountsMonthsToTheLastDayWhereADayIsLacking) {
  EXPECT_EQ(verdict_of("return app.card.born:add_months(1) == date \"1980-02-29\" and "
                       "app.form.since:years_until(date \"2021-02-28\") == 1 and "
                       "date(\"2026-01-31\"):add_months(1) == date \"2026-02-28\"")
                .result,
            Result::pass);
}

TEST(Reading, KnowsWorkingDaysOfPublishedYearsOnly) {
  EXPECT_EQ(verdict_of("return add_workdays(app.received_on, 3) == date \"2026-11-26\" and "
                       "workdays_between(app.received_on, date \"2026-11-26\") == 3")
                .result,
            Result::pass);
  const Verdict unknown = verdict_of("return add_workdays(app.received_on, 60) > app.received_on");
  EXPECT_EQ(unknown.result, Result::unknown);
  EXPECT_EQ(unknown.code, "no_calendar");
}

TEST(Reading, NamesTheNearestOfAnUndeclaredName) {
  const auto message = [](const std::string& body) { return verdict_of(body).message; };
  EXPECT_THAT(message("return app.form.ful_name == \"\""), HasSubstr("`full_name`"));
  EXPECT_THAT(message("return app.cart.number == \"\""), HasSubstr("`card`"));
  EXPECT_THAT(message("return app.card.numbre == \"\""), HasSubstr("`number`"));
  EXPECT_THAT(message("return app.form.family[1].agee == 1"), HasSubstr("`age`"));
  EXPECT_THAT(message("return app.proof.seal.presnt"), HasSubstr("`present`"));
  EXPECT_THAT(message("return has(app.form, \"nota\")"), HasSubstr("`note`"));
  EXPECT_THAT(message("return has(app, \"leese\")"), HasSubstr("`lease`"));
  EXPECT_THAT(message("return app.register.activ"), HasSubstr("`active`"));
  EXPECT_THAT(message("return app.history.open_case == 0"), HasSubstr("`open_cases`"));
}

TEST(Has, IsTrueForWhatIsThereAtItsThreshold) {
  EXPECT_EQ(verdict_of("return has(app.form, \"note\") and has(app, \"lease\") and has(app, "
                       "\"register\") and has(app.lease, \"owner\") and has(app.register, "
                       "\"active\") and has(app.form.family[1], \"age\")")
                .result,
            Result::pass);
}

TEST(Has, IsFalseWhereTheFormAMaterialOrALookupThatAnsweredLacksIt) {
  const auto result = [](const std::string& asked, const std::string& changes) {
    return verdict_of("return " + asked, facts_with(changes)).result;
  };
  EXPECT_EQ(result("has(app.form, \"note\")", R"({"form": {"note": null}})"), Result::fail);
  EXPECT_EQ(result("has(app.form, \"family\")", R"({"form": {"family": []}})"), Result::fail);
  EXPECT_EQ(result("has(app, \"lease\")", R"({"materials": {"lease": null}})"), Result::fail);
  EXPECT_EQ(result("has(app.lease, \"owner\")", R"({"materials": {"lease": null}})"), Result::fail);
  EXPECT_EQ(result("has(app.register, \"owner\")", R"({"lookups": {"register": {"owner": null}}})"),
            Result::fail);
}

TEST(Has, IsUnknownWhereNobodyCanSay) {
  const auto result = [](const std::string& asked, const std::string& changes) {
    return verdict_of("return not has(" + asked + ")", facts_with(changes)).result;
  };
  EXPECT_EQ(result("app.lease, \"owner\"", R"({"materials": {"lease": {"owner": null}}})"),
            Result::unknown);
  EXPECT_EQ(result("app.lease, \"owner\"",
                   R"({"materials": {"lease": {"owner": {"value": "a", "confidence": 0.5}}}})"),
            Result::unknown);
  EXPECT_EQ(result("app.register, \"owner\"", R"({"lookups": null})"), Result::unknown);
  EXPECT_EQ(result("app, \"register\"", R"({"lookups": null})"), Result::unknown);
}

TEST(Has, IsEvidenceOfWhatWasAsked) {
  const Verdict verdict =
      verdict_of("return not has(app.form, \"note\") and not has(app, \"lease\")",
                 facts_with(R"({"form": {"note": null}, "materials": {"lease": null}})"));
  EXPECT_EQ(verdict.result, Result::pass);
  EXPECT_THAT(facts_of(verdict), ElementsAre("form.note", "lease"));
  EXPECT_TRUE(verdict.evidence[0].value.is_null());
  EXPECT_EQ(verdict.evidence[0].cause, "missing_form_field");
  EXPECT_EQ(verdict.evidence[1].cause, "missing_material");
}

const std::string kYes = "function() return true end";
const std::string kNo = "function() return false end";
const std::string kDoubt = "function() return app.form.note == \"\" end";
const Json& without_note() {
  static const Json kFacts = facts_with(R"({"form": {"note": null}})");
  return kFacts;
}

TEST(Either, IsThreeValued) {
  const auto result = [](const std::vector<std::string>& grounds) {
    std::string call = "return either(";
    for (const std::string& ground : grounds) call += (&ground == &grounds[0] ? "" : ", ") + ground;
    return verdict_of(call + ")", without_note()).result;
  };
  EXPECT_EQ(result({kYes}), Result::pass);
  EXPECT_EQ(result({kNo}), Result::fail);
  EXPECT_EQ(result({kDoubt}), Result::unknown);
  EXPECT_EQ(result({kNo, kYes}), Result::pass);
  EXPECT_EQ(result({kNo, kNo}), Result::fail);
  EXPECT_EQ(result({kDoubt, kYes}), Result::pass);
  EXPECT_EQ(result({kYes, kDoubt}), Result::pass);
  EXPECT_EQ(result({kDoubt, kNo}), Result::unknown);
  EXPECT_EQ(result({kNo, kDoubt}), Result::unknown);
  EXPECT_EQ(result({kDoubt, kDoubt, kYes}), Result::pass);
  EXPECT_EQ(verdict_of("return either()").result, Result::fail);
}

TEST(Either, MayStandInsideAnother) {
  EXPECT_EQ(verdict_of("return either(function() return either(" + kDoubt + ", " + kNo + ") end, " +
                           kYes + ")",
                       without_note())
                .result,
            Result::pass);
  EXPECT_EQ(
      verdict_of("return not either(function() return either(" + kDoubt + ") end, " + kNo + ")",
                 without_note())
          .result,
      Result::unknown);
}

TEST(AnyAndAll, AreThreeValuedOverRows) {
  const auto result = [](const std::string& call, const std::string& family) {
    return verdict_of(
               "return " + call + "(app.form.family, function(row) return row.age >= 18 end)",
               facts_with(R"({"form": {"family": )" + family + "}}"))
        .result;
  };
  const std::string adult = R"({"age": 30})";
  const std::string child = R"({"age": 7})";
  const std::string unsaid = R"({"full_name": "试样戊"})";
  EXPECT_EQ(result("any", "[" + child + "," + adult + "]"), Result::pass);
  EXPECT_EQ(result("any", "[" + child + "]"), Result::fail);
  EXPECT_EQ(result("any", "[" + unsaid + "," + adult + "]"), Result::pass);
  EXPECT_EQ(result("any", "[" + unsaid + "," + child + "]"), Result::unknown);
  EXPECT_EQ(result("all", "[" + adult + "," + adult + "]"), Result::pass);
  EXPECT_EQ(result("all", "[" + adult + "," + child + "]"), Result::fail);
  EXPECT_EQ(result("all", "[" + unsaid + "," + child + "]"), Result::fail);
  EXPECT_EQ(result("all", "[" + adult + "," + unsaid + "]"), Result::unknown);
}

TEST(SumAndCount, AddRows) {
  EXPECT_EQ(verdict_of("return sum(app.form.family, \"age\") == 37 and count(app.form.family) == 2 "
                       "and sum(app.form.family, function(row) return row.age * 2 end) == 74 and "
                       "count(app.form.family, function(row) return row.age < 18 end) == 1 and "
                       "sum({ 1, 2.5 }) == 3.5 and #app.form.family == 2")
                .result,
            Result::pass);
  EXPECT_THAT(verdict_of("return sum({ 1, \"2\" }) > 0").message, HasSubstr("adds numbers"));
}

TEST(Rows, AreNamedFromOneInEvidence) {
  const Verdict verdict = verdict_of(
      "for _, row in ipairs(app.form.family) do if row.age < 18 then return row.full_name == "
      "\"试样丙\" end end return false");
  EXPECT_EQ(verdict.result, Result::pass);
  EXPECT_THAT(facts_of(verdict), ElementsAre("form.family", "form.family[1].age",
                                             "form.family[2].age", "form.family[2].full_name"));
}

TEST(Evidence, StandsInOrderOfFirstReadingEachOnce) {
  const Verdict verdict = verdict_of(
      "local b = app.form.note local a = app.form.age local c = app.form.note return "
      "app.card.number "
      "== \"A1\" and a == 40 and b == c");
  EXPECT_THAT(facts_of(verdict), ElementsAre("form.note", "form.age", "card.number"));
}

TEST(Evidence, ShowsValueSourceConfidencePageAndBox) {
  const Verdict verdict =
      verdict_of("return app.card.number == \"A1\"",
                 facts_with(R"({"materials": {"card": {"number": {"value": "A1", "confidence": 0.99,
                     "source": "text_layer", "page": 2, "box": [1, 2, 30, 40]}}}})"));
  ASSERT_EQ(verdict.evidence.size(), 1u);
  const Evidence& read = verdict.evidence[0];
  EXPECT_EQ(read.value, Json("A1"));
  EXPECT_EQ(read.source, "text_layer");
  EXPECT_EQ(read.confidence, 0.99);
  EXPECT_EQ(read.material, "card");
  EXPECT_EQ(read.page, 2);
  EXPECT_EQ(read.box, (Box{1, 2, 30, 40}));
}

TEST(Evidence, HasTheSourceItsSectionImplies) {
  const Verdict verdict = verdict_of(
      "return app.form.note == \"甲\" and app.card.number == \"A1\" and app.register.active and "
      "app.history.open_cases == 0");
  std::vector<std::string> sources;
  for (const Evidence& one : verdict.evidence) sources.push_back(one.source);
  EXPECT_THAT(sources, ElementsAre("form", "ocr", "lookup", "lookup"));
}

TEST(Evidence, KeepsWhatWasReadBeforeTheCriterionEnded) {
  const Verdict verdict =
      verdict_of("return app.form.age > 1 and app.form.note == \"\"", without_note());
  EXPECT_THAT(facts_of(verdict), ElementsAre("form.age", "form.note"));
  EXPECT_TRUE(verdict.evidence[1].value.is_null());
  EXPECT_EQ(verdict.evidence[1].cause, "missing_form_field");
}

TEST(Evidence, IncludesTheReadingsOfWhen) {
  const Decision decision = judge(
      "criterion \"c\" { when = function(app) return app.form.age > 1 end, check = function(app) "
      "return app.form.agreed end }");
  EXPECT_THAT(facts_of(decision.verdicts[0]), ElementsAre("form.age", "form.agreed"));
}

TEST(Evidence, OfSettledGroundsStaysAndTheirCausesGo) {
  const Verdict verdict = verdict_of(
      "return either(" + kDoubt + ", function() return app.form.agreed end)", without_note());
  EXPECT_EQ(verdict.result, Result::pass);
  EXPECT_EQ(verdict.code, "");
  EXPECT_THAT(facts_of(verdict), ElementsAre("form.note", "form.agreed"));
}

TEST(SameName, IsUnknownWhereOnlyNormalisationHidesTheDifference) {
  EXPECT_EQ(verdict_of("return same_name(\"试样 甲\", \"试样甲\")").result, Result::pass);
  EXPECT_EQ(verdict_of("return same_name(\"试样甲\", \"试样乙\")").result, Result::fail);
  const Verdict hidden = verdict_of("return not same_name(\"Anna\", \"Аnna\")");
  EXPECT_EQ(hidden.result, Result::unknown);
  EXPECT_EQ(hidden.code, "undecidable");
}

}  // namespace
}  // namespace zhipi::engine::testing
