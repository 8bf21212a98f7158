// Writes canonical JSON (RFC 8785) piece by piece, for shapes that are written too often to be
// built as values first. Whoever uses it puts the members of an object in the order that RFC 8785
// wants.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/json.h"

namespace zhipi {

// Whether a name stands before another in a canonical object: by UTF-16 code units.
bool utf16_less(std::string_view a, std::string_view b);

class CanonicalWriter {
 public:
  // What was written; the writer begins anew.
  std::string take() { return std::string(bytes_.get(), std::exchange(size_, 0)); }

  // What was written so far; it stands until the next writing.
  std::string_view written() const { return {bytes_.get(), size_}; }
  void clear() { size_ = 0; }

  // So that the text need not grow step by step.
  void reserve(std::size_t more) { room(more); }

  // Braces, brackets, commas and names whose characters need no escape, as they are.
  void raw(std::string_view bytes) {
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  void write(const Json& value);
  void text(std::string_view value);
  void number(double value);
  void integer(std::int64_t value);
  void integer(std::uint64_t value);

 private:
  // Where the next bytes go: at least so many fit.
  char* room(std::size_t more) {
    if (capacity_ - size_ < more) grow(more);
    return bytes_.get() + size_;
  }
  void grow(std::size_t more);
  void place_point(std::string_view digits, int point);
  void escape(char c);
  void array(const json::array& values);
  void object(const json::object& members);

  std::unique_ptr<char[]> bytes_;  // a std::string would fill with zeros what is written anyway
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  std::vector<const json::key_value_pair*> members_;
};

}  // namespace zhipi
