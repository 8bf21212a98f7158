// A child process: started with exactly the descriptors it is given, ended with its owner.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "models/problem.h"

namespace zhipi::ocr {

struct Launch {
  std::vector<std::string> arguments;    // the program's path first
  std::vector<std::string> environment;  // NAME=value; nothing is inherited
  std::vector<std::pair<int, int>>
      descriptors;  // ours -> the child's number; all others are closed
};

class Process {
 public:
  // Problem: no_reader when the program cannot be started.
  static Expected<Process> start(const Launch& launch);

  Process(Process&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Process& operator=(Process&& other) noexcept;
  ~Process() { kill(); }

  // Waits until it ends. Its exit status (0 to 255), or problem `killed` when a signal ended it,
  // `timed_out` when the deadline did: then it is killed.
  Expected<int> wait_until(std::chrono::steady_clock::time_point deadline);

  // Ends it now, if it still runs, and waits for its end.
  void kill();

  int id() const { return id_; }

 private:
  explicit Process(int id) : id_(id) {}
  int id_ = -1;
};

}  // namespace zhipi::ocr
