// zhipi and plain C++ over the cases that the peers read too.
//
//   zhipi-bench-peers cases           prints the cases, one JSON object a line:
//                                     {"facts": "the JSON text", "passes": [true, …]}
//   zhipi-bench-peers measure FILE S  checks every verdict of the cases in FILE, then prints, one
//                                     JSON object a line, how many cases a second of processor time
//                                     each engine judges, over S such seconds
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/measured_matter.h"
#include "bench/peers/plain.h"
#include "engine/frozen_facts.h"
#include "engine/judge.h"

namespace zhipi::bench {
namespace {

using Passes = std::bitset<kCriteria>;

struct Case {
  std::string text;
  simdjson::padded_string padded;
  Passes passes;
};

std::shared_ptr<const engine::Pack> pack() {
  return engine::Pack::load(measured_pack()).value();
}

// Reading and judging by zhipi, as a service does it for one application after another.
class Zhipi {
 public:
  engine::Facts bind(const std::string& text) {
    engine::Facts facts;
    read(text, facts);
    return facts;
  }

  const engine::Judgement& judge(const engine::Facts& facts) {
    return judge_.assess(facts, watchdog_);
  }
  const engine::Judgement& judge(const std::string& text) {
    read(text, facts_);
    return judge(facts_);
  }
  const engine::Judgement& judge_frozen(const std::string& bytes) {
    if (!engine::thaw(bytes, pack_->layout(), facts_)) {
      throw std::runtime_error("zhipi refuses the facts that it froze");
    }
    return judge(facts_);
  }

 private:
  void read(const std::string& text, engine::Facts& facts) {
    if (!reader_.read(text, facts)) throw std::runtime_error("zhipi refuses the facts: " + text);
  }

  std::shared_ptr<const engine::Pack> pack_ = pack();
  formats::WorkingDays calendar_;
  engine::Judge judge_{pack_, calendar_};
  engine::Watchdog watchdog_;
  engine::FactReader reader_{pack_->layout()};
  engine::Facts facts_;
};

// The peers know true and false alone: a case with anything else is none to compare by.
Passes passes_of(const engine::Judgement& judgement) {
  if (judgement.judged.size() != kCriteria) throw std::runtime_error("a criterion is missing");
  Passes passes;
  for (std::size_t at = 0; at < kCriteria; ++at) {
    const Result result = judgement.judged[at].result;
    if (result != Result::pass && result != Result::fail) {
      throw std::runtime_error("c" + std::to_string(at + 1) + " is " +
                               std::string(to_text(result)) + ", neither pass nor fail");
    }
    passes[at] = result == Result::pass;
  }
  return passes;
}

void print_case(const json::object& facts, Zhipi& zhipi) {
  const std::string text = json::serialize(facts);
  const Passes passes = passes_of(zhipi.judge(text));
  json::array told;
  for (std::size_t at = 0; at < kCriteria; ++at) told.emplace_back(passes[at]);
  std::cout << json::serialize(json::object{{"facts", text}, {"passes", told}}) << '\n';
}

void print_cases() {
  Zhipi zhipi;
  for (unsigned seed = 1; seed <= kCases; ++seed) print_case(passing_facts(seed), zhipi);
  for (unsigned seed = 1; seed <= kCases; ++seed) print_case(failing_facts(seed), zhipi);
}

std::vector<Case> read_cases(const std::string& path) {
  std::vector<Case> cases;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const Json read = json::parse(line);
    Case& next = cases.emplace_back();
    next.text = json::value_to<std::string>(read.at("facts"));
    next.padded = simdjson::padded_string(next.text);
    for (std::size_t at = 0; at < kCriteria; ++at)
      next.passes[at] = read.at("passes").at(at).as_bool();
  }
  if (cases.empty()) throw std::runtime_error(path + " has no cases");
  return cases;
}

void demand_same(const char* engine, const Case& judged, const Passes& passes) {
  if (passes == judged.passes) return;
  throw std::runtime_error(std::string(engine) + " says " + passes.to_string() + ", expected " +
                           judged.passes.to_string() + " (c20 first) of " + judged.text);
}

double seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// `judge(at)` judges a case by its number and gives back something that depends on every verdict.
template <class Judge>
void measure(const char* engine, const char* input, std::size_t cases, double lasting,
             Judge judge) {
  std::size_t sum = 0;
  const auto run = [&](double for_seconds) {
    const double start = seconds();
    std::size_t judged = 0;
    double taken = 0;
    while (taken < for_seconds) {
      for (std::size_t at = 0; at < cases; ++at) sum += judge(at);
      judged += cases;
      taken = seconds() - start;
    }
    return static_cast<double>(judged) / taken;
  };
  run(lasting / 2);  // warm
  const double rate = run(lasting);
  if (sum == 0) throw std::runtime_error(std::string(engine) + " judged nothing");
  std::cout << json::serialize(
                   json::object{{"engine", engine}, {"input", input}, {"cases_per_second", rate}})
            << '\n';
}

void measure_plain(const std::vector<Case>& cases, double lasting) {
  std::vector<std::unique_ptr<simdjson::ondemand::parser>> parsers;
  std::vector<Application> applications;
  for (const Case& next : cases) {
    parsers.push_back(std::make_unique<simdjson::ondemand::parser>());
    applications.push_back(read_application(*parsers.back(), next.padded));
    demand_same("C++", next, verdicts(applications.back()));
  }
  simdjson::ondemand::parser parser;
  measure("C++", "text", cases.size(), lasting, [&](std::size_t at) {
    return verdicts(read_application(parser, cases[at].padded)).to_ulong();
  });
  measure("C++", "parsed", cases.size(), lasting,
          [&](std::size_t at) { return verdicts(applications[at]).to_ulong(); });
}

void measure_zhipi(const std::vector<Case>& cases, double lasting) {
  Zhipi zhipi;
  std::vector<engine::Facts> bound;
  std::vector<std::string> frozen;
  for (const Case& next : cases) {
    bound.push_back(zhipi.bind(next.text));
    demand_same("zhipi", next, passes_of(zhipi.judge(next.text)));
    demand_same("zhipi", next, passes_of(zhipi.judge(bound.back())));
    frozen.push_back(engine::freeze(bound.back()));
    demand_same("zhipi", next, passes_of(zhipi.judge_frozen(frozen.back())));
  }
  measure("zhipi", "text", cases.size(), lasting,
          [&](std::size_t at) { return zhipi.judge(cases[at].text).judged.size(); });
  measure("zhipi", "parsed", cases.size(), lasting,
          [&](std::size_t at) { return zhipi.judge(bound[at]).judged.size(); });
  measure("zhipi", "frozen", cases.size(), lasting,
          [&](std::size_t at) { return zhipi.judge_frozen(frozen[at]).judged.size(); });
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 1 && arguments[0] == "cases") {
    print_cases();
    return 0;
  }
  if (arguments.size() == 3 && arguments[0] == "measure") {
    const std::vector<Case> cases = read_cases(arguments[1]);
    const double lasting = std::stod(arguments[2]);
    measure_plain(cases, lasting);
    measure_zhipi(cases, lasting);
    return 0;
  }
  std::cerr << "usage: zhipi-bench-peers cases | measure FILE SECONDS\n";
  return 2;
}

}  // namespace
}  // namespace zhipi::bench

int main(int argc, char** argv) {
  try {
    return zhipi::bench::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "zhipi-bench-peers: " << error.what() << '\n';
    return 1;
  }
}
