#include "workflow/intake.h"

#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class IntakeTest : public testing::Test {
 protected:
  IntakeTest() : rules_("rules") {
    rules_.write("trial/matter.lua", kTrialMatter);
    rules_.write("trial/criteria.lua", kTrialCriteria);
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
  }

  Expected<Submission, Problems> submit(const Json& body, bool trust_lookups = false) const {
    return check_submission(catalogue_, body, {.lookups = trust_lookups, .e_licences = true});
  }
  Expected<Submission, Problems> submit_with(std::string_view changes) const {
    return submit(application_with(changes));
  }

  // "code pointer" of each problem.
  static std::vector<std::string> refusals(const Expected<Submission, Problems>& result) {
    std::vector<std::string> all;
    if (result) return all;
    for (const Problem& wrong : result.error()) all.push_back(wrong.code + " " + wrong.where);
    return all;
  }
  std::vector<std::string> refusals_with(std::string_view changes) const {
    return refusals(submit_with(changes));
  }
  Json form_with(std::string_view changes) const {
    const auto submission = submit_with(changes);
    if (!submission) throw std::runtime_error(lines_of(submission.error()));
    return submission->request.at("form");
  }

  Directory rules_;
  Catalogue catalogue_;
};

std::string id_of(std::string_view bytes) {
  return Digest::of(bytes).text();
}

// --- Refusals

TEST_F(IntakeTest, OnlyAnObjectIsAnApplication) {
  EXPECT_THAT(refusals(submit(parsed("[]"))), ElementsAre("wrong_type "));
}

TEST_F(IntakeTest, AnUnknownMatterIsRefusedWithTheNearestName) {
  const auto refused = submit_with(R"({"matter": "trail"})");
  EXPECT_THAT(refusals(refused), ElementsAre("unknown_matter /matter"));
  EXPECT_THAT(refused.error().front().message, HasSubstr("did you mean `trial`?"));
}

TEST_F(IntakeTest, AnApplicationNeedsItsMatter) {
  EXPECT_THAT(refusals_with(R"({"matter": null})"), ElementsAre("unknown_matter /matter"));
}

TEST_F(IntakeTest, AMatterThatIsNoTextIsRefused) {
  EXPECT_THAT(refusals_with(R"({"matter": 5})"),
              ElementsAre("wrong_type /matter", "unknown_matter /matter"));
}

TEST_F(IntakeTest, UndeclaredNamesAreRefusedEverywhereWithTheNearestName) {
  const Json body = application_with(R"({"from": {}, "form": {"ful_name": "试样甲"},
      "applicant": {"sex": "女"}, "materials": {"crad": []},
      "e_licences": {"proof": {"holdr": "试样甲"}, "deed": {}},
      "lookups": {"register": {"rents": 1}, "registry": {}}})");
  const auto refused = submit(body, true);
  EXPECT_THAT(refusals(refused),
              UnorderedElementsAre(
                  "undeclared_name /from", "undeclared_name /form/ful_name",
                  "undeclared_name /applicant/sex", "undeclared_name /materials/crad",
                  "undeclared_name /e_licences/proof/holdr", "undeclared_name /e_licences/deed",
                  "undeclared_name /lookups/register/rents", "undeclared_name /lookups/registry"));
  EXPECT_THAT(lines_of(refused.error()), HasSubstr("did you mean `full_name`?"));
}

TEST_F(IntakeTest, AColumnThatAListDoesNotHaveIsRefused) {
  EXPECT_THAT(refusals_with(R"({"form": {"family": [{"full_name": "试样乙"}, {"agee": 3}]}})"),
              ElementsAre("unknown_name /form/family/1/agee"));
}

TEST_F(IntakeTest, APointerEscapesWhatItMust) {
  EXPECT_THAT(refusals_with(R"({"form": {"a/b~c": 1}})"),
              ElementsAre("undeclared_name /form/a~1b~0c"));
}

TEST_F(IntakeTest, SectionsOfTheWrongTypeAreRefused) {
  EXPECT_THAT(
      refusals_with(R"({"form": [], "materials": "x", "e_licences": 1, "lookups": true,
                                "applicant": "试样甲", "mode": 1, "reference": {},
                                "automated": "yes"})"),
      UnorderedElementsAre("wrong_type /form", "wrong_type /materials", "wrong_type /e_licences",
                           "wrong_type /lookups", "wrong_type /applicant", "wrong_type /mode",
                           "wrong_type /reference", "wrong_type /automated"));
}

TEST_F(IntakeTest, ValuesOfTheWrongTypeAreRefused) {
  EXPECT_THAT(
      refusals_with(R"({"form": {"full_name": 5, "fee": "12.50", "agreed": "true", "count": 1.5,
                                 "issued_on": "2026-02-30", "colour": "blue",
                                 "family": [{"age": "3"}]}})"),
      UnorderedElementsAre("wrong_type /form/full_name", "wrong_type /form/fee",
                           "wrong_type /form/agreed", "wrong_type /form/count",
                           "not_a_date /form/issued_on", "not_an_option /form/colour",
                           "wrong_type /form/family/0/age"));
}

TEST_F(IntakeTest, ANumberThatNoReaderHoldsExactlyIsRefused) {
  EXPECT_THAT(refusals_with(R"({"form": {"fee": 9007199254740992}})"),
              ElementsAre("out_of_range /form/fee"));
}

TEST_F(IntakeTest, AModeThatTheMatterDoesNotHaveIsRefused) {
  EXPECT_THAT(refusals_with(R"({"mode": "tolerant"})"), ElementsAre("unknown_mode /mode"));
}

