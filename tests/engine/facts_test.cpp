// Which facts are accepted, and how the others are refused: by JSON pointer.
#include <gmock/gmock.h>

#include "models/digest.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Pack& trial_pack() {
  static const std::shared_ptr<const Pack> kPack = load(pack_files(""));
  return *kPack;
}

std::vector<std::string> refusals_of(const Json& document) {
  const auto facts = bind_facts(trial_pack().matter(), document);
  std::vector<std::string> lines;
  if (facts) return lines;
  for (const Problem& one : facts.error()) lines.push_back(one.where + " " + one.code);
  return lines;
}
std::vector<std::string> refusals(std::string_view changes) {
  return refusals_of(facts_with(changes));
}

TEST(Facts, AreAcceptedWhole) {
  EXPECT_THAT(refusals_of(sound_facts()), IsEmpty());
}

TEST(Facts, NeedTheDayOfReceipt) {
  EXPECT_THAT(refusals(R"({"received_on": null})"), ElementsAre("/received_on missing_name"));
  EXPECT_THAT(refusals(R"({"received_on": "2026-02-30"})"), ElementsAre("/received_on not_a_date"));
  EXPECT_THAT(refusals(R"({"received_on": 5})"), Contains("/received_on wrong_type"));
}

TEST(Facts, AreAnObjectOfObjects) {
  for (const char* const document : {"null", "1", "[]", "\"x\""}) {
    EXPECT_THAT(refusals_of(*parse_json(document)), ElementsAre(" not_an_object"));
  }
  EXPECT_THAT(refusals(R"({"form": 1})"), ElementsAre("/form not_an_object"));
  EXPECT_THAT(refusals(R"({"materials": {"card": "x"}})"),
              ElementsAre("/materials/card not_an_object"));
  EXPECT_THAT(refusals(R"({"lookups": []})"), ElementsAre("/lookups not_an_object"));
}

TEST(Facts, RefuseUndeclaredNamesWherever) {
  EXPECT_THAT(refusals(R"({"froms": {}})"), ElementsAre("/froms undeclared_name"));
  EXPECT_THAT(refusals(R"({"form": {"ful_name": "x"}})"),
              ElementsAre("/form/ful_name undeclared_name"));
  EXPECT_THAT(refusals(R"({"form": {"a/b~c": "x"}})"),
              ElementsAre("/form/a~1b~0c undeclared_name"));
  EXPECT_THAT(refusals(R"({"form": {"family": [{"age": 1}, {"agee": 1}]}})"),
              ElementsAre("/form/family/1/agee undeclared_name"));
  EXPECT_THAT(refusals(R"({"materials": {"cart": {}}})"),
              ElementsAre("/materials/cart undeclared_name"));
  EXPECT_THAT(refusals(R"({"lookups": {"register": {"alive": true}}})"),
              ElementsAre("/lookups/register/alive undeclared_name"));
  EXPECT_THAT(refusals(R"({"context": {"automatd": true}})"),
              ElementsAre("/context/automatd undeclared_name"));
  EXPECT_THAT(refusals(R"({"form": {"note": {"value": "x", "confidnce": 1}}})"),
              ElementsAre("/form/note/confidnce undeclared_name"));
}

TEST(Facts, NameTheNearestOfAnUndeclaredName) {
  const auto facts =
      bind_facts(trial_pack().matter(), facts_with(R"({"form": {"ful_name": "x"}})"));
  ASSERT_FALSE(facts);
  EXPECT_THAT(facts.error().at(0).message, HasSubstr("did you mean `full_name`"));
}

