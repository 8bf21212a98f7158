// A client that sends exactly the bytes it is told to, for tests of the edge over loopback.
//
// Every wait has a generous limit, so that a server which does not answer fails the test, not hangs
// it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/server.h"
#include "api/http/unique_fd.h"

namespace zhipi::http::testing {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class Client {
 public:
  // Connects. `receive_buffer` bounds how much the kernel takes for us (0: its default).
  explicit Client(std::uint16_t port, int receive_buffer = 0);

  // Sends all of it; false once the server has closed.
  bool send(std::string_view bytes);

  // The next response, or nothing if the server closes first. `to_head` reads no body.
  std::optional<Answer> read(bool to_head = false);

  // Sends, then reads.
  std::optional<Answer> ask(std::string_view request, bool to_head = false);

  // Everything until the server closes, what read() left over included.
  std::string read_all();

  // Whether the server closes without sending anything more.
  bool closed() { return read_all().empty(); }

  void end_sending();  // half-close
  void reset();        // closes at once with RST
  int socket() const { return socket_.get(); }

 private:
  bool fill();

  UniqueFd socket_;
  std::string pending_;
};

// A server on a free port of loopback, started; the test fails if it does not start.
std::unique_ptr<Server> serve(std::vector<Route> routes, ServerOptions options = {});

// "METHOD target HTTP/1.1", Host, `fields` (each ending in CRLF), Content-Length if there is a
// body.
std::string request(std::string_view method, std::string_view target, std::string_view body = {},
                    std::string_view fields = {});

// Handlers that most tests need.
Handler say(std::string text);  // 200 text/plain
Handler echo();                 // 200 with the request's body

}  // namespace zhipi::http::testing
