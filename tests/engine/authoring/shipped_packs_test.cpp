// Every pack that is shipped passes its own tools.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "engine/authoring/check.h"
#include "engine/authoring/pack_test.h"

namespace zhipi::engine {
namespace {

namespace fs = std::filesystem;

const fs::path kRules = fs::path(ZHIPI_SOURCE_DIR) / "rules";

std::vector<std::string> shipped() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRules)) {
    if (entry.is_directory() && entry.path().filename() != "common") {
      names.push_back(entry.path().filename());
    }
  }
  return names;
}

class ShippedPack : public testing::TestWithParam<std::string> {
 protected:
  std::shared_ptr<const Pack> pack() const {
    return Pack::load_folder(kRules / GetParam(), std::array{kRules}).value();
  }
};

TEST_P(ShippedPack, HasNothingToCheck) {
  const Findings found = check(*pack());
  for (const Problems& problems : {found.errors, found.warnings}) {
    for (const Problem& one : problems) ADD_FAILURE() << one.where << ": " << one.message;
  }
}

formats::WorkingDays calendar(const Pack& pack) {
  std::vector<Json> years;
  for (const auto& [name, text] : pack.files().common) {
    if (name.starts_with("common/calendar/")) years.push_back(parse_json(text).value());
  }
  return formats::WorkingDays::from(years).value();
}

TEST_P(ShippedPack, PassesItsCasesWhichCoverItAndNoticeEveryFault) {
  const auto tried = pack();
  PackTestOptions options;
  options.limits.time = std::chrono::minutes(10);
  const PackTest test = test_pack(tried, calendar(*tried), options).value();
  EXPECT_TRUE(test.passed());
  for (const CriterionCoverage& one : test.coverage)
    EXPECT_TRUE(one.missing.empty()) << one.criterion;
  for (const LineCoverage& file : test.mutation->lines)
    EXPECT_TRUE(file.not_run.empty()) << file.file;
  EXPECT_TRUE(test.mutation->survivors.empty());
  EXPECT_EQ(test.mutation->untried, 0u);
  if (HasFailure()) ADD_FAILURE() << to_text(test, "rules/" + GetParam());
}

INSTANTIATE_TEST_SUITE_P(Rules, ShippedPack, testing::ValuesIn(shipped()),
                         [](const auto& pack) { return pack.param; });

}  // namespace
}  // namespace zhipi::engine
