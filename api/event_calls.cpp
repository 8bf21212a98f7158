// GET /v1/events: a page of JSON, or a stream of server-sent events.
#include <charconv>

#include "api/authentication.h"
#include "api/bodies.h"
#include "api/calls.h"
#include "api/event_feed.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

constexpr int kUsualEvents = 100;
constexpr std::size_t kWaiting = 2UL << 20;  // bytes that may wait for a listener

struct EventsQuery {
  std::optional<std::int64_t> after;
  int limit = kUsualEvents;
  workflow::EventFilter filter;
};

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end && number >= 0;
}

// A client that comes back says by itself where it was: that counts more than the address which it
// began with.
std::optional<std::string_view> given_position(const http::Request& request) {
  const auto last = request.headers.find("Last-Event-ID");
  return last && !last->empty() ? last : request.query_value("after");
}

Expected<EventsQuery> events_query(const http::Request& request) {
  EventsQuery query;
  if (const auto position = given_position(request)) {
    if (!parse_number(*position, query.after.emplace())) {
      return problem("bad_parameter",
                     "after and Last-Event-ID are the sequence number of an event, 0 for all");
    }
  }
  if (const auto limit = request.query_value("limit");
      limit && !parse_number(*limit, query.limit)) {
    return problem("bad_limit", "limit is a whole number from 1 to 500");
  }
  if (const auto matter = request.query_value("matter")) query.filter.matter = *matter;
  if (const auto id = request.query_value("application")) query.filter.application = *id;
  return query;
}

bool wants_stream(const http::Request& request) {
  const std::string_view accepted = request.headers.find("Accept").value_or("");
  return accepted.find("text/event-stream") != std::string_view::npos;
}

http::Response stream_response(std::shared_ptr<http::Stream> stream) {
  return {.content_type = "text/event-stream",
          .headers = {{"X-Accel-Buffering", "no"}},  // nginx is to pass it on as it comes
          .stream = std::move(stream)};
}

}  // namespace

// NOLINTNEXTLINE(performance-unnecessary-value-param): calls that answer later own theirs
void events(Service& service, const Principal& principal, http::Request request,
            http::Reply reply) {
  auto query = events_query(request);
  if (!query) return reply.send(problem_response(query.error()));
  // Another's application is not there; asking for its events must tell no more.
  if (query->filter.application) {
    const auto seen = service.workflow.timeline(*query->filter.application, principal);
    if (!seen) return reply.send(problem_response(seen.error()));
  }
  if (!wants_stream(request)) {
    const auto page =
        service.workflow.events(query->after.value_or(0), query->limit, query->filter, principal);
    return reply.send(page ? json_response(*page) : problem_response(page.error()));
  }
  if (!query->after) {
    const auto last = service.workflow.store().last_event();
    if (!last) return reply.send(problem_response(last.error()));
    query->after = *last;
  }
  auto stream = std::make_shared<http::Stream>(kWaiting);
  const bool listening =
      service.events.add({.stream = stream,
                          .token = token_digest(request),
                          .principal = std::make_shared<const Principal>(principal),
                          .filter = std::move(query->filter),
                          .position = *query->after});
  if (!listening) {
    return reply.send(problem_response(
        Problem{"unavailable", "too many listen to events already; try again later", ""}));
  }
  reply.send(stream_response(std::move(stream)));
}

}  // namespace zhipi::api
