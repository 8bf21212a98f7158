#include "engine/binding.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "engine/library.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

constexpr const char* kSection = "zhipi.section";
constexpr const char kStop = 0;  // its address marks the error that ends a criterion as unknown

std::string_view argument(lua_State* state, int index) {
  std::size_t length = 0;
  const char* const text = luaL_checklstring(state, index, &length);
  return {text, length};
}

std::vector<std::string> names_of(const std::vector<Field>& fields) {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

std::optional<std::size_t> position(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  if (found == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - fields.begin());
}

}  // namespace

Binding::Binding(lua_State* state, const FactLayout& layout, const formats::WorkingDays& calendar)
    : state_(state), calendar_(calendar), view_(layout), paths_(layout.size()) {
  make_app();
  keep_paths();
  keep_columns();
}

// `app` is an empty userdata whose names lie in a plain table, where Lua finds them by itself; each
// section's own function is called for its facts alone.
void Binding::make_app() {
  const FactLayout& layout = view_.layout();
  section_names_.reserve(layout.sections().size());  // their addresses are kept
  lua_newuserdatauv(state_, 0, 0);
  lua_createtable(state_, 0, 3);
  lua_createtable(state_, 0, static_cast<int>(layout.sections().size()) + 2);
  for (std::size_t at = 0; at < layout.sections().size(); ++at) {
    push_section(at);
    section_handles_.push_back(lua_topointer(state_, -1));
    lua_setfield(state_, -2, layout.sections()[at].name.c_str());
  }
  lua_createtable(state_, 0, 1);
  lua_pushlightuserdata(state_, this);
  lua_pushcclosure(state_, &Binding::refuse_section, 1);
  lua_setfield(state_, -2, "__index");
  lua_setmetatable(state_, -2);
  lua_pushvalue(state_, -1);
  members_ = luaL_ref(state_, LUA_REGISTRYINDEX);
  lua_setfield(state_, -2, "__index");
  lua_pushliteral(state_, "app");
  lua_setfield(state_, -2, "__name");
  lua_pushboolean(state_, 0);
  lua_setfield(state_, -2, "__metatable");
  lua_setmetatable(state_, -2);
  app_handle_ = lua_topointer(state_, -1);
  app_ = luaL_ref(state_, LUA_REGISTRYINDEX);
}

// A userdata that leads to its SectionNames. The names of its facts stand in a table for as long as
// its function does.
void Binding::push_section(std::size_t at) {
  const SectionLayout& section = view_.layout().sections()[at];
  section_names_.push_back({this, at, Names(section.fields.size())});
  SectionNames& names = section_names_.back();
  *static_cast<const SectionNames**>(lua_newuserdatauv(state_, sizeof(void*), 0)) = &names;
  lua_createtable(state_, 0, 4);
  lua_createtable(state_, static_cast<int>(section.fields.size()), 0);
  for (std::size_t field = 0; field < section.fields.size(); ++field) {
    names.names.keep(
        state_, section.fields[field]->name,
        {nullptr, section.fields[field], section.first + static_cast<std::uint32_t>(field)});
  }
  lua_pushcclosure(state_, &Binding::index_section, 1);
  lua_setfield(state_, -2, "__index");
  lua_pushstring(state_, kSection);
  lua_setfield(state_, -2, "__name");
  lua_pushboolean(state_, 0);
  lua_setfield(state_, -2, "__metatable");
  lua_setmetatable(state_, -2);
}

// The names stand in a table for as long as Lua does.
void Binding::keep_paths() {
  const FactLayout& layout = view_.layout();
  lua_createtable(state_, static_cast<int>(layout.size()), 0);
  for (const SectionLayout& section : layout.sections()) {
    for (std::uint32_t at = 0; at < section.fields.size(); ++at) {
      paths_.keep(state_, section.name + "." + section.fields[at]->name,
                  {nullptr, section.fields[at], section.first + at});
    }
  }
  luaL_ref(state_, LUA_REGISTRYINDEX);
}

