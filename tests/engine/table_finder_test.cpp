// The finder's indexes against a walk over every row, on random tables.
#include "engine/table_finder.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;
using Role = DecisionTable::Role;

bool empty(const Cell& cell) {
  return std::holds_alternative<std::monostate>(cell);
}

bool answers(const DecisionTable& table, std::size_t row, const TableQuestion& question) {
  if (const auto at = table.column(question.column, Role::equal)) {
    const Cell& cell = table.cell(row, *at);
    if (empty(cell) || compare(cell, question.value) != 0) return false;
  }
  if (const auto at = table.column(question.column, Role::minimum)) {
    const Cell& cell = table.cell(row, *at);
    if (!empty(cell) && *compare(cell, question.value) > 0) return false;
  }
  if (const auto at = table.column(question.column, Role::maximum)) {
    const Cell& cell = table.cell(row, *at);
    if (!empty(cell) && *compare(cell, question.value) < 0) return false;
  }
  return true;
}

bool wrong_kind(const DecisionTable& table, const TableQuestion& question) {
  for (const Role role : {Role::equal, Role::minimum, Role::maximum}) {
    const auto at = table.column(question.column, role);
    if (!at) continue;
    for (std::size_t row = 0; row < table.size(); ++row) {
      const Cell& cell = table.cell(row, *at);
      if (!empty(cell) && kind_of(cell) != kind_of(question.value)) return true;
    }
  }
  return false;
}

bool undeclared(const DecisionTable& table, const TableQuestion& question) {
  return !table.column(question.column, Role::equal) &&
         !table.column(question.column, Role::minimum) &&
         !table.column(question.column, Role::maximum);
}

// What DESIGN says of a decision table, row by row: the row's position, "none" or a problem's code.
std::string told(const DecisionTable& table, const std::vector<TableQuestion>& questions, Date on) {
  for (const TableQuestion& one : questions) {
    if (undeclared(table, one)) return "undeclared_column";
  }
  for (const TableQuestion& one : questions) {
    if (wrong_kind(table, one)) return "wrong_kind";
  }
  const auto effective = table.column("effective_from", Role::effective_from);
  std::vector<std::size_t> latest;
  const auto since = [&](std::size_t row) {
    const auto* const date = effective ? std::get_if<Date>(&table.cell(row, *effective)) : nullptr;
    return date == nullptr ? std::nullopt : std::optional(*date);
  };
  for (std::size_t row = 0; row < table.size(); ++row) {
    const bool fits = std::all_of(questions.begin(), questions.end(),
                                  [&](const auto& one) { return answers(table, row, one); });
    if (!fits || (since(row) && *since(row) > on)) continue;
    if (!latest.empty() && since(row) != since(latest.front())) {
      const bool later =
          since(row) && (!since(latest.front()) || *since(row) > *since(latest.front()));
      if (!later) continue;
      latest.clear();
    }
    latest.push_back(row);
  }
  if (latest.size() > 1) return "two_rows";
  return latest.empty() ? "none" : std::to_string(latest.front());
}

std::string found(TableFinder& finder, const std::vector<TableQuestion>& questions, Date on) {
  const auto row = finder.find(questions, on);
  if (!row) return row.error().code;
  return *row ? std::to_string(**row) : "none";
}

DecisionTable table_of(const std::string& text) {
  auto table = DecisionTable::parse(text, "tables/t.csv");
  if (!table) throw std::runtime_error(to_line(table.error().front()));
  return *std::move(table);
}

// Few values, so that questions meet rows, and every kind that a cell can have.
class Tables {
 public:
  explicit Tables(unsigned seed) : random_(seed) {
    static const char* const kKinds[] = {"",     "integer", "money", "decimal",
                                         "date", "boolean", "text"};
    for (std::size_t at = pick(3); at > 0; --at) {
      columns_.push_back({"e" + std::to_string(at), kKinds[pick(7)]});
    }
    for (std::size_t at = pick(3); at > 0; --at) {
      const std::string kind = kKinds[pick(5)];
      const std::size_t ends = pick(3);
      if (ends != 0) columns_.push_back({"r" + std::to_string(at) + ".min", kind});
      if (ends != 1) columns_.push_back({"r" + std::to_string(at) + ".max", kind});
    }
    if (pick(2) == 0) columns_.push_back({"effective_from", ""});
    columns_.push_back({"value", ""});
  }

