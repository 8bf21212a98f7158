#include "engine/authoring/golden.h"

#include <algorithm>

namespace zhipi::engine {
namespace {

std::string shown(const Json& value) {
  return value.is_string() ? std::string(value.get_string()) : canonical_json(value);
}

// The file's one case, or its list of them.
Expected<std::vector<GoldenCase>> parse_cases(const std::string& file, const std::string& text) {
  auto document = parse_json(text);
  if (!document) {
    document.error().where = file + ":" + document.error().where;
    return tl::unexpected(document.error());
  }
  const json::array one{*document};
  const json::array& entries = document->is_array() ? document->get_array() : one;
  std::vector<GoldenCase> cases;
  for (std::size_t at = 0; at < entries.size(); ++at) {
    const std::string where = file + "#/" + std::to_string(at);
    const json::object* const entry = entries[at].if_object();
    if (entry == nullptr) return problem("wrong_type", "a golden case is an object", where);
    for (const auto& [key, value] : *entry) {
      if (key != "name" && key != "facts" && key != "expect") {
        return problem(
            "unknown_key",
            "`" + std::string(key) + "` is no key of a golden case; these are name, facts, expect",
            where);
      }
    }
    const Json* const name = entry->if_contains("name");
    const Json* const facts = entry->if_contains("facts");
    const Json* const expect = entry->if_contains("expect");
    if (name == nullptr || !name->is_string() || facts == nullptr || expect == nullptr ||
        !expect->is_object()) {
      return problem("missing_name", "a golden case needs a name, facts, and expect", where);
    }
    for (const auto& [key, value] : expect->get_object()) {
      if (key != "outcome" && key != "proposal" && key != "verdicts" && key != "results") {
        return problem("unknown_key",
                       "`" + std::string(key) +
                           "` cannot be expected; outcome, proposal, verdicts and results can",
                       where);
      }
    }
    for (const char* const part : {"verdicts", "results"}) {
      const Json* const given = expect->get_object().if_contains(part);
      if (given != nullptr && !given->is_object()) {
        return problem("wrong_type", std::string("`") + part + "` is an object of names and values",
                       where);
      }
    }
    cases.push_back({file, std::string(name->get_string()), *facts, *expect});
  }
  return cases;
}

std::string differs(const std::string& what, const Json& expected, const std::string& was) {
  return what + ": expected " + shown(expected) + ", was " + was;
}

const Verdict* find_verdict(const Decision& decision, std::string_view criterion) {
  const auto found =
      std::find_if(decision.verdicts.begin(), decision.verdicts.end(),
                   [&](const Verdict& verdict) { return verdict.criterion == criterion; });
  return found == decision.verdicts.end() ? nullptr : &*found;
}

// A readable account of a verdict that was not expected: what was read, and why it ended so.
std::string account(const Verdict& verdict) {
  std::string text(to_text(verdict.result));
  if (!verdict.message.empty()) text += " (" + verdict.message + ")";
  for (const Evidence& evidence : verdict.evidence) {
    text += "\n      " + evidence.fact + " = " + canonical_json(evidence.value);
    if (!evidence.cause.empty()) text += " [" + evidence.cause + "]";
  }
  return text;
}

std::vector<std::string> compare(const json::object& expect, const Decision& decision) {
  std::vector<std::string> differences;
  if (const Json* const outcome = expect.if_contains("outcome")) {
    const std::string was(to_text(decision.outcome));
    if (shown(*outcome) != was) {
      std::string difference = differs("outcome", *outcome, was);
      for (const Reason& reason : decision.reasons) {
        difference += "\n      " + reason.code + ": " + reason.message;
        for (const std::string& fact : reason.facts) difference += " " + fact;
      }
      differences.push_back(std::move(difference));
    }
  }
  if (const Json* const proposal = expect.if_contains("proposal")) {
    const Json was = decision.proposal ? Json(to_text(*decision.proposal)) : Json(nullptr);
    if (*proposal != was) differences.push_back(differs("proposal", *proposal, shown(was)));
  }
  if (const Json* const verdicts = expect.if_contains("verdicts");
      verdicts != nullptr && verdicts->is_object()) {
    for (const auto& [criterion, expected] : verdicts->get_object()) {
      const Verdict* const verdict = find_verdict(decision, criterion);
      if (verdict == nullptr) {
        differences.push_back(std::string(criterion) + ": there is no such criterion");
      } else if (shown(expected) != to_text(verdict->result)) {
        differences.push_back(differs(std::string(criterion), expected, account(*verdict)));
      }
    }
  }
  if (const Json* const results = expect.if_contains("results");
      results != nullptr && results->is_object()) {
    for (const auto& [name, expected] : results->get_object()) {
      const auto result = decision.results.find(std::string(name));
      const bool wrapped = expected.is_object() && expected.get_object().contains("value");
      const Json& value = wrapped ? expected.get_object().at("value") : expected;
      if (result == decision.results.end()) {
        differences.push_back(differs(std::string(name), value, "not computed"));
      } else if (canonical_json(result->second.value) != canonical_json(value)) {
        differences.push_back(
            differs(std::string(name), value, canonical_json(result->second.value)));
      }
    }
  }
  return differences;
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char letter : text) {
    switch (letter) {
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '&':
        xml += "&amp;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\n' || letter == '\t')
          xml += letter;
    }
  }
  return xml;
}

}  // namespace

