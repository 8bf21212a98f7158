#include "store/refusal.h"

#include <chrono>
#include <new>
#include <thread>
#include <utility>

#include "store/connection.h"

namespace zhipi::store {
namespace {

constexpr int kAttempts = 6;

Problem problem_from(const StorageError& error) {
  switch (error.kind()) {
    case StorageErrorKind::busy:
    case StorageErrorKind::serialization:
    case StorageErrorKind::unavailable:
      return {"unavailable",
              std::string("The store cannot be used at the moment (") + error.what() +
                  "); try again, and look at the disk of the data directory, or at the database "
                  "server.",
              {}};
    case StorageErrorKind::unique:
    case StorageErrorKind::other:
      break;
  }
  return {"damaged",
          std::string("The database does not hold what it must (") + error.what() +
              "); run `zhipi audit verify` and restore a backup.",
          {}};
}

}  // namespace

void refuse(std::string code, std::string message, std::string where) {
  throw Refusal{{std::move(code), std::move(message), std::move(where)}};
}

std::optional<Problem> problem_of(const std::function<void()>& work) {
  try {
    work();
    return std::nullopt;
  } catch (Refusal& refusal) {
    return std::move(refusal.problem);
  } catch (const StorageError& error) {
    if (error.kind() == StorageErrorKind::serialization) throw;
    return problem_from(error);
  } catch (const std::bad_alloc&) {
    return Problem{"unavailable", "The store ran out of memory; try again.", {}};
  }
}

void with_retries(const std::function<void()>& work) {
  std::chrono::milliseconds pause{10};
  for (int left = kAttempts; left > 0; --left) {
    try {
      return work();
    } catch (const StorageError& error) {
      if (error.kind() != StorageErrorKind::serialization) throw;
      if (left == 1) throw StorageError(StorageErrorKind::busy, error.what());
    }
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
}

}  // namespace zhipi::store
