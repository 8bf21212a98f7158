// What the timeline says of clocks.
#include "workflow/clock.h"
#include "workflow/deadlines.h"

namespace zhipi::workflow {
namespace {

using Kind = CaseEvent::Kind;

std::string text_of(const json::object& detail, std::string_view name) {
  const Json* const value = detail.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

int number_of(const json::object& detail, std::string_view name) {
  const Json* const value = detail.if_contains(name);
  return value != nullptr && value->is_int64() ? static_cast<int>(value->get_int64()) : 0;
}

std::optional<CaseEvent> case_event(const store::Event& event) {
  const auto parsed = parse_json(event.detail);
  const json::object detail = parsed && parsed->is_object() ? parsed->get_object() : json::object();
  const Date day = day_of(event.at);
  if (event.event == "decided") {
    return CaseEvent{.kind = Kind::judged,
                     .day = day,
                     .told = text_of(detail, "outcome") != "escalate",
                     .to = store::state(text_of(detail, "to")).value_or(store::State::escalated)};
  }
  if (event.event == "round_begun") {
    return CaseEvent{.kind = Kind::round, .day = day, .text = text_of(detail, "reason")};
  }
  if (event.event == "paused") {
    return CaseEvent{.kind = Kind::stage_begun,
                     .day = day,
                     .text = text_of(detail, "stage"),
                     .days = number_of(detail, "days")};
  }
  if (event.event == "resumed") {
    return CaseEvent{.kind = Kind::stage_ended, .day = day, .text = text_of(detail, "stage")};
  }
  if (event.event == "extended") {
    return CaseEvent{.kind = Kind::extended, .day = day, .days = number_of(detail, "days")};
  }
  if (event.event == "deemed_accepted") return CaseEvent{.kind = Kind::deemed_accepted, .day = day};
  if (event.event == "withdrawn" || event.event == "revoked" || event.event == "closed") {
    return CaseEvent{.kind = Kind::ended, .day = day};
  }
  return std::nullopt;
}

}  // namespace

std::vector<CaseEvent> case_events(const std::vector<store::Event>& timeline) {
  std::vector<CaseEvent> events;
  for (const store::Event& event : timeline) {
    if (auto one = case_event(event)) events.push_back(*std::move(one));
  }
  return events;
}

Limits recorded_limits(const std::vector<store::Event>& timeline, Limits otherwise) {
  if (timeline.empty()) return otherwise;
  const auto parsed = parse_json(timeline.front().detail);
  const Json* const limits =
      parsed && parsed->is_object() ? parsed->get_object().if_contains("limits") : nullptr;
  if (limits == nullptr || !limits->is_object()) return otherwise;
  const auto days = [&](std::string_view name) -> std::optional<int> {
    const int number = number_of(limits->get_object(), name);
    return number > 0 ? std::optional<int>(number) : std::nullopt;
  };
  otherwise.promised = days("promised");
  otherwise.statutory = days("statutory");
  return otherwise;
}

}  // namespace zhipi::workflow
