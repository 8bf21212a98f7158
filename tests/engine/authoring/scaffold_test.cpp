#include "engine/authoring/scaffold.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "engine/authoring/check.h"
#include "engine/authoring/pack_test.h"
#include "tests/temporary_folder.h"

namespace zhipi::engine {
namespace {

namespace fs = std::filesystem;
using zhipi::testing::TemporaryFolder;

const fs::path kRules = fs::path(ZHIPI_SOURCE_DIR) / "rules";

std::string code_of(const Expected<void>& made) {
  return made ? "ok" : made.error().code;
}

std::shared_ptr<const Pack> starter(const TemporaryFolder& folder) {
  EXPECT_EQ(code_of(create_starter(folder.path() / "stall_permit")), "ok");
  return Pack::load_folder(folder.path() / "stall_permit", std::array{kRules}).value();
}

TEST(Scaffold, MakesAPackWithNothingToCheck) {
  const TemporaryFolder folder;
  const Findings found = check(*starter(folder));
  for (const Problems& problems : {found.errors, found.warnings}) {
    for (const Problem& one : problems) ADD_FAILURE() << one.where << ": " << one.message;
  }
}

TEST(Scaffold, MakesAPackWhoseGoldenCasesPass) {
  const TemporaryFolder folder;
  const formats::WorkingDays calendar;
  Judge judge(starter(folder), calendar);
  Watchdog watchdog;
  const auto report = run_golden_cases(judge, watchdog);
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->results.empty());
  for (const GoldenResult& result : report->results) {
    for (const Difference& difference : result.differences) {
      ADD_FAILURE() << result.name << ": " << to_line(difference);
    }
  }
}

TEST(Scaffold, ItsCasesCoverEveryCriterion) {
  const TemporaryFolder folder;
  const formats::WorkingDays calendar;
  const auto test = test_pack(starter(folder), calendar).value();
  for (const CriterionCoverage& one : test.coverage) {
    for (const Result result : one.missing) {
      ADD_FAILURE() << one.criterion << " has no " << to_text(result);
    }
  }
}

TEST(Scaffold, ItsCasesNoticeEveryFault) {
  const TemporaryFolder folder;
  const auto test = test_pack(starter(folder), {}).value();
  for (const Survivor& survivor : test.mutation.value().survivors) {
    ADD_FAILURE() << place_of(survivor.mutant) << ": " << survivor.mutant.change;
  }
}

TEST(Scaffold, NamesTheMatterAfterTheFolder) {
  const TemporaryFolder folder;
  EXPECT_EQ(starter(folder)->matter().id, "stall_permit");
}

TEST(Scaffold, RefusesAFolderThatIsThereAndLeavesItAlone) {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "stall_permit");
  EXPECT_EQ(code_of(create_starter(folder.path() / "stall_permit")), "exists");
  EXPECT_TRUE(fs::is_empty(folder.path() / "stall_permit"));
}

TEST(Scaffold, RefusesAFileOfThatNameAndLeavesItAlone) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "stall_permit") << "kept";
  EXPECT_NE(code_of(create_starter(folder.path() / "stall_permit")), "ok");
  EXPECT_EQ(fs::file_size(folder.path() / "stall_permit"), 4u);
}

TEST(Scaffold, RefusesNamesThatCannotStandInPathsAndLua) {
  const TemporaryFolder folder;
  for (const char* const name : {"Stall", "摊位", "stall-permit", "1stall", "_stall", "stall_",
                                 "a__b", "", ".", "..", "common", "a b"}) {
    EXPECT_EQ(code_of(create_starter(folder.path() / name)), "bad_name") << name;
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Scaffold, RefusesAFolderThatIsNotThereToStandIn) {
  const TemporaryFolder folder;
  EXPECT_EQ(code_of(create_starter(folder.path() / "rules" / "stall_permit")), "no_folder");
  EXPECT_FALSE(fs::exists(folder.path() / "rules"));
}

}  // namespace
}  // namespace zhipi::engine
