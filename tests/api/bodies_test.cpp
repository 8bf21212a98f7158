#include "api/bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace zhipi::api {
namespace {

// One white pixel.
const std::string kPng(
    "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\001"
    "\000\000\000\001\010\000\000\000\000\072\176\233\125\000\000\000\012\111\104\101"
    "\124\170\234\143\370\017\000\001\001\001\000\261\070\366\024\000\000\000\000\111"
    "\105\116\104\256\102\140\202",
    67);

http::Request request_with(const std::string& content_type, std::string body) {
  http::Request request;
  request.headers.add("Content-Type", content_type);
  request.body = std::move(body);
  return request;
}

struct GivenPart {
  std::string name;
  std::string type;
  std::string content;
};

http::Request multipart(const std::vector<GivenPart>& parts) {
  std::string body;
  for (const GivenPart& part : parts) {
    body += "--b\r\nContent-Disposition: form-data; name=\"" + part.name + "\"; filename=\"f\"\r\n";
    if (!part.type.empty()) body += "Content-Type: " + part.type + "\r\n";
    body += "\r\n" + part.content + "\r\n";
  }
  return request_with("multipart/form-data; boundary=b", body + "--b--\r\n");
}

std::string first_code(const Expected<Submission, Problems>& submission) {
  return submission ? "" : submission.error().front().code;
}

TEST(JsonBody, IsTakenWithParametersAndAnyCaseOfItsType) {
  EXPECT_EQ(json_body(request_with("Application/JSON; charset=utf-8", "[1]")).value(),
            Json(json::array{1}));
}

TEST(JsonBody, OfAnotherTypeIsRefused) {
  EXPECT_EQ(json_body(request_with("text/plain", "{}")).error().code, "unsupported_media_type");
  EXPECT_EQ(json_body(http::Request{}).error().code, "unsupported_media_type");
}

TEST(JsonBody, BeyondItsLimitIsRefusedBeforeItIsParsed) {
  EXPECT_EQ(
      json_body(request_with("application/json", std::string(kJsonBytes + 1, ' '))).error().code,
      "too_large");
}

TEST(Submission, IsJsonAlone) {
  const auto request = request_with("application/json", R"({"matter":"m"})");
  const auto submission = submission_body(request);
  ASSERT_TRUE(submission);
  EXPECT_EQ(submission->application.at("matter"), "m");
  EXPECT_TRUE(submission->uploads.empty());
}

TEST(Submission, TakesAFileFromEachPartInTheirOrder) {
  const auto request = multipart({{"id_card", "image/png", kPng},
                                  {"application", "application/json", R"({"matter":"m"})"},
                                  {"proof", "", "third"},
                                  {"id_card", "application/octet-stream", "second page"}});
  const auto submission = submission_body(request);
  ASSERT_TRUE(submission) << first_code(submission);
  EXPECT_EQ(submission->application.at("matter"), "m");
  ASSERT_EQ(submission->uploads.size(), 3U);
  EXPECT_EQ(submission->uploads[0].material, "id_card");
  EXPECT_EQ(submission->uploads[0].bytes, kPng);
  EXPECT_EQ(submission->uploads[1].material, "proof");
  EXPECT_EQ(submission->uploads[2].material, "id_card");
  EXPECT_EQ(submission->uploads[2].bytes, "second page");
}

TEST(Submission, NeedsItsApplicationPartOnce) {
  EXPECT_EQ(first_code(submission_body(multipart({{"id_card", "", kPng}}))), "missing_part");
  EXPECT_EQ(first_code(
                submission_body(multipart({{"application", "", "{}"}, {"application", "", "{}"}}))),
            "duplicate_part");
}

TEST(Submission, SaysWhereTheApplicationPartIsNoJson) {
  const auto submission = submission_body(multipart({{"application", "", "{\n  \"a\": }"}}));
  ASSERT_FALSE(submission);
  EXPECT_EQ(submission.error().front().code, "bad_json");
  EXPECT_THAT(submission.error().front().where, ::testing::StartsWith("2:"));
}

TEST(Submission, NamesTheMaterialWhoseFileIsNotWhatItSays) {
  const auto submission =
      submission_body(multipart({{"application", "", "{}"}, {"id_card", "image/jpeg", kPng}}));
  ASSERT_FALSE(submission);
  EXPECT_EQ(submission.error().front().code, "content_unlike_type");
  EXPECT_EQ(submission.error().front().where, "/materials/id_card");
}

TEST(Submission, CutOffInAPartIsRefused) {
  auto request = multipart({{"application", "", "{}"}});
  request.body = std::string(request.body.view().substr(0, request.body.size() - 8));
  EXPECT_EQ(first_code(submission_body(request)), "bad_multipart");
}

TEST(DeclaredType, MayBeAnyNameOfTheRightPicture) {
  for (const char* const type : {"", "image/png", "IMAGE/PNG; x=1", "image/x-png",
                                 "application/octet-stream", "application/x-www-form-urlencoded"}) {
    EXPECT_TRUE(check_declared_type(type, kPng)) << type;
  }
}

TEST(DeclaredType, OfAnotherPictureOrOfNoneIsRefused) {
  EXPECT_EQ(check_declared_type("application/pdf", kPng).error().code, "content_unlike_type");
  EXPECT_EQ(check_declared_type("text/html", kPng).error().code, "unsupported_media_type");
}

TEST(DeclaredType, OfBytesThatAreNothingKnownIsLeftToWhoLooksAtThem) {
  EXPECT_TRUE(check_declared_type("image/png", "no picture at all"));
}

TEST(IdempotencyKey, IsVisibleAsciiOfUpTo255Characters) {
  http::Request none;
  EXPECT_EQ(idempotency_key(none).value(), std::nullopt);
  for (const auto& [value, fine] :
       std::map<std::string, bool>{{"\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", true},
                                   {std::string(255, 'k'), true},
                                   {std::string(256, 'k'), false},
                                   {"two words", false},
                                   {"钥匙", false},
                                   {"", false}}) {
    http::Request request;
    request.headers.add("Idempotency-Key", value);
    EXPECT_EQ(idempotency_key(request).has_value(), fine) << value;
  }
}

http::Request query(const std::map<std::string, std::string>& parameters) {
  http::Request request;
  request.query = parameters;
  return request;
}

const workflow::Principal kCaller{"anna", {"reviewer"}};

TEST(ListQuery, TakesEveryParameter) {
  const auto given = list_query(query({{"state", "escalated"},
                                       {"matter", "m"},
                                       {"reference", "r"},
                                       {"sort", "received"},
                                       {"cursor", "c"},
                                       {"reviewer", "mine"},
                                       {"limit", "7"}}),
                                kCaller);
  ASSERT_TRUE(given);
  EXPECT_EQ(given->state, store::State::escalated);
  EXPECT_EQ(given->matter, "m");
  EXPECT_EQ(given->reference, "r");
  EXPECT_EQ(given->sort, store::Sort::received);
  EXPECT_EQ(given->cursor, "c");
  EXPECT_EQ(given->limit, 7);
  EXPECT_EQ(given->reviewer, "anna");
  EXPECT_EQ(list_query(query({{"reviewer", "nobody"}}), kCaller)->reviewer, "");
}

TEST(ListQuery, RefusesValuesThatAreNone) {
  EXPECT_EQ(list_query(query({{"state", "open"}}), kCaller).error().code, "bad_parameter");
  EXPECT_EQ(list_query(query({{"reviewer", "anna"}}), kCaller).error().code, "bad_parameter");
  EXPECT_EQ(list_query(query({{"sort", "name"}}), kCaller).error().code, "bad_parameter");
  EXPECT_EQ(list_query(query({{"limit", "7 "}}), kCaller).error().code, "bad_limit");
  EXPECT_EQ(list_query(query({{"limit", "99999999999"}}), kCaller).error().code, "bad_limit");
}

}  // namespace
}  // namespace zhipi::api
