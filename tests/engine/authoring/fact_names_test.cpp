#include "engine/authoring/fact_names.h"

#include <gtest/gtest.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using testing::load;
using testing::pack_files;
using testing::sound_facts;

const Matter& trial() {
  static const auto kPack =
      load(pack_files("criterion \"a\" { check = function() return true end }"));
  return kPack->matter();
}

std::string title_of(const std::string& name) {
  const auto fact = find_fact(trial(), name);
  return fact ? fact->title : "none";
}

Json with(const std::string& name, const Json& value, Json document = sound_facts()) {
  set_fact(document, find_fact(trial(), name).value(), value);
  return document;
}

TEST(FactNames, GiveTitles) {
  EXPECT_EQ(title_of("form.full_name"), "表单·姓名");
  EXPECT_EQ(title_of("card.born"), "证件·born");
  EXPECT_EQ(title_of("form.family[2].age"), "表单·family·第 2 行·age");
  EXPECT_EQ(title_of("history.open_cases"), "办理记录·open_cases");
  EXPECT_EQ(title_of("lease"), "租约");
}

TEST(FactNames, AreNoFactsWhereTheMatterDeclaresNone) {
  for (const char* const name :
       {"", "form.", "form.nothing", "nothing.x", "tables/tiers.csv[2]", "form.family[0].age",
        "form.family[x].age", "form.family[1", "form.family[1].nothing", "received_on",
        "form.family[99999999999999999999].age"}) {
    EXPECT_EQ(title_of(name), "none") << name;
  }
}

TEST(FactNames, LeadToTheValueInADocument) {
  EXPECT_EQ(with("form.age", 7).at("form").at("age"), 7);
  EXPECT_EQ(with("lease.rent", 7).at("materials").at("lease").at("rent"), 7);
  EXPECT_EQ(with("register.active", false).at("lookups").at("register").at("active"), false);
  EXPECT_EQ(with("form.family[2].age", 9).at("form").at("family").at(1).at("age"), 9);
}

TEST(FactNames, MakeWhatLeadsToThem) {
  const Json empty = json::object();
  EXPECT_EQ(canonical_json(with("card.number", "A", empty)),
            R"({"materials":{"card":{"number":"A"}}})");
  EXPECT_EQ(canonical_json(with("lease", json::object(), empty)), R"({"materials":{"lease":{}}})");
}

TEST(FactNames, KeepWhereAValueCameFromAndTakeItAwayWhole) {
  const Json wrapped =
      *parse_json(R"({"form": {"age": {"value": 1, "confidence": 0.99, "source": "ocr"}}})");
  EXPECT_EQ(canonical_json(with("form.age", 2, wrapped)),
            R"({"form":{"age":{"confidence":0.99,"source":"ocr","value":2}}})");
  EXPECT_EQ(canonical_json(with("form.age", nullptr, wrapped)), R"({"form":{"age":null}})");
}

TEST(FactNames, LeaveADocumentWithoutTheRowAsItIs) {
  EXPECT_EQ(with("form.family[3].age", 9), sound_facts());
}

}  // namespace
}  // namespace zhipi::engine
