#include "workflow/catalogue.h"

#include <set>

#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

fs::path shipped_rules() {
  return fs::path(ZHIPI_SOURCE_DIR) / "rules";
}

Catalogue shipped() {
  const std::vector<fs::path> parents{shipped_rules()};
  auto catalogue = Catalogue::load(shipped_rules(), parents);
  if (!catalogue) throw std::runtime_error(lines_of(catalogue.error()));
  return *std::move(catalogue);
}

class CatalogueTest : public testing::Test {
 protected:
  CatalogueTest() : rules_("rules") {}

  void write_pack(const std::string& name, const std::string& matter = kTrialMatter,
                  const std::string& criteria = kTrialCriteria) const {
    rules_.write(name + "/matter.lua", matter);
    rules_.write(name + "/criteria.lua", criteria);
  }
  Problems refused() const {
    auto catalogue = Catalogue::load(rules_.path(), {});
    return catalogue ? Problems{} : catalogue.error();
  }
  static std::string with(std::string matter, const std::string& from, const std::string& to) {
    const auto at = matter.find(from);
    if (at == std::string::npos) throw std::runtime_error("not in the matter: " + from);
    return matter.replace(at, from.size(), to);
  }

  Directory rules_;
};

TEST_F(CatalogueTest, LoadsEveryFolderWithAMatterAndNothingElse) {
  write_pack("first");
  write_pack("second");
  rules_.write("common/card.lua", "return material { title = \"证件\", fields = {} }");
  rules_.write("notes.txt", "no pack");
  const auto catalogue = Catalogue::load(rules_.path(), {});
  ASSERT_TRUE(catalogue) << lines_of(catalogue.error());
  EXPECT_EQ(catalogue->packs().size(), 2u);
  EXPECT_EQ(catalogue->find("first")->matter().id, "first");
  EXPECT_EQ(catalogue->find("common"), nullptr);
}

TEST_F(CatalogueTest, FindsAPackByItsDigest) {
  write_pack("trial");
  const auto catalogue = Catalogue::load(rules_.path(), {}).value();
  const auto pack = catalogue.find("trial");
  EXPECT_EQ(pack->digest(), trial_pack()->digest());
  EXPECT_EQ(catalogue.find_pack(pack->digest()), pack);
  EXPECT_EQ(catalogue.find_pack(Digest::of("another").text()), nullptr);
}

std::vector<std::string> names_of(const std::vector<Catalogue::Change>& changes) {
  std::vector<std::string> names;
  for (const auto& [matter, before, now] : changes) {
    names.push_back((before == nullptr ? "+" : now == nullptr ? "-" : "~") + matter);
  }
  return names;
}

TEST_F(CatalogueTest, ANewVersionTakesThePlaceOfTheOldWhichIsStillFoundByItsDigest) {
  write_pack("trial");
  write_pack("stays");
  write_pack("goes");
  auto catalogue = Catalogue::load(rules_.path(), {}).value();
  const auto old = catalogue.find("trial");
  const auto stays = catalogue.find("stays");
  const auto goes = catalogue.find("goes");
  write_pack("trial", with(kTrialMatter, "1.0.0", "1.1.0"));
  write_pack("comes");
  fs::remove_all(rules_.path() / "goes");
  const auto changes = catalogue.reload(rules_.path(), {});
  ASSERT_TRUE(changes) << lines_of(changes.error());
  EXPECT_THAT(names_of(*changes), ElementsAre("+comes", "~trial", "-goes"));
  EXPECT_EQ(catalogue.find("trial")->matter().version, "1.1.0");
  EXPECT_EQ(catalogue.find_pack(old->digest()), old);
  EXPECT_EQ(catalogue.find("stays"), stays);
  EXPECT_EQ(catalogue.find("goes"), nullptr);
  EXPECT_EQ(catalogue.find_pack(goes->digest()), goes);
}

TEST_F(CatalogueTest, TheSameBytesAgainAreTheSamePack) {
  write_pack("trial");
  auto catalogue = Catalogue::load(rules_.path(), {}).value();
  const auto old = catalogue.find("trial");
  EXPECT_THAT(catalogue.reload(rules_.path(), {}).value(), IsEmpty());
  EXPECT_EQ(catalogue.find("trial"), old);
}

