// API keys that were seen lately, so that not every request asks the store who calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "models/digest.h"
#include "workflow/workflow.h"

namespace zhipi::api {

using PrincipalPointer = std::shared_ptr<const workflow::Principal>;

// Any thread may call. A key that is removed stops working at once in this process, and within
// kRemembered where another process removed it.
class KeyRing {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kRemembered{1000};

  // `store` must outlive it.
  explicit KeyRing(store::Store& store, std::function<Clock::time_point()> now = Clock::now)
      : store_(store), now_(std::move(now)) {}

  // Whose token has this digest; null where nobody's. Only known keys are remembered, so that
  // guessing fills no memory. Code: unavailable.
  Expected<PrincipalPointer> find(const Digest& token);

 private:
  struct Known {
    PrincipalPointer principal;
    std::uint64_t changes = 0;  // Store::key_changes() before it was looked up
    Clock::time_point until;
  };

  PrincipalPointer remembered(const Digest& token) const;

  store::Store& store_;
  const std::function<Clock::time_point()> now_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // by digest
};

}  // namespace zhipi::api
