// Quantified tables (审查量化表): what their rows read, and rows that say the same or contradict.
#include <algorithm>
#include <map>

#include "engine/authoring/check_parts.h"
#include "engine/criteria_table.h"
#include "engine/suggestion.h"
#include "models/json.h"

namespace zhipi::engine {
namespace {

using Op = Condition::Op;

std::string text_of(const Condition& condition) {
  std::string text = condition.fact + " " + std::to_string(static_cast<int>(condition.op)) + " " +
                     (condition.expression ? condition.expression->text() : std::string());
  for (const Cell& operand : condition.operands) text += "|" + canonical_json(to_json(operand));
  return text;
}

std::string line_of(const std::string& place) {
  const std::size_t colon = place.find(".csv:");
  return colon == std::string::npos ? place : place.substr(colon + 5, place.rfind(':') - colon - 5);
}

// What all rows of one fact and one `when` leave of its values, row by row.
class Remaining {
 public:
  // The line of an earlier row that cannot hold together with this one; empty if there is none.
  std::string add(const Condition& condition, const std::string& line) {
    switch (condition.op) {
      case Op::equal:
        return choose(condition.operands, line);
      case Op::in:
        return choose(condition.operands, line);
      case Op::unequal:
        return without(condition.operands[0], line);
      case Op::less:
        return below(condition.operands[0], true, line);
      case Op::at_most:
        return below(condition.operands[0], false, line);
      case Op::more:
        return above(condition.operands[0], true, line);
      case Op::at_least:
        return above(condition.operands[0], false, line);
      case Op::between: {
        const std::string wrong = above(condition.operands[0], false, line);
        return wrong.empty() ? below(condition.operands[1], false, line) : wrong;
      }
      case Op::matches:
        break;
    }
    return {};
  }

 private:
  struct Bound {
    Cell value;
    bool open = false;  // the value itself is outside
    std::string line;
  };

  static bool within(const Cell& value, const std::optional<Bound>& low,
                     const std::optional<Bound>& high) {
    const auto order = [](const Cell& left, const Cell& right) {
      return compare(left, right).value_or(0);
    };
    if (low && (order(value, low->value) < 0 || (low->open && order(value, low->value) == 0))) {
      return false;
    }
    return !high || order(value, high->value) < 0 ||
           (!high->open && order(value, high->value) == 0);
  }

  std::string check(const std::string& line, const std::string& other) {
    if (chosen_) {
      const bool any = std::any_of(chosen_->begin(), chosen_->end(),
                                   [&](const Cell& value) { return within(value, low_, high_); });
      return any ? std::string() : chosen_line_ == line ? other : chosen_line_;
    }
    if (!low_ || !high_) return {};
    const int order = compare(low_->value, high_->value).value_or(-1);
    const bool empty = order > 0 || (order == 0 && (low_->open || high_->open));
    if (!empty) return {};
    return low_->line == line ? high_->line : low_->line;
  }

  std::string choose(const std::vector<Cell>& values, const std::string& line) {
    std::vector<Cell> left;
    for (const Cell& value : values) {
      const bool kept =
          !chosen_ || std::find(chosen_->begin(), chosen_->end(), value) != chosen_->end();
      if (kept && std::find(excluded_.begin(), excluded_.end(), value) == excluded_.end()) {
        left.push_back(value);
      }
    }
    const std::string before = chosen_ ? chosen_line_ : excluded_line_;
    chosen_ = std::move(left);
    chosen_line_ = line;
    if (chosen_->empty()) return before;
    return check(line, low_ ? low_->line : high_ ? high_->line : std::string());
  }

  std::string without(const Cell& value, const std::string& line) {
    excluded_.push_back(value);
    excluded_line_ = line;
    if (!chosen_) return {};
    std::erase(*chosen_, value);
    return chosen_->empty() ? chosen_line_ : std::string();
  }

  std::string below(const Cell& value, bool open, const std::string& line) {
    const int order = high_ ? compare(value, high_->value).value_or(0) : -1;
    if (order < 0 || (order == 0 && open)) high_ = Bound{value, open, line};
    return check(line, high_->line);
  }

