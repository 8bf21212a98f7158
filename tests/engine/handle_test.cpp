// Dates, lists, rows and tables as Lua carries them: 64 bits that behave like values.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Result result_of(const std::string& body) {
  const Verdict verdict = verdict_of(body);
  if (verdict.result == Result::error) ADD_FAILURE() << body << ": " << verdict.message;
  return verdict.result;
}

TEST(Handles, OfEqualDatesAreEqualHoweverTheyWereMade) {
  EXPECT_EQ(result_of("return app.form.since == date \"2020-02-29\" and "
                      "app.form.since:add_days(1) == date \"2020-03-01\" and "
                      "app.form.since ~= date \"2020-03-01\" and app.form.since ~= \"2020-02-29\""),
            Result::pass);
}

TEST(Handles, OfDatesAreOrderedAcrossYearsAndMonths) {
  EXPECT_EQ(
      result_of("local days = { \"0001-01-01\", \"1949-10-01\", \"1949-10-02\", \"1999-12-31\", "
                "\"2000-01-01\", \"2026-11-20\", \"9999-12-31\" } for at = 2, #days do "
                "local a, b = date(days[at - 1]), date(days[at]) "
                "if not (a < b and a <= b and b > a and b >= a) or a > b or a >= b or a == b "
                "then return false end end return date \"2026-01-01\" <= date \"2026-01-01\" "
                "and not (date \"2026-01-01\" < date \"2026-01-01\")"),
      Result::pass);
}

TEST(Handles, OfDatesCanBeValuesAndKeysOfTables) {
  EXPECT_EQ(
      result_of("local t = { [date \"2026-01-01\"] = \"a\", days = { app.form.since } } "
                "return t[date \"2026-01-01\"] == \"a\" and t[date \"2026-01-02\"] == nil and "
                "t.days[1] == app.form.since and "
                "one_of(app.form.since, date \"2020-01-01\", date \"2020-02-29\")"),
      Result::pass);
}

TEST(Handles, OfDatesCanBeSorted) {
  EXPECT_EQ(result_of("local t = { date \"2026-01-03\", date \"2026-01-01\", date \"2026-01-02\" } "
                      "table.sort(t) return tostring(t[1]) == \"2026-01-01\" and "
                      "tostring(t[3]) == \"2026-01-03\""),
            Result::pass);
}

TEST(Handles, TellWhatTheyAre) {
  EXPECT_EQ(
      result_of("return type(app.form.since) == \"date\" and type(app.form.family) == \"list\" "
                "and type(app.form.family[1]) == \"row\" and type(app.proof.seal) == \"seal\" "
                "and tostring(app.form.since) == \"2020-02-29\" and "
                "tostring(app.form.family) == \"list\" and tostring(app.proof.seal) == \"seal\""),
      Result::pass);
}

TEST(Handles, OfTheSameRowAreEqualAndOfOtherRowsAreNot) {
  EXPECT_EQ(result_of("local f = app.form.family return f[1] == f[1] and f[1] ~= f[2] and "
                      "f == app.form.family and f[3] == nil and f[0] == nil and f[-1] == nil"),
            Result::pass);
}

TEST(Handles, OfDatesRefuseArithmeticAndSayWhatToCall) {
  for (const char* const sum :
       {"app.form.since + 1", "1 + app.form.since", "app.received_on - app.form.since",
        "app.form.since * 2", "app.form.since / 2", "app.form.since // 2", "app.form.since % 7",
        "-app.form.since", "app.form.family + 1"}) {
    const Verdict verdict = verdict_of(std::string("return ") + sum + " == 1");
    EXPECT_EQ(verdict.result, Result::error) << sum;
    EXPECT_THAT(verdict.message, AllOf(HasSubstr("criteria.lua:1:"), HasSubstr(":add_days(n)")))
        << sum;
  }
}

TEST(Handles, OfDatesRefuseToBeComparedWithOtherKinds) {
  for (const char* const other : {"\"2020-02-29\"", "20200229", "app.form.family", "true", "{}"}) {
    const Verdict verdict = verdict_of(std::string("return app.form.since < ") + other);
    EXPECT_EQ(verdict.result, Result::error) << other;
    EXPECT_THAT(verdict.message, HasSubstr("date")) << other;
  }
}

TEST(Handles, NameAMethodThatADateDoesNotHave) {
  for (const char* const call : {"app.form.since:add_weeks(1)", "app.form.since.years",
                                 "app.form.since[1]", "app.form.since:__index()"}) {
    EXPECT_EQ(verdict_of(std::string("return ") + call + " == 1").result, Result::error) << call;
  }
  EXPECT_THAT(verdict_of("return app.form.since:add_weeks(1) == 1").message,
              HasSubstr("a date has no `add_weeks`"));
}

TEST(Handles, CannotBeWritten) {
  for (const char* const written :
       {"app.form.since.x", "app.form.family[1]", "app.form.family[1].age",
        "app.proof.seal.present", "app.form.age", "app.x"}) {
    EXPECT_EQ(verdict_of(std::string(written) + " = 1 return true").result, Result::error)
        << written;
  }
}

TEST(Handles, CannotBeTakenForOneAnother) {
  for (const char* const call :
       {"date.years_until(app.form.family, app.received_on)",
        "workdays_between(app.form.family, 1)", "app.form.since:years_until(app.form.family)",
        "count(app.form.since) == 1", "sum(app.proof.seal, \"x\") == 1", "#app.proof.seal == 1",
        "#app.form.family[1] == 2", "has(app.form.family, \"age\")",
        "has(app.form.since, \"x\")"}) {
    EXPECT_EQ(verdict_of(std::string("return ") + call).result, Result::error) << call;
  }
}

TEST(Handles, OfAListNameTheKindOfAColumnThatCannotBeAddedUp) {
  const Verdict verdict = verdict_of("return sum(app.form.family, \"full_name\") == 37");
  EXPECT_EQ(verdict.result, Result::error);
  EXPECT_THAT(verdict.message, HasSubstr("sum adds numbers, not a string"));
}

TEST(Handles, OfDatesMadeAtLoadServeEveryCase) {
  const auto pack = load(pack_files("local start = date \"2020-01-01\"\n" +
                                    criterion("tried", "return app.form.since >= start")));
  EXPECT_EQ(judge(pack, sound_facts()).verdicts.front().result, Result::pass);
  EXPECT_EQ(judge(pack, facts_with(R"({"form": {"since": "2019-12-31"}})")).verdicts.front().result,
            Result::fail);
}

}  // namespace
}  // namespace zhipi::engine::testing
