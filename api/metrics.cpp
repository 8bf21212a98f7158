#include "api/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "api/process_figures.h"

namespace zhipi::api {
namespace {

using prometheus::Counter;
using prometheus::Histogram;
using Buckets = Histogram::BucketBoundaries;

constexpr std::size_t kMostMembers = 5000;  // of one family
constexpr std::chrono::seconds kGoodFor{1};

const Buckets& answer_buckets() {
  static const Buckets kBuckets{.001, .0025, .005, .01, .025, .05, .1, .25,
                                .5,   1,     2.5,  5,   10,   30,  60};
  return kBuckets;
}

const Buckets& reading_buckets() {
  static const Buckets kBuckets{.1, .25, .5, 1, 2, 3, 5, 10, 20, 30, 60, 120};
  return kBuckets;
}

double seconds(std::chrono::nanoseconds spent) {
  return std::chrono::duration<double>(spent).count();
}

std::string_view yes_or_no(bool value) {
  return value ? "true" : "false";
}

// The members of a family by the values of their labels. Looking one up costs no label map, so that
// a decision with twenty verdicts costs microseconds.
template <class T>
class Members {
 public:
  Members(prometheus::Family<T>& family, std::vector<std::string> labels, Buckets buckets = {})
      : family_(family), labels_(std::move(labels)), buckets_(std::move(buckets)) {}

  T& of(std::initializer_list<std::string_view> values) {
    std::string key;
    for (const std::string_view value : values) key.append(value).append(1, '\0');
    const std::lock_guard lock(mutex_);
    const auto known = members_.find(key);
    if (known != members_.end()) return *known->second;
    const bool full = members_.size() >= kMostMembers;
    prometheus::Labels labels;
    auto value = values.begin();
    for (const std::string& label : labels_) labels[label] = full ? "other" : std::string(*value++);
    T& member = add(labels);
    if (!full) members_.emplace(std::move(key), &member);
    return member;
  }

 private:
  T& add(const prometheus::Labels& labels) {
    if constexpr (std::is_same_v<T, Histogram>) {
      return family_.Add(labels, buckets_);
    } else {
      return family_.Add(labels);
    }
  }

