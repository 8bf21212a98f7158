// Who is drawn follows from the key and the id alone.
#include "workflow/spot_checks.h"

#include "service.h"

namespace zhipi::workflow {
namespace {

// Computed with: printf A20261120-TEST | openssl dgst -sha256 -hmac secret
TEST(DrawTest, IsAKeyedHashThatOthersComputeToo) {
  const store::Draw drawn = draw("secret", 0.5, "A20261120-TEST");
  EXPECT_EQ(drawn.hash, "185de43e3496dadfd8f5950b681ed4cffce42e200a62d79813af6e12f877777d");
  EXPECT_EQ(drawn.drawn, true);
  EXPECT_EQ(drawn.key, Digest::of("secret").text());
  EXPECT_EQ(drawn.input, Digest::of("A20261120-TEST").text());
}

TEST(DrawTest, TakesTheShareThatWasAskedFor) {
  int drawn = 0;
  for (int i = 0; i < 20000; ++i) drawn += draw("secret", 0.05, std::to_string(i)).drawn ? 1 : 0;
  EXPECT_NEAR(drawn, 1000, 120);  // four standard deviations
}

TEST(DrawTest, AShareOfNothingDrawsNobodyAndAShareOfOneEverybody) {
  for (int i = 0; i < 200; ++i) {
    EXPECT_FALSE(draw("secret", 0, std::to_string(i)).drawn);
    EXPECT_TRUE(draw("secret", 1, std::to_string(i)).drawn);
  }
}

TEST(DrawTest, ARiskLevelRaisesTheShareAndNeverLowersIt) {
  Matter matter;
  matter.spot_check = 0.1;
  matter.risk = {{0, "low", 0.01, false}, {3, "high", 0.5, false}, {6, "none", {}, false}};
  EXPECT_EQ(share_of(matter, "low"), 0.1);
  EXPECT_EQ(share_of(matter, "high"), 0.5);
  EXPECT_EQ(share_of(matter, "none"), 0.1);
}

}  // namespace
}  // namespace zhipi::workflow