void Binding::keep_columns() {
  const FactLayout& layout = view_.layout();
  columns_.reserve(layout.size());
  for (std::uint32_t fact = 0; fact < layout.size(); ++fact) {
    const std::vector<Field>& columns = layout.field(fact).of;
    Names& names = columns_.emplace_back(columns.size());
    if (columns.empty()) continue;
    lua_createtable(state_, static_cast<int>(columns.size()), 0);
    for (std::uint32_t at = 0; at < columns.size(); ++at) {
      names.keep(state_, columns[at].name, {nullptr, &columns[at], at});
    }
    luaL_ref(state_, LUA_REGISTRYINDEX);
  }
}

namespace {

std::size_t slot_of(const void* name) {
  return std::bit_cast<std::uintptr_t>(name) * 0x9E3779B97F4A7C15U >> 40U;
}

}  // namespace

Binding::Names::Names(std::size_t count) : slots_(std::bit_ceil(count * 2 + 1)) {}

inline const Binding::Names::Fact* Binding::Names::find(const void* name) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = slot_of(name) & mask; slots_[at].name != nullptr; at = (at + 1) & mask) {
    if (slots_[at].name == name) return &slots_[at];
  }
  return nullptr;
}

void Binding::Names::keep(lua_State* state, const std::string& name, Fact fact) {
  lua_pushlstring(state, name.data(), name.size());
  fact.name = lua_topointer(state, -1);
  add(fact);
  lua_rawseti(state, -2, static_cast<lua_Integer>(lua_rawlen(state, -2)) + 1);
}

void Binding::Names::add(const Fact& fact) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = slot_of(fact.name) & mask;
  while (slots_[at].name != nullptr) at = (at + 1) & mask;
  slots_[at] = fact;
}

void Binding::push_named(lua_State* state, int owner, int index) {
  if (lua_touserdata(state, owner) == app_handle_) {
    if (const Names::Fact* const known = paths_.find(lua_topointer(state, index))) {
      return read(state, known->number, *known->field);
    }
  }
  push_as_written(state, owner, index);
}

void Binding::push_as_written(lua_State* state, int owner, int index) {
  const std::string_view path = argument(state, index);
  const std::size_t point = path.find('.');
  lua_getfield(state, owner, std::string(path.substr(0, point)).c_str());
  lua_getfield(state, -1, std::string(path.substr(point + 1)).c_str());
}

void Binding::begin_case(const Facts& facts, std::vector<Seen>& seen) {
  view_.begin_case(facts, seen);
  ++generation_;
  begin_criterion();
  lua_rawgeti(state_, LUA_REGISTRYINDEX, members_);
  push_date(state_, facts.received_on);
  lua_setfield(state_, -2, "received_on");
  if (mode_ != facts.mode) {
    mode_ = facts.mode;
    lua_pushlstring(state_, facts.mode.data(), facts.mode.size());
    lua_setfield(state_, -2, "mode");
  }
  lua_pop(state_, 1);
}

void Binding::begin_criterion() {
  view_.begin_criterion();
}

int Binding::refuse_section(lua_State* state) {
  const auto& binding = *static_cast<const Binding*>(lua_touserdata(state, lua_upvalueindex(1)));
  std::vector<std::string> names = binding.view_.layout().section_names();
  names.insert(names.end(), {"received_on", "mode"});
  undeclared(state, "app", argument(state, 2), names);
}

int Binding::index_section(lua_State* state) {
  const SectionNames& names = **static_cast<const SectionNames* const*>(lua_touserdata(state, 1));
  // What is no text has null or an address that is no name's.
  if (const Names::Fact* const known = names.names.find(lua_topointer(state, 2))) {
    names.binding->read(state, known->number, *known->field);
    return 1;
  }
  const FactLayout& layout = names.binding->view_.layout();
  const SectionLayout& section = layout.sections()[names.section];
  const std::string_view key = argument(state, 2);
  const auto field = section.index.find(key);  // a long name, of which Lua may keep several copies
  if (!field) undeclared(state, "app." + section.name, key, section.field_names());
  const std::uint32_t number = section.first + static_cast<std::uint32_t>(*field);
  names.binding->read(state, number, layout.field(number));
  return 1;
}

