#include "workflow/obligations.h"

#include "workflow/look.h"

namespace zhipi::workflow {
namespace {

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json time_or_null(const std::optional<store::Time>& time) {
  return time ? Json(store::to_text(*time)) : Json(nullptr);
}

Json task_of(const store::Obligation& obligation) {
  if (obligation.application_state != store::State::decided) return nullptr;
  if (obligation.state == "lapsed") return "consider_revocation";
  if (obligation.state == "open" && obligation.kind == "promise") return "check_promise";
  return nullptr;
}

}  // namespace

std::vector<store::NewObligation> obligations_of(const Decision& decision, Date decided_on,
                                                 const formats::WorkingDays& calendar) {
  if (decision.outcome != Outcome::approve_conditionally) return {};
  return obligations_of(to_json(decision), decided_on, calendar);
}

std::vector<store::NewObligation> obligations_of(const Json& decision, Date decided_on,
                                                 const formats::WorkingDays& calendar) {
  std::vector<store::NewObligation> obligations;
  if (decision.at("outcome") != Json("approve_conditionally")) return obligations;
  for (const Json& one : decision.at("obligations").as_array()) {
    const Json& days = one.at("working_days");
    const Json& due = one.at("due");
    store::NewObligation obligation{
        .name = std::string(one.at("id").as_string()),
        .kind = std::string(one.at("kind").as_string()),
        .title = std::string(one.at("title").as_string()),
        .working_days = days.is_null() ? std::optional<int>()
                                       : static_cast<int>(days.to_number<std::int64_t>()),
        .begun_on = decided_on,
        .due = due.is_null() ? std::nullopt : Date::parse(due.as_string()),
        .consequence = std::string(one.at("consequence").as_string())};
    const auto counted = obligation.working_days
                             ? calendar.add_workdays(decided_on, *obligation.working_days)
                             : std::optional<Date>();
    if (counted && (!obligation.due || *counted > *obligation.due)) obligation.due = counted;
    obligations.push_back(std::move(obligation));
  }
  return obligations;
}

Json obligation_json(const store::Obligation& obligation, const formats::WorkingDays& calendar) {
  const auto due = due_of(obligation, calendar);
  return json::object{
      {"id", obligation.id},
      {"application", obligation.application},
      {"matter", obligation.matter},
      {"round", obligation.round},
      {"name", obligation.name},
      {"kind", obligation.kind},
      {"title", obligation.title},
      {"state", obligation.state},
      {"working_days", obligation.working_days ? Json(*obligation.working_days) : Json(nullptr)},
      {"begun_on", obligation.begun_on.text()},
      {"due", due ? Json(due->text()) : Json(nullptr)},
      {"consequence", obligation.consequence},
      {"task", task_of(obligation)},
      {"reminded_at", time_or_null(obligation.reminded_at)},
      {"settled_at", time_or_null(obligation.settled_at)},
      {"settled_by", text_or_null(obligation.settled_by)},
      {"note", text_or_null(obligation.note)}};
}

}  // namespace zhipi::workflow
