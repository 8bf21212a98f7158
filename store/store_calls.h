// How each call of Store becomes a unit of work; shared by its source files.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "store/connection.h"
#include "store/readers.h"
#include "store/store.h"
#include "store/writer.h"

namespace zhipi::store {

// Runs one unit of work; what it returns is given back once it is durable.
template <class T>
Expected<T> Store::write(const std::function<T(Connection&)>& unit) {
  if constexpr (std::is_void_v<T>) {
    auto done = writer_->run(unit);
    if (done) bell_.ring();
    return done;
  } else {
    std::optional<T> result;
    auto done = writer_->run([&](Connection& connection) { result.emplace(unit(connection)); });
    if (!done) return tl::unexpected(std::move(done.error()));
    bell_.ring();
    return *std::move(result);
  }
}

template <class T>
Expected<T> Store::read(const std::function<T(Connection&)>& work) {
  std::optional<T> result;
  auto done = readers_->run([&](Connection& connection) { result.emplace(work(connection)); });
  if (!done) return tl::unexpected(std::move(done.error()));
  return *std::move(result);
}

}  // namespace zhipi::store
