// criteria.lua: `criterion`, `inspect`, `score`, `result` and what follows a failure.
#include <algorithm>

#include "engine/criteria_table.h"
#include "engine/loader.h"
#include "engine/suggestion.h"

namespace zhipi::engine {

// `deny "…"`, `tolerate { days = 10, "…" }`
int Loader::declare_otherwise(lua_State* state) {
  Loader& loader = of(state);
  Otherwise otherwise;
  otherwise.action = static_cast<Action>(lua_tointeger(state, lua_upvalueindex(1)));
  std::string text;
  if (lua_type(state, 1) == LUA_TSTRING) {
    text = lua_tostring(state, 1);
  } else {
    luaL_checktype(state, 1, LUA_TTABLE);
    LuaTable table(state, 1, std::string(to_text(otherwise.action)), loader.problems_);
    text = table.text_at(1);
    if (otherwise.action == Action::tolerate) otherwise.days = table.whole("days");
    table.refuse_unknown_keys();
  }
  const std::string place = place_of_caller(state);
  if (otherwise.action == Action::tolerate && !otherwise.days) {
    loader.report("missing_key", "tolerate needs its days: tolerate { days = 10, \"…\" }", place);
  }
  if (text.empty()) {
    loader.report("missing_key", "what follows a failure needs a message for the applicant", place);
  }
  auto message = Message::parse(text);
  if (message) {
    otherwise.message = *std::move(message);
  } else {
    loader.report(message.error().code, message.error().message, place);
  }
  loader.otherwises_.push_back(std::move(otherwise));
  push_declared(state, Type::otherwise, loader.otherwises_.size() - 1);
  return 1;
}

// `criterion "id" { … }`: the name comes first, then the table.
int Loader::name_criterion(lua_State* state) {
  of(state);
  luaL_checktype(state, 1, LUA_TSTRING);
  const bool is_result = lua_tointeger(state, lua_upvalueindex(1)) < 0;
  lua_pushvalue(state, 1);
  lua_pushvalue(state, lua_upvalueindex(1));
  lua_pushcclosure(state, is_result ? &Loader::declare_result : &Loader::declare_criterion, 2);
  return 1;
}

Otherwise Loader::take_otherwise(LuaTable& table, lua_State* state) {
  Otherwise otherwise;
  const int type = table.push("otherwise");
  if (const Declared* const declared = as_declared(state, -1, Type::otherwise)) {
    otherwise = otherwises_[declared->index];
  } else if (type != LUA_TNIL) {
    table.report("wrong_type",
                 "`otherwise` is one of not_accept, supplement, deny, escalate, tolerate, promise");
  }
  lua_pop(state, 1);
  return otherwise;
}

int Loader::declare_criterion(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  Criterion criterion;
  criterion.id = lua_tostring(state, lua_upvalueindex(1));
  criterion.kind = static_cast<CriterionKind>(lua_tointeger(state, lua_upvalueindex(2)));
  LuaTable table(state, 1, std::string(to_text(criterion.kind)) + " \"" + criterion.id + "\"",
                 loader.problems_);
  criterion.where = place_of_caller(state);
  criterion.title = table.text("title");
  if (criterion.title.empty()) criterion.title = criterion.id;
  criterion.basis = table.text("basis");
  if (const std::string stage = table.text("stage"); !stage.empty()) {
    if (stage != "accept" && stage != "review") {
      table.report("wrong_type", "`stage` is \"accept\" or \"review\", not \"" + stage + "\"");
    }
    criterion.stage = stage;
  }
  Script::CriterionFunctions functions;
  functions.when = table.function("when");
  switch (criterion.kind) {
    case CriterionKind::criterion:
      functions.check = table.function("check");
      criterion.otherwise = loader.take_otherwise(table, state);
      if (functions.check == LUA_NOREF) {
        table.report("missing_key",
                     "criterion \"" + criterion.id + "\" needs check = function(app) … end");
      }
      break;
    case CriterionKind::inspect:
      criterion.text = table.text("text");
      criterion.covered_by = table.text("covered_by");
      break;
    case CriterionKind::score:
      functions.check = table.function("points");
      if (functions.check == LUA_NOREF) {
        table.report("missing_key",
                     "score \"" + criterion.id + "\" needs points = function(app) … end");
      }
      break;
  }
  table.refuse_unknown_keys();
  loader.add_criterion(std::move(criterion), functions, std::nullopt);
  return 0;
}

void Loader::add_criterion(Criterion criterion, Script::CriterionFunctions functions,
                           std::optional<NativeCheck> native) {
  auto& criteria = script_.declarations_.criteria;
  if (!criteria_ids_.insert(criterion.id).second) {
    report("name_clash", "\"" + criterion.id + "\" is declared twice", criterion.where);
  }
  criteria.push_back(std::move(criterion));
  script_.functions_.criteria.push_back(functions);
  script_.native_.push_back(std::move(native));
}

// `result "monthly_amount" { title = …, kind = money {}, value = function(app) … end }`
int Loader::declare_result(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  const std::string name = lua_tostring(state, lua_upvalueindex(1));
  LuaTable table(state, 1, "result \"" + name + "\"", loader.problems_);
  ResultDeclaration result;
  result.where = place_of_caller(state);
  const std::string title = table.text("title");
  table.push("kind");
  if (const Declared* const declared = loader.as_declared(state, -1, Type::field)) {
    result.field = loader.fields_[declared->index].field;
    if (result.field.kind == FieldKind::list || is_seen(result.field.kind)) {
      table.report("wrong_type", "a result is a plain value, not a " +
                                     std::string(zhipi::to_text(result.field.kind)));
    }
  } else {
    table.report("missing_key", "result \"" + name + "\" needs its kind, as kind = money {}");
  }
  lua_pop(state, 1);
  result.field.name = name;
  result.field.title = title.empty() ? name : title;
  const int value = table.function("value");
  if (value == LUA_NOREF) {
    table.report("missing_key", "result \"" + name + "\" needs value = function(app) … end");
  }
  table.refuse_unknown_keys();
  loader.script_.declarations_.results.push_back(std::move(result));
  loader.script_.functions_.results.push_back(value);
  return 0;
}

// `criteria_table "tables/thresholds.csv"`: each row a criterion, judged natively.
int Loader::criteria_table(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TSTRING);
  const std::string path = lua_tostring(state, 1);
  const auto& files = loader.script_.files_->files;
  const auto file = files.find(path);
  if (file == files.end()) {
    loader.report("no_file", "the pack has no file " + path, place_of_caller(state));
    return 0;
  }
  auto table = parse_criteria_table(loader.script_.declarations_.matter, file->second, path);
  if (!table) {
    loader.problems_.insert(loader.problems_.end(), table.error().begin(), table.error().end());
    return 0;
  }
  for (TableCriterion& row : *table)
    loader.add_criterion(std::move(row.criterion), {}, std::move(row.check));
  return 0;
}

