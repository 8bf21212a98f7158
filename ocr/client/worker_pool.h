// A fixed number of workers, lent one at a time. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/client/worker.h"

namespace zhipi::ocr {

class WorkerPool {
 public:
  // Starts `count` workers (at least one), which warm up by themselves. `command` is the program
  // and its arguments.
  WorkerPool(std::vector<std::string> command, const Limits& limits, int count, int recycle_after);

  // Waits for a free worker and asks it; a worker that fails is replaced and the request tried once
  // more. `limit` bounds each try from the moment a worker is free, `deadline` both together.
  // Problem codes: what the reader answers, no_reader, and unreadable or timed_out when both tries
  // failed.
  Expected<Message> ask(const Json& head, std::string_view bytes, std::chrono::seconds limit,
                        std::chrono::steady_clock::time_point deadline);

  // How many workers were replaced because they died, overran or answered nonsense.
  std::uint64_t replaced() const { return replaced_; }

 private:
  std::optional<Worker> take();
  void give_back(std::optional<Worker> worker);
  Expected<Message> try_once(std::optional<Worker>& worker, const Json& head,
                             std::string_view bytes, std::chrono::seconds limit,
                             std::chrono::steady_clock::time_point deadline);

  const std::vector<std::string> command_;
  const Limits limits_;
  const int recycle_after_;
  std::atomic<std::uint64_t> replaced_ = 0;
  std::mutex mutex_;  // guards idle_
  std::condition_variable freed_;
  std::vector<std::optional<Worker>> idle_;  // an empty one could not be started yet
};

}  // namespace zhipi::ocr
