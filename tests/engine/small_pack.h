// Small packs and facts for tests, from texts: what a test does not say is sound.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/judge.h"

namespace zhipi::engine::testing {

// A matter that may decide everything by itself; `parts` are further keys of `matter { … }`.
inline std::string matter_lua(const std::string& parts = {}) {
  return R"(return matter {
    title = "试验事项", version = "1.0.0", modes = { "normal", "tolerant", "promise" },
    automatic = { approve = true, supplement = true, not_accept = true, deny = true },
    check_days = 60,
    form = {
      full_name = person_name { title = "姓名", required = true },
      age = integer { title = "年龄" }, area = decimal {}, fee = money {}, share = percent {},
      since = date {}, agreed = boolean {}, note = text {},
      colour = choice { options = { "red", "green" } },
      family = list { of = { full_name = person_name {}, age = integer {} } },
    },
    materials = {
      card = material { title = "证件", required = true, fields = {
        full_name = person_name { confidence = 0.9 }, born = date {}, number = text {} } },
      proof = material { title = "证明", tolerable = 10, promisable = true, required = true,
        fields = { address = address {}, seal = seal {} } },
      lease = material { title = "租约", fields = { owner = person_name {}, rent = money {} } },
    },
    lookups = { register = lookup { fields = { active = boolean {}, owner = person_name {} } } },
    history = { open_cases = count_applications { same = { "form.full_name" }, state = "open" } },
    )" + parts +
         "}";
}

inline PackFiles pack_files(const std::string& criteria, const std::string& matter = matter_lua(),
                            std::map<std::string, std::string> others = {}) {
  PackFiles files{"trial", std::move(others), {}};
  files.files["matter.lua"] = matter;
  files.files["criteria.lua"] = criteria;
  return files;
}

inline std::shared_ptr<const Pack> load(PackFiles files) {
  auto pack = Pack::load(std::move(files));
  if (pack) return *pack;
  std::string refused;
  for (const Problem& wrong : pack.error()) refused += to_line(wrong) + "\n";
  throw std::runtime_error("the test's pack does not load: " + refused);
}

// The problems of a pack that must not load.
inline Problems problems_of(PackFiles files) {
  auto pack = Pack::load(std::move(files));
  return pack ? Problems{} : pack.error();
}

// Everything there and right; RFC 7396 changes are merged into it.
inline Json sound_facts() {
  return *parse_json(R"({"application": "T1", "received_on": "2026-11-20", "mode": "normal",
    "applicant": {"kind": "person", "name": "试样甲", "number": "350102194005061221"},
    "form": {"full_name": "试样甲", "age": 40, "area": 12.5, "fee": 12345, "share": 15, "since": "2020-02-29",
             "agreed": true, "note": "甲", "colour": "red",
             "family": [{"full_name": "试样乙", "age": 30}, {"full_name": "试样丙", "age": 7}]},
    "materials": {"card": {"full_name": "试样甲", "born": "1980-01-31", "number": "A1"},
                  "proof": {"address": "样板路1号", "seal": {"present": true}},
                  "lease": {"owner": "试样丁", "rent": 100000}},
    "lookups": {"register": {"active": true, "owner": "试样丁"}},
    "history": {"open_cases": 0}})");
}

inline void merge(Json& into, const Json& changes) {
  if (!changes.is_object()) {
    into = changes;
    return;
  }
  if (!into.is_object()) into = json::object();
  for (const auto& [name, change] : changes.get_object()) {
    if (change.is_null()) {
      into.get_object().erase(name);
    } else {
      merge(into.get_object()[name], change);
    }
  }
}

inline Json facts_with(std::string_view changes) {
  Json facts = sound_facts();
  merge(facts, parse_json(changes).value());
  return facts;
}

inline Facts bound(const Pack& pack, const Json& document) {
  auto facts = bind_facts(pack.matter(), document);
  if (facts) return *std::move(facts);
  std::string refused;
  for (const Problem& wrong : facts.error()) refused += to_line(wrong) + "\n";
  throw std::runtime_error("the test's facts are refused: " + refused);
}

// 2026 alone is published, and only as far as its weekends and one holiday.
inline const formats::WorkingDays& calendar_of_2026() {
  static const formats::WorkingDays kCalendar = [] {
    const Json year = *parse_json(R"({"year": 2026, "papers": [],
      "days": [{"name": "试验假日", "date": "2026-11-25", "isOffDay": true}]})");
    return formats::WorkingDays::from(std::span(&year, 1)).value();
  }();
  return kCalendar;
}

inline Decision judge(const std::shared_ptr<const Pack>& pack, const Json& facts) {
  Judge judge(pack, calendar_of_2026());
  Watchdog watchdog;
  return judge.judge(bound(*pack, facts), watchdog);
}

inline Decision judge(const std::string& criteria, const Json& facts = sound_facts(),
                      const std::string& matter = matter_lua()) {
  return judge(load(pack_files(criteria, matter)), facts);
}

inline const Verdict& verdict(const Decision& decision, std::string_view criterion) {
  for (const Verdict& one : decision.verdicts) {
    if (one.criterion == criterion) return one;
  }
  ADD_FAILURE() << "no criterion " << criterion;
  return decision.verdicts.front();
}

// `criterion "ID" { check = function(app) BODY end, otherwise = … }`
inline std::string criterion(const std::string& id, const std::string& body,
                             const std::string& otherwise = "deny \"不符合\"") {
  return "criterion \"" + id + "\" { check = function(app) " + body +
         " end, otherwise = " + otherwise + " }\n";
}

// The verdict of one criterion with this body over these facts.
inline Verdict verdict_of(const std::string& body, const Json& facts = sound_facts()) {
  return judge(criterion("tried", body), facts).verdicts.front();
}

inline std::string bytes(const Decision& decision) {
  return canonical_json(to_json(decision));
}

}  // namespace zhipi::engine::testing
