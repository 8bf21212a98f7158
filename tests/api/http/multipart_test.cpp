#include "api/http/multipart.h"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace zhipi::http {
namespace {

std::string part(const std::string& disposition, const std::string& content) {
  return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

TEST(Multipart, FindsPartsInOrderWithDuplicates) {
  const std::string body = part("name=\"a\"", "1") + part("name=a", "2") +
                           part("name=\"f\"; filename=\"x.pdf\"", "%PDF") + "--b--\r\n";
  const auto parts = parse_multipart(body, "b");
  ASSERT_TRUE(parts) << to_line(parts.error());
  ASSERT_EQ(parts->size(), 3U);
  EXPECT_EQ(parts->at(0).content, "1");
  EXPECT_EQ(parts->at(1).name, "a");
  EXPECT_FALSE(parts->at(1).filename);
  EXPECT_EQ(parts->at(2).filename, "x.pdf");
}

TEST(Multipart, PointsIntoTheBody) {
  const std::string body = part("name=a", "content") + "--b--";
  const auto parts = parse_multipart(body, "b");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->at(0).content.data(), body.data() + body.find("content"));
}

TEST(Multipart, DecodesNamesAsBrowsersEncodeThem) {
  const std::string body =
      part("name=\"申请\\\"表\"; filename=\"C:\\new\\a%22b%0D%0Ac%2e.pdf\"", "") + "--b--";
  const auto parts = parse_multipart(body, "b");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->at(0).name, "申请\"表");
  EXPECT_EQ(parts->at(0).filename, "C:\\new\\a\"b\r\nc%2e.pdf");
}

TEST(Multipart, TellsTheContentTypeAsSent) {
  const auto parts = parse_multipart(
      "--b\r\ncontent-type:  application/json \r\n"
      "Content-Disposition: form-data; name=a\r\nX-Other: 1\r\n\r\n{}\r\n--b--",
      "b");
  ASSERT_TRUE(parts) << to_line(parts.error());
  EXPECT_EQ(parts->at(0).content_type, "application/json");
}

TEST(Multipart, TakesContentThatLooksLikeAlmostABoundary) {
  const std::string content = "x--b\r\n\r--b\n--b\r\n-b\r\n--";
  const std::string body = part("name=a", content) + "--b--";
  const auto parts = parse_multipart(body, "b");
  ASSERT_TRUE(parts) << to_line(parts.error());
  EXPECT_EQ(parts->at(0).content, content);
}

struct BadCase {
  const char* body;
  const char* code;
};

void PrintTo(const BadCase& refused, std::ostream* out) {
  *out << refused.code;
}

class BadMultipart : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadMultipart, IsRefused) {
  const auto parts = parse_multipart(GetParam().body, "b", {2, 80});
  ASSERT_FALSE(parts);
  EXPECT_EQ(parts.error().code, GetParam().code);
}

