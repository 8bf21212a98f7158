#include "models/formats/mask_numbers.h"

#include <gtest/gtest.h>

namespace zhipi::formats {
namespace {

TEST(MaskNumbers, ShowsTheFirstSixAndLastFourCharactersOfAnIdentityNumber) {
  EXPECT_EQ(mask_numbers("350102194005061221"), "350102********1221");
  EXPECT_EQ(mask_numbers("号码35010219400506922X。"), "号码350102********922X。");
}

TEST(MaskNumbers, LeavesShorterNumbersAlone) {
  EXPECT_EQ(mask_numbers("A20261120-7K3M9Q 12345678901234567"),
            "A20261120-7K3M9Q 12345678901234567");
  EXPECT_EQ(mask_numbers(""), "");
}

TEST(MaskNumbers, MasksEachOfSeveral) {
  EXPECT_EQ(mask_numbers("350102194005061221,35010219400506922X 350102194005061221"),
            "350102********1221,350102********922X 350102********1221");
}

TEST(MaskNumbers, ReachesEveryTextOfAValue) {
  Json value = parse_json(R"({"a": [{"b": "350102194005061221"}, 350102194005061221]})").value();
  mask_numbers_in(value);
  EXPECT_EQ(value.at("a").at(0).at("b"), "350102********1221");
}

}  // namespace
}  // namespace zhipi::formats
