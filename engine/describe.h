// Writes a judgement out as the decision that people and other systems read.
#pragma once

#include <map>
#include <string>

#include "engine/facts.h"
#include "engine/judgement.h"
#include "engine/pack.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

// `judgement` is what this pack came to over these facts; the judge that made it must not have
// judged anything since. Due days of obligations follow `calendar`.
Decision describe(const Pack& pack, const Facts& facts, const Judgement& judgement,
                  const formats::WorkingDays& calendar);

struct WrittenDecision {
  Decision decision;  // without its evidence
  std::string bytes;  // canonical, with all of it
};

// The same for whoever wants the bytes: the evidence, most of a decision, is written straight from
// the facts. The bytes are canonical_json(to_json(describe(…))). `written` may hold an earlier
// decision, whose memory is used again, and of the same pack what it says of the criteria.
void write_out(const Pack& pack, const Facts& facts, const Judgement& judgement,
               const formats::WorkingDays& calendar, WrittenDecision& written);

// The results that were computed, by name.
std::map<std::string, GrantedResult> granted_results(const Pack& pack, const Judgement& judgement);

}  // namespace zhipi::engine
