// The whole server under damaged streams over real sockets. Deterministic: the seed is in the code.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/api/http/client.h"

namespace zhipi::http::testing {
namespace {

const std::string kStream =
    "GET /a?x=%E6%9E%97&y=1 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n"
    "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

std::string mutated(std::mt19937& random) {
  const std::string bytes("\r\n :;%/0aF\0\t,\xff", 15);
  std::string stream = kStream;
  for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
    const std::size_t at = random() % stream.size();
    switch (random() % 4) {
      case 0:
        stream.erase(at, 1 + random() % 6);
        break;
      case 1:
        stream.insert(at, 1, bytes[random() % bytes.size()]);
        break;
      case 2:
        stream[at] = bytes[random() % bytes.size()];
        break;
      default:
        stream.insert(at, stream.substr(random() % stream.size(), random() % 80));
    }
  }
  return stream;
}

// How many responses `answers` holds; fails where something else stands between them. Bodies are
// plain words, so that no body looks like a response.
int count_responses(std::string_view answers) {
  int count = 0;
  for (std::size_t at = 0; (at = answers.find("HTTP/1.1 ", at)) != std::string_view::npos;
       at += 9) {
    const char first = answers[std::min(at + 9, answers.size() - 1)];
    EXPECT_TRUE(first == '2' || first == '4' || first == '5') << answers;
    ++count;
  }
  EXPECT_TRUE(answers.empty() || answers.starts_with("HTTP/1.1 ")) << answers;
  return count;
}

TEST(Fuzz, ServerAnswersOrClosesWhateverItIsSentAndGoesOnServing) {
  ServerOptions options;
  options.error_page = [](const Fault& fault) {
    return Response{fault.status, "text/plain", "refused"};
  };
  auto server = serve({{"GET", "/a", 0, say("fine")}, {"POST", "/echo", 50, echo()}}, options);
  std::mt19937 random(20261120);
  int responses = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string stream = mutated(random);
    Client client(server->port());
    const std::size_t cut = random() % stream.size();
    client.send(std::string_view(stream).substr(0, cut));
    client.send(std::string_view(stream).substr(cut));
    client.end_sending();
    responses += count_responses(client.read_all());
    ASSERT_FALSE(HasFailure()) << "round " << round << "\n" << stream;
  }
  EXPECT_GT(responses, 1500) << "the mutations no longer leave requests whole";
  EXPECT_EQ(Client(server->port()).ask(request("GET", "/a"))->body, "fine");
}

}  // namespace
}  // namespace zhipi::http::testing
