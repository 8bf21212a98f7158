// The later sections of the review rules: what is looked at, by which tables, and samples.
#include <algorithm>
#include <array>
#include <charconv>

#include "engine/authoring/export_parts.h"
#include "engine/authoring/fact_names.h"
#include "engine/authoring/terms.h"
#include "engine/authoring/words.h"
#include "engine/condition.h"
#include "engine/csv.h"
#include "engine/decision_table.h"
#include "models/formats/amount.h"

namespace zhipi::engine {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kOperators{
    {{"==", "等于"},
     {"~=", "不等于"},
     {"<", "小于"},
     {"<=", "不大于"},
     {">", "大于"},
     {">=", "不小于"},
     {"in", "属于"},
     {"between", "介于（含）"},
     {"matches", "符合格式"}}};

// "摊位面积（form.floor_area）不小于 4"
std::string condition_in_words(const Matter& matter, const ConditionText& condition) {
  const auto known = std::find_if(kOperators.begin(), kOperators.end(),
                                  [&](const auto& one) { return one.first == condition.op; });
  const auto fact = find_fact(matter, condition.fact);
  std::string value = condition.value;
  std::replace(value.begin(), value.end(), '|', condition.op == "matches" ? '|' : '/');
  const bool money =
      fact && fact->declared() != nullptr && fact->declared()->kind == FieldKind::money;
  return fact_in_words(matter, condition.fact) + " " +
         std::string(known == kOperators.end() ? condition.op : std::string(known->second)) + " " +
         value + (money ? " 元" : "");
}

// The rows of the pack's criteria tables by their place ("tables/limits.csv:3").
class TableRows {
 public:
  explicit TableRows(const Pack& pack) : pack_(pack) {}

  // Null where the criterion does not stand in a table.
  const CsvRow* find(const Criterion& criterion) {
    const std::size_t colon = criterion.where.find(':');
    const std::string file = criterion.where.substr(0, colon);
    if (colon == std::string::npos || !file.ends_with(".csv")) return nullptr;
    int line = 0;
    std::from_chars(criterion.where.data() + colon + 1,
                    criterion.where.data() + criterion.where.size(), line);
    const std::vector<CsvRow>& rows = read(file);
    const auto found =
        std::lower_bound(rows.begin(), rows.end(), line,
                         [](const CsvRow& row, int wanted) { return row.line < wanted; });
    return found == rows.end() || found->line != line ? nullptr : &*found;
  }

  // What the row says in this column, as written; empty where there is none.
  std::string text(const Criterion& criterion, const CsvRow& row, std::string_view column) {
    const std::vector<CsvRow>& rows = read(criterion.where.substr(0, criterion.where.find(':')));
    const auto& header = rows.front().cells;
    const auto at = std::find(header.begin(), header.end(), column);
    return at == header.end() ? std::string()
                              : row.texts[static_cast<std::size_t>(at - header.begin())];
  }

 private:
  const std::vector<CsvRow>& read(const std::string& file) {
    const auto known = read_.find(file);
    if (known != read_.end()) return known->second;
    const auto rows = parse_csv(pack_.files().files.at(file), file);  // the pack has loaded it
    return read_.emplace(file, rows ? *rows : std::vector<CsvRow>()).first->second;
  }

