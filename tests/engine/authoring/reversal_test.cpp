#include "engine/authoring/reversal.h"

#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using testing::calendar_of_2026;
using testing::criterion;
using ::testing::ElementsAre;
using testing::facts_with;
using ::testing::IsEmpty;
using testing::load;
using testing::matter_lua;
using testing::pack_files;

// Golden cases: people of 17, 18 and 21, and one who did not agree.
std::shared_ptr<const Pack> adults_from(int age, const std::string& otherwise = "deny \"未成年\"",
                                        const std::string& matter = matter_lua()) {
  const auto golden = [](const std::string& name, const std::string& form) {
    return json::object{{"name", name},
                        {"facts", facts_with(R"({"form": )" + form + "}")},
                        {"expect", json::object{}}};
  };
  const json::array cases{golden("17", R"({"age": 17})"), golden("18", R"({"age": 18})"),
                          golden("21", R"({"age": 21})"), golden("no", R"({"agreed": false})")};
  return load(
      pack_files(criterion("adult", "return app.form.age >= " + std::to_string(age), otherwise) +
                     criterion("agreed", "return app.form.agreed", "supplement \"请同意\""),
                 matter, {{"cases/a.json", canonical_json(cases)}}));
}

std::vector<std::string> lines(const std::shared_ptr<const Pack>& before,
                               const std::shared_ptr<const Pack>& after) {
  std::vector<std::string> told;
  const auto found = reversals(before, after, calendar_of_2026()).value();
  for (const Reversal& one : found) told.push_back(to_line(one));
  return told;
}

TEST(Reversals, AreCasesOnceDeniedAndApprovedNow) {
  EXPECT_THAT(lines(adults_from(21), adults_from(18)),
              ElementsAre("cases/a.json: 18: 不予 deny → 准予 approve"));
  EXPECT_THAT(lines(adults_from(21, "not_accept \"未成年\""), adults_from(18)),
              ElementsAre("cases/a.json: 18: 不予受理 not_accept → 准予 approve"));
}

TEST(Reversals, AreNoneWhereNothingPassesThatDidNot) {
  EXPECT_THAT(lines(adults_from(18), adults_from(18)), IsEmpty());
  EXPECT_THAT(lines(adults_from(18), adults_from(21)), IsEmpty());
  EXPECT_THAT(lines(adults_from(21), adults_from(21, "supplement \"未成年\"")), IsEmpty());
}

TEST(Reversals, AreSeenBehindWhatOnlyProposes) {
  std::string matter = matter_lua();
  const std::string automatic = "automatic = {";
  const auto at = matter.find(automatic);
  ASSERT_NE(at, std::string::npos);
  matter.replace(at, matter.find('}', at) - at + 1, "automatic = {}");
  EXPECT_THAT(
      lines(adults_from(21, "deny \"未成年\"", matter), adults_from(18, "deny \"未成年\"", matter)),
      ElementsAre("cases/a.json: 18: 不予 deny → 准予 approve"));
}

// Facts of a name that the new version has no more are judged without it.
TEST(Reversals, AreNotHiddenByAFormThatAsksForLess) {
  std::string matter = matter_lua();
  const auto at = matter.find("note = text {}");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(
      lines(adults_from(21), adults_from(18, "deny \"未成年\"", matter.replace(at, 4, "memo"))),
      ElementsAre("cases/a.json: 18: 不予 deny → 准予 approve"));
}

}  // namespace
}  // namespace zhipi::engine
