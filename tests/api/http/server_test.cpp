#include "api/http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/api/http/client.h"

namespace zhipi::http::testing {
namespace {

using ::testing::HasSubstr;

// Keeps the replies of a route until the test answers them.
class Kept {
 public:
  Handler handler() {
    return [this](const Request&, Reply reply) {
      {
        const std::lock_guard lock(mutex_);
        replies_.push_back(std::move(reply));
      }
      arrived_.notify_all();
    };
  }
  Reply take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !replies_.empty(); });
    Reply reply = std::move(replies_.front());
    replies_.erase(replies_.begin());
    return reply;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Reply> replies_;
};

TEST(Server, HandsTheHandlerADecodedRequest) {
  auto server =
      serve({{"POST", "/v1/{id}/x", 100, [](Request got, Reply reply) {
                EXPECT_EQ(got.method, "POST");
                EXPECT_EQ(got.route, "/v1/{id}/x");
                EXPECT_EQ(got.path_parameter("id"), "a/b");
                EXPECT_EQ(got.query_value("q"), "林 秀英");
                EXPECT_EQ(got.query_value("p"), std::nullopt);
                EXPECT_EQ(got.headers.find("content-type"), "text/plain");
                EXPECT_EQ(got.peer, "127.0.0.1");
                reply.send({201, "text/plain", std::string(got.body), {{"Location", "/v1/1"}}});
              }}});
  Client client(server->port());
  const auto answer = client.ask(request("POST", "/v1/a%2Fb/x?q=%E6%9E%97+%E7%A7%80%E8%8B%B1",
                                         "body", "Content-Type: text/plain\r\n"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "body");
  EXPECT_EQ(answer->headers.at("location"), "/v1/1");
}

TEST(Server, SendsItsOwnHeadersWithEveryResponse) {
  auto server = serve({{"GET", "/", 0, say("hello")},
                       {"GET", "/kept", 0, [](const Request&, Reply reply) {
                          reply.send({200, "image/png", "x", {{"cache-control", "max-age=60"}}});
                        }}});
  Client client(server->port());
  const auto plain = client.ask(request("GET", "/"));
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->headers,
            (std::map<std::string, std::string>{{"content-length", "5"},
                                                {"content-type", "text/plain"},
                                                {"x-content-type-options", "nosniff"},
                                                {"cache-control", "no-store"}}));
  const auto kept = client.ask(request("GET", "/kept"));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->headers.at("cache-control"), "max-age=60");
}

TEST(Server, AnswersHeadLikeGetWithoutABody) {
  auto server = serve({{"GET", "/", 0, say("hello")}});
  Client client(server->port());
  const auto head = client.ask(request("HEAD", "/"), true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->headers.at("content-length"), "5");
  EXPECT_EQ(client.ask(request("GET", "/"))->body, "hello");
}

TEST(Server, AnswersOptionsWithAllow) {
  auto server = serve({{"GET", "/a", 0, say("")}, {"DELETE", "/b", 0, say("")}});
  Client client(server->port());
  const auto path = client.ask(request("OPTIONS", "/a"));
  ASSERT_TRUE(path);
  EXPECT_EQ(path->status, 204);
  EXPECT_EQ(path->headers.at("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(path->headers.count("content-length"), 0U);
  EXPECT_EQ(client.ask(request("OPTIONS", "*"))->headers.at("allow"), "DELETE, GET, HEAD, OPTIONS");
}

TEST(Server, RefusesAnotherMethodWithAllowAndAnUnknownPathWith404) {
  auto server = serve({{"GET", "/a", 0, say("")}, {"POST", "/a", 9, say("")}});
  Client client(server->port());
  const auto wrong = client.ask(request("DELETE", "/a"));
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 405);
  EXPECT_EQ(wrong->headers.at("allow"), "GET, HEAD, OPTIONS, POST");
  const auto unknown = client.ask(request("GET", "/b"));
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->status, 404);
  EXPECT_EQ(unknown->headers.at("content-type"), "application/problem+json");
  EXPECT_THAT(unknown->body, HasSubstr("\"type\":\"urn:zhipi:problem:not_found\""));
}

TEST(Server, RefusesABadTargetAndKeepsTheConnection) {
  auto server = serve({{"GET", "/a", 0, say("")}});
  Client client(server->port());
  EXPECT_EQ(client.ask(request("GET", "/%zz"))->status, 400);
  EXPECT_EQ(client.ask(request("GET", "/a?b=1&b=2"))->status, 400);
  EXPECT_EQ(client.ask(request("GET", "/a"))->status, 200);
}

