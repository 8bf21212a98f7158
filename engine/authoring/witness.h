// Facts on which two packs decide differently.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/authoring/trial.h"
#include "engine/authoring/variation.h"

namespace zhipi::engine {

// A golden case that would have noticed, as a change to one that there is.
struct Witness {
  std::string golden;   // "cases/age.json: 80 周岁生日当天受理"
  std::string change;   // "id_card.birth_date = \"1937-05-18\" (\"1943-05-18\")"
  std::string decided;  // "monthly_amount 5000 → 10000", by the pack and by the mutant
};

// One input of the search, judged by the pack as it is.
struct Tried {
  Variation variation;
  Facts facts;
  std::string told;  // fingerprint() without messages
};

// Variations of the cases that name the criterion and of approvals, judged by the pack; as many as
// the time allows. `read` are the facts that the criterion reads: others are left as they are;
// empty, none is.
std::vector<Tried> inputs_to_try(const std::shared_ptr<const Pack>& pack,
                                 const std::vector<Trial>& trials, const Limits& limits,
                                 const std::string& criterion, const std::set<std::string>& read,
                                 const formats::WorkingDays& calendar, unsigned threads,
                                 Deadline deadline);

// The first input that the mutant decides otherwise.
std::optional<Witness> find_witness(const std::shared_ptr<const Pack>& pack,
                                    const std::shared_ptr<const Pack>& mutant,
                                    const std::vector<Tried>& inputs,
                                    const formats::WorkingDays& calendar, Watchdog& watchdog,
                                    Deadline deadline);

}  // namespace zhipi::engine
