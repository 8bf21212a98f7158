// `make bench-service`: how much the service does, beside an echo over the same HTTP layer and over
// Pistache as it comes (docs/performance.md). Every figure of one run is taken on the same machine
// within minutes: trust the ratios.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/measured_matter.h"
#include "bench/service/applications.h"
#include "bench/service/echo.h"
#include "bench/service/load.h"
#include "bench/service/programs.h"

namespace zhipi::bench {
namespace {

struct Options {
  std::chrono::milliseconds duration{3000};
  std::uint64_t applications = 100'000;
  std::size_t judging = 32;   // connections
  std::size_t applying = 64;  // these wait for the disk as well, and share its time
  std::string only;           // "judge" or "applications"; empty: both
};

// Fails where anything was answered with an error: a figure of refusals would be none.
Measured measured(const Load& load) {
  Measured result = run(load);
  if (result.failed > 0) {
    throw std::runtime_error(std::to_string(result.failed) + " requests failed, the first with:\n" +
                             result.first_failure);
  }
  return result;
}

void print_head() {
  std::printf("%-44s %10s %8s %9s %9s %9s %9s\n", "", "requests/s", "ratio", "p50 ms", "p99 ms",
              "p99.9 ms", "CPU us");
}

void print(const std::string& name, const Measured& result, double ratio, double cpu_seconds) {
  const auto& latencies = result.latencies;
  const auto answered = static_cast<double>(std::max<std::uint64_t>(latencies.total(), 1));
  std::printf("%-44s %10.0f %8.2f %9.2f %9.2f %9.2f %9.1f\n", name.c_str(), result.per_second(),
              ratio, latencies.quantile(0.5), latencies.quantile(0.99), latencies.quantile(0.999),
              cpu_seconds * 1e6 / answered);
  std::fflush(stdout);
}

// One row of the table: a closed loop, or an open one at `rate`.
double row(const std::string& name, const Program& program, Load load, double beside) {
  load.port = program.port();
  const double before = program.processor_seconds();
  const Measured result = measured(load);
  const double spent = program.processor_seconds() - before;
  const double share =
      result.seconds / (result.seconds + std::chrono::duration<double>(load.warm_up).count());
  print(name, result, beside > 0 ? result.per_second() / beside : 1, spent * share);
  return result.per_second();
}

std::vector<std::string> judge_bodies() {
  std::vector<std::string> bodies;
  for (unsigned seed = 1; seed <= kCases; ++seed) {
    bodies.push_back("{\"facts\":" + facts_text(seed) + ",\"matter\":\"measured\"}");
  }
  return bodies;
}

// The requests of a load, made once: what is measured is the server.
std::function<std::string(std::uint64_t)> repeated(std::string_view target,
                                                   const std::string& token) {
  std::vector<std::string> requests;
  for (const std::string& body : judge_bodies()) requests.push_back(post(target, body, token));
  return [requests = std::move(requests)](std::uint64_t n) { return requests[n % kCases]; };
}

void judging(const Options& options) {
  Load load{.connections = options.judging, .duration = options.duration, .request = {}};
  double stock = 0;
  double echo = 0;
  {
    const Program pistache({"/proc/self/exe", "--serve-pistache-echo"});
    load.request = repeated("/echo", "");
    stock = row("echo of 2 KB, Pistache as it comes", pistache, load, 0);
  }
  {
    const Program ours({"/proc/self/exe", "--serve-our-echo"});
    echo = row("echo of 2 KB, our edge (ratio to Pistache)", ours, load, stock);
  }
  const Service service;
  load.request = repeated("/v1/judge", service.program().key());
  const double most = row("judge (ratio to our echo)", service.program(), load, echo);
  load.rate = 0.7 * most;
  row("judge at 70 % (ratio to its maximum)", service.program(), load, most);
}

void deciding(const Options& options) {
  const Service service;
  const std::string key = service.program().key();
  const double at_start = service.program().megabytes();
  std::uint64_t sent = 0;
  Load load{.connections = options.applying, .duration = options.duration, .request = {}};
  load.request = [&](std::uint64_t) { return application_request(sent++, key); };
  const double most = row("electronic application, durable", service.program(), load, 0);
  load.rate = 0.7 * most;
  row("electronic application at 70 %", service.program(), load, most);
  load.rate = 0;
  load.duration = std::chrono::hours(1);
  load.warm_up = {};
  load.at_most = sent < options.applications ? options.applications - sent : 0;
  if (load.at_most > 0) row("electronic application, the rest", service.program(), load, most);
  std::printf("%-44s %10.0f MB, at start %.0f MB\n",
              ("memory after " + std::to_string(sent) + " applications").c_str(),
              service.program().megabytes(), at_start);
}

constexpr const char* kHelp =
    "Measures `zhipi serve` on this machine: stateless judging beside an echo of the same bodies, "
    "and\n"
    "electronic applications that are durable when they are answered.\n\n"
    "  --seconds N        of each row\n"
    "  --applications N   in the store at the end, for the figure of memory\n"
    "  --connections N    that ask at once; otherwise 32, and 64 with applications\n"
    "  --only PART        judge or applications; otherwise both\n"
    "  --help             this text\n";

// A whole number above 0; anything else is refused by name.
std::uint64_t number_of(const std::string& name, const std::string& text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && stop == end && number > 0) return number;
  throw std::invalid_argument(name + " takes a whole number above 0, not `" + text +
                              "`; see --help");
}

Options parse(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t at = 0; at < arguments.size(); at += 2) {
    const std::string& name = arguments[at];
    if (name != "--seconds" && name != "--applications" && name != "--connections" &&
        name != "--only") {
      throw std::invalid_argument("`" + name + "` is no argument of this program; see --help");
    }
    if (at + 1 == arguments.size())
      throw std::invalid_argument(name + " takes a value; see --help");
    if (name == "--only") {
      options.only = arguments[at + 1];
      if (options.only == "judge" || options.only == "applications") continue;
      throw std::invalid_argument("--only takes judge or applications; see --help");
    }
    const std::uint64_t number = number_of(name, arguments[at + 1]);
    if (name == "--seconds") options.duration = std::chrono::seconds(number);
    if (name == "--applications") options.applications = number;
    if (name == "--connections") options.judging = options.applying = number;
  }
  return options;
}

int main_of(const std::vector<std::string>& arguments) {
  if (arguments == std::vector<std::string>{"--serve-our-echo"}) return serve_our_echo();
  if (arguments == std::vector<std::string>{"--serve-pistache-echo"}) return serve_pistache_echo();
  if (std::count(arguments.begin(), arguments.end(), "--help") > 0)
    return std::fputs(kHelp, stdout), 0;
  const Options options = parse(arguments);
  print_head();
  if (options.only != "applications") judging(options);
  if (options.only != "judge") deciding(options);
  return 0;
}

}  // namespace
}  // namespace zhipi::bench

int main(int count, char** arguments) {
  try {
    return zhipi::bench::main_of({arguments + 1, arguments + count});
  } catch (const std::invalid_argument& misuse) {
    std::cerr << misuse.what() << '\n';
    return 2;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
}
