#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;

using KeyTest = StoreTest;

TEST_F(KeyTest, AKeyIsFoundByTheDigestOfItsToken) {
  EXPECT_EQ(store_->count_keys().value(), 0);
  ASSERT_TRUE(store_->add_key(Digest::of("token"), {"window-1", {"submitter", "auditor"}}, act()));
  const auto key = store_->find_key(Digest::of("token")).value();
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "window-1");
  EXPECT_THAT(key->roles, ElementsAre("submitter", "auditor"));
  EXPECT_EQ(store_->count_keys().value(), 1);
  EXPECT_FALSE(store_->find_key(Digest::of("other")).value());
}

TEST_F(KeyTest, ANameAndATokenAreTakenOnce) {
  ASSERT_TRUE(store_->add_key(Digest::of("token"), {"window-1", {}}, act()));
  EXPECT_EQ(code_of(store_->add_key(Digest::of("other"), {"window-1", {}}, act())), "conflict");
  EXPECT_EQ(code_of(store_->add_key(Digest::of("token"), {"window-2", {}}, act())), "conflict");
}

TEST_F(KeyTest, ARemovedKeyIsUnknownAndItsNameStaysTaken) {
  ASSERT_TRUE(store_->add_key(Digest::of("token"), {"window-1", {}}, act()));
  EXPECT_EQ(code_of(store_->remove_key("window-1", act())), "ok");
  EXPECT_FALSE(store_->find_key(Digest::of("token")).value());
  EXPECT_EQ(store_->count_keys().value(), 0);
  EXPECT_EQ(code_of(store_->remove_key("window-1", act())), "not_found");
  EXPECT_EQ(code_of(store_->add_key(Digest::of("new"), {"window-1", {}}, act())), "conflict");
}

using IdempotencyTest = StoreTest;

Once once(const std::string& body, const std::string& answer) {
  return Once{"key", "window-1", Digest::of(body), {202, answer}};
}

TEST_F(IdempotencyTest, AnAnswerIsKeptForItsPrincipalAndBody) {
  EXPECT_FALSE(store_->recall("key", "window-1", Digest::of("body")).value());
  ASSERT_TRUE(store_->remember(once("body", "answer"), at()));
  EXPECT_EQ(store_->recall("key", "window-1", Digest::of("body")).value(),
            (Response{202, "answer"}));
  EXPECT_FALSE(store_->recall("key", "window-2", Digest::of("body")).value());
  EXPECT_EQ(code_of(store_->recall("key", "window-1", Digest::of("another"))), "key_reused");
}

TEST_F(IdempotencyTest, TheFirstAnswerStays) {
  ASSERT_TRUE(store_->remember(once("body", "first"), at()));
  EXPECT_EQ(code_of(store_->remember(once("body", "second"), at())), "already_done");
  EXPECT_EQ(code_of(store_->remember(once("another", "second"), at())), "key_reused");
  EXPECT_EQ(store_->recall("key", "window-1", Digest::of("body")).value()->body, "first");
}

}  // namespace
}  // namespace zhipi::store
