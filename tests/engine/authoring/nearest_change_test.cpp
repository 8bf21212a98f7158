#include "engine/authoring/nearest_change.h"

#include <gmock/gmock.h>

#include <random>

#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using testing::bound;
using testing::calendar_of_2026;
using testing::criterion;
using testing::facts_with;
using ::testing::IsEmpty;
using testing::load;
using testing::pack_files;
using testing::sound_facts;

ChangeSearch search(const std::shared_ptr<const Pack>& pack, const Json& facts,
                    int limit = kSearchJudgements) {
  Judge judge(pack, calendar_of_2026());
  Watchdog watchdog;
  const Decision decision = judge.judge(bound(*pack, facts), watchdog);
  const Verdict& failed = testing::verdict(decision, "tried");
  EXPECT_EQ(failed.result, Result::fail);
  return nearest_changes(judge, facts, failed, watchdog, limit);
}

ChangeSearch search(const std::string& body, const Json& facts = sound_facts()) {
  return search(load(pack_files(criterion("tried", body))), facts);
}

// "form.age 40 → 50" of the nearest change; empty if there is none.
std::string nearest(const std::string& body, const Json& facts = sound_facts()) {
  const auto found = search(body, facts).changes;
  if (found.empty()) return {};
  return found[0].fact + " " + canonical_json(found[0].before) + " → " +
         canonical_json(found[0].after);
}

TEST(NearestChange, FindsTheBoundaryOfANumberOnEitherSide) {
  EXPECT_EQ(nearest("return app.form.age >= 65"), "form.age 40 → 65");
  EXPECT_EQ(nearest("return app.form.age < 18"), "form.age 40 → 17");
  EXPECT_EQ(nearest("return app.form.age <= 30 or app.form.age >= 45"), "form.age 40 → 45");
}

TEST(NearestChange, FindsMoneyToTheFen) {
  EXPECT_EQ(nearest("return app.form.fee > 1234567"), "form.fee 12345 → 1234568");
}

TEST(NearestChange, FindsDecimalsToTheHundredth) {
  EXPECT_EQ(nearest("return app.form.area >= 70.25"), "form.area 12.5 → 70.25");
}

TEST(NearestChange, FindsANarrowWindowFarAway) {
  EXPECT_EQ(nearest("return app.form.age >= 1000 and app.form.age <= 1003"), "form.age 40 → 1000");
  EXPECT_EQ(nearest("return app.form.age == 7777"), "form.age 40 → 7777");
}

TEST(NearestChange, DoesNotTurnAMeasureNegative) {
  EXPECT_EQ(nearest("return app.form.age < 0"), "");
}

TEST(NearestChange, MovesADateByAsFewDaysAsItCan) {
  EXPECT_EQ(nearest("return app.card.born:years_until(app.received_on) >= 60"),
            "card.born \"1980-01-31\" → \"1966-11-20\"");
  EXPECT_EQ(nearest("return app.form.since > date \"2020-03-01\""),
            "form.since \"2020-02-29\" → \"2020-03-02\"");
}

TEST(NearestChange, FindsTheOneDayThatATermEnds) {
  EXPECT_EQ(nearest("return app.form.since == app.card.born:add_months(240)"),
            "form.since \"2020-02-29\" → \"2000-01-31\"");
}

TEST(NearestChange, FlipsYesAndNoAndWhatIsSeen) {
  EXPECT_EQ(nearest("return not app.form.agreed"), "form.agreed true → false");
  EXPECT_EQ(nearest("return not app.proof.seal.present"),
            "proof.seal {\"present\":true} → {\"present\":false}");
}

TEST(NearestChange, TriesTheOptionsOfAChoice) {
  EXPECT_EQ(nearest("return app.form.colour == \"green\""), "form.colour \"red\" → \"green\"");
}

TEST(NearestChange, SetsATextEqualToAnotherThatWasRead) {
  const auto found = search("return app.lease.owner == app.form.full_name").changes;
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].fact, "lease.owner");
  EXPECT_EQ(found[0].after, "试样甲");
  EXPECT_EQ(found[1].fact, "form.full_name");
  EXPECT_EQ(found[1].after, "试样丁");
}

