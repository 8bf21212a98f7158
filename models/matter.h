// A matter (事项) as its pack declares it: what is asked of an applicant, and what may follow.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/field.h"

namespace zhipi {

// Whether something must be there: never, always, or as a function of the pack says (on the form).
enum class Required { no, yes, depends };

struct FormField : Field {
  Required required = Required::no;
};

struct Material {
  std::string name;
  std::string title;
  Required required = Required::no;
  std::optional<int> tolerable;  // 容缺: may follow within this many working days
  bool promisable = false;       // 告知承诺: a promise may stand for it
  std::string replaced_by;       // look-up that can stand in for it
  std::vector<Field> fields;
  std::map<std::string, std::string>
      corroborates;  // own field -> independent fact: "form.full_name"
};

struct Lookup {
  std::string name;
  std::string title;
  std::vector<std::string> by;  // facts that are the key: "form.id_number"
  std::vector<Field> fields;
};

// A count or a sum over earlier applications of the matter (`count_applications`,
// `sum_applications`), frozen with the facts.
struct HistoryCount {
  std::string name;
  std::vector<std::string> same;  // facts whose value an earlier application must share
  std::string state;              // "open", "decided", …, or empty for any
  std::string of = {};            // what is summed: "form.months", "results.months"; or empty
  FieldKind kind = FieldKind::integer;
};

struct SpecialStage {
  std::string kind;
  std::string basis;
  int days = 0;
};

struct RiskLevel {
  double points = 0;  // from this score on
  std::string level;
  std::optional<double> spot_check;
  bool escalate = false;
};

struct Matter {
  std::string id;  // the folder's name
  std::string code;
  std::string title;
  std::string authority;
  std::string version;
  std::string applicant;  // person | organisation
  std::vector<std::string> basis;
  std::optional<int> statutory_days;  // working days
  std::optional<int> promised_days;
  std::vector<std::string> modes{"normal"};
  std::map<std::string, bool, std::less<>>
      automatic;                     // outcome -> may be decided without an officer
  double spot_check = 0;             // share of automatic approvals, 0 to 1
  std::optional<double> confidence;  // threshold for fields without their own
  std::vector<RiskLevel> risk;       // by rising points
  std::vector<SpecialStage> special_stages;
  bool collective = false;  // 集体审议
  bool secret = false;      // 涉密
  std::optional<int> check_days;
  std::vector<FormField> form;
  std::vector<Material> materials;
  std::vector<Lookup> lookups;
  std::vector<HistoryCount> history;
};

inline constexpr double kDefaultThreshold = 0.98;

const Material* find_material(const Matter& matter, std::string_view name);
const Lookup* find_lookup(const Matter& matter, std::string_view name);

// The facts `app.history` has.
std::vector<Field> history_fields(const Matter& matter);

}  // namespace zhipi
