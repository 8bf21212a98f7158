// The life of one socket: reading → handling → writing → reading … → lingering → closed; a response
// that is a stream is written until it ends, and is the last.
//
// Holds its own dup() of the socket, so that whatever is written goes to this client or to nobody:
// Pistache may close its descriptor and the kernel may give the number to someone else, but not
// ours.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/request_reader.h"
#include "api/http/route_table.h"
#include "api/http/stream.h"
#include "api/http/unique_fd.h"

namespace zhipi::http {

struct Hub;

// Thread-safe: bytes come on a reactor thread, answers on any, time on the caretaker's.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  // `socket` is non-blocking and ours alone; `peer` is the client's address.
  Connection(std::shared_ptr<Hub> hub, UniqueFd socket, std::string peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Bytes from the client, in order.
  void receive(std::string_view bytes);

  // The client sends no more. It may still be reading, so what is being answered goes out.
  void input_ended();

  // The socket takes bytes again.
  void continue_writing();

  // The stream that is being sent has something to take, or has ended.
  void continue_stream();

  // Ends what has taken too long: 408 for a request that began, silence otherwise.
  void check_deadline(Clock::time_point now);

  // The server is stopping: closes an idle connection, refuses a half-read request with 503, ends a
  // stream.
  void drain();

  // Closes at once, whatever is under way.
  void kill();

 private:
  enum class Phase { kReading, kHandling, kWriting, kStreaming, kLingering, kClosed };
  using Lock = std::unique_lock<std::mutex>;

  void pump(Lock& lock);
  bool step(Lock& lock);
  void accept_head();
  void accept_route(RouteTable::Found found, const Head& head);
  void dispatch(Lock& lock);
  void answer(std::optional<Response> response);

  void refuse(const Fault& fault, bool keep_alive,
              std::vector<std::pair<std::string, std::string>> headers = {});
  // Where a lock is given, it is let go while the kernel takes the bytes.
  void respond(Response response, bool keep_alive, Lock* lock = nullptr);
  void begin_stream(std::shared_ptr<Stream> stream, bool wanted);
  bool fill_from_stream();
  void write_some(Lock* lock = nullptr);
  ssize_t send(const msghdr& message, Lock* lock);
  void forget_output();
  void finish_response();
  void linger();
  void close();
  void abort();
  bool charge_body();
  void release_body();
  void count_in_flight(bool counted);

  const std::shared_ptr<Hub> hub_;
  const UniqueFd socket_;
  const std::string peer_;

  std::mutex mutex_;  // guards everything below
  Phase phase_ = Phase::kReading;
  Clock::time_point deadline_;

  RequestReader reader_;
  std::string in_;        // received, not yet consumed by the reader
  std::size_t used_ = 0;  // of `in_`, while pumping
  bool pumping_ = false;  // some thread is inside pump(): it will see what others leave
  bool input_ended_ = false;
  bool overflowed_ = false;   // the client ran too far ahead; nothing more is read from it
  std::size_t lingered_ = 0;  // bytes discarded since the last response

  Request request_;
  const Route* route_ = nullptr;
  std::size_t charged_memory_ = 0;  // of what all connections share
  std::size_t charged_space_ = 0;
  bool counted_ = false;  // in the gauge of requests in flight

  std::string out_head_;
  std::string out_body_;
  std::size_t out_sent_ = 0;
  bool sending_ = false;            // without the lock: what is sent must stay as it is
  bool socket_full_ = false;        // the caretaker tells when it is not
  std::shared_ptr<Stream> stream_;  // while streaming
  bool stream_ended_ = false;       // its last bytes are on their way
  bool keep_alive_ = false;         // after the response being written
};

}  // namespace zhipi::http
