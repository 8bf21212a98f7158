// Frozen facts are judged as the document they came from; other bytes are refused.
#include "engine/frozen_facts.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

const std::shared_ptr<const Pack>& pack() {
  static const std::shared_ptr<const Pack> kPack =
      load(pack_files(criterion("sum", "return sum(app.form.family, \"age\") == 37") +
                      criterion("seal", "return app.proof.seal.present and #app.form.note == 1") +
                      criterion("dates", "return app.card.born < app.form.since") +
                      criterion("share", "return app.form.share > 1")));
  return kPack;
}

Facts thawed(std::string_view bytes) {
  Facts facts;
  EXPECT_TRUE(thaw(bytes, pack()->layout(), facts).has_value());
  return facts;
}

TEST(FrozenFacts, AreJudgedAsTheDocumentTheyCameFrom) {
  const char* const changes[] = {
      "{}", R"({"form": {"age": null, "family": [{"full_name": "试样戊", "age": 37}]}})",
      R"({"materials": {"card": {"born": {"value": "19?0年", "confidence": 0.2, "source": "ocr"}}}})",
      R"({"context": {"automated": false, "conflicts": [["form.age", "card.born"]]}})"};
  Judge judge(pack(), calendar_of_2026());
  Watchdog watchdog;
  for (const char* const change : changes) {
    const Facts facts = bound(*pack(), facts_with(change));
    const std::string direct = bytes(judge.judge(facts, watchdog));
    Facts again = thawed(freeze(facts));
    again.document = facts.document;
    EXPECT_EQ(bytes(judge.judge(again, watchdog)), direct) << change;
  }
}

TEST(FrozenFacts, AreTheSameBytesWhenFrozenAgain) {
  const std::string once = freeze(bound(*pack(), sound_facts()));
  EXPECT_EQ(freeze(thawed(once)), once);
}

TEST(FrozenFacts, CutShortAreRefused) {
  const std::string whole = freeze(bound(*pack(), sound_facts()));
  Facts facts;
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    EXPECT_FALSE(thaw(std::string_view(whole).substr(0, size), pack()->layout(), facts)) << size;
  }
}

TEST(FrozenFacts, DamagedAreRefusedOrJudged) {
  const std::string whole = freeze(bound(*pack(), sound_facts()));
  std::mt19937 random(20261121);
  Judge judge(pack(), calendar_of_2026());
  Watchdog watchdog;
  Facts facts;
  int refused = 0;
  for (int turn = 0; turn < 5000; ++turn) {
    std::string damaged = whole;
    for (int hits = 1 + static_cast<int>(random() % 3); hits > 0; --hits) {
      damaged[random() % damaged.size()] = static_cast<char>(random());
    }
    if (!thaw(damaged, pack()->layout(), facts)) {
      ++refused;
    } else {
      judge.assess(facts, watchdog);
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(FrozenFacts, OfAnotherMatterAreRefused) {
  const auto other = load(pack_files("", R"(return matter { title = "t", version = "1",
    form = { a = text {} } })"));
  Facts facts;
  EXPECT_FALSE(thaw(freeze(bound(*pack(), sound_facts())), other->layout(), facts));
}

TEST(FrozenFacts, NameTheirLayoutByADigest) {
  const auto same = load(pack_files("", matter_lua()));
  const auto other = load(pack_files("", matter_lua("spot_check = 0.1,")));
  EXPECT_EQ(digest_of(same->layout()), digest_of(other->layout()));
  const auto changed = load(pack_files("", R"(return matter { title = "t", version = "1",
    form = { a = text {} } })"));
  EXPECT_NE(digest_of(same->layout()), digest_of(changed->layout()));
}

}  // namespace
}  // namespace zhipi::engine::testing
