#include "engine/authoring/nearest_change.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/authoring/fact_names.h"
#include "engine/authoring/hints.h"

namespace zhipi::engine {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kLargest = 1'000'000'000'000'000;  // no amount or measure is larger
constexpr double kTenYears = 3652;                        // days that weigh as much as another text
constexpr std::string_view kEndings = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// How far a change goes: up to 1 for a number or a day, 1 for another text, 2 for a fact taken
// away.
struct Found {
  Change change;
  double distance = 0;
};

// Positions on a line of whole steps: fen, hundredths, days.
struct Scale {
  std::int64_t start = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::set<std::int64_t> probes;

  void add(std::int64_t position) {
    if (position >= least && position <= most && position != start) probes.insert(position);
  }
};

class Search {
 public:
  Search(Judge& judge, const Json& document, const Verdict& failed, Watchdog& watchdog, int limit)
      : judge_(judge),
        document_(document),
        failed_(failed),
        watchdog_(watchdog),
        limit_(limit),
        hints_(hints_for(judge.pack(), failed, document)) {}

  ChangeSearch run() {
    std::vector<Found> all;
    for (const Evidence& evidence : failed_.evidence) {
      const auto fact = find_fact(judge_.pack().matter(), evidence.fact);
      if (!fact) continue;
      evidence_ = &evidence;
      fact_ = &*fact;
      if (auto found = search_fact()) all.push_back(*std::move(found));
    }
    std::stable_sort(all.begin(), all.end(), [](const Found& left, const Found& right) {
      return left.distance < right.distance;
    });
    for (Found& found : all) result_.changes.push_back(std::move(found.change));
    return std::move(result_);
  }

 private:
  std::optional<Found> search_fact() {
    const Field* const field = fact_->declared();
    std::optional<Found> found;
    if (field == nullptr) {
      if (evidence_->value.is_null()) found = try_value(json::object(), 1);
    } else {
      found = search_kind(*field);
    }
    if (!found && !evidence_->value.is_null()) found = try_value(nullptr, 2);
    return found;
  }

  std::optional<Found> search_kind(const Field& field) {
    if (is_seen(field.kind)) return flip_seen();
    switch (field.kind) {
      case FieldKind::boolean:
      case FieldKind::checkbox:
        return first_of({Json(true), Json(false)});
      case FieldKind::choice:
        return first_of({field.options.begin(), field.options.end()});
      case FieldKind::integer:
      case FieldKind::money:
        return search_numbers(1);
      case FieldKind::decimal:
      case FieldKind::percent:
        return search_numbers(100);
      case FieldKind::date:
        return search_dates();
      case FieldKind::list:
        return std::nullopt;  // its rows' values are facts of their own
      default:
        return search_texts(field);
    }
  }

  // Judges with this value in the fact's place; nothing unless the criterion passes then.
  std::optional<Found> try_value(const Json& value, double distance) {
    if (value == evidence_->value) return std::nullopt;
    if (result_.judgements >= limit_) {
      result_.complete = false;
      return std::nullopt;
    }
    Json changed = document_;
    set_fact(changed, *fact_, value);
    const auto facts = bind_facts(judge_.pack().matter(), changed);
    if (!facts) return std::nullopt;
    ++result_.judgements;
    const Judgement& judgement = judge_.assess(*facts, watchdog_);
    const auto criterion =
        std::find_if(judgement.judged.begin(), judgement.judged.end(),
                     [&](const Judged& one) { return one.criterion->id == failed_.criterion; });
    if (criterion == judgement.judged.end() || criterion->result != Result::pass)
      return std::nullopt;
    return Found{{evidence_->fact, evidence_->value, value, judgement.outcome, judgement.proposal},
                 distance};
  }

  std::optional<Found> first_of(const std::vector<Json>& values) {
    for (const Json& value : values) {
      if (auto found = try_value(value, 1)) return found;
    }
    return std::nullopt;
  }

  std::optional<Found> flip_seen() {
    Json value = evidence_->value;
    bool present = false;
    if (value.is_object()) {
      const Json* const was = value.get_object().if_contains("present");
      present = was != nullptr && was->is_bool() && was->get_bool();
    } else {
      value = json::object();
    }
    value.get_object()["present"] = !present;
    return try_value(value, 1);
  }

  std::optional<Found> search_texts(const Field& field) {
    for (const std::string& text : hints_.texts) {
      if (auto found = try_value(Json(text), 1)) return found;
    }
    // The last character of a number is its check character.
    const bool is_number = field.kind == FieldKind::id_number ||
                           field.kind == FieldKind::credit_code ||
                           field.kind == FieldKind::bank_account;
    if (!is_number || !evidence_->value.is_string()) return std::nullopt;
    std::string text(evidence_->value.get_string());
    for (const char ending : kEndings) {
      text.back() = ending;
      if (auto found = try_value(Json(text), 1)) return found;
    }
    return std::nullopt;
  }

