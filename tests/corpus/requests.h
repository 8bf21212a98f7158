// Requests the tests of the corpus begin with.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "specimen.h"

namespace zhipi::specimens {

inline Request request_for(std::string document, std::uint64_t seed = 1) {
  Request request;
  request.document = std::move(document);
  request.seed = seed;
  return request;
}

// The specimen of a request that must be good.
inline Specimen drawn(const Request& request) {
  auto specimen = make_specimen(request);
  if (!specimen) {
    ADD_FAILURE() << to_line(specimen.error()) << " in " << json::serialize(to_json(request));
    return {};
  }
  return std::move(*specimen);
}

inline const json::object& fields_of(const Specimen& specimen) {
  return specimen.truth.at("fields").as_object();
}

inline std::string text_of(const Specimen& specimen, std::string_view field) {
  return std::string(fields_of(specimen).at(field).at("text").as_string());
}

}  // namespace zhipi::specimens
