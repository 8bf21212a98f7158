// What workers do: read the materials, have them judged (judging.cpp), give up what fails.
#include <algorithm>
#include <chrono>

#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

constexpr const char* kReadJob = "read";
constexpr const char* kEngine = "engine";
constexpr std::string_view kTraceparent = "traceparent";

// Among the jobs in hand, until the end of a scope.
class InHand {
 public:
  InHand(std::mutex& mutex, std::map<std::int64_t, store::Lease>& jobs, const store::Lease& lease)
      : mutex_(mutex), jobs_(jobs), job_(lease.job) {
    const std::lock_guard lock(mutex_);
    jobs_.insert_or_assign(job_, lease);
  }
  ~InHand() {
    const std::lock_guard lock(mutex_);
    jobs_.erase(job_);
  }
  InHand(const InHand&) = delete;
  InHand& operator=(const InHand&) = delete;

 private:
  std::mutex& mutex_;
  std::map<std::int64_t, store::Lease>& jobs_;
  std::int64_t job_;
};

}  // namespace

std::string job_payload(const Trace& trace) {
  return canonical_json(json::object{{kTraceparent, to_traceparent(next_span(trace))}});
}

Trace trace_of(const store::Lease& lease) {
  const auto payload = parse_json(lease.payload);
  if (!payload || !payload->is_object()) return {};
  const Json* const value = payload->get_object().if_contains(kTraceparent);
  if (value == nullptr || !value->is_string()) return {};
  return parse_traceparent(value->get_string()).value_or(Trace{});
}

Expected<CaseInput> Workflow::Impl::present_input(const store::Application& application) {
  if (application.round == 1) return case_input(application, {});
  const auto rounds = store.rounds_of(application.id);
  if (!rounds) return tl::unexpected(rounds.error());
  return case_input(application, *rounds);
}

Expected<Workflow::Impl::Readings> Workflow::Impl::stored_readings(const std::string& id) {
  const auto stored = store.readings_of(id);
  if (!stored) return tl::unexpected(stored.error());
  Readings readings;
  for (const auto& [material, text] : *stored) {
    const auto value = parse_json(text);
    if (!value) return tl::unexpected(value.error());
    auto reading = material_reading_from_json(*value);
    if (!reading) return tl::unexpected(reading.error());
    readings[material] = *std::move(reading);
  }
  return readings;
}

Expected<Workflow::Impl::Readings> Workflow::Impl::whole_readings(const std::string& id) {
  auto readings = stored_readings(id);
  if (readings)
    std::erase_if(*readings, [](const auto& one) { return !one.second.problems.empty(); });
  return readings;
}

Expected<Workflow::Impl::Readings> Workflow::Impl::read_materials(
    const store::Application& application, const engine::Pack& pack, const CaseInput& input,
    store::Lease& lease) {
  const auto files = store.materials_of(application.id);
  if (!files) return tl::unexpected(files.error());
  Readings readings;
  if (application.round > 1) {
    auto known = whole_readings(application.id);
    if (!known) return tl::unexpected(known.error());
    readings = *std::move(known);
  }
  for (const auto& [name, digests] : *files) {
    const Material* const material = find_material(pack.matter(), name);
    if (material == nullptr || readings.contains(name)) continue;
    if (input.request.at("e_licences").as_object().contains(name)) continue;
    // Reading takes its time; a worker that has lost its job need not go on.
    const auto renewed = store.renew(lease, options.now(), options.lease);
    if (!renewed) return tl::unexpected(renewed.error());
    lease = *renewed;
    std::vector<std::string> contents;
    for (const Digest& digest : digests) {
      auto bytes = store.blobs().get(digest);
      if (!bytes) return tl::unexpected(bytes.error());
      contents.push_back(*std::move(bytes));
    }
    MaterialReading reading = read_material(application, *material, contents, trace_of(lease));
    const store::Act act{options.now(), kEngine};
    if (auto kept =
            store.set_readings(application.id, name, canonical_json(to_json(reading)), act, lease);
        !kept) {
      return tl::unexpected(kept.error());
    }
    readings[name] = std::move(reading);
  }
  return readings;
}

MaterialReading Workflow::Impl::read_material(const store::Application& application,
                                              const Material& material,
                                              const std::vector<std::string>& files,
                                              const Trace& trace) {
  const auto begun = std::chrono::steady_clock::now();
  MaterialReading reading = readers.read(material, {files.begin(), files.end()});
  const auto spent = std::chrono::steady_clock::now() - begun;
  for (const Problem& wrong : reading.problems) {
    tell(application.id + " " + material.name + ": " + wrong.code + ": " + to_line(wrong), trace);
  }
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  tell(Event{
      .level = "info",
      .name = "read",
      .application = application.id,
      .trace = trace,
      .fields = {
          {"material", material.name}, {"pages", reading.pages}, {"milliseconds", milliseconds}}});
  if (options.observer.read) {
    options.observer.read(application.matter, material.name, spent, reading);
  }
  return reading;
}

// Materials of this application that another applicant has submitted too, file for file (ABUSE 13).
Expected<std::vector<std::string>> Workflow::Impl::shared_scans(
    const store::Application& application) {
  const auto files = store.materials_of(application.id);
  if (!files) return tl::unexpected(files.error());
  std::vector<std::string> shared;
  for (const auto& [material, digests] : *files) {
    for (const Digest& digest : digests) {
      const auto ids = store.applications_with(digest);
      if (!ids) return tl::unexpected(ids.error());
      for (const std::string& id : *ids) {
        const auto other = store.find_application(id);
        if (!other) return tl::unexpected(other.error());
        if (!*other || (*other)->applicant == application.applicant) continue;
        std::string event = application.id + " " + material;
        event += ": the same scan as in " + id;
        tell(event);
        if (shared.empty() || shared.back() != material) shared.push_back(material);
      }
    }
  }
  return shared;
}

