#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/authoring/csv_places.h"
#include "engine/authoring/mutant.h"
#include "engine/authoring/shift.h"
#include "engine/condition.h"
#include "engine/csv.h"

namespace zhipi::engine {
namespace {

const std::map<std::string_view, std::vector<std::string_view>> kOtherOperators{
    {"<", {">=", "<="}}, {"<=", {">", "<"}}, {">", {"<=", ">="}},
    {">=", {"<", ">"}},  {"==", {"~="}},     {"~=", {"=="}}};

const std::map<std::string_view, std::string_view> kOtherAction{
    {"not_accept", "supplement"}, {"supplement", "deny"},     {"deny", "supplement"},
    {"escalate", "supplement"},   {"tolerate", "supplement"}, {"promise", "supplement"}};

// Kinds of which a unit more or less is another value of the kind; codes and names are not.
const std::set<std::string_view> kMeasured{"integer", "decimal", "money",   "percent",
                                           "date",    "boolean", "checkbox"};

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (std::size_t next = 0; (next = text.find(separator, at)) != std::string::npos;) {
    parts.push_back(text.substr(at, next - at));
    at = next + separator.size();
  }
  parts.push_back(text.substr(at));
  return parts;
}

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
  std::string text;
  for (std::size_t at = 0; at < parts.size(); ++at) text += (at == 0 ? "" : separator) + parts[at];
  return text;
}

// The value as people write it, one unit or one day more and less; true and false exchanged.
std::vector<std::string> near_values(const std::string& value) {
  if (value == "true") return {"false"};
  if (value == "false") return {"true"};
  std::vector<std::string> near;
  for (const int step : {-1, 1}) {
    auto shifted = shifted_date(value, step);
    if (!shifted && !Date::parse(value)) shifted = shifted_number(value, step);
    if (shifted) near.push_back(*std::move(shifted));
  }
  return near;
}

class Table {
 public:
  Table(const std::vector<CsvRow>& rows, std::string_view text, const std::string& file)
      : rows_(rows), places_(cell_places(text)), file_(file) {
    const std::vector<std::string>& headers = rows.front().cells;
    for (std::size_t at = 0; at < headers.size(); ++at) {
      const std::size_t colon = headers[at].find(':');
      columns_.emplace(headers[at].substr(0, colon), at);
      kinds_.push_back(colon == std::string::npos ? "" : headers[at].substr(colon + 1));
    }
  }

  std::vector<Mutant> take() {
    if (places_.size() != rows_.size()) return {};
    if (columns_.contains("id") && columns_.contains("op") && columns_.contains("otherwise")) {
      for (std::size_t row = 1; row < rows_.size(); ++row) mutate_criterion(row);
    } else {
      mutate_decisions();
    }
    return std::move(mutants_);
  }

 private:
  void mutate_decisions() {
    const auto effective = columns_.find("effective_from");
    for (std::size_t row = 1; row < rows_.size(); ++row) {
      for (std::size_t at = 0; at < kinds_.size(); ++at) {
        if (effective == columns_.end() || effective->second != at) shift_cell(row, at);
      }
    }
    if (effective != columns_.end()) mutate_dates(effective->second);
  }

  void shift_cell(std::size_t row, std::size_t at) {
    const std::string& value = rows_[row].cells[at];
    if (kinds_[at].empty() ? !is_number(value) : !kMeasured.contains(kinds_[at])) return;
    for (const std::string& near : near_values(value)) change(row, at, near);
  }

  static bool is_number(const std::string& value) {
    const auto cell = parse_cell(value, "");
    return cell &&
           (std::holds_alternative<std::int64_t>(*cell) || std::holds_alternative<double>(*cell));
  }

  // Rows that count from one day are one version of the table: their day moves as one.
  void mutate_dates(std::size_t column) {
    std::map<std::string, std::vector<std::size_t>> versions;
    for (std::size_t row = 1; row < rows_.size(); ++row) {
      const std::string& day = rows_[row].cells[column];
      if (Date::parse(day)) versions[day].push_back(row);
    }
    std::string before;
    for (const auto& [day, rows] : versions) {
      for (const std::string& near : near_values(day)) {
        Mutant& moved = begin(rows.front(), column, "effective_from " + day + " → " + near);
        for (const std::size_t row : rows) moved.edits.push_back(edit(row, column, near));
      }
      if (!before.empty()) {
        Mutant& swapped =
            begin(rows.front(), column, "effective_from " + before + " 与 exchanged with " + day);
        for (std::size_t row = 1; row < rows_.size(); ++row) {
          const std::string& own = rows_[row].cells[column];
          if (own == day) swapped.edits.push_back(edit(row, column, before));
          if (own == before) swapped.edits.push_back(edit(row, column, day));
        }
      }
      before = day;
    }
  }

