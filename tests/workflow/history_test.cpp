#include "workflow/history.h"

#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

using store::State;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Two facts are shared: the number in the form and the applicant's name.
HistoryCount count_by(std::vector<std::string> same, std::string state = "open") {
  return {"cases", std::move(same), std::move(state)};
}

Matter matter_with(std::vector<HistoryCount> counts) {
  Matter matter;
  matter.id = "trial";
  matter.history = std::move(counts);
  return matter;
}

Json request_of(const std::string& number, const std::string& name = "试样甲") {
  return json::object{{"form", json::object{{"id_number", number}, {"note", "甲"}}},
                      {"applicant", json::object{{"name", name}}}};
}

const std::vector<std::string> kBoth{"form.id_number", "applicant.name"};

TEST(SubjectTest, IsADigestOfWhatApplicationsShare) {
  const auto subject = subject_of(matter_with({}), count_by(kBoth), request_of(kNumber));
  ASSERT_TRUE(subject);
  EXPECT_TRUE(Digest::parse(*subject)) << *subject;
}

TEST(SubjectTest, DependsOnTheSharedFactsAlone) {
  Json other = request_of(kNumber);
  other.at("form").as_object()["note"] = "乙";
  EXPECT_EQ(subject_of(matter_with({}), count_by(kBoth), request_of(kNumber)),
            subject_of(matter_with({}), count_by(kBoth), other));
}

TEST(SubjectTest, IsTheSameInWhateverOrderTheFactsAreDeclared) {
  EXPECT_EQ(subject_of(matter_with({}), count_by(kBoth), request_of(kNumber)),
            subject_of(matter_with({}), count_by({kBoth[1], kBoth[0]}), request_of(kNumber)));
}

TEST(SubjectTest, IsTheSameWhateverStateIsCounted) {
  EXPECT_EQ(subject_of(matter_with({}), count_by(kBoth, "open"), request_of(kNumber)),
            subject_of(matter_with({}), count_by(kBoth, ""), request_of(kNumber)));
}

TEST(SubjectTest, DiffersForAnotherPerson) {
  EXPECT_NE(subject_of(matter_with({}), count_by(kBoth), request_of(kNumber)),
            subject_of(matter_with({}), count_by(kBoth), request_of(kOtherNumber)));
  EXPECT_NE(subject_of(matter_with({}), count_by(kBoth), request_of(kNumber)),
            subject_of(matter_with({}), count_by(kBoth), request_of(kNumber, "试样乙")));
}

TEST(SubjectTest, DiffersForAnotherMatter) {
  Matter other = matter_with({});
  other.id = "trial_2";
  EXPECT_NE(subject_of(matter_with({}), count_by(kBoth), request_of(kNumber)),
            subject_of(other, count_by(kBoth), request_of(kNumber)));
}

TEST(SubjectTest, DiffersForTheSameValueOfAnotherFact) {
  const Json request = parsed(R"({"form": {"a": "x", "b": "x"}})");
  EXPECT_NE(subject_of(matter_with({}), count_by({"form.a"}), request),
            subject_of(matter_with({}), count_by({"form.b"}), request));
}

TEST(SubjectTest, IsNothingWhereAFactIsAbsent) {
  EXPECT_FALSE(subject_of(matter_with({}), count_by(kBoth),
                          parsed(R"({"form": {"id_number": "1"}, "applicant": {}})")));
  EXPECT_FALSE(subject_of(matter_with({}), count_by(kBoth), parsed(R"({"form": {}})")));
  EXPECT_FALSE(subject_of(matter_with({}), count_by({"form.id_number"}),
                          parsed(R"({"form": {"id_number": null}})")));
}

TEST(SubjectTest, CountsThatShareTheSameFactsHaveOneSubject) {
  const Matter matter = matter_with({count_by(kBoth), count_by({kBoth[1], kBoth[0]}, "")});
  EXPECT_THAT(subjects_of(matter, request_of(kNumber)), SizeIs(1));
}

TEST(SubjectTest, EachCountWhoseFactsAreThereHasASubject) {
  const Matter matter =
      matter_with({count_by(kBoth), count_by({"form.id_number"}), count_by({"form.none"})});
  EXPECT_THAT(subjects_of(matter, request_of(kNumber)), SizeIs(2));
}