TEST(Server, RefusesADeclaredBodyOverTheRoutesLimitBeforeItIsSent) {
  auto server = serve({{"POST", "/a", 10, echo()}, {"GET", "/b", 0, say("")}});
  Client declared(server->port());
  const auto answer = declared.ask(
      "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000000\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->headers.at("connection"), "close");
  EXPECT_TRUE(declared.closed());
  Client none(server->port());
  EXPECT_EQ(none.ask(request("GET", "/b", "x"))->status, 413);
}

TEST(Server, StopsReadingAChunkedBodyNearTheLimit) {
  auto server = serve({{"POST", "/a", 100'000, echo()}});
  Client client(server->port());
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  std::size_t sent = 0;
  while (sent < (1U << 30U) && client.send(chunk)) sent += chunk.size();
  EXPECT_LT(sent, 64U << 20U) << "the server went on reading far beyond the limit";
}

TEST(Server, TellsTheReasonWhenAChunkedBodyIsOverTheLimit) {
  auto server = serve({{"POST", "/a", 10, echo()}});
  Client client(server->port());
  const auto answer =
      client.ask("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_TRUE(client.closed());
}

TEST(Server, InvitesTheBodyOnlyWhereItIsExpected) {
  auto server = serve({{"POST", "/a", 10, echo()}});
  Client client(server->port());
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  const auto invitation = client.read();
  ASSERT_TRUE(invitation);
  EXPECT_EQ(invitation->status, 100);
  EXPECT_EQ(client.ask("body")->body, "body");
  const auto eager = client.ask(request("POST", "/a", "more", "Expect: 100-continue\r\n"));
  ASSERT_TRUE(eager);
  EXPECT_EQ(eager->status, 200) << "no invitation where the body is there already";
  EXPECT_EQ(client.ask(request("POST", "/a", "x", "Expect: tea\r\n"))->status, 417);
}

TEST(Server, SpeaksHttp10) {
  auto server = serve({{"GET", "/", 0, say("hello")}});
  Client plain(server->port());
  EXPECT_EQ(plain.ask("GET / HTTP/1.0\r\n\r\n")->headers.at("connection"), "close");
  EXPECT_TRUE(plain.closed());
  Client kept(server->port());
  EXPECT_EQ(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->headers.at("connection"),
            "keep-alive");
  EXPECT_TRUE(kept.ask("GET / HTTP/1.0\r\n\r\n"));
}

TEST(Server, ClosesWhereTheClientAsksForIt) {
  auto server = serve({{"GET", "/", 0, say("hello")}});
  Client client(server->port());
  EXPECT_EQ(client.ask(request("GET", "/", "", "Connection: close\r\n"))->status, 200);
  EXPECT_TRUE(client.closed());
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  Kept slow;
  auto server = serve({{"GET", "/slow", 0, slow.handler()},
                       {"POST", "/echo", 100, echo()},
                       {"GET", "/fast", 0, say("fast")}});
  Client client(server->port());
  client.send(request("GET", "/slow") + request("GET", "/fast") + request("POST", "/echo", "body") +
              request("GET", "/none"));
  slow.take().send({200, "text/plain", "slow"});
  EXPECT_EQ(client.read()->body, "slow");
  EXPECT_EQ(client.read()->body, "fast");
  EXPECT_EQ(client.read()->body, "body");
  EXPECT_EQ(client.read()->status, 404);
}

TEST(Server, AnswersManyPipelinedRefusals) {
  auto server = serve({{"GET", "/", 0, say("")}});
  Client client(server->port());
  std::string many;
  for (int i = 0; i < 1000; ++i) many += request("GET", "/none");
  client.send(many);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.read()->status, 404) << i;
}

TEST(Server, GivesUpAClientThatRunsTooFarAhead) {
  Kept slow;
  ServerOptions options;
  options.pipeline_limit = 1000;
  auto server = serve({{"GET", "/slow", 0, slow.handler()}}, options);
  Client client(server->port());
  client.send(request("GET", "/slow"));
  Reply reply = slow.take();
  // More than the kernel holds for both ends, so that the server must have seen far too much.
  ASSERT_TRUE(client.send(std::string(32U << 20U, 'x')));
  reply.send({200, "text/plain", "slow"});
  EXPECT_EQ(client.read()->body, "slow");
  EXPECT_TRUE(client.closed());
}

TEST(Server, AnswersAClientThatOnlyStoppedSending) {
  Kept kept;
  auto server = serve({{"GET", "/", 0, kept.handler()}, {"GET", "/2", 0, say("second")}});
  Client client(server->port());
  client.send(request("GET", "/") + request("GET", "/2"));
  client.end_sending();
  kept.take().send({200, "text/plain", "late"});
  EXPECT_EQ(client.read()->body, "late");
  EXPECT_EQ(client.read()->body, "second");
  EXPECT_TRUE(client.closed());
}

TEST(Server, Answers503WhenTheQueueIsFull) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future();
  std::promise<void> running;
  ServerOptions options;
  options.worker_threads = 1;
  options.queue_bound = 1;
  options.retry_after = std::chrono::seconds(7);
  auto server = serve({{"GET", "/block", 0,
                        [&](const Request&, Reply reply) {
                          running.set_value();
                          released.wait();
                          reply.send({200, "text/plain", "done"});
                        }},
                       {"GET", "/", 0, say("queued")}},
                      options);
  Client first(server->port());
  first.send(request("GET", "/block"));
  running.get_future().wait();
  Client second(server->port());
  Client third(server->port());
  second.send(request("GET", "/"));
  third.send(request("GET", "/"));
  // One of the two waits in the queue, the other is told at once.
  std::promise<void> told;
  std::optional<Answer> answers[2];
  std::thread a([&] {
    answers[0] = second.read();
    if (answers[0]->status == 503) told.set_value();
  });
  std::thread b([&] {
    answers[1] = third.read();
    if (answers[1]->status == 503) told.set_value();
  });
  told.get_future().wait();
  release.set_value();
  a.join();
  b.join();
  const Answer& refused = answers[0]->status == 503 ? *answers[0] : *answers[1];
  const Answer& served = answers[0]->status == 503 ? *answers[1] : *answers[0];
  EXPECT_EQ(refused.headers.at("retry-after"), "7");
  EXPECT_EQ(served.body, "queued");
  EXPECT_EQ(first.read()->body, "done");
}

TEST(Server, Answers503BeyondTheConnectionCap) {
  ServerOptions options;
  options.max_connections = 2;
  auto server = serve({{"GET", "/", 0, say("hello")}}, options);
  Client first(server->port());
  auto second = std::make_unique<Client>(server->port());
  ASSERT_TRUE(first.ask(request("GET", "/")) && second->ask(request("GET", "/")));
  Client third(server->port());
  const auto refused = third.read();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->headers.count("retry-after"), 1U);
  EXPECT_EQ(first.ask(request("GET", "/"))->status, 200);
  second.reset();
  while (server->connections() > 1) std::this_thread::yield();
  Client fourth(server->port());
  EXPECT_EQ(fourth.ask(request("GET", "/"))->status, 200);
}

TEST(Server, Answers503WhenTheBodiesTogetherAreTooLarge) {
  ServerOptions options;
  options.body_memory = 1000;
  Kept kept;
  auto server =
      serve({{"POST", "/", 900, kept.handler()}, {"POST", "/echo", 900, echo()}}, options);
  Client first(server->port());
  first.send(request("POST", "/", std::string(800, 'x')));
  Reply held = kept.take();
  Client second(server->port());
  const auto refused = second.ask(request("POST", "/echo", std::string(800, 'x')));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  held.send({200, "text/plain", "done"});
  EXPECT_EQ(first.read()->status, 200);
  Client third(server->port());
  EXPECT_EQ(third.ask(request("POST", "/echo", std::string(800, 'x')))->status, 200);
}

TEST(Server, Answers500ForADroppedReply) {
  auto server = serve({{"GET", "/", 0, [](const Request&, Reply) {}}});
  Client client(server->port());
  const auto answer = client.ask(request("GET", "/"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(client.ask(request("GET", "/"))->status, 500) << "the connection stays usable";
}

TEST(Server, TellsTheOperatorAndNotTheClientWhatWasThrown) {
  std::promise<std::string> told;
  ServerOptions options;
  options.on_error = [&](std::string_view text) { told.set_value(std::string(text)); };
  auto server =
      serve({{"GET", "/", 0, [](const Request&, Reply) { throw std::runtime_error("secret"); }}},
            options);
  Client client(server->port());
  const auto answer = client.ask(request("GET", "/"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->body.find("secret"), std::string::npos);
  EXPECT_EQ(told.get_future().get(), "GET /: secret");
}

TEST(Server, NeverSendsAHeaderThatBreaksTheFraming) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"X-A", "b\r\nSet-Cookie: c"}, {"X A", "b"}, {"Content-Length", "3"}, {"", "x"}}) {
    auto server = serve({{"GET", "/", 0, [&](const Request&, Reply reply) {
                            reply.send({200, "text/plain", "x", {{name, value}}});
                          }}});
    Client client(server->port());
    EXPECT_EQ(client.ask(request("GET", "/"))->status, 500) << name;
  }
}

TEST(Server, BuildsItsErrorsWithTheCallersPage) {
  ServerOptions options;
  options.error_page = [](const Fault& fault) {
    return Response{fault.status, "text/plain", fault.code};
  };
  auto server = serve({{"GET", "/", 0, say("")}}, options);
  Client client(server->port());
  EXPECT_EQ(client.ask(request("GET", "/none"))->body, "not_found");
  EXPECT_EQ(client.ask("nonsense\r\n\r\n")->body, "bad_request");
}

}  // namespace
}  // namespace zhipi::http::testing