  std::string text(std::size_t rows) {
    std::string text;
    for (const auto& [name, kind] : columns_) {
      text += (text.empty() ? "" : ",") + name + (kind.empty() ? "" : ":" + kind);
    }
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t at = 0; at < columns_.size(); ++at) {
        text += (at == 0 ? "\n" : ",") + cell(columns_[at].first, columns_[at].second);
      }
    }
    return text + "\n";
  }

  std::vector<TableQuestion> questions() {
    std::vector<TableQuestion> questions;
    for (const auto& [column, kind] : columns_) {
      const std::string name = column.substr(0, column.find('.'));
      const bool known = std::any_of(questions.begin(), questions.end(),
                                     [&](const auto& one) { return one.column == name; });
      if (known || name == "value" || name == "effective_from" || pick(8) == 0) continue;
      questions.push_back({name, asked(kind)});
    }
    if (pick(40) == 0) questions.push_back({"e9", Cell(std::int64_t{1})});
    std::shuffle(questions.begin(), questions.end(), random_);
    return questions;
  }

  Date day() { return *Date::parse("2026-01-0" + std::to_string(1 + pick(5))); }

 private:
  std::size_t pick(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }

  std::string cell(const std::string& name, const std::string& kind) {
    if (name == "value") return std::to_string(pick(100));
    if (pick(6) == 0) return "";
    if (name == "effective_from" || kind == "date") return day().text();
    if (kind == "boolean") return pick(2) == 0 ? "是" : "否";
    if (kind == "text") return pick(2) == 0 ? "上城" : "1";
    if (kind == "decimal" || kind == "money") return std::to_string(pick(5)) + ".5";
    if (kind.empty() && pick(25) == 0) return "甲";
    if (kind.empty() && pick(3) == 0) return std::to_string(pick(5)) + ".0";
    return (pick(4) == 0 ? "-" : "") + std::to_string(1 + pick(5));
  }

  Cell asked(const std::string& kind) {
    if (pick(30) == 0) return Cell(std::string("1"));
    if (kind == "date") return day();
    if (kind == "boolean") return pick(2) == 0;
    if (kind == "text") return Cell(std::string(pick(2) == 0 ? "上城" : "1"));
    if (kind == "money") return Cell(static_cast<std::int64_t>(50 + 100 * pick(5)));
    const auto number = static_cast<double>(pick(12)) / 2 - 1;
    if (pick(4) == 0) return Cell(-0.0);
    return number == std::floor(number) && pick(2) == 0 ? Cell(static_cast<std::int64_t>(number))
                                                        : Cell(number);
  }

  std::mt19937 random_;
  std::vector<std::pair<std::string, std::string>> columns_;
};

TEST(TableFinder, FindsWhatAWalkOverEveryRowFinds) {
  std::map<std::string, int> answers_given;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    Tables tables(seed);
    const std::string text = tables.text(1 + seed % 12);
    const DecisionTable table = table_of(text);
    TableFinder finder(table);
    for (int round = 0; round < 20; ++round) {
      const auto questions = tables.questions();
      const Date on = tables.day();
      const std::string expected = told(table, questions, on);
      ++answers_given[expected];
      std::string asked;
      for (const auto& [column, value] : questions) {
        asked += column + " = " + canonical_json(to_json(value)) + " ";
      }
      ASSERT_EQ(found(finder, questions, on), expected)
          << "seed " << seed << ": " << asked << "on " << on.text() << " in\n"
          << text;
    }
  }
  for (const char* const answer :
       {"0", "5", "none", "two_rows", "wrong_kind", "undeclared_column"}) {
    EXPECT_GT(answers_given[answer], 50) << answer;
  }
}

