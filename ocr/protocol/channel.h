// The conversation between the service and one worker: over a SEQPACKET socket pair each message
// is one byte with one or two sealed memory files beside it, the first holding JSON, the second
// bytes (a file to read, a picture made). Large pages are never copied through the socket.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "models/json.h"
#include "ocr/protocol/memory_file.h"

namespace zhipi::ocr {

struct Message {
  Json head;
  std::string bytes;
};

// The most that one message's parts may hold.
inline constexpr std::size_t kHeadBytes = std::size_t{16} << 20;
inline constexpr std::size_t kBodyBytes = std::size_t{256} << 20;

// Sends one message. Problem: no_memory, closed.
Expected<void> send_message(int socket, const Json& head, std::string_view bytes);

// The same, with the second part already in a memory file (-1: none).
Expected<void> send_message(int socket, const Json& head, int body);

// Waits for one message. Problem: timed_out at the deadline, closed when the other end is gone,
// bad_message for anything but JSON.
Expected<Message> receive_message(int socket, std::chrono::steady_clock::time_point deadline);

// The same without a deadline, for the worker.
Expected<Message> receive_message(int socket);

}  // namespace zhipi::ocr
