// The calls below take the place of the C library's in the whole program, SQLite included: what an
// executable defines comes before what a library does. That needs a state that they can find, so
// this file has the one global of the tests.
#include "disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string_view>

namespace zhipi::faults {
namespace {

struct State {
  std::mutex mutex;
  std::string folder;
  Fault fault;
  int calls = 0;
  std::string first;  // what failed first
};

std::atomic<bool> armed = false;  // looked at first, so that a healthy disk costs nothing

State& state() {
  static State one;
  return one;
}

std::string path_of(int descriptor) {
  std::array<char, 4096> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
  return size < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(size));
}

// Whether this call must fail; errno is set then.
bool strikes(std::string_view call, const std::string& path) {
  State& now = state();
  const std::lock_guard lock(now.mutex);
  if (!path.starts_with(now.folder) || !path.ends_with(now.fault.only)) return false;
  ++now.calls;
  const bool fails = now.fault.at != 0 &&
                     (now.fault.lasting ? now.calls >= now.fault.at : now.calls == now.fault.at);
  if (!fails) return false;
  if (now.first.empty()) {
    now.first = std::string(call) + " " + std::filesystem::path(path).filename().string();
  }
  errno = now.fault.error;
  return true;
}

bool fails(std::string_view call, const char* path) {
  return armed && path != nullptr && strikes(call, path);
}

bool fails(std::string_view call, int descriptor) {
  return armed && strikes(call, path_of(descriptor));
}

}  // namespace

FaultyDisk::FaultyDisk(const std::filesystem::path& folder, const Fault& fault) {
  State& now = state();
  const std::lock_guard lock(now.mutex);
  now.folder = std::filesystem::canonical(folder).string() + "/";
  now.fault = fault;
  now.calls = 0;
  now.first.clear();
  armed = true;
}

FaultyDisk::~FaultyDisk() {
  heal();
}

void FaultyDisk::heal() {
  armed = false;
}

int FaultyDisk::calls() const {
  const std::lock_guard lock(state().mutex);
  return state().calls;
}

bool FaultyDisk::struck() const {
  return !where().empty();
}

std::string FaultyDisk::where() const {
  const std::lock_guard lock(state().mutex);
  return state().first;
}

}  // namespace zhipi::faults

using zhipi::faults::fails;

// What the C library declares, with its names and types.
extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (fails("write", descriptor)) return -1;
  return ::syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
  if (fails("pwrite", descriptor)) return -1;
  return ::syscall(SYS_pwrite64, descriptor, bytes, size, at);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  return ::pwrite(descriptor, bytes, size, at);
}

int fsync(int descriptor) {
  if (fails("fsync", descriptor)) return -1;
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

int fdatasync(int descriptor) {
  if (fails("fdatasync", descriptor)) return -1;
  return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

int ftruncate(int descriptor, off_t size) noexcept {
  if (fails("ftruncate", descriptor)) return -1;
  return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
}

int ftruncate64(int descriptor, off64_t size) noexcept {
  return ::ftruncate(descriptor, size);
}

int rename(const char* from, const char* to) noexcept {
  if (fails("rename", from)) return -1;
  return static_cast<int>(::syscall(SYS_rename, from, to));
}

int unlink(const char* path) noexcept {
  if (fails("unlink", path)) return -1;
  return static_cast<int>(::syscall(SYS_unlink, path));
}

int mkdir(const char* path, mode_t mode) noexcept {
  if (::access(path, F_OK) != 0 && fails("mkdir", path)) return -1;  // else it changes nothing
  return static_cast<int>(::syscall(SYS_mkdir, path, mode));
}

int open(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  if ((flags & O_CREAT) != 0 && fails("open", path)) return -1;
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

int open64(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return ::open(path, flags, mode);
}

}  // extern "C"
