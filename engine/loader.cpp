#include "engine/loader.h"

#include <algorithm>
#include <array>

#include "engine/library.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

constexpr const char* kDeclared = "zhipi.declared";

constexpr std::array kKinds{FieldKind::text,         FieldKind::person_name, FieldKind::org_name,
                            FieldKind::address,      FieldKind::id_number,   FieldKind::credit_code,
                            FieldKind::bank_account, FieldKind::phone,       FieldKind::date,
                            FieldKind::integer,      FieldKind::decimal,     FieldKind::money,
                            FieldKind::percent,      FieldKind::boolean,     FieldKind::choice,
                            FieldKind::checkbox,     FieldKind::list,        FieldKind::seal,
                            FieldKind::signature,    FieldKind::photo,       FieldKind::qr_code};

// What an override of a common field does not say stays as it was.
void inherit(Field& field, const Field& common) {
  if (field.title == field.name) field.title = common.title;
  if (field.labels.empty()) field.labels = common.labels;
  if (field.after.empty()) field.after = common.after;
  if (field.before.empty()) field.before = common.before;
  if (field.order == DateOrder::unsaid) field.order = common.order;
  if (field.at == Position::unsaid && field.below.empty()) {
    field.at = common.at;
    field.below = common.below;
  }
  if (field.ends_with.empty()) field.ends_with = common.ends_with;
  if (field.stops_at.empty()) field.stops_at = common.stops_at;
  if (field.options.empty()) field.options = common.options;
  if (!field.confidence) field.confidence = common.confidence;
  field.alone = field.alone || common.alone;
}

bool holds_words(FieldKind kind) {
  return kind == FieldKind::text || kind == FieldKind::person_name || kind == FieldKind::org_name ||
         kind == FieldKind::address;
}

// `order`, `at`, `below`, `ends_with`, `stops_at`: how a value without a label is found and read.
// Each is a key of the kinds alone that it means something for.
void take_place(LuaTable& table, Field& field) {
  if (field.kind == FieldKind::date) {
    const auto order = date_order(table.text("order"));
    if (!order)
      table.report("wrong_type", "`order` is \"dmy\" (25/12/2018) or \"mdy\" (12/25/2018)");
    field.order = order.value_or(DateOrder::unsaid);
    const std::string at = table.text("at");
    if (!at.empty() && at != "anywhere")
      table.report("wrong_type", "`at` of a date is \"anywhere\": wherever on the page one stands");
    if (at == "anywhere") field.at = Position::anywhere;
  }
  if (!holds_words(field.kind)) return;
  const std::string at = table.text("at");
  if (!at.empty() && at != "top")
    table.report("wrong_type", "`at` is \"top\": the first line of the page");
  if (at == "top") field.at = Position::top;
  field.below = table.text("below");
  field.ends_with = table.texts("ends_with");
  field.stops_at = table.texts("stops_at");
  if (field.at != Position::unsaid && !field.below.empty())
    table.report("wrong_type", "a field stands `at` the top or `below` another, not both");
  if (!has_place(field) && !(field.ends_with.empty() && field.stops_at.empty()))
    table.report("missing_key", "`ends_with` and `stops_at` need `at` or `below`");
}

// What a field stands below is found before it.
void check_below(LuaTable& table, const std::vector<Field>& fields) {
  std::vector<std::string> before;
  for (const Field& field : fields) {
    if (!field.below.empty() &&
        std::find(before.begin(), before.end(), field.below) == before.end())
      table.report("undeclared_name",
                   "`" + field.name + "` stands below `" + field.below +
                       "`, which is no field declared before it in this material" +
                       suggestion(field.below, before));
    before.push_back(field.name);
  }
}

// Only a page has places.
void refuse_places(LuaTable& table, std::string_view owner, const std::vector<Field>& fields) {
  for (const Field& field : fields) {
    if (has_place(field))
      table.report("wrong_type",
                   "`" + field.name +
                       "`: `at` and `below` are for the fields of a material, not of " +
                       std::string(owner));
  }
}

}  // namespace

void Loader::add_functions(lua_State* state) {
  luaL_newmetatable(state, kDeclared);
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_pop(state, 1);
  for (const FieldKind kind : kKinds) {
    lua_pushinteger(state, static_cast<lua_Integer>(kind));
    lua_pushcclosure(state, &Loader::declare_field, 1);
    lua_setfield(state, -2, std::string(zhipi::to_text(kind)).c_str());
  }
  for (const Action action : {Action::not_accept, Action::supplement, Action::deny,
                              Action::escalate, Action::tolerate, Action::promise}) {
    lua_pushinteger(state, static_cast<lua_Integer>(action));
    lua_pushcclosure(state, &Loader::declare_otherwise, 1);
    lua_setfield(state, -2, std::string(to_text(action)).c_str());
  }
  for (const CriterionKind kind :
       {CriterionKind::criterion, CriterionKind::inspect, CriterionKind::score}) {
    lua_pushinteger(state, static_cast<lua_Integer>(kind));
    lua_pushcclosure(state, &Loader::name_criterion, 1);
    lua_setfield(state, -2, std::string(to_text(kind)).c_str());
  }
  lua_pushinteger(state, -1);
  lua_pushcclosure(state, &Loader::name_criterion, 1);
  lua_setfield(state, -2, "result");
  const luaL_Reg functions[] = {{"material", &Loader::declare_material},
                                {"lookup", &Loader::declare_lookup},
                                {"count_applications", &Loader::declare_count},
                                {"sum_applications", &Loader::declare_sum},
                                {"matter", &Loader::declare_matter},
                                {"use", &Loader::use_common},
                                {"criteria_table", &Loader::criteria_table},
                                {nullptr, nullptr}};
  luaL_setfuncs(state, functions, 0);
}

