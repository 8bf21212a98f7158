// How many applications one core decides: 20 criteria over 83 values, about 2 KB of JSON.
//
// The pack and the facts are made here, from a seed: 40 form fields, two materials, a look-up and a
// list of rows; half of the criteria compare numbers and dates, the others names, ranges, rows and
// tables.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "engine/judge.h"
#include "models/digest.h"

namespace zhipi::engine {
namespace {

constexpr int kNumbers = 20;
constexpr int kTexts = 12;
constexpr int kDates = 8;
constexpr int kRows = 8;
constexpr int kCases = 64;

std::string name(const char* stem, int number) {
  return std::string(stem) + std::to_string(number);
}

std::string matter_lua() {
  std::string form;
  for (int at = 1; at <= kNumbers; ++at) form += name("n", at) + " = integer {}, ";
  for (int at = 1; at <= kTexts; ++at) form += name("t", at) + " = text {}, ";
  for (int at = 1; at <= kDates; ++at) form += name("d", at) + " = date {}, ";
  form += "rows = list { of = { full_name = person_name {}, age = integer {}, fee = money {} } }";
  std::string card;
  for (int at = 1; at <= 8; ++at) card += name("f", at) + " = text {}, ";
  return "return matter { title = \"量测事项\", version = \"1.0.0\", "
         "automatic = { approve = true, supplement = true, not_accept = true, deny = true },\n"
         "form = { " +
         form + " },\nmaterials = { card = material { required = true, fields = { " + card +
         "born = date {}, full_name = person_name {} } },\n"
         "proof = material { fields = { address = address {}, amount = money {}, seal = seal {} } "
         "} },\n"
         "lookups = { register = lookup { fields = { active = boolean {}, since = date {}, level = "
         "integer {}, owner = person_name {} } } } }";
}

std::string criterion(int number, const std::string& body) {
  return "criterion \"" + name("c", number) + "\" { title = \"" + name("要点", number) +
         "\", basis = \"第三条\", check = function(app) return " + body +
         " end, otherwise = supplement \"请更正 {form.n1}\" }\n";
}

std::string criteria_lua() {
  std::string all;
  int number = 0;
  for (int at = 1; at <= 5; ++at) {
    all += criterion(++number, "app.form." + name("n", at) + " >= 10 and app.form." +
                                   name("n", at + 5) + " < app.form." + name("n", at + 10) +
                                   " + 1000");
  }
  for (int at = 1; at <= 4; ++at) {
    all += criterion(++number, "app.form." + name("d", at) + " <= app.received_on and app.form." +
                                   name("d", at + 4) + ":years_until(app.received_on) >= 0");
  }
  for (int at = 1; at <= 3; ++at) {
    all += criterion(++number, "app.form." + name("t", at) + " ~= app.card." + name("f", at));
  }
  all += criterion(++number, "same_name(app.card.full_name, app.register.owner)");
  all += criterion(++number, "app.card.born:add_months(18 * 12) <= app.received_on");
  all += criterion(++number, "all(app.form.rows, function(row) return row.age >= 0 end)");
  all += criterion(++number, "sum(app.form.rows, \"fee\") <= app.proof.amount * 100");
  all += criterion(++number, "app.proof.seal.present and has(app, \"register\")");
  all += criterion(++number, "one_of(app.register.level, 1, 2, 3) and app.register.active");
  all += criterion(++number, "matches(app.form.t12, \"^[a-z0-9]+$\")");
  all += criterion(++number,
                   "decision_table \"tables/t.csv\":row { level = app.register.level, n = "
                   "app.form.n20 }.limit >= 1");
  return all;
}

PackFiles pack_files() {
  std::string table = "level:integer,n.min:integer,n.max:integer,limit:integer\n";
  for (int level = 1; level <= 3; ++level) {
    for (int from = 0; from < 1000; from += 100) {
      table += std::to_string(level) + "," + std::to_string(from) + "," +
               std::to_string(from + 99) + "," + std::to_string(from + 1) + "\n";
    }
  }
  return {"measured",
          {{"matter.lua", matter_lua()}, {"criteria.lua", criteria_lua()}, {"tables/t.csv", table}},
          {}};
}

std::shared_ptr<const Pack> pack() {
  static const std::shared_ptr<const Pack> kPack = Pack::load(pack_files()).value();
  return kPack;
}

class Drawn {
 public:
  explicit Drawn(unsigned seed) : random_(seed) {}
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  std::string word() {
    std::string text;
    for (int left = number(10, 20); left > 0; --left) {
      text += static_cast<char>('a' + number(0, 25));
    }
    return text;
  }
  std::string day() {
    return Date::of(number(1940, 2007), static_cast<unsigned>(number(1, 12)),
                    static_cast<unsigned>(number(1, 28)))
        ->text();
  }

