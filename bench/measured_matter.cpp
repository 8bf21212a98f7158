#include "bench/measured_matter.h"

#include <cstdint>
#include <random>

#include "models/date.h"

namespace zhipi::bench {
namespace {

constexpr int kNumbers = 20;
constexpr int kTexts = 12;
constexpr int kDates = 8;
constexpr int kRows = 8;

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

json::object& section(json::object& facts, std::string_view of, std::string_view name) {
  return facts.at(of).as_object().at(name).as_object();
}

std::int64_t fees(const json::object& form) {
  std::int64_t sum = 0;
  for (const Json& row : form.at("rows").as_array()) sum += row.at("fee").as_int64();
  return sum;
}

// Every value as near to failing as passing goes. A child born on 29 February comes of age on 28
// February: so it is on the day of receipt where that is in February; elsewhere it is a birthday.
void move_to_the_limits(json::object& facts, bool in_february) {
  const char* const received_on = in_february ? "2026-02-28" : "2026-11-20";
  facts["received_on"] = received_on;
  json::object& form = facts.at("form").as_object();
  for (int at = 1; at <= 5; ++at) {
    form[name("n", at)] = 10;
    form[name("n", at + 5)] = form.at(name("n", at + 10)).as_int64() + 999;
  }
  for (int at = 1; at <= kDates; ++at) form[name("d", at)] = received_on;
  form["n20"] = 999;
  form.at("rows").as_array()[0].as_object()["age"] = 0;
  json::object& last = form.at("rows").as_array()[kRows - 1].as_object();
  const std::int64_t amount = fees(form) / 100 + 1;
  last["fee"] = last.at("fee").as_int64() + amount * 100 - fees(form);
  section(facts, "materials", "proof")["amount"] = amount;
  section(facts, "materials", "card")["born"] = in_february ? "2008-02-29" : "2008-11-20";
}

// Lets one criterion fail, in one of two ways where it has two.
void fail(json::object& facts, int criterion, bool other_way) {
  json::object& form = facts.at("form").as_object();
  json::object& card = section(facts, "materials", "card");
  json::object& proof = section(facts, "materials", "proof");
  json::object& registered = section(facts, "lookups", "register");
  const bool in_february = facts.at("received_on") == "2026-02-28";
  const char* const next_day = in_february ? "2026-03-01" : "2026-11-21";
  if (criterion <= 5) {
    if (other_way) {
      form[name("n", criterion + 5)] = form.at(name("n", criterion + 10)).as_int64() + 1000;
    } else {
      form[name("n", criterion)] = 9;
    }
  } else if (criterion <= 9) {
    form[name("d", criterion - (other_way ? 1 : 5))] = next_day;
  } else if (criterion <= 12) {
    const int at = criterion - 9;
    form[name("t", at)] = card.at(name("f", at)).at("value");
  } else if (criterion == 13) {
    registered["owner"] = "量样乙";
  } else if (criterion == 14) {
    card["born"] = in_february ? "2008-03-01" : "2008-11-21";
  } else if (criterion == 15) {
    form.at("rows").as_array()[kRows / 2].as_object()["age"] = -1;
  } else if (criterion == 16) {
    proof["amount"] = proof.at("amount").as_int64() - 1;
  } else if (criterion == 17) {
    proof["seal"] = json::object{{"present", false}};
  } else if (criterion == 18) {
    registered["active"] = false;
  } else if (criterion == 19) {
    form.at("t12").as_string().append(other_way ? "A" : "中");
  } else {
    form["n20"] = other_way ? 1000 : 1999;
  }
}

}  // namespace

engine::PackFiles measured_pack() {
  std::string table = "level:integer,n.min:integer,n.max:integer,limit:integer\n";
  for (int level = 1; level <= 3; ++level) {
    for (int from = 0; from < 1000; from += 100) {
      table += std::to_string(level) + "," + std::to_string(from) + "," +
               std::to_string(from + 99) + "," + std::to_string(from + 1) + "\n";
    }
    table += std::to_string(level) + ",1000,1999,0\n";
  }
  return {"measured",
          {{"matter.lua", matter_lua()}, {"criteria.lua", criteria_lua()}, {"tables/t.csv", table}},
          {}};
}

json::object passing_facts(unsigned seed) {
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
  return {{"application", name("B", static_cast<int>(seed))},
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
                                                             {"owner", "量样甲"}}}}}};
}

std::string facts_text(unsigned seed) {
  return json::serialize(passing_facts(seed));
}

json::object failing_facts(unsigned seed) {
  Drawn drawn(seed);
  json::object facts = passing_facts(kCases + seed);
  move_to_the_limits(facts, seed % 2 == 0);
  if (seed <= kCriteria) {
    fail(facts, static_cast<int>(seed), drawn.number(0, 1) == 1);
    return facts;
  }
  for (int left = drawn.number(2, 5); left > 0; --left) {
    fail(facts, drawn.number(1, kCriteria), drawn.number(0, 1) == 1);
  }
  return facts;
}

}  // namespace zhipi::bench