  std::string above(const Cell& value, bool open, const std::string& line) {
    const int order = low_ ? compare(value, low_->value).value_or(0) : 1;
    if (order > 0 || (order == 0 && open)) low_ = Bound{value, open, line};
    return check(line, low_->line);
  }

  std::optional<Bound> low_;
  std::optional<Bound> high_;
  std::optional<std::vector<Cell>> chosen_;
  std::string chosen_line_;
  std::vector<Cell> excluded_;
  std::string excluded_line_;
};

class TableCheck {
 public:
  TableCheck(const CheckedPack& pack, Findings& findings)
      : pack_(pack), words_(vocabulary(pack.matter)), findings_(findings) {}

  void check(const std::string& file) {
    const auto source = pack_.files.files.find(file);
    if (source == pack_.files.files.end()) return;
    const auto rows = parse_criteria_table(pack_.matter, source->second, file);
    if (!rows) {
      findings_.errors.insert(findings_.errors.end(), rows.error().begin(), rows.error().end());
      return;
    }
    for (const TableCriterion& row : *rows) check_row(row);
  }

 private:
  void check_row(const TableCriterion& row) {
    const std::string& place = row.criterion.where;
    std::vector<std::string> when;
    for (const Condition& condition : row.check.when) {
      take(condition, row);
      when.push_back(text_of(condition));
    }
    take(row.check.check, row);
    std::sort(when.begin(), when.end());
    std::string group = row.check.check.fact;
    for (const std::string& one : when) group += "\n" + one;
    const std::string same = group + "\n=> " + text_of(row.check.check);
    const std::string line = line_of(place);
    if (const auto [known, is_new] = seen_.emplace(same, line); !is_new) {
      findings_.warnings.push_back(
          {"duplicate_row", "\"" + row.criterion.id + "\" asks the same as line " + known->second,
           place});
      return;
    }
    if (const std::string other = remaining_[group].add(row.check.check, line); !other.empty()) {
      findings_.warnings.push_back(
          {"contradiction",
           "\"" + row.criterion.id + "\" can never hold together with line " + other +
               ": no value of `" + row.check.check.fact + "` satisfies both",
           place});
    }
  }

  void take(const Condition& condition, const TableCriterion& row) {
    pack_.uses.reads.push_back(
        {condition.fact, row.criterion.where, "criterion \"" + row.criterion.id + "\"", false});
    const Field* const field = choice(condition.fact);
    if (field == nullptr || condition.op == Op::matches) return;
    for (const Cell& operand : condition.operands) {
      const auto* const text = std::get_if<std::string>(&operand);
      const auto& options = field->options;
      if (text == nullptr || std::find(options.begin(), options.end(), *text) != options.end()) {
        continue;
      }
      findings_.errors.push_back({"unknown_option",
                                  "\"" + shown_name(*text) + "\" is none of the options of `" +
                                      condition.fact + "`" + suggestion(*text, options),
                                  row.criterion.where});
    }
  }

  const Field* choice(const std::string& fact) const {
    if (fact == "mode") return &words_.mode;
    const std::size_t dot = fact.find('.');
    const SectionNames* const section = words_.section(fact.substr(0, dot));
    if (section == nullptr || dot == std::string::npos) return nullptr;
    const Field* const field = find_field(section->fields, fact.substr(dot + 1));
    return field != nullptr && field->kind == FieldKind::choice ? field : nullptr;
  }

  const CheckedPack& pack_;
  Vocabulary words_;
  Findings& findings_;
  std::map<std::string, std::string> seen_;     // row -> line
  std::map<std::string, Remaining> remaining_;  // by fact and `when`
};

}  // namespace

void check_criteria_tables(const CheckedPack& pack, Findings& findings) {
  TableCheck check(pack, findings);
  for (const auto& [file, place] : pack.uses.criteria_tables) check.check(file);
}

}  // namespace zhipi::engine
