#include "models/digest.h"

#include <gtest/gtest.h>

namespace zhipi {
namespace {

TEST(Digest, AgreesWithTheExamplesOfFips180) {
  EXPECT_EQ(Digest::of("").text(),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Digest::of("abc").hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, ReadsBackItsOwnText) {
  const Digest digest = Digest::of("材料");
  EXPECT_EQ(Digest::parse(digest.text()), digest);
}

TEST(Digest, IsReadOnlyInItsExactForm) {
  const std::string good = Digest::of("x").text();
  std::string upper = good;
  upper[10] = 'A';
  for (const std::string& bad : {good.substr(0, 70), good + "0", good.substr(7), upper,
                                 "md5:" + good.substr(7), std::string()}) {
    EXPECT_FALSE(Digest::parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace zhipi
