// Decision tables and criteria tables: what their rows leave open, say twice, or contradict.
#include "tests/engine/authoring/checking.h"

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using testing::body_checked;
using testing::checked;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::matter_lua;
using ::testing::StartsWith;
using testing::told;
using testing::told_of;

// What is told of tables/t.csv, asked with `row { QUESTION }.amount`.
std::vector<std::string> told_of_table(const std::string& csv, const std::string& question) {
  return told_of("tables/t.csv", body_checked("return decision_table \"tables/t.csv\":row { " +
                                                  question + " }.amount > 1",
                                              matter_lua(), {{"tables/t.csv", csv}}));
}

std::vector<std::string> told_of_ages(const std::string& rows) {
  return told_of_table("age.min:integer,age.max:integer,amount:money\n" + rows,
                       "age = app.form.age");
}

TEST(CheckDecisionTable, WholeThresholdsHaveNothingToTell) {
  EXPECT_THAT(told_of_ages("0,17,1\n18,79,2\n80,,3\n"), IsEmpty());
}

TEST(CheckDecisionTable, AGapIsToldWithBothLines) {
  EXPECT_THAT(told_of_ages("0,17,1\n19,,2\n"),
              ElementsAre(AllOf(StartsWith("range_gap tables/t.csv:3:1"), HasSubstr("line 2"),
                                HasSubstr("0–17"), HasSubstr("19–"))));
}

TEST(CheckDecisionTable, RowsNeedNoOrder) {
  EXPECT_THAT(told_of_ages("80,,3\n0,17,1\n18,79,2\n"), IsEmpty());
  EXPECT_THAT(told_of_ages("80,,3\n0,17,1\n"),
              ElementsAre(StartsWith("range_gap tables/t.csv:2:1")));
}

TEST(CheckDecisionTable, AnOverlapIsToldWithBothLines) {
  EXPECT_THAT(
      told_of_ages("0,18,1\n18,,2\n"),
      ElementsAre(AllOf(StartsWith("range_overlap tables/t.csv:3:1"), HasSubstr("line 2"))));
}

TEST(CheckDecisionTable, ARowTwiceIsTold) {
  EXPECT_THAT(told_of_ages("0,18,1\n0,18,2\n"),
              ElementsAre(StartsWith("duplicate_row tables/t.csv:3:1")));
  EXPECT_THAT(told_of_table("kind,amount:money\na,1\nb,2\na,3\n", "kind = app.form.note"),
              ElementsAre(StartsWith("duplicate_row tables/t.csv:4:1")));
}

TEST(CheckDecisionTable, ARangeUpsideDownIsTold) {
  EXPECT_THAT(told_of_ages("0,17,1\n79,18,2\n18,,2\n"),
              ElementsAre(AllOf(StartsWith("min_above_max tables/t.csv:3:1"), HasSubstr("79"))));
}

TEST(CheckDecisionTable, EachCombinationHasItsOwnThresholds) {
  const std::string head = "age.min:integer,age.max:integer,poor:boolean,amount:money\n";
  const std::string question = "age = app.form.age, poor = app.form.agreed";
  EXPECT_THAT(
      told_of_table(head + "0,17,true,1\n0,17,false,2\n18,,true,3\n18,,false,4\n", question),
      IsEmpty());
  EXPECT_THAT(
      told_of_table(head + "0,17,true,1\n0,17,false,2\n18,30,true,3\n31,,true,3\n30,,false,4\n",
                    question),
      ElementsAre(StartsWith("range_gap tables/t.csv:6:1")));
}

TEST(CheckDecisionTable, EachDayHasItsOwnRows) {
  const std::string head = "age.min:integer,age.max:integer,effective_from,amount:money\n";
  const std::string question = "age = app.form.age";
  EXPECT_THAT(
      told_of_table(
          head + "0,17,2020-01-01,1\n18,,2020-01-01,2\n0,17,2025-01-01,3\n18,,2025-01-01,4\n",
          question),
      IsEmpty());
  EXPECT_THAT(
      told_of_table(head + "0,17,2020-01-01,1\n20,,2020-01-01,2\n18,19,2025-01-01,3\n", question),
      ElementsAre(StartsWith("range_gap tables/t.csv:3:1")));
}

