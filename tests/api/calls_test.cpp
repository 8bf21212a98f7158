#include "api/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/api/running.h"

namespace zhipi::api {
namespace {

using testing::Ask;
using testing::electronic_application;
using testing::problem_code;
using testing::Running;

class Calls : public ::testing::Test {
 protected:
  http::Response post(const std::string& target, const Json& body,
                      std::map<std::string, std::string> headers = {}) {
    headers.emplace("Content-Type", "application/json");
    return running.ask({"POST", target, submitter, headers, canonical_json(body)});
  }
  http::Response get(const std::string& target) {
    return running.ask({.target = target, .token = submitter});
  }
  static Json json_of(const http::Response& response) { return parse_json(response.body).value(); }
  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers) {
      if (known == name) return value;
    }
    return {};
  }
  std::string submit_electronic() {
    return std::string(
        json_of(post("/v1/applications", electronic_application())).at("id").as_string());
  }

  Running running;
  std::string submitter = running.key({"submitter"});
};

TEST_F(Calls, AnElectronicApplicationIsDecidedInTheAnswer) {
  const auto response = post("/v1/applications", electronic_application());
  ASSERT_EQ(response.status, 201) << response.body;
  const Json body = json_of(response);
  EXPECT_EQ(body.at("decision").at("outcome"), "approve") << response.body;
  EXPECT_EQ(header(response, "Location"),
            "/v1/applications/" + std::string(body.at("id").as_string()));
  EXPECT_EQ(header(response, "Preference-Applied"), "");
}

