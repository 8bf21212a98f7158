#include "workflow/workflow.h"

#include <algorithm>

#include "models/canonical_text.h"
#include "workflow/clock.h"
#include "workflow/impl.h"
#include "workflow/judge_request.h"
#include "workflow/obligations.h"
#include "workflow/views.h"

namespace zhipi::workflow {
namespace {

// The text that canonical JSON holds; nothing if it holds something else.
std::optional<std::string> text_of(std::string_view bytes) {
  const auto value = parse_json(bytes);
  if (!value || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

}  // namespace

Expected<store::Application> find_for(store::Store& store, const std::string& id,
                                      const Principal& principal) {
  auto application = store.find_application(id);
  if (!application) return tl::unexpected(application.error());
  const bool theirs =
      *application && ((*application)->submitter == principal.name || sees_all(principal));
  if (!theirs) return problem("not_found", "there is no application " + id);
  return **std::move(application);
}

bool has_role(const Principal& principal, std::string_view role) {
  return std::find(principal.roles.begin(), principal.roles.end(), role) != principal.roles.end();
}

bool sees_all(const Principal& principal) {
  return has_role(principal, "reviewer") || has_role(principal, "supervisor") ||
         has_role(principal, "auditor");
}

Workflow::Workflow(Options options, const Catalogue& catalogue,
                   const formats::WorkingDays& calendar, store::Store& store,
                   ocr::ReaderPool& readers)
    : catalogue_(catalogue),
      store_(store),
      impl_(std::make_unique<Impl>(std::move(options), catalogue, calendar, store, readers)) {}

Workflow::~Workflow() {
  settle();
}

Expected<Json> Workflow::application(const std::string& id, const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  const auto decisions = store_.decisions_of(id);
  if (!decisions) return tl::unexpected(decisions.error());
  const auto record = impl_->case_record(*application);
  if (!record) return tl::unexpected(record.error());
  Json shown = application_json(*application, *decisions,
                                to_json(impl_->clocks_at(*record, impl_->options.now())));
  json::array obligations;
  for (const store::Obligation& one : record->obligations) {
    obligations.push_back(obligation_json(one, impl_->calendar));
  }
  shown.as_object()["obligations"] = std::move(obligations);
  if (application->state == store::State::revoked) {
    const auto events = store_.timeline_of(id);
    if (!events) return tl::unexpected(events.error());
    shown.as_object()["revocation"] = revocation_in(*events);
  }
  if (sees_all(principal)) {
    const auto pending = store_.pending_of(id);
    if (!pending) return tl::unexpected(pending.error());
    shown.as_object()["pending"] = pending_json(*pending);
  }
  return shown;
}

Expected<Json> Workflow::decision(const std::string& id, const Principal& principal) {
  const auto application = find_for(store_, id, principal);
  if (!application) return tl::unexpected(application.error());
  const auto decisions = store_.decisions_of(id);
  if (!decisions) return tl::unexpected(decisions.error());
  const store::StoredDecision* const decision = in_force(*application, *decisions);
  if (decision == nullptr) {
    return problem("no_decision", "application " + id + " is not decided yet");
  }
  return parse_json(decision->decision);
}

Expected<Json> Workflow::readings(const std::string& id, const Principal& principal) {
  if (const auto application = find_for(store_, id, principal); !application) {
    return tl::unexpected(application.error());
  }
  const auto readings = store_.readings_of(id);
  if (!readings) return tl::unexpected(readings.error());
  json::object materials;
  for (const auto& [material, text] : *readings) {
    auto reading = parse_json(text);
    if (!reading) return tl::unexpected(reading.error());
    materials[material] = *std::move(reading);
  }
  return Json(json::object{{"application", id}, {"materials", std::move(materials)}});
}

Expected<Json> Workflow::facts(const std::string& id, const Principal& principal) {
  if (const auto application = find_for(store_, id, principal); !application) {
    return tl::unexpected(application.error());
  }
  const auto facts = store_.facts_of(id);
  if (!facts) return tl::unexpected(facts.error());
  if (facts->empty())
    return problem("no_facts", "the facts of application " + id + " are not frozen yet");
  return parse_json(facts->back().facts);
}

Expected<Json> Workflow::timeline(const std::string& id, const Principal& principal) {
  if (const auto application = find_for(store_, id, principal); !application) {
    return tl::unexpected(application.error());
  }
  const auto events = store_.timeline_of(id);
  if (!events) return tl::unexpected(events.error());
  return timeline_json(*events);
}

Expected<std::string> Workflow::page_png(const std::string& id, const std::string& material,
                                         int page, const Principal& principal) {
  if (const auto application = find_for(store_, id, principal); !application) {
    return tl::unexpected(application.error());
  }
  const auto files = store_.materials_of(id);
  if (!files) return tl::unexpected(files.error());
  int left = page;
  if (const auto found = files->find(material); found != files->end() && page >= 1) {
    for (const Digest& digest : found->second) {
      const auto bytes = store_.blobs().get(digest);
      if (!bytes) return tl::unexpected(bytes.error());
      const auto info = impl_->readers.inspect(*bytes);
      if (!info) return tl::unexpected(info.error());
      if (left <= info->pages) return impl_->readers.page_png(*bytes, left);
      left -= info->pages;
    }
  }
  return problem("no_such_page",
                 "application " + id + " has no page " + std::to_string(page) + " of " + material);
}

Expected<Json> Workflow::list(store::ListQuery query, const Principal& principal) {
  if (!sees_all(principal)) query.submitter = principal.name;
  const auto page = store_.list(query);
  if (!page) return tl::unexpected(page.error());
  json::array applications;
  for (const store::Application& application : page->applications) {
    applications.push_back(list_item_json(application));
  }
  return Json(json::object{{"applications", std::move(applications)},
                           {"next", page->next.empty() ? Json(nullptr) : Json(page->next)}});
}

Expected<Json> Workflow::withdraw(const std::string& id, const std::string& grounds,
                                  const Principal& principal,
                                  const std::optional<std::string>& idempotency_key) {
  if (const auto application = find_for(store_, id, principal); !application) {
    return tl::unexpected(application.error());
  }
  const auto decisions = store_.decisions_of(id);
  if (!decisions) return tl::unexpected(decisions.error());
  if (std::any_of(decisions->begin(), decisions->end(), is_final)) {
    return problem("conflict", "application " + id +
                                   " was decided and is looked at again: what was decided ends by "
                                   "another decision, not by a withdrawal");
  }
  const std::string detail = canonical_json(json::object{{"grounds", grounds}});
  store::Act act{impl_->options.now(), principal.name};
  if (idempotency_key) {
    act.once = store::Once{
        *idempotency_key, principal.name, Digest::of("withdraw " + id + " " + detail), {}};
  }
  using store::State;
  const store::Move move{.from = {State::received, State::reading, State::judging, State::escalated,
                                  State::supplementing},
                         .to = State::withdrawn,
                         .event = "withdrawn",
                         .detail = detail,
                         .cancel = {"read"}};
  const auto moved = store_.move(id, move, act);
  if (!moved && moved.error().code != "already_done") return tl::unexpected(moved.error());
  if (moved) impl_->waiters.wake(id);
  auto answer = application(id, principal);
  if (!answer || !act.once) return answer;
  act.once->response = {200, canonical_json(*answer)};
  const auto kept = store_.keep_answer(*act.once);
  if (!kept) return tl::unexpected(kept.error());
  return parse_json(kept->body);
}

void Workflow::when_decided(const std::string& id, std::chrono::steady_clock::time_point until,
                            std::function<void()> done) {
  impl_->waiters.wait(id, until, std::move(done));
  // A decision that fell between the caller's look and the registration would wake nobody.
  const auto application = store_.find_application(id);
  if (!application || !*application || !under_way((*application)->state)) impl_->waiters.wake(id);
}

Expected<std::vector<store::Waiting>> Workflow::waiting() {
  const Date today = day_of(impl_->options.now());
  const int days = impl_->options.clocks.alarm_days;
  const auto near = impl_->calendar.add_workdays(today, days);
  return store_.waiting(today, near.value_or(today.add_days(days)));
}

int Workflow::calendar_days() const {
  return impl_->calendar.days_published(day_of(impl_->options.now()));
}

std::uint64_t Workflow::reader_restarts() const {
  return impl_->readers.replaced();
}

// What is written plainly is parsed once; all that is wrong is told by the careful reading.
Expected<std::string, Problems> Workflow::judge(std::string_view request) {
  if (const auto plain = plain_judge_request(request)) {
    const auto pack =
        plain->by_digest ? catalogue_.find_pack(plain->name) : catalogue_.find(plain->name);
    if (pack != nullptr) {
      if (auto bytes = impl_->judges.decide(pack, plain->facts)) return bytes;
    }
  }
  return judge_carefully(request);
}

Expected<std::string, Problems> Workflow::judge_carefully(std::string_view request) {
  auto members = canonical_members(request);
  if (!members) return tl::unexpected(Problems{std::move(members.error())});
  const std::string* facts = nullptr;
  std::optional<std::string> matter;
  std::optional<std::string> digest;
  for (const auto& [name, value] : *members) {
    if (name == "facts") facts = &value;
    if (name == "matter") matter = text_of(value);
    if (name == "pack") digest = text_of(value);
  }
  if (matter.has_value() == digest.has_value() || facts == nullptr || members->size() != 2) {
    return tl::unexpected(Problems{
        {"wrong_type",
         "`facts` and one of `matter` (its name) and `pack` (its digest) were expected", ""}});
  }
  const auto pack = matter ? catalogue_.find(*matter) : catalogue_.find_pack(*digest);
  if (pack == nullptr) {
    return tl::unexpected(Problems{
        matter ? Problem{"unknown_matter", "there is no matter `" + *matter + "`", "/matter"}
               : Problem{"unknown_pack", "there is no pack " + *digest + " in force", "/pack"}});
  }
  auto bytes = impl_->judges.decide(pack, *facts);
  if (!bytes) {
    for (Problem& wrong : bytes.error()) wrong.where = "/facts" + wrong.where;
  }
  return bytes;
}

}  // namespace zhipi::workflow
