#include "engine/authoring/backtest.h"

#include <gmock/gmock.h>

#include <random>

#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using testing::calendar_of_2026;
using testing::criterion;
using ::testing::ElementsAre;
using testing::facts_with;
using ::testing::IsEmpty;
using testing::load;
using testing::pack_files;
using ::testing::Pair;

std::shared_ptr<const Pack> adults_from(int age) {
  return load(pack_files(criterion("adult", "return app.form.age >= " + std::to_string(age)) +
                         criterion("agreed", "return app.form.agreed", "supplement \"请同意\"")));
}

std::string line_of(const std::string& application, int age) {
  return canonical_json(facts_with(R"({"application": ")" + application + R"(", "form": {"age": )" +
                                   std::to_string(age) + "}}")) +
         "\n";
}

BacktestReport backtest(const std::string& lines, std::shared_ptr<const Pack> before,
                        std::shared_ptr<const Pack> after) {
  Backtest backtest(std::move(before), std::move(after), calendar_of_2026());
  backtest.run({1, lines});
  return backtest.report();
}

std::string flows_of(const BacktestReport& report) {
  return canonical_json(to_json(report).at("flows"));
}

TEST(Backtest, CountsCasesWhoseOutcomeChanges) {
  const auto report =
      backtest(line_of("A1", 17) + line_of("A2", 18) + line_of("A3", 20) + line_of("A4", 21),
               adults_from(18), adults_from(21));
  EXPECT_EQ(report.cases, 4u);
  EXPECT_EQ(report.changed, 2u);
  EXPECT_EQ(flows_of(report), R"({"approve→deny":2})");
}

TEST(Backtest, KeepsUnchangedCasesOutOfTheFlowsAndInTheText) {
  const auto report = backtest(line_of("A1", 30), adults_from(18), adults_from(21));
  EXPECT_EQ(flows_of(report), "{}");
  EXPECT_THAT(to_text(report, *adults_from(21)), ::testing::HasSubstr("approve→approve"));
}

TEST(Backtest, NamesTheCriterionAndTheFirstCases) {
  std::string lines;
  for (int at = 1; at <= 9; ++at) lines += line_of("A" + std::to_string(at), 19);
  const auto report = backtest(lines, adults_from(18), adults_from(21));
  const Json json = to_json(report);
  EXPECT_EQ(canonical_json(json.at("criteria")), R"({"adult":{"pass→fail":9}})");
  EXPECT_EQ(canonical_json(json.at("examples")), R"({"approve→deny":["A1","A2","A3","A4","A5"]})");
}

TEST(Backtest, SeesVerdictsThatChangeUnderTheSameOutcome) {
  const auto before = load(pack_files(criterion("a", "return app.form.age > 50") +
                                      criterion("b", "return app.form.age > 50")));
  const auto after = load(pack_files(criterion("a", "return app.form.age > 50") +
                                     criterion("b", "return app.form.age > 10")));
  const auto report = backtest(line_of("A1", 40), before, after);
  EXPECT_EQ(report.changed, 0u);
  EXPECT_EQ(report.verdicts_only, 1u);
  EXPECT_EQ(report.criteria.at("b").at("fail→pass").cases, 1u);
}

TEST(Backtest, CallsACriterionOfOnePackNoneInTheOther) {
  const auto before =
      load(pack_files(criterion("kept", "return true") + criterion("gone", "return true")));
  const auto after = load(pack_files(criterion("fresh", "return app.form.age > 50") +
                                     criterion("kept", "return true")));
  const auto report = backtest(line_of("A1", 40), before, after);
  EXPECT_EQ(canonical_json(to_json(report).at("criteria")),
            R"({"fresh":{"none→fail":1},"gone":{"pass→none":1}})");
}

TEST(Backtest, TellsProposalsApartWhereBothGoToAPerson) {
  std::string matter = testing::matter_lua();
  const std::string automatic = "approve = true, supplement = true, not_accept = true, deny = true";
  matter.replace(matter.find(automatic), automatic.size(), "approve = false");
  const auto pack = [&](int age) {
    return load(
        pack_files(criterion("adult", "return app.form.age >= " + std::to_string(age)), matter));
  };
  const auto report = backtest(line_of("A1", 19), pack(18), pack(21));
  EXPECT_EQ(report.changed, 0u);
  EXPECT_EQ(canonical_json(to_json(report).at("proposals")), R"({"approve→deny":1})");
}

