// 审查量化表: tables of criteria and of decisions, as spreadsheets save them.
#include <gmock/gmock.h>

#include "engine/csv.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> cells_of(const std::string& text, std::size_t row) {
  const auto rows = parse_csv(text, "t.csv");
  if (!rows) return {rows.error().message};
  return rows->at(row).cells;
}

TEST(Csv, ReadsWhatSpreadsheetsSave) {
  EXPECT_THAT(cells_of("\xEF\xBB\xBF"
                       "a,b\r\n1,2\r\n",
                       0),
              ElementsAre("a", "b"));
  EXPECT_THAT(cells_of("a,b\r\n1,2\r\n", 1), ElementsAre("1", "2"));
  EXPECT_THAT(cells_of("a,b\n\"x, \"\"y\"\"\",2", 1), ElementsAre("x, \"y\"", "2"));
  EXPECT_THAT(cells_of("a,b\n１２，x,  y ", 1), ElementsAre("12,x", "y"));
  EXPECT_THAT(cells_of("a,b\n,\n1,", 1), ElementsAre("1", ""));
}

TEST(Csv, NamesTheLineOfARefusedRow) {
  const auto where = [](const std::string& text) {
    const auto rows = parse_csv(text, "t.csv");
    return rows ? "accepted" : rows.error().where;
  };
  EXPECT_EQ(where(""), "t.csv:1:1");
  EXPECT_EQ(where("a,b\n1,2\n1\n"), "t.csv:3:1");
  EXPECT_EQ(where("a,b\n\"1\n2\",3\n4\n"), "t.csv:4:1");
  EXPECT_EQ(where("a\n\"never closed\n"), "t.csv:2:1");
  EXPECT_EQ(where("a,b\n\"1\"x,2\n"), "t.csv:2:1");
}

const std::string kHeader = "id,title,basis,stage,when,fact,op,value,otherwise,message,days\n";

PackFiles table_pack(const std::string& rows, const std::string& header = kHeader) {
  return pack_files("criteria_table \"tables/c.csv\"", matter_lua(),
                    {{"tables/c.csv", header + rows}});
}

Result compared(const std::string& fact, const std::string& op, const std::string& value,
                const Json& facts = sound_facts()) {
  return judge(load(table_pack("c,,,,," + fact + "," + op + ",\"" + value + "\",deny,x,\n")), facts)
      .verdicts[0]
      .result;
}

TEST(CriteriaTable, KnowsEveryOperator) {
  EXPECT_EQ(compared("form.age", "==", "40"), Result::pass);
  EXPECT_EQ(compared("form.age", "==", "41"), Result::fail);
  EXPECT_EQ(compared("form.age", "~=", "41"), Result::pass);
  EXPECT_EQ(compared("form.age", "~=", "40"), Result::fail);
  EXPECT_EQ(compared("form.age", "<", "40"), Result::fail);
  EXPECT_EQ(compared("form.age", "<", "41"), Result::pass);
  EXPECT_EQ(compared("form.age", "<=", "40"), Result::pass);
  EXPECT_EQ(compared("form.age", "<=", "39"), Result::fail);
  EXPECT_EQ(compared("form.age", ">", "40"), Result::fail);
  EXPECT_EQ(compared("form.age", ">", "39"), Result::pass);
  EXPECT_EQ(compared("form.age", ">=", "40"), Result::pass);
  EXPECT_EQ(compared("form.age", ">=", "41"), Result::fail);
  EXPECT_EQ(compared("form.age", "in", "39|40"), Result::pass);
  EXPECT_EQ(compared("form.age", "in", "39|41"), Result::fail);
  EXPECT_EQ(compared("form.age", "between", "40|50"), Result::pass);
  EXPECT_EQ(compared("form.age", "between", "30|40"), Result::pass);
  EXPECT_EQ(compared("form.age", "between", "41|50"), Result::fail);
  EXPECT_EQ(compared("card.number", "matches", "^[A-Z][0-9]$"), Result::pass);
  EXPECT_EQ(compared("card.number", "matches", "^[0-9]$"), Result::fail);
}

// A row has no budget of its own that could run out: it takes on what is quick.
TEST(CriteriaTable, SearchesNoTextForLongerThanACriterionMay) {
  std::string note;
  for (int pair = 0; pair < 100'000; ++pair) note += "ab";
  const Json facts = facts_with(R"({"form": {"note": ")" + note + "\"}}");
  EXPECT_EQ(compared("form.note", "matches", "b$", facts), Result::pass);
  EXPECT_EQ(compared("form.note", "matches", "a.{900}[^ab].{90}x", facts), Result::error);
  EXPECT_THAT(problems_of(table_pack("c,,,,,form.note,matches,((a{100}){100}){100},deny,x,\n")),
              Contains(Field(&Problem::message, HasSubstr("no regular expression"))));
}

