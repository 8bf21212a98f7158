#include <gmock/gmock.h>

#include "requests.h"

namespace zhipi::specimens {
namespace {

std::string code_of(std::string_view text) {
  const auto request = request_from_json(text);
  return request ? "none" : request.error().code + " " + request.error().where;
}

TEST(Request, TellsWhichPartOfItIsWrong) {
  EXPECT_EQ(code_of("{"), "bad_json ");
  EXPECT_EQ(code_of("[]"), "bad_request ");
  EXPECT_EQ(code_of(R"({"document":"passport"})"), "bad_request /document");
  EXPECT_EQ(code_of(R"({"document":"id_card","sed":7})"), "bad_request /sed");
  EXPECT_EQ(code_of(R"({"document":"id_card","seed":-7})"), "bad_request /seed");
  EXPECT_EQ(code_of(R"({"document":"id_card","format":"gif"})"), "bad_request /format");
  EXPECT_EQ(code_of(R"({"document":"id_card","quality":0})"), "bad_request /quality");
  EXPECT_EQ(code_of(R"({"document":"id_card","degrade":{"condition":"skew+fog"}})"),
            "bad_request /degrade/condition");
}

TEST(Request, SurvivesItsOwnJson) {
  const std::string_view text =
      R"({"document":"id_card_front","values":{"full_name":"林秀英"},)"
      R"("font":"Noto Serif CJK SC","seed":7,"layout":{"page":"a4"},)"
      R"("degrade":{"condition":"skew+noise"},"format":"tiff","quality":80})";
  const auto request = request_from_json(text);
  ASSERT_TRUE(request);
  EXPECT_EQ(json::serialize(to_json(*request)), text);
}

TEST(Request, SeveralPagesDoNotFitIntoOneImage) {
  Request request = request_for("id_card");
  request.layout = {{"pages", "2"}};
  EXPECT_EQ(make_specimen(request).error().where, "/format");
}

TEST(Request, ATextLayerIsNeverSpoilt) {
  Request request = request_for("id_card");
  request.format = Format::pdf_text;
  request.condition = "noise";
  EXPECT_EQ(make_specimen(request).error().where, "/degrade/condition");
}

TEST(Request, NamedValuesArePrintedAsTheyAre) {
  Request request = request_for("application_form", 4);
  request.values = {{"full_name", "林秀英"}, {"monthly_amount", 30050}, {"by_agent", true}};
  const Specimen form = drawn(request);
  EXPECT_EQ(text_of(form, "full_name"), "林秀英");
  EXPECT_EQ(text_of(form, "account_name"), "林秀英") << "what belongs to the same person follows";
  EXPECT_EQ(text_of(form, "monthly_amount"), "300.50");
  EXPECT_EQ(text_of(form, "monthly_amount_words"), "叁佰元伍角整");
  EXPECT_EQ(fields_of(form).at("monthly_amount").at("value"), json::value(30050));
  EXPECT_EQ(fields_of(form).at("by_agent").at("value"), json::value(true));
  EXPECT_TRUE(fields_of(form).contains("agent_name"));
}

TEST(Request, AnIdentityNumberBringsBirthDateAndSex) {
  Request request = request_for("id_card_front", 4);
  request.values = {{"id_number", "35010219400506922X"}};
  const Specimen card = drawn(request);
  EXPECT_EQ(fields_of(card).at("birth_date").at("value"), json::value("1940-05-06"));
  EXPECT_EQ(text_of(card, "sex"), "女");
}

TEST(Request, ABirthDateThatContradictsTheNumberIsPrintedAllTheSame) {
  Request request = request_for("id_card_front", 4);
  request.values = {{"id_number", "35010219400506922X"}, {"birth_date", "1941-01-02"}};
  EXPECT_EQ(text_of(drawn(request), "birth_date"), "1941年1月2日");
}

TEST(Request, NullLeavesThePlaceEmpty) {
  for (const std::string& document : documents()) {
    Request request = request_for(document, 4);
    const Specimen whole = drawn(request);
    for (const auto& [name, field] : fields_of(whole)) {
      if (field.at("value").is_string()) request.values[name] = nullptr;
    }
    ASSERT_FALSE(request.values.empty()) << document;
    const Specimen empty = drawn(request);
    for (const auto& [name, value] : request.values) {
      EXPECT_FALSE(fields_of(empty).contains(name)) << document << " " << name;
    }
  }
}

TEST(Request, SealAndSignatureCanBeLeftOut) {
  Request proof = request_for("residence_proof", 4);
  proof.values = {{"seal", false}};
  EXPECT_EQ(fields_of(drawn(proof)).at("seal").at("value"), json::value({{"present", false}}));
  Request form = request_for("application_form", 4);
  form.values = {{"signature", false}};
  EXPECT_EQ(fields_of(drawn(form)).at("signature").at("value"), json::value({{"present", false}}));
}

TEST(Request, ASealSaysWhoseItIs) {
  Request request = request_for("residence_proof", 4);
  request.values = {{"seal", true}, {"seal_text", "福州市鼓楼区样本社区居民委员会"}};
  const json::value expected{
      {"present", true}, {"text", "福州市鼓楼区样本社区居民委员会"}, {"color", "red"}};
  EXPECT_EQ(fields_of(drawn(request)).at("seal").at("value"), expected);
}

TEST(Request, TheSameSeedIsTheSamePersonOnEveryDocument) {
  const Specimen card = drawn(request_for("id_card_front", 9));
  const Specimen form = drawn(request_for("application_form", 9));
  const Specimen proof = drawn(request_for("residence_proof", 9));
  EXPECT_EQ(text_of(card, "full_name"), text_of(form, "full_name"));
  EXPECT_EQ(text_of(card, "id_number"), text_of(proof, "id_number"));
  EXPECT_EQ(text_of(card, "address"), text_of(form, "registered_address"));
  EXPECT_EQ(text_of(form, "address"), text_of(proof, "address"));
}

}  // namespace
}  // namespace zhipi::specimens
