// One zhipi-reader process and the socket to it. Not thread-safe: a worker serves one caller at a
// time.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/client/process.h"
#include "ocr/protocol/channel.h"
#include "ocr/protocol/limits.h"

namespace zhipi::ocr {

class Worker {
 public:
  // Starts the process, its program first; it warms up by itself. Problem: no_reader.
  static Expected<Worker> start(const std::vector<std::string>& command, const Limits& limits);

  // One request and its answer, within `limit` of the worker's being warm and before `deadline`.
  // Problem: no_reader (what kept it from becoming warm), closed (it died), timed_out, bad_message:
  // the worker must then be thrown away. What
  // the reader itself refuses is an answer with "problem" in its head.
  Expected<Message> ask(const Json& head, std::string_view bytes, std::chrono::seconds limit,
                        std::chrono::steady_clock::time_point deadline);

  int answered() const { return answered_; }
  int process_id() const { return process_.id(); }

 private:
  Worker(Process process, Descriptor socket)
      : process_(std::move(process)), socket_(std::move(socket)) {}
  Process process_;
  Descriptor socket_;
  bool ready_ = false;
  int answered_ = 0;
};

}  // namespace zhipi::ocr