  prometheus::Family<T>& family_;
  const std::vector<std::string> labels_;
  const Buckets buckets_;
  std::mutex mutex_;
  std::unordered_map<std::string, T*> members_;
};

using Families = std::vector<prometheus::MetricFamily>;

struct Point {
  prometheus::Labels labels;
  double value = 0;
};

void add_sampled(Families& families, std::string name, std::string help,
                 prometheus::MetricType type, const std::vector<Point>& points) {
  prometheus::MetricFamily family{std::move(name), std::move(help), type, {}};
  for (const Point& point : points) {
    prometheus::ClientMetric metric;
    for (const auto& [label, value] : point.labels) metric.label.push_back({label, value});
    metric.gauge.value = point.value;
    metric.counter.value = point.value;
    family.metric.push_back(std::move(metric));
  }
  families.push_back(std::move(family));
}

void add_gauge(Families& families, std::string name, std::string help, double value) {
  add_sampled(families, std::move(name), std::move(help), prometheus::MetricType::Gauge,
              {{{}, value}});
}

void add_queue(Families& families, const Sample& sample) {
  const store::QueueFigures& queue = sample.queue;
  add_sampled(families, "zhipi_queue_jobs", "Jobs by state; parked ones need a person.",
              prometheus::MetricType::Gauge,
              {{{{"state", "waiting"}}, static_cast<double>(queue.waiting)},
               {{{"state", "leased"}}, static_cast<double>(queue.leased)},
               {{{"state", "parked"}}, static_cast<double>(queue.parked)}});
  const auto age = queue.oldest ? sample.now - *queue.oldest : std::chrono::milliseconds(0);
  add_gauge(families, "zhipi_queue_oldest_seconds",
            "How long the oldest job has been waiting to be taken; 0 where none waits.",
            std::max(0.0, std::chrono::duration<double>(age).count()));
}

// One point for each matter in force, so that a zero is told apart from nothing; and for whatever
// else there is some of, as of a matter that is no longer in force.
std::vector<Point> points_of(const Sample& sample, std::string_view kind,
                             const prometheus::Labels& labels) {
  std::map<std::string, double> counts;
  for (const auto& [matter, pack] : sample.packs) counts[matter] = 0;
  for (const store::Waiting& one : sample.waiting) {
    if (one.kind == kind) counts[one.matter] = static_cast<double>(one.count);
  }
  std::vector<Point> points;
  for (const auto& [matter, count] : counts) {
    prometheus::Labels all = labels;
    all["matter"] = matter;
    points.push_back({std::move(all), count});
  }
  return points;
}

void add_waiting(Families& families, const Sample& sample) {
  struct Kind {
    std::string_view kind;
    prometheus::Labels labels;
  };
  const auto add = [&](const char* name, const char* help, const std::vector<Kind>& kinds) {
    std::vector<Point> points;
    for (const Kind& one : kinds) {
      for (Point& point : points_of(sample, one.kind, one.labels))
        points.push_back(std::move(point));
    }
    add_sampled(families, name, help, prometheus::MetricType::Gauge, points);
  };
  add("zhipi_deadlines", "Applications not decided yet whose limit has passed or is near.",
      {{"promised_overdue", {{"clock", "promised"}, {"state", "overdue"}}},
       {"promised_near", {{"clock", "promised"}, {"state", "near"}}},
       {"statutory_overdue", {{"clock", "statutory"}, {"state", "overdue"}}},
       {"statutory_near", {{"clock", "statutory"}, {"state", "near"}}}});
  add("zhipi_obligations", "Obligations past their last day: open, or lapsed and to be weighed.",
      {{"obligation_overdue", {{"state", "overdue"}}},
       {"obligation_lapsed", {{"state", "lapsed"}}}});
  add("zhipi_parked_jobs", "Jobs that were given up.", {{"job_parked", {}}});
  add("zhipi_applications_waiting", "Applications that wait for officers or applicants.",
      {{"escalated", {{"state", "escalated"}}}, {"supplementing", {{"state", "supplementing"}}}});
}

void add_packs(Families& families, const Sample& sample) {
  std::vector<Point> packs;
  for (const auto& [matter, pack] : sample.packs) {
    packs.push_back(
        {{{"matter", matter}, {"version", pack->matter().version}, {"digest", pack->digest()}}, 1});
  }
  add_sampled(families, "zhipi_pack_info", "Rule packs in force, by digest.",
              prometheus::MetricType::Gauge, packs);
}

void add_process(Families& families) {
  const ProcessFigures process = process_figures();
  add_gauge(families, "process_resident_memory_bytes",
            "Resident memory of the service, without its readers.", process.resident_bytes);
  add_gauge(families, "process_start_time_seconds", "When the process started, since 1970.",
            process.started);
  add_gauge(families, "process_open_fds", "Open file descriptors.", process.open_descriptors);
  add_gauge(families, "process_max_fds", "File descriptors that may be open.",
            process.most_descriptors);
  add_sampled(families, "process_cpu_seconds_total", "Processor time, user and system.",
              prometheus::MetricType::Counter, {{{}, process.processor_seconds}});
  add_sampled(families, "zhipi_build_info", "The version that runs.", prometheus::MetricType::Gauge,
              {{{{"version", ZHIPI_VERSION}}, 1}});
}

}  // namespace

class Metrics::Impl {
 public:
  prometheus::Registry registry;
  Members<Counter> requests{counter("zhipi_http_requests_total", "Answered calls."),
                            {"method", "route", "status"}};
  Members<Histogram> answers{
      histogram("zhipi_http_request_seconds",
                "From the moment a call has its worker to its answer, held ones included."),
      {"method", "route"},
      answer_buckets()};
  Members<Counter> refusals{
      counter("zhipi_http_refusals_total", "What the edge refused before it became a call."),
      {"status", "code"}};
  Histogram& commits =
      histogram("zhipi_store_commit_seconds", "One commit, with everything written in it.")
          .Add({}, Buckets{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5});
  Histogram& groups = histogram("zhipi_store_group_units", "Writes that shared one commit.")
                          .Add({}, Buckets{1, 2, 4, 8, 16, 32, 64, 128});
  Members<Histogram> readings{
      histogram("zhipi_reading_seconds",
                "Reading one material, the wait for a free reader included."),
      {"matter", "material"},
      reading_buckets()};
  Members<Counter> reading_problems{
      counter("zhipi_reading_problems_total", "Pages that could not be read whole."),
      {"matter", "material", "code"}};
  Members<Counter> verdicts{counter("zhipi_verdicts_total", "Verdicts on criteria."),
                            {"matter", "criterion", "result"}};
  Members<Counter> decisions{counter("zhipi_decisions_total", "Decisions kept."),
                             {"matter", "outcome", "maker", "automatic"}};
  Members<Counter> reasons{
      counter("zhipi_escalation_reasons_total", "Why applications went to an officer."),
      {"matter", "code"}};
  Members<Counter> lookups{
      counter("zhipi_lookups_total", "Look-ups that decisions rest on, answered or failed."),
      {"matter", "lookup", "result"}};

