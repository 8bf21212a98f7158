// The extension of the statutory limit (行政许可法 §42): once, by at most ten working days,
// approved by the head of the office, with the grounds told to the applicant.
#include <algorithm>

#include "workflow/act_body.h"
#include "workflow/clock.h"
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

constexpr int kMostDays = 10;
constexpr const char* kExtended = "extended";

// Takes `days` out of the body.
Expected<int> days_in(json::object& body) {
  const Json* const given = body.if_contains("days");
  if (given == nullptr) return problem("missing_name", "days is needed", "/days");
  if (!given->is_int64()) return problem("wrong_type", "a whole number is expected", "/days");
  const std::int64_t days = given->get_int64();
  if (days < 1 || days > kMostDays) {
    return problem("out_of_range", "a limit is extended by 1 to 10 working days", "/days");
  }
  body.erase("days");
  return static_cast<int>(days);
}

Expected<void> may_be_extended(const CaseRecord& record, const Clocks& clocks) {
  const auto refused = [&](const std::string& why) {
    return problem("conflict", "application " + record.application.id + ": " + why);
  };
  const auto is_extension = [](const store::Event& one) { return one.event == kExtended; };
  if (!clocks.statutory) return refused("the matter has no statutory limit");
  if (clocks.statutory->settled_on) return refused("it is decided, or has ended");
  if (clocks.statutory->state == ClockState::overdue)
    return refused("the limit has passed already");
  if (std::any_of(record.timeline.begin(), record.timeline.end(), is_extension)) {
    return refused("the limit was extended before, and is extended once");
  }
  return {};
}

}  // namespace

Expected<Answer> Workflow::extend(const std::string& id, const Json& body,
                                  const std::optional<std::string>& idempotency_key,
                                  const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  if (auto other = impl_->require_other_person(*application, principal, "extend"); !other) {
    return tl::unexpected(other.error());
  }
  auto record = impl_->case_record(*application);
  if (!record) return tl::unexpected(record.error());
  const auto call = repeatable(store_, idempotency_key, principal, "extend " + id + " ", body);
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  if (!body.is_object()) return problem("not_an_object", "send a JSON object");
  Json rest = body;
  const auto days = days_in(rest.as_object());
  if (!days) return tl::unexpected(days.error());
  const auto texts = act_body(rest, {"grounds", "notice"});
  if (!texts) return tl::unexpected(texts.error());
  const store::Time now = impl_->options.now();
  if (auto may = may_be_extended(*record, impl_->clocks_at(*record, now)); !may) {
    return tl::unexpected(may.error());
  }
  const json::object detail{
      {"days", *days}, {"grounds", texts->at("grounds")}, {"notice", texts->at("notice")}};
  const std::int64_t last = record->timeline.back().sequence;
  record->timeline.push_back({.application = id,
                              .event = kExtended,
                              .at = now,
                              .actor = principal.name,
                              .detail = canonical_json(detail)});
  const Json clocks = to_json(impl_->clocks_at(*record, now));
  json::object shown = detail;
  shown["id"] = id;
  shown["statutory"] = clocks.at("statutory");
  Answer answer{200, canonical_json(shown), id};
  const store::Act act = act_with(call->once, now, principal, answer);
  const auto written = store_.add_event(id, kExtended, canonical_json(detail), act, last);
  return answered(store_, act, std::move(answer), written);
}

}  // namespace zhipi::workflow