TEST(CheckDecisionTable, RowsOfSeveralRangesOverlapWhereAllOfThemDo) {
  const std::string head = "age.min:integer,age.max:integer,area.min,area.max,amount:money\n";
  const std::string question = "age = app.form.age, area = app.form.area";
  EXPECT_THAT(told_of_table(head + "0,17,0,10,1\n18,,0,10,2\n0,17,11,,3\n18,,11,,4\n", question),
              IsEmpty());
  EXPECT_THAT(
      told_of_table(head + "0,17,0,10,1\n17,,9,12,2\n", question),
      ElementsAre(AllOf(StartsWith("range_overlap tables/t.csv:3:1"), HasSubstr("line 2"))));
}

TEST(CheckDecisionTable, AnEndThatNoColumnBoundsIsOpen) {
  EXPECT_THAT(told_of_table("age.min:integer,amount:money\n0,1\n18,2\n", "age = app.form.age"),
              ElementsAre(StartsWith("range_overlap tables/t.csv:3:1")));
}

TEST(CheckDecisionTable, NeighboursAreAsFarApartAsTheirKindSays) {
  EXPECT_THAT(told_of_table("area.min:decimal,area.max:decimal,amount:money\n0,99.99,1\n100,,2\n",
                            "area = app.form.area"),
              IsEmpty());
  EXPECT_THAT(told_of_table("area.min:decimal,area.max:decimal,amount:money\n0,99.99,1\n100.5,,2\n",
                            "area = app.form.area"),
              ElementsAre(StartsWith("range_gap")));
  EXPECT_THAT(told_of_table("fee.min:money,fee.max:money,amount:money\n0,99.99,1\n100,,2\n",
                            "fee = app.form.fee"),
              IsEmpty());
  EXPECT_THAT(told_of_table("fee.min:money,fee.max:money,amount:money\n0,99,1\n100,,2\n",
                            "fee = app.form.fee"),
              ElementsAre(AllOf(StartsWith("range_gap"), HasSubstr("99.00"))));
  EXPECT_THAT(told_of_table("day.min:date,day.max:date,amount:money\n2020-01-01,2020-12-31,1\n"
                            "2021-01-01,,2\n",
                            "day = app.form.since"),
              IsEmpty());
  EXPECT_THAT(told_of_table("day.min:date,day.max:date,amount:money\n2020-01-01,2020-12-31,1\n"
                            "2021-01-02,,2\n",
                            "day = app.form.since"),
              ElementsAre(AllOf(StartsWith("range_gap"), HasSubstr("2020-12-31"))));
}

TEST(CheckDecisionTable, AColumnOfNumbersAndTextsIsTold) {
  EXPECT_THAT(told_of_table("kind,amount:money\n1,1\nb,2\n", "kind = app.form.note"),
              ElementsAre(StartsWith("mixed_column tables/t.csv:3:1")));
  EXPECT_THAT(told_of_table("kind:text,amount:money\n1,1\nb,2\n", "kind = app.form.note"),
              IsEmpty());
}

TEST(CheckDecisionTable, AColumnThatNobodyAsksIsTold) {
  EXPECT_THAT(
      told_of_table("kind,amount:money,other,basis,依据\na,1,2,x,y\n", "kind = app.form.note"),
      ElementsAre(AllOf(StartsWith("unused_column tables/t.csv:1:1"), HasSubstr("`other`"))));
}

TEST(CheckDecisionTable, ATableThatNobodyOpensIsTold) {
  EXPECT_THAT(
      told_of("tables/", body_checked("return true", matter_lua(), {{"tables/t.csv", "a\n1\n"}})),
      ElementsAre(StartsWith("unused_table tables/t.csv:1:1")));
}

TEST(CheckDecisionTable, ATableThatIsNoneIsAnError) {
  const Findings found = body_checked("return decision_table \"tables/t.csv\":row {}.a > 1",
                                      matter_lua(), {{"tables/t.csv", "a:nothing\n1\n"}});
  ASSERT_EQ(found.errors.size(), 1u);
  EXPECT_EQ(found.errors[0].code, "bad_column");
}

