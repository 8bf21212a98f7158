#include "engine/fact_values.h"

#include <bit>
#include <cmath>

#include "engine/handle.h"
#include "models/normalise.h"

namespace zhipi::engine {
namespace {

// A value of the wrong kind is taken for a misreading only below this confidence.
constexpr double kMisread = 0.5;
constexpr std::int64_t kLargestWhole = 9007199254740991;  // 2^53 - 1

}  // namespace

void FactValues::bind(const Field& field, element given, const Path& path, Source implied,
                      std::size_t at) {
  Fact& fact = facts_.facts[at];
  fact.source = implied;
  element value = given;
  if (object wrapped;
      given.get(wrapped) == simdjson::SUCCESS && wrapped["value"].get(value) == simdjson::SUCCESS) {
    Members<kWrapped.size()> members;
    walk_.take(given, path, kWrapped, members);
    bind_origin(members, path, fact);
  }
  bind_value(field, value, path, implied, at);
}

void FactValues::bind_value(const Field& field, element value, const Path& path, Source implied,
                            std::size_t at) {
  Fact& fact = facts_.facts[at];
  if (value.is_null()) return;
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS && text.empty()) return;
  switch (field.kind) {
    case FieldKind::integer:
    case FieldKind::money:
      if (keep_whole(value, fact)) return;
      break;
    case FieldKind::decimal:
    case FieldKind::percent:
      if (double number = 0; value.get(number) == simdjson::SUCCESS &&
                             std::abs(number) <= static_cast<double>(kLargestWhole)) {
        fact.whole = std::bit_cast<std::int64_t>(number);
        fact.type = Fact::Type::number;
        return;
      }
      break;
    case FieldKind::boolean:
    case FieldKind::checkbox:
      if (bool read = false; value.get(read) == simdjson::SUCCESS) {
        fact.type = Fact::Type::boolean;
        fact.whole = read ? 1 : 0;
        return;
      }
      break;
    case FieldKind::date:
      if (const auto date = Date::parse(text)) {
        fact.type = Fact::Type::date;
        fact.whole = std::bit_cast<std::uint32_t>(*date);
        return;
      }
      break;
    case FieldKind::list:
      return bind_rows(field, value, path, implied, at);
    case FieldKind::seal:
    case FieldKind::signature:
    case FieldKind::photo:
    case FieldKind::qr_code:
      if (value.is_array() && simdjson::dom::array(value).size() == 0) return;
      return bind_seen(field, value, path, at);
    case FieldKind::choice:
      if (!text.empty() &&
          (field.options.empty() ||
           std::find(field.options.begin(), field.options.end(), text) != field.options.end())) {
        return keep_text(text, fact);
      }
      break;
    default:
      if (!text.empty()) return keep_text(text, fact);
      break;
  }
  bind_misfit(field, value, path, fact);
}

void FactValues::keep_text(std::string_view text, Fact& fact) {
  fact.type = Fact::Type::text;
  fact.begin = static_cast<std::uint32_t>(facts_.text.size());
  fact.size = static_cast<std::uint32_t>(text.size());
  facts_.text.append(text);
}

// 5.0 is the same number as 5, also in the canonical bytes.
bool FactValues::keep_whole(element value, Fact& fact) {
  std::int64_t whole = 0;
  if (value.get(whole) != simdjson::SUCCESS) {
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS || number != std::trunc(number) ||
        std::abs(number) > static_cast<double>(kLargestWhole)) {
      return false;
    }
    whole = static_cast<std::int64_t>(number);
  }
  if (whole > kLargestWhole || whole < -kLargestWhole) return false;
  fact.type = Fact::Type::whole;
  fact.whole = whole;
  return true;
}

// A value of another kind: of a doubtful reading it stays as raw text, for a person to see.
void FactValues::bind_misfit(const Field& field, element value, const Path& path, Fact& fact) {
  if (value.is_array() && simdjson::dom::array(value).size() == 0) return;
  const auto json = parse_json(simdjson::minify(value));
  Problems found = check_type(field, json ? *json : Json(json::array{}));
  const bool was_read = fact.source == Source::ocr || fact.source == Source::text_layer;
  std::string_view text;
  if (was_read && fact.confidence < kMisread && value.get(text) == simdjson::SUCCESS) {
    fact.misread = 1;
    return keep_text(text, fact);
  }
  if (found.empty()) {
    found.push_back({"out_of_range", "numbers reach to 9007199254740991 here", ""});
  }
  for (Problem& wrong : found) {
    walk_.report(std::move(wrong.code), std::move(wrong.message), path, wrong.where);
  }
}

void FactValues::bind_rows(const Field& field, element value, const Path& path, Source implied,
                           std::size_t at) {
  simdjson::dom::array rows;
  if (value.get(rows) != simdjson::SUCCESS) {
    return walk_.report("wrong_type", "a list of rows was expected", path);
  }
  const std::size_t count = rows.size();
  if (count == 0) return;
  if (count > kMostRows)
    return walk_.report("out_of_range", "a list has at most a million rows", path);
  std::size_t cell = open_rows(at, value, count, field.of.size());
  std::size_t row = 0;
  for (const element given : rows) {
    bind_row(field, given, {&path, {}, row++}, implied, cell);
    cell += field.of.size();
  }
}