Expected<void> Workflow::Impl::decide_application(const store::Application& application,
                                                  store::Lease lease) {
  const auto pack = catalogue.find_pack(application.pack);
  if (pack == nullptr) {
    return problem("no_pack",
                   "the pack " + application.pack + " is not here; this node does not judge");
  }
  const auto input = present_input(application);
  if (!input) return tl::unexpected(input.error());
  const auto readings = read_materials(application, *pack, *input, lease);
  if (!readings) return tl::unexpected(readings.error());
  const auto judged = judged_anew<Judged, Problem>(
      [&] { return keep_judged(pack, application, *input, *readings, lease); });
  if (!judged) return tl::unexpected(judged.error());
  decided(*judged);
  tell(Event{.level = "info",
             .name = "decided",
             .application = application.id,
             .trace = trace_of(lease),
             .fields = {{"matter", application.matter},
                        {"outcome", to_text(judged->value.outcome)},
                        {"automatic", judged->value.automatic()}}});
  return {};
}

// Later again, or to a person: an application is never left lying.
void Workflow::Impl::give_up(const store::Lease& lease, const Problem& why) {
  tell(lease.application + ": " + why.code + ": " + to_line(why), trace_of(lease));
  if (why.code == "lease_lost") return;  // it is another's now
  const store::Time now = options.now();
  const store::Act act{now, kEngine};
  if (why.code == "conflict" || why.code == "already_decided") {  // withdrawn meanwhile
    if (auto done = store.finish(lease, now); !done)
      tell(lease.application + ": " + to_line(done.error()));
    return;
  }
  const auto after =
      store.fail(lease, why.code + ": " + to_line(why), now + options.retry_after, act);
  if (!after) {
    tell(lease.application + ": " + to_line(after.error()));
    const std::lock_guard lock(given_up_mutex);
    if (after.error().code == "unavailable") given_up.emplace_back(lease, why);
  } else if (*after == store::AfterFailure::parked) {
    escalate(lease.application, {{"code", why.code}, {"problem", to_line(why)}});
  }
}

// What could not be told while the store was away is told before anything else: otherwise those
// jobs would wait until their leases have passed.
void Workflow::Impl::give_up_again() {
  std::vector<std::pair<store::Lease, Problem>> waiting;
  {
    const std::lock_guard lock(given_up_mutex);
    waiting.swap(given_up);
  }
  for (const auto& [lease, why] : waiting) give_up(lease, why);
}

void Workflow::Impl::escalate(const std::string& id, const json::object& why) {
  using store::State;
  const store::Move move{.from = {State::received, State::reading, State::judging},
                         .to = State::escalated,
                         .event = "parked",
                         .detail = canonical_json(why)};
  if (auto moved = store.move(id, move, {options.now(), kEngine}); !moved) {
    tell(id + ": " + to_line(moved.error()));
  }
  waiters.wake(id);
}

// The store parks a job whose workers died again and again, and a process can die after parking:
// what such a job was to decide still needs a person.
void Workflow::Impl::escalate_parked() {
  const auto parked = store.parked_jobs();
  if (!parked) return tell("parked jobs: " + to_line(parked.error()));
  for (const store::ParkedJob& job : *parked) {
    if (job.kind != kReadJob) continue;
    const auto application = store.find_application(job.application);
    if (!application || !*application || !under_way((*application)->state)) continue;
    tell(job.application + ": parked: " + job.error);
    escalate(job.application, {{"code", "parked"}, {"problem", job.error}});
  }
}

bool Workflow::work_once(const std::string& worker) {
  impl_->give_up_again();
  const auto lease = store_.claim(kReadJob, worker, impl_->options.now(), impl_->options.lease);
  if (!lease) {
    impl_->tell("claim: " + to_line(lease.error()));
    return false;
  }
  if (!*lease) {
    impl_->escalate_parked();
    return false;
  }
  const InHand in_hand(impl_->in_hand_mutex, impl_->in_hand, **lease);
  const std::string id = (*lease)->application;
  const auto application = store_.find_application(id);
  Expected<void> done;
  if (!application || !*application) {
    done = tl::unexpected(application ? Problem{"not_found", "the job's application is gone", id}
                                      : application.error());
  } else {
    done = impl_->decide_application(**application, **lease);
  }
  if (!done) impl_->give_up(**lease, done.error());
  impl_->waiters.wake(id);
  return true;
}

int Workflow::hand_back() {
  const std::lock_guard lock(impl_->in_hand_mutex);
  int given = 0;
  for (const auto& [job, lease] : impl_->in_hand) {
    const auto back = store_.hand_back(lease);
    if (back) ++given;
    // Whoever has just finished has nothing to give back.
    if (!back && back.error().code != "lease_lost") impl_->tell(to_line(back.error()));
  }
  return given;
}

void Workflow::wait_for_work(std::chrono::milliseconds limit) {
  std::unique_lock lock(impl_->work_mutex);
  impl_->work_ready.wait_for(lock, limit, [&] { return impl_->jobs_may_wait || impl_->stopped; });
  impl_->jobs_may_wait = false;
}

void Workflow::Impl::job_added() {
  {
    const std::lock_guard lock(work_mutex);
    jobs_may_wait = true;
  }
  work_ready.notify_all();
}

void Workflow::stop() {
  {
    const std::lock_guard lock(impl_->work_mutex);
    impl_->stopped = true;
  }
  impl_->work_ready.notify_all();
  impl_->waiters.stop();
}

}  // namespace zhipi::workflow