TEST(StatesTest, OpenIsEverythingThatNobodyHasEnded) {
  EXPECT_THAT(states_of(count_by({}, "open")),
              ElementsAre(State::received, State::reading, State::judging, State::escalated,
                          State::supplementing));
}

TEST(StatesTest, ANamedStateIsThatAloneAndNoneIsAny) {
  EXPECT_THAT(states_of(count_by({}, "withdrawn")), ElementsAre(State::withdrawn));
  EXPECT_THAT(states_of(count_by({}, "")), IsEmpty());
}

store::Precedent precedent(const std::string& outcome, const std::string& request,
                           const std::string& decision = "{}") {
  return {"A1", request, outcome, decision};
}

store::Precedent granted(const std::string& months) {
  return precedent("approve", "{}", R"({"results": {"months": {"value": )" + months + "}}}");
}

HistoryCount sum_of(const std::string& what, FieldKind kind = FieldKind::integer) {
  HistoryCount sum = count_by(kBoth, "");
  sum.of = what;
  sum.kind = kind;
  return sum;
}

TEST(SumTest, AddsUpTheResultsOfWhatWasApproved) {
  const HistoryCount sum = sum_of("results.months");
  EXPECT_EQ(sum_over(sum, {}), Json(0));
  EXPECT_EQ(sum_over(sum, {granted("12"), granted("24")}), Json(36));
  EXPECT_EQ(sum_over(sum, {granted("12"), precedent("deny", "{}"), precedent("", "{}", "")}),
            Json(12));
}

TEST(SumTest, AddsUpNumbersOfTheForm) {
  const HistoryCount sum = sum_of("form.fee", FieldKind::money);
  EXPECT_EQ(sum_over(sum, {precedent("deny", R"({"form": {"fee": 1050}})"),
                           precedent("approve", R"({"form": {"fee": 5}})")}),
            Json(1055));
  EXPECT_EQ(sum_over(sum, {precedent("approve", R"({"form": {}})"),
                           precedent("approve", R"({"form": {"fee": 5}})")}),
            Json(5));
  EXPECT_EQ(sum_over(sum_of("form.area", FieldKind::decimal),
                     {precedent("approve", R"({"form": {"area": 290.5}})"),
                      precedent("approve", R"({"form": {"area": 290}})")}),
            Json(580.5));
}

// Less than was granted is never shown.
TEST(SumTest, IsUnknownWhereAnApprovalDoesNotSayHowMuch) {
  const HistoryCount sum = sum_of("results.months");
  EXPECT_EQ(sum_over(sum, {granted("12"), precedent("approve", "{}")}), std::nullopt);
  EXPECT_EQ(sum_over(sum, {precedent("approve_conditionally", "{}", R"({"results": {}})")}),
            std::nullopt);
  EXPECT_EQ(sum_over(sum, {granted("\"12\"")}), std::nullopt);
  EXPECT_EQ(sum_over(sum, {granted("1.5")}), std::nullopt);
  EXPECT_EQ(sum_over(sum, {granted("9007199254740991"), granted("1")}), std::nullopt);
}

std::vector<std::string> codes_of(const Problems& problems) {
  std::vector<std::string> codes;
  for (const Problem& wrong : problems) codes.push_back(wrong.code);
  return codes;
}

TEST(CheckHistoryTest, FactsOfTheFormAndTheApplicantCanBeCountedBy) {
  EXPECT_THAT(check_history(matter_with(
                  {count_by(kBoth, ""), count_by(kBoth, "open"), count_by(kBoth, "decided")})),
              IsEmpty());
}

TEST(CheckHistoryTest, FactsThatAreNotKnownAtIntakeCannot) {
  EXPECT_THAT(codes_of(check_history(
                  matter_with({count_by({"card.id_number", "register.alive", "received_on"})}))),
              ElementsAre("unsupported_history", "unsupported_history", "unsupported_history"));
}

TEST(CheckHistoryTest, ACountSharesSomething) {
  EXPECT_THAT(codes_of(check_history(matter_with({count_by({})}))),
              ElementsAre("unsupported_history"));
}

TEST(CheckHistoryTest, AStateThatIsNoneIsRefused) {
  EXPECT_THAT(codes_of(check_history(matter_with({count_by(kBoth, "opened")}))),
              ElementsAre("unknown_state"));
}

}  // namespace
}  // namespace zhipi::workflow
