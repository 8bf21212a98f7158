// Judges frozen facts by a pack: the same pack and facts give the same decision, byte for byte.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/facts.h"
#include "engine/judgement.h"
#include "engine/pack.h"
#include "engine/same_parts.h"
#include "engine/watchdog.h"
#include "models/decision.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

class Script;

// What an approval would grant, and why a result of it cannot be computed.
struct Grant {
  std::map<std::string, GrantedResult> results;
  std::vector<Reason> not_computed;
};

// One thread at a time; make one for each. `calendar` must outlive it.
class Judge {
 public:
  Judge(std::shared_ptr<const Pack> pack, const formats::WorkingDays& calendar,
        const Budget& budget = {});
  ~Judge();
  Judge(Judge&&) noexcept;
  Judge& operator=(Judge&&) noexcept;

  const Pack& pack() const { return *pack_; }

  // Runs every criterion, always, and follows the outcome table of DESIGN section 4. `facts` are
  // bound to this pack's matter; `watchdog` belongs to the calling thread.
  Decision judge(const Facts& facts, Watchdog& watchdog);

  // The same, not written out: describe() does that where it is wanted. What it gives back stands
  // until this judge judges again.
  const Judgement& assess(const Facts& facts, Watchdog& watchdog);

  // The same where another pack has judged the same facts: parts that both have in common are taken
  // over. What these looked at is not told again.
  const Judgement& assess_beside(const Facts& facts, const Judgement& other, const SameParts& same,
                                 Watchdog& watchdog);

  // What approving these facts would grant, whatever their outcome: for a person who approves.
  Grant grant(const Facts& facts, Watchdog& watchdog);

 private:
  std::shared_ptr<const Pack> pack_;
  const formats::WorkingDays* calendar_;
  Budget budget_;
  std::unique_ptr<Script> script_;
  Judgement judgement_;
};

}  // namespace zhipi::engine