void Binding::check_age(lua_State* state, const Handle& handle) const {
  if (handle.generation != generation_) {
    luaL_error(state, "a fact of an earlier application is read: criteria keep nothing");
  }
}

const Fact& Binding::look(lua_State* state, std::uint32_t number, const Field& field) {
  const Fact* const fact = view_.look(number, field);
  if (fact == nullptr) stop(state, view_.why());
  return *fact;
}

void Binding::read(lua_State* state, std::uint32_t number, const Field& field) {
  push_value(state, look(state, number, field));
}

void Binding::push_value(lua_State* state, const Fact& fact) {
  switch (fact.type) {
    case Fact::Type::text: {
      const std::string_view text = view_.facts().text_of(fact);
      lua_pushlstring(state, text.data(), text.size());
      return;
    }
    case Fact::Type::whole:
      return lua_pushnumber(state, static_cast<lua_Number>(fact.whole));
    case Fact::Type::number:
      return lua_pushnumber(state, fact.number());
    case Fact::Type::boolean:
      return lua_pushboolean(state, fact.whole != 0 ? 1 : 0);
    case Fact::Type::date:
      return push_date(state, fact.date());
    case Fact::Type::rows: {
      const auto number = static_cast<std::uint32_t>(&fact - view_.facts().facts.data());
      const bool is_list = view_.layout().field(number).kind == FieldKind::list;
      const auto kind = is_list ? Handle::Kind::list : Handle::Kind::object;
      return push_handle(state, {kind, generation_, 0, number});
    }
    case Fact::Type::absent:
      break;
  }
  lua_pushnil(state);  // look() gives no absent fact
}

std::uint32_t Binding::cell(std::uint32_t list, std::uint32_t row, std::size_t column) const {
  const std::size_t columns = columns_of(view_.layout().field(list)).size();
  return static_cast<std::uint32_t>(view_.facts().facts[list].begin + row * columns + column);
}

std::optional<Binding::List> Binding::as_list(lua_State* state, int index) const {
  const Handle handle = handle_at(state, index);
  if (handle.kind != Handle::Kind::list) return std::nullopt;
  check_age(state, handle);
  return List{handle.number, view_.facts().facts[handle.number].size};
}

void Binding::push_row(lua_State* state, const List& list, std::uint32_t row) const {
  push_handle(state, {Handle::Kind::row, generation_, row, list.number});
}

std::size_t Binding::column(lua_State* state, const List& list, std::string_view name) const {
  const std::vector<Field>& columns = view_.layout().field(list.number).of;
  // Rows are walked column by column.
  if (last_column_ < columns.size() && columns[last_column_].name == name) return last_column_;
  if (const auto found = position(columns, name)) return last_column_ = *found;
  undeclared(state, "a row of " + view_.layout().path(list.number), name, names_of(columns));
}

void Binding::push_cell(lua_State* state, const List& list, std::uint32_t row, std::size_t column) {
  read(state, cell(list.number, row, column), view_.layout().field(list.number).of[column]);
}

std::optional<lua_Number> Binding::number_in(lua_State* state, const List& list, std::uint32_t row,
                                             std::size_t column) {
  const Field& field = view_.layout().field(list.number).of[column];
  const Fact& fact = look(state, cell(list.number, row, column), field);
  if (fact.type == Fact::Type::whole) return static_cast<lua_Number>(fact.whole);
  if (fact.type == Fact::Type::number) return fact.number();
  return std::nullopt;
}

