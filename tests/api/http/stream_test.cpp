// Responses that are written for as long as the client listens.
#include "api/http/stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/api/http/client.h"

namespace zhipi::http::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using StreamPointer = std::shared_ptr<Stream>;

// Begins one stream for each request, and hands it to the test.
class Streams {
 public:
  explicit Streams(std::size_t bound = 256UL * 1024) : bound_(bound) {}
  Handler handler() {
    return [this](const Request&, Reply reply) {
      auto stream = std::make_shared<Stream>(bound_);
      reply.send({.content_type = "text/event-stream", .stream = stream});
      const std::lock_guard lock(mutex_);
      streams_.push_back(std::move(stream));
      arrived_.notify_all();
    };
  }
  std::vector<StreamPointer> take(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return streams_.size() >= count; });
    return std::exchange(streams_, {});
  }
  StreamPointer take() { return take(1).front(); }

 private:
  const std::size_t bound_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<StreamPointer> streams_;
};

// The contents of a chunked body, and whether it came to its end.
struct Decoded {
  std::string bytes;
  bool whole = false;
};

Decoded decoded(std::string_view chunks) {
  Decoded result;
  while (!chunks.empty()) {
    const std::size_t size =
        std::stoul(std::string(chunks.substr(0, chunks.find("\r\n"))), nullptr, 16);
    chunks.remove_prefix(chunks.find("\r\n") + 2);
    if (size == 0) {
      result.whole = chunks == "\r\n";
      break;
    }
    result.bytes.append(chunks.substr(0, size));
    chunks.remove_prefix(std::min(size + 2, chunks.size()));
  }
  return result;
}

void wait_until_closed(const Stream& stream) {
  while (stream.is_open()) std::this_thread::yield();
}

TEST(Stream, SendsPiecesFromAnyThreadUntilItEnds) {
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client client(server->port());
  const auto head = client.ask(request("GET", "/"));
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->headers.at("transfer-encoding"), "chunked");
  EXPECT_EQ(head->headers.count("content-length"), 0U);
  EXPECT_EQ(head->headers.at("connection"), "close");
  const StreamPointer stream = streams.take();
  std::thread other([&] {
    EXPECT_TRUE(stream->write("data: one\n\n"));
    EXPECT_TRUE(stream->write("data: two\n\n"));
    stream->end();
    EXPECT_FALSE(stream->write("data: three\n\n"));
  });
  const Decoded body = decoded(client.read_all());
  other.join();
  EXPECT_EQ(body.bytes, "data: one\n\ndata: two\n\n");
  EXPECT_TRUE(body.whole);
}

TEST(Stream, SendsWhatWasWrittenBeforeTheResponse) {
  auto server = serve({{"GET", "/", 0, [](const Request&, Reply reply) {
                          auto stream = std::make_shared<Stream>();
                          stream->write("early");
                          stream->end();
                          reply.send({.content_type = "text/plain", .stream = stream});
                        }}});
  Client client(server->port());
  ASSERT_TRUE(client.ask(request("GET", "/")));
  EXPECT_EQ(decoded(client.read_all()).bytes, "early");
}

