// How failures travel inside store/: thrown to the edge of the transaction, where everything of it
// is undone, and returned to the caller of Store as a Problem.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "models/problem.h"

namespace zhipi::store {

// A unit of work says no: a conflict, something not found.
struct Refusal {
  Problem problem;
};

[[noreturn]] void refuse(std::string code, std::string message, std::string where = {});

// Runs the work; what it throws as Refusal or StorageError comes back as a Problem. `unavailable`
// stands for everything that may pass (busy, full, read-only, input/output, no server), `damaged`
// for a database that does not hold what it must. A serialization failure is thrown on, because
// only the whole transaction can be tried again: see with_retries.
std::optional<Problem> problem_of(const std::function<void()>& work);

// Runs the work, a whole transaction, again while it fails by serialization: six times in all, with
// pauses of 10 ms that double. A last failure is thrown as `busy`.
void with_retries(const std::function<void()>& work);

}  // namespace zhipi::store