std::size_t FactValues::open_rows(std::size_t at, element value, std::size_t rows,
                                  std::size_t columns) {
  rows_.push_back({static_cast<std::uint32_t>(at), value});
  const std::size_t first = facts_.facts.size();
  facts_.facts.resize(first + rows * columns);
  facts_.facts[at].type = Fact::Type::rows;
  facts_.facts[at].begin = static_cast<std::uint32_t>(first);
  facts_.facts[at].size = static_cast<std::uint32_t>(rows);
  return first;
}

void FactValues::bind_row(const Field& list, element value, const Path& path, Source implied,
                          std::size_t first) {
  object given;
  if (value.get(given) != simdjson::SUCCESS) {
    return walk_.report("not_an_object", "an object was expected", path);
  }
  row_given_.assign(list.of.size(), 0);
  for (const auto [name, member] : given) {
    const auto column = std::find_if(list.of.begin(), list.of.end(),
                                     [&](const Field& one) { return one.name == name; });
    if (column == list.of.end()) {
      std::vector<std::string> declared;
      for (const Field& one : list.of) declared.push_back(one.name);
      walk_.refuse_name(name, path, declared);
      continue;
    }
    const auto position = static_cast<std::size_t>(column - list.of.begin());
    walk_.note_twin(row_given_[position] != 0);
    row_given_[position] = 1;
    bind(*column, member, {&path, name}, implied, first + position);
  }
}

// {"present": true, "text": "…", "color": "red"}; further members are the reader's own.
void FactValues::bind_seen(const Field& field, element value, const Path& path, std::size_t at) {
  object given;
  bool present = false;
  if (value.get(given) != simdjson::SUCCESS || given["present"].get(present) != simdjson::SUCCESS) {
    return bind_misfit(field, value, path, facts_.facts[at]);
  }
  walk_.look_for_twins(value);
  const std::size_t first = open_rows(at, value, 1, seen_parts().size());
  facts_.facts[first].type = Fact::Type::boolean;
  facts_.facts[first].whole = present ? 1 : 0;
  for (std::size_t part = 1; part < seen_parts().size(); ++part) {
    element member;
    if (given[seen_parts()[part].name].get(member) != simdjson::SUCCESS || member.is_null()) {
      continue;
    }
    std::string_view text;
    if (member.get(text) != simdjson::SUCCESS) {
      walk_.report("wrong_type", "expected text in quotes", {&path, seen_parts()[part].name});
    } else if (!text.empty()) {
      keep_text(text, facts_.facts[first + part]);
    }
  }
}

void FactValues::bind_origin(const Members<kWrapped.size()>& members, const Path& path,
                             Fact& fact) {
  if (const auto& given = members[1]) {
    double number = -1;
    if (given->get(number) != simdjson::SUCCESS || !(number >= 0 && number <= 1)) {
      walk_.report("wrong_type", "confidence is a number from 0 to 1", {&path, kWrapped[1]});
    }
    fact.confidence = number;
  }
  if (const auto& given = members[2]) {
    std::string_view name;
    const auto known =
        given->get(name) == simdjson::SUCCESS ? source(name) : std::optional<Source>();
    if (known) {
      fact.source = *known;
    } else {
      walk_.report("wrong_type",
                   "source is form, ocr, text_layer, e_licence, lookup, qr_code or reviewer",
                   {&path, kWrapped[2]});
    }
  }
  if (is_given(members[3])) {
    std::int64_t page = 0;
    if (members[3]->get(page) == simdjson::SUCCESS && page >= 1 && page <= 100'000) {
      fact.page = static_cast<std::int32_t>(page);
    } else {
      walk_.report("wrong_type", "pages count from 1", {&path, kWrapped[3]});
    }
  }
  if (is_given(members[4])) bind_box(*members[4], {&path, kWrapped[4]}, fact);
  for (const std::size_t other : {5U, 6U}) {
    if (members[other]) walk_.look_for_twins(*members[other]);
  }
}

void FactValues::bind_box(element given, const Path& path, Fact& fact) {
  std::array<int, 4> sides{};
  std::size_t count = 0;
  bool right = given.is_array();
  if (right) {
    for (const element side : simdjson::dom::array(given)) {
      std::int64_t pixels = 0;
      right = right && count < sides.size() && side.get(pixels) == simdjson::SUCCESS &&
              std::abs(pixels) <= INT32_MAX && (count < 2 || pixels >= 0);
      if (right) sides[count++] = static_cast<int>(pixels);
    }
  }
  if (!right || count != sides.size()) {
    return walk_.report("wrong_type", "box is [x, y, width, height] in pixels", path);
  }
  fact.box = static_cast<std::int32_t>(facts_.boxes.size());
  facts_.boxes.push_back({sides[0], sides[1], sides[2], sides[3]});
}

}  // namespace zhipi::engine
