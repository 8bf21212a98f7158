// Writes canonical JSON (RFC 8785) piece by piece, for shapes that are written too often to be
// built as values first. Whoever uses it puts the members of an object in the order that RFC 8785
// wants.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/json.h"

namespace zhipi {

class CanonicalWriter {
 public:
  std::string take() { return std::move(out_); }

  // So that the text need not grow step by step.
  void reserve(std::size_t bytes) { out_.reserve(bytes); }

  // Braces, brackets, commas and names whose characters need no escape, as they are.
  void raw(std::string_view bytes) { out_ += bytes; }

  void write(const Json& value);
  void text(json::string_view value);
  void number(double value);
  template <class Integer>
  void integer(Integer value);

 private:
  void place_point(const std::string& digits, int point);
  void escape(char c);
  void array(const json::array& values);
  void object(const json::object& members);

  std::string out_;
  std::vector<const json::key_value_pair*> members_;
};

}  // namespace zhipi
