#include "workflow/views.h"

#include <algorithm>

#include "models/approval.h"
#include "models/formats/text.h"

namespace zhipi::workflow {
namespace {

constexpr std::size_t kShownFirst = 6;
constexpr std::size_t kShownLast = 4;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json claimed_until(const store::Application& application) {
  if (application.reviewer.empty()) return nullptr;
  return Json(store::to_text(application.claimed_until));
}

// Our own stores' JSON; what is damaged there is shown as null.
Json parsed(const std::string& text) {
  auto value = parse_json(text);
  return value ? *std::move(value) : Json(nullptr);
}

}  // namespace

std::string masked(std::string_view number) {
  const std::size_t length = formats::length(number);
  if (length <= kShownFirst + kShownLast) return std::string(length, '*');
  std::string shown(formats::substring(number, 0, kShownFirst));
  shown.append(length - kShownFirst - kShownLast, '*');
  shown += formats::substring(number, length - kShownLast);
  return shown;
}

Json masked_applicant(const std::string& applicant) {
  Json value = parsed(applicant);
  if (!value.is_object()) return value;
  if (Json* const number = value.get_object().if_contains("number");
      number != nullptr && number->is_string()) {
    *number = masked(number->get_string());
  }
  return value;
}

bool is_final(const store::StoredDecision& decision) {
  return decision.outcome != "escalate" && decision.outcome != "supplement";
}

bool is_approved(const std::vector<store::StoredDecision>& decisions) {
  const auto last = std::find_if(decisions.rbegin(), decisions.rend(), is_final);
  return last != decisions.rend() && is_approval(last->outcome);
}

const store::StoredDecision* in_force(const store::Application& application,
                                      const std::vector<store::StoredDecision>& decisions) {
  const bool asked = application.state == store::State::supplementing || !is_approved(decisions);
  const store::StoredDecision* escalation = nullptr;
  for (auto one = decisions.rbegin(); one != decisions.rend(); ++one) {
    const bool present = one->round == application.round;
    if (one->outcome == "escalate") {
      if (present && escalation == nullptr) escalation = &*one;
    } else if (one->outcome != "supplement" || (present && asked)) {
      return &*one;
    }
  }
  return escalation;
}

Json application_json(const store::Application& application,
                      const std::vector<store::StoredDecision>& decisions, const Json& deadlines) {
  const store::StoredDecision* const decision = in_force(application, decisions);
  json::array made;
  for (const store::StoredDecision& one : decisions) {
    made.push_back(json::object{{"round", one.round},
                                {"maker", one.maker == store::Maker::engine ? "engine" : "person"},
                                {"outcome", one.outcome},
                                {"automatic", one.automatic},
                                {"at", store::to_text(one.at)}});
  }
  return json::object{
      {"id", application.id},
      {"matter", application.matter},
      {"reference", text_or_null(application.reference)},
      {"state", to_text(application.state)},
      {"mode", application.mode},
      {"applicant", masked_applicant(application.applicant)},
      {"round", application.round},
      {"received_at", store::to_text(application.received_at)},
      {"received_on", application.received_on.text()},
      {"deadlines", deadlines},
      {"pack", application.pack},
      {"reviewer", text_or_null(application.reviewer)},
      {"claimed_until", claimed_until(application)},
      {"decision", decision == nullptr ? Json(nullptr) : parsed(decision->decision)},
      {"decisions", std::move(made)}};
}

Json pending_json(const std::optional<store::PendingAct>& pending) {
  if (!pending) return nullptr;
  json::object shown{
      {"kind", pending->kind}, {"reviewer", pending->actor}, {"at", store::to_text(pending->at)}};
  if (pending->kind == "revoke") shown["wanted"] = parsed(pending->act);
  return shown;
}

Json revocation_in(const std::vector<store::Event>& timeline) {
  const auto revoked = std::find_if(timeline.rbegin(), timeline.rend(),
                                    [](const store::Event& one) { return one.event == "revoked"; });
  if (revoked == timeline.rend()) return nullptr;
  Json shown = parsed(revoked->detail);
  if (shown.is_object()) shown.get_object()["at"] = store::to_text(revoked->at);
  return shown;
}

Json list_item_json(const store::Application& application) {
  return json::object{
      {"id", application.id},
      {"matter", application.matter},
      {"reference", text_or_null(application.reference)},
      {"state", to_text(application.state)},
      {"applicant", masked_applicant(application.applicant)},
      {"reviewer", text_or_null(application.reviewer)},
      {"claimed_until", claimed_until(application)},
      {"received_at", store::to_text(application.received_at)},
      {"deadline", application.deadline ? Json(application.deadline->text()) : Json(nullptr)}};
}

Json timeline_json(const std::vector<store::Event>& events) {
  json::array entries;
  for (const store::Event& event : events) {
    entries.push_back(json::object{{"sequence", event.sequence},
                                   {"event", event.event},
                                   {"at", store::to_text(event.at)},
                                   {"actor", event.actor},
                                   {"detail", parsed(event.detail)}});
  }
  return json::object{{"timeline", std::move(entries)}};
}

}  // namespace zhipi::workflow