TEST(CheckDecisionTable, AHugeHeaderIsRefusedAtOnce) {
  std::string header = "c0";
  for (int at = 1; at < 100'000; ++at) header += ",c" + std::to_string(at);
  const Findings found = body_checked("return decision_table \"tables/t.csv\":row {}.a > 1",
                                      matter_lua(), {{"tables/t.csv", header + "\n"}});
  EXPECT_THAT(told(found), Contains(StartsWith("bad_column tables/t.csv:1:1")));
}

std::vector<std::string> told_of_criteria(const std::string& rows) {
  return told_of(
      "tables/c.csv",
      checked("criteria_table \"tables/c.csv\"", matter_lua(),
              {{"tables/c.csv", "id,basis,when,fact,op,value,otherwise,message\n" + rows}}));
}

TEST(CheckCriteriaTable, RowsThatGoTogetherHaveNothingToTell) {
  EXPECT_THAT(told_of_criteria("a,x,,form.age,>=,18,deny,x\nb,x,,form.age,<=,60,deny,x\n"
                               "c,x,form.agreed == true,form.age,<,18,deny,x\n"
                               "d,x,,form.colour,in,red|green,deny,x\n"),
              IsEmpty());
}

TEST(CheckCriteriaTable, TheSameRowTwiceIsTold) {
  EXPECT_THAT(
      told_of_criteria("a,x,,form.age,>=,18,deny,x\nb,x,,form.age,>=,18,deny,y\n"),
      ElementsAre(AllOf(StartsWith("duplicate_row tables/c.csv:3:1"), HasSubstr("line 2"))));
}

TEST(CheckCriteriaTable, RowsThatCannotHoldTogetherAreTold) {
  for (const std::string rows :
       {"a,x,,form.age,>=,18,deny,x\nb,x,,form.age,<,18,deny,x\n",
        "a,x,,form.age,between,1|10,deny,x\nb,x,,form.age,>,10,deny,x\n",
        "a,x,,form.age,==,3,deny,x\nb,x,,form.age,==,4,deny,x\n",
        "a,x,,form.age,==,3,deny,x\nb,x,,form.age,~=,3,deny,x\n",
        "a,x,,form.age,~=,3,deny,x\nb,x,,form.age,==,3,deny,x\n",
        "a,x,,form.age,in,3|4,deny,x\nb,x,,form.age,>,4,deny,x\n",
        "a,x,,form.age,>,4,deny,x\nb,x,,form.age,in,3|4,deny,x\n",
        "a,x,,form.since,<,2020-01-01,deny,x\nb,x,,form.since,>=,2020-01-01,deny,x\n",
        "a,x,,form.colour,==,red,deny,x\nb,x,,form.colour,==,green,deny,x\n"}) {
    EXPECT_THAT(
        told_of_criteria(rows),
        ElementsAre(AllOf(StartsWith("contradiction tables/c.csv:3:1"), HasSubstr("line 2"))))
        << rows;
  }
}

TEST(CheckCriteriaTable, AnOptionThatIsNoneIsAnError) {
  EXPECT_THAT(
      told_of_criteria("a,x,,form.colour,==,gren,deny,x\n"),
      ElementsAre(AllOf(StartsWith("unknown_option tables/c.csv:2:1"), HasSubstr("`green`"))));
}

TEST(CheckCriteriaTable, ItsReadsCount) {
  const Findings found = checked("criteria_table \"tables/c.csv\"", matter_lua(),
                                 {{"tables/c.csv",
                                   "id,basis,fact,op,value,otherwise,message\n"
                                   "a,x,card.number,==,1,deny,x\nb,x,lease.rent,>,1,deny,x\n"}});
  EXPECT_THAT(told_of("matter.lua", found),
              ElementsAre(AllOf(StartsWith("never_read"), HasSubstr("`proof`"))));
}

}  // namespace
}  // namespace zhipi::engine
