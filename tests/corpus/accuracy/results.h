// What came of reading specimens, field by field, and the figures made of it.
//
// Plain values and sums: no reader, no files. See docs/accuracy.md for what the figures mean.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/field.h"
#include "models/json.h"

namespace zhipi::accuracy {

// One field of one specimen. What was neither printed nor read is none.
struct Result {
  std::string file;
  std::string document;
  std::string condition;
  std::string field;  // "family[1].age" for a cell of a list
  FieldKind kind = FieldKind::text;
  Json printed;      // the true value; null where nothing stands
  Json read;         // null where nothing was found
  std::string text;  // as printed, or as read where nothing is printed
  double confidence = 0;

  bool is_printed() const { return !printed.is_null(); }
  bool is_found() const { return !read.is_null(); }
  bool is_right() const;
  bool is_cell() const { return field.find('[') != std::string::npos; }
  bool is_in_words() const;  // an amount that stands in words, with figures beside them or not
};

// Sums over some results. What is read where nothing stands is no field, but can be accepted and
// is wrong then.
struct Tally {
  int fields = 0;    // printed
  int found = 0;     // of them
  int right = 0;     // exactly
  int accepted = 0;  // read at or above the threshold
  int wrong = 0;     // of those accepted
  // The most that can be accepted by one threshold so that none is wrong, and that threshold.
  int acceptable = 0;
  double least_confidence = 1;

  double share(int of) const { return fields == 0 ? 0 : static_cast<double>(of) / fields; }
};
Tally tally(const std::vector<const Result*>& results, double threshold);

// Readings whose confidence lies in a tenth, from 0.0–0.1 to 0.9–1.0: what they said on average,
// and what share of them was right.
struct Bin {
  int readings = 0;
  double said = 0;
  double right = 0;
};
std::array<Bin, 10> reliability(const std::vector<const Result*>& results);

// Named tallies by what `name` says of a result; those it says nothing of are left out.
using Naming = std::function<std::string(const Result&)>;
std::map<std::string, Tally> tallies(const std::vector<Result>& results, double threshold,
                                     const Naming& name);

// The rows of the targets: which results count, what is demanded.
struct Target {
  std::string title;
  std::string measure;  // right | accepted | acceptable
  double reach = 0;
  std::function<bool(const Result&)> counts;
};
std::vector<Target> targets();

// The value of a measure in a tally, as a share of the fields.
double measured(const Tally& tally, std::string_view measure);

// Everything as one object, and as tables for people.
Json to_json(const std::vector<Result>& results, double threshold);
std::string to_text(const std::vector<Result>& results, double threshold);

}  // namespace zhipi::accuracy
