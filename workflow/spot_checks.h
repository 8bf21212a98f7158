// The draw of spot checks (双随机): by a keyed hash of the application's id, so that nobody without
// the key can predict it, nobody can choose it, and anybody with the key can check it afterwards.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "models/json.h"
#include "models/matter.h"
#include "store/clock_records.h"

namespace zhipi::workflow {

// Of the automatic approvals of a matter at this level of risk, how many are looked at again. A
// level can raise the matter's share, never lower it.
double share_of(const Matter& matter, std::string_view risk_level);

// Drawn where the first 13 hex digits of HMAC-SHA-256(key, id), as a fraction of 16^13, are less
// than the share. 13 digits are 52 bits, so that the fraction is exact as a double.
store::Draw draw(std::string_view key, double share, const std::string& application);

// Whether the decision, as JSON, has a verdict on this criterion; its result, or nothing.
std::optional<std::string> result_of(const Json& decision, std::string_view criterion);

Json spot_check_json(const store::SpotCheck& spot_check);

}  // namespace zhipi::workflow