  const Pack& pack_;
  std::map<std::string, std::vector<CsvRow>> read_;
};

std::string follows(const Matter& matter, const Criterion& criterion) {
  std::string text = in_words(criterion.otherwise.action);
  if (criterion.otherwise.days) {
    text += "（" + std::to_string(*criterion.otherwise.days) + " 个工作日）";
  }
  const std::string message = criterion.otherwise.message.fill([&](std::string_view fact) {
    const auto named = find_fact(matter, fact);
    return "{" + (named ? named->title : std::string(fact)) + "}";
  });
  return message.empty() ? text : text + "：" + message;
}

void add_source(const char* label, const std::string& text, const std::string& where,
                Sections& sections) {
  sections.add(Paragraph{label + std::string("：") + (text.empty() ? "见 " + where : "")});
  if (!text.empty()) sections.add(Code{text});
}

void add_when(const PackSource& source, const Criterion& criterion, Sections& sections) {
  const std::string when = source.of(criterion.id, "when");
  if (!when.empty()) add_source("适用条件", when, criterion.where, sections);
}

std::string cell_in_words(const Cell& cell, const std::string& kind) {
  if (const auto* const whole = std::get_if<std::int64_t>(&cell); whole && kind == "money") {
    return formats::yuan_text(*whole);
  }
  if (std::holds_alternative<std::monostate>(cell)) return "不限";
  return value_in_words(field_kind(kind).value_or(FieldKind::text), to_json(cell));
}

std::string column_in_words(const DecisionTable::Column& column) {
  const std::string name = column.name + (column.kind == "money" ? "（元）" : "");
  switch (column.role) {
    case DecisionTable::Role::minimum:
      return name + " 不小于";
    case DecisionTable::Role::maximum:
      return name + " 不大于";
    case DecisionTable::Role::effective_from:
      return "生效日期";
    case DecisionTable::Role::equal:
      break;
  }
  return name;
}

}  // namespace

void add_criteria(const Pack& pack, const PackSource& source, Sections& sections) {
  const Matter& matter = pack.matter();
  TableRows rows(pack);
  Table table{{"序号", "阶段", "要点", "标识", "设定依据", "比较", "不符合时"}, {}};
  std::vector<std::pair<int, const Criterion*>> in_lua;
  int number = 0;
  for (const Criterion& criterion : pack.declarations().criteria) {
    if (criterion.kind != CriterionKind::criterion) continue;
    ++number;
    std::string compared = "见下第 " + std::to_string(number) + " 条";
    if (const CsvRow* const row = rows.find(criterion)) {
      const auto text = [&](const char* column) { return rows.text(criterion, *row, column); };
      compared = condition_in_words(matter, {text("fact"), text("op"), text("value")});
      const auto when = split_conditions(text("when"));
      for (std::size_t at = 0; when && at < when->size(); ++at) {
        compared += (at == 0 ? "；适用于 " : " 且 ") + condition_in_words(matter, (*when)[at]);
      }
    } else {
      in_lua.emplace_back(number, &criterion);
    }
    table.rows.push_back({std::to_string(number), stage_in_words(criterion.stage), criterion.title,
                          criterion.id, criterion.basis, compared, follows(matter, criterion)});
  }
  if (table.rows.empty()) return;
  sections.begin("审查要点（审查量化表）");
  sections.add(std::move(table));
  for (const auto& [at, criterion] : in_lua) {
    sections.add(
        Heading{3, "第 " + std::to_string(at) + " 条 " + criterion->title + " " + criterion->id});
    add_when(source, *criterion, sections);
    add_source("判断方法", source.of(criterion->id, "check"), criterion->where, sections);
  }
}

void add_inspections(const Pack& pack, const PackSource& source, Sections& sections) {
  bool begun = false;
  for (const Criterion& criterion : pack.declarations().criteria) {
    if (criterion.kind != CriterionKind::inspect) continue;
    if (!begun) sections.begin("人工核查要点");
    begun = true;
    sections.add(Heading{3, criterion.title + " " + criterion.id});
    if (!criterion.basis.empty()) sections.add(Paragraph{"设定依据：" + criterion.basis});
    if (!criterion.text.empty()) sections.add(Paragraph{"核查内容：" + criterion.text});
    if (!criterion.covered_by.empty()) {
      sections.add(Paragraph{mode_in_words(criterion.covered_by) + " 方式下可以事后核查"});
    }
    add_when(source, criterion, sections);
  }
}