  std::mutex mutex;  // guards what follows
  std::string text;
  std::chrono::steady_clock::time_point good_until{};

 private:
  prometheus::Family<Counter>& counter(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  prometheus::Family<Histogram>& histogram(const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string_view method, std::string_view route, int status,
                       std::chrono::nanoseconds spent) {
  impl_->requests.of({method, route, std::to_string(status)}).Increment();
  impl_->answers.of({method, route}).Observe(seconds(spent));
}

void Metrics::refused(int status, std::string_view code) {
  impl_->refusals.of({std::to_string(status), code}).Increment();
}

void Metrics::committed(std::size_t units, std::chrono::nanoseconds spent) {
  impl_->commits.Observe(seconds(spent));
  impl_->groups.Observe(static_cast<double>(units));
}

void Metrics::read(std::string_view matter, std::string_view material,
                   std::chrono::nanoseconds spent, const MaterialReading& reading) {
  impl_->readings.of({matter, material}).Observe(seconds(spent));
  for (const Problem& wrong : reading.problems) {
    impl_->reading_problems.of({matter, material, wrong.code}).Increment();
  }
}

void Metrics::decided(const Decision& decision, const std::map<std::string, bool>& lookups) {
  const std::string& matter = decision.matter;
  for (const Verdict& verdict : decision.verdicts) {
    impl_->verdicts.of({matter, verdict.criterion, to_text(verdict.result)}).Increment();
  }
  impl_->decisions
      .of({matter, to_text(decision.outcome), "engine", yes_or_no(decision.automatic())})
      .Increment();
  if (decision.outcome == Outcome::escalate) {
    for (const Reason& reason : decision.reasons)
      impl_->reasons.of({matter, reason.code}).Increment();
  }
  for (const auto& [lookup, answered] : lookups) {
    impl_->lookups.of({matter, lookup, answered ? "answered" : "failed"}).Increment();
  }
}

void Metrics::decided_by_person(std::string_view matter, std::string_view outcome) {
  impl_->decisions.of({matter, outcome, "person", "false"}).Increment();
}

std::string Metrics::text(const std::function<Sample()>& sample) {
  const std::lock_guard lock(impl_->mutex);
  const auto now = std::chrono::steady_clock::now();
  if (now < impl_->good_until) return impl_->text;
  const Sample seen = sample();
  Families families = impl_->registry.Collect();
  add_gauge(families, "zhipi_http_connections", "Open connections.",
            static_cast<double>(seen.connections));
  add_gauge(families, "zhipi_http_in_flight", "Requests being handled or answered.",
            static_cast<double>(seen.in_flight));
  add_gauge(families, "zhipi_store_waiting_writes", "Writes that wait for the next commit.",
            static_cast<double>(seen.waiting_writes));
  add_sampled(families, "zhipi_reader_restarts_total",
              "Reader processes that died, overran or answered nonsense, and were replaced.",
              prometheus::MetricType::Counter, {{{}, static_cast<double>(seen.reader_restarts)}});
  add_queue(families, seen);
  add_waiting(families, seen);
  add_packs(families, seen);
  add_gauge(families, "zhipi_calendar_days",
            "Days from today on for which there are holiday calendars.", seen.calendar_days);
  add_process(families);
  impl_->text = prometheus::TextSerializer().Serialize(families);
  impl_->good_until = now + kGoodFor;
  return impl_->text;
}

}  // namespace zhipi::api
