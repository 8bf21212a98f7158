// What a new version approves though the one before denied it (ABUSE 29). Somebody once wrote down
// that such a case must not pass: whoever publishes needs a second person who says that it may now,
// naming the case.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/pack.h"
#include "models/decision.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

struct Reversal {
  std::string file;  // of the old pack: "cases/age.json"
  std::string name;
  Outcome before{};  // deny or not_accept, decided or proposed
  Outcome after{};   // approve or approve_conditionally, decided or proposed
};

// The golden cases of the old pack, judged by both. A case whose facts a pack refuses is approved
// by neither. Problems: those of golden_cases().
Expected<std::vector<Reversal>, Problems> reversals(const std::shared_ptr<const Pack>& before,
                                                    const std::shared_ptr<const Pack>& after,
                                                    const formats::WorkingDays& calendar);

// "cases/age.json: 生日前一日: 不予 deny → 准予 approve"
std::string to_line(const Reversal& reversal);

}  // namespace zhipi::engine
