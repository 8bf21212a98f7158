// Lists of applications by keyset: a page starts after the last row of the one before, so that it
// costs the same however far one pages, and rows that arrive meanwhile move nothing.
#include <charconv>

#include "store/application_rows.h"
#include "store/applications.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

constexpr int kLongestPage = 200;

// Where the page before ended: "2026-12-01:17" by deadline, "17" by reception.
struct Cursor {
  std::string deadline;
  std::int64_t sequence = 0;
};

[[noreturn]] void refuse_cursor() {
  refuse("bad_cursor", "This is no cursor of this list; use the one that the page before gave.",
         "cursor");
}

Cursor parse_cursor(std::string_view text, Sort sort) {
  Cursor cursor;
  if (sort == Sort::deadline) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !Date::parse(text.substr(0, colon))) refuse_cursor();
    cursor.deadline = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), cursor.sequence);
  if (error != std::errc() || end != text.data() + text.size() || cursor.sequence < 1) {
    refuse_cursor();
  }
  return cursor;
}

std::string cursor_after(const Application& application, Sort sort) {
  const std::string sequence = std::to_string(application.sequence);
  return sort == Sort::received ? sequence : to_column(application.deadline) + ":" + sequence;
}

// The conditions of a query and their parameters, in step.
class Conditions {
 public:
  std::string parameter(Value value) {
    parameters_.push_back(std::move(value));
    return "$" + std::to_string(parameters_.size());
  }
  void add(const std::string& condition) {
    sql_ += (sql_.empty() ? "WHERE " : "AND ") + condition + " ";
  }
  void add_equal(const std::string& column, const std::optional<std::string>& value) {
    if (value) add(column + " = " + parameter(*value));
  }
  const std::string& sql() const { return sql_; }
  const Values& parameters() const { return parameters_; }

 private:
  std::string sql_;
  Values parameters_;
};

void start_after(Conditions& conditions, const ListQuery& query) {
  if (query.cursor.empty()) return;
  const Cursor cursor = parse_cursor(query.cursor, query.sort);
  if (query.sort == Sort::received) {
    conditions.add("sequence > " + conditions.parameter(cursor.sequence));
    return;
  }
  const std::string deadline = conditions.parameter(cursor.deadline);
  const std::string sequence = conditions.parameter(cursor.sequence);
  conditions.add("(deadline, sequence) > (" + deadline + ", " + sequence + ")");
}

}  // namespace

ApplicationPage list_applications(Connection& connection, const ListQuery& query) {
  if (query.limit < 1 || query.limit > kLongestPage) {
    refuse("bad_limit", "A page has 1 to " + std::to_string(kLongestPage) + " applications.",
           "limit");
  }
  Conditions conditions;
  if (query.state) conditions.add_equal("state", std::string(to_text(*query.state)));
  conditions.add_equal("matter", query.matter);
  conditions.add_equal("reference", query.reference);
  conditions.add_equal("submitter", query.submitter);
  conditions.add_equal("reviewer", query.reviewer);
  start_after(conditions, query);
  const std::string order =
      query.sort == Sort::received ? "ORDER BY sequence " : "ORDER BY deadline, sequence ";
  // One more than asked for tells whether there is a next page.
  const std::string limit = "LIMIT " + conditions.parameter(std::int64_t{query.limit} + 1);
  const Rows rows = connection.query(kSelectApplication + conditions.sql() + order + limit,
                                     conditions.parameters());
  ApplicationPage page;
  for (const Row& row : rows) {
    if (page.applications.size() == static_cast<std::size_t>(query.limit)) {
      page.next = cursor_after(page.applications.back(), query.sort);
      break;
    }
    page.applications.push_back(application_from(row));
  }
  return page;
}

}  // namespace zhipi::store