TEST(Backtest, CountsAndNamesLinesThatAreNoFacts) {
  const auto report =
      backtest(line_of("A1", 30) + "nonsense\n\n" +
                   R"({"application": "A2", "received_on": "2026-11-20", "form": {"agee": 1}})" +
                   "\n" + line_of("A3", 30),
               adults_from(18), adults_from(21));
  EXPECT_EQ(report.cases, 2u);
  EXPECT_EQ(report.refused, 2u);
  ASSERT_EQ(report.refusals.size(), 2u);
  EXPECT_EQ(report.refusals[0].name.line, 2u);
  EXPECT_EQ(report.refusals[0].name.application, "");
  EXPECT_EQ(report.refusals[0].problem.code, "bad_json");
  EXPECT_EQ(report.refusals[1].name.line, 4u);
  EXPECT_EQ(report.refusals[1].name.application, "A2");
  EXPECT_EQ(report.refusals[1].problem.where, "/form/agee");
}

TEST(Backtest, LeavesOutNamesThatOnlyTheOtherPackDeclares) {
  const std::string criteria = criterion("adult", "return app.form.age >= 18");
  const std::string without =
      R"(return matter { title = "试验", version = "1.0.0", automatic = { approve = true }, form = { age = integer {} } })";
  const std::string with =
      R"(return matter { title = "试验", version = "1.0.0", automatic = { approve = true },
                         form = { age = integer {}, note = text {} } })";
  const auto before = load(pack_files(criteria, without));
  const auto after = load(pack_files(criteria, with));
  const std::string line =
      R"({"application": "A1", "received_on": "2026-11-20", "form": {"age": 30, "note": "甲"}})";
  for (const auto& [old_pack, new_pack] : {std::pair{before, after}, std::pair{after, before}}) {
    const auto report = backtest(line, old_pack, new_pack);
    EXPECT_EQ(report.cases, 1u);
    EXPECT_EQ(report.refused, 0u);
    EXPECT_THAT(report.left_out, ElementsAre(Pair("/form/note", 1u)));
  }
}

TEST(Backtest, TakesAByteOrderMarkAndWindowsLineEnds) {
  std::string lines = "\xEF\xBB\xBF" + line_of("A1", 30) + line_of("A2", 30);
  for (std::size_t at = 0; (at = lines.find('\n', at)) != std::string::npos; at += 2) {
    lines.insert(at, "\r");
  }
  const auto report = backtest(lines, adults_from(18), adults_from(21));
  EXPECT_EQ(report.cases, 2u);
  EXPECT_EQ(report.refused, 0u);
}

TEST(Backtest, TheReportIsTheSameHoweverTheBlocksAreShared) {
  std::mt19937 random(20261120);
  std::uniform_int_distribution<int> age(10, 30);
  std::vector<Block> blocks;
  std::uint64_t line = 1;
  for (int at = 0; at < 12; ++at) {
    Block block{line, {}};
    for (int i = 0; i < 7; ++i, ++line) {
      block.text +=
          line % 11 == 0 ? "nonsense\n" : line_of("A" + std::to_string(line), age(random));
    }
    blocks.push_back(std::move(block));
  }
  const auto shared_among = [&](std::size_t threads) {
    std::vector<std::unique_ptr<Backtest>> workers;
    for (std::size_t at = 0; at < threads; ++at) {
      workers.push_back(
          std::make_unique<Backtest>(adults_from(18), adults_from(21), calendar_of_2026()));
    }
    for (const Block& block : blocks) workers[random() % threads]->run(block);
    BacktestReport sum;
    for (const auto& worker : workers) merge(sum, worker->report());
    return sum;
  };
  const BacktestReport alone = shared_among(1);
  EXPECT_GT(alone.changed, 5u);
  for (const std::size_t threads : {2u, 3u, 5u}) {
    const BacktestReport shared = shared_among(threads);
    EXPECT_EQ(canonical_json(to_json(shared)), canonical_json(to_json(alone)));
    ASSERT_EQ(shared.refusals.size(), alone.refusals.size());
    for (std::size_t at = 0; at < alone.refusals.size(); ++at) {
      EXPECT_EQ(shared.refusals[at].name.line, alone.refusals[at].name.line);
    }
  }
}

TEST(Backtest, NoCasesAreNoChange) {
  const auto report = backtest("", adults_from(18), adults_from(21));
  EXPECT_EQ(report.cases, 0u);
  EXPECT_THAT(report.flows, IsEmpty());
}

}  // namespace
}  // namespace zhipi::engine
