#include "store/application_rows.h"

namespace zhipi::store {

Application application_from(const Row& row) {
  const Date deadline = date_of_column(row.text(13));
  return Application{
      .sequence = row.integer(0),
      .id = row.text(1),
      .matter = row.text(2),
      .pack = row.text(3),
      .reference = row.text(4),
      .mode = row.text(5),
      .applicant = row.text(6),
      .request = row.text(7),
      .submitter = row.text(8),
      .received_on = date_of_column(row.text(9)),
      .received_at = time_of_column(row.integer(10)),
      .state = state_of_column(row.text(11)),
      .round = static_cast<int>(row.integer(12)),
      .deadline = deadline == Date::forever() ? std::nullopt : std::optional<Date>(deadline),
      .reviewer = row.text(14),
      .claimed_until = time_of_column(row.integer(15))};
}

std::string to_column(const std::optional<Date>& deadline) {
  return deadline.value_or(Date::forever()).text();
}

Date date_of_column(const std::string& text) {
  const auto date = Date::parse(text);
  if (!date) throw StorageError(StorageErrorKind::other, "a day is not one: " + text);
  return *date;
}

State state_of_column(const std::string& text) {
  const auto known = state(text);
  if (!known) throw StorageError(StorageErrorKind::other, "a state is not one: " + text);
  return *known;
}

}  // namespace zhipi::store
