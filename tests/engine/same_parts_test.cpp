#include "engine/same_parts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/judge.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using testing::criterion;
using testing::load;
using testing::pack_files;

// Whether the only criterion of both is known to come to the same.
bool same(const std::string& before, const std::string& after,
          const std::map<std::string, std::string>& old_files = {},
          const std::map<std::string, std::string>& new_files = {}) {
  const SameParts parts = same_parts(*load(pack_files(before, testing::matter_lua(), old_files)),
                                     *load(pack_files(after, testing::matter_lua(), new_files)));
  return parts.criteria.at(0).has_value();
}

std::string adult(const std::string& body = "return app.form.age >= 18") {
  return criterion("adult", body);
}

TEST(SameParts, ACriterionThatMovedToAnotherLineIsTheSame) {
  EXPECT_TRUE(same(adult(), "-- a note\n\n" + adult()));
  const auto parts = same_parts(*load(pack_files(adult())),
                                *load(pack_files(criterion("first", "return true") + adult())));
  EXPECT_EQ(parts.criteria, (std::vector<std::optional<std::size_t>>{std::nullopt, 0}));
}

TEST(SameParts, ACriterionOfOtherCodeIsNot) {
  EXPECT_FALSE(same(adult(), adult("return app.form.age >= 21")));
  EXPECT_FALSE(same(adult(), adult("return app.form.age > 18")));
  EXPECT_FALSE(same(adult(), adult("return app.history.open_cases >= 18")));
  EXPECT_FALSE(same(adult("return all(app.form.family, function(r) return r.age > 1 end)"),
                    adult("return all(app.form.family, function(r) return r.age > 2 end)")));
}

TEST(SameParts, WhatFollowsAFailureIsNoPartOfIt) {
  EXPECT_TRUE(same(criterion("adult", "return false", "deny \"甲\""),
                   criterion("adult", "return false", "supplement \"乙\"")));
}

TEST(SameParts, CapturedValuesBelongToIt) {
  const std::string uses = adult("return app.form.age >= limit");
  EXPECT_TRUE(same("local limit = 18\n" + uses, "\nlocal limit = 18\n" + uses));
  EXPECT_FALSE(same("local limit = 18\n" + uses, "local limit = 21\n" + uses));
  const std::string in_table = adult("return app.form.age >= limits.adult[2]");
  EXPECT_TRUE(same("local limits = { adult = { 1, 18 } }\n" + in_table,
                   "local limits = { adult = { 1, 18 } }\n" + in_table));
  EXPECT_FALSE(same("local limits = { adult = { 1, 18 } }\n" + in_table,
                    "local limits = { adult = { 1, 19 } }\n" + in_table));
  const std::string by_function = adult("return old_enough(app)");
  const std::string helper = "local function old_enough(app) return app.form.age >= ";
  EXPECT_TRUE(same(helper + "18 end\n" + by_function, helper + "18 end\n" + by_function));
  EXPECT_FALSE(same(helper + "18 end\n" + by_function, helper + "21 end\n" + by_function));
  const std::string by_date = adult("return app.form.since <= last");
  EXPECT_TRUE(same("local last = date \"2026-01-01\"\n" + by_date,
                   "local last = date \"2026-01-01\"\n" + by_date));
  EXPECT_FALSE(same("local last = date \"2026-01-01\"\n" + by_date,
                    "local last = date \"2026-01-02\"\n" + by_date));
}

TEST(SameParts, FunctionsOfTheLibraryAreTheSame) {
  const std::string uses = adult("return same(app.form.full_name, app.card.full_name)");
  EXPECT_TRUE(same("local same = same_name\n" + uses, "local same = same_name\n" + uses));
  EXPECT_FALSE(same("local same = same_name\n" + uses, "local same = same_address\n" + uses));
}

TEST(SameParts, ATableThatChangedChangesWhatCanOpenIt) {
  const std::map<std::string, std::string> old_table{{"tables/t.csv", "age,least\n40,18\n"}};
  const std::map<std::string, std::string> new_table{{"tables/t.csv", "age,least\n40,21\n"}};
  const std::string looks_up =
      "return app.form.age >= decision_table \"tables/t.csv\":row { age = 40 }.least";
  EXPECT_TRUE(same(adult(looks_up), adult(looks_up), old_table, old_table));
  EXPECT_FALSE(same(adult(looks_up), adult(looks_up), old_table, new_table));
  EXPECT_TRUE(same(adult(), adult(), old_table, new_table));
  const std::string renamed = "local open = decision_table\n" +
                              adult("return open(\"tables/t.csv\"):row { age = 40 }.least > 1");
  EXPECT_FALSE(same(renamed, renamed, old_table, new_table));
  const std::string opened = "local tiers = decision_table \"tables/t.csv\"\n" +
                             adult("return tiers:row { age = 40 }.least > 1");
  EXPECT_TRUE(same(opened, opened, old_table, old_table));
  EXPECT_FALSE(same(opened, opened, old_table, new_table));
  const std::string by_any_name =
      adult("return _ENV[\"decision_\" .. \"table\"](\"tables/t.csv\"):row { age = 40 }.least > 1");
  EXPECT_FALSE(same(by_any_name, by_any_name, old_table, new_table));
}