TEST(CriteriaTable, ReadsValuesByTheKindOfTheirFact) {
  EXPECT_EQ(compared("form.fee", "==", "123.45"), Result::pass);
  EXPECT_EQ(compared("form.fee", "<=", "123.44"), Result::fail);
  EXPECT_EQ(compared("form.area", ">", "12.4"), Result::pass);
  EXPECT_EQ(compared("form.share", "==", "15%"), Result::pass);
  EXPECT_EQ(compared("form.since", "==", "2020年2月29日"), Result::pass);
  EXPECT_EQ(compared("form.since", "<", "2020-03-01"), Result::pass);
  EXPECT_EQ(compared("form.agreed", "==", "是"), Result::pass);
  EXPECT_EQ(compared("form.agreed", "==", "false"), Result::fail);
  EXPECT_EQ(compared("form.colour", "in", "red|green"), Result::pass);
  EXPECT_EQ(compared("form.note", "==", "甲"), Result::pass);
  EXPECT_EQ(compared("register.active", "==", "true"), Result::pass);
}

TEST(CriteriaTable, ReadsChineseWordsBesideTheOperatorsOfWhen) {
  for (const char* const when :
       {"form.note == 甲", "form.note　==　甲", "form.note == \"\"甲\"\""}) {
    const std::string table =
        std::string("id,when,fact,op,value,otherwise\nr,\"") + when + "\",form.age,>=,18,deny\n";
    const Decision decision = judge(load(pack_files("criteria_table \"tables/t.csv\"", matter_lua(),
                                                    {{"tables/t.csv", table}})),
                                    sound_facts());
    EXPECT_EQ(decision.verdicts[0].result, Result::pass) << when;
  }
}

TEST(CriteriaTable, IsRefusedWhereItIsNoUtf8) {
  // "title" in GBK, as a spreadsheet may save it.
  const Problems problems = problems_of(
      pack_files("criteria_table \"tables/t.csv\"", matter_lua(),
                 {{"tables/t.csv",
                   "id,title,fact,op,value,otherwise\nr,\xB1\xEA\xCC\xE2,form.age,>=,18,deny\n"}}));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "bad_csv");
  EXPECT_EQ(problems[0].where, "tables/t.csv:2:1") << problems[0].message;
}

TEST(CriteriaTable, IsJudgedLikeLua) {
  const Json absent = facts_with(R"({"form": {"age": null}, "lookups": null})");
  EXPECT_EQ(compared("form.age", "==", "40", absent), Result::unknown);
  EXPECT_EQ(compared("form.age", "~=", "40", absent), Result::unknown);
  EXPECT_EQ(compared("register.active", "==", "true", absent), Result::unknown);
  const Decision decision =
      judge(load(table_pack(
                "grown,年满,第三条,accept,form.age > 1 and form.colour == red,form.area,>=,20,"
                "deny,\"面积 {form.area}，不足\",\n")),
            sound_facts());
  const Verdict& verdict = decision.verdicts[0];
  EXPECT_EQ(decision.outcome, Outcome::deny);
  EXPECT_EQ(verdict.criterion, "grown");
  EXPECT_EQ(verdict.kind, "criterion");
  EXPECT_EQ(verdict.title, "年满");
  EXPECT_EQ(verdict.basis, "第三条");
  EXPECT_EQ(verdict.stage, "accept");
  EXPECT_EQ(verdict.message, "面积 12.5，不足");
  std::vector<std::string> facts;
  for (const Evidence& one : verdict.evidence) facts.push_back(one.fact);
  EXPECT_THAT(facts, ElementsAre("form.age", "form.colour", "form.area"));
}

TEST(CriteriaTable, AppliesWhereItsConditionsHold) {
  const auto result = [](const std::string& when) {
    return judge(load(table_pack("c,,,," + when + ",form.age,==,41,deny,x,\n")), sound_facts())
        .verdicts[0]
        .result;
  };
  EXPECT_EQ(result("form.agreed == true"), Result::fail);
  EXPECT_EQ(result("form.agreed == false"), Result::not_applicable);
  EXPECT_EQ(result("form.agreed == true and form.fee > 200"), Result::not_applicable);
}

TEST(CriteriaTable, KnowsEveryOtherwise) {
  const auto outcome = [](const std::string& otherwise, const std::string& days = "") {
    return judge(load(table_pack("c,,,,,form.age,==,41," + otherwise + ",x," + days + "\n")),
                 facts_with(R"({"mode": "tolerant"})"))
        .outcome;
  };
  EXPECT_EQ(outcome("not_accept"), Outcome::not_accept);
  EXPECT_EQ(outcome("supplement"), Outcome::supplement);
  EXPECT_EQ(outcome("deny"), Outcome::deny);
  EXPECT_EQ(outcome("escalate"), Outcome::escalate);
  EXPECT_EQ(outcome("tolerate", "5"), Outcome::approve_conditionally);
  EXPECT_EQ(outcome("promise"), Outcome::supplement);
}