TEST(NearestChange, SetsATextToOneThatTheCriterionSpellsOut) {
  EXPECT_EQ(nearest("return app.form.note == \"乙类\""), "form.note \"甲\" → \"乙类\"");
}

TEST(NearestChange, MendsACheckCharacter) {
  const std::string matter =
      R"(return matter { title = "试验", version = "1.0.0", form = { number = id_number {} } })";
  const auto pack =
      load(pack_files(criterion("tried", "return valid_id_number(app.form.number)"), matter));
  const Json facts =
      *parse_json(R"({"received_on": "2026-11-20", "form": {"number": "350102194005061222"}})");
  const auto found = search(pack, facts).changes;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].after, "350102194005061221");
}

TEST(NearestChange, GivesAnAbsentFactThatWasAskedFor) {
  EXPECT_EQ(
      nearest("return has(app.form, \"agreed\")", facts_with(R"({"form": {"agreed": null}})")),
      "form.agreed null → true");
  EXPECT_EQ(nearest("return has(app, \"lease\")", facts_with(R"({"materials": {"lease": null}})")),
            "lease null → {}");
}

TEST(NearestChange, TakesAFactAwayWhereNothingElseHelps) {
  EXPECT_EQ(nearest("return not has(app.form, \"note\")"), "form.note \"甲\" → null");
}

TEST(NearestChange, ReachesTheRowsOfAListAndWrappedValues) {
  EXPECT_EQ(nearest("return all(app.form.family, function(one) return one.age >= 18 end)"),
            "form.family[2].age 7 → 18");
  const Json wrapped =
      facts_with(R"({"form": {"age": {"value": 40, "confidence": 0.99, "source": "reviewer"}}})");
  EXPECT_EQ(nearest("return app.form.age >= 41", wrapped), "form.age 40 → 41");
}

TEST(NearestChange, SearchesACriteriaTable) {
  const std::string table =
      "id,fact,op,value,otherwise\ntried,form.fee,>=,500,deny\nother,form.age,<,200,deny\n";
  const auto pack = load(pack_files("criteria_table \"tables/limits.csv\"", testing::matter_lua(),
                                    {{"tables/limits.csv", table}}));
  const auto found = search(pack, sound_facts()).changes;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].after, 50000);
}

TEST(NearestChange, TellsWhatTheOutcomeWouldBe) {
  const auto pack =
      load(pack_files(criterion("tried", "return app.form.age >= 65") +
                      criterion("young", "return app.form.age < 60", "supplement \"补正\"")));
  const auto found = search(pack, sound_facts()).changes;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].outcome, Outcome::supplement);
}

TEST(NearestChange, PutsTheSmallestChangeFirst) {
  const auto found = search("return app.form.age >= 400 or app.form.area >= 13").changes;
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].fact, "form.area");
}

TEST(NearestChange, FindsNothingWhereNoSingleChangeTurnsIt) {
  const auto found = search("return app.form.age > 100 and not app.form.agreed");
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_TRUE(found.complete);
}

TEST(NearestChange, SaysWhenTheSearchWasGivenUp) {
  const auto pack =
      load(pack_files(criterion("tried", "return app.form.age > 100 and not app.form.agreed")));
  const auto found = search(pack, sound_facts(), 5);
  EXPECT_EQ(found.judgements, 5);
  EXPECT_FALSE(found.complete);
}

// Any threshold is found from any start: the result passes and its neighbour towards the start
// does not.
TEST(NearestChange, IsTheNearestForAnyThreshold) {
  std::mt19937 random(20261120);
  for (int round = 0; round < 60; ++round) {
    const int start = std::uniform_int_distribution(0, 100'000)(random);
    const int threshold = std::uniform_int_distribution(1, 100'000)(random);
    const bool least = start < threshold;
    const std::string expected = std::to_string(threshold);
    const std::string body = "return app.form.age " + std::string(least ? ">= " : "<= ") + expected;
    if (start == threshold) continue;
    const Json facts = facts_with("{\"form\": {\"age\": " + std::to_string(start) + "}}");
    EXPECT_EQ(nearest(body, facts), "form.age " + std::to_string(start) + " → " + expected);
  }
}

}  // namespace
}  // namespace zhipi::engine
