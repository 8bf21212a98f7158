// `zhipi serve`: brings the parts up in order, and down again without losing anything.
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <thread>

#include "api/authentication.h"
#include "api/event_feed.h"
#include "api/http/server.h"
#include "api/http/unique_fd.h"
#include "api/routes.h"
#include "app/commands.h"
#include "app/crew.h"
#include "app/draft_test.h"
#include "app/files.h"
#include "app/log.h"
#include "app/settings.h"
#include "app/spot_check_key.h"
#include "app/sweeper.h"
#include "workflow/clock.h"
#include "workflow/workflow.h"

namespace zhipi::app {
namespace {

constexpr unsigned kWorkers = 128;  // that run requests, at least

store::Time now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void print(const Problems& problems) {
  for (const Problem& problem : problems) {
    std::cerr << problem.where << (problem.where.empty() ? "" : ": ")
              << "error: " << problem.message << '\n';
  }
}

std::filesystem::path rules_of(const Configuration& configuration) {
  return configuration.rules.empty() ? installed_rules() : configuration.rules;
}

// Working days without a calendar have no answer. The next year's is published in November, and has
// to be there before last days in that year are asked for.
constexpr int kCalendarDays = 60;

// What is to be said where the calendars end soon.
std::optional<std::string> calendar_ends(const formats::WorkingDays& calendar) {
  const Date today = workflow::day_of(now());
  const int days = calendar.days_published(today);
  if (days >= kCalendarDays) return std::nullopt;
  return "there is no holiday calendar of " + std::to_string(today.add_days(days).year()) +
         ", and nobody is told of last days in it; put it into common/calendar below the rules";
}

// What has to be right before anything is served.
struct Foundations {
  workflow::Catalogue catalogue;
  formats::WorkingDays calendar;
  http::UniqueFd lock;
  std::unique_ptr<store::Store> store;
  std::string spot_check_key;
};

Expected<workflow::Catalogue, Problems> catalogue_of(const Configuration& configuration) {
  const std::filesystem::path rules = rules_of(configuration);
  return workflow::Catalogue::load(rules, common_parents(rules.string(), ""));
}

// One process at a time works on a data folder. The kernel lets go of the lock however the process
// ends.
Expected<http::UniqueFd> lock_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string path = (folder / "serve.lock").string();
  http::UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.get() < 0) return problem("unavailable", std::generic_category().message(errno), path);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return problem("locked", "another zhipi serves from this data folder", folder.string());
  }
  return lock;
}

Expected<Foundations, Problems> lay_foundations(const Configuration& configuration,
                                                const std::shared_ptr<api::Metrics>& metrics) {
  auto catalogue = catalogue_of(configuration);
  if (!catalogue) return tl::unexpected(std::move(catalogue.error()));
  formats::WorkingDays calendar = load_calendar("", rules_of(configuration).string());
  auto lock = lock_folder(configuration.data);
  if (!lock) return tl::unexpected(Problems{std::move(lock.error())});
  store::Options options = store_options(configuration);
  options.on_commit = [metrics](std::size_t units, std::chrono::nanoseconds spent) {
    metrics->committed(units, spent);
  };
  auto store = store::Store::open(configuration.data, options);
  if (!store) return tl::unexpected(Problems{std::move(store.error())});
  auto key = spot_check_key(spot_check_file(configuration));
  if (!key) return tl::unexpected(Problems{std::move(key.error())});
  return Foundations{.catalogue = *std::move(catalogue),
                     .calendar = std::move(calendar),
                     .lock = *std::move(lock),
                     .store = *std::move(store),
                     .spot_check_key = *std::move(key)};
}

// Where long request bodies wait, for their owner alone. Its files have no names.
Expected<std::filesystem::path> spool_folder(const std::filesystem::path& data) {
  namespace fs = std::filesystem;
  const fs::path folder = data / "spool";
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return problem("unavailable", error.message(), folder.string());
  return folder;
}

// The first key, for whoever starts the service for the first time.
Expected<void> make_first_key(store::Store& store) {
  const auto count = store.count_keys();
  if (!count) return tl::unexpected(count.error());
  if (*count > 0) return {};
  const std::string token = api::new_token();
  const auto roles = api::all_roles();
  auto added =
      store.add_key(Digest::of(token), {.name = "first", .roles = {roles.begin(), roles.end()}},
                    {.at = now(), .actor = "system"});
  // Another node of this database was faster, or its name stays taken: there were keys, and all
  // were removed. `zhipi key add` makes another.
  if (!added && added.error().code == "conflict") return {};
  if (!added) return added;
  std::cout << "API key (shown once): " << token << std::endl;
  return {};
}

