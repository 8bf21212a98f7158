#include "engine/binding.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/library.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

constexpr const char* kHandle = "zhipi.facts";
constexpr const char kStop = 0;  // its address marks the error that ends a criterion as unknown

std::string_view argument(lua_State* state, int index) {
  std::size_t length = 0;
  const char* const text = luaL_checklstring(state, index, &length);
  return {text, length};
}

std::vector<std::string> column_names(const Field& list) {
  std::vector<std::string> names;
  for (const Field& column : list.of) names.push_back(column.name);
  return names;
}

std::optional<std::size_t> column_position(const Field& list, std::string_view name) {
  const auto found = std::find_if(list.of.begin(), list.of.end(),
                                  [&](const Field& column) { return column.name == name; });
  if (found == list.of.end()) return std::nullopt;
  return static_cast<std::size_t>(found - list.of.begin());
}

}  // namespace

Binding::Binding(lua_State* state, const Matter& matter, const formats::WorkingDays& calendar)
    : state_(state), calendar_(calendar), view_(matter) {
  register_metatable();
  register_app();
}

void Binding::register_metatable() {
  luaL_newmetatable(state_, kHandle);
  lua_pushcfunction(state_, &Binding::index_handle);
  lua_setfield(state_, -2, "__index");
  lua_pushcfunction(state_, &Binding::length_of_handle);
  lua_setfield(state_, -2, "__len");
  lua_pushboolean(state_, 0);
  lua_setfield(state_, -2, "__metatable");
  lua_pop(state_, 1);
}

void Binding::register_app() {
  lua_newuserdatauv(state_, 0, 0);
  lua_createtable(state_, 0, 3);
  lua_createtable(state_, 0, static_cast<int>(view_.sections().size()));
  for (const auto& section : view_.sections()) {
    Handle* const handle = push_handle(state_, HandleKind::section);
    handle->section = section.get();
    lua_setfield(state_, -2, section->name.c_str());
  }
  lua_pushcclosure(state_, &Binding::index_app, 1);
  lua_setfield(state_, -2, "__index");
  lua_pushliteral(state_, "app");
  lua_setfield(state_, -2, "__name");
  lua_pushboolean(state_, 0);
  lua_setfield(state_, -2, "__metatable");
  lua_setmetatable(state_, -2);
  app_ = luaL_ref(state_, LUA_REGISTRYINDEX);
}

void Binding::begin_case(const Facts& facts) {
  view_.begin_case(facts);
  ++generation_;
  begin_criterion();
}

void Binding::begin_criterion() {
  view_.begin_criterion();
  read_whole_fact_ = false;
}

void Binding::push_app() const {
  lua_rawgeti(state_, LUA_REGISTRYINDEX, app_);
}

Binding::Handle* Binding::push_handle(lua_State* state, HandleKind kind) {
  auto* const handle = static_cast<Handle*>(lua_newuserdatauv(state, sizeof(Handle), 0));
  *handle = Handle{};
  handle->kind = kind;
  handle->generation = generation_;
  luaL_setmetatable(state, kHandle);
  return handle;
}

Binding::Handle& Binding::check_handle(lua_State* state, int index) const {
  auto& handle = *static_cast<Handle*>(luaL_checkudata(state, index, kHandle));
  if (handle.kind != HandleKind::section && handle.generation != generation_) {
    luaL_error(state, "a fact of an earlier application is read: criteria keep nothing");
  }
  return handle;
}

int Binding::index_app(lua_State* state) {
  Binding& binding = of(state);
  const std::string_view key = argument(state, 2);
  lua_pushvalue(state, 2);
  if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  if (key == "received_on") {
    push_date(state, binding.view_.facts().received_on);
  } else if (key == "mode") {
    lua_pushlstring(state, binding.view_.facts().mode.data(), binding.view_.facts().mode.size());
  } else {
    std::vector<std::string> names = binding.view_.section_names();
    names.insert(names.end(), {"received_on", "mode"});
    binding.undeclared(state, "app", key, names);
  }
  return 1;
}

