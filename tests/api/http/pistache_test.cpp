// What goes wrong with Pistache 0.0.5 as it comes, one test for each (docs/http.md has the list).
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "api/http/request_reader.h"
#include "tests/api/http/client.h"

namespace zhipi::http::testing {
namespace {

// Sanitizers keep freed memory to themselves.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

// Threads that answer replies which a handler gave away.
class Responders {
 public:
  explicit Responders(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Responders() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Handler handler() {
    return [this](const Request& got, Reply reply) {
      {
        const std::lock_guard lock(mutex_);
        queue_.emplace_back(got.path_parameter("id"), std::move(reply));
      }
      ready_.notify_one();
    };
  }

 private:
  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return done_ || !queue_.empty(); });
      if (queue_.empty()) return;
      auto [id, reply] = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      reply.send({200, "text/plain", id});
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::pair<std::string, Reply>> queue_;
  bool done_ = false;
  std::vector<std::thread> threads_;
};

int storm_clients() {
  const char* told = std::getenv("ZHIPI_STORM_CLIENTS");
  return told ? std::atoi(told) : 6000;
}

Handler say_id() {
  return [](const Request& got, Reply reply) {
    reply.send({200, "text/plain", got.path_parameter("id")});
  };
}

std::string target_of(std::mt19937& random, int id) {
  return (random() % 2 == 0 ? "/now/" : "/later/") + std::to_string(id);
}

// One client: asks, and then reads its own answer, or walks away in one of several ways.
bool gets_only_its_own(std::uint16_t port, std::mt19937& random, int id) {
  Client client(port);
  const std::string asked = request("GET", target_of(random, id));
  switch (random() % 4) {
    case 0:  // gone before the answer
      client.send(asked);
      client.reset();
      return true;
    case 1:  // gone in the middle of a request
      client.send(asked.substr(0, random() % asked.size()));
      return true;
    case 2:  // one read, one not
      client.send(asked + request("GET", target_of(random, id)));
      break;
    default:
      client.send(asked);
  }
  const auto answer = client.read();
  return answer && answer->body == std::to_string(id);
}

// Pistache can pass over the last of a burst until somebody else comes.
TEST(Pistache, TheLastOfABurstIsHeardToo) {
  const auto server = serve({{"GET", "/here", 0, say("yes")}});
  const int rounds = kSanitized ? 500 : 5'000;
  for (int round = 0; round < rounds; ++round) {
    Client first(server->port());
    Client second(server->port());
    Client third(server->port());
    for (Client* const client : {&third, &second, &first}) {
      ASSERT_TRUE(client->ask(request("GET", "/here"))) << "round " << round;
      client->reset();  // so that no port waits to be free again
    }
  }
}

TEST(Pistache, OurOwnKnockingIsNoConnection) {
  const auto server = serve({{"GET", "/here", 0, say("yes")}});
  Client only(server->port());
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1200);
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_TRUE(only.ask(request("GET", "/here")));
    ASSERT_EQ(server->connections(), 1U);
  }
}