std::string shown_address(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

// SIGTERM, SIGINT and SIGHUP wait until somebody asks for them; every thread started later inherits
// that.
sigset_t hold_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// The rule packs as they stand now, without stopping: what is under way keeps its own. Where one is
// refused, all stay as they were.
void reload_rules(const Configuration& configuration, workflow::Catalogue& catalogue,
                  const Log& log) {
  const std::filesystem::path rules = rules_of(configuration);
  const auto changes = catalogue.reload(rules, common_parents(rules.string(), ""));
  if (!changes) {
    for (const Problem& wrong : changes.error()) {
      log.write("error", "rules_refused", {{"where", wrong.where}, {"message", wrong.message}});
    }
    return;
  }
  const auto digest = [](const std::shared_ptr<const engine::Pack>& pack) {
    return pack == nullptr ? Json(nullptr) : Json(pack->digest());
  };
  for (const auto& [matter, before, now] : *changes) {
    log.write("info", "pack_in_force",
              {{"matter", matter}, {"before", digest(before)}, {"digest", digest(now)}});
  }
  log.write("info", "rules_loaded", {{"changed", changes->size()}});
}

// Until the process is told to stop; gives the signal that said so.
int wait_for_end(const sigset_t& signals, const std::function<void()>& on_hangup) {
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) on_hangup();
  return signal;
}

// Whether all has come to its end before the limit, and before anybody says for the second time
// that the process is to stop.
bool ends_in_time(const sigset_t& signals, std::chrono::seconds limit,
                  const std::function<bool()>& has_ended) {
  const timespec look{0, 20'000'000};
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!has_ended()) {
    const int signal = ::sigtimedwait(&signals, nullptr, &look);
    if (signal == SIGTERM || signal == SIGINT) return false;
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
  return true;
}

// Jobs that still run go back to the queue, and whatever they would bring is refused from then on.
// Everything that was answered is on the disk: nothing is lost by leaving without looking back.
[[noreturn]] void leave(workflow::Workflow& workflow, const Log& log) {
  log.write("warn", "jobs_handed_back", {{"jobs", workflow.hand_back()}});
  log.write_out();
  std::_Exit(0);
}

ocr::ReaderOptions reader_options(const Configuration& configuration) {
  return {.program = reader_program().string(),
          .line_model = configuration.line_model.string(),
          .line_charset = configuration.line_charset.string(),
          .workers = configuration.workers};
}

// An office's own line model is tried before anything is served; the installed one is known to fit.
Expected<void> check_line_model(const Configuration& configuration) {
  if (configuration.line_model.empty()) return {};
  ocr::ReaderOptions options = reader_options(configuration);
  options.workers = 1;
  return ocr::ReaderPool(options).check();
}

// What the workflow tells: to the log, and into the figures.
workflow::Observer observer(const Log& log, const std::shared_ptr<api::Metrics>& metrics) {
  return {.event =
              [&log](const workflow::Event& event) {
                json::object line = event.fields;
                if (!event.application.empty()) line["application"] = event.application;
                if (!event.message.empty()) line["message"] = event.message;
                if (!event.trace.id.empty()) {
                  line["trace"] = event.trace.id;
                  line["span"] = event.trace.span;
                }
                log.write(event.level, event.name, std::move(line));
              },
          .read = [metrics](auto&&... told) { metrics->read(told...); },
          .decided = [metrics](auto&&... told) { metrics->decided(told...); },
          .decided_by_person = [metrics](auto&&... told) { metrics->decided_by_person(told...); }};
}

// Puts right what the process before left behind, and says what; the name of this node.
Expected<std::string> repair(const Configuration& configuration, store::Store& store,
                             const Log& log) {
  if (const auto files = store.blobs().cleared(); files > 0) {
    log.write("warn", "unfinished_files_removed", {{"files", files}});
  }
  auto node = node_name(configuration.data);
  if (!node) return node;
  const auto returned = store.return_leases(*node, now());
  if (!returned) return tl::unexpected(returned.error());
  if (*returned > 0) log.write("warn", "jobs_taken_back", {{"jobs", *returned}});
  const auto stranded = store.without_job("read");
  if (!stranded) return tl::unexpected(stranded.error());
  for (const std::string& id : *stranded) {
    const auto queued = store.enqueue(id, {.kind = "read", .ready_at = now()}, {now(), "system"});
    if (!queued) return tl::unexpected(queued.error());
  }
  if (!stranded->empty()) log.write("warn", "jobs_made_anew", {{"jobs", stranded->size()}});
  return node;
}

