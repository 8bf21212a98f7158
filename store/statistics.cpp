#include "store/statistics.h"

#include <functional>

#include "store/application_rows.h"

namespace zhipi::store {
namespace {

constexpr std::chrono::hours kChinaStandardTime{8};

// What rows are counted under. The names are ours; nothing of a request becomes SQL.
std::string key_of(By by) {
  switch (by) {
    case By::day:
      return "a.received_on";
    case By::month:
      return "substr(a.received_on, 1, 7)";
    case By::matter:
      return "a.matter";
  }
  return {};
}

// One counting of the applications asked for, under one key.
class Count {
 public:
  Count(Connection& connection, const StatisticsQuery& query, std::string key)
      : connection_(connection),
        key_(std::move(key)),
        where_("WHERE a.received_on >= $1 AND a.received_on <= $2 "),
        parameters_{query.from.text(), query.to.text()} {
    if (!query.matter) return;
    where_ += "AND a.matter = $3 ";
    parameters_.emplace_back(*query.matter);
  }

  std::map<std::string, Figures> run() {
    states();
    outcomes();
    reasons();
    supplements();
    reviews();
    durations();
    days();
    return std::move(figures_);
  }

 private:
  // The latest decision of each application that has one.
  static constexpr const char* kLatest =
      "JOIN decisions d ON d.application = a.id AND d.sequence = "
      "(SELECT max(sequence) FROM decisions WHERE application = a.id) ";
  static constexpr const char* kFinal = "AND d.outcome NOT IN ('escalate', 'supplement') ";

  void each(const std::string& columns, const std::string& joins, const std::string& rest,
            const std::function<void(Figures&, const Row&)>& take) {
    const Rows rows = connection_.query(
        "SELECT " + key_ + " AS part, " + columns + " FROM applications a " + joins + where_ + rest,
        parameters_);
    for (const Row& row : rows) take(figures_[row.text(0)], row);
  }

  void states() {
    each("a.state, count(*)", "", "GROUP BY 1, 2", [](Figures& part, const Row& row) {
      part.states[row.text(1)] = row.integer(2);
      part.received += row.integer(2);
    });
  }

  void outcomes() {
    each("d.outcome, d.maker, d.automatic, count(*)", kLatest, "GROUP BY 1, 2, 3, 4",
         [](Figures& part, const Row& row) {
           const std::int64_t count = row.integer(4);
           part.outcomes[row.text(1)] += count;
           part.decided += count;
           if (row.text(2) == "engine" && row.integer(3) != 0) part.automatic += count;
         });
  }

  void reasons() {
    each("r.code, count(*)", "JOIN decision_reasons r ON r.application = a.id ", "GROUP BY 1, 2",
         [](Figures& part, const Row& row) { part.reasons[row.text(1)] = row.integer(2); });
  }

  void supplements() {
    each("count(*)", "JOIN rounds r ON r.application = a.id AND r.reason = 'supplement' ",
         "GROUP BY 1",
         [](Figures& part, const Row& row) { part.supplement_rounds = row.integer(1); });
  }

  // Beside what the engine said of the same round: its outcome, or its proposal where it asked.
  void reviews() {
    each(
        "count(*), count(CASE WHEN e.outcome = 'escalate' AND e.proposal NOT IN ('', d.outcome) "
        "OR e.outcome NOT IN ('escalate', d.outcome) THEN 1 END)",
        "JOIN decisions d ON d.application = a.id AND d.maker = 'person' "
        "LEFT JOIN decisions e ON e.application = a.id AND e.round = d.round "
        "AND e.maker = 'engine' ",
        "GROUP BY 1", [](Figures& part, const Row& row) {
          part.reviewed = row.integer(1);
          part.overridden = row.integer(2);
        });
  }

  void durations() {
    const Rows rows = connection_.query(
        "WITH spans AS (SELECT " + key_ + " AS part, d.at - a.received_at AS span " +
            "FROM applications a " + kLatest + where_ + kFinal +
            "), ranked AS (SELECT part, span, "
            "row_number() OVER (PARTITION BY part ORDER BY span) AS place, "
            "count(*) OVER (PARTITION BY part) AS total FROM spans) "
            "SELECT part, total, place, span FROM ranked "
            "WHERE place = (total + 1) / 2 OR place = (total * 9 + 9) / 10",
        parameters_);
    for (const Row& row : rows) {
      Figures& part = figures_[row.text(0)];
      const std::int64_t total = row.integer(1);
      const std::chrono::milliseconds span(row.integer(3));
      part.final = total;
      if (row.integer(2) == (total + 1) / 2) part.median = span;
      if (row.integer(2) == (total * 9 + 9) / 10) part.ninth_decile = span;
    }
  }

  void days() {
    const auto shift = std::chrono::milliseconds(kChinaStandardTime).count();
    const auto day = std::chrono::milliseconds(std::chrono::hours(24)).count();
    each("a.received_on, (d.at + " + std::to_string(shift) + ") / " + std::to_string(day) +
             ", count(*)",
         kLatest, std::string(kFinal) + "GROUP BY 1, 2, 3", [](Figures& part, const Row& row) {
           const std::chrono::sys_days decided{std::chrono::days(row.integer(2))};
           const std::chrono::year_month_day date(decided);
           part.spans.push_back(
               {date_of_column(row.text(1)),
                *Date::of(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                          static_cast<unsigned>(date.day())),
                row.integer(3)});
         });
  }

  Connection& connection_;
  const std::string key_;
  std::string where_;
  Values parameters_;
  std::map<std::string, Figures> figures_;
};

}  // namespace

QueueFigures queue_figures(Connection& connection) {
  QueueFigures figures;
  for (const Row& row :
       connection.query("SELECT state, count(*), min(ready_at) FROM jobs GROUP BY state")) {
    if (row.text(0) == "waiting") {
      figures.waiting = row.integer(1);
      figures.oldest = time_of_column(row.integer(2));
    } else if (row.text(0) == "leased") {
      figures.leased = row.integer(1);
    } else {
      figures.parked = row.integer(1);
    }
  }
  return figures;
}

Statistics statistics(Connection& connection, const StatisticsQuery& query) {
  Statistics all;
  all.by = Count(connection, query, key_of(query.by)).run();
  // Medians of parts do not add up: the whole is counted for itself.
  auto whole = Count(connection, query, "CAST('' AS TEXT)").run();
  if (!whole.empty()) all.all = std::move(whole.begin()->second);
  return all;
}

}  // namespace zhipi::store