void Loader::push_declared(lua_State* state, Type type, std::size_t index) {
  auto* const declared = static_cast<Declared*>(lua_newuserdatauv(state, sizeof(Declared), 0));
  *declared = {type, index};
  luaL_setmetatable(state, kDeclared);
}

const Loader::Declared* Loader::as_declared(lua_State* state, int index, Type type) const {
  const auto* const declared =
      static_cast<const Declared*>(luaL_testudata(state, index, kDeclared));
  return declared != nullptr && declared->type == type ? declared : nullptr;
}

void Loader::report(std::string code, std::string message, std::string place) {
  problems_.push_back({std::move(code), std::move(message), std::move(place)});
}

// `id_number { title = …, labels = … }`. The word `date` has two uses: a field, and a day.
int Loader::declare_field(lua_State* state) {
  const auto kind = static_cast<FieldKind>(lua_tointeger(state, lua_upvalueindex(1)));
  if (kind == FieldKind::date && lua_type(state, 1) == LUA_TSTRING) return make_date(state);
  Loader& loader = of(state);
  const std::string kind_text(zhipi::to_text(kind));
  if (lua_isnoneornil(state, 1)) lua_newtable(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  LuaTable table(state, 1, kind_text, loader.problems_);
  DeclaredField declared;
  FormField& field = declared.field;
  field.kind = kind;
  field.title = table.text("title");
  field.labels = table.texts("labels");
  field.after = table.text("after");
  field.before = table.text("before");
  take_place(table, field);
  field.confidence = table.number("confidence");
  if (field.confidence && (*field.confidence < 0 || *field.confidence > 1)) {
    table.report("wrong_type", "`confidence` is a probability from 0 to 1");
  }
  field.alone = table.flag("alone");
  field.required = loader.take_required(table, state, declared.required);
  if (kind == FieldKind::choice) {
    field.options = table.texts("options");
    if (field.options.empty()) table.report("missing_key", "a choice needs its `options`");
  }
  if (kind == FieldKind::list) {
    field.of = loader.take_fields(table, state, "of");
    if (field.of.empty())
      table.report("missing_key", "a list needs the columns of a row: of = { … }");
    for (const Field& column : field.of) {
      if (column.kind == FieldKind::list || is_seen(column.kind)) {
        table.report("wrong_type", "`" + column.name + "`: the columns of a list are plain values");
      }
    }
    refuse_places(table, "a list", field.of);
  }
  table.refuse_unknown_keys();
  loader.fields_.push_back(std::move(declared));
  push_declared(state, Type::field, loader.fields_.size() - 1);
  return 1;
}

Required Loader::take_required(LuaTable& table, lua_State* state, int& function) {
  const int type = table.push("required");
  Required required = Required::no;
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(state, -1);
    function = luaL_ref(state, LUA_REGISTRYINDEX);
    required = Required::depends;
  } else if (type == LUA_TBOOLEAN) {
    required = lua_toboolean(state, -1) != 0 ? Required::yes : Required::no;
  } else if (type != LUA_TNIL) {
    table.report("wrong_type", "`required` is true, false or a function(app) of the form");
  }
  lua_pop(state, 1);
  return required;
}

// Fields as written: Lua's tables have no order, but each constructor was called in turn.
std::vector<Field> Loader::take_fields(LuaTable& table, lua_State* state, std::string_view key) {
  std::vector<std::pair<std::size_t, Field>> found;
  table.each(key, [&](const std::string& name) {
    const Declared* const declared = as_declared(state, -1, Type::field);
    if (declared == nullptr) {
      table.report("wrong_type", "`" + name + "` must be a field, as " + name + " = text {}");
      return;
    }
    Field field = fields_[declared->index].field;
    field.name = name;
    if (field.title.empty()) field.title = name;
    found.emplace_back(declared->index, std::move(field));
  });
  std::sort(found.begin(), found.end(),
            [](const auto& left, const auto& right) { return left.first < right.first; });
  std::vector<Field> fields;
  for (auto& [sequence, field] : found) fields.push_back(std::move(field));
  return fields;
}

int Loader::declare_material(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  LuaTable table(state, 1, "material", loader.problems_);
  DeclaredMaterial declared;
  Material& material = declared.material;
  material.title = table.text("title");
  material.required = loader.take_required(table, state, declared.required);
  material.tolerable = table.whole("tolerable");
  material.promisable = table.flag("promisable");
  material.replaced_by = table.text("replaced_by");
  material.fields = loader.take_fields(table, state, "fields");
  check_below(table, material.fields);
  table.each("corroborates", [&](const std::string& name) {
    if (lua_type(state, -1) == LUA_TSTRING) material.corroborates[name] = lua_tostring(state, -1);
  });
  table.refuse_unknown_keys();
  declared.sequence = loader.materials_.size();
  loader.materials_.push_back(std::move(declared));
  push_declared(state, Type::material, loader.materials_.size() - 1);
  return 1;
}

