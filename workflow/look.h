// What there is to do about an application's clocks and obligations at a moment. Pure.
#pragma once

#include <vector>

#include "models/formats/working_days.h"
#include "models/matter.h"
#include "store/clock_records.h"
#include "workflow/deadlines.h"

namespace zhipi::workflow {

// Days are working days.
struct ClockSettings {
  int notice_days = 3;       // at most the 5 of 行政许可法 §32
  int supplement_days = 30;  // no statute sets them, and their end costs the applicant the case
  int alarm_days = 1;        // the office is told so long before a last day
  int reminder_days = 3;     // an applicant is reminded so long before
};

// What was recorded of one application.
struct CaseRecord {
  store::Application application;
  std::vector<store::Event> timeline;
  std::vector<store::Obligation> obligations;
};

// With the limits that its reception recorded; those of `matter` where it did not, which may be
// null.
Clocks clocks_of(const CaseRecord& record, const Matter* matter, const ClockSettings& settings,
                 const formats::WorkingDays& calendar, Date today);

// The last day of an obligation: as it was told, or as the calendar says by now.
std::optional<Date> due_of(const store::Obligation& obligation,
                           const formats::WorkingDays& calendar);

// Alarms are said as soon as they are due. What has an effect in law (a supplement that lapses, an
// application that counts as accepted, an obligation that lapses) waits until `effects_from`, and
// so does not follow from a clock that has just jumped.
store::Look look_at(const CaseRecord& record, const Clocks& clocks, const ClockSettings& settings,
                    const formats::WorkingDays& calendar, store::Time now,
                    store::Time effects_from);

}  // namespace zhipi::workflow