TEST(SameParts, RowsOfCriteriaTablesAreComparedByWhatTheyAsk) {
  const auto table = [](const std::string& row) {
    return std::map<std::string, std::string>{
        {"tables/c.csv", "id,title,when,fact,op,value,otherwise,message\n" + row}};
  };
  const std::string uses = "criteria_table \"tables/c.csv\"";
  const std::string row = "a,甲,mode == normal,form.age,>=,18,deny,不符\n";
  EXPECT_TRUE(same(uses, uses, table(row), table("a,乙,mode == normal,form.age,>=,18,deny,另\n")));
  EXPECT_FALSE(
      same(uses, uses, table(row), table("a,甲,mode == normal,form.age,>=,21,deny,不符\n")));
  EXPECT_FALSE(
      same(uses, uses, table(row), table("a,甲,mode == normal,form.age,>,18,deny,不符\n")));
  EXPECT_FALSE(
      same(uses, uses, table(row), table("a,甲,mode ~= normal,form.age,>=,18,deny,不符\n")));
  EXPECT_FALSE(same(uses, uses, table(row), table("a,甲,,form.age,>=,18,deny,不符\n")));
}

TEST(SameParts, NothingIsWhereTheFactsAreReadOtherwise) {
  std::string matter = testing::matter_lua();
  const auto parts_with = [&](const std::string& old_text, const std::string& new_text) {
    std::string changed = matter;
    changed.replace(changed.find(old_text), old_text.size(), new_text);
    return same_parts(*load(pack_files(adult())), *load(pack_files(adult(), changed)));
  };
  EXPECT_TRUE(parts_with("1.0.0", "2.0.0").criteria.at(0));
  EXPECT_TRUE(parts_with("试验事项", "另一事项").criteria.at(0));
  EXPECT_TRUE(parts_with("title = \"年龄\"", "title = \"周岁\", required = true").criteria.at(0));
  EXPECT_FALSE(parts_with("confidence = 0.9", "confidence = 0.8").criteria.at(0));
  EXPECT_FALSE(parts_with("age = integer", "age = decimal").criteria.at(0));
  EXPECT_FALSE(parts_with("\"red\"", "\"blue\"").criteria.at(0));
  EXPECT_FALSE(
      parts_with("\"tolerant\", \"promise\" }", "\"promise\", \"tolerant\" }").criteria.at(0));
  EXPECT_FALSE(parts_with("state = \"open\"", "state = \"decided\"").criteria.at(0));
}

TEST(SameParts, TakenOverVerdictsLeadToTheOutcomeOfJudgingAnew) {
  const std::string criteria =
      adult() + criterion("named", "return same_name(app.form.full_name, app.card.full_name)") +
      criterion("proved", "return app.proof.seal.present", "tolerate { days = 3, \"补\" }") +
      "score \"risk\" { points = function(app) return app.form.age end }\n" +
      "result \"sum\" { kind = money {}, value = function(app) return app.form.fee end }\n" +
      criterion("broken", "return app.form.note > 3");
  const auto before = load(pack_files(criteria + criterion("last", "return app.form.age > 1")));
  const auto after = load(pack_files(criteria + criterion("last", "return app.form.age > 50")));
  const auto& calendar = testing::calendar_of_2026();
  const SameParts same = same_parts(*before, *after);
  EXPECT_EQ(std::count(same.criteria.begin(), same.criteria.end(), std::nullopt), 1);
  Judge old_judge(before, calendar);
  Judge new_judge(after, calendar);
  Judge anew(after, calendar);
  Watchdog watchdog;
  for (const char* const changes :
       {"{}", R"({"form": {"age": 3}})", R"({"form": {"note": null}})",
        R"({"materials": {"proof": null}, "mode": "tolerant", "form": {"note": null}})",
        R"({"materials": {"card": {"full_name": {"value": "试样甲", "confidence": 0.3}}}})"}) {
    const Facts facts = *bind_facts(before->matter(), testing::facts_with(changes));
    const Judgement& beside =
        new_judge.assess_beside(facts, old_judge.assess(facts, watchdog), same, watchdog);
    const Judgement& alone = anew.assess(facts, watchdog);
    EXPECT_EQ(beside.outcome, alone.outcome) << changes;
    EXPECT_EQ(beside.proposal, alone.proposal) << changes;
    EXPECT_EQ(beside.results, alone.results) << changes;
    EXPECT_EQ(beside.risk_score, alone.risk_score) << changes;
    for (std::size_t at = 0; at < alone.judged.size(); ++at) {
      EXPECT_EQ(beside.judged[at].criterion, alone.judged[at].criterion);
      EXPECT_EQ(beside.judged[at].result, alone.judged[at].result) << changes << at;
      EXPECT_EQ(beside.judged[at].covered, alone.judged[at].covered) << changes << at;
      EXPECT_EQ(beside.judged[at].code, alone.judged[at].code) << changes << at;
      EXPECT_EQ(beside.judged[at].causes.size(), alone.judged[at].causes.size());
    }
  }
}

}  // namespace
}  // namespace zhipi::engine