int Loader::declare_lookup(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  LuaTable table(state, 1, "lookup", loader.problems_);
  Lookup lookup;
  lookup.title = table.text("title");
  lookup.by = table.texts("by");
  lookup.fields = loader.take_fields(table, state, "fields");
  refuse_places(table, "a look-up", lookup.fields);
  table.refuse_unknown_keys();
  loader.lookups_.push_back(std::move(lookup));
  push_declared(state, Type::lookup, loader.lookups_.size() - 1);
  return 1;
}

int Loader::declare_count(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  LuaTable table(state, 1, "count_applications", loader.problems_);
  HistoryCount count;
  count.same = table.texts("same");
  count.state = table.text("state");
  table.refuse_unknown_keys();
  loader.counts_.push_back(std::move(count));
  push_declared(state, Type::count, loader.counts_.size() - 1);
  return 1;
}

// `sum_applications { of = "results.months", kind = integer {}, same = { … }, state = … }`
int Loader::declare_sum(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  LuaTable table(state, 1, "sum_applications", loader.problems_);
  HistoryCount sum;
  sum.of = table.text("of");
  if (sum.of.empty()) table.report("missing_key", "sum_applications needs what it adds up: of = …");
  sum.kind = FieldKind::list;  // none yet
  const int type = table.push("kind");
  if (const Declared* const declared = loader.as_declared(state, -1, Type::field)) {
    sum.kind = loader.fields_[declared->index].field.kind;
  } else if (type != LUA_TNIL) {
    table.report("wrong_type", "`kind` is a field kind, as kind = integer {}");
  }
  lua_pop(state, 1);
  sum.same = table.texts("same");
  sum.state = table.text("state");
  table.refuse_unknown_keys();
  loader.counts_.push_back(std::move(sum));
  push_declared(state, Type::count, loader.counts_.size() - 1);
  return 1;
}

// `use "common/id_card" { required = true }`: the file's material with the pack's own settings.
int Loader::use_common(lua_State* state) {
  luaL_checktype(state, 1, LUA_TSTRING);
  const std::string path = std::string(lua_tostring(state, 1)) + ".lua";
  Loader& loader = of(state);
  Script& script = loader.script_;
  const auto file = script.files_->common.find(path);
  if (file == script.files_->common.end()) {
    std::vector<std::string> known;
    for (const auto& [name, bytes] : script.files_->common) {
      if (name.ends_with(".lua")) known.push_back(name.substr(0, name.size() - 4));
    }
    return luaL_error(state, "no common material \"%s\"%s", lua_tostring(state, 1),
                      suggestion(lua_tostring(state, 1), known).c_str());
  }
  script.used_common_.insert(path);
  script.run_file(path, file->second, 1);
  if (loader.as_declared(state, -1, Type::material) == nullptr) {
    return luaL_error(state, "%s must return material { … }", path.c_str());
  }
  lua_pushcclosure(state, &Loader::use_with, 1);
  return 1;
}

int Loader::use_with(lua_State* state) {
  Loader& loader = of(state);
  const Declared* const declared = loader.as_declared(state, lua_upvalueindex(1), Type::material);
  luaL_checktype(state, 1, LUA_TTABLE);
  DeclaredMaterial used = loader.materials_[declared->index];
  loader.apply_overrides(state, used);
  used.sequence = loader.materials_.size();
  loader.materials_.push_back(std::move(used));
  push_declared(state, Type::material, loader.materials_.size() - 1);
  return 1;
}

void Loader::apply_overrides(lua_State* state, DeclaredMaterial& used) {
  LuaTable table(state, 1, "use", problems_);
  Material& material = used.material;
  if (const std::string title = table.text("title"); !title.empty()) material.title = title;
  if (table.push("required") != LUA_TNIL) {
    material.required = take_required(table, state, used.required);
  }
  lua_pop(state, 1);
  if (const auto days = table.whole("tolerable")) material.tolerable = days;
  material.promisable = table.flag("promisable") || material.promisable;
  if (const std::string by = table.text("replaced_by"); !by.empty()) material.replaced_by = by;
  table.each("corroborates", [&](const std::string& name) {
    if (lua_type(state, -1) == LUA_TSTRING) material.corroborates[name] = lua_tostring(state, -1);
  });
  for (Field& field : take_fields(table, state, "fields")) {
    const auto known = std::find_if(material.fields.begin(), material.fields.end(),
                                    [&](const Field& old) { return old.name == field.name; });
    if (known == material.fields.end()) {
      material.fields.push_back(std::move(field));
    } else {
      inherit(field, *known);
      *known = std::move(field);
    }
  }
  check_below(table, material.fields);
  table.refuse_unknown_keys();
}

}  // namespace zhipi::engine