void add_risk(const Pack& pack, const PackSource& source, Sections& sections) {
  const Matter& matter = pack.matter();
  const auto& criteria = pack.declarations().criteria;
  const bool scored = std::any_of(criteria.begin(), criteria.end(), [](const Criterion& one) {
    return one.kind == CriterionKind::score;
  });
  if (!scored && matter.risk.empty()) return;
  sections.begin("风险评分");
  if (!matter.risk.empty()) {
    Table levels{{"分值不低于", "风险等级", "抽查比例", "转人工"}, {}};
    for (const RiskLevel& level : matter.risk) {
      levels.rows.push_back({canonical_json(Json(level.points)), level.level,
                             share_in_words(level.spot_check.value_or(matter.spot_check)),
                             level.escalate ? "是" : "否"});
    }
    sections.add(std::move(levels));
  }
  for (const Criterion& criterion : criteria) {
    if (criterion.kind != CriterionKind::score) continue;
    sections.add(Heading{3, (criterion.title.empty() ? "" : criterion.title + " ") + criterion.id});
    if (!criterion.basis.empty()) sections.add(Paragraph{"设定依据：" + criterion.basis});
    add_when(source, criterion, sections);
    add_source("计分方法", source.of(criterion.id, "points"), criterion.where, sections);
  }
}

void add_results(const Pack& pack, const PackSource& source, Sections& sections) {
  if (pack.declarations().results.empty()) return;
  sections.begin("批准内容");
  for (const ResultDeclaration& result : pack.declarations().results) {
    sections.add(Heading{3, result.field.title + " " + result.field.name});
    sections.add(Paragraph{"类型：" + in_words(result.field.kind)});
    add_source("计算方法", source.of(result.field.name, "value"), result.where, sections);
  }
}

void add_decision_tables(const Pack& pack, Sections& sections) {
  bool begun = false;
  for (const auto& [file, text] : pack.files().files) {
    const auto& criteria = pack.declarations().criteria;
    const bool of_criteria = std::any_of(
        criteria.begin(), criteria.end(),
        [&, name = file + ":"](const Criterion& one) { return one.where.starts_with(name); });
    if (!file.ends_with(".csv") || of_criteria) continue;
    const auto parsed = DecisionTable::parse(text, file);
    if (!parsed) continue;  // not a table that rules can ask; `zhipi check` says so
    Table table;
    for (const auto& column : parsed->columns()) table.header.push_back(column_in_words(column));
    for (std::size_t row = 0; row < parsed->size(); ++row) {
      std::vector<std::string> cells;
      for (std::size_t at = 0; at < parsed->columns().size(); ++at) {
        cells.push_back(cell_in_words(parsed->cell(row, at), parsed->columns()[at].kind));
      }
      table.rows.push_back(std::move(cells));
    }
    if (!begun) sections.begin("判定表");
    begun = true;
    sections.add(Heading{3, file});
    sections.add(std::move(table));
  }
}

void add_cases(const std::vector<GoldenCase>& cases, Sections& sections) {
  if (cases.empty()) return;
  Table table{{"序号", "样例", "预期结果", "拟", "文件"}, {}};
  const auto expected = [](const GoldenCase& one, const char* key) {
    const Json* const value = one.expect.if_contains(key);
    return value != nullptr && value->is_string() ? outcome_words(value->get_string())
                                                  : std::string();
  };
  for (std::size_t at = 0; at < cases.size(); ++at) {
    table.rows.push_back({std::to_string(at + 1), cases[at].name, expected(cases[at], "outcome"),
                          expected(cases[at], "proposal"), cases[at].file});
  }
  sections.begin("样例");
  sections.add(std::move(table));
}

void add_shared_source(const PackSource& source, Sections& sections) {
  if (source.shared().empty()) return;
  sections.begin("共用的参数与算法");
  for (const std::string& text : source.shared()) sections.add(Code{text});
}

}  // namespace zhipi::engine