  std::optional<Found> search_numbers(int steps) {
    const double was = evidence_->value.is_number() ? evidence_->value.to_number<double>() : 0;
    if (std::abs(was) * steps > static_cast<double>(kLargest)) return std::nullopt;
    const auto step = [&](double number) { return std::llround(number * steps); };
    // A measure is not negative unless it was.
    Scale scale{step(was), was < 0 ? -kLargest : 0, kLargest, {}};
    if (evidence_->value.is_null()) scale.probes.insert(scale.start);
    for (const double hint : hints_.numbers) {
      if (std::abs(hint) * steps > static_cast<double>(kLargest)) continue;
      for (const int beside : {0, -1, 1}) scale.add(step(hint) + beside);
    }
    for (std::int64_t part = scale.start; part != 0; part /= 2) scale.add(part);
    scale.add(0);
    scale.add(steps);
    const double size = std::max(1.0, std::abs(was) * steps);
    return search_scale(scale, size, [&](std::int64_t position) -> Json {
      if (steps == 1) return position;
      return static_cast<double>(position) / steps;
    });
  }

  std::optional<Found> search_dates() {
    const auto position = [](Date date) {
      return std::int64_t{date.days().time_since_epoch().count()};
    };
    std::optional<Date> was;
    if (evidence_->value.is_string()) was = Date::parse(std::string(evidence_->value.get_string()));
    Scale scale{position(was.value_or(hints_.dates.empty() ? Date::forever() : hints_.dates[0])),
                position(*Date::of(1, 1, 1)),
                position(Date::forever()),
                {}};
    if (!was) scale.probes.insert(scale.start);
    for (const Date hint : hints_.dates) {
      for (const int beside : {0, -1, 1}) scale.add(position(hint) + beside);
      for (int months = 1; months <= 12; ++months) add_terms(scale, hint, months);
      for (int years = 2; years <= 30; ++years) add_terms(scale, hint, 12 * years);
    }
    scale.add(position(Date::forever()));
    return search_scale(scale, kTenYears, [](std::int64_t day) {
      const std::chrono::year_month_day date{sys_days(days(day))};
      const auto real = Date::of(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                 static_cast<unsigned>(date.day()));
      return Json(real->text());
    });
  }

  static void add_terms(Scale& scale, Date from, int months) {
    for (const int term : {months, -months}) {
      scale.add(std::int64_t{from.add_months(term).days().time_since_epoch().count()});
    }
  }

  // The nearest position on either side that passes, as far as the criterion turns once between two
  // probes.
  template <class ToJson>
  std::optional<Found> search_scale(Scale scale, double size, const ToJson& to_value) {
    for (std::int64_t step = 1; step <= scale.most - scale.least; step *= 2) {
      scale.add(scale.start + step);
      scale.add(scale.start - step);
    }
    const auto attempt = [&](std::int64_t position) {
      const auto moved = static_cast<double>(std::abs(position - scale.start));
      return try_value(to_value(position), moved / size);
    };
    const auto nearest = [&](auto first, auto last) {
      std::int64_t fails = scale.start;
      for (; first != last; ++first) {
        auto found = attempt(*first);
        if (found) return boundary(fails, *first, std::move(found), attempt);
        fails = *first;
      }
      return std::optional<Found>();
    };
    const auto above = scale.probes.lower_bound(scale.start);
    auto up = nearest(above, scale.probes.end());
    auto down = nearest(std::make_reverse_iterator(above), scale.probes.rend());
    auto& nearer = up && (!down || up->distance <= down->distance) ? up : down;
    if (nearer) nearer->distance = std::min(1.0, nearer->distance);
    return std::move(nearer);
  }

  // Between a position that fails and one that passes, the last that passes.
  template <class Attempt>
  std::optional<Found> boundary(std::int64_t fails, std::int64_t passes, std::optional<Found> found,
                                const Attempt& attempt) {
    while (std::abs(passes - fails) > 1) {
      const std::int64_t middle = fails + (passes - fails) / 2;
      if (auto nearer = attempt(middle)) {
        found = std::move(nearer);
        passes = middle;
      } else {
        fails = middle;
      }
    }
    return found;
  }

  Judge& judge_;
  const Json& document_;
  const Verdict& failed_;
  Watchdog& watchdog_;
  int limit_;
  Hints hints_;
  const Evidence* evidence_ = nullptr;  // of the fact in hand
  const NamedFact* fact_ = nullptr;
  ChangeSearch result_;
};

}  // namespace

ChangeSearch nearest_changes(Judge& judge, const Json& document, const Verdict& failed,
                             Watchdog& watchdog, int limit) {
  return Search(judge, document, failed, watchdog, limit).run();
}

}  // namespace zhipi::engine
