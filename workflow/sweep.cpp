// The sweep: whatever time alone brings about. It may run as often as one likes, on several
// machines, and after any pause: what was said and done before is not said and done again.
#include "workflow/clock.h"
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

constexpr int kBatch = 100;
// An effect in law does not follow from a clock that has been right for less.
constexpr std::chrono::hours kSteady{24};

std::string line_of(const store::Told& told) {
  std::string line = told.application + ": " + told.event + " " + told.clock;
  if (told.due) line += " " + told.due->text();
  return line;
}

}  // namespace

// What due days follow from, beside the records.
std::string Workflow::Impl::clock_basis() const {
  const ClockSettings& settings = options.clocks;
  return Digest::of(canonical_json(json::object{{"calendar", calendar.digest().text()},
                                                {"alarm_days", settings.alarm_days},
                                                {"notice_days", settings.notice_days},
                                                {"reminder_days", settings.reminder_days},
                                                {"supplement_days", settings.supplement_days}}))
      .text();
}

Expected<CaseRecord> Workflow::Impl::case_record(const store::Application& application) {
  auto timeline = store.timeline_of(application.id);
  if (!timeline) return tl::unexpected(timeline.error());
  auto obligations = store.obligations_of(application.id);
  if (!obligations) return tl::unexpected(obligations.error());
  return CaseRecord{application, *std::move(timeline), *std::move(obligations)};
}

Clocks Workflow::Impl::clocks_at(const CaseRecord& record, store::Time now) const {
  const auto pack = catalogue.find_pack(record.application.pack);
  return clocks_of(record, pack == nullptr ? nullptr : &pack->matter(), options.clocks, calendar,
                   day_of(now));
}

Expected<store::Look> Workflow::Impl::look(const std::string& id, store::Time now,
                                           store::Time effects_from) {
  const auto application = store.find_application(id);
  if (!application) return tl::unexpected(application.error());
  if (!*application) return problem("not_found", "there is no application " + id);
  const auto record = case_record(**application);
  if (!record) return tl::unexpected(record.error());
  return look_at(*record, clocks_at(*record, now), options.clocks, calendar, now, effects_from);
}

Expected<Swept> Workflow::sweep(store::Time now) {
  impl_->escalate_parked();  // while others wait no worker is ever idle
  const bool first = !impl_->has_swept.exchange(true);
  const auto sweeping =
      store_.mark_sweep(now, first ? std::optional(impl_->clock_basis()) : std::nullopt);
  if (!sweeping) return tl::unexpected(sweeping.error());
  if (sweeping->jumped) {
    impl_->tell(
        "the clock jumped, or nothing was swept for a day: what has an effect in law waits a day");
  }
  Swept swept;
  while (!impl_->is_stopped()) {
    const auto ids = store_.due_looks(now, kBatch);
    if (!ids) return tl::unexpected(ids.error());
    std::vector<store::Look> looks;
    for (const std::string& id : *ids) {
      auto look = impl_->look(id, now, sweeping->steady_since + kSteady);
      if (look) {
        looks.push_back(*std::move(look));
      } else if (look.error().code == "unavailable") {
        return tl::unexpected(look.error());
      } else {  // one damaged record must not hold up the others
        impl_->tell(id + ": " + to_line(look.error()));
      }
    }
    const auto told = store_.record_looks(looks, {now, "engine"});
    if (!told) return tl::unexpected(told.error());
    for (const store::Told& one : *told) impl_->tell(line_of(one));
    swept.looked += looks.size();
    swept.told.insert(swept.told.end(), told->begin(), told->end());
    if (ids->size() < kBatch || looks.empty()) break;
  }
  return swept;
}

}  // namespace zhipi::workflow
