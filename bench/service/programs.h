// The servers that are measured, as processes of their own.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/http/unique_fd.h"
#include "tests/temporary_folder.h"

namespace zhipi::bench {

// A running server; told to stop, and waited for, at the end of its life.
class Program {
 public:
  // Starts it, its standard error going to `log`, and reads what it prints until it says its port.
  // Throws std::runtime_error.
  explicit Program(const std::vector<std::string>& command, const std::string& log = "/dev/null");
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& key() const { return key_; }  // the one that `zhipi serve` makes at first

  // Resident memory now, in MB.
  double megabytes() const;
  // Seconds of processor time so far.
  double processor_seconds() const;

 private:
  pid_t process_ = 0;
  http::UniqueFd input_;   // its standard input
  http::UniqueFd output_;  // its standard output
  std::uint16_t port_ = 0;
  std::string key_;
};

// `zhipi serve` over a new data folder, with the shipped packs and the measured one.
class Service {
 public:
  Service();

  const Program& program() const { return *program_; }

 private:
  const testing::TemporaryFolder folder_;
  std::unique_ptr<Program> program_;
};

}  // namespace zhipi::bench