TEST(Facts, HaveTheTypesOfTheirKinds) {
  EXPECT_THAT(refusals(R"({"form": {"age": "40"}})"), ElementsAre("/form/age wrong_type"));
  EXPECT_THAT(refusals(R"({"form": {"age": 1.5}})"), ElementsAre("/form/age wrong_type"));
  EXPECT_THAT(refusals(R"({"form": {"fee": 0.5}})"), ElementsAre("/form/fee wrong_type"));
  EXPECT_THAT(refusals(R"({"form": {"agreed": 1}})"), ElementsAre("/form/agreed wrong_type"));
  EXPECT_THAT(refusals(R"({"form": {"since": "2026-13-01"}})"),
              ElementsAre("/form/since not_a_date"));
  EXPECT_THAT(refusals(R"({"form": {"colour": "blue"}})"),
              ElementsAre("/form/colour not_an_option"));
  EXPECT_THAT(refusals(R"({"form": {"family": {}}})"), ElementsAre("/form/family wrong_type"));
  EXPECT_THAT(refusals(R"({"form": {"family": [1]}})"),
              ElementsAre("/form/family/0 not_an_object"));
  EXPECT_THAT(refusals(R"({"form": {"family": [{"age": true}]}})"),
              ElementsAre("/form/family/0/age wrong_type"));
  EXPECT_THAT(refusals(R"({"materials": {"proof": {"seal": true}}})"),
              Contains("/materials/proof/seal wrong_type"));
  EXPECT_THAT(refusals(R"({"history": {"open_cases": "0"}})"),
              ElementsAre("/history/open_cases wrong_type"));
}

TEST(Facts, HaveAnOriginThatIsPossible) {
  const auto wrapped = [](const std::string& origin) {
    return refusals(R"({"materials": {"card": {"number": {"value": "A", )" + origin + "}}}}");
  };
  EXPECT_THAT(wrapped(R"("confidence": 1.1)"),
              ElementsAre("/materials/card/number/confidence wrong_type"));
  EXPECT_THAT(wrapped(R"("confidence": -0.1)"),
              ElementsAre("/materials/card/number/confidence wrong_type"));
  EXPECT_THAT(wrapped(R"("confidence": "1")"),
              ElementsAre("/materials/card/number/confidence wrong_type"));
  EXPECT_THAT(wrapped(R"("source": "rumour")"),
              ElementsAre("/materials/card/number/source wrong_type"));
  EXPECT_THAT(wrapped(R"("page": 0)"), ElementsAre("/materials/card/number/page wrong_type"));
  EXPECT_THAT(wrapped(R"("box": [1, 2, 3])"), ElementsAre("/materials/card/number/box wrong_type"));
}

TEST(Facts, KnowTheModesOfTheirMatter) {
  EXPECT_THAT(refusals(R"({"mode": "fast"})"), ElementsAre("/mode unknown_mode"));
  EXPECT_THAT(refusals(R"({"mode": null})"), IsEmpty());
}

TEST(Facts, NameConflictsAsPairs) {
  EXPECT_THAT(refusals(R"({"context": {"conflicts": [["form.note"]]}})"),
              ElementsAre("/context/conflicts wrong_type"));
  EXPECT_THAT(refusals(R"({"context": {"conflicts": 1}})"),
              ElementsAre("/context/conflicts wrong_type"));
}

TEST(Facts, AreRefusedWithAllTheirProblems) {
  EXPECT_THAT(refusals(R"({"form": {"age": "x", "fee": "y"}, "mode": "fast"})"),
              ElementsAre("/mode unknown_mode", "/form/age wrong_type", "/form/fee wrong_type"));
}

TEST(Facts, AreNamedByTheDigestOfTheirCanonicalBytes) {
  const Json facts = sound_facts();
  EXPECT_EQ(digest_of(bound(trial_pack(), facts)), Digest::of(canonical_json(facts)).text());
}

TEST(Facts, HaveNoNumbersThatTheirCanonicalFormCannotHold) {
  Facts facts;
  FactReader reader(trial_pack().layout());
  const auto read =
      reader.read(R"({"received_on": "2026-11-20", "form": {"share": 1.5e20}})", facts);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().front().code, "out_of_range");
  EXPECT_EQ(read.error().front().where, "/form/share");
}

}  // namespace
}  // namespace zhipi::engine::testing
