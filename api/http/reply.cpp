#include "api/http/reply.h"

#include <cassert>
#include <utility>

namespace zhipi::http {

Reply& Reply::operator=(Reply&& other) noexcept {
  if (this != &other) {
    drop();
    sink_ = std::exchange(other.sink_, nullptr);
  }
  return *this;
}

void Reply::send(Response response) {
  assert(sink_ && "a reply answers once");
  const Sink sink = std::exchange(sink_, nullptr);
  if (sink) sink(std::move(response));
}

void Reply::drop() noexcept {
  const Sink sink = std::exchange(sink_, nullptr);
  if (sink) sink(std::nullopt);
}

}  // namespace zhipi::http
