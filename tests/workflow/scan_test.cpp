// A committed specimen, read by the real reader.
#include <fstream>
#include <iterator>

#include "service.h"

namespace zhipi::workflow {
namespace {

using testing::IsEmpty;
using testing::StartsWith;

std::string specimen(const std::string& name) {
  const auto path = std::filesystem::path(ZHIPI_SOURCE_DIR) / "tests/corpus/specimens" / name;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no specimen " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

class ScanTest : public ServiceTest {
 protected:
  ScanTest() : ServiceTest(std::string(ZHIPI_BINARY_DIR) + "/zhipi-reader") {}

  // Whose card the specimen shows.
  static Json application_of_the_specimens_person() {
    return application_with(
        R"({"form": {"full_name": "林秀英", "id_number": "350102194005069266"}})");
  }
};

TEST_F(ScanTest, AScannedCardIsReadGatheredAndDecided) {
  const std::string card = specimen("id_card_front.jpg");
  const Answer answer = submit(application_of_the_specimens_person(), {}, {{"card", card}});
  ASSERT_EQ(answer.status, 202);
  ASSERT_TRUE(workflow_->work_once("w"));
  ASSERT_THAT(events_, IsEmpty()) << events_.front();
  EXPECT_EQ(state_of(answer.id), "decided");
  EXPECT_EQ(workflow_->decision(answer.id, kWindow)->at("outcome"), Json("approve"));

  const Json read = workflow_->readings(answer.id, kWindow)->at("materials").at("card");
  const Json& number = read.at("fields").at("id_number");
  EXPECT_EQ(number.at("value"), Json("350102194005069266"));
  // The form agrees: what the reader was unsure of is nearly gone.
  const Json fact = facts_of(answer.id).at("materials").at("card").at("id_number");
  EXPECT_GT(fact.at("confidence").to_number<double>(), number.at("confidence").to_number<double>());
  EXPECT_EQ(fact.at("box"), number.at("box"));
  EXPECT_EQ(facts_of(answer.id).at("context").at("conflicts"), Json(json::array{}));
}

TEST_F(ScanTest, AFormThatTheCardContradictsIsNeverApproved) {
  const std::string card = specimen("id_card_front.jpg");
  Json body = application_of_the_specimens_person();
  merge(body, parsed(R"({"form": {"full_name": "林秀琴"}})"));
  const Answer answer = submit(body, {}, {{"card", card}});
  ASSERT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(state_of(answer.id), "escalated");
  EXPECT_EQ(canonical_json(facts_of(answer.id).at("context").at("conflicts")),
            R"([["form.full_name","card.full_name"]])");
}

TEST_F(ScanTest, APageIsShownAsPng) {
  const std::string card = specimen("id_card_front.jpg");
  const Answer answer = submit(application_of_the_specimens_person(), {}, {{"card", card}});
  const auto page = workflow_->page_png(answer.id, "card", 1, kWindow);
  ASSERT_TRUE(page) << to_line(page.error());
  EXPECT_THAT(*page, StartsWith("\x89PNG"));
  EXPECT_EQ(code_of(workflow_->page_png(answer.id, "card", 2, kWindow)), "no_such_page");
  EXPECT_EQ(code_of(workflow_->page_png(answer.id, "card", 0, kWindow)), "no_such_page");
  EXPECT_EQ(code_of(workflow_->page_png(answer.id, "proof", 1, kWindow)), "no_such_page");
}

}  // namespace
}  // namespace zhipi::workflow
