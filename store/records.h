// What the store keeps, as plain values. Requests, facts and decisions are JSON texts that the
// store neither reads nor changes: what was canonical stays so, byte for byte.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/date.h"
#include "models/digest.h"
#include "store/time.h"

namespace zhipi::store {

// Where an application stands. The last three end the case.
enum class State {
  received,
  reading,
  judging,
  decided,
  escalated,      // an officer decides
  supplementing,  // the applicant was told what is missing
  withdrawn,
  revoked,
  closed,
};

std::string_view to_text(State state);
std::optional<State> state(std::string_view text);
inline bool is_end(State state) {
  return state >= State::withdrawn;
}

// What the caller was answered, so that the same request gets the same answer.
struct Response {
  int status = 0;
  std::string body;
  friend bool operator==(const Response&, const Response&) = default;
};

// An Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): one principal, one key, one body.
struct Once {
  std::string key;
  std::string principal;
  Digest body;
  Response response;  // what is answered, now and to every repetition
};

// Who writes, and when. With `once`, the response is remembered in the same transaction, and a key
// that is already known refuses the write: `already_done` (same body; see Store::recall) or
// `key_reused` (another one).
struct Act {
  Time at{};
  std::string actor;
  std::optional<Once> once = {};
};

// Bytes that were uploaded, known by their content; the bytes themselves are in Blobs.
struct StoredMaterial {
  Digest digest;
  std::string media_type;
  std::int64_t bytes = 0;
  Time uploaded_at{};
  std::string uploader;
};

// The files of each material, in the order of their pages, by the material's name in the matter.
using MaterialFiles = std::map<std::string, std::vector<Digest>>;

// It is received at the moment of its act, and submitted by the act's actor.
struct NewApplication {
  std::string id;
  std::string matter;
  std::string pack = {};       // digest of the pack in force on received_on
  std::string reference = {};  // the caller's own number (办件编号); may be empty
  std::string mode = "normal";
  std::string applicant = "{}";  // JSON
  std::string request = "{}";    // JSON, canonical
  Date received_on;
  State state = State::received;      // what a decision given with it says goes before
  std::optional<Date> deadline = {};  // the last day of the promised limit
  MaterialFiles materials = {};
  std::vector<std::string> subjects = {};  // what it can be counted by; opaque to the store
  // Store::last_change_with from before its decision was made; not given where none was.
  std::optional<std::int64_t> seen = {};
  std::optional<int> promised_days = {};  // working days, for the record of its reception
  std::optional<int> statutory_days = {};
};

struct Application {
  std::int64_t sequence = 0;  // the order of reception, whatever the clock said
  std::string id;
  std::string matter;
  std::string pack;
  std::string reference;
  std::string mode;
  std::string applicant;
  std::string request;
  std::string submitter;  // who sent it: the actor of its creation
  Date received_on;
  Time received_at{};
  State state = State::received;
  int round = 1;  // 1, and one more for each supplement or review that is judged anew
  std::optional<Date> deadline;
  std::string reviewer;  // who has taken it; empty when nobody has
  Time claimed_until{};  // from then on another may take it over
};

// An application as later ones look back at it.
struct Precedent {
  std::string id;
  std::string request;     // JSON, as submitted
  std::string outcome;     // of its latest decision; empty while there is none
  std::string decision;    // JSON, or empty
  std::string input = {};  // JSON, of its present round; empty in the first
};

// What creating gave: a new application, or the one that this key created before.
struct Created {
  std::string id;
  Response response;
  bool repeated = false;
};

enum class Maker { engine, person };

// What one person wants done and a second has yet to confirm (four eyes).
struct PendingAct {
  std::string kind;  // "review", "revoke"
  int round = 1;
  std::string act;  // JSON
  std::string actor;
  Time at{};
  friend bool operator==(const PendingAct&, const PendingAct&) = default;
};

// It waits under the actor of its act. An application has one at a time.
struct NewPendingAct {
  std::string kind;
  int round = 1;
  std::string act;                          // JSON
  std::vector<State> from;                  // states in which that is allowed
  std::optional<PendingAct> replaces = {};  // the one that is there, if any: another is a conflict
};

// Work for the queue.
struct NewJob {
  std::string kind;            // "read", "deliver": a worker claims one kind
  std::string payload = "{}";  // JSON
  Time ready_at{};             // not before
};

// What a conditional approval leaves open, as it begins.
struct NewObligation {
  std::string name;  // as the decision names it: a material or a criterion
  std::string kind;  // tolerate | promise
  std::string title;
  std::optional<int> working_days = {};
  Date begun_on;                 // the day that is not counted
  std::optional<Date> due = {};  // nothing until that year's calendar is published
  std::string consequence = {};
};

// Whether a person looks at an automatic approval again (双随机), as it was drawn.
struct Draw {
  double share = 0;   // of approvals that are drawn, 0 to 1
  std::string key;    // digest of the key, which tells keys apart
  std::string input;  // digest of what was hashed
  std::string hash;   // 64 hex digits
  bool drawn = false;
};

struct NewDecision {
  int round = 1;
  Maker maker = Maker::engine;
  std::string outcome;
  bool automatic = false;
  std::string decision;                   // JSON, canonical
  std::string pack = {};                  // digest
  std::string engine = {};                // version; the record keeps it, the decision does not
  State state = State::decided;           // of the application from now on
  std::optional<std::string> facts = {};  // JSON, canonical: frozen now, unless they were before
  std::optional<NewJob> job = {};         // what is to follow: delivery
  std::string proposal = {};              // of an escalation, an outcome; empty where there is none
  std::vector<std::string> reasons = {};  // of an escalation, as codes, for figures
  std::vector<NewObligation> obligations = {};  // of a conditional approval
  std::optional<Draw> draw = {};                // of an automatic approval
  // Of an approval: the obligations of earlier rounds that stay open, by name. It fulfils the
  // others; a refusal ends all of them.
  std::vector<std::string> owed = {};
  // Of the engine, where it has counted others: by what, and Store::last_change_with from before.
  // `stale` where something has changed since.
  std::vector<std::string> subjects = {};
  std::optional<std::int64_t> seen = {};
  // Of a person: the pending act that this confirms. Another one, or one where none is named, is a
  // `conflict`.
  std::optional<PendingAct> confirms = {};
};

struct StoredDecision {
  int round = 1;
  Maker maker = Maker::engine;
  std::string outcome;
  bool automatic = false;
  std::string decision;
  std::string pack;
  std::string engine;
  std::string facts;  // digest of the round's facts; empty if there were none
  Time at{};
  std::string actor;
};

struct StoredFacts {
  int round = 1;
  Digest digest;
  std::string facts;  // JSON
};

// An application's latest frozen facts.
struct FrozenCase {
  std::int64_t sequence = 0;  // of the application
  std::string application;
  std::string facts;  // JSON, canonical
};

// A job in a worker's hands until `until`. The token grows with every claim, so that a worker that
// comes too late is told apart from the one that has the job now.
struct Lease {
  std::int64_t job = 0;
  std::int64_t token = 0;
  std::string application;
  std::string kind;
  std::string payload;
  int attempts = 0;  // this one included
  Time until{};
};

// A job that was given up; a person looks at it.
struct ParkedJob {
  std::int64_t job = 0;
  std::string application;
  std::string kind;
  int attempts = 0;
  std::string error;
};

enum class AfterFailure { waiting, parked };

// A round: the application goes back to be judged with new pieces.
struct NewRound {
  int after = 1;            // the round it follows; another one since then is a `conflict`
  std::string reason;       // "supplement", "obligation", "review", "spot_check"
  std::vector<State> from;  // states in which that is allowed
  State to = State::received;
  MaterialFiles materials = {};  // a material given anew takes the place of its earlier files
  std::string input = "{}";      // JSON: what the round's facts are gathered from
  // What it can be counted by from now on; unchanged if not given.
  std::optional<std::vector<std::string>> subjects = {};
  std::optional<std::int64_t> seen = {};  // of those, as NewApplication::seen: `stale` otherwise
  std::optional<NewJob> job = {};
  std::optional<Date> deadline = {};  // unchanged if not given
};

struct Round {
  int round = 1;
  std::string reason;
  std::string input;
  Time at{};
  std::string actor;
};

// A change of state.
struct Move {
  std::vector<State> from;  // states in which it is allowed
  State to = State::received;
  std::string event;                        // as the timeline names it: "withdrawn"
  std::string detail = "{}";                // JSON: grounds
  std::vector<std::string> cancel = {};     // kinds of the application's jobs that are taken away
  std::optional<NewJob> job = {};           // what is to follow
  std::optional<PendingAct> confirms = {};  // the pending act that this carries out
};

struct Event {
  std::int64_t sequence = 0;
  std::string application;
  std::string event;
  Time at{};
  std::string actor;
  std::string detail;  // JSON
  // Of the application; filled in where events of all applications are asked for.
  std::string matter = {};
  std::string reference = {};
  std::string submitter = {};
};

enum class Sort { received, deadline };

struct ListQuery {
  std::optional<State> state = {};
  std::optional<std::string> matter = {};
  std::optional<std::string> reference = {};
  std::optional<std::string> submitter = {};
  std::optional<std::string> reviewer = {};  // empty: those that nobody has taken
  Sort sort = Sort::deadline;  // earliest first, those without one last; ties as received
  std::string cursor = {};     // from the page before; empty for the first
  int limit = 50;              // 1 to 200
};

struct ApplicationPage {
  std::vector<Application> applications;
  std::string next;  // empty on the last page
};

struct AuditEntry {
  std::int64_t sequence = 0;  // from 1, without gaps
  std::string entry;          // canonical JSON
  std::string leaf;           // hex of SHA-256(0x00 || entry): RFC 9162 section 2.1.1
  std::string chain;          // hex of SHA-256(chain before || leaf), both as hex text
};

// How far the log goes. Kept elsewhere, it proves later that nothing before it was changed.
struct AuditHead {
  std::int64_t size = 0;
  std::string chain;
  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

struct Key {
  std::string name;  // who: actor and principal of what is done with it
  std::vector<std::string> roles;
};

}  // namespace zhipi::store
