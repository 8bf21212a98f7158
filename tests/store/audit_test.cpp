#include "store/audit.h"

#include "models/json.h"
#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class AuditTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    for (int i = 1; i <= 5; ++i) {
      ASSERT_TRUE(store_->record("signed_in", "anna", R"({"try":)" + std::to_string(i) + "}",
                                 act(i, "anna")));
    }
  }
  // Changes the database behind the store's back.
  void tamper(const std::string& sql) {
    open_database(directory_.path(), Access::write)->execute(sql);
  }
  // Where the log is broken; "ok" if it is not.
  std::string broken_at(const std::optional<AuditHead>& witness = {}) {
    const auto verified = store_->verify_audit(witness);
    if (verified) return "ok";
    EXPECT_EQ(verified.error().code, "audit_broken");
    return verified.error().where;
  }
  // Writes the entries anew from this one on, with hashes that are right again.
  void forge(const std::string& entry) {
    tamper("DELETE FROM audit");
    tamper("UPDATE audit_head SET size = 0, chain = '" + std::string(64, '0') + "'");
    for (int i = 1; i <= 5; ++i) ASSERT_TRUE(store_->record(entry, "anna", "{}", act(i, "anna")));
  }
};

TEST_F(AuditTest, AnUntouchedLogIsVerifiedToItsHead) {
  const auto verified = store_->verify_audit();
  ASSERT_TRUE(verified) << to_line(verified.error());
  EXPECT_EQ(verified->size, 5);
  EXPECT_EQ(*verified, store_->audit_head().value());
}

TEST_F(AuditTest, AnEmptyLogIsSound) {
  const Directory other;
  EXPECT_EQ(
      Store::open(other.path(), options_for(other.path())).value()->verify_audit().value().size, 0);
}

TEST_F(AuditTest, AnEntryIsCanonicalJsonThatNamesItsPlace) {
  const auto entries = store_->audit_after(2, 1).value();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].sequence, 3);
  EXPECT_EQ(entries[0].entry,
            R"({"action":"signed_in","actor":"anna","at":"2026-11-20T12:00:03.000Z",)"
            R"("detail":{"try":3},"seq":3,"subject":"anna"})");
}

TEST_F(AuditTest, ALeafIsHashedAsRfc9162Says) {
  const AuditEntry entry = store_->audit_after(0, 1).value().at(0);
  EXPECT_EQ(entry.leaf, Digest::of(std::string(1, '\0') + entry.entry).hex());
}

TEST_F(AuditTest, AChangedEntryIsNamed) {
  tamper("UPDATE audit SET entry = replace(entry, 'anna', 'otto') WHERE sequence = 3");
  EXPECT_EQ(broken_at(), "entry 3");
}

TEST_F(AuditTest, AChangedEntryWithItsLeafHashedAnewIsNamed) {
  const std::string entry = store_->audit_after(2, 1).value().at(0).entry;
  const std::string changed = entry.substr(0, entry.size() - 2) + "o\"}";
  const std::string leaf(Digest::of(std::string(1, '\0') + changed).hex());
  tamper("UPDATE audit SET entry = '" + changed + "', leaf = '" + leaf + "' WHERE sequence = 3");
  EXPECT_EQ(broken_at(), "entry 3");
}

TEST_F(AuditTest, ARemovedEntryIsNamed) {
  tamper("DELETE FROM audit WHERE sequence = 2");
  EXPECT_EQ(broken_at(), "entry 2");
}

TEST_F(AuditTest, ARemovedEntryIsNamedWhenTheOthersCloseTheGap) {
  tamper("DELETE FROM audit WHERE sequence = 2");
  tamper("UPDATE audit SET sequence = sequence - 1 WHERE sequence = 3");
  EXPECT_EQ(broken_at(), "entry 2");
}

