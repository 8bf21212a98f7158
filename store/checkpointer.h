// Brings what stands in SQLite's write-ahead log into the database, on a thread and a connection of
// its own, so that the one who writes need not wait for it.
#pragma once

#include <sqlite3.h>

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace zhipi::store {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

// A log begins anew only when all of it is in the database while nobody writes. While one commit
// follows another that is never so beside the writer: it brings in the last of a long log itself,
// which is little, because the rest is there already.
class Checkpointer {
 public:
  // Starts the thread. `database` is a connection to a database in WAL mode, used by it alone.
  explicit Checkpointer(Database database);

  // After the round that is under way.
  ~Checkpointer();

  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Takes care of what this connection writes from now on, in place of SQLite's own checkpoints.
  // Whoever calls it closes the connection first.
  void follow(sqlite3* writer);

 private:
  void serve();
  void committed(sqlite3* writer, int pages);

  const Database database_;
  int next_;  // length of the log, in pages, at which to begin; of the writer's thread
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = false;    // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace zhipi::store
