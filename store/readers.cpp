#include "store/readers.h"

#include <utility>

#include "store/refusal.h"

namespace zhipi::store {

Readers::Readers(std::vector<std::unique_ptr<Connection>> connections)
    : idle_(std::move(connections)) {}

// A connection out of the idle ones, until the end of a scope.
class Readers::Borrowed {
 public:
  explicit Borrowed(Readers& readers) : readers_(readers) {
    std::unique_lock lock(readers_.mutex_);
    readers_.returned_.wait(lock, [&] { return !readers_.idle_.empty(); });
    connection_ = std::move(readers_.idle_.back());
    readers_.idle_.pop_back();
  }
  ~Borrowed() {
    {
      const std::lock_guard lock(readers_.mutex_);
      readers_.idle_.push_back(std::move(connection_));
    }
    readers_.returned_.notify_one();
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Connection& connection() const { return *connection_; }

 private:
  Readers& readers_;
  std::unique_ptr<Connection> connection_;
};

Expected<void> Readers::run(const std::function<void(Connection&)>& work) {
  const Borrowed borrowed(*this);
  Connection& connection = borrowed.connection();
  auto failed =
      problem_of([&] { with_retries([&] { connection.transact([&] { work(connection); }); }); });
  if (failed) return tl::unexpected(std::move(*failed));
  return {};
}

}  // namespace zhipi::store
