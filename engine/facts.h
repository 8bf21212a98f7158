// The frozen facts of one application, bound to the matter that declares their names and kinds.
//
// Facts are what a decision rests on and all that it rests on. Binding refuses a document whole if
// any name is undeclared or any value has the wrong type, and says where, with the nearest name.
// Bound, the facts lie in a few flat blocks, so that judging reads them by number.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fact_layout.h"
#include "models/box.h"
#include "models/date.h"
#include "models/json.h"
#include "models/problem.h"
#include "models/reading.h"

namespace zhipi::engine {

// One value with where it came from. Null is absent; so are empty text and an empty list.
struct Fact {
  enum class Type : std::uint8_t { absent, text, whole, number, boolean, date, rows };
  Type type = Type::absent;
  std::uint8_t misread = 0;  // 1: text that is no value of its kind: doubtful at every threshold
  Source source = Source::form;
  std::int32_t page = 0;    // 0: on no page
  std::int32_t box = -1;    // in Facts::boxes
  std::uint32_t begin = 0;  // text: the first byte in Facts::text; rows: their first cell
  std::uint32_t size = 0;   // text: bytes; rows: how many
  std::int64_t whole = 0;   // integers, money in 分, 0 or 1 of a boolean, the bits of all else
  double confidence = 1;    // 0 to 1

  bool absent() const { return type == Type::absent; }
  double number() const { return std::bit_cast<double>(whole); }  // decimals, percents
  Date date() const { return std::bit_cast<Date>(static_cast<std::uint32_t>(whole)); }
};

// What a reviewer found of a criterion that the machine cannot tell.
struct ReviewerAnswer {
  bool passes = false;
  std::string note;
  std::string reviewer;
};

// What the judge must know about how the facts came to be; part of the frozen facts.
struct Context {
  bool automated = true;          // false: the applicant wants a person
  bool automatic_off = false;     // automatic decisions are switched off for this matter
  bool reviewer_decides = false;  // a person's decision stands beside it: none is automatic
  std::vector<std::vector<std::string>> conflicts;             // facts that contradict each other
  std::map<std::string, ReviewerAnswer, std::less<>> answers;  // by criterion
};

// The canonical bytes of a declared fact's rows, or of what was seen.
struct RowsText {
  std::uint32_t fact = 0;
  std::string bytes;
};

struct Facts {
  std::string application;
  Date received_on = Date::forever();
  std::string mode = "normal";
  // The declared facts by their numbers, then the cells of rows, a row's columns together. What is
  // seen (a seal) is one row of its parts.
  std::vector<Fact> facts;
  std::vector<char> present;  // by section: a material that was submitted, a look-up that answered
  std::string text;           // every text of the facts
  std::vector<Box> boxes;
  Context context;
  std::string document;        // the JSON they were bound from
  std::vector<RowsText> rows;  // those that reading wrote out: others are looked for in it
  bool is_canonical =
      false;  // it is known to be canonical, so that its digest is that of its bytes

  std::string_view text_of(const Fact& fact) const {
    return std::string_view(text).substr(fact.begin, fact.size);
  }
};

// The digest of the document's canonical bytes: "sha256:…".
std::string digest_of(const Facts& facts);

// Binds documents in the shape of DESIGN section 7, one after another, for one matter. One thread
// at a time.
class FactReader {
 public:
  // `layout` must outlive the reader.
  explicit FactReader(const FactLayout& layout);
  ~FactReader();
  FactReader(FactReader&&) noexcept;

  // Fills `facts`, whatever they held. Each problem's `where` is a JSON pointer, or "line:column"
  // of what is no JSON. Codes: those of parse_json, not_an_object, missing_name, undeclared_name,
  // wrong_type, not_a_date, not_an_option, out_of_range, unknown_mode.
  Expected<void, Problems> read(std::string_view document, Facts& facts);

  // The same, and leaves the document in the facts in canonical bytes.
  Expected<void, Problems> read_canonically(std::string_view document, Facts& facts);

 private:
  struct Parser;
  const FactLayout* layout_;
  std::unique_ptr<Parser> parser_;
};

// FactReader for one document that is JSON already.
Expected<Facts, Problems> bind_facts(const Matter& matter, const Json& document);

}  // namespace zhipi::engine
