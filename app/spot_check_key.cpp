#include "app/spot_check_key.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include "api/http/unique_fd.h"

namespace zhipi::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBytes = 32;
constexpr std::string_view kHex = "0123456789abcdef";

tl::unexpected<Problem> failed(const char* code, const fs::path& file, int error) {
  return problem(code, std::generic_category().message(error), file.string());
}

std::string hex_of(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kHex[value >> 4U];
    text += kHex[value & 0xFU];
  }
  return text;
}

std::optional<std::string> bytes_of(std::string_view hex) {
  if (hex.size() != 2 * kBytes) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    const std::size_t high = kHex.find(hex[at]);
    const std::size_t low = kHex.find(hex[at + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high << 4U | low);
  }
  return bytes;
}

Expected<std::string> read_key(const fs::path& file, int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return failed("unreadable", file, errno);
  if ((status.st_mode & 077U) != 0) {
    return problem("bad_key", "others can read the key of the spot checks; chmod 600 it",
                   file.string());
  }
  std::array<char, 2 * kBytes + 2> text{};
  const ssize_t size = ::read(descriptor, text.data(), text.size());
  if (size < 0) return failed("unreadable", file, errno);
  std::string_view hex(text.data(), static_cast<std::size_t>(size));
  if (hex.ends_with('\n')) hex.remove_suffix(1);
  auto bytes = bytes_of(hex);
  if (bytes) return *std::move(bytes);
  return problem("bad_key",
                 "the key of the spot checks is 64 hex digits in lower case; put it back from a "
                 "backup: a new key cannot prove the draws of the old one",
                 file.string());
}

// Written under another name first, so that a crash leaves no half of a key.
Expected<std::string> make_key(const fs::path& file) {
  std::array<char, kBytes> random{};
  // Up to 256 bytes come whole or not at all (getrandom(2)).
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    return failed("unavailable", file, errno);
  }
  const std::string bytes(random.data(), random.size());
  const std::string line = hex_of(bytes) + "\n";
  const fs::path fresh = file.string() + ".new";
  ::unlink(fresh.c_str());
  const http::UniqueFd written(
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (written.get() < 0 ||
      ::write(written.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
      ::fsync(written.get()) != 0 || ::rename(fresh.c_str(), file.c_str()) != 0) {
    return failed("unavailable", file, errno);
  }
  const fs::path parent = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const http::UniqueFd folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failed("unavailable", file, errno);
  return bytes;
}

}  // namespace

Expected<std::string> spot_check_key(const fs::path& file) {
  const http::UniqueFd known(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (known.get() >= 0) return read_key(file, known.get());
  if (errno != ENOENT) return failed("unreadable", file, errno);
  return make_key(file);
}

}  // namespace zhipi::app
