// The calls without sockets: a workflow over a temporary store, and requests given to the handlers
// as the edge would give them.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/event_feed.h"
#include "api/http/route_table.h"
#include "api/routes.h"
#include "tests/temporary_folder.h"

namespace zhipi::api::testing {

struct Ask {
  std::string method = "GET";
  std::string target;
  std::string token = {};  // empty: none is sent
  std::map<std::string, std::string> headers = {};
  std::string body = {};
};

struct Logged {
  std::string event;
  json::object fields;
};

class Running {
 public:
  // `reader` is the program that reads scans; one that is not there lets every scan yield nothing.
  // `matters` are packs beside the shipped ones: what matter.lua and criteria.lua say, by name.
  using Matters = std::map<std::string, std::pair<std::string, std::string>>;
  explicit Running(const std::string& reader = ZHIPI_BINARY_DIR "/zhipi-reader",
                   const Matters& matters = {});
  ~Running();

  // The answer, however long it is held. Fails the test if there is no such route.
  http::Response ask(const Ask& request);

  // The token of a new key with these roles.
  std::string key(const std::vector<std::string>& roles);

  // From now on the token is unknown.
  void remove_key(const std::string& token);

  // Another feed over the same store, beside the one of GET /v1/events.
  std::unique_ptr<EventFeed> feed(const FeedOptions& options);

  std::vector<Logged> logged() const;

  Service& service() { return *service_; }

  const std::filesystem::path& folder() const { return folder_.path(); }  // of the data
  store::Store& store() { return *store_; }
  workflow::Workflow& workflow() { return *workflow_; }
  void pass(std::chrono::milliseconds time) { later_ += time.count(); }

  // Another process on the same data.
  void restart();

 private:
  void open();
  void close();

  const zhipi::testing::TemporaryFolder folder_;
  std::string reader_;
  std::atomic<std::int64_t> later_ = 0;  // milliseconds
  workflow::Catalogue catalogue_;
  formats::WorkingDays calendar_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<ocr::ReaderPool> readers_;
  std::unique_ptr<workflow::Workflow> workflow_;
  std::unique_ptr<KeyRing> key_ring_;
  std::unique_ptr<EventFeed> events_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<http::RouteTable> routes_;
  int keys_ = 0;
  mutable std::mutex mutex_;
  std::vector<Logged> logged_;
};

// The target of a row with every parameter filled in.
std::string target_of(const RouteRow& row);

// The `type` of a problem document without its prefix; empty if the response is none.
std::string problem_code(const http::Response& response);

// An application of an invented person that the shipped senior allowance approves, all electronic.
json::object electronic_application();

}  // namespace zhipi::api::testing
