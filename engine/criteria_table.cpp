#include "engine/criteria_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "engine/csv.h"
#include "engine/fact_layout.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

constexpr std::array<std::string_view, 11> kColumns{
    "id", "title", "basis", "stage", "when", "fact", "op", "value", "otherwise", "message", "days"};
constexpr std::array<std::string_view, 5> kNeeded{"id", "fact", "op", "value", "otherwise"};

// What no field declares, by the kinds it has.
const Field kDay{.name = "received_on", .kind = FieldKind::date};
const Field kMode{.name = "mode", .kind = FieldKind::text};

std::string with_plain_spaces(std::string text) {
  constexpr std::string_view kWide = "\u3000";
  for (std::size_t at = 0; (at = text.find(kWide, at)) != std::string::npos; ++at) {
    text.replace(at, kWide.size(), " ");
  }
  return text;
}

class Reader {
 public:
  Reader(const Matter& matter, const std::string& file) : layout_(matter), file_(file) {}

  Expected<std::vector<TableCriterion>, Problems> read(std::string_view text) {
    const auto rows = parse_csv(text, file_);
    if (!rows) return tl::unexpected(Problems{rows.error()});
    read_header(rows->front());
    std::vector<TableCriterion> criteria;
    if (problems_.empty()) {
      for (std::size_t at = 1; at < rows->size(); ++at) criteria.push_back(read_row((*rows)[at]));
    }
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return criteria;
  }

 private:
  void read_header(const CsvRow& header) {
    line_ = header.line;
    const std::vector<std::string> known(kColumns.begin(), kColumns.end());
    for (std::size_t at = 0; at < header.cells.size(); ++at) {
      if (std::find(known.begin(), known.end(), header.cells[at]) == known.end()) {
        report("bad_column", "`" + header.cells[at] + "` is no column of a criteria table" +
                                 suggestion(header.cells[at], known));
      } else if (!columns_.emplace(header.cells[at], at).second) {
        report("bad_column", "the column `" + header.cells[at] + "` stands twice");
      }
    }
    for (const std::string_view needed : kNeeded) {
      if (!columns_.contains(std::string(needed))) {
        report("bad_column", "the column `" + std::string(needed) + "` is missing");
      }
    }
  }

  TableCriterion read_row(const CsvRow& row) {
    line_ = row.line;
    const auto cell = [&](const char* column) {
      const auto at = columns_.find(column);
      return at == columns_.end() ? std::string() : row.cells[at->second];
    };
    const auto sentence = [&](const char* column) {
      const auto at = columns_.find(column);
      return at == columns_.end() ? std::string() : row.texts[at->second];
    };
    TableCriterion read;
    Criterion& criterion = read.criterion;
    criterion.id = cell("id");
    criterion.title = cell("title").empty() ? criterion.id : sentence("title");
    criterion.basis = sentence("basis");
    criterion.where = place();
    if (criterion.id.empty()) report("missing_key", "a criterion needs its id");
    if (const std::string stage = cell("stage"); !stage.empty()) {
      if (stage != "accept" && stage != "review") report("wrong_type", "stage is accept or review");
      criterion.stage = stage;
    }
    criterion.otherwise = read_otherwise(cell("otherwise"), sentence("message"), cell("days"));
    read.check.check = condition({cell("fact"), cell("op"), cell("value")});
    // As written: a normalised cell has lost the spaces beside Chinese words.
    if (const std::string when = with_plain_spaces(sentence("when")); !when.empty()) {
      if (auto parts = split_conditions(when)) {
        for (const ConditionText& part : *parts) read.check.when.push_back(condition(part));
      } else {
        report(parts.error().code, parts.error().message);
      }
    }
    return read;
  }

  Otherwise read_otherwise(const std::string& action, const std::string& message,
                           const std::string& days) {
    Otherwise otherwise;
    bool known = false;
    for (const Action candidate : {Action::not_accept, Action::supplement, Action::deny,
                                   Action::escalate, Action::tolerate, Action::promise}) {
      if (to_text(candidate) != action) continue;
      otherwise.action = candidate;
      known = true;
    }
    if (!known) {
      report(
          "wrong_type",
          "`" + action + "` is none of not_accept, supplement, deny, escalate, tolerate, promise");
    }
    if (int count = 0;
        std::from_chars(days.data(), days.data() + days.size(), count).ec == std::errc()) {
      otherwise.days = count;
    } else if (otherwise.action == Action::tolerate) {
      report("missing_key", "tolerate needs its days");
    }
    if (auto parsed = Message::parse(message)) {
      otherwise.message = *std::move(parsed);
    } else {
      report(parsed.error().code, parsed.error().message);
    }
    return otherwise;
  }

  Condition condition(const ConditionText& text) {
    std::optional<std::uint32_t> number = layout_.find(text.fact);
    const Field* field = number ? &layout_.field(*number) : nullptr;
    if (text.fact == "received_on") {
      number = Condition::kReceivedOn;
      field = &kDay;
    } else if (text.fact == "mode") {
      number = Condition::kMode;
      field = &kMode;
    }
    if (field == nullptr) {
      report("undeclared_name", "`" + text.fact + "` is not declared" +
                                    suggestion(text.fact, declared_facts(layout_.matter())));
      return {};
    }
    auto parsed = parse_condition(*field, text.fact, text.op, text.value);
    if (!parsed) {
      report(parsed.error().code, text.fact + ": " + parsed.error().message);
      return {};
    }
    parsed->number = *number;
    return *std::move(parsed);
  }

  std::string place() const { return file_ + ":" + std::to_string(line_) + ":1"; }
  void report(std::string code, std::string message) {
    problems_.push_back({std::move(code), std::move(message), place()});
  }

  FactLayout layout_;
  const std::string& file_;
  std::map<std::string, std::size_t> columns_;
  Problems problems_;
  int line_ = 1;
};

}  // namespace

Expected<std::vector<TableCriterion>, Problems> parse_criteria_table(const Matter& matter,
                                                                     std::string_view text,
                                                                     const std::string& file) {
  return Reader(matter, file).read(text);
}

}  // namespace zhipi::engine
