// Deadlines, and what a server needs to start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/http/server.h"
#include "tests/api/http/client.h"

namespace zhipi::http::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Server, ClosesAnIdleConnectionAtItsDeadline) {
  ServerOptions options;
  options.idle_deadline = milliseconds(50);
  auto server = serve({{"GET", "/", 0, say("hello")}}, options);
  Client fresh(server->port());
  EXPECT_TRUE(fresh.closed());
  Client used(server->port());
  ASSERT_TRUE(used.ask(request("GET", "/")));
  EXPECT_TRUE(used.closed());
}

TEST(Server, Answers408WhenAHeadOrABodyTakesTooLong) {
  ServerOptions options;
  options.head_deadline = milliseconds(50);
  options.body_deadline = milliseconds(50);
  auto server = serve({{"POST", "/", 10, echo()}}, options);
  Client head(server->port());
  EXPECT_EQ(head.ask("GET / HT")->status, 408);
  EXPECT_TRUE(head.closed());
  Client body(server->port());
  EXPECT_EQ(body.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")->status, 408);
}

TEST(Server, ServesOthersWhileFiveHundredClientsDawdle) {
  ServerOptions options;
  options.head_deadline = milliseconds(300);
  auto server = serve({{"GET", "/", 0, say("hello")}}, options);
  std::vector<std::unique_ptr<Client>> dawdlers;
  for (int i = 0; i < 500; ++i) {
    dawdlers.push_back(std::make_unique<Client>(server->port()));
    dawdlers.back()->send("GET / HTTP/1.1\r\nHo");
  }
  Client quick(server->port());
  for (int i = 0; i < 50; ++i) {
    for (int k = 0; k < 10; ++k) dawdlers[static_cast<std::size_t>(i * 10 + k)]->send("x");
    ASSERT_EQ(quick.ask(request("GET", "/"))->status, 200);
  }
  for (auto& dawdler : dawdlers) ASSERT_THAT(dawdler->read_all(), StartsWith("HTTP/1.1 408 "));
}

TEST(Server, GivesUpAReaderThatTakesNothingUntilTheDeadline) {
  std::promise<void> asked;
  ServerOptions options;
  options.write_deadline = milliseconds(50);
  auto server = serve({{"GET", "/", 0,
                        [&](const Request&, Reply reply) {
                          asked.set_value();
                          reply.send({200, "text/plain", std::string(16U << 20U, 'x')});
                        }}},
                      options);
  Client client(server->port(), 4096);
  client.send(request("GET", "/"));
  asked.get_future().wait();
  while (server->connections() > 0) std::this_thread::yield();
  EXPECT_LT(client.read_all().size(), 16U << 20U);
}

TEST(Server, SaysWhyItCannotListen) {
  auto first = serve({{"GET", "/", 0, say("")}});
  ServerOptions options;
  options.port = first->port();
  Server second(options, {{"GET", "/", 0, say("")}});
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, "cannot_listen");
  EXPECT_THAT(started.error().message, HasSubstr(std::to_string(first->port())));
}

TEST(Server, RefusesMoreConnectionsThanThereCanBeDescriptors) {
  ServerOptions options;
  options.max_connections = std::size_t{1} << 40U;
  Server server(options, {{"GET", "/", 0, say("")}});
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, "too_few_descriptors");
}

TEST(Server, StartsWithBadRoutesNever) {
  Server server({}, {{"GET", "no/slash", 0, say("")}});
  EXPECT_EQ(server.start().error().code, "bad_route");
}

TEST(Server, ListensOnIpv6) {
  ServerOptions options;
  options.address = "::1";
  Server server(options, {{"GET", "/", 0, say("")}});
  EXPECT_TRUE(server.start());
  EXPECT_GT(server.port(), 0);
}

TEST(Reply, CallsItsSinkOnce) {
  std::vector<int> statuses;
  const auto sink = [&](std::optional<Response> response) {
    statuses.push_back(response ? response->status : 0);
  };
  {
    Reply answered(sink);
    Reply moved = std::move(answered);
    EXPECT_FALSE(answered);  // NOLINT(bugprone-use-after-move): that is what is tested
    moved.send({204});
  }
  { const Reply dropped(sink); }
  EXPECT_EQ(statuses, (std::vector<int>{204, 0}));
}

}  // namespace
}  // namespace zhipi::http::testing