TEST(Stream, IsPlainBytesUntilTheEndInHttp10) {
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client client(server->port());
  const auto head = client.ask("GET / HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->headers.count("transfer-encoding"), 0U);
  const StreamPointer stream = streams.take();
  stream->write("bytes");
  stream->end();
  EXPECT_EQ(client.read_all(), "bytes");
}

TEST(Stream, IsNotSentToAHeadRequest) {
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client client(server->port());
  ASSERT_TRUE(client.ask(request("HEAD", "/"), true));
  EXPECT_FALSE(streams.take()->write("x"));
  EXPECT_TRUE(client.closed());
}

TEST(Stream, IsOverWhenTheClientHasGone) {
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client polite(server->port());
  polite.ask(request("GET", "/"));
  const StreamPointer first = streams.take();
  polite.end_sending();
  wait_until_closed(*first);
  EXPECT_FALSE(first->write("x"));
  Client rude(server->port());
  rude.ask(request("GET", "/"));
  const StreamPointer second = streams.take();
  rude.reset();
  wait_until_closed(*second);
  while (server->connections() > 0) std::this_thread::yield();
}

TEST(Stream, CutsOffAReaderThatFallsBehindItsBound) {
  Streams streams(100'000);
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client slow(server->port(), 4096);
  slow.ask(request("GET", "/"));
  const StreamPointer stream = streams.take();
  const std::string piece(10'000, 'x');
  int written = 0;
  while (written < 100'000 && stream->write(piece)) ++written;
  EXPECT_LT(written, 100'000) << "a gigabyte was taken for a client that reads nothing";
  EXPECT_FALSE(stream->is_open());
  EXPECT_THAT(slow.read_all(), Not(EndsWith("0\r\n\r\n"))) << "it looks complete";
}

TEST(Stream, GivesUpAReaderThatTakesNothingUntilTheDeadline) {
  Streams streams(64UL << 20U);
  ServerOptions options;
  options.write_deadline = milliseconds(50);
  auto server = serve({{"GET", "/", 0, streams.handler()}}, options);
  Client slow(server->port(), 4096);
  slow.ask(request("GET", "/"));
  const StreamPointer stream = streams.take();
  ASSERT_TRUE(stream->write(std::string(32UL << 20U, 'x')));
  wait_until_closed(*stream);
}

TEST(Stream, MayBeSilentForLongerThanAnyDeadline) {
  Streams streams;
  ServerOptions options;
  options.write_deadline = options.idle_deadline = options.head_deadline = milliseconds(20);
  auto server = serve({{"GET", "/", 0, streams.handler()}, {"GET", "/2", 0, say("")}}, options);
  Client client(server->port());
  client.ask(request("GET", "/"));
  const StreamPointer stream = streams.take();
  Client idle(server->port());
  ASSERT_TRUE(idle.ask(request("GET", "/2")));
  EXPECT_TRUE(idle.closed()) << "so the deadlines have passed";
  EXPECT_TRUE(stream->write("still here"));
  stream->end();
  EXPECT_EQ(decoded(client.read_all()).bytes, "still here");
}

TEST(Stream, EndsProperlyWhenTheServerStops) {
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client client(server->port());
  client.ask(request("GET", "/"));
  const StreamPointer stream = streams.take();
  stream->write("last");
  std::thread stopping([&] { server->stop(); });
  const Decoded body = decoded(client.read_all());
  client.reset();
  stopping.join();
  EXPECT_EQ(body.bytes, "last");
  EXPECT_TRUE(body.whole);
  EXPECT_FALSE(stream->write("x"));
}

TEST(Stream, OutlivesTheServerHarmlessly) {
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}});
  Client client(server->port());
  client.ask(request("GET", "/"));
  const StreamPointer stream = streams.take();
  client.reset();
  server.reset();
  EXPECT_FALSE(stream->write("x"));
  stream->end();
}

TEST(Stream, FiveHundredIdleOnesLeaveTheServerFree) {
  constexpr std::size_t kStreams = 500;
  Streams streams;
  auto server = serve({{"GET", "/", 0, streams.handler()}, {"GET", "/2", 0, say("hello")}});
  std::vector<std::unique_ptr<Client>> listeners;
  for (std::size_t i = 0; i < kStreams; ++i) {
    listeners.push_back(std::make_unique<Client>(server->port()));
    ASSERT_TRUE(listeners.back()->ask(request("GET", "/")));
  }
  const auto open = streams.take(kStreams);
  EXPECT_EQ(server->in_flight(), 0U);
  Client quick(server->port());
  for (int i = 0; i < 100; ++i) ASSERT_EQ(quick.ask(request("GET", "/2"))->body, "hello");
  for (const StreamPointer& stream : open) {
    EXPECT_TRUE(stream->write("data: 1\n\n"));
    stream->end();
  }
  for (auto& listener : listeners) ASSERT_EQ(decoded(listener->read_all()).bytes, "data: 1\n\n");
}

}  // namespace
}  // namespace zhipi::http::testing
