// Intake: materials and applications come in, and are kept before anything is answered.
#include "models/approval.h"
#include "workflow/clock.h"
#include "workflow/gather.h"
#include "workflow/history.h"
#include "workflow/impl.h"
#include "workflow/obligations.h"
#include "workflow/spot_checks.h"
#include "workflow/views.h"

namespace zhipi::workflow {

store::State state_after(Outcome outcome) {
  switch (outcome) {
    case Outcome::escalate:
      return store::State::escalated;
    case Outcome::supplement:
      return store::State::supplementing;
    default:
      return store::State::decided;
  }
}

std::string body_with(const std::string& decision, const json::object& rest) {
  const std::string others = canonical_json(rest);
  std::string body;
  body.reserve(decision.size() + others.size() + 16);  // a decision is long: copied once
  body.append("{\"decision\":").append(decision).append(",").append(others, 1);
  return body;
}

// The answer follows from the bytes alone, so the key may be remembered after them: whoever asks
// again in between is told the same.
Expected<Json> Workflow::add_material(std::string_view bytes, const Principal& principal,
                                      const std::optional<std::string>& idempotency_key) {
  const auto info = impl_->readers.inspect(bytes);
  if (!info) return tl::unexpected(info.error());
  const auto stored = impl_->keep_file(bytes, info->media_type, principal);
  if (!stored) return tl::unexpected(stored.error());
  Json answer(json::object{
      {"id", stored->digest.text()}, {"media_type", stored->media_type}, {"bytes", stored->bytes}});
  if (!idempotency_key) return answer;
  const store::Once once{*idempotency_key,
                         principal.name,
                         Digest::of("material " + stored->digest.text()),
                         {201, canonical_json(answer)}};
  const auto remembered = store_.remember(once, impl_->options.now());
  if (!remembered && remembered.error().code != "already_done") {
    return tl::unexpected(remembered.error());
  }
  return answer;
}

// The bytes first, then what is known of them: a crash between leaves nothing that points nowhere.
Expected<store::StoredMaterial> Workflow::Impl::keep_file(std::string_view bytes,
                                                          const std::string& media_type,
                                                          const Principal& principal) {
  const auto digest = store.blobs().put(bytes);
  if (!digest) return tl::unexpected(digest.error());
  return store.add_material({*digest, media_type, static_cast<std::int64_t>(bytes.size()),
                             options.now(), principal.name});
}

// A submission on its way to being kept, and who waits for the answer.
struct Workflow::Impl::Intake {
  Tally::One counted;
  Submission submission;
  std::optional<store::Once> once;
  Principal principal;
  Answered then;
  std::vector<std::string> subjects;
  // Counting earlier applications and keeping this one are one step for all that share a subject:
  // on this node by a lock, among nodes by what the store finds to have been seen.
  SubjectLocks::Held in_turn;
  int times_left = kTimesJudgedAnew;