TEST_F(CatalogueTest, OneThatIsRefusedLeavesEverythingAsItWas) {
  write_pack("trial");
  write_pack("other");
  auto catalogue = Catalogue::load(rules_.path(), {}).value();
  const auto old = catalogue.find("trial");
  write_pack("trial", with(kTrialMatter, "1.0.0", "1.1.0"));
  write_pack("other", "return matter {");
  EXPECT_FALSE(catalogue.reload(rules_.path(), {}));
  EXPECT_EQ(catalogue.find("trial"), old);
  EXPECT_EQ(catalogue.packs().size(), 2U);
}

TEST_F(CatalogueTest, ABrokenPackNamesItsFolderFileAndLine) {
  write_pack("good");
  write_pack("broken", kTrialMatter, "criterion \"one\" {\n  check = function(app) return\n");
  const Problems problems = refused();
  ASSERT_THAT(problems, Not(IsEmpty()));
  EXPECT_THAT(problems.front().where,
              testing::StartsWith((rules_.path() / "broken" / "criteria.lua:").string()));
}

TEST_F(CatalogueTest, EveryBrokenPackIsNamed) {
  write_pack("first", "return matter { titel = \"试\" }");
  write_pack("second", kTrialMatter, "not lua");
  const std::string lines = lines_of(refused());
  EXPECT_THAT(lines, HasSubstr((rules_.path() / "first" / "matter.lua:").string()));
  EXPECT_THAT(lines, HasSubstr((rules_.path() / "second" / "criteria.lua:").string()));
}

TEST_F(CatalogueTest, APackThatMustNotBePublishedIsRefused) {
  write_pack("trial", with(kTrialMatter, "title = \"试验事项\",",
                           "title = \"试验事项\", collective = true,"));
  const Problems problems = refused();
  ASSERT_EQ(problems.size(), 1u) << lines_of(problems);
  EXPECT_EQ(problems.front().code, "special_stage");
  EXPECT_THAT(problems.front().where, HasSubstr("trial/matter.lua:"));
}

TEST_F(CatalogueTest, ACountByFactsThatAreNotKnownAtIntakeIsRefused) {
  write_pack("trial", with(kTrialMatter, "{ same = { \"form.id_number\" }, state = \"open\" }",
                           "{ same = { \"card.id_number\" }, state = \"open\" }"));
  const Problems problems = refused();
  ASSERT_EQ(problems.size(), 1u) << lines_of(problems);
  EXPECT_EQ(problems.front().code, "unsupported_history");
  EXPECT_THAT(problems.front().where, HasSubstr("trial/matter.lua:"));
}

TEST_F(CatalogueTest, AFolderWithoutPacksIsRefused) {
  const Problems problems = refused();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems.front().code, "no_rules");
}

TEST_F(CatalogueTest, AFolderThatIsNotThereIsRefused) {
  const auto catalogue = Catalogue::load(rules_.path() / "none", {});
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().front().code, "no_rules");
  EXPECT_THAT(catalogue.error().front().where, HasSubstr("none"));
}

TEST(ShippedCatalogueTest, Loads) {
  const Catalogue catalogue = shipped();
  ASSERT_NE(catalogue.find("senior_allowance"), nullptr);
  EXPECT_EQ(catalogue.find("senior_allowanse"), nullptr);
}

TEST(MatterJsonTest, ShowsTheElementsOfTheMatter) {
  const Json matter = matter_json(*trial_pack());
  EXPECT_EQ(matter.at("id"), Json("trial"));
  EXPECT_EQ(matter.at("code"), Json("350100-SY-0001"));
  EXPECT_EQ(matter.at("title"), Json("试验事项"));
  EXPECT_EQ(matter.at("authority"), Json("样板市民政局"));
  EXPECT_EQ(matter.at("applicant"), Json("person"));
  EXPECT_EQ(matter.at("basis"), parsed(R"(["试验办法第一条"])"));
  EXPECT_EQ(matter.at("limits"), parsed(R"({"statutory": 20, "promised": 5})"));
  EXPECT_EQ(matter.at("modes"), parsed(R"(["normal", "promise"])"));
  EXPECT_EQ(matter.at("pack").at("version"), Json("1.0.0"));
  EXPECT_EQ(matter.at("pack").at("digest"), Json(trial_pack()->digest()));
}

