#include "store/sqlite_log.h"

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <new>
#include <utility>

namespace zhipi::store {
namespace {

constexpr std::size_t kMost = 0x1ffff;  // what SQLite's own file takes in one call

// What stands in the memory that SQLite gives a log; the system's own file lies behind it.
struct Log {
  sqlite3_file base;   // first: SQLite knows it by this
  sqlite3_file* file;  // the system's own
  std::unique_ptr<char[]> bytes;
  std::size_t size;    // gathered so far
  sqlite3_int64 from;  // their place in the file
};

Log& log_of(sqlite3_file* file) {
  return *reinterpret_cast<Log*>(file);
}

// The system's own file, once all that was gathered is in it.
template <class Call>
int after_writing(sqlite3_file* file, const Call& call) {
  Log& log = log_of(file);
  if (const auto size = static_cast<int>(std::exchange(log.size, 0)); size > 0) {
    const int result = log.file->pMethods->xWrite(log.file, log.bytes.get(), size, log.from);
    if (result != SQLITE_OK) return result;
  }
  return call(log.file->pMethods, log.file);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  Log& log = log_of(file);
  const auto size = static_cast<std::size_t>(count);
  if (at != log.from + static_cast<sqlite3_int64>(log.size) || log.size + size > kMost) {
    const int result = after_writing(file, [](auto*, auto*) { return SQLITE_OK; });
    if (result != SQLITE_OK) return result;
    log.from = at;
  }
  std::memcpy(log.bytes.get() + log.size, bytes, size);  // a page at most
  log.size += size;
  return SQLITE_OK;
}

// What was not synced was not committed, and may be dropped.
int close(sqlite3_file* file) {
  Log& log = log_of(file);
  const int result = log.file->pMethods->xClose(log.file);
  log.~Log();
  return result;
}

using Methods = const sqlite3_io_methods*;

const sqlite3_io_methods kLogMethods{
    .iVersion = 1,  // the rest is asked of databases alone
    .xClose = close,
    .xRead =
        [](sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
          return after_writing(file, [&](Methods own, sqlite3_file* real) {
            return own->xRead(real, to, count, at);
          });
        },
    .xWrite = write,
    .xTruncate =
        [](sqlite3_file* file, sqlite3_int64 size) {
          return after_writing(
              file, [&](Methods own, sqlite3_file* real) { return own->xTruncate(real, size); });
        },
    .xSync =
        [](sqlite3_file* file, int flags) {
          return after_writing(
              file, [&](Methods own, sqlite3_file* real) { return own->xSync(real, flags); });
        },
    .xFileSize =
        [](sqlite3_file* file, sqlite3_int64* size) {
          return after_writing(
              file, [&](Methods own, sqlite3_file* real) { return own->xFileSize(real, size); });
        },
    .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },  // logs are not locked
    .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xCheckReservedLock =
        [](sqlite3_file*, int* reserved) {
          *reserved = 0;
          return SQLITE_OK;
        },
    .xFileControl =
        [](sqlite3_file* file, int what, void* with) {
          return after_writing(file, [&](Methods own, sqlite3_file* real) {
            return own->xFileControl(real, what, with);
          });
        },
    .xSectorSize =
        [](sqlite3_file* file) {
          sqlite3_file* const real = log_of(file).file;
          return real->pMethods->xSectorSize(real);
        },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) {
          sqlite3_file* const real = log_of(file).file;
          return real->pMethods->xDeviceCharacteristics(real);
        },
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
  sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, name, file, flags, given);
  file->pMethods = nullptr;
  std::unique_ptr<char[]> bytes(new (std::nothrow) char[kMost]);
  if (!bytes) return SQLITE_NOMEM;
  auto* const real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(Log));
  const int result = system->xOpen(system, name, real, flags, given);
  if (result == SQLITE_OK) new (file) Log{{&kLogMethods}, real, std::move(bytes), 0, 0};
  return result;
}

}  // namespace

const char* log_gathering_vfs() {
  // SQLite keeps its VFSs for the whole process.
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made = *sqlite3_vfs_find(nullptr);
    made.szOsFile += static_cast<int>(sizeof(Log));
    made.zName = "zhipi";
    made.xOpen = open;
    return made;
  }();
  static const bool registered = sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  return registered ? vfs.zName : nullptr;
}

}  // namespace zhipi::store
