// A decision's bytes, written straight from what was judged, are those of the decision told in
// full.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "engine/authoring/golden.h"
#include "engine/describe.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kRules = fs::path(ZHIPI_SOURCE_DIR) / "rules";

// Each is written over the one before, whatever pack that was of.
void expect_same_bytes(Judge& judge, const Facts& facts) {
  static WrittenDecision written;
  Watchdog watchdog;
  const std::string told = bytes(judge.judge(facts, watchdog));
  write_out(judge.pack(), facts, judge.assess(facts, watchdog), calendar_of_2026(), written);
  EXPECT_EQ(written.bytes, told);
  Facts as_sent;  // whose rows reading has written out
  ASSERT_TRUE(FactReader(judge.pack().layout()).read_canonically(" " + facts.document, as_sent));
  write_out(judge.pack(), as_sent, judge.assess(as_sent, watchdog), calendar_of_2026(), written);
  EXPECT_EQ(written.bytes, told);
  EXPECT_EQ(to_text(written.decision.outcome), parse_json(told)->at("outcome").as_string());
}

TEST(WrittenDecision, HasTheBytesOfTheFullOneForEveryGoldenCase) {
  std::size_t judged = 0;
  for (const auto& folder : fs::directory_iterator(kRules)) {
    if (!fs::exists(folder.path() / "matter.lua")) continue;
    const auto pack = Pack::load_folder(folder.path(), std::array{kRules}).value();
    Judge judge(pack, calendar_of_2026());
    const std::vector<GoldenCase> cases = golden_cases(*pack).value();
    for (const GoldenCase& one : cases) {
      SCOPED_TRACE(folder.path().string() + " " + one.name);
      expect_same_bytes(judge, bound(*pack, one.facts));
      ++judged;
    }
  }
  EXPECT_GT(judged, 100U);
}

// Whatever evidence can be: cells of two lists in turn, parts of what is seen, rows as they were
// given, tables, sections, answers, boxes, and texts that JSON escapes.
TEST(WrittenDecision, TellsEveryKindOfEvidence) {
  const std::string criteria =
      criterion("rows",
                "return all(app.form.family, function(row) return row.age >= 0 and "
                "app.proof.seal.present end) and app.proof.seal.text ~= \"\"") +
      criterion("table",
                "return decision_table \"tables/t.csv\":row { age = app.form.age }.fee > 0",
                "escalate \"{form.family} {form.fee}\"") +
      criterion("numbers", "return app.form.area + app.form.share + app.form.fee > 0") +
      criterion("texts", "return app.form.note ~= app.card.number and app.form.since ~= nil") +
      criterion("asked", "return has(app, \"lease\") or has(app, \"register\")") +
      criterion("missing", "return app.lease.owner ~= app.register.owner") +
      "inspect \"layout\" { title = \"布局\", text = \"看一看\" }";
  const auto pack = load(pack_files(
      criteria, matter_lua(),
      {{"tables/t.csv",
        "age.min,age.max,name,fee:money,since:date\n0,39,\"a \"\"b\"\"\",0.01,2020-01-01\n"
        "40,,林,0,\n"}}));
  Judge judge(pack, calendar_of_2026());
  for (
      const char* const changes :
      {"{}", R"({"form": {"note": "\"\\ \n\u0001 林", "area": 5.0, "age": 3}})",
       R"({"materials": {"lease": null, "card": {"number": {"value": "A", "confidence": 0.2,
            "source": "ocr", "page": 2, "box": [-1, 2, 3, 4]}}}, "lookups": {"register": null}})",
       R"({"form": {"family": {"value": [{"age": {"value": 3, "confidence": 0.5}, "full_name": "甲"},
            {"full_name": "乙"}], "confidence": 0.99, "source": "ocr", "page": 1}},
            "materials": {"proof": {"seal": {"present": null, "value": {"present": true, "text": "章", "ring": [1, {}]},
            "page": 3}}},
            "context": {"answers": {"layout": {"result": "fail", "note": "\"窄\"", "reviewer": "r"},
                                    "missing": {"result": "pass"}}}})"}) {
    SCOPED_TRACE(changes);
    expect_same_bytes(judge, bound(*pack, facts_with(changes)));
  }
}

// Facts as they were sent, in whatever order and style.
TEST(WrittenDecision, DoesNotDependOnHowTheFactsWereWritten) {
  const auto pack = load(pack_files(criterion("rows", "return #app.form.family == 2")));
  Facts facts;
  const std::string document = " " + json::serialize(sound_facts());
  ASSERT_TRUE(FactReader(pack->layout()).read(document, facts));
  ASSERT_NE(facts.document, canonical_json(sound_facts()));
  Judge judge(pack, calendar_of_2026());
  Watchdog watchdog;
  WrittenDecision written;
  write_out(*pack, facts, judge.assess(facts, watchdog), calendar_of_2026(), written);
  EXPECT_EQ(written.bytes, bytes(judge.judge(bound(*pack, sound_facts()), watchdog)));
}

}  // namespace
}  // namespace zhipi::engine::testing