TEST(TableFinder, FindsTheSameInTenThousandRows) {
  std::string text = "district,age.min:integer,age.max:integer,effective_from,amount\n";
  for (int row = 0; row < 10'000; ++row) {
    const int from = row / 200 * 2;
    text += "d" + std::to_string(row % 100) + "," + (from == 0 ? "" : std::to_string(from)) + "," +
            (row % 7 == 0 && from == 98 ? "" : std::to_string(from + 1)) +
            (row % 200 < 100 ? ",2020-01-01," : ",2026-01-03,") + std::to_string(row) + "\n";
  }
  const DecisionTable table = table_of(text);
  ASSERT_EQ(table.size(), 10'000U);
  TableFinder finder(table);
  std::mt19937 random(7);
  int some = 0;
  for (int round = 0; round < 500; ++round) {
    const std::vector<TableQuestion> questions{
        {"district", Cell("d" + std::to_string(random() % 101))},
        {"age", Cell(static_cast<std::int64_t>(random() % 104) - 2)}};
    const Date on = *Date::parse(random() % 2 == 0 ? "2026-01-02" : "2026-01-03");
    const std::string expected = told(table, questions, on);
    some += expected == "none" ? 0 : 1;
    ASSERT_EQ(found(finder, questions, on), expected) << round;
  }
  EXPECT_GT(some, 300);
}

TEST(TableFinder, FindsTheSameWhateverTheOrderOfTheQuestionsAndTheRows) {
  const std::string header = "a,b.min,b.max,v\n";
  const std::vector<TableQuestion> there{{"a", Cell(std::string("x"))},
                                         {"b", Cell(std::int64_t{4})}};
  const std::vector<TableQuestion> back{there[1], there[0]};
  const Date day = *Date::parse("2026-01-01");
  const DecisionTable table = table_of(header + "x,,3,1\nx,4,,2\ny,,,3\n");
  const DecisionTable turned = table_of(header + "y,,,3\nx,4,,2\nx,,3,1\n");
  TableFinder finder(table);
  TableFinder other(turned);
  EXPECT_EQ(found(finder, there, day), "1");
  EXPECT_EQ(found(finder, back, day), "1");
  EXPECT_EQ(found(other, there, day), "1");
  EXPECT_EQ(found(other, back, day), "1");
}

TEST(TableFinder, TakesAWholeNumberForTheSameNumberWithAFraction) {
  const DecisionTable table = table_of("k:decimal,v\n5,1\n-0.0,2\n");
  TableFinder finder(table);
  const Date day = *Date::parse("2026-01-01");
  EXPECT_EQ(found(finder, {{"k", Cell(std::int64_t{5})}}, day), "0");
  EXPECT_EQ(found(finder, {{"k", Cell(5.0)}}, day), "0");
  EXPECT_EQ(found(finder, {{"k", Cell(std::int64_t{0})}}, day), "1");
}

TEST(TableFinder, NamesTheFirstOfTwoRowsByItsLine) {
  const DecisionTable table = table_of("k.min,k.max,v\n1,5,1\n8,9,2\n5,9,3\n");
  TableFinder finder(table);
  const auto row = finder.find({{"k", Cell(std::int64_t{5})}}, *Date::parse("2026-01-01"));
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error().code, "two_rows");
  EXPECT_THAT(row.error().message, HasSubstr("line 2"));
}

TEST(TableFinder, WithoutAQuestionAnswersForATableOfOneRow) {
  const DecisionTable one = table_of("k,v\n1,1\n");
  const DecisionTable two = table_of("k,v\n1,1\n2,2\n");
  TableFinder of_one(one);
  TableFinder of_two(two);
  EXPECT_EQ(found(of_one, {}, *Date::parse("2026-01-01")), "0");
  EXPECT_EQ(found(of_two, {}, *Date::parse("2026-01-01")), "two_rows");
}

}  // namespace
}  // namespace zhipi::engine::testing
