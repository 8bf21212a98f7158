#include "api/key_ring.h"

#include <gtest/gtest.h>

#include "tests/temporary_folder.h"

namespace zhipi::api {
namespace {

class KeyRingTest : public ::testing::Test {
 protected:
  KeyRingTest() {
    store_ = store::Store::open(folder_.path()).value();
    ring_ = std::make_unique<KeyRing>(*store_, [this] { return now_; });
  }

  void add(store::Store& store, const std::string& name) {
    ASSERT_TRUE(store.add_key(Digest::of(name), {.name = name, .roles = {"reviewer"}},
                              {.at = store::Time{}, .actor = "test"}));
  }
  bool knows(const std::string& name) { return ring_->find(Digest::of(name)).value() != nullptr; }

  const zhipi::testing::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
  KeyRing::Clock::time_point now_{};
  std::unique_ptr<KeyRing> ring_;
};

TEST_F(KeyRingTest, SaysWhoseTokenItIs) {
  add(*store_, "desk");
  const auto principal = ring_->find(Digest::of("desk")).value();
  ASSERT_NE(principal, nullptr);
  EXPECT_EQ(principal->name, "desk");
  EXPECT_EQ(principal->roles, std::vector<std::string>{"reviewer"});
  EXPECT_EQ(ring_->find(Digest::of("desk")).value(), principal) << "it asked the store again";
  EXPECT_FALSE(knows("other"));
}

TEST_F(KeyRingTest, KnowsANewKeyAtOnce) {
  EXPECT_FALSE(knows("desk"));
  add(*store_, "desk");
  EXPECT_TRUE(knows("desk"));
}

TEST_F(KeyRingTest, ForgetsAtOnceAKeyThatThisProcessRemoves) {
  add(*store_, "desk");
  ASSERT_TRUE(knows("desk"));
  ASSERT_TRUE(store_->remove_key("desk", {.at = store::Time{}, .actor = "test"}));
  EXPECT_FALSE(knows("desk"));
}

TEST_F(KeyRingTest, ForgetsWithinASecondAKeyThatAnotherProcessRemoves) {
  add(*store_, "desk");
  ASSERT_TRUE(knows("desk"));
  const auto other = store::Store::open(folder_.path()).value();
  ASSERT_TRUE(other->remove_key("desk", {.at = store::Time{}, .actor = "test"}));
  now_ += std::chrono::milliseconds(999);
  EXPECT_TRUE(knows("desk"));
  now_ += std::chrono::milliseconds(1);
  EXPECT_FALSE(knows("desk"));
}

}  // namespace
}  // namespace zhipi::api
