// The operator's figures, as Prometheus reads them (docs/operation.md lists them, and what to do).
//
// One value, made in app/ and passed down. Lower floors know nothing of it: they report through
// callbacks (workflow::Observer, store::Options) or are asked when somebody looks. Labels come
// from our own tables and from rule packs, never from requests; a family that has grown large all
// the same counts what is new under "other".
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/decision.h"
#include "models/reading.h"
#include "store/figures.h"
#include "workflow/catalogue.h"

namespace zhipi::api {

// What is asked for when somebody looks.
struct Sample {
  std::size_t connections = 0;  // open sockets
  std::size_t in_flight = 0;    // requests being handled or written
  store::QueueFigures queue;
  store::Time now;  // what the queue's times are compared with
  std::size_t waiting_writes = 0;
  std::uint64_t reader_restarts = 0;
  std::vector<store::Waiting> waiting;
  workflow::Catalogue::Packs packs;  // in force
  int calendar_days = 0;             // from today on
};

// Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // A call was answered. `route` is its pattern.
  void answered(std::string_view method, std::string_view route, int status,
                std::chrono::nanoseconds spent);
  // The edge refused what never became a call.
  void refused(int status, std::string_view code);

  void committed(std::size_t units, std::chrono::nanoseconds spent);
  void read(std::string_view matter, std::string_view material, std::chrono::nanoseconds spent,
            const MaterialReading& reading);
  // The engine's decision was kept; of the matter's look-ups, which had answered.
  void decided(const Decision& decision, const std::map<std::string, bool>& lookups);
  void decided_by_person(std::string_view matter, std::string_view outcome);

  // Everything in Prometheus' text format 0.0.4. `sample` is called at most once a second: the same
  // text is good for so long.
  std::string text(const std::function<Sample()>& sample);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhipi::api
