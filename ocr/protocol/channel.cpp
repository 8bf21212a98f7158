#include "ocr/protocol/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace zhipi::ocr {
namespace {

constexpr std::size_t kParts = 2;

Expected<void> send_parts(int socket, int head, int body) {
  std::array<int, kParts> parts{head, body};
  const std::size_t count = body >= 0 ? 2 : 1;
  char mark = 'z';
  iovec data{&mark, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kParts)> control{};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
  cmsghdr* rights = CMSG_FIRSTHDR(&message);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof(int) * count);
  std::memcpy(CMSG_DATA(rights), parts.data(), sizeof(int) * count);
  while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return problem("closed", "the other end of the channel is gone");
  }
  return {};
}

Expected<std::vector<Descriptor>> receive_parts(int socket) {
  char mark = 0;
  iovec data{&mark, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kParts)> control{};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = 0;
  while ((got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  if (got <= 0) return problem("closed", "the other end of the channel is gone");
  std::vector<Descriptor> parts;
  for (cmsghdr* rights = CMSG_FIRSTHDR(&message); rights != nullptr;
       rights = CMSG_NXTHDR(&message, rights)) {
    if (rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(rights) + i * sizeof(int), sizeof(int));
      parts.emplace_back(number);
    }
  }
  if (parts.empty()) return problem("bad_message", "a message came without its content");
  return parts;
}

}  // namespace

Expected<void> send_message(int socket, const Json& head, int body) {
  Expected<Descriptor> file = sealed_memory_file(json::serialize(head));
  if (!file) return tl::unexpected(file.error());
  return send_parts(socket, file->get(), body);
}

Expected<void> send_message(int socket, const Json& head, std::string_view bytes) {
  if (bytes.empty()) return send_message(socket, head, -1);
  Expected<Descriptor> body = sealed_memory_file(bytes);
  if (!body) return tl::unexpected(body.error());
  return send_message(socket, head, body->get());
}

Expected<Message> receive_message(int socket) {
  Expected<std::vector<Descriptor>> parts = receive_parts(socket);
  if (!parts) return tl::unexpected(parts.error());
  Expected<std::string> head = read_memory_file(parts->front(), kHeadBytes);
  if (!head) return tl::unexpected(head.error());
  Expected<Json> parsed = parse_json(*head);
  if (!parsed || !parsed->is_object()) return problem("bad_message", "a message is not JSON");
  Message message{std::move(*parsed), {}};
  if (parts->size() > 1) {
    Expected<std::string> body = read_memory_file((*parts)[1], kBodyBytes);
    if (!body) return tl::unexpected(body.error());
    message.bytes = std::move(*body);
  }
  return message;
}

Expected<Message> receive_message(int socket, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return problem("timed_out", "the worker did not answer in time");
    pollfd waiting{socket, POLLIN, 0};
    const int ready =
        ::poll(&waiting, 1, static_cast<int>(std::min<long>(left.count(), 3'600'000)));
    if (ready > 0) return receive_message(socket);
    if (ready < 0 && errno != EINTR) return problem("closed", "the channel cannot be waited on");
  }
}

}  // namespace zhipi::ocr
