// The JSON that facts were bound from, read once a value of it is wanted as it was given.
#pragma once

#include <memory>

#include "engine/facts.h"

namespace zhipi::engine {

class FactDocument {
 public:
  // `facts` must outlive it; their document is read when a value is first asked for.
  explicit FactDocument(const Facts& facts);
  ~FactDocument();
  FactDocument(const FactDocument&) = delete;
  FactDocument& operator=(const FactDocument&) = delete;

  // The whole value of a declared fact: all its rows, or all that was seen; null where there is
  // none.
  Json value_of(const FactLayout& layout, std::uint32_t number);

 private:
  struct Parsed;
  const Facts& facts_;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace zhipi::engine
