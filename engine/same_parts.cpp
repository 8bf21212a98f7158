#include "engine/same_parts.h"

#include <map>
#include <string>

#include "engine/function_print.h"
#include "engine/script.h"

namespace zhipi::engine {
namespace {

std::string print_of(const Condition& condition) {
  std::string print = condition.fact + " " + std::to_string(static_cast<int>(condition.op));
  for (const Cell& operand : condition.operands) {
    print += "\n" + std::string(kind_of(operand)) + " " + canonical_json(to_json(operand));
  }
  if (condition.expression) print += "\n" + condition.expression->text();
  return print + "\n";
}

// The print of each part by its position; nothing where one cannot be made.
class Prints {
 public:
  explicit Prints(const Pack& pack)
      : pack_(pack), script_(Script::load(pack.files()).value()) {}  // it loaded before

  std::optional<std::string> criterion(std::size_t at) {
    std::string print(to_text(pack_.declarations().criteria[at].kind));
    if (const auto& native = script_->native()[at]) {
      for (const Condition& condition : native->when) print += "\n" + print_of(condition);
      return print + "\ncheck " + print_of(native->check);
    }
    const Script::CriterionFunctions functions = script_->functions().criteria[at];
    const auto when = function(functions.when);
    const auto check = function(functions.check);
    if (!when || !check) return std::nullopt;
    return print + *when + "\n" + *check;
  }

  std::optional<std::string> result(std::size_t at) {
    return function(script_->functions().results[at]);
  }

 private:
  std::optional<std::string> function(int reference) {
    return function_print(*script_, pack_.files(), reference);
  }

  const Pack& pack_;
  std::unique_ptr<Script> script_;
};

bool same_field(const Field& one, const Field& other) {
  return one.kind == other.kind && one.options == other.options;
}

}  // namespace

SameParts same_parts(const Pack& before, const Pack& after) {
  SameParts same;
  const Declarations& had = before.declarations();
  const Declarations& has = after.declarations();
  same.criteria.resize(has.criteria.size());
  same.results.resize(has.results.size());
  if (!same_facts(before.layout(), after.layout())) return same;
  Prints old_prints(before);
  Prints new_prints(after);
  std::map<std::string_view, std::size_t> criteria;
  for (std::size_t at = 0; at < had.criteria.size(); ++at) criteria[had.criteria[at].id] = at;
  for (std::size_t at = 0; at < has.criteria.size(); ++at) {
    const auto found = criteria.find(has.criteria[at].id);
    if (found == criteria.end()) continue;
    const auto print = new_prints.criterion(at);
    if (print && print == old_prints.criterion(found->second)) same.criteria[at] = found->second;
  }
  for (std::size_t at = 0; at < has.results.size(); ++at) {
    for (std::size_t other = 0; other < had.results.size(); ++other) {
      const Field& field = has.results[at].field;
      if (field.name != had.results[other].field.name) continue;
      const auto print = new_prints.result(at);
      if (print && print == old_prints.result(other) &&
          same_field(field, had.results[other].field)) {
        same.results[at] = other;
      }
    }
  }
  return same;
}

}  // namespace zhipi::engine
