#include "store/blobs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace zhipi::store {
namespace {

constexpr const char* kIncoming = "incoming";  // no two hex digits: it is no blob's folder

tl::unexpected<Problem> unavailable(const std::string& what) {
  return problem("unavailable", "Cannot " + what + " (" + std::strerror(errno) +
                                    "); try again, and look at the disk of the data directory.");
}

// An open file or folder.
class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  bool sync() const { return ::fsync(descriptor_) == 0; }
  // Held until the file is closed: tells a file in the making from one that a crash left.
  bool lock() const { return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0; }

  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  std::optional<std::string> read() const {
    std::string bytes;
    std::array<char, 65536> part{};
    while (true) {
      const ssize_t size = ::read(descriptor_, part.data(), part.size());
      if (size == 0) return bytes;
      if (size > 0) bytes.append(part.data(), static_cast<std::size_t>(size));
      if (size < 0 && errno != EINTR) return std::nullopt;
    }
  }

 private:
  int descriptor_;
};

bool sync_folder(const std::filesystem::path& folder) {
  const File file(folder, O_RDONLY | O_DIRECTORY);
  return file.is_open() && file.sync();
}

// The folder, durable in its parent. One that is there already may have been made by somebody who
// has not made it durable yet, or failed to: to do it again costs nothing when there is nothing to
// do.
bool make_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return false;
  return sync_folder(folder.parent_path());
}

std::filesystem::path fresh_name(const std::filesystem::path& folder, const Digest& digest) {
  static std::atomic<unsigned> count{0};  // only tells threads of one process apart
  return folder / (std::string(digest.hex()) + "." + std::to_string(::getpid()) + "." +
                   std::to_string(count++));
}

// Nobody holds a lock on what a crash left behind. How many files went.
std::size_t clear_leftovers(const std::filesystem::path& folder) {
  std::size_t cleared = 0;
  std::error_code ignored;  // a leftover that stays costs space and nothing else
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const File file(entry.path(), O_RDONLY);
    if (file.is_open() && file.lock() && ::unlink(entry.path().c_str()) == 0) ++cleared;
  }
  return cleared;
}

bool write_durably(const std::filesystem::path& path, std::string_view bytes) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  return file.is_open() && file.lock() && file.write(bytes) && file.sync();
}

}  // namespace

Expected<Blobs> Blobs::open(const std::filesystem::path& directory) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::absolute(directory, error);
  const std::filesystem::path parent = folder.parent_path();
  if (!error) std::filesystem::create_directories(parent, error);
  if (error || !sync_folder(parent.parent_path()) || !make_folder(folder) ||
      !make_folder(folder / kIncoming)) {
    return unavailable("create the folder " + folder.string());
  }
  return Blobs(folder, clear_leftovers(folder / kIncoming));
}

Expected<Digest> Blobs::put(std::string_view bytes) const {
  Digest digest = Digest::of(bytes);
  const std::filesystem::path path = path_of(digest);
  const std::filesystem::path folder = path.parent_path();
  // Another thread may have renamed it and not yet made that durable: the folder is synced anyway.
  if (get(digest)) {
    if (!sync_folder(folder)) return unavailable("store a material");
    return digest;
  }
  const std::filesystem::path incoming = fresh_name(directory_ / kIncoming, digest);
  if (!make_folder(folder) || !write_durably(incoming, bytes) ||
      ::rename(incoming.c_str(), path.c_str()) != 0) {
    auto failed = unavailable("store a material");
    ::unlink(incoming.c_str());
    return failed;
  }
  if (!sync_folder(folder)) return unavailable("store a material");
  return digest;
}

Expected<std::string> Blobs::get(const Digest& digest) const {
  const File file(path_of(digest), O_RDONLY);
  if (!file.is_open() && errno == ENOENT) {
    return problem("not_found", "There is no material " + digest.text() + ".");
  }
  std::optional<std::string> bytes = file.is_open() ? file.read() : std::nullopt;
  if (!bytes) return unavailable("read a material");
  if (Digest::of(*bytes) != digest) {
    return problem("damaged", "The file of material " + digest.text() +
                                  " is not what its name says; restore it from a backup.");
  }
  return *std::move(bytes);
}

bool Blobs::exists(const Digest& digest) const {
  return ::access(path_of(digest).c_str(), F_OK) == 0;
}

std::filesystem::path Blobs::path_of(const Digest& digest) const {
  const std::string hex(digest.hex());
  return directory_ / hex.substr(0, 2) / hex.substr(2);
}

}  // namespace zhipi::store