Expected<std::vector<GoldenCase>, Problems> golden_cases(const Pack& pack) {
  std::vector<GoldenCase> all;
  Problems problems;
  for (const auto& [file, text] : pack.files().files) {
    if (!file.starts_with("cases/") || !file.ends_with(".json")) continue;
    auto cases = parse_cases(file, text);
    if (cases) {
      all.insert(all.end(), cases->begin(), cases->end());
    } else {
      problems.push_back(cases.error());
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return all;
}

Expected<GoldenReport, Problems> run_golden_cases(Judge& judge, Watchdog& watchdog) {
  const auto cases = golden_cases(judge.pack());
  if (!cases) return tl::unexpected(cases.error());
  GoldenReport report;
  for (const Criterion& criterion : judge.pack().declarations().criteria) {
    report.coverage[criterion.id];
  }
  for (const GoldenCase& golden : *cases) {
    GoldenResult result{golden.file, golden.name, {}};
    const auto facts = bind_facts(judge.pack().matter(), golden.facts);
    if (facts) {
      const Decision decision = judge.judge(*facts, watchdog);
      for (const Verdict& verdict : decision.verdicts) {
        ++report.coverage[verdict.criterion][verdict.result];
      }
      result.differences = compare(golden.expect.get_object(), decision);
    } else {
      for (const Problem& wrong : facts.error())
        result.differences.push_back("facts" + to_line(wrong));
    }
    report.results.push_back(std::move(result));
  }
  return report;
}

std::string junit_suite(const GoldenReport& report, const std::string& suite) {
  const auto failed = std::count_if(report.results.begin(), report.results.end(),
                                    [](const GoldenResult& result) { return !result.passed(); });
  std::string xml = "<testsuite name=\"" + escaped(suite) + "\" tests=\"" +
                    std::to_string(report.results.size()) + "\" failures=\"" +
                    std::to_string(failed) + "\">\n";
  for (const GoldenResult& result : report.results) {
    xml += "  <testcase classname=\"" + escaped(result.file) + "\" name=\"" + escaped(result.name) +
           "\"";
    if (result.passed()) {
      xml += "/>\n";
      continue;
    }
    xml += ">\n    <failure message=\"" + escaped(result.differences.front()) + "\">";
    for (const std::string& difference : result.differences) xml += escaped(difference) + "\n";
    xml += "</failure>\n  </testcase>\n";
  }
  return xml + "</testsuite>\n";
}

}  // namespace zhipi::engine
