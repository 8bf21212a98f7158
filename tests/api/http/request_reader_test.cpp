#include "api/http/request_reader.h"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace zhipi::http {
namespace {

using Event = RequestReader::Event;

struct Outcome {
  std::vector<std::string> requests;  // "METHOD target body", in order
  int fault = 0;                      // status of the fault that ended the stream, or 0

  bool operator==(const Outcome&) const = default;
};

// Frames `stream`, given in pieces of the sizes that `next_size` tells.
template <class NextSize>
Outcome frame(std::string_view stream, NextSize next_size, std::size_t body_limit = 100) {
  RequestReader reader(512, 100);
  Outcome outcome;
  std::string pending;
  while (!stream.empty()) {
    const std::size_t size = std::min(next_size(), stream.size());
    pending.append(stream.substr(0, size));
    stream.remove_prefix(size);
    for (Event event = Event::kHead; event != Event::kNeedMore;) {
      std::string_view input = pending;
      event = reader.feed(input);
      pending.erase(0, pending.size() - input.size());
      if (event == Event::kFault) {
        outcome.fault = reader.fault().status;
        return outcome;
      }
      if (event == Event::kHead) {
        if (reader.head().content_length > body_limit) {
          outcome.fault = 413;
          return outcome;
        }
        reader.expect_body(body_limit);
      }
      if (event == Event::kDone) {
        outcome.requests.push_back(reader.head().method + " " + reader.head().target + " " +
                                   std::string(reader.take_body()));
        reader.reset();
      }
    }
  }
  return outcome;
}

Outcome frame_whole(std::string_view stream) {
  return frame(stream, [] { return std::size_t{1} << 20U; });
}

Outcome frame_bytes(std::string_view stream) {
  return frame(stream, [] { return std::size_t{1}; });
}

const std::string kPipeline =
    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
    "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    "\r\nPOST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    "3;x=\"y\"\r\nabc\r\nA\r\n0123456789\r\n0;q\r\nTrailer: t\r\n\r\n"
    "POST /4 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"
    "GET /5 HTTP/1.0\r\n\r\n";

TEST(RequestReader, FramesAPipelineTheSameWholeAndByteByByte) {
  const Outcome expected{
      {"GET /1 ", "POST /2 hello", "POST /3 abc0123456789", "POST /4 ", "GET /5 "}, 0};
  EXPECT_EQ(frame_whole(kPipeline), expected);
  EXPECT_EQ(frame_bytes(kPipeline), expected);
}

TEST(RequestReader, JoinsListsAndTrimsValues) {
  RequestReader reader(512, 100);
  std::string_view input =
      "GET / HTTP/1.1\r\nHost: a\r\nAccept:  text/html \r\nX-A: 1\r\naccept: */*\r\nCookie: "
      "a=1\r\nCookie: b=2\r\n\r\n";
  ASSERT_EQ(reader.feed(input), Event::kHead);
  EXPECT_EQ(reader.head().headers.find("ACCEPT"), "text/html, */*");
  EXPECT_EQ(reader.head().headers.find("cookie"), "a=1; b=2");
  EXPECT_EQ(reader.head().headers.find("x-b"), std::nullopt);
}

struct BadStream {
  const char* name;
  std::string stream;
  int status;
};

std::string get(const std::string& fields) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::string chunks(const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
}

void PrintTo(const BadStream& stream, std::ostream* out) {
  *out << stream.name;
}

class Refused : public ::testing::TestWithParam<BadStream> {};

TEST_P(Refused, WholeAndByteByByteWithoutAnyRequest) {
  const Outcome expected{{}, GetParam().status};
  EXPECT_EQ(frame_whole(GetParam().stream), expected);
  EXPECT_EQ(frame_bytes(GetParam().stream), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Head, Refused,
    ::testing::Values(
        BadStream{"length_and_chunks",
                  get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "abc", 400},
        BadStream{"chunks_and_length",
                  get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n") + "abc", 400},
        BadStream{"two_lengths", get("Content-Length: 3\r\nContent-Length: 4\r\n") + "abcd", 400},
        BadStream{"the_same_length_twice",
                  get("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc", 400},
        BadStream{"length_list", get("Content-Length: 3, 3\r\n") + "abc", 400},
        BadStream{"length_with_sign", get("Content-Length: +3\r\n") + "abc", 400},
        BadStream{"length_negative", get("Content-Length: -3\r\n") + "abc", 400},
        BadStream{"length_with_letters", get("Content-Length: 5abc\r\n") + "abcde", 400},
        BadStream{"length_hex", get("Content-Length: 0x3\r\n") + "abc", 400},
        BadStream{"length_empty", get("Content-Length: \r\n"), 400},
        BadStream{"length_beyond_numbers", get("Content-Length: 99999999999999999999\r\n"), 400},
        BadStream{"encoding_other", get("Transfer-Encoding: gzip\r\n"), 501},
        BadStream{"encoding_list", get("Transfer-Encoding: gzip, chunked\r\n"), 501},
        BadStream{"encoding_twice",
                  get("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 400},
        BadStream{"encoding_disguised", get("Transfer-Encoding: xchunked\r\n"), 501},
        BadStream{"encoding_in_1_0",
                  "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        BadStream{"space_before_colon", get("Content-Length : 3\r\n") + "abc", 400},
        BadStream{"folded_line", get("X: a\r\n b\r\n"), 400},
        BadStream{"folded_length", get("Content-Length:\r\n 3\r\n") + "abc", 400},
        BadStream{"bare_lf", "GET / HTTP/1.1\nHost: a\n\n", 400},
        BadStream{"bare_cr", get("X: a\rb\r\n"), 400},
        BadStream{"nul", get(std::string("X: a\0b\r\n", 8)), 400},
        BadStream{"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        BadStream{"two_hosts", get("Host: b\r\n"), 400},
        BadStream{"two_content_types", get("Content-Type: a/b\r\nContent-Type: c/d\r\n"), 400},
        BadStream{"two_authorizations", get("Authorization: a\r\nAuthorization: b\r\n"), 400},
        BadStream{"two_keys", get("Idempotency-Key: a\r\nidempotency-key: a\r\n"), 400},
        BadStream{"no_version", "GET /\r\n\r\n", 400},
        BadStream{"version_2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        BadStream{"garbage", "\x16\x03\x01\x02", 400},
        BadStream{"spaces_in_target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 505},
        BadStream{"expectation", get("Expect: 200-ok\r\n"), 417},
        BadStream{"long_target", "GET /" + std::string(200, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n",
                  414},
        BadStream{"endless_target", "GET /" + std::string(5000, 'a'), 414},
        BadStream{"large_head", get("X: " + std::string(600, 'a') + "\r\n"), 431},
        BadStream{"endless_head", "GET / HTTP/1.1\r\nX: " + std::string(5000, 'a'), 431}),
    [](const auto& refused) { return std::string(refused.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Chunks, Refused,
    ::testing::Values(
        BadStream{"no_size", chunks("\r\nabc"), 400}, BadStream{"not_hex", chunks("g\r\n"), 400},
        BadStream{"sign", chunks("+3\r\nabc"), 400}, BadStream{"prefix", chunks("0x3\r\nabc"), 400},
        BadStream{"space", chunks("3 \r\nabc\r\n0\r\n\r\n"), 400},
        BadStream{"huge", chunks("ffffffffffffffffff\r\n"), 400},
        BadStream{"over_limit", chunks("65\r\n" + std::string(101, 'a')), 413},
        BadStream{"over_limit_in_sum", chunks("64\r\n" + std::string(100, 'a') + "\r\n1\r\n"), 413},
        BadStream{"bare_lf", chunks("3\nabc\n0\n\n"), 400},
        BadStream{"too_long", chunks("3\r\nabcd\r\n"), 400},
        BadStream{"too_short", chunks("3\r\nab\r\n0\r\n"), 400},
        BadStream{"nul_in_extension", chunks(std::string("3;\0\r\nabc", 8)), 400},
        BadStream{"endless_extension", chunks("3;" + std::string(5000, 'x')), 400},
        BadStream{"endless_trailer", chunks("0\r\nX: " + std::string(9000, 'x')), 400},
        BadStream{"folded_trailer", chunks("0\r\nX: a\r\n b\r\n\r\n"), 400}),
    [](const auto& refused) { return std::string(refused.param.name); });

// However a stream is damaged, how it is cut into pieces never changes what is understood.
TEST(RequestReader, UnderstandsAMutatedStreamTheSameHoweverItIsCut) {
  std::mt19937 random(20261120);
  const std::string bytes("\r\n :;0aF\0\t,Z", 13);
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string stream = kPipeline;
    for (std::size_t edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % stream.size();
      switch (random() % 3) {
        case 0:
          stream.erase(at, 1 + random() % 4);
          break;
        case 1:
          stream.insert(at, 1, bytes[random() % bytes.size()]);
          break;
        default:
          stream[at] = bytes[random() % bytes.size()];
      }
    }
    const Outcome whole = frame_whole(stream);
    accepted += whole.requests.size();
    ASSERT_EQ(whole, frame(stream, [&] { return 1 + random() % 7; })) << "round " << round << "\n"
                                                                      << stream;
  }
  EXPECT_GT(accepted, 10'000U) << "the mutations no longer leave requests whole";
}

}  // namespace
}  // namespace zhipi::http
