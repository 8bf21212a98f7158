#include "engine/judge.h"

#include <cfenv>
#include <cmath>

#include "engine/binding.h"
#include "engine/library.h"
#include "engine/outcome.h"
#include "engine/script.h"
#include "models/normalise.h"

namespace zhipi::engine {
namespace {

constexpr int kNoNumber = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;

// How one function of the pack ended.
struct Run {
  enum class End { value, unknown, error, budget };
  End end = End::error;
  std::string message;  // of an error
};

// One judgement: the script it runs in, renewed after a breach of the budget.
class Session {
 public:
  Session(const Pack& pack, std::unique_ptr<Script>& script, const formats::WorkingDays& calendar,
          const Budget& budget, const Facts& facts, Watchdog& watchdog)
      : pack_(pack),
        script_(script),
        calendar_(calendar),
        budget_(budget),
        facts_(facts),
        watchdog_(watchdog) {
    if (script_ == nullptr) renew();
    begin();
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Decision judge() {
    Decision decision;
    decision.application = facts_.application;
    decision.matter = pack_.matter().id;
    decision.pack_version = pack_.matter().version;
    decision.pack_digest = pack_.digest();
    decision.facts_digest = facts_.digest;
    const Requirements requirements = find_missing();
    std::vector<Judged> judged;
    const auto& criteria = pack_.declarations().criteria;
    for (std::size_t at = 0; at < criteria.size(); ++at) judged.push_back(run_criterion(at));
    decide(pack_.declarations(), facts_, requirements, calendar_, judged, decision);
    for (Judged& one : judged) decision.verdicts.push_back(std::move(one.verdict));
    if (decision.outcome == Outcome::approve ||
        decision.outcome == Outcome::approve_conditionally) {
      compute_results(decision);
    }
    restrict_to_automatic(pack_.matter(), facts_, decision);
    return decision;
  }

 private:
  lua_State* lua() const { return script_->lua(); }
  Binding& binding() const { return script_->binding(); }

  void renew() {
    script_ = *Script::load(pack_.files());  // it loaded before, from the same bytes
    script_->bind(calendar_);
  }

  void begin() { binding().begin_case(facts_); }

  // Calls the function with `app`; its result stands on the stack when the run ended with a value.
  // Lua's whole numbers wrap around at 64 bits without a word. So a function that read whole facts
  // is asked again with them as numbers with a fraction, which keep their size; where the two
  // answers differ, there is none.
  Run call(int function) {
    Run run = call_once(function);
    if (run.end != Run::End::value || !binding().read_whole_fact()) return run;
    binding().give_whole_facts_as_fractions(true);
    Run again = call_once(function);
    binding().give_whole_facts_as_fractions(false);
    if (again.end != Run::End::value) {
      lua_pop(lua(), 1);
      return again;
    }
    const bool texts = lua_type(lua(), -1) == LUA_TSTRING && lua_type(lua(), -2) == LUA_TSTRING;
    const bool same = texts || lua_compare(lua(), -1, -2, LUA_OPEQ) != 0;
    lua_pop(lua(), 1);
    if (same) return run;
    lua_pop(lua(), 1);
    return {Run::End::error, "计算超出整数范围 a calculation went beyond whole numbers of 64 bits"};
  }

  std::string breach(bool of_memory) const {
    if (of_memory) {
      return "超出内存上限 out of memory: " + std::to_string(budget_.bytes >> 20) + " MiB";
    }
    return "超出处理器时间 out of processor time: " + std::to_string(budget_.milliseconds) + " ms";
  }

  Run call_once(int function) {
    script_->state().allow_bytes(budget_.bytes);
    lua_rawgeti(lua(), LUA_REGISTRYINDEX, function);
    binding().push_app();
    if (std::fetestexcept(kNoNumber) != 0) std::feclearexcept(kNoNumber);
    watchdog_.arm(lua());
    const int ended = lua_pcall(lua(), 1, 1, 0);
    const bool out_of_time = watchdog_.expired();
    watchdog_.disarm();
    if (ended == LUA_ERRMEM || (ended != LUA_OK && out_of_time)) {
      return {Run::End::budget, breach(ended == LUA_ERRMEM)};
    }
    const std::string changed = script_->purity().restore(lua());
    const bool unknown = ended != LUA_OK && binding().is_stop(lua(), -1);
    if (ended != LUA_OK && !unknown) {
      Run run{Run::End::error, shown(lua(), -1)};
      lua_pop(lua(), 1);
      return run;
    }
    if (!changed.empty()) {
      lua_pop(lua(), 1);
      return {Run::End::error,
              "the local `" + changed +
                  "` lies outside this function and must not change: criteria keep nothing"};
    }
    if (unknown) {
      lua_pop(lua(), 1);
      return {Run::End::unknown, {}};
    }
    // Lua goes on with infinities and NaN, which compare as nobody means them.
    if (std::fetestexcept(kNoNumber) != 0) {
      lua_pop(lua(), 1);
      return {Run::End::error,
              "计算没有得出数 a calculation gave no number: a division by zero, or beyond all "
              "numbers"};
    }
    return {Run::End::value, {}};
  }

  Run call_for_boolean(int function, bool& value) {
    Run run = call(function);
    if (run.end != Run::End::value) return run;
    if (lua_isboolean(lua(), -1)) {
      value = lua_toboolean(lua(), -1) != 0;
    } else {
      run = {Run::End::error,
             std::string("true or false was expected, not a ") + luaL_typename(lua(), -1)};
    }
    lua_pop(lua(), 1);
    return run;
  }

  // After a breach nothing of the state is trusted any more.
  void recover(const Run& run) {
    if (run.end != Run::End::budget) return;
    renew();
    begin();
  }

  Judged run_criterion(std::size_t at) {
    const Criterion& criterion = pack_.declarations().criteria[at];
    Judged judged;
    judged.criterion = &criterion;
    Verdict& verdict = judged.verdict;
    verdict.criterion = criterion.id;
    verdict.kind = to_text(criterion.kind);
    verdict.stage = criterion.stage;
    verdict.title = criterion.title;
    verdict.basis = criterion.basis;
    binding().begin_criterion();
    const Run run = run_functions(at, criterion, verdict);
    verdict.evidence = binding().view().evidence();
    judged.causes = binding().view().causes();
    switch (run.end) {
      case Run::End::value:
        break;
      case Run::End::unknown:
        verdict.result = Result::unknown;
        if (!judged.causes.empty()) verdict.code = code_of(judged.causes.front().kind);
        break;
      case Run::End::error:
        verdict.code = "script";
        break;
      case Run::End::budget:
        verdict.code = "budget";
        break;
    }
    if (run.end == Run::End::error || run.end == Run::End::budget) {
      verdict.result = Result::error;
      verdict.message = run.message;
    }
    if (verdict.result == Result::fail) {
      verdict.message = criterion.otherwise.message.fill(
          [&](std::string_view fact) { return binding().view().show(fact); });
    }
    recover(run);
    return judged;
  }

  Run run_functions(std::size_t at, const Criterion& criterion, Verdict& verdict) {
    if (const auto& native = script_->native()[at]) return run_native(*native, verdict);
    const Script::CriterionFunctions functions = script_->functions().criteria[at];
    bool applies = true;
    if (functions.when != LUA_NOREF) {
      if (Run run = call_for_boolean(functions.when, applies); run.end != Run::End::value)
        return run;
    }
    if (!applies) {
      verdict.result = Result::not_applicable;
      return {Run::End::value, {}};
    }
    switch (criterion.kind) {
      case CriterionKind::criterion: {
        bool passes = false;
        Run run = call_for_boolean(functions.check, passes);
        verdict.result = passes ? Result::pass : Result::fail;
        return run;
      }
      case CriterionKind::score:
        return run_score(functions.check, verdict);
      case CriterionKind::inspect:
        verdict.result = Result::unknown;
        verdict.code = "inspect";
        verdict.message = criterion.text;
        return {Run::End::value, {}};
    }
    return {};
  }

  Run run_score(int points, Verdict& verdict) {
    Run run = call(points);
    if (run.end != Run::End::value) return run;
    if (lua_type(lua(), -1) == LUA_TNUMBER && std::isfinite(lua_tonumber(lua(), -1))) {
      verdict.points = lua_tonumber(lua(), -1);
      verdict.result = Result::pass;
    } else {
      run = {Run::End::error,
             std::string("points must be a number, not a ") + luaL_typename(lua(), -1)};
    }
    lua_pop(lua(), 1);
    return run;
  }

  Run run_native(const NativeCheck& native, Verdict& verdict) {
    for (const Condition& condition : native.when) {
      bool applies = false;
      if (Run run = compare_native(condition, applies); run.end != Run::End::value) return run;
      if (applies) continue;
      verdict.result = Result::not_applicable;
      return {Run::End::value, {}};
    }
    bool passes = false;
    Run run = compare_native(native.check, passes);
    verdict.result = passes ? Result::pass : Result::fail;
    return run;
  }

  Run compare_native(const Condition& condition, bool& value) {
    const auto cell = binding().view().read_cell(condition.fact);
    if (!cell) return {Run::End::unknown, {}};
    const auto compared = holds(condition, *cell);
    if (!compared) return {Run::End::error, compared.error().message};
    value = *compared;
    return {Run::End::value, {}};
  }

  // A `required` function that ended as unknown.
  struct Unsettled {
    Reason reason;
    std::vector<Cause> causes;
  };

  // Evaluates `required`, and finds what should be there and is not.
  Requirements find_missing() {
    Requirements missing;
    std::vector<Unsettled> unsettled;
    const Matter& matter = pack_.matter();
    const auto is_required = [&](Required required, const std::map<std::string, int>& functions,
                                 const std::string& name, const std::string& what) {
      if (required != Required::depends) return required == Required::yes;
      binding().begin_criterion();
      bool needed = false;
      const Run run = call_for_boolean(functions.at(name), needed);
      if (run.end == Run::End::unknown) {
        Reason reason{"required_unknown",
                      what + "是否必需无法判断 whether it is required cannot be told",
                      {}};
        for (const Cause& cause : binding().view().causes()) reason.facts.push_back(cause.fact);
        unsettled.push_back({std::move(reason), binding().view().causes()});
      } else if (run.end != Run::End::value) {
        missing.broken.push_back({run.end == Run::End::budget ? "budget" : "script",
                                  "required of " + name + ": " + run.message,
                                  {}});
      }
      recover(run);
      return needed;
    };
    for (std::size_t at = 0; at < matter.form.size(); ++at) {
      const FormField& field = matter.form[at];
      if (!facts_.form.facts[at].absent()) continue;
      if (is_required(field.required, script_->functions().form_required, field.name,
                      field.title)) {
        missing.missing_fields.push_back(&field);
      }
    }
    for (std::size_t at = 0; at < matter.materials.size(); ++at) {
      const Material& material = matter.materials[at];
      if (facts_.materials[at].present || stands_in(material)) continue;
      if (is_required(material.required, script_->functions().material_required, material.name,
                      material.title)) {
        missing.missing_materials.push_back(&material);
      }
    }
    // Where only required fields are missing, the notice asks for those: nothing else is in doubt.
    for (Unsettled& one : unsettled) {
      if (!is_explained(missing, one.causes)) missing.unsettled.push_back(std::move(one.reason));
    }
    return missing;
  }

  bool stands_in(const Material& material) const {
    const auto& lookups = pack_.matter().lookups;
    for (std::size_t at = 0; at < lookups.size(); ++at) {
      if (lookups[at].name == material.replaced_by) return facts_.lookups[at].present;
    }
    return false;
  }

  // What an approval grants; a result that cannot be computed leaves the approval to a person.
  void compute_results(Decision& decision) {
    const auto& results = pack_.declarations().results;
    for (std::size_t at = 0; at < results.size(); ++at) {
      const Field& field = results[at].field;
      binding().begin_criterion();
      Run run = call(script_->functions().results[at]);
      if (run.end == Run::End::value) {
        auto value = result_value(field);
        lua_pop(lua(), 1);
        if (value) {
          decision.results[field.name] = {field.title, std::string(to_text(field.kind)),
                                          *std::move(value)};
          continue;
        }
        run = {Run::End::error, value.error().message};
      }
      Reason reason{
          "result",
          field.title + ": " +
              (run.end == Run::End::unknown ? "无法计算 cannot be computed" : run.message),
          {}};
      for (const Cause& cause : binding().view().causes()) reason.facts.push_back(cause.fact);
      decision.reasons.push_back(std::move(reason));
      if (decision.outcome != Outcome::escalate) decision.proposal = decision.outcome;
      decision.outcome = Outcome::escalate;
      recover(run);
    }
  }

  Expected<Json> result_value(const Field& field) const {
    auto value = plain_value(lua(), -1);
    if (!value) return value;
    if (const Problems wrong = check_type(field, *value); !wrong.empty()) {
      return tl::unexpected(wrong.front());
    }
    return value;
  }

  const Pack& pack_;
  std::unique_ptr<Script>& script_;
  const formats::WorkingDays& calendar_;
  const Budget& budget_;
  const Facts& facts_;
  Watchdog& watchdog_;
};

}  // namespace

Judge::Judge(std::shared_ptr<const Pack> pack, const formats::WorkingDays& calendar,
             const Budget& budget)
    : pack_(std::move(pack)), calendar_(&calendar), budget_(budget) {}
Judge::~Judge() = default;
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;

Decision Judge::judge(const Facts& facts, Watchdog& watchdog) {
  return Session(*pack_, script_, *calendar_, budget_, facts, watchdog).judge();
}

}  // namespace zhipi::engine