TEST(CriteriaTable, MayBeSavedWithFullWidthFormsBomAndQuotes) {
  EXPECT_EQ(
      judge(load(table_pack("c,\"形式, 内容\",,,,form.age,＞＝,４０,deny,x,\r\n",
                            "\xEF\xBB\xBFid,title,basis,stage,when,fact,op,value,otherwise,message,"
                            "days\r\n")),
            sound_facts())
          .verdicts[0]
          .result,
      Result::pass);
}

TEST(CriteriaTable, RefusesWhatIsWrongWithItsLine) {
  const auto refused = [](const std::string& row) {
    const Problems problems = problems_of(table_pack(row));
    return problems.empty() ? "accepted" : problems[0].where + " " + problems[0].code;
  };
  EXPECT_EQ(refused("c,,,,,form.agee,==,1,deny,x,\n"), "tables/c.csv:2:1 undeclared_name");
  EXPECT_EQ(refused("c,,,,,form.age,=,1,deny,x,\n"), "tables/c.csv:2:1 bad_operator");
  EXPECT_EQ(refused("c,,,,,form.note,<,1,deny,x,\n"), "tables/c.csv:2:1 bad_operator");
  EXPECT_THAT(refused("c,,,,,form.age,==,old,deny,x,\n"), HasSubstr("tables/c.csv:2:1"));
  EXPECT_EQ(refused("c,,,,,form.age,between,1,deny,x,\n"), "tables/c.csv:2:1 bad_value");
  EXPECT_EQ(refused("c,,,,,form.age,==,,deny,x,\n"), "tables/c.csv:2:1 bad_value");
  EXPECT_EQ(refused("c,,,,,card.number,matches,(,deny,x,\n"), "tables/c.csv:2:1 bad_value");
  EXPECT_EQ(refused("c,,,,,form.family,==,1,deny,x,\n"), "tables/c.csv:2:1 bad_value");
  EXPECT_EQ(refused("c,,,,,form.age,==,1,refuse,x,\n"), "tables/c.csv:2:1 wrong_type");
  EXPECT_EQ(refused("c,,,,,form.age,==,1,tolerate,x,\n"), "tables/c.csv:2:1 missing_key");
  EXPECT_EQ(refused("c,,,later,,form.age,==,1,deny,x,\n"), "tables/c.csv:2:1 wrong_type");
  EXPECT_EQ(refused("c,,,,form.age,form.age,==,1,deny,x,\n"), "tables/c.csv:2:1 bad_condition");
  EXPECT_EQ(refused(",,,,,form.age,==,1,deny,x,\n"), "tables/c.csv:2:1 missing_key");
  EXPECT_EQ(refused("c,,,,,form.age,==,1,deny,{form.agee},\n"), "tables/c.csv:2:1 undeclared_name");
  EXPECT_EQ(refused("c,,,,,form.age,==,1,deny,x,\nc,,,,,form.age,==,1,deny,x,\n"),
            "tables/c.csv:3:1 name_clash");
}

TEST(CriteriaTable, NamesTheNearestColumn) {
  const Problems problems = problems_of(table_pack("", "id,fact,op,valeu,otherwise\n"));
  EXPECT_THAT(problems, Contains(Field(&Problem::message, HasSubstr("did you mean `value`"))));
}

PackFiles decision_pack(const std::string& table, const std::string& body) {
  return pack_files(criterion("c", body), matter_lua(), {{"tables/t.csv", table}});
}
Verdict looked_up(const std::string& table, const std::string& body,
                  const Json& facts = sound_facts()) {
  return judge(load(decision_pack(table, body)), facts).verdicts[0];
}
const std::string kRow = "decision_table \"tables/t.csv\":row ";

TEST(DecisionTable, FindsByEqualityAndByInclusiveRanges) {
  const std::string table =
      "kind,age.min:integer,age.max:integer,amount:money\na,0,39,1\na,40,59,2.50\na,60,,3\nb,,,4\n";
  const auto amount = [&](const std::string& question, const std::string& expected) {
    return looked_up(table, "return " + kRow + "{ " + question + " }.amount == " + expected).result;
  };
  EXPECT_EQ(amount("kind = \"a\", age = 39", "100"), Result::pass);
  EXPECT_EQ(amount("kind = \"a\", age = 40", "250"), Result::pass);
  EXPECT_EQ(amount("kind = \"a\", age = 59", "250"), Result::pass);
  EXPECT_EQ(amount("kind = \"a\", age = 60", "300"), Result::pass);
  EXPECT_EQ(amount("kind = \"a\", age = 200", "300"), Result::pass);
  EXPECT_EQ(amount("kind = \"b\", age = -1", "400"), Result::pass);
}