 private:
  std::mt19937 random_;
};

std::string facts_text(unsigned seed) {
  Drawn drawn(seed);
  json::object form;
  for (int at = 1; at <= kNumbers; ++at) form[name("n", at)] = drawn.number(10, 999);
  for (int at = 1; at <= kTexts; ++at) form[name("t", at)] = drawn.word();
  for (int at = 1; at <= kDates; ++at) form[name("d", at)] = drawn.day();
  json::array rows;
  for (int at = 0; at < kRows; ++at) {
    rows.push_back(json::object{{"full_name", "样本" + drawn.word()},
                                {"age", drawn.number(0, 90)},
                                {"fee", drawn.number(1, 100'000)}});
  }
  form["rows"] = rows;
  json::object card{{"born", drawn.day()}, {"full_name", "量样甲"}};
  for (int at = 1; at <= 8; ++at) {
    card[name("f", at)] = json::object{{"value", drawn.word()}, {"confidence", 0.995}};
  }
  return json::serialize(json::object{
      {"application", name("B", static_cast<int>(seed))},
      {"received_on", "2026-11-20"},
      {"form", form},
      {"materials",
       json::object{{"card", card},
                    {"proof", json::object{{"address", "样板路1号"},
                                           {"amount", 1'000'000},
                                           {"seal", json::object{{"present", true}}}}}}},
      {"lookups", json::object{{"register", json::object{{"active", true},
                                                         {"since", drawn.day()},
                                                         {"level", drawn.number(1, 3)},
                                                         {"owner", "量样甲"}}}}}});
}

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kTextsOfCases = [] {
    std::vector<std::string> all;
    for (unsigned seed = 1; seed <= kCases; ++seed) all.push_back(facts_text(seed));
    return all;
  }();
  return kTextsOfCases;
}

void read(FactReader& reader, const std::string& text, Facts& facts) {
  if (!reader.read(text, facts)) std::abort();
}

Facts bound(const std::string& text) {
  Facts facts;
  FactReader reader(pack()->layout());
  read(reader, text, facts);
  return facts;
}

// A benchmark of something else than approvals would measure something else.
void demand_approval(const Decision& decision) {
  if (decision.outcome == Outcome::approve) return;
  std::cerr << canonical_json(to_json(decision)) << '\n';
  std::abort();
}

void count(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  state.counters["json_bytes"] = static_cast<double>(texts().front().size());
}

// JSON text to every result with its evidence, in memory.
void json_to_judgement(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  FactReader reader(pack()->layout());
  Facts facts;
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    read(reader, texts()[at++ % kCases], facts);
    benchmark::DoNotOptimize(judge.assess(facts, watchdog).outcome);
  }
  demand_approval(judge.judge(bound(texts()[0]), watchdog));
  count(state);
}
BENCHMARK(json_to_judgement);

void json_to_facts(benchmark::State& state) {
  FactReader reader(pack()->layout());
  Facts facts;
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    read(reader, texts()[at++ % kCases], facts);
    benchmark::DoNotOptimize(facts.facts.data());
  }
  count(state);
}
BENCHMARK(json_to_facts);

void facts_to_judgement(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  std::vector<Facts> cases;
  for (const std::string& text : texts()) cases.push_back(bound(text));
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(judge.assess(cases[at++ % kCases], watchdog).outcome);
  }
  count(state);
}
BENCHMARK(facts_to_judgement);

// The same written out as the decision's canonical bytes, digests included.
void json_to_bytes(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  FactReader reader(pack()->layout());
  Facts facts;
  std::size_t at = 0;
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : state) {
    read(reader, texts()[at++ % kCases], facts);
    bytes = canonical_json(to_json(judge.judge(facts, watchdog))).size();
  }
  count(state);
  state.counters["decision_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(json_to_bytes);

void pack_load(benchmark::State& state) {
  const PackFiles files = pack_files();
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(Pack::load(files).value().get());
  count(state);
}
BENCHMARK(pack_load);

}  // namespace
}  // namespace zhipi::engine
