// Verdicts on criteria (审查要点) and the decision that follows from them: DESIGN's public shapes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/box.h"
#include "models/json.h"

namespace zhipi {

enum class Outcome { approve, approve_conditionally, supplement, not_accept, deny, escalate };

std::string_view to_text(Outcome outcome);
std::optional<Outcome> outcome(std::string_view text);

enum class Result { pass, fail, unknown, not_applicable, error };

std::string_view to_text(Result result);
std::optional<Result> result(std::string_view text);

// One fact or table row that a criterion read or asked for.
struct Evidence {
  std::string fact;    // "id_card.birth_date", "form.family[1].age", "tables/tiers.csv[2]"
  Json value;          // null when absent
  std::string source;  // a Source, or "table"; empty when nothing was there
  std::optional<double> confidence;
  std::string material;  // empty unless it was read from one
  int page = 0;          // 0: on no page
  std::optional<Box> box;
  std::string cause;  // why it could not be used; empty when it could
};

struct Verdict {
  std::string criterion;
  std::string kind;   // criterion | inspect | score
  std::string stage;  // accept | review
  std::string title;
  std::string basis;
  Result result = Result::error;
  bool covered = false;
  std::string code;              // of an unknown or error, as in a Reason; empty otherwise
  std::string message;           // empty is null
  std::optional<double> points;  // of a score
  std::vector<Evidence> evidence;
};

// What must be supplemented, told once and in full.
struct Supplement {
  std::string kind;  // material | form | criterion
  std::string id;
  std::string title;
  std::string message;
  std::string basis;
};

// What a conditional approval leaves open.
struct Obligation {
  std::string id;
  std::string kind;  // tolerate | promise
  std::string title;
  std::optional<int> working_days;
  std::string due;  // YYYY-MM-DD; empty until that year's calendar is published
  std::string consequence;
};

// Why an officer is asked, or what an officer should look at.
struct Reason {
  std::string code;
  std::string message;
  std::vector<std::string> facts;
};

struct GrantedResult {
  std::string title;
  std::string kind;
  Json value;
};

struct Decision {
  std::string application;
  std::string matter;
  Outcome outcome = Outcome::escalate;
  std::optional<Outcome> proposal;
  std::string pack_version;
  std::string pack_digest;
  std::string facts_digest;
  std::vector<Verdict> verdicts;
  std::map<std::string, GrantedResult> results;
  std::vector<Supplement> supplements;
  std::vector<Obligation> obligations;
  std::vector<Reason> reasons;
  double risk_score = 0;
  std::string risk_level;

  bool automatic() const { return outcome != Outcome::escalate; }
};

// The public JSON; canonical_json() of it is the decision's bytes.
Json to_json(const Decision& decision);

}  // namespace zhipi
