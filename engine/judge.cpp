#include "engine/judge.h"

#include <cmath>
#include <iterator>

#include "engine/binding.h"
#include "engine/calls.h"
#include "engine/describe.h"
#include "engine/library.h"
#include "engine/outcome.h"
#include "engine/script.h"

namespace zhipi::engine {
namespace {

// One judgement: the script it runs in, renewed after a breach of the budget.
class Session {
 public:
  Session(const Pack& pack, std::unique_ptr<Script>& script, const formats::WorkingDays& calendar,
          const Budget& budget, const Facts& facts, Watchdog& watchdog, Judgement& judgement)
      : pack_(pack),
        script_(script),
        calendar_(calendar),
        facts_(facts),
        judgement_(judgement),
        calls_(script_, budget, watchdog) {
    if (script_ == nullptr) renew();
    begin();
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // What another pack has come to for the same facts, and what of it holds here.
  struct Other {
    const Judgement& judgement;
    const SameParts& same;
  };

  void judge(const Other* other = nullptr) {
    other_ = other;
    find_missing();
    judge_criteria();
    decide(pack_.matter(), facts_, judgement_);
    if (judgement_.outcome == Outcome::approve ||
        judgement_.outcome == Outcome::approve_conditionally) {
      compute_results();
    }
    restrict_to_automatic(pack_.matter(), facts_, judgement_);
  }

  // The results alone, whatever the outcome.
  void grant() { compute_results(); }

 private:
  lua_State* lua() const { return script_->lua(); }
  Binding& binding() const { return script_->binding(); }

  void renew() {
    const std::unique_ptr<Script> broken = std::move(script_);
    script_ = Script::load(pack_.files()).value();  // it loaded before, from the same bytes
    if (broken != nullptr) script_->inherit_tables(*broken);
    script_->bind(pack_.layout(), calendar_);
  }

  void begin() { binding().begin_case(facts_, judgement_.seen); }

  // After a breach nothing of the state is trusted any more.
  void recover(End end) {
    if (end != End::budget) return;
    renew();
    begin();
  }

  // A number that is none is looked for behind all criteria; where there was one they are judged
  // anew, each asked for its own.
  void judge_criteria() {
    judgement_.judged.resize(pack_.declarations().criteria.size());
    const auto seen = static_cast<std::ptrdiff_t>(judgement_.seen.size());
    calls_.ask_each_call(false);
    run_criteria();
    const bool anew = gave_no_number();
    calls_.ask_each_call(true);
    if (!anew) return;
    judgement_.seen.erase(judgement_.seen.begin() + seen, judgement_.seen.end());
    for (Judged& judged : judgement_.judged) judged.clear();
    run_criteria();
  }

  // All under one protected call, and under another behind each criterion that leaves it.
  void run_criteria() {
    const std::size_t count = judgement_.judged.size();
    std::size_t at = 0;
    while (at < count) {
      const End left = calls_.protect([&] {
        for (; at < count; ++at) {
          Judged& judged = judgement_.judged[at];
          begin_criterion(at, judged);
          if (!take_over(at, judged)) settle(judged, run_functions(at, judged));
        }
        return End::value;
      });
      if (left == End::value) continue;
      settle(judgement_.judged[at++], left);
      recover(left);
    }
  }

  void begin_criterion(std::size_t at, Judged& judged) {
    judged.criterion = &pack_.declarations().criteria[at];
    judged.seen_from = judgement_.seen.size();
    judged.seen_to = judged.seen_from;
    binding().begin_criterion();
  }

  bool take_over(std::size_t at, Judged& judged) {
    if (other_ == nullptr || !other_->same.criteria[at]) return false;
    judged.take_over(other_->judgement.judged[*other_->same.criteria[at]]);
    return true;
  }

  void settle(Judged& judged, End end) {
    if (end == End::unknown) {
      judged.result = Result::unknown;
      judged.causes = binding().view().causes();
      if (!judged.causes.empty()) judged.code = code_of(judged.causes.front().kind);
    } else if (end != End::value) {
      judged.result = Result::error;
      judged.code = error_code(end);
      judged.message = calls_.take_words();
    }
    if (judged.result == Result::unknown) take_answer(judged);
    judged.seen_to = judgement_.seen.size();
  }

  // What the machine cannot tell a reviewer may have found out; what it can tell stays.
  void take_answer(Judged& judged) {
    const auto& answers = facts_.context.answers;
    const auto found = answers.find(judged.criterion->id);
    if (found == answers.end() || judged.criterion->kind == CriterionKind::score) return;
    judged.result = found->second.passes ? Result::pass : Result::fail;
    judged.code = {};
    judged.causes.clear();
    judgement_.seen.push_back({Seen::Kind::answer,
                               static_cast<std::uint32_t>(std::distance(answers.begin(), found)),
                               nullptr});
  }

  static const char* error_code(End end) { return end == End::budget ? "budget" : "script"; }

  End run_functions(std::size_t at, Judged& judged) {
    if (const auto& native = script_->native()[at]) return run_native(*native, judged);
    const Script::CriterionFunctions functions = script_->functions().criteria[at];
    bool applies = true;
    if (functions.when != LUA_NOREF) {
      if (const End end = calls_.call_for_boolean(functions.when, applies); end != End::value)
        return end;
    }
    if (!applies) {
      judged.result = Result::not_applicable;
      return End::value;
    }
    switch (judged.criterion->kind) {
      case CriterionKind::criterion: {
        bool passes = false;
        const End end = calls_.call_for_boolean(functions.check, passes);
        judged.result = passes ? Result::pass : Result::fail;
        return end;
      }
      case CriterionKind::score:
        return run_score(functions.check, judged);
      case CriterionKind::inspect:
        judged.result = Result::unknown;
        judged.code = "inspect";
        return End::value;
    }
    return calls_.error("no such kind of criterion");
  }

  End run_score(int points, Judged& judged) {
    End end = calls_.call(points);
    if (end != End::value) return end;
    if (lua_type(lua(), -1) == LUA_TNUMBER && std::isfinite(lua_tonumber(lua(), -1))) {
      judged.points = lua_tonumber(lua(), -1);
      judged.result = Result::pass;
    } else {
      end = calls_.error(std::string("points must be a number, not a ") + kind_name(lua(), -1));
    }
    lua_pop(lua(), 1);
    return end;
  }

  End run_native(const NativeCheck& native, Judged& judged) {
    for (const Condition& condition : native.when) {
      bool applies = false;
      if (const End end = compare_native(condition, applies); end != End::value) return end;
      if (applies) continue;
      judged.result = Result::not_applicable;
      return End::value;
    }
    bool passes = false;
    const End end = compare_native(native.check, passes);
    judged.result = passes ? Result::pass : Result::fail;
    return end;
  }

  End compare_native(const Condition& condition, bool& value) {
    const auto cell = native_value(condition.number);
    if (!cell) return End::unknown;
    const auto compared = holds(condition, *cell);
    if (!compared) return calls_.error(compared.error().message);
    value = *compared;
    return End::value;
  }

  // The fact that a table's row names; nothing, with the cause noted, where it cannot be used.
  std::optional<Cell> native_value(std::uint32_t number) {
    if (number == Condition::kReceivedOn) return Cell(facts_.received_on);
    if (number == Condition::kMode) return Cell(facts_.mode);
    FactView& view = binding().view();
    const Fact* const fact = view.look(number, pack_.layout().field(number));
    if (fact != nullptr) return cell_of(facts_, *fact);
    view.add_cause(view.why());
    return std::nullopt;
  }

  // A `required` function that ended as unknown.
  struct Unsettled {
    Reason reason;
    std::vector<Cause> causes;
  };

  // Evaluates `required`, and finds what should be there and is not.
  void find_missing() {
    Requirements& missing = judgement_.requirements;
    std::vector<Unsettled> unsettled;
    const Matter& matter = pack_.matter();
    const auto is_required = [&](Required required, const std::map<std::string, int>& functions,
                                 const std::string& name, const std::string& what) {
      if (required != Required::depends) return required == Required::yes;
      binding().begin_criterion();
      bool needed = false;
      const End end =
          calls_.protect([&] { return calls_.call_for_boolean(functions.at(name), needed); });
      if (end == End::unknown) {
        Reason reason{"required_unknown",
                      what + "是否必需无法判断 whether it is required cannot be told",
                      {}};
        for (const Cause& cause : binding().view().causes()) reason.facts.push_back(cause.fact);
        unsettled.push_back({std::move(reason), binding().view().causes()});
      } else if (end != End::value) {
        missing.broken.push_back(
            {error_code(end), "required of " + name + ": " + calls_.words(), {}});
      }
      recover(end);
      return needed;
    };
    const SectionLayout& form = pack_.layout().sections()[1];  // behind the applicant
    for (std::size_t at = 0; at < matter.form.size(); ++at) {
      const FormField& field = matter.form[at];
      if (!facts_.facts[form.first + at].absent()) continue;
      if (is_required(field.required, script_->functions().form_required, field.name,
                      field.title)) {
        missing.missing_fields.push_back(&field);
      }
    }
    for (std::size_t at = 0; at < matter.materials.size(); ++at) {
      const Material& material = matter.materials[at];
      if (binding().view().is_there(at + 2)) continue;  // behind the form
      if (is_required(material.required, script_->functions().material_required, material.name,
                      material.title)) {
        missing.missing_materials.push_back(&material);
      }
    }
    // Where only required fields are missing, the notice asks for those: nothing else is in doubt.
    for (Unsettled& one : unsettled) {
      if (!is_explained(missing, one.causes)) missing.unsettled.push_back(std::move(one.reason));
    }
  }

  // What an approval grants; a result that cannot be computed leaves the approval to a person.
  void compute_results() {
    const auto& results = pack_.declarations().results;
    judgement_.results.resize(results.size());
    for (std::size_t at = 0; at < results.size(); ++at) {
      if (const std::optional<Json>* const known = known_result(at)) {
        judgement_.results[at] = *known;
        continue;
      }
      const Field& field = results[at].field;
      binding().begin_criterion();
      const End end = calls_.protect([&] { return compute_result(at, field); });
      if (end == End::value) continue;
      const bool unknown = end == End::unknown;
      const std::string why = unknown ? "无法计算 cannot be computed" : calls_.words();
      Reason reason{"result", field.title + ": " + why, {}};
      for (const Cause& cause : binding().view().causes()) reason.facts.push_back(cause.fact);
      judgement_.held.push_back(std::move(reason));
      if (judgement_.outcome != Outcome::escalate) judgement_.proposal = judgement_.outcome;
      judgement_.outcome = Outcome::escalate;
      recover(end);
    }
  }

  End compute_result(std::size_t at, const Field& field) {
    if (const End end = calls_.call(script_->functions().results[at]); end != End::value)
      return end;
    auto value = value_of_kind(lua(), -1, field);
    lua_pop(lua(), 1);
    if (!value) return calls_.error(value.error().message);
    judgement_.results[at] = *std::move(value);
    return End::value;
  }

  // The value that the other pack has computed, if it has.
  const std::optional<Json>* known_result(std::size_t at) const {
    if (other_ == nullptr || !other_->same.results[at]) return nullptr;
    const auto& results = other_->judgement.results;
    const std::size_t its = *other_->same.results[at];
    return its < results.size() && results[its] ? &results[its] : nullptr;
  }

  const Pack& pack_;
  std::unique_ptr<Script>& script_;
  const formats::WorkingDays& calendar_;
  const Facts& facts_;
  Judgement& judgement_;
  Calls calls_;
  const Other* other_ = nullptr;
};

}  // namespace

Judge::Judge(std::shared_ptr<const Pack> pack, const formats::WorkingDays& calendar,
             const Budget& budget)
    : pack_(std::move(pack)), calendar_(&calendar), budget_(budget) {}
Judge::~Judge() = default;
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;

const Judgement& Judge::assess(const Facts& facts, Watchdog& watchdog) {
  judgement_.clear();
  Session(*pack_, script_, *calendar_, budget_, facts, watchdog, judgement_).judge();
  return judgement_;
}

const Judgement& Judge::assess_beside(const Facts& facts, const Judgement& other,
                                      const SameParts& same, Watchdog& watchdog) {
  judgement_.clear();
  const Session::Other beside{other, same};
  Session(*pack_, script_, *calendar_, budget_, facts, watchdog, judgement_).judge(&beside);
  return judgement_;
}

Grant Judge::grant(const Facts& facts, Watchdog& watchdog) {
  judgement_.clear();
  Session(*pack_, script_, *calendar_, budget_, facts, watchdog, judgement_).grant();
  return {granted_results(*pack_, judgement_), judgement_.held};
}

Decision Judge::judge(const Facts& facts, Watchdog& watchdog) {
  return describe(*pack_, facts, assess(facts, watchdog), *calendar_);
}

}  // namespace zhipi::engine
