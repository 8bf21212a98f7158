// Packs and facts with random damage are refused or judged, and never bring the process down.
#include <random>

#include "engine/authoring/check.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  // One to four edits: a byte changed, a part removed, doubled or moved, or a tricky word put in.
  std::string operator()(std::string text) {
    for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) edit(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  void edit(std::string& text) {
    static const std::vector<std::string> kWords{"null",
                                                 "true",
                                                 "-1",
                                                 "1e999",
                                                 "9007199254740993",
                                                 "\"\"",
                                                 "[]",
                                                 "{}",
                                                 "nil",
                                                 "app",
                                                 "end",
                                                 "\0\xFF",
                                                 "\xF0\x9F\x98\x80",
                                                 "function(app)",
                                                 "{ value = 1 }",
                                                 "0/0",
                                                 "..",
                                                 "\"{form.age}\"",
                                                 ",",
                                                 "}",
                                                 "{"};
    const std::size_t at = below(text.size());
    const std::size_t size = std::min<std::size_t>(1 + below(12), text.size() - at);
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, size);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, size));
        break;
      default:
        text.replace(at, below(2) == 0 ? 0 : size, kWords[below(kWords.size())]);
    }
  }

  std::mt19937 random_;
};

const std::string kCriteria =
    criterion("a", "return app.form.age >= 18 and has(app, \"lease\") and app.lease.rent > 1",
              "supplement \"{form.age} {lease.rent}\"") +
    criterion("b", "return any(app.form.family, function(row) return row.age < 18 end)") +
    "score \"s\" { points = function(app) return sum(app.form.family, \"age\") end }\n"
    "inspect \"i\" { text = \"x\", covered_by = \"promise\" }\n"
    "result \"r\" { kind = money {}, value = function(app) return decision_table "
    "\"tables/t.csv\":row { age = app.form.age }.amount end }\n"
    "criteria_table \"tables/c.csv\"\n";
const std::map<std::string, std::string> kTables{
    {"tables/t.csv", "age.min:integer,age.max:integer,amount:money\n0,39,1\n40,,2.50\n"},
    {"tables/c.csv",
     "id,when,fact,op,value,otherwise,message\nc,form.age > 1,form.fee,between,1|200,deny,x\n"}};

// A document that is refused names each problem; one that is accepted is judged to an outcome.
void try_facts(Judge& judge, const std::string& text) {
  Watchdog watchdog;
  const auto document = parse_json(text);
  if (!document) {
    EXPECT_NE(document.error().code, "");
    return;
  }
  const auto facts = bind_facts(judge.pack().matter(), *document);
  if (!facts) {
    EXPECT_FALSE(facts.error().empty());
    return;
  }
  EXPECT_EQ(judge.judge(*facts, watchdog).verdicts.size(), 5u);
}

TEST(DamagedFacts, AreRefusedOrJudged) {
  Judge judge(load(pack_files(kCriteria, matter_lua(), kTables)), calendar_of_2026());
  const std::string sound = json::serialize(sound_facts());
  Mutator mutate(1);
  for (int round = 0; round < 4000; ++round) try_facts(judge, mutate(sound));
}

TEST(DamagedPacks, AreRefusedOrJudged) {
  Mutator mutate(2);
  int loaded = 0;
  for (int round = 0; round < 1500; ++round) {
    PackFiles files = pack_files(kCriteria, matter_lua(), kTables);
    const char* const names[] = {"matter.lua", "criteria.lua", "tables/t.csv", "tables/c.csv"};
    std::string& damaged = files.files[names[round % 4]];
    damaged = mutate(damaged);
    const auto pack = Pack::load(files);
    if (!pack) {
      ASSERT_FALSE(pack.error().empty());
      for (const Problem& one : pack.error()) EXPECT_NE(one.message, "");
      continue;
    }
    ++loaded;
    EXPECT_NO_THROW(check(**pack));
    const auto facts = bind_facts((*pack)->matter(), sound_facts());
    if (!facts) continue;
    Judge judge(*pack, calendar_of_2026());
    Watchdog watchdog;
    EXPECT_EQ(judge.judge(*facts, watchdog).verdicts.size(),
              (*pack)->declarations().criteria.size());
  }
  EXPECT_GT(loaded, 100);
}

TEST(DamagedGoldenCases, AreRefusedOrRead) {
  const std::string sound =
      R"([{"name": "a", "facts": )" + json::serialize(sound_facts()) +
      R"(, "expect": {"outcome": "deny", "verdicts": {"a": "pass"}, "results": {"r": 1}}}])";
  Mutator mutate(3);
  for (int round = 0; round < 500; ++round) {
    const auto pack =
        load(pack_files(kCriteria, matter_lua(),
                        {{"cases/a.json", mutate(sound)}, *kTables.begin(), *kTables.rbegin()}));
    EXPECT_NO_THROW(check(*pack));
  }
}

}  // namespace
}  // namespace zhipi::engine::testing