TEST(DecisionTable, ReadsCellsByTheKindInTheirHeader) {
  EXPECT_EQ(
      looked_up(
          "k,fee:money,until:date,share:percent,yes:boolean,plain,code,words\n1,0.10,2026年1月2日,"
          "15%,是,2.5,007,上城\n",
          "local r = " + kRow +
              "{ k = 1 } return r.fee == 10 and r[\"until\"] == date \"2026-01-02\" and r.share == "
              "15 "
              "and r.yes == true and r.plain == 2.5 and r.code == \"007\" and r.words == \"上城\"")
          .result,
      Result::pass);
}

TEST(DecisionTable, UsesTheRowInForceOnTheDayOfReceipt) {
  const std::string table =
      "k,effective_from,amount\n1,2020-01-01,10\n1,2026-11-20,20\n1,2026-11-21,30\n";
  const auto amount = [&](const std::string& received) {
    for (int expected : {10, 20, 30}) {
      if (looked_up(table, "return " + kRow + "{ k = 1 }.amount == " + std::to_string(expected),
                    facts_with(R"({"received_on": ")" + received + "\"}"))
              .result == Result::pass) {
        return expected;
      }
    }
    return 0;
  };
  EXPECT_EQ(amount("2019-12-31"), 0);
  EXPECT_EQ(amount("2020-01-01"), 10);
  EXPECT_EQ(amount("2026-11-19"), 10);
  EXPECT_EQ(amount("2026-11-20"), 20);
  EXPECT_EQ(amount("2027-01-01"), 30);
}

TEST(DecisionTable, WithoutARowIsUnknown) {
  const Verdict verdict =
      looked_up("k,amount\n1,10\n", "return " + kRow + "{ k = 2 }.amount == 10");
  EXPECT_EQ(verdict.result, Result::unknown);
  EXPECT_EQ(verdict.code, "no_row");
}

TEST(DecisionTable, WithTwoRowsIsAnError) {
  const Verdict verdict = looked_up("k.min,k.max,amount\n1,5,10\n5,9,20\n",
                                    "return " + kRow + "{ k = 5 }.amount == 10");
  EXPECT_EQ(verdict.result, Result::error);
  EXPECT_THAT(verdict.message, HasSubstr("two rows"));
}

TEST(DecisionTable, AnEmptyCellIsAbsent) {
  const Verdict verdict = looked_up("k,amount\n1,\n", "return " + kRow + "{ k = 1 }.amount == 10");
  EXPECT_EQ(verdict.result, Result::unknown);
  EXPECT_EQ(verdict.code, "absent_fact");
}

TEST(DecisionTable, RefusesColumnsAndKindsThatAreNotThere) {
  const auto message = [](const std::string& body) {
    return looked_up("kind,amount\na,10\n", "return " + body).message;
  };
  EXPECT_THAT(message(kRow + "{ kindd = \"a\" }.amount == 1"), HasSubstr("`kind`"));
  EXPECT_THAT(message(kRow + "{ kind = \"a\" }.amuont == 1"), HasSubstr("`amount`"));
  EXPECT_THAT(message(kRow + "{ kind = 1 }.amount == 1"), HasSubstr("compares `kind`"));
  EXPECT_THAT(message("decision_table \"tables/u.csv\":row {}.x == 1"),
              HasSubstr("`tables/t.csv`"));
}

TEST(DecisionTable, ItsRowIsEvidenceInOrderOfReading) {
  const Verdict verdict =
      looked_up("age.min:integer,age.max,amount:money\n0,39,1\n40,,2\n",
                "return " + kRow + "{ age = app.form.age }.amount == app.form.fee");
  ASSERT_EQ(verdict.evidence.size(), 3u);
  EXPECT_EQ(verdict.evidence[0].fact, "form.age");
  EXPECT_EQ(verdict.evidence[1].fact, "tables/t.csv[2]");
  EXPECT_EQ(verdict.evidence[1].source, "table");
  EXPECT_EQ(canonical_json(verdict.evidence[1].value),
            R"({"age.max":null,"age.min":40,"amount":200})");
  EXPECT_EQ(verdict.evidence[2].fact, "form.fee");
}

TEST(DecisionTable, OfTheWrongShapeIsAnErrorThatNamesTheLine) {
  EXPECT_THAT(
      looked_up("k,amount:money\n1,much\n", "return " + kRow + "{ k = 1 }.amount == 1").message,
      HasSubstr("tables/t.csv:2:1"));
  EXPECT_THAT(
      looked_up("k,amount:coins\n1,1\n", "return " + kRow + "{ k = 1 }.amount == 1").message,
      HasSubstr("coins"));
}

}  // namespace
}  // namespace zhipi::engine::testing
