#include "engine/authoring/pack_test.h"

#include <algorithm>

#include "engine/authoring/words.h"

namespace zhipi::engine {
namespace {

constexpr Result kResults[] = {Result::pass, Result::fail, Result::unknown, Result::not_applicable,
                               Result::error};

std::string words(const std::vector<Result>& results) {
  std::string text;
  for (const Result result : results) {
    text += text.empty() ? "" : ", ";
    text += result_words(to_text(result));
  }
  return text;
}

std::string failures(const std::vector<GoldenResult>& results, const std::string& folder) {
  std::string text;
  for (const GoldenResult& result : results) {
    if (result.passed()) continue;
    text += "FAILED " + folder + "/" + result.file + ": " + result.name + "\n";
    for (const Difference& difference : result.differences) text += to_text(difference);
  }
  return text;
}

// A table of the criteria that lack something; nothing when none does.
std::string gaps(const std::vector<CriterionCoverage>& coverage) {
  std::size_t widest = 0;
  for (const CriterionCoverage& one : coverage) {
    if (!one.missing.empty()) widest = std::max(widest, display_width(one.criterion));
  }
  if (widest == 0) return {};
  std::string text = "未覆盖 not covered\n";
  for (const CriterionCoverage& one : coverage) {
    if (one.missing.empty()) continue;
    text += "    " + padded(one.criterion, widest + 2) + "缺 has no " + words(one.missing) + "  （";
    std::string counts;
    for (const auto& [result, count] : one.counts) {
      counts +=
          (counts.empty() ? "" : " ") + std::string(to_text(result)) + " " + std::to_string(count);
    }
    text += counts + "）  " + one.title + "\n";
  }
  return text;
}

// "12-14, 20".
std::string ranges(const std::vector<int>& lines) {
  std::string text;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    std::size_t last = at;
    while (last + 1 < lines.size() && lines[last + 1] == lines[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(lines[at]);
    if (last > at) text += "-" + std::to_string(lines[last]);
    at = last;
  }
  return text;
}

std::string unrun(const std::vector<LineCoverage>& lines, const std::string& folder) {
  std::string text;
  for (const LineCoverage& file : lines) {
    if (file.not_run.empty()) continue;
    text += "未执行 lines that no case runs: " + folder + "/" + file.file + ":" +
            ranges(file.not_run) + "\n";
  }
  return text;
}

std::string line(const Mutant& mutant, const std::string& folder, const std::string& what) {
  return folder + "/" + place_of(mutant) + ": " + what + ": " + mutant.change +
         (mutant.criterion.empty() ? "" : "  (" + mutant.criterion + ")") + "\n";
}

std::string survivors(const MutationReport& mutation, const std::string& folder) {
  std::string text;
  for (const Survivor& survivor : mutation.survivors) {
    text += line(survivor.mutant, folder, "survived 未被发现");
    if (!survivor.witness) continue;
    text += "    可补样例 would notice: " + survivor.witness->golden + "，" +
            survivor.witness->change + "\n    判定之别 decided: " + survivor.witness->decided +
            "\n";
  }
  for (const Mutant& mutant : mutation.alike) {
    text += line(mutant, folder, "alike 未被发现，也未找到能区分的事实");
  }
  return text;
}

std::string counts(const MutationReport& mutation) {
  std::size_t lines = 0;
  std::size_t run = 0;
  for (const LineCoverage& file : mutation.lines) {
    lines += file.lines.size();
    run += file.lines.size() - file.not_run.size();
  }
  std::string text = "; lines " + std::to_string(run) + "/" + std::to_string(lines) + "; mutants " +
                     std::to_string(mutation.noticed) + "/" +
                     std::to_string(mutation.mutants - mutation.alike.size()) + " noticed";
  if (!mutation.survivors.empty()) {
    text += ", " + std::to_string(mutation.survivors.size()) + " survived";
  }
  if (!mutation.alike.empty()) {
    text += ", " + std::to_string(mutation.alike.size()) +
            " alike (no facts found that tell them apart)";
  }
  if (mutation.untried > 0) {
    text += ", " + std::to_string(mutation.untried) + " untried for lack of time";
  }
  return text;
}

std::size_t failed_cases(const PackTest& test) {
  return static_cast<std::size_t>(
      std::count_if(test.results.begin(), test.results.end(),
                    [](const GoldenResult& result) { return !result.passed(); }));
}

json::array numbers_json(const std::vector<int>& numbers) {
  return json::array(numbers.begin(), numbers.end());
}

json::object mutant_json(const Mutant& mutant) {
  return {{"where", place_of(mutant)}, {"criterion", mutant.criterion}, {"change", mutant.change}};
}

Json mutation_json(const MutationReport& mutation) {
  json::array survivors;
  for (const Survivor& survivor : mutation.survivors) {
    json::object one = mutant_json(survivor.mutant);
    one["witness"] = nullptr;
    if (survivor.witness) {
      one["witness"] = json::object{{"case", survivor.witness->golden},
                                    {"change", survivor.witness->change},
                                    {"decided", survivor.witness->decided}};
    }
    survivors.push_back(std::move(one));
  }
  json::array alike;
  for (const Mutant& mutant : mutation.alike) alike.push_back(mutant_json(mutant));
  return json::object{{"mutants", mutation.mutants},
                      {"noticed", mutation.noticed},
                      {"untried", mutation.untried},
                      {"survivors", std::move(survivors)},
                      {"alike", std::move(alike)}};
}

Json errors_json(const Problems& problems) {
  json::array errors;
  for (const Problem& one : problems) {
    errors.push_back(
        json::object{{"where", one.where}, {"code", one.code}, {"message", one.message}});
  }
  return json::object{{"errors", std::move(errors)}};
}

Expected<formats::WorkingDays> calendar_among(const PackFiles& files) {
  std::vector<Json> years;
  for (const auto& [name, text] : files.common) {
    if (!name.starts_with("common/calendar/") || !name.ends_with(".json")) continue;
    auto year = parse_json(text);
    if (!year) {
      return problem(year.error().code, year.error().message, name + ":" + year.error().where);
    }
    years.push_back(*std::move(year));
  }
  if (years.empty()) return formats::WorkingDays{};
  return formats::WorkingDays::from(years);
}

}  // namespace

bool PackTest::passed() const {
  return !results.empty() && failed_cases(*this) == 0;
}

Expected<PackTest, Problems> test_pack(const std::shared_ptr<const Pack>& pack,
                                       const formats::WorkingDays& calendar,
                                       const PackTestOptions& options) {
  const auto cases = golden_cases(*pack);
  if (!cases) return tl::unexpected(cases.error());
  const auto files = lua_files(*pack);
  if (!files) return tl::unexpected(files.error());
  Judge judge(pack, calendar);
  Watchdog watchdog;
  auto golden = run_golden_cases(judge, watchdog);
  if (!golden) return tl::unexpected(golden.error());
  PackTest test;
  test.results = std::move(golden->results);
  test.coverage = criterion_coverage(*pack, *files, golden->decisions);
  if (options.mutation) {
    auto mutation = run_mutation(pack, *cases, calendar, options.limits);
    if (!mutation) return tl::unexpected(mutation.error());
    test.mutation = *std::move(mutation);
  }
  return test;
}

std::string to_text(const PackTest& test, const std::string& folder) {
  const std::size_t failed = failed_cases(test);
  std::string text = failures(test.results, folder) + gaps(test.coverage);
  if (test.mutation) {
    text += unrun(test.mutation->lines, folder) + survivors(*test.mutation, folder);
  }
  text += folder + ": " + std::to_string(test.results.size() - failed) + " passed, " +
          std::to_string(failed) + " failed";
  if (test.mutation) text += counts(*test.mutation);
  return text + "\n";
}

Json to_json(const PackTest& test) {
  json::array cases;
  for (const GoldenResult& result : test.results) {
    json::array found;
    for (const Difference& difference : result.differences) found.push_back(to_json(difference));
    cases.push_back(json::object{{"file", result.file},
                                 {"name", result.name},
                                 {"passed", result.passed()},
                                 {"differences", std::move(found)}});
  }
  json::array coverage;
  for (const CriterionCoverage& one : test.coverage) {
    json::object row{{"criterion", one.criterion}, {"title", one.title}};
    for (const Result result : kResults) {
      const auto count = one.counts.find(result);
      row[to_text(result)] = count == one.counts.end() ? 0 : count->second;
    }
    json::array missing;
    for (const Result result : one.missing) missing.push_back(Json(to_text(result)));
    row["missing"] = std::move(missing);
    coverage.push_back(std::move(row));
  }
  const std::size_t failed = failed_cases(test);
  json::object report{{"passed", test.results.size() - failed},
                      {"failed", failed},
                      {"cases", std::move(cases)},
                      {"coverage", std::move(coverage)}};
  if (!test.mutation) return report;
  json::array lines;
  for (const LineCoverage& file : test.mutation->lines) {
    lines.push_back(json::object{{"file", file.file},
                                 {"lines", numbers_json(file.lines)},
                                 {"not_run", numbers_json(file.not_run)}});
  }
  report["lines"] = std::move(lines);
  report["mutation"] = mutation_json(*test.mutation);
  return report;
}

Json test_files(const PackFiles& files, const PackTestOptions& options) {
  const auto calendar = calendar_among(files);
  if (!calendar) return errors_json({calendar.error()});
  const auto pack = Pack::load(files);
  if (!pack) return errors_json(pack.error());
  const auto test = test_pack(*pack, *calendar, options);
  if (!test) return errors_json(test.error());
  Json report = to_json(*test);
  report.get_object()["errors"] = json::array();
  return report;
}

}  // namespace zhipi::engine
