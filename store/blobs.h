// Bytes kept by their content: DIRECTORY/ab/cdef… is the file whose SHA-256 is abcdef…
//
// A file appears whole and durable or not at all, is never changed, and is compared with its name
// whenever it is read. Paths come from digests alone, never from anything a user named. Any number
// of threads and processes may use one directory.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "models/digest.h"
#include "models/problem.h"

namespace zhipi::store {

class Blobs {
 public:
  // Creates the directory when missing, and clears away what a crash left half-written. Code:
  // `unavailable`.
  static Expected<Blobs> open(const std::filesystem::path& directory);

  // Keeps the bytes; durable when it returns. The same bytes again are fine, and mend a damaged
  // file. Code: `unavailable` (disk full, read-only, input/output), and then nothing is left.
  Expected<Digest> put(std::string_view bytes) const;

  // The bytes with this digest. Codes: `not_found`, `damaged` (the file is not what its name says),
  // `unavailable`.
  Expected<std::string> get(const Digest& digest) const;

  // How many files that were in the making at a crash were cleared away when this was opened.
  std::size_t cleared() const { return cleared_; }

  // True if the file is there; says nothing about its content.
  bool exists(const Digest& digest) const;

 private:
  Blobs(std::filesystem::path directory, std::size_t cleared)
      : directory_(std::move(directory)), cleared_(cleared) {}
  std::filesystem::path path_of(const Digest& digest) const;

  std::filesystem::path directory_;
  std::size_t cleared_;
};

}  // namespace zhipi::store