TEST_F(Calls, AWaitThatNeedsNoWaitingIsStillSaidToBeApplied) {
  const auto response = post("/v1/applications", electronic_application(), {{"Prefer", "wait=90"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header(response, "Preference-Applied"), "wait=60");
}

TEST_F(Calls, TheSameKeyGetsTheSameBytes) {
  const auto first =
      post("/v1/applications", electronic_application(), {{"Idempotency-Key", "k1"}});
  const auto second =
      post("/v1/applications", electronic_application(), {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(header(first, "Location"), header(second, "Location"));
}

TEST_F(Calls, TheSameKeyWithAnotherBodyIsRefused) {
  post("/v1/applications", electronic_application(), {{"Idempotency-Key", "k1"}});
  auto other = electronic_application();
  other["reference"] = "2026-0002";
  const auto response = post("/v1/applications", other, {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(problem_code(response), "key_reused");
}

TEST_F(Calls, AnUnknownMatterIs422InASubmissionAnd404InAPath) {
  auto application = electronic_application();
  application["matter"] = "senior_allowanse";
  const auto submission = post("/v1/applications", application);
  EXPECT_EQ(submission.status, 422);
  EXPECT_EQ(problem_code(submission), "unknown_matter");
  EXPECT_EQ(json_of(submission).at("errors").as_array().front().at("pointer"), "/matter");
  EXPECT_EQ(get("/v1/matters/senior_allowanse").status, 404);
  EXPECT_EQ(get("/v1/matters/senior_allowanse/form.schema.json").status, 404);
}

TEST_F(Calls, EveryProblemOfAFormIsToldAtOnce) {
  auto application = electronic_application();
  json::object& form = application.at("form").as_object();
  form["full_nam"] = "x";
  form["full_name"] = 7;
  form["id_valid_to"] = "2026-02-30";
  const auto response = post("/v1/applications", application);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(json_of(response).at("errors").as_array().size(), 3U) << response.body;
}

TEST_F(Calls, ADecisionIsGivenInItsCanonicalBytes) {
  const std::string id = submit_electronic();
  const auto response = get("/v1/applications/" + id + "/decision");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.body, canonical_json(json_of(response)));
  EXPECT_EQ(json_of(response).at("application").as_string(), id);
}

TEST_F(Calls, AnotherSubmittersApplicationIsNotThere) {
  const std::string id = submit_electronic();
  const std::string stranger = running.key({"submitter"});
  for (const char* const what :
       {"", "/decision", "/readings", "/facts", "/timeline", "/materials/id_card/pages/1"}) {
    const auto response =
        running.ask({.target = "/v1/applications/" + id + what, .token = stranger});
    EXPECT_EQ(response.status, 404) << what;
    EXPECT_EQ(problem_code(response), "not_found") << what;
  }
}

TEST_F(Calls, AReviewerSeesEveryApplication) {
  const std::string id = submit_electronic();
  const std::string reviewer = running.key({"reviewer"});
  EXPECT_EQ(running.ask({.target = "/v1/applications/" + id, .token = reviewer}).status, 200);
}

TEST_F(Calls, ListsShowNoFullIdentityNumber) {
  submit_electronic();
  const auto response = get("/v1/applications?sort=received&limit=5");
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response).at("applications").as_array().size(), 1U);
  EXPECT_THAT(response.body, ::testing::Not(::testing::HasSubstr("350102194005061221")));
}

TEST_F(Calls, AListRefusesACursorThatNobodyGave) {
  EXPECT_EQ(problem_code(get("/v1/applications?cursor=xyz")), "bad_cursor");
  EXPECT_EQ(problem_code(get("/v1/applications?limit=0")), "bad_limit");
}

TEST_F(Calls, APageNumberThatIsNoneIsNoPage) {
  const std::string id = submit_electronic();
  for (const char* const page : {"0", "-1", "one", "1x", "99999999999"}) {
    EXPECT_EQ(problem_code(get("/v1/applications/" + id + "/materials/id_card/pages/" + page)),
              "no_such_page")
        << page;
  }
}

TEST_F(Calls, ASupplementIsDecidedInTheAnswer) {
  auto application = electronic_application();
  application.at("form").as_object().erase("bank_account");
  const Json asked = json_of(post("/v1/applications", application));
  ASSERT_EQ(asked.at("state"), "supplementing");
  const std::string target = "/v1/applications/" + std::string(asked.at("id").as_string());
  const Json missing = json::object{{"form", {{"bank_account", "6217001800000001228"}}}};
  const auto response = post(target + "/supplements", missing, {{"Prefer", "wait=5"}});
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(json_of(response).at("decision").at("outcome"), "approve") << response.body;
  EXPECT_EQ(header(response, "Location"), target);
  EXPECT_EQ(header(response, "Preference-Applied"), "wait=5");
  EXPECT_EQ(problem_code(post(target + "/supplements", missing)), "conflict");
}

TEST_F(Calls, AMultipartSupplementNamesItsPart) {
  const auto response = running.ask(
      {"POST",
       "/v1/applications/A1/supplements",
       submitter,
       {{"Content-Type", "multipart/form-data; boundary=b"}},
       "--b\r\nContent-Disposition: form-data; name=\"application\"\r\n\r\n{}\r\n--b--\r\n"});
  EXPECT_EQ(problem_code(response), "missing_part");
  EXPECT_THAT(response.body, ::testing::HasSubstr("`supplement`"));
}

// One whose applicant wants a person to decide.
TEST_F(Calls, AReviewerTakesAnApplicationAndDecidesIt) {
  auto application = electronic_application();
  application["automated"] = false;
  const Json escalated = json_of(post("/v1/applications", application));
  ASSERT_EQ(escalated.at("state"), "escalated");
  const std::string target = "/v1/applications/" + std::string(escalated.at("id").as_string());
  const std::string reviewer = running.key({"reviewer"});
  const auto call = [&](const std::string& what, const std::string& body) {
    return running.ask(
        {"POST", target + what, reviewer, {{"Content-Type", "application/json"}}, body});
  };
  EXPECT_EQ(call("/claim", "").status, 200);
  EXPECT_EQ(call("/release", "{}").status, 200);
  EXPECT_EQ(problem_code(call("/claim", R"({"x": 1})")), "undeclared_name");
  EXPECT_EQ(problem_code(call("/review", R"({"decision": "yes"})")), "not_an_option");
  const auto decided = call("/review", R"({"decision": "approve"})");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(json_of(decided).at("decision").at("outcome"), "approve");
  EXPECT_EQ(get(target + "/decision").body, canonical_json(json_of(decided).at("decision")));
}

TEST_F(Calls, ARevocationNeedsItsGroundAndASecondPerson) {
  const std::string target = "/v1/applications/" + submit_electronic() + "/revoke";
  const auto call = [&](const std::string& reviewer, const std::string& body) {
    return running.ask({"POST", target, reviewer, {{"Content-Type", "application/json"}}, body});
  };
  const std::string first = running.key({"reviewer"});
  const std::string body = R"({"ground": "fraud", "grounds": "以伪造材料取得"})";
  EXPECT_EQ(json_of(call(first, R"({"grond": "x"})")).at("errors").as_array().size(), 3U);
  EXPECT_EQ(call(first, body).status, 202);
  EXPECT_EQ(problem_code(call(first, body)), "second_person_needed");
  const auto done = call(running.key({"reviewer"}), body);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(json_of(done).at("state"), "revoked");
}

TEST_F(Calls, AWithdrawalNeedsGrounds) {
  const std::string target = "/v1/applications/" + submit_electronic() + "/withdraw";
  EXPECT_EQ(problem_code(post(target, json::array{})), "not_an_object");
  EXPECT_EQ(problem_code(post(target, json::object{})), "missing_name");
  EXPECT_EQ(problem_code(post(target, json::object{{"grounds", 1}})), "wrong_type");
  EXPECT_EQ(problem_code(post(target, json::object{{"grounds", " "}})), "out_of_range");
  EXPECT_EQ(problem_code(post(target, json::object{{"grounds", "x"}, {"ground", "y"}})),
            "undeclared_name");
}

TEST_F(Calls, MaterialsThatAreNoPicturesAreRefusedByName) {
  const auto send = [&](const std::string& body) {
    return problem_code(running.ask({"POST", "/v1/materials", submitter, {}, body}));
  };
  EXPECT_EQ(send(""), "empty_file");
  EXPECT_EQ(send("hello, this is text"), "not_an_image");
}

TEST_F(Calls, JudgingRefusesWhatItCannotRead) {
  const auto judge = [&](const Json& body) { return problem_code(post("/v1/judge", body)); };
  EXPECT_EQ(judge(json::object{{"matter", "nothing"}, {"facts", json::object{}}}),
            "unknown_matter");
  const auto response =
      post("/v1/judge", json::object{{"matter", "senior_allowance"},
                                     {"facts", {{"application", "A1"}, {"form", {{"x", 1}}}}}});
  EXPECT_EQ(response.status, 422) << response.body;
}

TEST_F(Calls, TheCatalogueGivesMattersAndTheirForms) {
  const auto matters = get("/v1/matters");
  ASSERT_EQ(matters.status, 200);
  EXPECT_FALSE(json_of(matters).at("matters").as_array().empty());
  EXPECT_EQ(get("/v1/matters/senior_allowance").status, 200);
  const auto schema = get("/v1/matters/senior_allowance/form.schema.json");
  EXPECT_EQ(schema.status, 200);
  EXPECT_EQ(schema.content_type, "application/schema+json");
  EXPECT_TRUE(json_of(schema).at("properties").as_object().contains("full_name"));
}

}  // namespace
}  // namespace zhipi::api
