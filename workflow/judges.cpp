#include "workflow/judges.h"

namespace zhipi::workflow {

Decision Judges::judge(const std::shared_ptr<const engine::Pack>& pack,
                       const engine::Facts& facts) {
  auto judge = borrow(pack);
  engine::Watchdog watchdog;  // belongs to this thread
  Decision decision = judge->judge(facts, watchdog);
  give_back(std::move(judge));
  return decision;
}

engine::Grant Judges::grant(const std::shared_ptr<const engine::Pack>& pack,
                            const engine::Facts& facts) {
  auto judge = borrow(pack);
  engine::Watchdog watchdog;  // belongs to this thread
  engine::Grant grant = judge->grant(facts, watchdog);
  give_back(std::move(judge));
  return grant;
}

std::unique_ptr<engine::Judge> Judges::borrow(const std::shared_ptr<const engine::Pack>& pack) {
  {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[pack->digest()];
    if (!idle.empty()) {
      auto judge = std::move(idle.back());
      idle.pop_back();
      return judge;
    }
  }
  return std::make_unique<engine::Judge>(pack, calendar_);
}

void Judges::give_back(std::unique_ptr<engine::Judge> judge) {
  const std::lock_guard lock(mutex_);
  idle_[judge->pack().digest()].push_back(std::move(judge));
}

}  // namespace zhipi::workflow
