#include "ocr/protocol/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace zhipi::ocr {

void Descriptor::reset() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

Expected<Descriptor> empty_memory_file() {
  Descriptor file(::memfd_create("zhipi", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) return problem("no_memory", std::string("no memory file: ") + std::strerror(errno));
  return file;
}

Expected<Descriptor> sealed_memory_file(std::string_view bytes) {
  Expected<Descriptor> file = empty_memory_file();
  if (!file) return file;
  while (!bytes.empty()) {
    const ssize_t written = ::write(file->get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      return problem("no_memory",
                     std::string("cannot fill a memory file: ") + std::strerror(errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  ::fcntl(file->get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  return file;
}

Expected<std::string> read_memory_file(const Descriptor& file, std::size_t most) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || status.st_size < 0) {
    return problem("bad_message", "a memory file has no size");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > most) return problem("too_large", "a memory file holds more than was agreed");
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        ::pread(file.get(), bytes.data() + done, size - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return problem("bad_message", "a memory file ended early");
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace zhipi::ocr
