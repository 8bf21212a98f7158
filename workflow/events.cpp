#include "workflow/events.h"

#include <algorithm>
#include <utility>

#include "models/formats/mask_numbers.h"

namespace zhipi::workflow {
namespace {

// Events that one call looks at: a filter that few of them pass must not read the whole history.
constexpr int kLookedAt = 10'000;
constexpr int kStep = 1000;

bool is(const std::optional<std::string>& wanted, const std::string& given) {
  return !wanted || *wanted == given;
}

}  // namespace

bool concerns(const EventFilter& filter, const Principal& principal, const store::Event& event) {
  return (event.submitter == principal.name || sees_all(principal)) &&
         is(filter.matter, event.matter) && is(filter.application, event.application);
}

Json event_json(const store::Event& event) {
  Json shown =
      json::object{{"reference", event.reference.empty() ? Json(nullptr) : Json(event.reference)},
                   {"actor", event.actor},
                   {"detail", parse_json(event.detail).value_or(Json(nullptr))}};
  formats::mask_numbers_in(shown);
  json::object& object = shown.get_object();
  object["sequence"] = event.sequence;
  object["application"] = event.application;
  object["matter"] = event.matter;
  object["event"] = event.event;
  object["at"] = store::to_text(event.at);
  return shown;
}

Expected<Json> Workflow::events(std::int64_t after, int limit, const EventFilter& filter,
                                const Principal& principal) {
  if (limit < 1 || limit > kMostEvents) {
    return problem("bad_limit", "limit is a whole number from 1 to " + std::to_string(kMostEvents));
  }
  json::array told;
  std::int64_t position = after;
  bool more = true;
  for (int seen = 0; more && seen < kLookedAt; seen += kStep) {
    const auto page = store_.events_after(position, kStep);
    if (!page) return tl::unexpected(page.error());
    more = static_cast<int>(page->size()) == kStep;
    for (const store::Event& event : *page) {
      if (told.size() == static_cast<std::size_t>(limit)) {
        return Json(json::object{{"events", std::move(told)}, {"next", position}, {"more", true}});
      }
      position = event.sequence;
      if (concerns(filter, principal, event)) told.push_back(event_json(event));
    }
  }
  return Json(json::object{{"events", std::move(told)}, {"next", position}, {"more", more}});
}

}  // namespace zhipi::workflow
