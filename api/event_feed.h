// Who listens to what happens: the open streams of GET /v1/events (WHATWG HTML §9.2).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/http/stream.h"
#include "api/key_ring.h"
#include "workflow/events.h"

namespace zhipi::api {

struct FeedOptions {
  std::chrono::milliseconds pause{20};          // between two looks, so that a burst is one look
  std::chrono::milliseconds look{1'000};        // for what other processes write
  std::chrono::milliseconds heartbeat{15'000};  // a silent stream shows that it is alive
  std::size_t listeners = 512;                  // at most
};

// One thread tells all of them. It looks into the store when this process has written, and for the
// sake of other processes every `look`, but only while somebody listens; listeners that have heard
// the same so far share one look.
class EventFeed {
 public:
  struct Listener {
    std::shared_ptr<http::Stream> stream;
    Digest token;  // the stream ends when this key is removed
    PrincipalPointer principal;
    workflow::EventFilter filter;
    std::int64_t position = 0;  // the last event that is known to it
  };

  // The references must outlive it. `report` is told what the operator should know, on any thread.
  EventFeed(workflow::Workflow& workflow, KeyRing& keys,
            std::function<void(std::string_view)> report, FeedOptions options = {});
  ~EventFeed();  // ends all streams
  EventFeed(const EventFeed&) = delete;
  EventFeed& operator=(const EventFeed&) = delete;

  // Tells the listener everything after its position from now on. False if too many listen.
  bool add(Listener listener);

 private:
  using Clock = std::chrono::steady_clock;

  struct Served {
    Listener listener;
    Clock::time_point told;     // when something was last written
    Clock::time_point checked;  // when its key was last looked at
  };
  struct Told {
    store::Event event;
    std::string text;
  };
  using Page = std::vector<Told>;

  void run();
  std::chrono::milliseconds patience() const;
  void take_newcomers();
  void check_keys(Clock::time_point now);
  bool tell_all(Clock::time_point now);
  void tell(Served& served, const Page& page, Clock::time_point now);
  const Page* page_after(std::int64_t position);

  workflow::Workflow& workflow_;
  KeyRing& keys_;
  const std::function<void(std::string_view)> report_;
  const FeedOptions options_;

  std::mutex mutex_;  // guards what callers and the thread share
  std::vector<Listener> newcomers_;
  std::size_t count_ = 0;  // of all listeners
  bool stopping_ = false;

  std::vector<Served> served_;          // of the thread alone
  std::map<std::int64_t, Page> pages_;  // of one look, by the position before them
  bool somebody_is_slow_ = false;       // and must be looked at again soon
  std::thread thread_;
};

}  // namespace zhipi::api
