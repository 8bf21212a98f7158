// The body of a request: in memory while it is short, in a file without a name when it is long, so
// that many clients who upload much cost disk and not memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/http/unique_fd.h"

namespace zhipi::http {

// Immutable bytes, to be read as a std::string_view wherever they are. Copies of a long body share
// its file; a view is valid as long as one of them lives. Safe to move to any thread.
class Body {
 public:
  Body() = default;
  Body(std::string text) : text_(std::move(text)) {}  // NOLINT: a text is a body

  std::string_view view() const { return file_ ? mapped_ : std::string_view(text_); }
  operator std::string_view() const { return view(); }  // NOLINT: so is a body a text
  std::size_t size() const { return view().size(); }
  bool empty() const { return view().empty(); }

 private:
  friend class BodyCollector;
  Body(std::shared_ptr<const void> file, std::string_view mapped)
      : file_(std::move(file)), mapped_(mapped) {}

  std::string text_;
  std::shared_ptr<const void> file_;  // unmaps and frees the file when the last copy goes
  std::string_view mapped_;
};

// Where long bodies go while their requests are handled.
struct Spool {
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  std::size_t memory = 256UL * 1024;  // bytes; a longer body goes to a file
};

// Takes a body piece by piece. Not thread-safe.
class BodyCollector {
 public:
  explicit BodyCollector(Spool spool) : spool_(std::move(spool)) {}

  // False when the file takes no more (disk full, no descriptor left): give the body up.
  bool append(std::string_view bytes);

  // The body, once all of it was appended; nothing where that fails like append(). Call once.
  std::optional<Body> finish();

  std::size_t size() const { return size_; }
  std::size_t in_file() const { return spooled_ ? size_ : 0; }
  std::size_t in_memory() const { return size_ - in_file(); }

 private:
  bool write_out();

  Spool spool_;
  std::size_t size_ = 0;
  std::string text_;  // all of a short body, what is not yet written of a long one
  bool spooled_ = false;
  UniqueFd file_;
};

}  // namespace zhipi::http
