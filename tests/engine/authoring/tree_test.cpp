#include "engine/authoring/tree.h"

#include <gtest/gtest.h>

namespace zhipi::engine {
namespace {

TEST(Tree, DrawsBranchesAndKeepsLongTextsWithinThem) {
  Tree tree{"root", {}};
  tree.add("first\nmore").add("leaf");
  tree.add("last");
  EXPECT_EQ(to_text(tree), "root\n├─ first\n│  more\n│  └─ leaf\n└─ last\n");
}

}  // namespace
}  // namespace zhipi::engine
