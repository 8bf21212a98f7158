#include "store/audit.h"

#include <algorithm>

#include "models/canonical_writer.h"
#include "models/digest.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

constexpr int kStep = 1000;  // entries that verification holds at a time

// RFC 9162 section 2.1.1: 0x00 keeps a leaf apart from an inner node.
std::string leaf_of(std::string_view entry) {
  std::string bytes(1, '\0');
  bytes += entry;
  return std::string(Digest::of(bytes).hex());
}

std::string chain_of(const std::string& before, const std::string& leaf) {
  return std::string(Digest::of(before + leaf).hex());
}

[[noreturn]] void broken(std::int64_t sequence, const std::string& what) {
  const std::string where = "entry " + std::to_string(sequence);
  refuse("audit_broken", "Audit " + where + " " + what + ".", where);
}

// The entry's own account of its place: a row that was moved contradicts it.
std::optional<std::int64_t> sequence_in(const std::string& entry) {
  const auto value = parse_json(entry);
  if (!value || !value->is_object()) return std::nullopt;
  const Json* sequence = value->as_object().if_contains("seq");
  if (!sequence || !sequence->is_int64()) return std::nullopt;
  return sequence->as_int64();
}

// The head after this entry, or a refusal that says what is wrong with it.
AuditHead follow(const AuditHead& head, const AuditEntry& entry) {
  const std::int64_t expected = head.size + 1;
  if (entry.sequence != expected) broken(expected, "is missing");
  if (leaf_of(entry.entry) != entry.leaf) broken(expected, "was changed: its hash differs");
  if (sequence_in(entry.entry) != expected) broken(expected, "was moved: it names another place");
  const std::string chain = chain_of(head.chain, entry.leaf);
  if (chain != entry.chain) broken(expected, "does not follow from the entries before it");
  return {expected, chain};
}

// Rows of one statement, a few at a time: each number of rows is a text that the connection keeps.
void insert_rows(Connection& connection, std::string_view into, const std::vector<Values>& rows) {
  constexpr std::size_t kMost = 8;
  for (std::size_t from = 0; from < rows.size(); from += kMost) {
    std::string sql(into);
    std::vector<Parameter> all;
    for (std::size_t at = from; at < std::min(from + kMost, rows.size()); ++at) {
      sql += at == from ? "(" : ", (";
      for (const Value& value : rows[at]) {
        if (&value != &rows[at].front()) sql += ", ";
        all.emplace_back(value);
        sql += "$" + std::to_string(all.size());
      }
      sql += ")";
    }
    connection.execute(sql, all);
  }
}

Event event_from(const Row& row) {
  return {row.integer(0), row.text(1), row.text(2), time_of_column(row.integer(3)),
          row.text(4),    row.text(5)};
}

std::vector<Event> events_from(const Rows& rows) {
  std::vector<Event> events;
  events.reserve(rows.size());
  for (const Row& row : rows) events.push_back(event_from(row));
  return events;
}

}  // namespace

void Notes::add(const std::string& application, std::string_view event, json::object detail,
                const Act& act, const std::optional<std::string>& text) {
  if (text) {
    add_to_timeline(application, event, *text, act);
    detail["detail"] = Digest::of(*text).text();
    return add_to_log(event, application, std::move(detail), act);
  }
  std::string written = canonical_json(std::move(detail));
  enter(event, application, written, act);
  add_to_timeline(application, event, std::move(written), act);
}

void Notes::add_to_timeline(const std::string& application, std::string_view event,
                            std::string detail, const Act& act) {
  timeline_.push_back(
      {application, std::string(event), to_column(act.at), act.actor, std::move(detail)});
}

void Notes::add_to_log(std::string_view action, std::string_view subject, json::object detail,
                       const Act& act) {
  enter(action, subject, canonical_json(std::move(detail)), act);
}

// Members stand in the order of their names, as RFC 8785 wants it.
void Notes::enter(std::string_view action, std::string_view subject, std::string_view detail,
                  const Act& act) {
  CanonicalWriter writer;
  const auto member = [&](std::string_view name, std::string_view text) {
    writer.raw(name);
    writer.text(text);
  };
  member("{\"action\":", action);
  member(",\"actor\":", act.actor);
  member(",\"at\":", to_text(act.at));
  writer.raw(",\"detail\":");
  writer.raw(detail);
  writer.raw(",\"seq\":");
  std::string until_number = writer.take();
  member(",\"subject\":", subject);
  writer.raw("}");
  entries_.push_back({std::move(until_number), writer.take()});
}

