// The figures of an office over a period, as dashboards ask for them.
#pragma once

#include "models/formats/working_days.h"
#include "models/json.h"
#include "store/figures.h"

namespace zhipi::workflow {

// {"from", "to", "by", "matter", "total": figures, "parts": [{"part": "2026-11-20", …figures}]}.
// Shares are null where there is nothing to share, and working days where the calendar of a year
// is not published.
Json statistics_json(const store::StatisticsQuery& query, const store::Statistics& statistics,
                     const formats::WorkingDays& calendar);

}  // namespace zhipi::workflow