  void answer(Expected<Answer, Problems> answer) {
    in_turn.clear();  // whoever is next need not wait until this caller has read
    then(std::move(answer));
  }
};

// What becomes of it: an application that is decided here and now, or one that has to be read.
struct Workflow::Impl::Made {
  store::NewApplication application;
  Answer answer;
  store::Act act;
  std::optional<Judged> judged;
  std::optional<store::NewDecision> decision;
  std::optional<store::NewJob> job;
};

void Workflow::submit(const Json& request, const std::vector<Upload>& uploads,
                      const std::optional<std::string>& idempotency_key, const Principal& principal,
                      Answered then) {
  auto call = repeatable(store_, idempotency_key, principal, "", request, uploads);
  if (!call) return then(tl::unexpected(one(call.error())));
  if (call->before) return then(*std::move(call->before));
  auto submission = check_submission(catalogue_, request, impl_->trust_in(principal));
  if (!submission) return then(tl::unexpected(std::move(submission.error())));
  if (auto added = impl_->add_uploads(uploads, principal, *submission); !added) {
    return then(tl::unexpected(std::move(added.error())));
  }
  auto subjects = subjects_of(submission->pack->matter(), submission->request);
  auto in_turn = impl_->subject_locks.lock(subjects);
  impl_->keep(std::shared_ptr<Impl::Intake>(
      new Impl::Intake{Tally::One(impl_->intakes), *std::move(submission), std::move(call->once),
                       principal, std::move(then), std::move(subjects), std::move(in_turn)}));
}

void Workflow::settle() {
  impl_->intakes.wait_for_none();
  impl_->waiters.end();
}

Trust Workflow::Impl::trust_in(const Principal& principal) const {
  const bool department = has_role(principal, "submitter");
  return {.lookups = department && options.trust_request_lookups, .e_licences = department};
}

Expected<void, Problems> Workflow::Impl::add_uploads(const std::vector<Upload>& uploads,
                                                     const Principal& principal,
                                                     Submission& submission) {
  const Matter& matter = submission.pack->matter();
  Problems problems;
  std::size_t files = uploads.size();
  for (const auto& [material, digests] : submission.materials) files += digests.size();
  if (files > options.max_files) {
    problems.push_back(
        {"too_many_files",
         "an application has at most " + std::to_string(options.max_files) + " files",
         "/materials"});
    return tl::unexpected(std::move(problems));
  }
  std::vector<std::string> media_types;  // as the uploads stand; looking at a PDF runs a program
  for (const Upload& upload : uploads) {
    const std::string pointer = "/materials/" + upload.material;
    if (find_material(matter, upload.material) == nullptr) {
      problems.push_back(
          {"undeclared_name", "`" + upload.material + "` is no material of this matter", pointer});
      continue;
    }
    if (submission.request.at("e_licences").as_object().contains(upload.material)) {
      problems.push_back({"wrong_type", "this material comes either as files or as an e-licence",
                          "/e_licences/" + upload.material});
      continue;
    }
    const auto info = readers.inspect(upload.bytes);
    if (info) {
      media_types.push_back(info->media_type);
    } else {
      problems.push_back({info.error().code, info.error().message, pointer});
    }
  }
  for (const auto& [material, digests] : submission.materials) {
    for (const Digest& digest : digests) {
      const auto known = store.find_material(digest);
      if (!known) return tl::unexpected(one(known.error()));
      if (!*known) {
        problems.push_back({"unknown_material", "no material " + digest.text() + " was uploaded",
                            "/materials/" + material});
      }
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  for (std::size_t at = 0; at < uploads.size(); ++at) {
    const auto stored = keep_file(uploads[at].bytes, media_types[at], principal);
    if (!stored) return tl::unexpected(one(stored.error()));
    submission.materials[uploads[at].material].push_back(stored->digest);
  }
  return {};
}

// One without files is decided here and now, and kept with its decision in one transaction.
Expected<Workflow::Impl::Made, Problems> Workflow::Impl::make(const Intake& intake) {
  const Submission& submission = intake.submission;
  const engine::Pack& pack = *submission.pack;
  const store::Time now = options.now();
  Made made{
      .application = {.id = new_application_id(now),
                      .matter = pack.matter().id,
                      .pack = pack.digest(),
                      .reference = submission.reference,
                      .mode = submission.mode,
                      .applicant = canonical_json(submission.request.as_object().at("applicant")),
                      .request = canonical_json(submission.request),
                      .received_on = day_of(now),
                      .materials = submission.materials,
                      .subjects = intake.subjects,
                      .promised_days = pack.matter().promised_days,
                      .statutory_days = pack.matter().statutory_days}};
  store::NewApplication& application = made.application;
  if (pack.matter().promised_days) {
    application.deadline =
        calendar.add_workdays(application.received_on, *pack.matter().promised_days);
  }
  json::object body{{"id", application.id}, {"reference", submission.reference}};
  made.answer = {202, {}, application.id};
  if (submission.materials.empty()) {
    const auto seen = store.last_change_with(application.subjects);
    if (!seen) return tl::unexpected(one(seen.error()));
    application.seen = *seen;
    auto facts = gather_facts(pack, application.id, application.received_on,
                              {.request = submission.request}, {}, {}, *seen == 0);
    if (!facts) return tl::unexpected(one(facts.error()));
    auto judged = judge(submission.pack, *facts);
    if (!judged) return tl::unexpected(one(judged.error()));
    made.decision = as_record(*judged, 1, pack);
    made.decision->facts = std::move(judged->facts);
    made.answer.status = 201;
    body["state"] = to_text(state_after(judged->value.outcome));
    made.answer.body = body_with(judged->decision, body);
    made.judged = *std::move(judged);
  } else {
    made.job = store::NewJob{
        .kind = "read", .payload = job_payload(intake.principal.trace), .ready_at = now};
    body["state"] = to_text(store::State::received);
    made.answer.body = body_with("null", body);
  }
  made.act = act_with(intake.once, now, intake.principal, made.answer);
  return made;
}

void Workflow::Impl::keep(const std::shared_ptr<Intake>& intake) {
  auto made = make(*intake);
  if (!made) return intake->answer(tl::unexpected(std::move(made.error())));
  const auto rest = std::make_shared<Made>(*std::move(made));
  store.create(std::move(rest->application), std::move(rest->act), std::move(rest->decision),
               rest->job, [this, intake, rest](Expected<store::Created> created) {
                 try {
                   kept(intake, *rest, std::move(created));
                 } catch (const std::exception& failure) {  // who waits is told that it failed
                   tell(failure.what(), intake->principal.trace);
                 }
               });
}

void Workflow::Impl::kept(const std::shared_ptr<Intake>& intake, Made& made,
                          Expected<store::Created> created) {
  if (!created && is_stale(created.error()) && intake->times_left-- > 0) return keep(intake);
  if (!created) return intake->answer(tl::unexpected(one(std::move(created.error()))));
  if (created->repeated) return intake->answer(answer_from(created->response));
  if (made.judged) decided(*made.judged);
  if (made.job) job_added();
  intake->answer(std::move(made.answer));
}

// Automatic approvals are drawn; nobody looks again at what a person looked at.
std::optional<store::Draw> Workflow::Impl::drawn(const Decision& decision,
                                                 const Matter& matter) const {
  const double share = share_of(matter, decision.risk_level);
  if (!is_approval(decision.outcome) || share <= 0 || options.spot_check_key.empty())
    return std::nullopt;
  return draw(options.spot_check_key, share, decision.application);
}

store::NewDecision Workflow::Impl::as_record(const Judged& judged, int round,
                                             const engine::Pack& pack) const {
  store::NewDecision record;
  record.round = round;
  record.outcome = to_text(judged.value.outcome);
  record.automatic = judged.value.automatic();
  for (const Obligation& one : judged.value.obligations) record.owed.push_back(one.id);
  record.decision = judged.decision;
  record.pack = pack.digest();
  record.engine = kEngineVersion;
  record.state = state_after(judged.value.outcome);
  if (judged.value.proposal) record.proposal = to_text(*judged.value.proposal);
  if (judged.value.outcome == Outcome::escalate) {
    for (const Reason& reason : judged.value.reasons) record.reasons.push_back(reason.code);
  }
  record.obligations = obligations_of(judged.value, day_of(options.now()), calendar);
  record.draw = drawn(judged.value, pack.matter());
  return record;
}

}  // namespace zhipi::workflow
