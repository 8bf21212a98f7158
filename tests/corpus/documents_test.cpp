// What every document must hold, whatever its seed: values that the product's own kinds make of
// what is printed, places on the page, and nothing that its material does not know.
#include <gmock/gmock.h>

#include <array>
#include <filesystem>
#include <set>

#include "engine/pack.h"
#include "models/date.h"
#include "models/formats/amount.h"
#include "models/formats/bank_account.h"
#include "models/formats/credit_code.h"
#include "models/formats/registration_number.h"
#include "models/normalise.h"
#include "requests.h"

namespace zhipi::specimens {
namespace {

const Matter& materials() {
  static const auto pack = [] {
    const std::array<std::filesystem::path, 1> rules{ZHIPI_SOURCE_DIR "/rules"};
    auto loaded = engine::Pack::load_folder(ZHIPI_SOURCE_DIR "/tests/corpus/materials", rules);
    if (!loaded) throw std::runtime_error(to_line(loaded.error().front()));
    return *loaded;
  }();
  return pack->matter();
}

const Field* field_of(const Material& material, std::string_view name) {
  for (const Field& field : material.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

// The amount before its repetition in figures: 叁仟元整（￥3000.00）.
std::vector<std::string> amounts_in(const std::string& text) {
  const std::size_t split = text.find("（￥");
  if (split == std::string::npos) return {text};
  const std::size_t figures = split + std::string("（￥").size();
  return {text.substr(0, split), text.substr(figures, text.find("）") - figures)};
}

void expect_normalised(const Field& field, const json::value& value, const std::string& text) {
  if (is_seen(field.kind)) {
    EXPECT_TRUE(value.at("present").is_bool());
    return;
  }
  if (field.kind == FieldKind::checkbox) {
    EXPECT_EQ(value, json::value(text.starts_with("☑")));
    return;
  }
  for (const std::string& each :
       field.kind == FieldKind::money ? amounts_in(text) : std::vector<std::string>{text}) {
    const auto read = normalise_value(field, each);
    ASSERT_TRUE(read) << each << ": " << to_line(read.error());
    EXPECT_EQ(*read, value) << each;
  }
}

// The box does not touch an edge: boxes are cut to the page, and text drawn across its edge ends
// there.
void expect_inside(const json::value& printed, const json::value& truth) {
  const json::value* box = printed.as_object().if_contains("box");
  if (box == nullptr) return;
  const auto page = printed.at("page").to_number<std::size_t>() - 1;
  const json::array& size = truth.at("pages").at(page).as_array();
  const auto at = [&](std::size_t i) { return box->as_array()[i].as_int64(); };
  EXPECT_GT(at(0), 0);
  EXPECT_GT(at(1), 0);
  EXPECT_LT(at(0) + at(2), size[0].as_int64());
  EXPECT_LT(at(1) + at(3), size[1].as_int64());
}

class EveryDocument : public testing::TestWithParam<std::string> {
 protected:
  Specimen specimen(std::uint64_t seed) const {
    Request request = request_for(GetParam(), seed);
    request.format = Format::pdf_text;
    return drawn(request);
  }
};

TEST_P(EveryDocument, PrintsInsideThePageWhatItsMaterialReadsAsItsValues) {
  const Material* material = find_material(materials(), GetParam());
  ASSERT_NE(material, nullptr) << "declare it in tests/corpus/materials/matter.lua";
  std::set<std::string> undeclared;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Specimen whole = specimen(seed);
    for (const auto& [name, printed] : fields_of(whole)) {
      SCOPED_TRACE(std::string(name) + " of seed " + std::to_string(seed));
      expect_inside(printed, whole.truth);
      const Field* field = field_of(*material, name);
      if (field == nullptr) {
        undeclared.insert(std::string(name));
      } else if (field->kind == FieldKind::list) {
        EXPECT_TRUE(check_type(*field, printed.at("value")).empty());
        EXPECT_FALSE(printed.at("value").as_array().empty());
      } else {
        expect_normalised(*field, printed.at("value"), std::string(printed.at("text").as_string()));
      }
    }
  }
  undeclared.erase("issuer");  // without a word beside it, on a residence proof
  EXPECT_THAT(undeclared, testing::IsEmpty());
}

TEST_P(EveryDocument, IsTheSameForTheSameSeedAlone) {
  EXPECT_EQ(specimen(3).truth, specimen(3).truth);
  EXPECT_NE(specimen(3).truth.at("fields"), specimen(4).truth.at("fields"));
}

INSTANTIATE_TEST_SUITE_P(Corpus, EveryDocument, testing::ValuesIn(documents()),
                         [](const auto& instance) { return instance.param; });

TEST(Documents, NumbersOfFirmsAndCardsPassTheirChecks) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Request request = request_for("business_licence", seed);
    request.format = Format::pdf_text;
    const std::string code = text_of(drawn(request), "credit_code");
    EXPECT_TRUE(formats::valid_credit_code(code)) << code;
    EXPECT_TRUE(formats::valid_organisation_code(*formats::organisation_code_of(code))) << code;
    request.document = "business_licence_old";
    const std::string number = text_of(drawn(request), "registration_number");
    EXPECT_TRUE(formats::valid_registration_number(number)) << number;
    request.document = "bank_card";
    const json::value account = fields_of(drawn(request)).at("bank_account").at("value");
    EXPECT_TRUE(formats::valid_card_number(std::string(account.as_string())));
  }
}

TEST(Documents, ASealOverTextIsTheOneThatWasMissing) {
  Request request = request_for("student_proof", 4);
  request.values = {{"seal", false}};
  request.condition = "seal";
  request.format = Format::jpeg;
  const Specimen stamped = drawn(request);
  const json::value& seal = fields_of(stamped).at("seal");
  EXPECT_EQ(seal.at("value").at("present"), json::value(true));
  EXPECT_TRUE(seal.as_object().contains("box"));
}

}  // namespace
}  // namespace zhipi::specimens
