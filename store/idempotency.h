// Answers that were given once, by principal and key, so that a repetition gets the same one.
#pragma once

#include <optional>
#include <string>

#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

// Refuses with `already_done` or `key_reused` when the key is known. `application` is empty unless
// the key created one.
void remember(Connection& connection, const Once& once, Time at,
              const std::string& application = {});

// The same for an act that may carry a key.
void remember(Connection& connection, const Act& act);

// Keeps the answer of a key that was remembered without one (status 0), unless it has one by now.
// What it is answered from then on.
Response keep_answer(Connection& connection, const Once& once);

// What the key gave before; `id` is empty unless it created an application. Refuses with
// `key_reused` when the body was another.
std::optional<Created> recall(Connection& connection, const std::string& key,
                              const std::string& principal, const Digest& body);

}  // namespace zhipi::store