bool serve(const Configuration& configuration, Foundations& base,
           const std::shared_ptr<api::Metrics>& metrics, const sigset_t& signals) {
  const Log log;
  if (const auto ends = calendar_ends(base.calendar)) {
    log.write("warn", "calendar_ends", {{"message", *ends}});
  }
  const auto node = repair(configuration, *base.store, log);
  if (!node) return print({node.error()}), false;
  if (const auto key = make_first_key(*base.store); !key) return print({key.error()}), false;
  const auto spool = spool_folder(configuration.data);
  if (!spool) return print({spool.error()}), false;

  ocr::ReaderPool readers(reader_options(configuration));
  workflow::Options options;
  options.trust_request_lookups = configuration.trust_request_lookups;
  options.clocks = {.notice_days = configuration.notice_days,
                    .supplement_days = configuration.supplement_days,
                    .alarm_days = configuration.alarm_days,
                    .reminder_days = configuration.reminder_days};
  options.claim = std::chrono::minutes(configuration.claim_minutes);
  options.spot_check_key = base.spot_check_key;
  options.now = now;
  options.observer = observer(log, metrics);
  workflow::Workflow workflow(options, base.catalogue, base.calendar, *base.store, readers);
  Crew crew(workflow, *node, configuration.workers, log);
  const Sweeper sweeper(workflow, log, now);

  DraftTester drafts;
  api::KeyRing keys(*base.store);
  api::EventFeed events(workflow, keys, [&log](std::string_view message) {
    log.write("warn", "events", {{"message", message}});
  });
  api::Service service{
      .workflow = workflow,
      .log = [&log](std::string_view level, std::string_view event,
                    std::span<const api::LogField> fields) { log.write(level, event, fields); },
      .test_draft = [&drafts](const engine::PackFiles& files) { return drafts.test(files); },
      .keys = keys,
      .events = events,
      .swagger_ui = swagger_ui(),
      .metrics = metrics};
  http::ServerOptions edge;
  edge.address = configuration.address;
  edge.port = configuration.port;
  edge.spool.folder = *spool;
  // Whoever writes waits for a commit that it shares: the more wait together, the fewer commits.
  edge.worker_threads = std::max(kWorkers, 4 * std::thread::hardware_concurrency());
  edge.on_error = [&log](std::string_view message) {
    log.write("error", "http", {{"message", message}});
  };
  edge.error_page = [metrics](const http::Fault& fault) {
    metrics->refused(fault.status, fault.code);
    return http::problem_page(fault);
  };
  http::Server server(edge, api::routes(service));
  service.edge_load = [&server] { return api::EdgeLoad{server.connections(), server.in_flight()}; };
  if (const auto started = server.start(); !started) return print({started.error()}), false;
  std::cout << "zhipi listens on http://" << shown_address(configuration.address) << ":"
            << server.port() << std::endl;

  const int signal =
      wait_for_end(signals, [&] { reload_rules(configuration, base.catalogue, log); });
  log.write("info", "stopping", {{"signal", signal}});
  crew.stop_taking();
  workflow.stop();  // whoever waits for a decision is answered now
  std::atomic<bool> drained = false;
  std::jthread drain([&] {
    server.stop();
    workflow.settle();
    drained = true;
  });
  const std::chrono::seconds limit(configuration.stop_limit);
  if (!ends_in_time(signals, limit, [&] { return drained && crew.is_gone(); })) {
    leave(workflow, log);
  }
  return true;
}

// What has to be right before anything is served, and nothing is made where nothing is kept yet.
bool check(const Configuration& configuration, const std::shared_ptr<api::Metrics>& metrics) {
  const auto ends = calendar_ends(load_calendar("", rules_of(configuration).string()));
  if (ends) std::cerr << "warning: " << *ends << '\n';
  const auto there = has_store(configuration);
  if (!there) return print({there.error()}), false;
  if (!*there) {
    const auto catalogue = catalogue_of(configuration);
    if (!catalogue) return print(catalogue.error()), false;
    std::cout << "configuration and " << catalogue->packs().size()
              << " rule packs are fine; nothing is kept in " << configuration.data.string()
              << " yet, the first start makes it\n";
    return true;
  }
  const auto base = lay_foundations(configuration, metrics);
  if (!base) return print(base.error()), false;
  const auto head = base->store->check();
  if (!head) return print({head.error()}), false;
  std::cout << "configuration, " << base->catalogue.packs().size()
            << " rule packs and the store are fine; the audit log has " << head->size
            << " entries\n";
  return true;
}

struct ServeOptions {
  SettingFlags settings;
  bool check = false;
};

bool run(const ServeOptions& options) {
  const auto configuration = options.settings.read();
  if (!configuration) return print(configuration.error()), false;
  const sigset_t signals = hold_signals();  // before the store starts its threads
  if (const auto fits = check_line_model(*configuration); !fits)
    return print({fits.error()}), false;
  const auto metrics = std::make_shared<api::Metrics>();
  if (options.check) return check(*configuration, metrics);
  auto base = lay_foundations(*configuration, metrics);
  if (!base) return print(base.error()), false;
  return serve(*configuration, *base, metrics, signals);
}

}  // namespace

void add_serve_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* const command = app.add_subcommand("serve", "the service");
  options->settings.add_to(*command);
  command->add_flag("--check", options->check, "verify configuration, packs and store, then exit");
  command->callback([options, &status] {
    if (!run(*options)) status = 1;
  });
}

}  // namespace zhipi::app