// What a message or an inspect names must be declared; what criteria capture must not change.
void Loader::finish() {
  const Declarations& declared = script_.declarations_;
  const Matter& matter = declared.matter;
  std::vector<std::string> facts = declared_facts(matter);
  for (const Criterion& criterion : declared.criteria) {
    for (const std::string& fact : criterion.otherwise.message.facts()) {
      if (std::find(facts.begin(), facts.end(), fact) != facts.end()) continue;
      report("undeclared_name",
             "the message of \"" + criterion.id + "\" names {" + fact + "}, which is not declared" +
                 suggestion(fact, facts),
             criterion.where);
    }
    if (!criterion.covered_by.empty() && std::find(matter.modes.begin(), matter.modes.end(),
                                                   criterion.covered_by) == matter.modes.end()) {
      report("undeclared_name",
             "\"" + criterion.id + "\" is covered_by `" + criterion.covered_by +
                 "`, which is no mode of this matter",
             criterion.where);
    }
  }
  check_sums_of_results();
  lua_State* const state = script_.lua();
  const auto watch = [&](int function) {
    if (function == LUA_NOREF) return;
    lua_rawgeti(state, LUA_REGISTRYINDEX, function);
    script_.purity_.watch(state, script_.assigned_);
    lua_pop(state, 1);
  };
  for (const auto& functions : script_.functions_.criteria) {
    watch(functions.when);
    watch(functions.check);
  }
  for (const int value : script_.functions_.results) watch(value);
  for (const auto& [name, function] : script_.functions_.form_required) watch(function);
  for (const auto& [name, function] : script_.functions_.material_required) watch(function);
}

void Loader::check_sums_of_results() {
  std::vector<std::string> names;
  for (const ResultDeclaration& one : script_.declarations_.results) {
    names.push_back("results." + one.field.name);
  }
  for (const HistoryCount& sum : script_.declarations_.matter.history) {
    if (!sum.of.starts_with("results.")) continue;
    const auto found = std::find(names.begin(), names.end(), sum.of);
    if (found == names.end()) {
      report("undeclared_name",
             "`of` of " + sum.name + " names `" + sum.of +
                 "`, which criteria.lua does not declare" + suggestion(sum.of, names),
             matter_place_);
      continue;
    }
    const auto at = static_cast<std::size_t>(found - names.begin());
    const FieldKind kind = script_.declarations_.results[at].field.kind;
    if (kind != sum.kind) {
      report("wrong_type",
             "`" + sum.name + "` adds up `" + sum.of + "` as " + std::string(to_text(sum.kind)) +
                 ", but it is a " + std::string(to_text(kind)),
             matter_place_);
    }
  }
}

}  // namespace zhipi::engine
