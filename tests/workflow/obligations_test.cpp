// What a conditional approval leaves open, by the engine or by a person.
#include "workflow/obligations.h"

#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

Decision conditional() {
  Decision decision;
  decision.outcome = Outcome::approve_conditionally;
  decision.obligations = {{"plan", "tolerate", "平面图", 4, "2026-11-27", "撤销"},
                          {"site", "promise", "场所", std::nullopt, "", "撤销"}};
  return decision;
}

TEST(ObligationsTest, OneThatIsDecidedOnTheDayOfReceiptEndsAsTheDecisionSays) {
  const auto open = obligations_of(conditional(), *Date::of(2026, 11, 20), calendar_of_2026());
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0].due, Date::of(2026, 11, 27));
  EXPECT_EQ(open[0].working_days, 4);
  EXPECT_EQ(open[1].due, std::nullopt);
}

TEST(ObligationsTest, OneThatIsDecidedLaterIsCountedFromThatDay) {
  const auto open = obligations_of(conditional(), *Date::of(2026, 12, 1), calendar_of_2026());
  EXPECT_EQ(open[0].due, Date::of(2026, 12, 7));
  EXPECT_EQ(open[0].begun_on, Date::of(2026, 12, 1));
}

TEST(ObligationsTest, APersonsDecisionLeavesTheSameOpen) {
  const Json decision = parsed(canonical_json(to_json(conditional())));
  const auto open = obligations_of(decision, *Date::of(2026, 11, 20), calendar_of_2026());
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0].name, "plan");
  EXPECT_EQ(open[0].due, Date::of(2026, 11, 27));
}

TEST(ObligationsTest, AnyOtherOutcomeLeavesNothingOpen) {
  Decision decision = conditional();
  decision.outcome = Outcome::escalate;  // obligations of a proposal bind nobody
  EXPECT_TRUE(obligations_of(decision, *Date::of(2026, 11, 20), calendar_of_2026()).empty());
}

}  // namespace
}  // namespace zhipi::workflow