TEST_F(IntakeTest, TheWrongKindOfApplicantIsRefused) {
  EXPECT_THAT(refusals_with(R"({"applicant": {"kind": "organisation"}})"),
              ElementsAre("wrong_applicant /applicant/kind"));
  EXPECT_THAT(refusals_with(R"({"applicant": {"kind": "robot"}})"),
              ElementsAre("not_an_option /applicant/kind"));
}

TEST_F(IntakeTest, AMaterialIsNamedByTheIdsOfItsFiles) {
  EXPECT_THAT(refusals_with(R"({"materials": {"card": ["card.jpg", 7]}})"),
              ElementsAre("wrong_type /materials/card", "wrong_type /materials/card"));
  EXPECT_THAT(refusals_with(R"({"materials": {"card": ")" + id_of("a") + "\"}}"),
              ElementsAre("wrong_type /materials/card"));
}

TEST_F(IntakeTest, AMaterialComesEitherAsFilesOrAsAnELicence) {
  EXPECT_THAT(refusals_with(R"({"materials": {"card": [")" + id_of("a") +
                            R"("]}, "e_licences": {"card": {"full_name": "试样甲"}}})"),
              ElementsAre("wrong_type /e_licences/card"));
}

TEST_F(IntakeTest, AnELicenceIsAnObject) {
  EXPECT_THAT(refusals_with(R"({"e_licences": {"card": "试样甲"}})"),
              ElementsAre("wrong_type /e_licences/card"));
}

TEST_F(IntakeTest, LookUpsAreRefusedWhereTheRequestIsNotTrusted) {
  EXPECT_THAT(refusals_with(R"({"lookups": {"register": {"alive": true}}})"),
              ElementsAre("lookups_not_trusted /lookups"));
}

TEST_F(IntakeTest, AReferenceIsShort) {
  EXPECT_THAT(refusals_with(R"({"reference": ")" + std::string(101, 'R') + "\"}"),
              ElementsAre("out_of_range /reference"));
  EXPECT_THAT(refusals_with(R"({"reference": ")" + std::string(100, 'R') + "\"}"), ElementsAre());
}

TEST_F(IntakeTest, EveryProblemIsToldAtOnce) {
  EXPECT_THAT(refusals_with(R"({"mode": "quick", "form": {"fee": "1", "x": 2},
                                "lookups": {"register": {}}})"),
              UnorderedElementsAre("unknown_mode /mode", "wrong_type /form/fee",
                                   "undeclared_name /form/x", "lookups_not_trusted /lookups"));
}

// --- What is kept

TEST_F(IntakeTest, TextOfTheFormIsNormalised) {
  EXPECT_EQ(canonical_json(form_with(R"({"form": {"full_name": " 试　样甲 ",
                "id_number": "３５０１０２ 19400506 908x", "note": "ＡＢ１２"}})")),
            R"({"full_name":"试样甲","id_number":"35010219400506908X","note":"AB12"})");
}

TEST_F(IntakeTest, EmptyValuesAreLeftOut) {
  const auto submission = submit(parsed(R"({"matter": "trial", "form": {"full_name": "试样甲",
      "id_number": null, "note": "　", "address": "", "family": []}})"));
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(canonical_json(submission->request.at("form")), R"({"full_name":"试样甲"})");
}

TEST_F(IntakeTest, AMissingRequiredValueIsAccepted) {
  const auto submission = submit(parsed(R"({"matter": "trial"})"));
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(canonical_json(submission->request),
            R"({"applicant":{},"automated":true,"e_licences":{},"form":{},"lookups":{},)"
            R"("mode":"normal"})");
}

TEST_F(IntakeTest, AWrongCheckDigitIsTheApplicantsStatementAndKept) {
  EXPECT_EQ(form_with(R"({"form": {"id_number": "350102194005069013"}})").at("id_number"),
            Json("350102194005069013"));
}

TEST_F(IntakeTest, TheApplicantsNumberIsOnePersonHoweverItIsWritten) {
  const auto submission = submit_with(R"({"applicant": {"number": "35010219400506908ｘ"}})");
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(submission->request.at("applicant").at("number"), Json(kNumberWithX));
}

TEST_F(IntakeTest, ModeReferenceAndTheWishForAPersonAreKept) {
  const auto submission = submit_with(R"({"mode": "promise", "automated": false})");
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(submission->mode, "promise");
  EXPECT_EQ(submission->reference, "REF-1");
  EXPECT_EQ(submission->request.at("mode"), Json("promise"));
  EXPECT_EQ(submission->request.at("automated"), Json(false));
  EXPECT_EQ(submission->pack, catalogue_.find("trial"));
}

TEST_F(IntakeTest, FilesKeepTheirOrder) {
  const auto submission = submit_with(R"({"materials": {"card": [")" + id_of("b") + R"(", ")" +
                                      id_of("a") + R"("], "proof": []}})");
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(submission->materials,
            (store::MaterialFiles{{"card", {Digest::of("b"), Digest::of("a")}}}));
}

TEST_F(IntakeTest, ELicencesAndTrustedLookUpsAreNormalisedLikeTheForm) {
  const auto submission =
      submit(application_with(R"({"e_licences": {"card": {"id_number": "35010219400506908x"}},
                           "lookups": {"register": {"rent": 100.0}}})"),
             true);
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(canonical_json(submission->request.at("e_licences")),
            R"({"card":{"id_number":"35010219400506908X"}})");
  EXPECT_EQ(canonical_json(submission->request.at("lookups")), R"({"register":{"rent":100}})");
}

TEST_F(IntakeTest, ALookUpThatFailedIsLeftOut) {
  const auto submission =
      submit(parsed(R"({"matter": "trial", "lookups": {"register": null}})"), true);
  ASSERT_TRUE(submission) << lines_of(submission.error());
  EXPECT_EQ(canonical_json(submission->request.at("lookups")), "{}");
}

}  // namespace
}  // namespace zhipi::workflow