void Binding::index(lua_State* state, const Handle& handle) {
  check_age(state, handle);
  if (handle.kind == Handle::Kind::list) {
    const List list{handle.number, view_.facts().facts[handle.number].size};
    const lua_Integer row = luaL_checkinteger(state, 2);
    if (row < 1 || row > list.rows) return lua_pushnil(state);
    return push_row(state, list, static_cast<std::uint32_t>(row - 1));
  }
  if (handle.kind == Handle::Kind::row) {
    if (const Names::Fact* const known = columns_[handle.number].find(lua_topointer(state, 2))) {
      return read(state, cell(handle.number, handle.row, known->number), *known->field);
    }
  }
  const std::string_view key = argument(state, 2);
  if (handle.kind == Handle::Kind::object) return read_part(state, handle, key);
  const List list{handle.number, 0};
  push_cell(state, list, handle.row, column(state, list, key));
}

// What is seen has parts: `.present` always, `.text` and others where the reader found them. The
// whole is evidence already, so that only a part that is missing is noted.
void Binding::read_part(lua_State* state, const Handle& object, std::string_view name) {
  const auto part = position(seen_parts(), name);
  if (!part) {
    undeclared(state, view_.layout().path(object.number), name, names_of(seen_parts()));
  }
  const std::uint32_t number = cell(object.number, 0, *part);
  const Fact& fact = view_.facts().facts[number];
  if (fact.absent()) return read(state, number, seen_parts()[*part]);
  push_value(state, fact);
}

void Binding::push_length(lua_State* state, const Handle& handle) const {
  if (handle.kind != Handle::Kind::list) luaL_error(state, "only a list has a length");
  check_age(state, handle);
  lua_pushnumber(state, view_.facts().facts[handle.number].size);
}

void Binding::stop(lua_State* state, Cause cause) {
  view_.add_cause(std::move(cause));
  lua_pushlightuserdata(state, const_cast<char*>(&kStop));
  lua_error(state);
  std::abort();  // lua_error does not return
}

bool Binding::is_stop(lua_State* state, int index) {
  return lua_touserdata(state, index) == &kStop;
}

void Binding::undeclared(lua_State* state, std::string_view owner, std::string_view name,
                         const std::vector<std::string>& declared) {
  const std::string message = "`" + std::string(name) + "` is not declared in " +
                              std::string(owner) + suggestion(name, declared);
  luaL_error(state, "%s", message.c_str());
  std::abort();  // luaL_error does not return
}

void Binding::ask(lua_State* state, int handle, std::string_view name) {
  if (lua_topointer(state, handle) == app_handle_) return ask_section(state, name);
  const std::uint32_t number = find_asked(state, handle, name);
  const FactView::Asked asked = view_.ask(number, field_of(view_.layout(), view_.facts(), number));
  if (!asked.there && !asked.deniable) stop(state, view_.why());
  lua_pushboolean(state, asked.there ? 1 : 0);
}

// `has(app, "lease")`: whether a material was submitted or a look-up answered.
void Binding::ask_section(lua_State* state, std::string_view name) {
  const auto section = view_.layout().section(name);
  if (!section) undeclared(state, "app", name, view_.layout().section_names());
  view_.note_section(*section);
  const bool there = view_.is_there(*section);
  if (!there && view_.layout().sections()[*section].kind == SectionLayout::Kind::lookup) {
    stop(state, {Cause::Kind::lookup_failed, std::string(name), std::string(name)});
  }
  lua_pushboolean(state, there ? 1 : 0);
}

std::uint32_t Binding::find_asked(lua_State* state, int index, std::string_view name) const {
  const Handle handle = handle_at(state, index);
  if (handle.kind == Handle::Kind::row) {
    check_age(state, handle);
    return cell(handle.number, handle.row, column(state, {handle.number, 0}, name));
  }
  const auto found =
      std::find(section_handles_.begin(), section_handles_.end(), lua_topointer(state, index));
  if (found != section_handles_.end()) {
    const auto at = static_cast<std::size_t>(found - section_handles_.begin());
    const SectionLayout& section = view_.layout().sections()[at];
    if (const auto field = section.index.find(name)) {
      return section.first + static_cast<std::uint32_t>(*field);
    }
    undeclared(state, "app." + section.name, name, section.field_names());
  }
  luaL_error(state, "has(app.form, \"name\") asks a form, a material, a look-up or a row");
  std::abort();  // luaL_error does not return
}

}  // namespace zhipi::engine
