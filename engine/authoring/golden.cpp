#include "engine/authoring/golden.h"

#include <algorithm>
#include <array>

#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

using Names = std::vector<std::string>;

const Names kCaseKeys{"name", "facts", "expect"};
const Names kExpectKeys{"outcome",     "proposal",    "verdicts", "results",
                        "supplements", "obligations", "risk"};
const Names kRiskKeys{"score", "level"};
const Names kOutcomes{"approve", "approve_conditionally", "supplement", "not_accept", "deny",
                      "escalate"};
const Names kResults{"pass", "fail", "unknown", "not_applicable", "error"};

std::string listed(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Reads one file's cases; every problem of it at once.
class Reader {
 public:
  Reader(const Pack& pack, const std::string& file) : file_(file) {
    for (const Criterion& criterion : pack.declarations().criteria) {
      criteria_.push_back(criterion.id);
    }
    for (const ResultDeclaration& result : pack.declarations().results) {
      results_.push_back(result.field.name);
    }
  }

  void read(const std::string& text, std::vector<GoldenCase>& cases, Problems& problems) {
    const auto document = parse_json(text);
    if (!document) {
      problems.push_back(document.error());
      problems.back().where = file_ + ":" + document.error().where;
      return;
    }
    const json::array one{*document};
    const json::array& entries = document->is_array() ? document->get_array() : one;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      where_ = file_ + "#/" + std::to_string(at);
      read_case(entries[at], cases);
    }
    problems.insert(problems.end(), problems_.begin(), problems_.end());
  }

 private:
  void read_case(const Json& entry, std::vector<GoldenCase>& cases) {
    const json::object* const object = entry.if_object();
    if (object == nullptr) return report("wrong_type", "a golden case is an object", "");
    check_keys(*object, kCaseKeys, "no key of a golden case", "");
    const Json* const name = object->if_contains("name");
    const Json* const facts = object->if_contains("facts");
    const Json* const expect = object->if_contains("expect");
    if (name == nullptr || !name->is_string() || facts == nullptr || expect == nullptr ||
        !expect->is_object()) {
      return report("missing_name", "a golden case needs a name, facts, and expect", "");
    }
    check_expect(expect->get_object());
    cases.push_back({file_, std::string(name->get_string()), *facts, expect->get_object()});
  }

  void check_expect(const json::object& expect) {
    check_keys(expect, kExpectKeys, "nothing that can be expected", "/expect");
    for (const auto& [key, value] : expect) {
      const std::string place = "/expect/" + std::string(key);
      if (key == "outcome") check_word(value, kOutcomes, place);
      if (key == "proposal" && !value.is_null()) check_word(value, kOutcomes, place);
      if (key == "verdicts" && is_object(value, place)) check_verdicts(value.get_object(), place);
      if (key == "results" && is_object(value, place)) {
        for (const auto& [result, unused] : value.get_object()) {
          check_name(result, results_, "unknown_result", "no result of this pack", place);
        }
      }
      if (key == "supplements" && !value.is_array()) {
        report("wrong_type", "`supplements` is a list of ids", place);
      }
      if (key == "obligations") is_object(value, place);
      if (key == "risk" && is_object(value, place)) {
        check_keys(value.get_object(), kRiskKeys, "nothing of a risk", place);
      }
    }
  }

  void check_verdicts(const json::object& verdicts, const std::string& place) {
    for (const auto& [criterion, expected] : verdicts) {
      check_name(criterion, criteria_, "unknown_criterion", "no criterion of this pack", place);
      check_word(expected, kResults, place + pointer_step(criterion));
    }
  }

  bool is_object(const Json& value, const std::string& place) {
    if (value.is_object()) return true;
    report("wrong_type", "this is an object of names and values", place);
    return false;
  }

  void check_keys(const json::object& object, const Names& known, const std::string& what,
                  const std::string& place) {
    for (const auto& [key, value] : object) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string near = suggestion(std::string(key), known);
      report("unknown_key",
             "`" + std::string(key) + "` is " + what +
                 (near.empty() ? "; these are " + listed(known) : near),
             place);
    }
  }

  void check_name(std::string_view name, const Names& known, const char* code,
                  const std::string& what, const std::string& place) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    report(code, "`" + std::string(name) + "` is " + what + suggestion(name, known),
           place + pointer_step(name));
  }

  void check_word(const Json& value, const Names& known, const std::string& place) {
    const std::string word =
        value.is_string() ? std::string(value.get_string()) : canonical_json(value);
    if (std::find(known.begin(), known.end(), word) != known.end()) return;
    report("unknown_value", "`" + word + "` is none of " + listed(known) + suggestion(word, known),
           place);
  }

  void report(const char* code, std::string message, const std::string& place) {
    problems_.push_back({code, std::move(message), where_ + place});
  }

  std::string file_;
  std::string where_;
  Names criteria_;
  Names results_;
  Problems problems_;
};

}  // namespace

Expected<std::vector<GoldenCase>, Problems> golden_cases(const Pack& pack) {
  std::vector<GoldenCase> all;
  Problems problems;
  for (const auto& [file, text] : pack.files().files) {
    if (!file.starts_with("cases/") || !file.ends_with(".json")) continue;
    Reader(pack, file).read(text, all, problems);
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return all;
}

Expected<GoldenReport, Problems> run_golden_cases(Judge& judge, Watchdog& watchdog) {
  const auto cases = golden_cases(judge.pack());
  if (!cases) return tl::unexpected(cases.error());
  GoldenReport report;
  for (const GoldenCase& golden : *cases) {
    GoldenResult result{golden.file, golden.name, {}};
    if (const auto facts = bind_facts(judge.pack().matter(), golden.facts)) {
      report.decisions.push_back(judge.judge(*facts, watchdog));
      result.differences = differences(golden.expect, report.decisions.back());
    } else {
      for (const Problem& wrong : facts.error()) {
        result.differences.push_back(
            {"facts" + wrong.where, {}, "facts of this matter", wrong.message, {}});
      }
    }
    report.results.push_back(std::move(result));
  }
  return report;
}

}  // namespace zhipi::engine
