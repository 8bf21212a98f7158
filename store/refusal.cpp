#include "store/refusal.h"

#include <new>
#include <utility>

#include "store/connection.h"

namespace zhipi::store {
namespace {

Problem problem_from(const StorageError& error) {
  switch (error.kind()) {
    case StorageErrorKind::busy:
    case StorageErrorKind::unavailable:
      return {"unavailable",
              std::string("The store cannot be used at the moment (") + error.what() +
                  "); try again, and look at the disk of the data directory.",
              {}};
    case StorageErrorKind::unique:
    case StorageErrorKind::other:
      break;
  }
  return {"damaged",
          std::string("The database does not hold what it must (") + error.what() +
              "); run `zhipi audit verify` and restore the data directory from a backup.",
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
    return problem_from(error);
  } catch (const std::bad_alloc&) {
    return Problem{"unavailable", "The store ran out of memory; try again.", {}};
  }
}

}  // namespace zhipi::store
