// How the service is: for those who run it.
#include "api/calls.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

Sample sample_of(Service& service) {
  Sample sample;
  if (service.edge_load) {
    const EdgeLoad load = service.edge_load();
    sample.connections = load.connections;
    sample.in_flight = load.in_flight;
  }
  // A store that does not answer shows in /readyz and in the log; the other figures still count.
  if (auto queue = service.workflow.store().queue_figures()) sample.queue = *queue;
  if (auto waiting = service.workflow.waiting()) sample.waiting = *std::move(waiting);
  sample.now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  sample.waiting_writes = service.workflow.store().waiting_writes();
  sample.reader_restarts = service.workflow.reader_restarts();
  sample.packs = service.workflow.catalogue().packs();
  sample.calendar_days = service.workflow.calendar_days();
  return sample;
}

std::optional<store::By> by(std::string_view text) {
  if (text == "day") return store::By::day;
  if (text == "month") return store::By::month;
  if (text == "matter") return store::By::matter;
  return std::nullopt;
}

}  // namespace

http::Response healthz(Service&, const Principal&, const http::Request&) {
  return json_response(json::object{{"status", "up"}});
}

http::Response readyz(Service& service, const Principal&, const http::Request&) {
  const auto jobs = service.workflow.store().open_jobs();
  return jobs ? json_response(json::object{{"status", "ready"}, {"open_jobs", *jobs}})
              : problem_response(jobs.error());
}

http::Response get_metrics(Service& service, const Principal&, const http::Request&) {
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
          .body = service.metrics->text([&] { return sample_of(service); })};
}

http::Response get_statistics(Service& service, const Principal&, const http::Request& request) {
  std::optional<Date> days[2];
  const std::string_view names[2] = {"from", "to"};
  for (int at = 0; at < 2; ++at) {
    const auto text = request.query_value(names[at]);
    if (!text) continue;
    days[at] = Date::parse(*text);
    if (!days[at]) {
      return problem_response(Problem{
          "bad_parameter", std::string(names[at]) + " is a day, written as 2026-11-20", ""});
    }
  }
  const auto part = by(request.query_value("by").value_or("day"));
  if (!part) return problem_response(Problem{"bad_parameter", "by is day, month or matter", ""});
  std::optional<std::string> matter;
  if (const auto name = request.query_value("matter")) matter = *name;
  const auto figures = service.workflow.statistics(days[0], days[1], matter, *part);
  return figures ? json_response(*figures) : problem_response(figures.error());
}

}  // namespace zhipi::api
