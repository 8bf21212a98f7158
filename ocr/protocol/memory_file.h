// Descriptors that close themselves, and files that exist in memory alone: how pages and replies
// travel between the service and its workers.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "models/problem.h"

namespace zhipi::ocr {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  void reset();

 private:
  int number_ = -1;
};

// An empty file in memory, closed on exec, readable and writable. Problem: no_memory.
Expected<Descriptor> empty_memory_file();

// A file in memory with these bytes, sealed: nobody can change or shorten it any more.
Expected<Descriptor> sealed_memory_file(std::string_view bytes);

// The whole content, from its beginning; never mapped, so that a file that shrinks under our
// hands cannot hurt. Problem: too_large when it holds more than `most` bytes.
Expected<std::string> read_memory_file(const Descriptor& file, std::size_t most);

}  // namespace zhipi::ocr
