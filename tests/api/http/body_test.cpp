// Long bodies wait in files without a name, short ones in memory.
#include "api/http/body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/api/http/client.h"
#include "tests/temporary_folder.h"

namespace zhipi::http::testing {
namespace {

namespace fs = std::filesystem;

using Folder = zhipi::testing::TemporaryFolder;

// Memory of this process that no file stands behind, in bytes.
std::size_t anonymous_memory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word != "RssAnon:") continue;
    std::size_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes * 1024;
  }
  return 0;
}

std::size_t open_descriptors() {
  const fs::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// Bytes that tell their place.
std::string counted(std::size_t size) {
  std::string text;
  while (text.size() < size) text += std::to_string(text.size()) + " ";
  text.resize(size);
  return text;
}

Body collected(BodyCollector& collector, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, 4096);
    EXPECT_TRUE(collector.append(piece));
    bytes.remove_prefix(piece.size());
  }
  return collector.finish().value();
}

// No file of this process may grow beyond this, for the time of a scope: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST(Body, StaysInMemoryUpToItsLimit) {
  BodyCollector collector({"/no/such/folder", 1000});
  const std::string text = counted(1000);
  EXPECT_EQ(collected(collector, text).view(), text);
  EXPECT_EQ(collector.in_memory(), 1000U);
  EXPECT_EQ(collector.in_file(), 0U);
}

TEST(Body, GoesToAFileWithoutANameBeyondIt) {
  const Folder folder;
  const std::string text = counted(1'000'001);
  const std::size_t descriptors = open_descriptors();
  BodyCollector collector({folder.path(), 1000});
  const Body body = collected(collector, text);
  EXPECT_EQ(body.view(), text);
  EXPECT_EQ(collector.in_memory(), 0U);
  EXPECT_EQ(collector.in_file(), text.size());
  EXPECT_TRUE(fs::is_empty(folder.path()));
  EXPECT_EQ(open_descriptors(), descriptors);
}

TEST(Body, IsThereForAsLongAsOneOfItsCopies) {
  const Folder folder;
  const std::string text = counted(300'000);
  Body last;
  {
    BodyCollector collector({folder.path(), 1000});
    const Body first = collected(collector, text);
    last = first;
  }
  EXPECT_EQ(std::string_view(last), text);
}

TEST(Body, ThatCannotBeKeptIsGivenUp) {
  BodyCollector nowhere({"/no/such/folder", 1000});
  EXPECT_FALSE(nowhere.append(std::string(1001, 'x')));
  const Folder folder;
  const FullDisk full(100'000);
  BodyCollector collector({folder.path(), 1000});
  bool taken = true;
  for (int piece = 0; piece < 200 && taken; ++piece) taken = collector.append(counted(1000));
  EXPECT_FALSE(taken);
}

TEST(Server, Answers503WhenTheDiskIsFullAndGoesOnWhenItIsNot) {
  const Folder folder;
  ServerOptions options;
  options.spool = {folder.path(), 1000};
  std::promise<std::string> told;
  options.on_error = [&](std::string_view text) { told.set_value(std::string(text)); };
  auto server = serve({{"POST", "/", 1U << 20U, echo()}}, options);
  const std::string text = counted(500'000);
  {
    const FullDisk full(100'000);
    Client client(server->port());
    const auto refused = client.ask(request("POST", "/", text));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_EQ(refused->headers.count("retry-after"), 1U);
    EXPECT_TRUE(client.closed());
  }
  EXPECT_EQ(told.get_future().get(), "a request body could not be kept");
  EXPECT_TRUE(fs::is_empty(folder.path()));
  Client client(server->port());
  EXPECT_EQ(client.ask(request("POST", "/", text))->body, text);
}

TEST(Server, Answers503WhenTheLongBodiesTogetherTakeTooMuchSpace) {
  const Folder folder;
  ServerOptions options;
  options.spool = {folder.path(), 1000};
  options.spool_space = 100'000;
  std::promise<void> begun;
  std::promise<void> go;
  const auto held = [&](Request asked, Reply reply) {
    begun.set_value();
    go.get_future().wait();
    echo()(std::move(asked), std::move(reply));
  };
  auto server = serve({{"POST", "/", 90'000, echo()}, {"POST", "/held", 90'000, held}}, options);
  const std::string text = counted(80'000);
  Client first(server->port());
  first.send(request("POST", "/held", text));
  begun.get_future().wait();
  Client second(server->port());
  EXPECT_EQ(second.ask(request("POST", "/", text))->status, 503);
  go.set_value();
  EXPECT_EQ(first.read()->body, text);
  Client third(server->port());
  EXPECT_EQ(third.ask(request("POST", "/", text))->body, text);
}

TEST(Server, KeepsItsMemoryFlatWhileFiftyClientsUpload) {
  constexpr std::size_t kClients = 50;
  constexpr std::size_t kPiece = 1U << 20U;
  const char* const told = std::getenv("ZHIPI_UPLOAD_MEGABYTES");
  const std::size_t pieces = told ? std::strtoul(told, nullptr, 10) : 4;
  const Folder folder;
  ServerOptions options;
  options.spool.folder = folder.path();
  auto server = serve({{"POST", "/", pieces * kPiece,
                        [](const Request& got, Reply reply) {
                          reply.send({200, "text/plain", std::to_string(got.body.size())});
                        }}},
                      options);
  const std::string piece(kPiece, 'x');
  const std::string head =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(pieces * kPiece) +
      "\r\n\r\n";
  const std::size_t before = anonymous_memory();
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    ASSERT_TRUE(clients.back()->send(head));
  }
  std::size_t most = before;
  for (std::size_t sent = 0; sent < pieces; ++sent) {
    for (auto& client : clients) ASSERT_TRUE(client->send(piece));
    most = std::max(most, anonymous_memory());
  }
  for (auto& client : clients) ASSERT_EQ(client->read()->body, std::to_string(pieces * kPiece));
  EXPECT_LT(most, before + (32U << 20U));
}

// ABUSE 1.
TEST(Server, RefusesTwoGigabytesNearTheLimitWithItsMemoryFlat) {
  constexpr std::size_t kTwoGigabytes = 2UL << 30U;
  const Folder folder;
  ServerOptions options;
  options.spool.folder = folder.path();
  auto server = serve({{"POST", "/", 20U << 20U, echo()}}, options);
  const std::string contents(1U << 20U, 'x');
  const std::string chunk = "100000\r\n" + contents + "\r\n";
  const std::size_t before = anonymous_memory();
  for (const auto& [framing, piece] :
       {std::pair("Content-Length: 2147483648", contents), {"Transfer-Encoding: chunked", chunk}}) {
    Client client(server->port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(framing) + "\r\n\r\n");
    std::size_t sent = 0;
    while (sent < kTwoGigabytes && client.send(piece)) sent += piece.size();
    EXPECT_LT(sent, 128UL << 20U) << framing;
    EXPECT_LT(anonymous_memory(), before + (32U << 20U)) << framing;
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace zhipi::http::testing
