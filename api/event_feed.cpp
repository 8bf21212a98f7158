#include "api/event_feed.h"

#include <utility>

namespace zhipi::api {
namespace {

// Events of one look; their text fits into what may wait for a client.
constexpr int kPage = 100;
constexpr std::size_t kPagesKept = 8;
// A listener that catches up gets more only when it has taken most of what it got.
constexpr std::size_t kFewBytes = 32UL * 1024;
constexpr std::chrono::milliseconds kKeyCheck{1'000};
constexpr std::chrono::hours kLong{1};

std::string field(std::string_view name, std::string_view value) {
  return std::string(name).append(": ").append(value).append("\n");
}

// WHATWG HTML §9.2.6. Canonical JSON has no line breaks.
std::string event_text(const store::Event& event) {
  return field("id", std::to_string(event.sequence)) + field("event", event.event) +
         field("data", canonical_json(workflow::event_json(event))) + "\n";
}

// No event, but where to go on from: a client that comes back has missed nothing and is told
// nothing twice.
std::string position_text(std::int64_t position) {
  return field("id", std::to_string(position)) + "\n";
}

}  // namespace

EventFeed::EventFeed(workflow::Workflow& workflow, KeyRing& keys,
                     std::function<void(std::string_view)> report, FeedOptions options)
    : workflow_(workflow),
      keys_(keys),
      report_(std::move(report)),
      options_(options),
      thread_([this] { run(); }) {}

EventFeed::~EventFeed() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  workflow_.store().bell().ring();
  thread_.join();
}

bool EventFeed::add(Listener listener) {
  {
    const std::lock_guard lock(mutex_);
    if (count_ >= options_.listeners) return false;
    ++count_;
    listener.stream->write("retry: 3000\n" + position_text(listener.position));
    newcomers_.push_back(std::move(listener));
  }
  workflow_.store().bell().ring();
  return true;
}

void EventFeed::run() {
  store::Bell& bell = workflow_.store().bell();
  std::uint64_t heard = 0;
  bool more = false;
  for (;;) {
    if (!more) heard = bell.wait(heard, patience());
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
    }
    take_newcomers();
    const auto now = Clock::now();
    check_keys(now);
    more = tell_all(now);
    if (!more) std::this_thread::sleep_for(options_.pause);
  }
  take_newcomers();
  for (const Served& served : served_) served.listener.stream->end();
}

std::chrono::milliseconds EventFeed::patience() const {
  if (served_.empty()) return kLong;
  return somebody_is_slow_ ? options_.pause : options_.look;
}

void EventFeed::take_newcomers() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  for (Listener& listener : newcomers_) served_.push_back({std::move(listener), now, now});
  newcomers_.clear();
  std::erase_if(served_, [](const Served& one) { return !one.listener.stream->is_open(); });
  count_ = served_.size();
}

void EventFeed::check_keys(Clock::time_point now) {
  for (Served& served : served_) {
    if (now - served.checked < kKeyCheck) continue;
    served.checked = now;
    const auto key = keys_.find(served.listener.token);
    if (key && *key == nullptr) served.listener.stream->end();
  }
}

// Whether more is known to follow what was told.
bool EventFeed::tell_all(Clock::time_point now) {
  bool more = false;
  somebody_is_slow_ = false;
  for (Served& served : served_) {
    if (served.listener.stream->waiting() > kFewBytes) {
      somebody_is_slow_ = true;
      continue;
    }
    const Page* const page = page_after(served.listener.position);
    if (page == nullptr) break;
    tell(served, *page, now);
    more = more || page->size() == kPage;
  }
  pages_.clear();
  return more;
}

void EventFeed::tell(Served& served, const Page& page, Clock::time_point now) {
  Listener& listener = served.listener;
  std::string text;
  for (const Told& told : page) {
    listener.position = told.event.sequence;
    if (workflow::concerns(listener.filter, *listener.principal, told.event)) text += told.text;
  }
  if (text.empty() && now - served.told < options_.heartbeat) return;
  listener.stream->write(text.empty() ? ":\n" + position_text(listener.position) : text);
  served.told = now;
}

// Null where the store does not answer; that passes.
const EventFeed::Page* EventFeed::page_after(std::int64_t position) {
  const auto known = pages_.find(position);
  if (known != pages_.end()) return &known->second;
  const auto events = workflow_.store().events_after(position, kPage);
  if (!events) {
    report_("the feed of events: " + to_line(events.error()));
    return nullptr;
  }
  Page page;
  page.reserve(events->size());
  for (const store::Event& event : *events) page.push_back({event, event_text(event)});
  if (pages_.size() == kPagesKept) pages_.clear();
  return &pages_.emplace(position, std::move(page)).first->second;
}

}  // namespace zhipi::api
