// The audit log and the timelines: what is written once and never changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/json.h"
#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

// Adds an entry at the end of the log. `detail` should name contents by their digests, so that
// the log can be kept and shown for ever without personal data in it.
void append_audit(Connection& connection, std::string_view action, std::string_view subject,
                  const json::object& detail, const Act& act);

// Adds an event to an application's timeline and to the log. `detail` goes to both. `text`, a JSON
// text, is for the timeline alone, in place of `detail`: the log keeps its digest.
void note(Connection& connection, const std::string& application, std::string_view event,
          const json::object& detail, const Act& act, const std::optional<std::string>& text = {});

// To the timeline alone; `detail` is a JSON text. The caller writes the log.
void add_to_timeline(Connection& connection, const std::string& application, std::string_view event,
                     const std::string& detail, const Act& act);

std::vector<AuditEntry> audit_after(Connection& connection, std::int64_t sequence, int limit);
AuditHead audit_head(Connection& connection);

// Refuses with `audit_broken` at the first entry that is not what it was.
AuditHead verify_audit(Connection& connection, const std::optional<AuditHead>& witness);

// The head, if the last entry and the recorded head agree; refuses with `audit_broken` if not.
AuditHead check_audit_end(Connection& connection);

std::vector<Event> timeline_of(Connection& connection, const std::string& application);
std::vector<Event> events_after(Connection& connection, std::int64_t sequence, int limit);
std::int64_t last_event(Connection& connection);

}  // namespace zhipi::store