int Binding::index_handle(lua_State* state) {
  Binding& binding = of(state);
  const Handle& handle = binding.check_handle(state, 1);
  switch (handle.kind) {
    case HandleKind::section: {
      const std::string_view key = argument(state, 2);
      const auto field = handle.section->position(key);
      if (!field) {
        binding.undeclared(state, "app." + handle.section->name, key,
                           handle.section->field_names());
      }
      binding.read(state, binding.view_.find(*handle.section, *field));
      return 1;
    }
    case HandleKind::list: {
      const lua_Integer row = luaL_checkinteger(state, 2);
      if (row < 1 || static_cast<std::size_t>(row) > handle.fact->rows.size()) {
        lua_pushnil(state);
        return 1;
      }
      const Handle list = handle;
      Handle* const pushed = binding.push_handle(state, HandleKind::row);
      const std::uint64_t generation = pushed->generation;
      *pushed = list;
      pushed->kind = HandleKind::row;
      pushed->generation = generation;
      pushed->row = static_cast<std::size_t>(row);
      return 1;
    }
    case HandleKind::row: {
      const std::string_view key = argument(state, 2);
      const auto column = column_position(*handle.field, key);
      if (!column) {
        binding.undeclared(state, "a row of " + *handle.path, key, column_names(*handle.field));
      }
      binding.read(state, binding.find_in_row(handle, *column));
      return 1;
    }
    case HandleKind::object:
      binding.read_object(state, handle, argument(state, 2));
      return 1;
  }
  return 0;
}

int Binding::length_of_handle(lua_State* state) {
  const Handle& handle = of(state).check_handle(state, 1);
  if (handle.kind != HandleKind::list) {
    return luaL_error(state, "only a list has a length");
  }
  lua_pushinteger(state, static_cast<lua_Integer>(handle.fact->rows.size()));
  return 1;
}

FactView::Found Binding::find_in_row(const Handle& row, std::size_t column) const {
  return view_.find_in_row(*row.section, *row.field, *row.fact, *row.path, row.row, column);
}

void Binding::stop(lua_State* state, Cause cause) {
  view_.add_cause(std::move(cause));
  lua_pushlightuserdata(state, const_cast<char*>(&kStop));
  lua_error(state);
  std::abort();  // lua_error does not return
}

bool Binding::is_stop(lua_State* state, int index) const {
  return lua_touserdata(state, index) == &kStop;
}

void Binding::read(lua_State* state, const FactView::Found& found) {
  view_.record(found);
  if (found.cause) stop(state, *found.cause);
  push_value(state, found);
}

void Binding::push_value(lua_State* state, const FactView::Found& found) {
  const Json& value = found.fact->value;
  switch (found.field->kind) {
    case FieldKind::date:
      push_date(state, *Date::parse(value.as_string()));
      return;
    case FieldKind::integer:
    case FieldKind::money:
      read_whole_fact_ = true;
      if (whole_as_fraction_) {
        lua_pushnumber(state, value.to_number<double>());
      } else {
        lua_pushinteger(state, value.to_number<std::int64_t>());
      }
      return;
    case FieldKind::decimal:
    case FieldKind::percent:
      lua_pushnumber(state, value.to_number<double>());
      return;
    case FieldKind::boolean:
    case FieldKind::checkbox:
      lua_pushboolean(state, value.as_bool() ? 1 : 0);
      return;
    case FieldKind::list:
    case FieldKind::seal:
    case FieldKind::signature:
    case FieldKind::photo:
    case FieldKind::qr_code: {
      const bool is_list = found.field->kind == FieldKind::list;
      Handle* const handle = push_handle(state, is_list ? HandleKind::list : HandleKind::object);
      handle->section = found.section;
      handle->field = found.field;
      handle->fact = found.fact;
      handle->path = &found.section->paths[found.section->position(found.field->name).value_or(0)];
      return;
    }
    default:
      lua_pushlstring(state, value.as_string().data(), value.as_string().size());
  }
}

