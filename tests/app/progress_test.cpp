#include "app/progress.h"

#include <gtest/gtest.h>

namespace zhipi::app {
namespace {

using std::chrono::seconds;

TEST(Progress, TellsShareCountRateAndWhatRemains) {
  EXPECT_EQ(progress_line(1000, 25, 100, seconds(10)),
            "[======>                 ] 25 %  1000 件  100/s  剩余 30 s");
}

TEST(Progress, TellsCountAndRateWhereNobodyKnowsHowMuchThereIs) {
  EXPECT_EQ(progress_line(1000, 25, 0, seconds(10)), "1000 件  100/s");
}

TEST(Progress, EndsWithAFullBar) {
  EXPECT_EQ(progress_line(7, 100, 100, seconds(7)),
            "[========================] 100 %  7 件  1/s  剩余 0 s");
}

TEST(Progress, BeginsBeforeAnyTimeHasPassed) {
  EXPECT_EQ(progress_line(0, 0, 100, seconds(0)), "[>                       ] 0 %  0 件  0/s");
}

}  // namespace
}  // namespace zhipi::app
