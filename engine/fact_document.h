// The JSON that facts were bound from, for values that are wanted as they were given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/facts.h"

namespace zhipi::engine {

class FactDocument {
 public:
  // `facts` must outlive it.
  explicit FactDocument(const Facts& facts) : facts_(facts) {}

  // The canonical bytes of a declared fact's whole value: all its rows, or all that was seen;
  // "null" where there is none. They stand as long as the document and the facts.
  std::string_view value_of(const FactLayout& layout, std::uint32_t number);

 private:
  const Facts& facts_;
  std::optional<std::string> canonical_;  // where that of the facts is not
};

}  // namespace zhipi::engine