  void mutate_criterion(std::size_t row) {
    const std::string op = cell(row, "op");
    Mutant& dropped = begin(row, columns_.at("id"), "去掉 left out criterion " + cell(row, "id"));
    dropped.edits.push_back({places_[row].front().begin, places_[row].back().end, ""});
    if (const auto others = kOtherOperators.find(op); others != kOtherOperators.end()) {
      for (const std::string_view other : others->second) {
        change(row, columns_.at("op"), std::string(other));
      }
    }
    if (op != "matches") mutate_operands(row);
    if (const auto other = kOtherAction.find(cell(row, "otherwise")); other != kOtherAction.end()) {
      change(row, columns_.at("otherwise"), std::string(other->second));
    }
    if (columns_.contains("days")) {
      for (const std::string& near : near_values(cell(row, "days"))) {
        change(row, columns_.at("days"), near);
      }
    }
    if (columns_.contains("when") && !cell(row, "when").empty()) mutate_when(row);
  }

  void mutate_operands(std::size_t row) {
    const std::vector<std::string> operands = split(cell(row, "value"), "|");
    for (std::size_t at = 0; at < operands.size(); ++at) {
      std::vector<std::string> others = operands;
      for (const std::string& near : near_values(operands[at])) {
        others[at] = near;
        change(row, columns_.at("value"), joined(others, "|"));
      }
      if (cell(row, "op") != "in" || operands.size() < 2) continue;
      others = operands;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(at));
      change(row, columns_.at("value"), joined(others, "|"));
    }
  }

  // Leaves out `when`, each of its conditions, and moves what these compare with.
  void mutate_when(std::size_t row) {
    const std::size_t column = columns_.at("when");
    change(row, column, "");
    const auto parts = split_conditions(cell(row, "when"));
    if (!parts) return;
    std::vector<std::string> texts;
    for (const ConditionText& part : *parts) {
      texts.push_back(part.fact + " " + part.op + " " + part.value);
    }
    for (std::size_t at = 0; at < parts->size(); ++at) {
      const ConditionText& part = (*parts)[at];
      std::vector<std::string> others = texts;
      const auto put = [&](const std::string& op, const std::string& value) {
        others[at] = part.fact + " " + op + " " + value;
        change(row, column, joined(others, " and "));
      };
      if (const auto ops = kOtherOperators.find(part.op); ops != kOtherOperators.end()) {
        for (const std::string_view op : ops->second) put(std::string(op), part.value);
      }
      for (const std::string& near : near_values(part.value)) put(part.op, near);
      if (texts.size() < 2) continue;
      others = texts;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(at));
      change(row, column, joined(others, " and "));
    }
  }

  std::string cell(std::size_t row, std::string_view column) const {
    const auto at = columns_.find(column);
    return at == columns_.end() ? std::string() : rows_[row].cells[at->second];
  }

  Edit edit(std::size_t row, std::size_t column, const std::string& value) const {
    const CellPlace& place = places_[row][column];
    return {place.begin, place.end, csv_cell(value)};
  }

  void change(std::size_t row, std::size_t column, const std::string& value) {
    const std::string& header = rows_.front().cells[column];
    Mutant& mutant = begin(row, column,
                           header.substr(0, header.find(':')) + " `" + rows_[row].cells[column] +
                               "` → `" + value + "`");
    mutant.edits.push_back(edit(row, column, value));
  }

  Mutant& begin(std::size_t row, std::size_t column, std::string change) {
    const CellPlace& place = places_[row][column];
    return mutants_.emplace_back(
        Mutant{file_, place.line, place.column, std::move(change), cell(row, "id"), {}});
  }

  const std::vector<CsvRow>& rows_;
  std::vector<std::vector<CellPlace>> places_;
  const std::string& file_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<std::string> kinds_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> table_mutants(std::string_view text, const std::string& file) {
  const auto rows = parse_csv(text, file);
  if (!rows) return {};
  return Table(*rows, text, file).take();
}

}  // namespace zhipi::engine
