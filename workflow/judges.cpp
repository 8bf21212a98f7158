#include "workflow/judges.h"

#include <utility>

namespace zhipi::workflow {
namespace {

// One for each thread: it belongs to the thread that made it, and is a timer of the kernel's.
engine::Watchdog& watchdog_of_this_thread() {
  static thread_local engine::Watchdog watchdog;
  return watchdog;
}

}  // namespace

Expected<Judges::Judged, Problems> Judges::judge(const std::shared_ptr<const engine::Pack>& pack,
                                                 std::string_view facts) {
  auto seat = borrow(pack);
  auto bound = seat->reader.read(facts, seat->facts);
  Expected<Judged, Problems> judged;
  if (bound) {
    seat->facts.is_canonical = true;
    engine::write_out(*pack, seat->facts,
                      seat->judge.assess(seat->facts, watchdog_of_this_thread()), calendar_,
                      seat->written);
    judged->decision = std::exchange(seat->written.decision, {});
    judged->bytes = std::move(seat->written.bytes);
    judged->facts = seat->facts.document;
  } else {
    judged = tl::unexpected(std::move(bound.error()));
  }
  give_back(std::move(seat));
  return judged;
}

Expected<std::string, Problems> Judges::decide(const std::shared_ptr<const engine::Pack>& pack,
                                               std::string_view facts) {
  auto seat = borrow(pack);
  Expected<std::string, Problems> bytes;
  if (auto bound = seat->reader.read_canonically(facts, seat->facts)) {
    const auto& judgement = seat->judge.assess(seat->facts, watchdog_of_this_thread());
    engine::write_out(*pack, seat->facts, judgement, calendar_, seat->written);
    bytes = std::move(seat->written.bytes);
  } else {
    bytes = tl::unexpected(std::move(bound.error()));
  }
  give_back(std::move(seat));
  return bytes;
}

engine::Grant Judges::grant(const std::shared_ptr<const engine::Pack>& pack,
                            const engine::Facts& facts) {
  auto seat = borrow(pack);
  engine::Grant grant = seat->judge.grant(facts, watchdog_of_this_thread());
  give_back(std::move(seat));
  return grant;
}

std::unique_ptr<Judges::Seat> Judges::borrow(const std::shared_ptr<const engine::Pack>& pack) {
  {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[pack->digest()];
    if (!idle.empty()) {
      auto seat = std::move(idle.back());
      idle.pop_back();
      return seat;
    }
  }
  return std::make_unique<Seat>(pack, calendar_);
}

void Judges::give_back(std::unique_ptr<Seat> seat) {
  const std::lock_guard lock(mutex_);
  idle_[seat->judge.pack().digest()].push_back(std::move(seat));
}

}  // namespace zhipi::workflow
