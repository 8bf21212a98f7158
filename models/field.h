// A field (字段): one value that a form, a material or a look-up holds, and how it is found on
// paper.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi {

enum class FieldKind {
  text,
  person_name,
  org_name,
  address,
  id_number,     // 公民身份号码, GB 11643
  credit_code,   // 统一社会信用代码, GB 32100
  bank_account,  // digits; Luhn where it is a card
  phone,
  date,  // YYYY-MM-DD; 长期 is 9999-12-31
  integer,
  decimal,
  money,    // whole 分
  percent,  // the number before the sign: 15 % is 15
  boolean,
  choice,  // one of `options`
  checkbox,
  list,  // rows of `of`
  seal,  // {"present": bool, "text": string?, "color": string?}
  signature,
  photo,
  qr_code,
};

std::string_view to_text(FieldKind kind);
std::optional<FieldKind> field_kind(std::string_view name);

// True for the kinds whose value is an object with "present": what is seen rather than read.
bool is_seen(FieldKind kind);

// True for identifiers, dates and amounts: one OCR reading alone is never enough for them.
bool needs_second_source(FieldKind kind);

// In which order the figures of a date stand that does not begin with its year.
enum class DateOrder {
  unsaid,  // 25/12/2018 can only be one day; 9/3/2018 is nobody's guess
  dmy,     // day, month, year
  mdy,     // month, day, year
};
std::string_view to_text(DateOrder order);                   // empty for unsaid
std::optional<DateOrder> date_order(std::string_view name);  // unsaid for an empty name

// Where on a material's page a value stands that no label leads to.
enum class Position {
  unsaid,
  top,       // the first line of print, or two of them
  anywhere,  // of a date: wherever one stands
};
std::string_view to_text(Position position);                 // empty for unsaid
std::optional<Position> position_of(std::string_view name);  // unsaid for an empty name

struct Field {
  std::string name;  // the name in rules and JSON: id_number
  FieldKind kind = FieldKind::text;
  std::string title;                    // for people: 公民身份号码; the name when not given
  std::vector<std::string> labels;      // the words printed beside the value
  std::string after;                    // inside running text the value stands after this …
  std::string before;                   // … and before this
  DateOrder order = DateOrder::unsaid;  // of a date
  Position at = Position::unsaid;       // where no label leads to it: on the page …
  std::string below;                    // … or under this field of the same material
  std::vector<std::string> ends_with;   // one of these ends a value found by its place
  std::vector<std::string> stops_at;    // a line that begins so is none of it, nor what follows
  std::vector<std::string> options;     // of a choice
  std::vector<Field> of;                // of a list: the columns of a row
  std::optional<double> confidence;     // its own threshold
  bool alone = false;                   // one OCR reading is enough
};

// Whether the field says where it stands, instead of a label that leads to it.
inline bool has_place(const Field& field) {
  return field.at != Position::unsaid || !field.below.empty();
}

}  // namespace zhipi
