// Special stages (特殊环节): the clocks stand still while one that the matter names is under way,
// for no longer than its days, and the applicant has been told in writing (行政许可法 §45).
#include <algorithm>

#include "workflow/act_body.h"
#include "workflow/clock.h"
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

using store::State;

Expected<SpecialStage> find_stage(const Matter& matter, const std::string& kind) {
  std::string known;
  for (const SpecialStage& stage : matter.special_stages) {
    if (stage.kind == kind && !stage.basis.empty()) return stage;
    if (!stage.basis.empty()) known += (known.empty() ? "" : ", ") + stage.kind;
  }
  return problem("not_an_option",
                 "the matter names no special stage `" + kind +
                     "` with a basis, and no other stops " + "its clocks; it names " +
                     (known.empty() ? "none" : known),
                 "/stage");
}

// The stages that have begun and not ended, by their kind.
bool is_under_way(const std::vector<store::Event>& timeline, const std::string& stage) {
  bool begun = false;
  for (const CaseEvent& event : case_events(timeline)) {
    if (event.kind == CaseEvent::Kind::stage_begun && event.text == stage) begun = true;
    if (event.kind == CaseEvent::Kind::stage_ended && event.text == stage) begun = false;
    if (event.kind == CaseEvent::Kind::judged && event.to == State::decided) begun = false;
  }
  return begun;
}

Problem conflict(const std::string& message) {
  return {"conflict", message, ""};
}

}  // namespace

Expected<Answer> Workflow::pause(const std::string& id, const Json& body,
                                 const std::optional<std::string>& idempotency_key,
                                 const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  const auto call = repeatable(store_, idempotency_key, principal, "pause " + id + " ", body);
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const auto texts = act_body(body, {"stage", "notice"});
  if (!texts) return tl::unexpected(texts.error());
  if (auto other = impl_->require_other_person(*application, principal, "pause"); !other) {
    return tl::unexpected(other.error());
  }
  if (!under_way(application->state) && application->state != State::escalated) {
    return tl::unexpected(conflict("application " + id + " is " +
                                   std::string(to_text(application->state)) +
                                   "; its clocks are not running"));
  }
  const auto pack = impl_->pack_of(*application);
  if (!pack) return tl::unexpected(pack.error());
  const auto stage = find_stage((*pack)->matter(), texts->at("stage"));
  if (!stage) return tl::unexpected(stage.error());
  const auto timeline = store_.timeline_of(id);
  if (!timeline) return tl::unexpected(timeline.error());
  if (is_under_way(*timeline, stage->kind)) {
    return unless_answered<Problem>(
        store_, call->once,
        tl::unexpected(conflict("the stage " + stage->kind + " is under way already")));
  }
  const store::Time now = impl_->options.now();
  const auto last = stage->days > 0 ? impl_->calendar.add_workdays(day_of(now), stage->days)
                                    : std::optional<Date>();
  const json::object detail{{"stage", stage->kind},
                            {"basis", stage->basis},
                            {"days", stage->days},
                            {"notice", texts->at("notice")}};
  json::object shown = detail;
  shown["id"] = id;
  shown["begun_on"] = day_of(now).text();
  shown["due"] = last ? Json(last->text()) : Json(nullptr);
  Answer answer{200, canonical_json(shown), id};
  const store::Act act = act_with(call->once, now, principal, answer);
  const auto written =
      store_.add_event(id, "paused", canonical_json(detail), act, timeline->back().sequence);
  return answered(store_, act, std::move(answer), written);
}

Expected<Answer> Workflow::resume(const std::string& id, const Json& body,
                                  const std::optional<std::string>& idempotency_key,
                                  const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  const auto call = repeatable(store_, idempotency_key, principal, "resume " + id + " ", body);
  if (!call) return tl::unexpected(call.error());
  if (call->before) return *call->before;
  const auto texts = act_body(body, {"stage"}, {"note"});
  if (!texts) return tl::unexpected(texts.error());
  if (auto other = impl_->require_other_person(*application, principal, "resume"); !other) {
    return tl::unexpected(other.error());
  }
  const auto timeline = store_.timeline_of(id);
  if (!timeline) return tl::unexpected(timeline.error());
  const std::string& stage = texts->at("stage");
  if (store::is_end(application->state) || !is_under_way(*timeline, stage)) {
    return unless_answered<Problem>(
        store_, call->once, tl::unexpected(conflict("no stage " + stage + " is under way")));
  }
  const store::Time now = impl_->options.now();
  json::object detail{{"stage", stage}};
  if (const auto note = texts->find("note"); note != texts->end()) detail["note"] = note->second;
  json::object shown = detail;
  shown["id"] = id;
  shown["ended_on"] = day_of(now).text();
  Answer answer{200, canonical_json(shown), id};
  const store::Act act = act_with(call->once, now, principal, answer);
  const auto written =
      store_.add_event(id, "resumed", canonical_json(detail), act, timeline->back().sequence);
  return answered(store_, act, std::move(answer), written);
}

}  // namespace zhipi::workflow