// Rows 1 and 2: a client disconnects, its descriptor's number is used again, and the reply to the
// one reaches the other; with a reply held in another thread it crashed instead.
TEST(Pistache, NeverGivesAReplyToAnotherClient) {
  constexpr int kThreads = 4;
  const int clients = storm_clients();
  Responders responders(3);
  ServerOptions options;
  options.reactor_threads = 2;
  options.queue_bound = 100'000;
  auto server =
      serve({{"GET", "/now/{id}", 0, say_id()}, {"GET", "/later/{id}", 0, responders.handler()}},
            options);
  std::atomic<int> astray{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(static_cast<unsigned>(20261120 + t));
      for (int id = t; id < clients; id += kThreads) {
        if (!gets_only_its_own(server->port(), random, id)) ++astray;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(astray, 0) << "of " << clients << "; run alone with --gtest_filter="
                       << "Pistache.NeverGivesAReplyToAnotherClient";
  server->stop();
}

// Row 2: the same with the moment under control.
TEST(Pistache, TakesAReplyToSomeoneWhoHasGone) {
  std::promise<Reply> kept;
  auto server = serve(
      {{"GET", "/", 0, [&](const Request&, Reply reply) { kept.set_value(std::move(reply)); }},
       {"GET", "/2", 0, say("fine")}});
  auto gone = std::make_unique<Client>(server->port());
  gone->send(request("GET", "/"));
  Reply reply = kept.get_future().get();
  gone->reset();
  gone.reset();
  reply.send({200, "text/plain", std::string(1U << 20U, 'x')});
  Client other(server->port());
  EXPECT_EQ(other.ask(request("GET", "/2"))->body, "fine");
}

// Row 3: std::regex in Pistache's Router overflowed the stack.
TEST(Pistache, RefusesAPathOfSlashes) {
  ServerOptions options;
  options.target_limit = 15'900;
  auto server = serve({{"GET", "/{a}/{b}", 0, say("")}}, options);
  Client client(server->port());
  EXPECT_EQ(client.ask(request("GET", std::string(14'500, '/')))->status, 404);
  auto usual = serve({{"GET", "/{a}/{b}", 0, say("")}});
  Client refused(usual->port());
  EXPECT_EQ(refused.ask(request("GET", std::string(14'500, '/')))->status, 414);
}

// Row 4: a chunked body cut between CR and LF kept a reactor thread busy for ever.
TEST(Pistache, WaitsForTheRestOfAChunkWithoutHoldingUpOthers) {
  auto server = serve({{"POST", "/", 100, echo()}, {"GET", "/", 0, say("hello")}});
  Client slow(server->port());
  Client other(server->port());
  const std::string whole =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (const char c : whole) {
    ASSERT_TRUE(slow.send(std::string(1, c)));
    ASSERT_EQ(other.ask(request("GET", "/"))->body, "hello");
  }
  EXPECT_EQ(slow.read()->body, "hello");
}

// Row 5: readers that are slow to take a large reply starved everyone else.
TEST(Pistache, ServesOthersWhileLargeRepliesWaitForTheirReaders) {
  const std::string large(8U << 20U, 'x');
  ServerOptions options;
  options.worker_threads = 1;
  auto server = serve({{"GET", "/large", 0, say(large)}, {"GET", "/", 0, say("hello")}}, options);
  std::vector<std::unique_ptr<Client>> readers;
  for (int i = 0; i < 8; ++i) {
    readers.push_back(std::make_unique<Client>(server->port(), 4096));
    readers.back()->send(request("GET", "/large"));
  }
  while (server->in_flight() < readers.size()) std::this_thread::yield();
  Client quick(server->port());
  for (int i = 0; i < 100; ++i) ASSERT_EQ(quick.ask(request("GET", "/"))->body, "hello");
  ASSERT_GE(server->in_flight(), readers.size()) << "the readers were to be still waiting";
  for (auto& reader : readers) ASSERT_EQ(reader->read()->body, large);
}

// Row 6: writing on from another thread aborted.
TEST(Pistache, TakesALargeReplyFromAnotherThread) {
  std::promise<Reply> kept;
  auto server = serve(
      {{"GET", "/", 0, [&](const Request&, Reply reply) { kept.set_value(std::move(reply)); }}});
  Client client(server->port());
  client.send(request("GET", "/"));
  const std::string large(4U << 20U, 'y');
  std::thread other([&] { kept.get_future().get().send({200, "text/plain", large}); });
  EXPECT_EQ(client.read()->body, large);
  other.join();
}

// Row 7: a handler that threw something else than std::exception ended the process.
TEST(Pistache, SurvivesAHandlerThatThrowsAnything) {
  auto server = serve({{"GET", "/int", 0, [](const Request&, Reply) { throw 7; }},
                       {"GET", "/late", 0, [](const Request&, Reply reply) {
                          reply.send({200, "text/plain", "sent"});
                          throw std::string("after the answer");
                        }}});
  Client client(server->port());
  EXPECT_EQ(client.ask(request("GET", "/int"))->status, 500);
  EXPECT_EQ(client.ask(request("GET", "/late"))->body, "sent");
}

// Row 8: a head in small pieces took quadratic time.
TEST(Pistache, ReadsAHeadInSmallPiecesInLinearTime) {
  constexpr int kHeads = 200;
  const auto cpu_seconds = [] {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec) / 1e6;
  };
  const std::string text = request("GET", "/", "", "X: " + std::string(55'000, 'a') + "\r\n");
  const double before = cpu_seconds();
  for (int i = 0; i < kHeads; ++i) {
    RequestReader reader(60'000, 100);
    auto event = RequestReader::Event::kNeedMore;
    for (std::size_t size = 1; size <= text.size(); ++size) {
      std::string_view input = std::string_view(text).substr(0, size);
      event = reader.feed(input);
    }
    ASSERT_EQ(event, RequestReader::Event::kHead);
  }
  EXPECT_LT(cpu_seconds() - before, 30.0) << "quadratic reading would take many minutes";
}

TEST(Pistache, ServesAHeadThatComesByteByByte) {
  auto server = serve({{"GET", "/", 0, say("hello")}});
  Client client(server->port());
  for (const char c : request("GET", "/", "", "X: " + std::string(10'000, 'a') + "\r\n")) {
    ASSERT_TRUE(client.send(std::string(1, c)));
  }
  EXPECT_EQ(client.read()->body, "hello");
}

// Row 9: what followed an over-size body was taken for the next request.
TEST(Pistache, NeverTakesTheRestOfARefusedBodyForARequest) {
  std::atomic<int> reached{0};
  auto server =
      serve({{"POST", "/a", 10, echo()}, {"GET", "/secret", 0, [&](const Request&, Reply reply) {
                                            ++reached;
                                            reply.send({200, "text/plain", "secret"});
                                          }}});
  const std::string hidden = request("GET", "/secret");
  for (const std::string& fields :
       {"Content-Length: " + std::to_string(hidden.size()) + "\r\n",
        std::string("Content-Length: abc\r\n"), std::string("Content-Length: 0abc\r\n"),
        std::string("Content-Length: 0\r\nContent-Length: 9\r\n"),
        std::string("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
        std::string("Transfer-Encoding: chunked, identity\r\n")}) {
    Client client(server->port());
    client.send("POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + hidden);
    const auto refused = client.read();
    ASSERT_TRUE(refused) << fields;
    EXPECT_GE(refused->status, 400) << fields;
    EXPECT_TRUE(client.closed()) << fields;
  }
  EXPECT_EQ(reached, 0);
}

// Row 10: replies in flight were lost at shutdown.
TEST(Pistache, DeliversEveryReplyInFlightBeforeItStops) {
  constexpr std::size_t kWaiting = 20;
  std::mutex mutex;
  std::condition_variable arrived;
  std::vector<Reply> kept;
  auto server = serve({{"GET", "/", 0, [&](const Request&, Reply reply) {
                          const std::lock_guard lock(mutex);
                          kept.push_back(std::move(reply));
                          arrived.notify_all();
                        }}});
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < kWaiting; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send(request("GET", "/"));
  }
  Client idle(server->port());
  Client half(server->port());
  half.send("GET / HTTP/1.1\r\n");
  {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return kept.size() == kWaiting; });
  }
  while (server->connections() < kWaiting + 2) std::this_thread::yield();
  std::thread stopping([&] { server->stop(); });
  EXPECT_TRUE(idle.closed());  // so the server is draining now
  half.read_all();
  half.reset();
  const std::string large(3U << 20U, 'z');
  for (auto& reply : kept) reply.send({200, "text/plain", large});
  for (auto& client : clients) {
    const auto answer = client->read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, large);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client->closed());
    client.reset();
  }
  stopping.join();
}

TEST(Pistache, StopsAtTheDrainLimitWhenAReplyNeverComes) {
  std::promise<Reply> kept;
  ServerOptions options;
  options.drain_limit = std::chrono::milliseconds(50);
  auto server = serve(
      {{"GET", "/", 0, [&](const Request&, Reply reply) { kept.set_value(std::move(reply)); }}},
      options);
  Client client(server->port());
  client.send(request("GET", "/"));
  Reply forgotten = kept.get_future().get();
  server->stop();
  EXPECT_TRUE(client.closed());
  forgotten.send({200, "text/plain", "too late, and harmless"});
}

// Idle connections kept their largest buffer: ten after 20 MB each held 242 MB.
TEST(Pistache, GivesBackTheMemoryOfLargeBodies) {
  const auto resident = [] {
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    unsigned long total = 0;
    unsigned long pages = 0;
    EXPECT_EQ(std::fscanf(file, "%lu %lu", &total, &pages), 2);
    std::fclose(file);
    return pages * 4096;
  };
  auto server = serve({{"POST", "/", 20U << 20U, [](Request got, Reply reply) {
                          reply.send({200, "text/plain", std::to_string(got.body.size())});
                        }}});
  const std::string body(20U << 20U, 'x');
  const auto before = resident();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    EXPECT_EQ(clients.back()->ask(request("POST", "/", body))->body, std::to_string(body.size()));
  }
  if (!kSanitized) {
    EXPECT_LT(resident(), before + (100U << 20U));
  }
  EXPECT_EQ(server->connections(), 10U);
}

}  // namespace
}  // namespace zhipi::http::testing
