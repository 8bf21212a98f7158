// Attacks on the closed Lua environment, each in a process of its own with hard limits.
#pragma once

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <functional>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {

// Ten times the budget of a criterion: loading anew and a busy machine are in it, a hang is not.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double kLongestAttack = 5000;
#else
inline constexpr double kLongestAttack = 500;
#endif

inline double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Runs in a child that may use 10 s and 1 GiB beyond what it starts with; what it returns is the
// text. A child that hangs or crashes returns the signal that ended it.
inline std::string in_child(const std::function<std::string()>& work) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    alarm(60);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    const rlimit memory{1u << 30, 1u << 30};
    setrlimit(RLIMIT_AS, &memory);
#endif
    const rlimit time{10, 10};
    setrlimit(RLIMIT_CPU, &time);
    const std::string text = work();
    const bool written =
        write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(got));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return "ended by signal " + std::to_string(WTERMSIG(status));
  return text;
}

inline std::string pack_of(const std::string& body, const std::string& before) {
  return before + R"(
    criterion "attack" {
      when = function(app) return app.form.agreed end,
      check = function(app) )" +
         body + R"( end,
      otherwise = deny "不符合",
    }
    criterion "sound" { check = function(app) return app.form.age == 40 end, otherwise = deny "x" }
  )";
}

// One line: "error budget: message" of the attack, or what else went wrong.
inline std::string attack(const std::string& body, const std::string& before = {}) {
  return in_child([&]() -> std::string {
    auto pack = Pack::load(pack_files(pack_of(body, before)));
    if (!pack) return "refused: " + to_line(pack.error().front());
    Judge judge(*pack, calendar_of_2026());
    Watchdog watchdog;
    const Facts harmless = bound(**pack, facts_with(R"({"form": {"agreed": false}})"));
    const std::string expected = bytes(judge.judge(harmless, watchdog));
    const double started = processor_milliseconds();
    const Decision attacked = judge.judge(bound(**pack, sound_facts()), watchdog);
    const double taken = processor_milliseconds() - started;
    if (taken > kLongestAttack) return "took " + std::to_string(taken) + " ms";
    if (attacked.verdicts.at(1).result != Result::pass) return "the next criterion went wrong";
    if (bytes(judge.judge(harmless, watchdog)) != expected) return "the next judgement went wrong";
    const Verdict& verdict = attacked.verdicts.front();
    if (verdict.result != Result::error) return std::string(to_text(verdict.result));
    if (attacked.outcome != Outcome::escalate) return "did not escalate";
    return "error " + verdict.code + ": " + verdict.message;
  });
}

MATCHER(BreachesTheBudget, "") {
  *result_listener << "was " << arg;
  return arg.starts_with("error budget: ");
}

MATCHER_P(IsAnErrorThatSays, part, "") {
  *result_listener << "was " << arg;
  return arg.starts_with("error script: ") && arg.find(part) != std::string::npos;
}

}  // namespace zhipi::engine::testing