// What is seen has parts: `.present` always, `.text` and others where the reader found them.
void Binding::read_object(lua_State* state, const Handle& object, std::string_view key) {
  static const std::vector<std::string> kParts{"present", "text", "color"};
  if (std::find(kParts.begin(), kParts.end(), key) == kParts.end()) {
    undeclared(state, *object.path, key, kParts);
  }
  const Json* const part = object.fact->value.as_object().if_contains(key);
  if (part == nullptr || part->is_null()) {
    const std::string path = *object.path + "." + std::string(key);
    Evidence evidence;
    evidence.fact = path;
    evidence.cause = code_of(Cause::Kind::absent_fact);
    if (object.section->kind == FactView::SectionKind::material) {
      evidence.material = object.section->name;
    }
    view_.record(std::move(evidence));
    stop(state, {Cause::Kind::absent_fact, path, path});
  }
  if (part->is_bool()) {
    lua_pushboolean(state, part->as_bool() ? 1 : 0);
  } else {
    lua_pushlstring(state, part->as_string().data(), part->as_string().size());
  }
}

void Binding::undeclared(lua_State* state, std::string_view owner, std::string_view name,
                         const std::vector<std::string>& declared) const {
  const std::string message = "`" + std::string(name) + "` is not declared in " +
                              std::string(owner) + suggestion(name, declared);
  luaL_error(state, "%s", message.c_str());
  std::abort();  // luaL_error does not return
}

void Binding::ask(lua_State* state, int handle_index, std::string_view name) {
  push_app();
  const bool of_app = lua_rawequal(state, -1, handle_index) != 0;
  lua_pop(state, 1);
  if (of_app) return ask_section(state, name);
  const FactView::Found found = find_asked(state, check_handle(state, handle_index), name);
  view_.record(found);
  if (!found.cause) {
    lua_pushboolean(state, 1);
    return;
  }
  // Only the form, a material that was not submitted, and a look-up that answered can deny.
  using Kind = FactView::SectionKind;
  const Kind section = found.section->kind;
  const bool deniable =
      section == Kind::form || section == Kind::applicant || section == Kind::lookup;
  const Cause::Kind cause = found.cause->kind;
  const bool lacks = cause == Cause::Kind::missing_material ||
                     cause == Cause::Kind::missing_form_field ||
                     (cause == Cause::Kind::absent_fact && deniable);
  if (!lacks || section == Kind::history) stop(state, *found.cause);
  lua_pushboolean(state, 0);
}

// `has(app, "lease")`: whether a material was submitted or a look-up answered.
void Binding::ask_section(lua_State* state, std::string_view name) {
  const FactView::SectionInfo* const info = view_.section(name);
  if (info == nullptr) undeclared(state, "app", name, view_.section_names());
  const bool there = view_.is_there(*info);
  const bool failed = !there && info->kind == FactView::SectionKind::lookup;
  const Cause::Kind missing = failed ? Cause::Kind::lookup_failed : Cause::Kind::missing_material;
  Evidence evidence;
  evidence.fact = info->name;
  if (there) evidence.value = true;
  if (!there) evidence.cause = code_of(missing);
  view_.record(std::move(evidence));
  if (failed) stop(state, {missing, info->name, info->name});
  lua_pushboolean(state, there ? 1 : 0);
}

FactView::Found Binding::find_asked(lua_State* state, const Handle& handle, std::string_view name) {
  if (handle.kind == HandleKind::section) {
    const auto field = handle.section->position(name);
    if (field) return view_.find(*handle.section, *field);
    undeclared(state, "app." + handle.section->name, name, handle.section->field_names());
  }
  if (handle.kind == HandleKind::row) {
    const auto column = column_position(*handle.field, name);
    if (column) return find_in_row(handle, *column);
    undeclared(state, "a row of " + *handle.path, name, column_names(*handle.field));
  }
  luaL_error(state, "has(app.form, \"name\") asks a form, a material, a look-up or a row");
  std::abort();  // luaL_error does not return
}

}  // namespace zhipi::engine
