#include "api/http/body.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstdlib>

namespace zhipi::http {
namespace {

// Sockets are read in small pieces; the file is written in larger ones.
constexpr std::size_t kWriteBlock = 64UL * 1024;

// A file that nobody else can find, and that is gone with its descriptor. A crash between the two
// calls leaves an empty file.
UniqueFd nameless_file(const std::filesystem::path& folder) {
  std::string name = (folder / "body-XXXXXX").string();
  UniqueFd file(::mkostemp(name.data(), O_CLOEXEC));
  if (file) ::unlink(name.c_str());
  return file;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) return false;
  }
  return true;
}

}  // namespace

bool BodyCollector::append(std::string_view bytes) {
  size_ += bytes.size();
  text_.append(bytes);
  const bool stays = size_ <= spool_.memory;
  const bool can_wait = spooled_ && text_.size() < kWriteBlock;
  return stays || can_wait || write_out();
}

bool BodyCollector::write_out() {
  if (!spooled_) file_ = nameless_file(spool_.folder);
  spooled_ = true;
  if (!file_ || !write_all(file_.get(), text_)) return false;
  text_.clear();
  return true;
}

std::optional<Body> BodyCollector::finish() {
  if (!spooled_) return Body(std::move(text_));
  if (!write_out()) return std::nullopt;
  const std::size_t size = size_;
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file_.get(), 0);
  if (start == MAP_FAILED) return std::nullopt;
  file_ = UniqueFd();
  std::shared_ptr<const void> mapping(
      start, [size](const void* at) { ::munmap(const_cast<void*>(at), size); });
  return Body(std::move(mapping), {static_cast<const char*>(start), size});
}

}  // namespace zhipi::http
