#include "store/readers.h"

#include <utility>

#include "store/refusal.h"

namespace zhipi::store {

Readers::Readers(std::vector<std::unique_ptr<Connection>> connections)
    : idle_(std::move(connections)) {}

Expected<void> Readers::run(const std::function<void(Connection&)>& work) {
  std::unique_ptr<Connection> connection = take();
  auto failed = problem_of([&] { connection->transact([&] { work(*connection); }); });
  give_back(std::move(connection));
  if (failed) return tl::unexpected(std::move(*failed));
  return {};
}

std::unique_ptr<Connection> Readers::take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !idle_.empty(); });
  std::unique_ptr<Connection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace zhipi::store
