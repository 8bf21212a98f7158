#include "bench/peers/plain.h"

#include <algorithm>
#include <string>

namespace zhipi::bench {
namespace {

using Object = simdjson::ondemand::object;
using Value = simdjson::simdjson_result<simdjson::ondemand::value>;

struct Limit {
  std::int64_t level;
  std::int64_t from;
  std::int64_t to;
  std::int64_t limit;
};

// tables/t.csv
constexpr auto kLimits = [] {
  std::array<Limit, 33> all{};
  std::size_t at = 0;
  for (std::int64_t level = 1; level <= 3; ++level) {
    for (std::int64_t from = 0; from < 1000; from += 100) {
      all[at++] = {level, from, from + 99, from + 1};
    }
    all[at++] = {level, 1000, 1999, 0};
  }
  return all;
}();

std::int64_t limit_of(std::int64_t level, std::int64_t number) {
  for (const Limit& row : kLimits) {
    if (row.level == level && row.from <= number && number <= row.to) return row.limit;
  }
  return 0;
}

// The names of fields, written out once.
template <std::size_t Count>
std::array<std::string, Count> names(char stem) {
  std::array<std::string, Count> all;
  for (std::size_t at = 0; at < Count; ++at) all[at] = stem + std::to_string(at + 1);
  return all;
}

Date date(Value value) {
  return Date::parse(std::string_view(value)).value();
}

void read_form(Object form, Application& application) {
  static const auto kNumbers = names<20>('n');
  static const auto kTexts = names<12>('t');
  static const auto kDates = names<8>('d');
  for (std::size_t at = 0; at < kNumbers.size(); ++at) application.numbers[at] = form[kNumbers[at]];
  for (std::size_t at = 0; at < kTexts.size(); ++at) application.texts[at] = form[kTexts[at]];
  for (std::size_t at = 0; at < kDates.size(); ++at) application.dates[at] = date(form[kDates[at]]);
  std::size_t at = 0;
  for (Object row : form["rows"]) {
    Row& read = application.rows.at(at++);
    read.full_name = row["full_name"];
    read.age = row["age"];
    read.fee = row["fee"];
  }
}

void read_materials(Object materials, Application& application) {
  static const auto kTexts = names<8>('f');
  Object card = materials["card"];
  application.born = date(card["born"]);
  application.card_name = card["full_name"];
  for (std::size_t at = 0; at < kTexts.size(); ++at) {
    application.card_texts[at] = card[kTexts[at]]["value"];
  }
  Object proof = materials["proof"];
  application.address = proof["address"];
  application.amount = proof["amount"];
  application.seal_present = proof["seal"]["present"];
}

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

Application read_application(simdjson::ondemand::parser& parser,
                             const simdjson::padded_string& text) {
  Application application;
  simdjson::ondemand::document document = parser.iterate(text);
  application.received_on = date(document["received_on"]);
  read_form(document["form"], application);
  read_materials(document["materials"], application);
  Object registered = document["lookups"]["register"];
  application.active = registered["active"];
  application.since = date(registered["since"]);
  application.level = registered["level"];
  application.owner = registered["owner"];
  return application;
}

std::bitset<kCriteria> verdicts(const Application& application) {
  const Application& app = application;
  std::bitset<kCriteria> passes;
  std::size_t next = 0;
  for (std::size_t at = 0; at < 5; ++at) {
    passes[next++] = app.numbers[at] >= 10 && app.numbers[at + 5] < app.numbers[at + 10] + 1000;
  }
  for (std::size_t at = 0; at < 4; ++at) {
    passes[next++] =
        app.dates[at] <= app.received_on && app.dates[at + 4].years_until(app.received_on) >= 0;
  }
  for (std::size_t at = 0; at < 3; ++at) passes[next++] = app.texts[at] != app.card_texts[at];
  passes[next++] = app.card_name == app.owner;
  passes[next++] = app.born.add_months(18 * 12) <= app.received_on;
  passes[next++] = std::ranges::all_of(app.rows, [](const Row& row) { return row.age >= 0; });
  std::int64_t fees = 0;
  for (const Row& row : app.rows) fees += row.fee;
  passes[next++] = fees <= app.amount * 100;
  passes[next++] = app.seal_present;
  passes[next++] = app.level >= 1 && app.level <= 3 && app.active;
  passes[next++] = !app.texts[11].empty() && std::ranges::all_of(app.texts[11], is_lower_or_digit);
  passes[next++] = limit_of(app.level, app.numbers[19]) >= 1;
  return passes;
}

}  // namespace zhipi::bench
