// Every pack that is shipped passes its own tools.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "engine/authoring/check.h"
#include "engine/authoring/golden.h"

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

INSTANTIATE_TEST_SUITE_P(Rules, ShippedPack, testing::ValuesIn(shipped()),
                         [](const auto& pack) { return pack.param; });

}  // namespace
}  // namespace zhipi::engine
