#include "ocr/client/worker_pool.h"

#include <algorithm>
#include <utility>

namespace zhipi::ocr {
namespace {

std::optional<Worker> started(const std::vector<std::string>& command, const Limits& limits) {
  Expected<Worker> worker = Worker::start(command, limits);
  if (!worker) return std::nullopt;
  return std::move(*worker);
}

// What the reader itself refuses: {"problem": {"code", "message"}}
std::optional<Problem> refusal(const Message& answer) {
  const Json* found = answer.head.get_object().if_contains("problem");
  if (found == nullptr || !found->is_object()) return std::nullopt;
  const auto text = [&](const char* name) {
    const Json* value = found->get_object().if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
  };
  return Problem{text("code"), text("message"), ""};
}

}  // namespace

WorkerPool::WorkerPool(std::vector<std::string> command, const Limits& limits, int count,
                       int recycle_after)
    : command_(std::move(command)), limits_(limits), recycle_after_(recycle_after) {
  for (int i = 0; i < std::max(count, 1); ++i) idle_.push_back(started(command_, limits_));
}

std::optional<Worker> WorkerPool::take() {
  std::unique_lock lock(mutex_);
  freed_.wait(lock, [this] { return !idle_.empty(); });
  // The one that has waited longest: its warm-up is over first.
  std::optional<Worker> worker = std::move(idle_.front());
  idle_.erase(idle_.begin());
  return worker;
}

void WorkerPool::give_back(std::optional<Worker> worker) {
  if (worker && worker->answered() >= recycle_after_) worker.reset();
  if (!worker) worker = started(command_, limits_);
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }
  freed_.notify_one();
}

Expected<Message> WorkerPool::try_once(std::optional<Worker>& worker, const Json& head,
                                       std::string_view bytes, std::chrono::seconds limit,
                                       std::chrono::steady_clock::time_point deadline) {
  if (!worker) {
    Expected<Worker> fresh = Worker::start(command_, limits_);
    if (!fresh) return tl::unexpected(fresh.error());
    worker = std::move(*fresh);
  }
  Expected<Message> answer = worker->ask(head, bytes, limit, deadline);
  if (!answer) {
    worker.reset();
    ++replaced_;
  }
  return answer;
}

Expected<Message> WorkerPool::ask(const Json& head, std::string_view bytes,
                                  std::chrono::seconds limit,
                                  std::chrono::steady_clock::time_point deadline) {
  std::optional<Worker> worker = take();
  Expected<Message> answer = try_once(worker, head, bytes, limit, deadline);
  if (!answer && std::chrono::steady_clock::now() < deadline) {
    answer = try_once(worker, head, bytes, limit, deadline);
  }
  give_back(std::move(worker));
  if (!answer) {
    const std::string& code = answer.error().code;
    if (code == "no_reader" || code == "timed_out" || code == "no_memory") return answer;
    return problem("unreadable", "the page cannot be read: reading it ended the reader twice");
  }
  if (std::optional<Problem> refused = refusal(*answer)) return tl::unexpected(*refused);
  return answer;
}

}  // namespace zhipi::ocr
