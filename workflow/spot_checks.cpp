#include "workflow/spot_checks.h"

#include <algorithm>
#include <charconv>

#include "models/digest.h"
#include "models/hmac.h"

namespace zhipi::workflow {
namespace {

constexpr std::size_t kDigits = 13;
constexpr double kWhole = 4503599627370496;  // 16^13

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

}  // namespace

double share_of(const Matter& matter, std::string_view risk_level) {
  double share = matter.spot_check;
  for (const RiskLevel& level : matter.risk) {
    if (level.level == risk_level) share = std::max(share, level.spot_check.value_or(0));
  }
  return share;
}

store::Draw draw(std::string_view key, double share, const std::string& application) {
  store::Draw drawn{.share = share,
                    .key = Digest::of(key).text(),
                    .input = Digest::of(application).text(),
                    .hash = hmac_sha256(key, application),
                    .drawn = false};
  std::uint64_t number = 0;
  std::from_chars(drawn.hash.data(), drawn.hash.data() + kDigits, number, 16);
  drawn.drawn = static_cast<double>(number) / kWhole < share;
  return drawn;
}

std::optional<std::string> result_of(const Json& decision, std::string_view criterion) {
  if (!decision.is_object()) return std::nullopt;
  const Json* const verdicts = decision.get_object().if_contains("verdicts");
  if (verdicts == nullptr || !verdicts->is_array()) return std::nullopt;
  for (const Json& verdict : verdicts->get_array()) {
    if (!verdict.is_object() || verdict.at("criterion") != Json(criterion)) continue;
    return std::string(verdict.at("result").as_string());
  }
  return std::nullopt;
}

Json spot_check_json(const store::SpotCheck& spot_check) {
  return json::object{
      {"id", spot_check.id},
      {"application", spot_check.application},
      {"matter", spot_check.matter},
      {"round", spot_check.round},
      {"state", spot_check.state},
      {"drawn_at", store::to_text(spot_check.drawn_at)},
      {"draw",
       {{"share", spot_check.draw.share},
        {"key", spot_check.draw.key},
        {"input", spot_check.draw.input},
        {"hash", spot_check.draw.hash},
        {"drawn", spot_check.draw.drawn}}},
      {"criterion", text_or_null(spot_check.criterion)},
      {"note", text_or_null(spot_check.note)},
      {"answered_at",
       spot_check.answered_at ? Json(store::to_text(*spot_check.answered_at)) : Json(nullptr)},
      {"answered_by", text_or_null(spot_check.answered_by)}};
}

}  // namespace zhipi::workflow
