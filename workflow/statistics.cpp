#include "workflow/statistics.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "workflow/clock.h"
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

constexpr int kUsualDays = 30;
constexpr int kMostDays = 400;             // a row each
constexpr int kMostDaysInFewParts = 3660;  // ten years

std::string_view to_text(store::By by) {
  switch (by) {
    case store::By::day:
      return "day";
    case store::By::month:
      return "month";
    case store::By::matter:
      return "matter";
  }
  return {};
}

Json share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? Json(nullptr) : Json(static_cast<double>(part) / static_cast<double>(whole));
}

json::object counts(const std::map<std::string, std::int64_t>& counted) {
  json::object object;
  for (const auto& [name, count] : counted) object[name] = count;
  return object;
}

// The nearest rank among spans of working days, the day of receipt not counted (民法典 §201).
json::object working_days(const std::vector<store::DaySpan>& spans,
                          const formats::WorkingDays& calendar) {
  json::object unknown{{"median", nullptr}, {"ninth_decile", nullptr}};
  std::vector<std::pair<int, std::int64_t>> counted;  // days, how many
  std::int64_t total = 0;
  for (const store::DaySpan& span : spans) {
    const auto days = calendar.workdays_between(span.received, span.decided);
    if (!days) return unknown;
    counted.emplace_back(*days, span.count);
    total += span.count;
  }
  if (total == 0) return unknown;
  std::sort(counted.begin(), counted.end());
  const auto at = [&](std::int64_t place) {
    for (const auto& [days, count] : counted) {
      place -= count;
      if (place <= 0) return days;
    }
    return counted.back().first;
  };
  return {{"median", at((total + 1) / 2)}, {"ninth_decile", at((total * 9 + 9) / 10)}};
}

json::object figures_json(const store::Figures& figures, const formats::WorkingDays& calendar) {
  Json seconds = json::object{{"median", nullptr}, {"ninth_decile", nullptr}};
  if (figures.final > 0) {
    const auto of = [](std::chrono::milliseconds span) {
      return static_cast<double>(span.count()) / 1000;
    };
    seconds =
        json::object{{"median", of(figures.median)}, {"ninth_decile", of(figures.ninth_decile)}};
  }
  return {{"received", figures.received},
          {"states", counts(figures.states)},
          {"decided", figures.decided},
          {"outcomes", counts(figures.outcomes)},
          {"automatic", figures.automatic},
          {"automatic_share", share(figures.automatic, figures.decided)},
          {"escalation_reasons", counts(figures.reasons)},
          {"supplement_rounds", figures.supplement_rounds},
          {"supplements_per_application", share(figures.supplement_rounds, figures.received)},
          {"reviewed", figures.reviewed},
          {"overridden", figures.overridden},
          {"override_share", share(figures.overridden, figures.reviewed)},
          {"final", figures.final},
          {"seconds", std::move(seconds)},
          {"working_days", working_days(figures.spans, calendar)}};
}

}  // namespace

Json statistics_json(const store::StatisticsQuery& query, const store::Statistics& statistics,
                     const formats::WorkingDays& calendar) {
  json::array parts;
  for (const auto& [name, figures] : statistics.by) {
    json::object part = figures_json(figures, calendar);
    part["part"] = name;
    parts.push_back(std::move(part));
  }
  return json::object{{"from", query.from.text()},
                      {"to", query.to.text()},
                      {"by", to_text(query.by)},
                      {"matter", query.matter ? Json(*query.matter) : Json(nullptr)},
                      {"total", figures_json(statistics.all, calendar)},
                      {"parts", std::move(parts)}};
}

Expected<Json> Workflow::statistics(const std::optional<Date>& from, const std::optional<Date>& to,
                                    const std::optional<std::string>& matter, store::By by) {
  const Date last = to.value_or(day_of(impl_->options.now()));
  const Date first = from.value_or(last.add_days(1 - kUsualDays));
  const int most = by == store::By::day ? kMostDays : kMostDaysInFewParts;
  const int days = first.days_until(last) + 1;
  if (days < 1 || days > most) {
    return problem("bad_parameter", "`from` lies at most " + std::to_string(most - 1) +
                                        " days before `to`, and never after it");
  }
  const store::StatisticsQuery query{.from = first, .to = last, .matter = matter, .by = by};
  const auto counted = store_.statistics(query);
  if (!counted) return tl::unexpected(counted.error());
  return statistics_json(query, *counted, impl_->calendar);
}

}  // namespace zhipi::workflow
