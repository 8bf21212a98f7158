// One thread that writes, for everybody: units of work that arrive while a commit is under way
// share the next one (group commit), so that many writers cost one fsync.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "models/problem.h"
#include "store/connection.h"
#include "store/teller.h"

namespace zhipi::store {

// Works on the connection it is given and nothing else of the database; throws Refusal or
// StorageError to be undone alone. It must leave no trace outside the database that would be wrong
// if the commit fails, and may be run again: where the database asks for it, and where another one
// of its group is refused.
using Unit = std::function<void(Connection&)>;

// Takes what became of a unit: nothing, once it is durable, or why it is not. It must not throw,
// and not wait for another unit.
using Then = std::function<void(std::optional<Problem>)>;

class Writer {
 public:
  using OnCommit = std::function<void(std::size_t units, std::chrono::nanoseconds)>;

  // Starts the thread. `on_commit`, if there is one, is called on it after each commit.
  explicit Writer(std::unique_ptr<Connection> connection, OnCommit on_commit = {});

  // Units already submitted are still committed.
  ~Writer();

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Runs the unit and waits until it is durable. A refused unit leaves no trace; the others of its
  // group are not touched. Codes: those of the unit, `unavailable`, `damaged`. Any thread.
  Expected<void> run(const Unit& unit);

  // The same without waiting: `then` is called once, on a thread that tells everybody, so that the
  // writer goes on meanwhile and no thread of the caller's sleeps until then. Any thread.
  void submit(Unit unit, Then then);

  // How many units wait for the next commit; those being committed no longer count. Any thread.
  std::size_t waiting() const;

 private:
  struct Pending {
    Unit unit;
    Then then;
    bool told_at_once;  // by the writer: it only wakes somebody
    std::optional<Problem> problem = {};
  };
  using Group = std::vector<Pending>;

  void add(Pending pending);
  void serve();
  void tell(Group group);
  void commit(Group& group);
  std::optional<Problem> commit_apart(Group& group);
  std::optional<Problem> transact(const std::function<void()>& work);
  void require_transaction() const;

  std::unique_ptr<Connection> connection_;  // of the thread alone
  const OnCommit on_commit_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Pending> waiting_;  // guarded by mutex_
  bool stopping_ = false;        // guarded by mutex_
  Teller teller_;
  std::thread thread_;
};

}  // namespace zhipi::store
