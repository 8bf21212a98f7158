#include "api/key_ring.h"

#include <mutex>
#include <utility>

namespace zhipi::api {

PrincipalPointer KeyRing::remembered(const Digest& token) const {
  const std::shared_lock lock(mutex_);
  const auto found = known_.find(token.text());
  if (found == known_.end()) return nullptr;
  const bool holds = found->second.changes == store_.key_changes() && now_() < found->second.until;
  return holds ? found->second.principal : nullptr;
}

Expected<PrincipalPointer> KeyRing::find(const Digest& token) {
  if (auto principal = remembered(token)) return principal;
  // Before the look, so that a change during it makes what is seen stale and not fresh.
  const std::uint64_t changes = store_.key_changes();
  auto key = store_.find_key(token);
  if (!key) return tl::unexpected(std::move(key.error()));
  const std::unique_lock lock(mutex_);
  if (!*key) {
    known_.erase(token.text());
    return nullptr;
  }
  auto principal = std::make_shared<const workflow::Principal>(
      workflow::Principal{.name = std::move((*key)->name), .roles = std::move((*key)->roles)});
  known_[token.text()] = {principal, changes, now_() + kRemembered};
  return principal;
}

}  // namespace zhipi::api