// The names in a list of objects.
std::vector<std::string> names_in(const Json& list, const char* name) {
  std::vector<std::string> names;
  for (const Json& item : list.as_array()) names.emplace_back(item.at(name).as_string());
  return names;
}

TEST(MatterJsonTest, ListsFormMaterialsLookUpsAndCriteria) {
  const Json matter = matter_json(*trial_pack());
  EXPECT_THAT(names_in(matter.at("form"), "name"), Contains("full_name"));
  EXPECT_THAT(names_in(matter.at("materials"), "name"),
              testing::UnorderedElementsAre("card", "proof"));
  EXPECT_THAT(names_in(matter.at("lookups"), "name"), ElementsAre("register"));
  EXPECT_THAT(names_in(matter.at("criteria"), "id"),
              ElementsAre("not_refused", "first_case", "same_person"));
  EXPECT_EQ(matter.at("criteria").at(0).at("basis"), Json("试验办法第二条"));
}

TEST(MatterJsonTest, SaysWhatIsRequiredAndWhatDepends) {
  const Catalogue catalogue = shipped();
  const Json matter = matter_json(*catalogue.find("senior_allowance"));
  std::map<std::string, Json> materials;
  for (const Json& item : matter.at("materials").as_array()) {
    materials[std::string(item.at("name").as_string())] = item;
  }
  EXPECT_EQ(materials.at("id_card").at("required"), Json("yes"));
  EXPECT_EQ(materials.at("authorisation").at("required"), Json("depends"));
  EXPECT_EQ(materials.at("residence_proof").at("tolerable"), Json(10));
  EXPECT_EQ(materials.at("residence_proof").at("promisable"), Json(true));
  EXPECT_EQ(materials.at("id_card").at("tolerable"), Json(nullptr));
}

TEST(FormSchemaTest, HasAPropertyForEachFieldOfTheFormAndNoOther) {
  const Catalogue catalogue = shipped();
  for (const auto& [name, pack] : catalogue.packs()) {
    const Json schema = form_schema(*pack);
    std::set<std::string> declared;
    for (const FormField& field : pack->matter().form) declared.insert(field.name);
    std::set<std::string> properties;
    for (const auto& [property, keywords] : schema.at("properties").as_object()) {
      properties.emplace(property);
    }
    EXPECT_EQ(properties, declared) << name;
    EXPECT_EQ(schema.at("additionalProperties"), Json(false)) << name;
  }
}

TEST(FormSchemaTest, IsASchemaOfTheDialectItNames) {
  const Json schema = form_schema(*trial_pack());
  EXPECT_EQ(schema.at("$schema"), Json("https://json-schema.org/draft/2020-12/schema"));
  EXPECT_EQ(schema.at("$id"), Json("urn:zhipi:form:trial:1.0.0"));
  EXPECT_EQ(schema.at("type"), Json("object"));
  EXPECT_EQ(schema.at("required"), parsed(R"(["full_name", "id_number"])"));
}

TEST(FormSchemaTest, ShowsOfWhichValuesAFieldMayBe) {
  const Json fields = form_schema(*trial_pack()).at("properties");
  EXPECT_EQ(fields.at("full_name"), parsed(R"({"title": "姓名", "type": "string"})"));
  EXPECT_EQ(fields.at("fee").at("type"), Json("integer"));
  EXPECT_EQ(fields.at("count").at("type"), Json("integer"));
  EXPECT_EQ(fields.at("share").at("type"), Json("number"));
  EXPECT_EQ(fields.at("agreed").at("type"), Json("boolean"));
  EXPECT_EQ(fields.at("issued_on").at("format"), Json("date"));
  EXPECT_EQ(fields.at("colour").at("enum"), parsed(R"(["red", "green"])"));
  const Json& rows = fields.at("family").at("items");
  EXPECT_EQ(fields.at("family").at("type"), Json("array"));
  EXPECT_EQ(rows.at("properties").at("age").at("type"), Json("integer"));
  EXPECT_EQ(rows.at("additionalProperties"), Json(false));
}

}  // namespace
}  // namespace zhipi::workflow
