// Supplements (补正): what was missing comes in, and the whole is judged anew by the pack of the
// day of receipt. Any declared piece is taken, not only what the notice asked for: an applicant who
// mends more than that should not have to wait for another notice.
#include <algorithm>
#include <set>

#include "models/approval.h"
#include "workflow/history.h"
#include "workflow/impl.h"
#include "workflow/views.h"

namespace zhipi::workflow {
namespace {

bool is_empty(const Submission& pieces) {
  const json::object& request = pieces.request.as_object();
  return pieces.materials.empty() && request.at("form").as_object().empty() &&
         request.at("e_licences").as_object().empty() && request.at("lookups").as_object().empty();
}

Problem not_waiting(const store::Application& application) {
  return {"conflict",
          "application " + application.id + " is " + std::string(to_text(application.state)) +
              "; a supplement is taken while it is supplementing, after the notice of what is "
              "missing, or while an obligation of its approval is open",
          ""};
}

std::vector<store::Obligation> open_of(std::vector<store::Obligation> obligations) {
  std::erase_if(obligations, [](const store::Obligation& one) { return one.state != "open"; });
  return obligations;
}

// After an approval nothing comes but what its obligations ask for: materials, by name where each
// of them is one. What else the approval rests on stays as it was decided.
Problems not_owed(const Submission& pieces, const std::vector<store::Obligation>& open) {
  const Matter& matter = pieces.pack->matter();
  std::set<std::string> owed;
  bool materials_alone = true;
  for (const store::Obligation& one : open) {
    owed.insert(one.name);
    materials_alone = materials_alone && find_material(matter, one.name) != nullptr;
  }
  Problems problems;
  const auto refuse = [&](const std::string& section, std::string_view name) {
    problems.push_back({"not_asked",
                        "the approval's obligations ask for other pieces; leave this out",
                        "/" + section + pointer_step(name)});
  };
  const json::object& request = pieces.request.as_object();
  for (const char* const section : {"form", "lookups"}) {
    for (const auto& [name, value] : request.at(section).as_object()) refuse(section, name);
  }
  const auto is_owed = [&](const std::string& name) {
    return owed.contains(name) || (!materials_alone && find_material(matter, name) != nullptr);
  };
  for (const auto& [name, value] : request.at("e_licences").as_object()) {
    if (!is_owed(std::string(name))) refuse("e_licences", name);
  }
  for (const auto& [name, files] : pieces.materials) {
    if (!is_owed(name)) refuse("materials", name);
  }
  return problems;
}

Pieces pieces_of(const Submission& submission) {
  const json::object& request = submission.request.as_object();
  Pieces pieces{.form = request.at("form").as_object(),
                .e_licences = request.at("e_licences").as_object(),
                .lookups = request.at("lookups").as_object(),
                .files = {}};
  for (const auto& [material, files] : submission.materials) pieces.files.insert(material);
  return pieces;
}

json::object given_in(const Submission& submission) {
  json::object given = submission.request.as_object();
  json::object materials;
  for (const auto& [material, files] : submission.materials) {
    json::array digests;
    for (const Digest& file : files) digests.push_back(Json(file.text()));
    materials[material] = std::move(digests);
  }
  given["materials"] = std::move(materials);
  return given;
}

}  // namespace

Expected<Answer, Problems> Workflow::supplement(const std::string& id, const Json& request,
                                                const std::vector<Upload>& uploads,
                                                const std::optional<std::string>& idempotency_key,
                                                const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(one(application.error()));
  const auto call =
      repeatable(store_, idempotency_key, principal, "supplements " + id + " ", request, uploads);
  if (!call) return tl::unexpected(one(call.error()));
  if (call->before) return *call->before;
  const bool approved = application->state == store::State::decided;
  std::vector<store::Obligation> open;
  if (approved) {
    auto all = store_.obligations_of(id);
    if (!all) return tl::unexpected(one(all.error()));
    open = open_of(*std::move(all));
  }
  if (application->state != store::State::supplementing && open.empty()) {
    return tl::unexpected(one(not_waiting(*application)));
  }
  const auto pack = impl_->pack_of(*application);
  if (!pack) return tl::unexpected(one(pack.error()));
  auto pieces = check_supplement(*pack, request, impl_->trust_in(principal));
  if (!pieces) return tl::unexpected(std::move(pieces.error()));
  if (auto added = impl_->add_uploads(uploads, principal, *pieces); !added) {
    return tl::unexpected(std::move(added.error()));
  }
  if (is_empty(*pieces)) {
    return tl::unexpected(one({"missing_name",
                               "a supplement brings something: form, materials, e_licences or "
                               "lookups",
                               ""}));
  }
  if (approved) {
    if (auto problems = not_owed(*pieces, open); !problems.empty()) {
      return tl::unexpected(std::move(problems));
    }
  }
  return judged_anew<Answer, Problems>(
      [&] { return impl_->supplement(*application, *pieces, call->once, principal); });
}

Expected<std::shared_ptr<const engine::Pack>> Workflow::Impl::pack_of(
    const store::Application& application) {
  auto pack = catalogue.find_pack(application.pack);
  if (pack != nullptr) return pack;
  return problem("unavailable",
                 "this node lacks the pack " + application.pack + " of the application");
}

Expected<Answer, Problems> Workflow::Impl::supplement(const store::Application& application,
                                                      const Submission& pieces,
                                                      const std::optional<store::Once>& once,
                                                      const Principal& principal) {
  const engine::Pack& pack = *pieces.pack;
  const auto before = present_input(application);
  if (!before) return tl::unexpected(one(before.error()));
  const CaseInput input = with_pieces(*before, pieces_of(pieces));
  const store::Time now = options.now();
  store::NewRound round{
      .after = application.round,
      .reason = application.state == store::State::decided ? kForObligation : "supplement",
      .from = {application.state},
      .materials = pieces.materials,
      .input = round_input(input, given_in(pieces)),
      .subjects = subjects_of(pack.matter(), input.request)};
  const auto in_turn = subject_locks.lock(*round.subjects);
  const auto seen = store.last_change_with(*round.subjects, application.id);
  if (!seen) return tl::unexpected(one(seen.error()));
  json::object body{{"id", application.id},
                    {"reference", application.reference},
                    {"round", application.round + 1}};
  Answer answer{202, {}, application.id};
  std::vector<store::NewDecision> decisions;
  std::optional<Judged> made;
  Expected<std::optional<Readings>> readings;
  if (pieces.materials.empty()) readings = all_readings(application, input);
  if (!readings) return tl::unexpected(one(readings.error()));
  if (*readings) {
    auto judged = judge_anew(pieces.pack, application, input, **readings, round.reason);
    if (!judged) return tl::unexpected(one(judged.error()));
    round.seen = *seen;
    decisions.push_back(as_record(*judged, application.round + 1, pack));
    decisions.back().facts = judged->facts;
    answer.status = 201;
    body["state"] = to_text(decisions.back().state);
    answer.body = body_with(judged->decision, body);
    made = *std::move(judged);
  } else {
    round.job =
        store::NewJob{.kind = "read", .payload = job_payload(principal.trace), .ready_at = now};
    body["state"] = to_text(round.to);
    answer.body = body_with("null", body);
  }
  const store::Act act = act_with(once, now, principal, answer);
  const auto begun = store.begin_round(application.id, round, act, decisions);
  Expected<void> written;
  if (!begun) written = tl::unexpected(begun.error());
  if (begun && made) decided(*made);
  if (begun && round.job) job_added();
  waiters.wake(application.id);
  return told(act, std::move(answer), written);
}

// What is known of every file in force; nothing where one is still to be read.
Expected<std::optional<Workflow::Impl::Readings>> Workflow::Impl::all_readings(
    const store::Application& application, const CaseInput& input) {
  auto known = whole_readings(application.id);
  if (!known) return tl::unexpected(known.error());
  const auto files = store.materials_of(application.id);
  if (!files) return tl::unexpected(files.error());
  const json::object& licences = input.request.at("e_licences").as_object();
  for (const auto& [material, digests] : *files) {
    if (!licences.contains(material) && !known->contains(material)) {
      return std::optional<Readings>();
    }
  }
  return std::optional<Readings>(*std::move(known));
}

Expected<Workflow::Impl::Judged> Workflow::Impl::judge_anew(
    const std::shared_ptr<const engine::Pack>& pack, const store::Application& application,
    const CaseInput& input, const Readings& readings, std::string_view reason) {
  const auto shared = shared_scans(application);
  if (!shared) return tl::unexpected(shared.error());
  const auto facts =
      gather_facts(*pack, application.id, application.received_on, input, readings, *shared);
  if (!facts) return tl::unexpected(facts.error());
  auto judged = judge(pack, *facts);
  if (!judged || judged->value.outcome == Outcome::escalate) return judged;
  const auto decisions = store.decisions_of(application.id);
  if (!decisions) return tl::unexpected(decisions.error());
  if (!is_approved(*decisions)) return judged;
  const bool read_whole =
      reason.empty() || std::all_of(readings.begin(), readings.end(),
                                    [](const auto& one) { return one.second.problems.empty(); });
  if (is_approval(judged->value.outcome) && read_whole) return judged;
  // There is an approval, which the engine neither undoes nor hedges, and what it could not read
  // fulfils nothing: a person looks at what it would have decided.
  CaseInput careful = input;
  careful.request.as_object()["automated"] = false;
  return judge_anew(pack, application, careful, readings);
}

}  // namespace zhipi::workflow
