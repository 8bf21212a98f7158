#include "ocr/client/worker.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace zhipi::ocr {
namespace {

// Loading the models takes a moment; on a busy machine several.
constexpr std::chrono::seconds kWarmUp{60};

}  // namespace

Expected<Worker> Worker::start(const std::vector<std::string>& command, const Limits& limits) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return problem("no_reader", "no socket is left to talk to a reader");
  }
  Descriptor ours(pair[0]);
  const Descriptor theirs(pair[1]);
  const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  Launch launch;
  launch.arguments = command;
  // One core a worker: OpenMP's own threads make Tesseract six times slower (FINDINGS 6).
  launch.environment = {"OMP_THREAD_LIMIT=1", "OMP_NUM_THREADS=1", "LC_ALL=C.UTF-8",
                        "PATH=/usr/bin:/bin",
                        "OPENCV_IO_MAX_IMAGE_PIXELS=" + std::to_string(limits.pixels)};
  launch.descriptors = {{null.get(), 0}, {null.get(), 1}, {null.get(), 2}, {theirs.get(), 3}};
  Expected<Process> process = Process::start(launch);
  if (!process) return tl::unexpected(process.error());
  return Worker(std::move(*process), std::move(ours));
}

Expected<Message> Worker::ask(const Json& head, std::string_view bytes, std::chrono::seconds limit,
                              std::chrono::steady_clock::time_point deadline) {
  if (!ready_) {
    const Expected<Message> hello =
        receive_message(socket_.get(), std::chrono::steady_clock::now() + kWarmUp);
    if (!hello) {
      return problem("no_reader", "the reader did not become ready: run `zhipi-reader --check`");
    }
    if (const Json* found = hello->head.get_object().if_contains("problem")) {
      return problem("no_reader", std::string(found->at("message").as_string()));
    }
    ready_ = true;
  }
  if (auto sent = send_message(socket_.get(), head, bytes); !sent) {
    return tl::unexpected(sent.error());
  }
  Expected<Message> answer =
      receive_message(socket_.get(), std::min(deadline, std::chrono::steady_clock::now() + limit));
  if (answer) ++answered_;
  return answer;
}

}  // namespace zhipi::ocr