#define DISPOSED "--b\r\nContent-Disposition: form-data; name=a\r\n"
INSTANTIATE_TEST_SUITE_P(
    Every, BadMultipart,
    ::testing::Values(
        BadCase{"", "bad_multipart"}, BadCase{"--b", "bad_multipart"},
        BadCase{"preamble\r\n--b--", "bad_multipart"}, BadCase{"--b--epilogue", "bad_multipart"},
        BadCase{DISPOSED "\r\nx", "bad_multipart"},
        BadCase{DISPOSED "\r\nx\r\n--b", "bad_multipart"},
        BadCase{DISPOSED "\r\nx\r\n--b-", "bad_multipart"},
        BadCase{DISPOSED "\r\nx\r\n--bc--", "bad_multipart"},
        BadCase{DISPOSED "\r\nx\n--b--", "bad_multipart"},
        BadCase{DISPOSED "x\r\n--b--", "bad_multipart"},
        BadCase{DISPOSED "\r\n--b--", "bad_multipart"},
        BadCase{"--b\r\n\r\nx\r\n--b--", "bad_multipart"},
        BadCase{"--b\r\n\r\n--b--", "bad_multipart"},
        BadCase{"--b \r\n\r\nx\r\n--b--", "bad_multipart"},
        BadCase{"--b\nContent-Disposition: form-data; name=a\n\nx\n--b--", "bad_multipart"},
        BadCase{"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "bad_multipart"},
        BadCase{"--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{"--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{"--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{"--b\r\nContent-Disposition: form-data; name=a;\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{"--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{
            "--b\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''x\r\n\r\n\r\n--b--",
            "bad_multipart"},
        BadCase{DISPOSED "Content-Disposition: form-data; name=b\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{DISPOSED "Content-Type: a/b\r\nContent-Type: c/d\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{DISPOSED "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--b--", "bad_multipart"},
        BadCase{DISPOSED "no colon\r\n\r\nx\r\n--b--", "bad_multipart"},
        BadCase{DISPOSED " folded: x\r\n\r\nx\r\n--b--", "bad_multipart"},
        BadCase{DISPOSED "X: 123456789012345678901234567890123456789012345678\r\n\r\nx\r\n--b--",
                "bad_multipart"},
        BadCase{DISPOSED "\r\n\r\n" DISPOSED "\r\n\r\n" DISPOSED "\r\n\r\n--b--",
                "too_many_parts"}));
#undef DISPOSED

TEST(MultipartBoundary, IsReadFromTheContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(70, 'x')),
            std::string(70, 'x'));
}

TEST(MultipartBoundary, IsRefusedWhereItIsMissingDoubledOrImpossible) {
  EXPECT_EQ(multipart_boundary("application/json").error().code, "not_multipart");
  EXPECT_EQ(multipart_boundary("multipart/form-data").error().code, "bad_boundary");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=").error().code, "not_multipart");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=a; boundary=b").error().code,
            "not_multipart");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a \"").error().code,
            "bad_boundary");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a\\\"b\"").error().code,
            "bad_boundary");
  EXPECT_EQ(
      multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')).error().code,
      "bad_boundary");
}

// Whatever the contents are, writing and reading gives them back.
TEST(Multipart, GivesBackWhateverWasPutIn) {
  std::mt19937 random(20261120);
  const std::string alphabet = "\r\n-b\"\0x:";
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> contents(random() % 5);
    std::string body;
    for (auto& content : contents) {
      for (std::size_t i = random() % 40; i > 0; --i)
        content += alphabet[random() % alphabet.size()];
      if (("\r\n" + content).find("\r\n--bound") != std::string::npos) content.clear();
      body += "--bound\r\nContent-Disposition: form-data; name=n\r\n\r\n" + content + "\r\n";
    }
    body += "--bound--\r\n";
    const auto parts = parse_multipart(body, "bound");
    ASSERT_TRUE(parts) << "round " << round << ": " << to_line(parts.error());
    ASSERT_EQ(parts->size(), contents.size());
    for (std::size_t i = 0; i < contents.size(); ++i) ASSERT_EQ(parts->at(i).content, contents[i]);
  }
}

// Whatever the damage is, every view stays inside the body and nothing is invented.
TEST(Multipart, SurvivesMutations) {
  std::mt19937 random(20261121);
  const std::string whole =
      part("name=\"a\"; filename=\"x%22y\"", "one") + part("name=b", "\r\n--\r\n") + "--b--\r\n";
  const std::string bytes("\r\n-b;=\"\\%:\0 x", 14);
  std::size_t accepted = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string body = whole;
    for (std::size_t edits = 1 + random() % 4; edits > 0 && !body.empty(); --edits) {
      const std::size_t at = random() % body.size();
      switch (random() % 4) {
        case 0:
          body.erase(at, 1 + random() % 8);
          break;
        case 1:
          body.insert(at, 1, bytes[random() % bytes.size()]);
          break;
        case 2:
          body[at] = bytes[random() % bytes.size()];
          break;
        default:
          body.insert(at, body.substr(random() % body.size(), random() % 30));
      }
    }
    const auto parts = parse_multipart(body, "b");
    if (!parts) continue;
    ++accepted;
    for (const auto& found : *parts) {
      ASSERT_FALSE(found.name.empty());
      ASSERT_GE(found.content.data(), body.data());
      ASSERT_LE(found.content.data() + found.content.size(), body.data() + body.size());
      ASSERT_EQ(found.content.find("\r\n--b"), std::string_view::npos);
    }
  }
  EXPECT_GT(accepted, 100U) << "the mutations no longer reach the accepting paths";
}

}  // namespace
}  // namespace zhipi::http
