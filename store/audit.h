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

// What one call has to tell, collected and written together: the log moves on once for all of it.
class Notes {
 public:
  // An event of an application's timeline, and an entry of the log. `detail` goes to both. `text`,
  // a JSON text, is for the timeline alone, in place of `detail`: the log keeps its digest.
  void add(const std::string& application, std::string_view event, json::object detail,
           const Act& act, const std::optional<std::string>& text = {});

  // To the timeline alone; `detail` is a JSON text.
  void add_to_timeline(const std::string& application, std::string_view event, std::string detail,
                       const Act& act);

  // To the log alone. `detail` should name contents by their digests, so that the log can be kept
  // and shown for ever without personal data in it.
  void add_to_log(std::string_view action, std::string_view subject, json::object detail,
                  const Act& act);

  // Everything, in the order of its coming, in the transaction of what it tells; from then on there
  // is nothing to tell.
  void write(Connection& connection);

 private:
  struct Entry {
    std::string until_number;  // its text before and after its number
    std::string rest;
  };
  void enter(std::string_view action, std::string_view subject, std::string_view detail,
             const Act& act);

  std::vector<Entry> entries_;
  std::vector<Values> timeline_;  // rows
};

// Notes of one: an event and its entry, or an entry alone.
void note(Connection& connection, const std::string& application, std::string_view event,
          json::object detail, const Act& act, const std::optional<std::string>& text = {});
void append_audit(Connection& connection, std::string_view action, std::string_view subject,
                  const json::object& detail, const Act& act);

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
