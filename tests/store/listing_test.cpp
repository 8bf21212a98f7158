#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ListingTest : public StoreTest {
 protected:
  void add(const std::string& id, const std::optional<Date>& deadline = {},
           const std::string& actor = "window-1") {
    NewApplication fresh = application(id);
    fresh.deadline = deadline;
    ASSERT_TRUE(created(*store_, fresh, act(0, actor)));
  }
  // The ids on all pages together, page by page through the cursors.
  std::vector<std::string> ids(ListQuery query) {
    std::vector<std::string> all;
    do {
      const auto page = store_->list(query).value();
      EXPECT_LE(page.applications.size(), static_cast<std::size_t>(query.limit));
      for (const Application& found : page.applications) all.push_back(found.id);
      query.cursor = page.next;
    } while (!query.cursor.empty());
    return all;
  }
};

TEST_F(ListingTest, AnEmptyStoreHasOneEmptyPage) {
  EXPECT_THAT(ids({}), IsEmpty());
}

TEST_F(ListingTest, TheEarliestDeadlineComesFirstAndNoneLast) {
  add("A1");
  add("A2", Date::of(2026, 12, 2));
  add("A3", Date::of(2026, 12, 1));
  add("A4", Date::of(2026, 12, 2));
  add("A5");
  const std::vector<std::string> expected{"A3", "A2", "A4", "A1", "A5"};
  for (const int limit : {1, 2, 3, 5, 50}) EXPECT_EQ(ids({.limit = limit}), expected) << limit;
}

TEST_F(ListingTest, ByReceptionTheOrderIsThatOfArrival) {
  add("B", Date::of(2026, 12, 2));
  add("A");
  add("C", Date::of(2026, 12, 1));
  EXPECT_THAT(ids({.sort = Sort::received, .limit = 2}), ElementsAre("B", "A", "C"));
}

TEST_F(ListingTest, WhatArrivesBetweenTwoPagesMovesNothing) {
  add("A1", Date::of(2026, 12, 1));
  add("A2", Date::of(2026, 12, 3));
  ListQuery query{.limit = 1};
  query.cursor = store_->list(query).value().next;
  add("A0", Date::of(2026, 11, 30));
  EXPECT_THAT(ids(query), ElementsAre("A2"));
}

TEST_F(ListingTest, FiltersAreCombined) {
  add("A1");
  add("A2", {}, "window-2");
  ASSERT_TRUE(created(*store_, application("A3"), act(), decision()));
  EXPECT_THAT(ids({.state = State::decided}), ElementsAre("A3"));
  EXPECT_THAT(ids({.matter = "senior_allowance"}), ElementsAre("A1", "A2", "A3"));
  EXPECT_THAT(ids({.matter = "other"}), IsEmpty());
  EXPECT_THAT(ids({.reference = "REF-A2"}), ElementsAre("A2"));
  EXPECT_THAT(ids({.submitter = "window-2"}), ElementsAre("A2"));
  EXPECT_THAT(ids({.state = State::received, .submitter = "window-1"}), ElementsAre("A1"));
}

TEST_F(ListingTest, AReferenceIsAValueAndNeverSql) {
  add("A1");
  EXPECT_THAT(ids({.reference = "' OR '1'='1"}), IsEmpty());
}

TEST_F(ListingTest, ACursorThatIsNoneIsRefused) {
  for (const std::string cursor :
       {"x", "1:2", "2026-12-01", "2026-12-01:", "2026-12-01:0", "2026-13-01:1",
        "2026-12-01:1 OR 1", "2026-12-01:99999999999999999999"}) {
    EXPECT_EQ(code_of(store_->list({.cursor = cursor})), "bad_cursor") << cursor;
  }
  EXPECT_EQ(code_of(store_->list({.sort = Sort::received, .cursor = "2026-12-01:1"})),
            "bad_cursor");
}

TEST_F(ListingTest, APageOfNoneOrTooManyIsRefused) {
  EXPECT_EQ(code_of(store_->list({.limit = 0})), "bad_limit");
  EXPECT_EQ(code_of(store_->list({.limit = 201})), "bad_limit");
}

TEST(Records, EveryStateIsReadBackFromItsName) {
  for (int i = 0; i <= static_cast<int>(State::closed); ++i) {
    EXPECT_EQ(state(to_text(static_cast<State>(i))), static_cast<State>(i));
  }
  EXPECT_EQ(state("lost"), std::nullopt);
}

TEST(Records, ATimeIsWrittenAsRfc3339) {
  EXPECT_EQ(to_text(Time(std::chrono::milliseconds(1795163400007))), "2026-11-20T08:30:00.007Z");
  EXPECT_EQ(to_text(Time(std::chrono::milliseconds(-1))), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace zhipi::store
