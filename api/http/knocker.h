// Comes to our own door now and then, so that nobody is left standing there.
//
// Pistache hands an accepted socket to its reactor through a queue with an eventfd, and its
// consumer looks into the queue first and empties the eventfd then: what was put in between the two
// lies there unheard until the next one comes. So there is always a next one.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "api/http/unique_fd.h"

namespace zhipi::http {

// The ports that our own knocks come from, so that the edge can tell them from clients; 0 is none.
// There are several, since one can lie unheard itself, and a reactor can be busy.
using KnockingPorts = std::array<std::atomic<std::uint16_t>, 8>;

// Whether the other end of this socket is one of them.
bool is_knock(int socket, const KnockingPorts& ports);

class Knocker {
 public:
  // Connects to this address every `period`, and goes once it is shown out. `ports` must outlive
  // the knocker.
  Knocker(const std::string& address, std::uint16_t port, std::chrono::milliseconds period,
          KnockingPorts& ports);
  ~Knocker();
  Knocker(const Knocker&) = delete;
  Knocker& operator=(const Knocker&) = delete;

 private:
  void work(std::chrono::milliseconds period);
  void leave_where_shown_out();
  void knock();

  const std::string address_;
  const std::string port_;
  KnockingPorts& ports_;
  std::array<UniqueFd, std::tuple_size_v<KnockingPorts>> sockets_;  // each of its port
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace zhipi::http
