// One request on its way through systems (W3C Trace Context, https://www.w3.org/TR/trace-context/):
// its id stands in every line of the log that belongs to it, here and in the systems around us.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zhipi::workflow {

// A place in a trace. Both ids are lower-case hex and not all zeros, or both are empty: no trace.
struct Trace {
  std::string id;    // of the whole: 32 digits
  std::string span;  // of this place in it: 16 digits
  bool sampled = false;
  friend bool operator==(const Trace&, const Trace&) = default;
};

// The value of a `traceparent` field: version 00 exactly, and of a later version what it has in
// common with 00 (section 3.2.4 of the recommendation). Nothing for anything else: a trace is never
// a reason to refuse a request.
std::optional<Trace> parse_traceparent(std::string_view value);

// As version 00 writes it. There must be a trace.
std::string to_traceparent(const Trace& trace);

// A trace of its own, to be sampled; throws std::system_error where the kernel gives no randomness.
Trace new_trace();

// A new place in this trace; a new trace where there is none.
Trace next_span(const Trace& trace);

}  // namespace zhipi::workflow
