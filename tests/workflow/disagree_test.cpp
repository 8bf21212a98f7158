// A second person need not confirm: what the first one wants can be dropped, with grounds.
#include "review_fixture.h"

namespace zhipi::workflow {
namespace {

using testing::Contains;
using testing::SizeIs;

class DisagreeTest : public ReviewTest {
 protected:
  // An approval that Anna wants to revoke.
  std::string wanted_back() {
    const std::string id = submit(application_with(R"({"form": {"fee": 50}})")).id;
    EXPECT_TRUE(workflow_->revoke(id, "fraud", "材料系伪造", {}, kAnna));
    return id;
  }
  Expected<Answer> disagree(const std::string& id, const Principal& who = kBerta,
                            const std::optional<std::string>& key = {}) {
    return workflow_->disagree(id, parsed(R"({"grounds": "证据不足"})"), key, who);
  }
};

TEST_F(DisagreeTest, AWishToRevokeIsDroppedAndEverybodyCanReadWhy) {
  const std::string id = wanted_back();
  const auto dropped = disagree(id);
  ASSERT_TRUE(dropped) << to_line(dropped.error());
  EXPECT_EQ(parsed(dropped->body).at("dropped"), Json("revoke"));
  EXPECT_EQ(application_of(id).at("pending"), Json(nullptr));
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(store_->timeline_of(id)->back().event, "not_confirmed");
  EXPECT_EQ(parsed(store_->timeline_of(id)->back().detail).at("grounds"), Json("证据不足"));
  ASSERT_THAT(log_of("not_confirmed"), SizeIs(1));
  EXPECT_THAT(log_of("not_confirmed").front(), testing::HasSubstr("证据不足"));
  // It can be asked for again, and needs two persons again.
  EXPECT_EQ(workflow_->revoke(id, "fraud", "另有证据", {}, kBerta)->status, 202);
}

TEST_F(DisagreeTest, ADecisionAgainstTheEngineIsDroppedToo) {
  const std::string id = escalated(R"({"form": {"fee": 200}})");
  ASSERT_EQ(reviewed(id, R"({"decision": "approve", "reason": "租金以证明为准"})").status, 202);
  ASSERT_TRUE(disagree(id));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(application_of(id).at("pending"), Json(nullptr));
}

TEST_F(DisagreeTest, OnesOwnWishIsTakenBackInstead) {
  const std::string id = wanted_back();
  EXPECT_EQ(code_of(disagree(id, kAnna)), "conflict");
  EXPECT_EQ(application_of(id).at("pending").at("kind"), Json("revoke"));
}

TEST_F(DisagreeTest, WhereNothingWaitsThereIsNothingToDrop) {
  EXPECT_EQ(code_of(disagree(escalated())), "conflict");
}

TEST_F(DisagreeTest, WhoSubmittedItIsNoSecondPerson) {
  const Principal both{kWindow.name, {"submitter", "reviewer"}};
  EXPECT_EQ(code_of(disagree(wanted_back(), both)), "own_application");
}

TEST_F(DisagreeTest, ARepetitionGetsTheSameAnswer) {
  const std::string id = wanted_back();
  const auto first = disagree(id, kBerta, "k");
  ASSERT_TRUE(first);
  ASSERT_TRUE(workflow_->revoke(id, "fraud", "另有证据", {}, kAnna));
  const auto again = disagree(id, kBerta, "k");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->body, first->body);
  EXPECT_EQ(application_of(id).at("pending").at("kind"), Json("revoke"));
}

}  // namespace
}  // namespace zhipi::workflow
