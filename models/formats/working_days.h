// Working days by the State Council's holiday notices. A year without a published calendar has no
// answer: nothing is ever guessed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>

#include "models/date.h"
#include "models/digest.h"
#include "models/json.h"

namespace zhipi::formats {

// Immutable, and safe to share between threads.
class WorkingDays {
 public:
  // No year is published.
  WorkingDays() = default;

  // From one document a year: {"year": 2026, "papers": […], "days": [{"name", "date",
  // "isOffDay"}]}. A day that is listed off rests, one listed as not off is worked; of the others
  // Monday to Friday are worked. A paper may also change December of the year before. Problem
  // codes: bad_calendar, with a JSON pointer into the list of documents.
  static Expected<WorkingDays> from(std::span<const Json> years);

  // Nothing when the day's year has no calendar.
  std::optional<bool> is_working_day(Date day) const;

  // The `count`-th working day after the day, which itself is not counted (民法典 §201); before it
  // when count is negative; the day itself for 0. Nothing when the way leads through a year
  // without a calendar.
  std::optional<Date> add_workdays(Date day, int count) const;

  // Working days after `from` up to and including `to`; negative when `to` is earlier, and then
  // the days after `to` up to and including `from`. Nothing when a year on the way has no calendar.
  std::optional<int> workdays_between(Date from, Date to) const;

  // Days from this one on, itself included, until the first whose year has no calendar.
  int days_published(Date from) const;

  // Of the canonical JSON of all documents in the order of their years.
  const Digest& digest() const { return digest_; }

 private:
  std::map<Date, bool> listed_;  // day -> is it off
  std::set<int> published_;
  Digest digest_ = Digest::of("[]");
};

}  // namespace zhipi::formats