void Notes::write(Connection& connection) {
  insert_rows(connection, "INSERT INTO timeline (application, event, at, actor, detail) VALUES ",
              timeline_);
  timeline_.clear();
  if (entries_.empty()) return;
  AuditHead head = audit_head(connection);
  std::vector<Values> rows;
  for (const Entry& entry : entries_) {
    std::string text = entry.until_number + std::to_string(++head.size) + entry.rest;
    std::string leaf = leaf_of(text);
    head.chain = chain_of(head.chain, leaf);
    rows.push_back({head.size, std::move(text), std::move(leaf), head.chain});
  }
  insert_rows(connection, "INSERT INTO audit (sequence, entry, leaf, chain) VALUES ", rows);
  connection.execute("UPDATE audit_head SET size = $1, chain = $2", {head.size, head.chain});
  entries_.clear();
}

void note(Connection& connection, const std::string& application, std::string_view event,
          json::object detail, const Act& act, const std::optional<std::string>& text) {
  Notes notes;
  notes.add(application, event, std::move(detail), act, text);
  notes.write(connection);
}

void append_audit(Connection& connection, std::string_view action, std::string_view subject,
                  const json::object& detail, const Act& act) {
  Notes notes;
  notes.add_to_log(action, subject, detail, act);
  notes.write(connection);
}

std::vector<AuditEntry> audit_after(Connection& connection, std::int64_t sequence, int limit) {
  std::vector<AuditEntry> entries;
  const Rows rows = connection.query(
      "SELECT sequence, entry, leaf, chain FROM audit WHERE sequence > $1 "
      "ORDER BY sequence LIMIT $2",
      {sequence, std::int64_t{limit}});
  entries.reserve(rows.size());
  for (const Row& row : rows) {
    entries.push_back({row.integer(0), row.text(1), row.text(2), row.text(3)});
  }
  return entries;
}

AuditHead audit_head(Connection& connection) {
  const Rows rows = connection.query("SELECT size, chain FROM audit_head");
  if (rows.size() != 1) throw StorageError(StorageErrorKind::other, "the audit log has no head");
  return {rows.front().integer(0), rows.front().text(1)};
}

AuditHead verify_audit(Connection& connection, const std::optional<AuditHead>& witness) {
  AuditHead head{0, std::string(64, '0')};
  const auto meet_witness = [&] {
    if (!witness || witness->size != head.size || witness->chain == head.chain) return;
    broken(head.size,
           "or one before it was written anew: the log no longer leads to the head "
           "that was kept elsewhere");
  };
  meet_witness();
  while (true) {
    const auto entries = audit_after(connection, head.size, kStep);
    for (const AuditEntry& entry : entries) {
      head = follow(head, entry);
      meet_witness();
    }
    if (entries.empty()) break;
  }
  const AuditHead recorded = audit_head(connection);
  const std::int64_t size = std::max(recorded.size, witness ? witness->size : 0);
  if (head.size < size) broken(head.size + 1, "is missing: the log was cut off");
  if (head != recorded) broken(head.size, "is not the end of the log that was recorded");
  return head;
}

AuditHead check_audit_end(Connection& connection) {
  const AuditHead recorded = audit_head(connection);
  const Rows rows = connection.query(
      "SELECT sequence, entry, leaf, chain FROM audit ORDER BY sequence DESC LIMIT 2");
  AuditHead before{0, std::string(64, '0')};
  if (rows.size() == 2) before = {rows[1].integer(0), rows[1].text(3)};
  AuditHead head = before;
  if (!rows.empty()) {
    const Row& last = rows.front();
    head = follow(before, {last.integer(0), last.text(1), last.text(2), last.text(3)});
  }
  if (head.size < recorded.size) broken(head.size + 1, "is missing: the log was cut off");
  if (head != recorded) broken(head.size, "is not the end of the log that was recorded");
  return head;
}

std::vector<Event> timeline_of(Connection& connection, const std::string& application) {
  return events_from(
      connection.query("SELECT sequence, application, event, at, actor, detail FROM timeline "
                       "WHERE application = $1 ORDER BY sequence",
                       {application}));
}

std::vector<Event> events_after(Connection& connection, std::int64_t sequence, int limit) {
  const Rows rows = connection.query(
      "SELECT timeline.sequence, timeline.application, timeline.event, timeline.at, "
      "timeline.actor, timeline.detail, applications.matter, applications.reference, "
      "applications.submitter FROM timeline "
      "JOIN applications ON applications.id = timeline.application "
      "WHERE timeline.sequence > $1 ORDER BY timeline.sequence LIMIT $2",
      {sequence, std::int64_t{limit}});
  std::vector<Event> events;
  events.reserve(rows.size());
  for (const Row& row : rows) {
    Event& event = events.emplace_back(event_from(row));
    event.matter = row.text(6);
    event.reference = row.text(7);
    event.submitter = row.text(8);
  }
  return events;
}

std::int64_t last_event(Connection& connection) {
  return connection.query("SELECT coalesce(max(sequence), 0) FROM timeline").front().integer(0);
}

}  // namespace zhipi::store