TEST_F(AuditTest, TheFirstOfTwoExchangedEntriesIsNamed) {
  tamper("UPDATE audit SET sequence = 100 WHERE sequence = 2");
  tamper("UPDATE audit SET sequence = 2 WHERE sequence = 4");
  tamper("UPDATE audit SET sequence = 4 WHERE sequence = 100");
  EXPECT_EQ(broken_at(), "entry 2");
}

TEST_F(AuditTest, ALogThatWasCutOffIsNoticed) {
  tamper("DELETE FROM audit WHERE sequence = 5");
  EXPECT_EQ(broken_at(), "entry 5");
}

TEST_F(AuditTest, AnEntryThatWasAddedByHandIsNoticed) {
  tamper("INSERT INTO audit SELECT 6, entry, leaf, chain FROM audit WHERE sequence = 5");
  EXPECT_EQ(broken_at(), "entry 6");
}

TEST_F(AuditTest, ALogWrittenAnewIsNoticedByAHeadThatWasKeptElsewhere) {
  const AuditHead witness = store_->audit_head().value();
  forge("never_signed_in");
  EXPECT_EQ(broken_at(), "ok");
  EXPECT_EQ(broken_at(witness), "entry 5");
}

TEST_F(AuditTest, ALogThatGrewStillLeadsToAnEarlierHead) {
  const AuditHead witness = store_->audit_head().value();
  create("A1");
  EXPECT_EQ(broken_at(witness), "ok");
}

TEST_F(AuditTest, ALogShorterThanAnEarlierHeadIsNoticed) {
  AuditHead witness = store_->audit_head().value();
  witness.size = 9;
  EXPECT_EQ(broken_at(witness), "entry 6");
}

TEST_F(AuditTest, AQuickLookSeesAChangedEnd) {
  EXPECT_EQ(store_->check().value(), store_->audit_head().value());
  tamper("UPDATE audit SET entry = replace(entry, 'anna', 'otto') WHERE sequence = 5");
  EXPECT_EQ(store_->check().error().where, "entry 5");
}

TEST_F(AuditTest, AQuickLookSeesAnEndThatWasCutOff) {
  tamper("DELETE FROM audit WHERE sequence = 5");
  EXPECT_EQ(store_->check().error().where, "entry 5");
}

TEST_F(AuditTest, AQuickLookAtAnEmptyLogIsFine) {
  const Directory other;
  const auto store = Store::open(other.path(), options_for(other.path())).value();
  EXPECT_EQ(store->check().value().size, 0);
}

TEST_F(AuditTest, ARefusedWriteLeavesNoEntry) {
  create("A1");
  const auto before = store_->audit_head().value();
  EXPECT_FALSE(created(*store_, application("A1"), act()));
  EXPECT_EQ(store_->audit_head().value(), before);
}

TEST_F(AuditTest, TheLogNamesContentsByDigestAndHoldsNone) {
  ASSERT_TRUE(created(*store_, application("A1"), act(), decision()));
  ASSERT_TRUE(store_->add_event("A1", "noted", R"({"about":"甲某某"})", act()));
  const auto entries = store_->audit_after(5, 100).value();
  ASSERT_THAT(entries, SizeIs(4));
  for (const AuditEntry& entry : entries) EXPECT_THAT(entry.entry, Not(HasSubstr("甲某某")));
  EXPECT_THAT(entries[0].entry, HasSubstr(Digest::of(application("A1").request).text()));
  EXPECT_THAT(entries[2].entry, HasSubstr(Digest::of(decision().decision).text()));
  EXPECT_THAT(entries[3].entry, HasSubstr(Digest::of(R"({"about":"甲某某"})").text()));
}

TEST_F(AuditTest, ADetailThatIsNoObjectIsRefused) {
  EXPECT_EQ(code_of(store_->record("x", "y", "[]", act())), "bad_json");
  EXPECT_EQ(code_of(store_->record("x", "y", "{", act())), "bad_json");
}

}  // namespace
}  // namespace zhipi::store
