// Lists of applications by keyset: a page starts after the last row of the one before, so that it
// costs the same however far one pages, and rows that arrive meanwhile move nothing.
#include "store/application_rows.h"
#include "store/applications.h"
#include "store/conditions.h"

namespace zhipi::store {
namespace {

std::string cursor_after(const Application& application, Sort sort) {
  const std::string sequence = std::to_string(application.sequence);
  return sort == Sort::received ? sequence : to_column(application.deadline) + ":" + sequence;
}

void start_after(Conditions& conditions, const ListQuery& query) {
  if (query.cursor.empty()) return;
  const Cursor cursor = parse_cursor(query.cursor, query.sort == Sort::deadline);
  if (query.sort == Sort::received) {
    conditions.add("sequence > " + conditions.parameter(cursor.sequence));
    return;
  }
  const std::string deadline = conditions.parameter(cursor.day);
  const std::string sequence = conditions.parameter(cursor.sequence);
  conditions.add("(deadline, sequence) > (" + deadline + ", " + sequence + ")");
}

}  // namespace

ApplicationPage list_applications(Connection& connection, const ListQuery& query) {
  require_page_length(query.limit);
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
