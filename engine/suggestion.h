// "; did you mean `full_name`?", so that a typo costs a second and not an hour.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "models/formats/text.h"

namespace zhipi::engine {

// Empty when no candidate is near enough to be meant.
inline std::string suggestion(std::string_view name, std::span<const std::string> candidates) {
  if (name.size() > 100) return {};  // no typo, and the distance would take long to tell
  const auto near = formats::nearest(name, candidates);
  return near ? "; did you mean `" + *near + "`?" : std::string();
}

}  // namespace zhipi::engine
