#include "engine/binding.h"

#include <algorithm>
#include <utility>

#include "engine/library.h"
#include "engine/suggestion.h"
#include "models/formats/amount.h"

namespace zhipi::engine {
namespace {

constexpr const char* kHandle = "zhipi.facts";
constexpr const char kStop = 0;  // its address marks the error that ends a criterion as unknown

std::string_view argument(lua_State* state, int index) {
  std::size_t length = 0;
  const char* const text = luaL_checklstring(state, index, &length);
  return {text, length};
}

std::vector<const Field*> pointers(const auto& fields) {
  std::vector<const Field*> all;
  for (const auto& field : fields) all.push_back(&field);
  return all;
}

template <class Fields>
std::optional<std::size_t> position(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field* field) { return field->name == name; });
  if (found == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - fields.begin());
}

}  // namespace

std::string_view code_of(Cause::Kind kind) {
  switch (kind) {
    case Cause::Kind::missing_material:
      return "missing_material";
    case Cause::Kind::missing_form_field:
      return "missing_form_field";
    case Cause::Kind::absent_fact:
      return "absent_fact";
    case Cause::Kind::doubtful_fact:
      return "doubtful_fact";
    case Cause::Kind::lookup_failed:
      return "lookup_failed";
    case Cause::Kind::no_calendar:
      return "no_calendar";
    case Cause::Kind::no_row:
      return "no_row";
    case Cause::Kind::undecidable:
      return "undecidable";
  }
  return {};
}

Binding::Binding(lua_State* state, const Matter& matter, const formats::WorkingDays& calendar)
    : state_(state), matter_(matter), calendar_(calendar) {
  add_section(SectionKind::applicant, 0, "applicant", pointers(applicant_fields()));
  add_section(SectionKind::form, 0, "form", pointers(matter.form));
  for (std::size_t index = 0; index < matter.materials.size(); ++index) {
    const Material& material = matter.materials[index];
    add_section(SectionKind::material, index, material.name, pointers(material.fields));
    sections_.back()->material = &material;
  }
  for (std::size_t index = 0; index < matter.lookups.size(); ++index) {
    const Lookup& lookup = matter.lookups[index];
    add_section(SectionKind::lookup, index, lookup.name, pointers(lookup.fields));
    for (const auto& section : sections_) {
      if (section->material != nullptr && section->material->replaced_by == lookup.name) {
        section->replaced_by = static_cast<int>(index);
      }
    }
  }
  history_fields_.reserve(matter.history.size());
  for (const HistoryCount& count : matter.history) {
    history_fields_.push_back({.name = count.name, .kind = FieldKind::integer});
  }
  add_section(SectionKind::history, 0, "history", pointers(history_fields_));
  register_metatable();
  register_app();
}

void Binding::add_section(SectionKind kind, std::size_t index, std::string name,
                          std::vector<const Field*> fields) {
  auto info = std::make_unique<SectionInfo>();
  info->kind = kind;
  info->index = index;
  for (const Field* field : fields) info->paths.push_back(name + "." + field->name);
  info->name = std::move(name);
  info->fields = std::move(fields);
  sections_.push_back(std::move(info));
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
  lua_createtable(state_, 0, static_cast<int>(sections_.size()));
  for (const auto& section : sections_) {
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
  facts_ = &facts;
  ++generation_;
  begin_criterion();
}

void Binding::begin_criterion() {
  evidence_.clear();
  causes_.clear();
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
    push_date(state, binding.facts_->received_on);
  } else if (key == "mode") {
    lua_pushlstring(state, binding.facts_->mode.data(), binding.facts_->mode.size());
  } else {
    std::vector<std::string> names{"received_on", "mode"};
    for (const auto& section : binding.sections_) names.push_back(section->name);
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
      const auto field = position(handle.section->fields, key);
      if (!field) {
        std::vector<std::string> names;
        for (const Field* known : handle.section->fields) names.push_back(known->name);
        binding.undeclared(state, "app." + handle.section->name, key, names);
      }
      binding.read(state, binding.find(*handle.section, *field));
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
      const auto column = position(pointers(handle.field->of), key);
      if (!column) {
        std::vector<std::string> names;
        for (const Field& known : handle.field->of) names.push_back(known.name);
        binding.undeclared(state, "a row of " + *handle.path, key, names);
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

const Section& Binding::section_of(const SectionInfo& info) const {
  switch (info.kind) {
    case SectionKind::applicant:
      return facts_->applicant;
    case SectionKind::form:
      return facts_->form;
    case SectionKind::material:
      return facts_->materials[info.index];
    case SectionKind::lookup:
      return facts_->lookups[info.index];
    case SectionKind::history:
      return facts_->history;
  }
  return facts_->form;
}

double Binding::threshold(const Field& field) const {
  return field.confidence.value_or(matter_.confidence.value_or(kDefaultThreshold));
}

// Of a material that an e-licence stands in for, the look-up's field of the same name is read.
Binding::Found Binding::find(const SectionInfo& info, std::size_t field) const {
  const Section& section = section_of(info);
  Found found{nullptr, info.fields[field], &info, info.paths[field], std::nullopt};
  if (!section.present) {
    if (info.replaced_by >= 0 &&
        facts_->lookups[static_cast<std::size_t>(info.replaced_by)].present) {
      const std::string& lookup = matter_.lookups[static_cast<std::size_t>(info.replaced_by)].name;
      const auto stand_in =
          std::find_if(sections_.begin(), sections_.end(), [&](const auto& other) {
            return other->kind == SectionKind::lookup && other->name == lookup;
          });
      const auto same = position((*stand_in)->fields, found.field->name);
      if (same) return find(**stand_in, *same);
      found.cause = Cause::Kind::absent_fact;
    } else if (info.kind == SectionKind::material) {
      found.cause = Cause::Kind::missing_material;
    } else {
      found.cause = Cause::Kind::lookup_failed;
    }
    return found;
  }
  const Fact& fact = section.facts[field];
  if (fact.absent()) {
    found.cause =
        info.kind == SectionKind::form ? Cause::Kind::missing_form_field : Cause::Kind::absent_fact;
    return found;
  }
  found.fact = &fact;
  if (fact.misread || fact.confidence < threshold(*found.field))
    found.cause = Cause::Kind::doubtful_fact;
  return found;
}

Binding::Found Binding::find_in_row(const Handle& row, std::size_t column) const {
  const Field& field = row.field->of[column];
  Found found{nullptr, &field, row.section,
              *row.path + "[" + std::to_string(row.row) + "]." + field.name, std::nullopt};
  const Fact& fact = row.fact->rows[row.row - 1][column];
  if (fact.absent()) {
    found.cause = Cause::Kind::absent_fact;
    return found;
  }
  found.fact = &fact;
  if (fact.misread || fact.confidence < threshold(field)) found.cause = Cause::Kind::doubtful_fact;
  return found;
}

void Binding::record(const Found& found) {
  Evidence evidence;
  evidence.fact = found.path;
  if (found.section->kind == SectionKind::material) evidence.material = found.section->name;
  if (found.fact != nullptr) {
    evidence.value = found.fact->value;
    evidence.source = to_text(found.fact->source);
    evidence.confidence = found.fact->confidence;
    evidence.page = found.fact->page;
    evidence.box = found.fact->box;
  }
  if (found.cause) evidence.cause = code_of(*found.cause);
  record(std::move(evidence));
}

void Binding::record(Evidence evidence) {
  const bool known = std::any_of(evidence_.begin(), evidence_.end(), [&](const Evidence& earlier) {
    return earlier.fact == evidence.fact;
  });
  if (!known) evidence_.push_back(std::move(evidence));
}

void Binding::stop(lua_State* state, Cause cause) {
  causes_.push_back(std::move(cause));
  lua_pushlightuserdata(state, const_cast<char*>(&kStop));
  lua_error(state);
  std::abort();  // lua_error does not return
}

bool Binding::is_stop(lua_State* state, int index) const {
  return lua_touserdata(state, index) == &kStop;
}

Cause Binding::cause_of(const Found& found) {
  std::string name = found.path;
  if (*found.cause == Cause::Kind::missing_material) name = found.section->name;
  if (*found.cause == Cause::Kind::missing_form_field) name = found.field->name;
  return {*found.cause, std::move(name), found.path};
}

void Binding::read(lua_State* state, const Found& found) {
  record(found);
  if (found.cause) stop(state, cause_of(found));
  push_value(state, found);
}

void Binding::push_value(lua_State* state, const Found& found) {
  const Json& value = found.fact->value;
  switch (found.field->kind) {
    case FieldKind::date:
      push_date(state, *Date::parse(value.as_string()));
      return;
    case FieldKind::integer:
    case FieldKind::money:
      lua_pushinteger(state, value.to_number<std::int64_t>());
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
      const auto at = position(found.section->fields, found.field->name);
      handle->path = &found.section->paths[at.value_or(0)];
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
  if (lua_rawgeti(state, LUA_REGISTRYINDEX, app_); lua_rawequal(state, -1, handle_index) != 0) {
    lua_pop(state, 1);
    for (const auto& info : sections_) {
      if (info->name != name) continue;
      const Section& section = section_of(*info);
      const bool stood_in = info->replaced_by >= 0 &&
                            facts_->lookups[static_cast<std::size_t>(info->replaced_by)].present;
      const bool there = section.present || stood_in;
      const bool failed = !there && info->kind == SectionKind::lookup;
      Evidence evidence;
      evidence.fact = info->name;
      if (there) evidence.value = true;
      if (failed) evidence.cause = code_of(Cause::Kind::lookup_failed);
      if (!there && !failed) evidence.cause = code_of(Cause::Kind::missing_material);
      record(std::move(evidence));
      if (failed) stop(state, {Cause::Kind::lookup_failed, info->name, info->name});
      lua_pushboolean(state, there ? 1 : 0);
      return;
    }
    std::vector<std::string> names;
    for (const auto& info : sections_) names.push_back(info->name);
    undeclared(state, "app", name, names);
  }
  lua_pop(state, 1);
  const Handle& handle = check_handle(state, handle_index);
  Found found;
  if (handle.kind == HandleKind::section || handle.kind == HandleKind::row) {
    const bool row = handle.kind == HandleKind::row;
    const auto fields = row ? pointers(handle.field->of) : handle.section->fields;
    const auto field = position(fields, name);
    if (!field) {
      std::vector<std::string> names;
      for (const Field* known : fields) names.push_back(known->name);
      undeclared(state, row ? *handle.path : "app." + handle.section->name, name, names);
    }
    found = row ? find_in_row(handle, *field) : find(*handle.section, *field);
  } else {
    luaL_error(state, "has(app.form, \"name\") asks a form, a material, a look-up or a row");
  }
  record(found);
  if (!found.cause) {
    lua_pushboolean(state, 1);
    return;
  }
  // Only the form, a material that was not submitted, and a look-up that answered can deny.
  const SectionKind kind = found.section->kind;
  const bool lacks = *found.cause == Cause::Kind::missing_material ||
                     *found.cause == Cause::Kind::missing_form_field ||
                     (*found.cause == Cause::Kind::absent_fact &&
                      (kind == SectionKind::form || kind == SectionKind::applicant ||
                       kind == SectionKind::lookup));
  if (!lacks) stop(state, cause_of(found));
  lua_pushboolean(state, 0);
}

const Fact* Binding::fact_at(std::string_view path, const Field** field) const {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return nullptr;
  for (const auto& info : sections_) {
    if (info->name != path.substr(0, dot)) continue;
    const auto at = position(info->fields, path.substr(dot + 1));
    if (!at) return nullptr;
    *field = info->fields[*at];
    return facts_ == nullptr ? nullptr : find(*info, *at).fact;
  }
  return nullptr;
}

std::optional<Cell> Binding::read_cell(std::string_view path) {
  const std::size_t dot = path.find('.');
  for (const auto& info : sections_) {
    if (info->name != path.substr(0, dot)) continue;
    const auto field = position(info->fields, path.substr(dot + 1));
    const Found found = find(*info, field.value());
    record(found);
    if (found.cause) {
      causes_.push_back(cause_of(found));
      return std::nullopt;
    }
    const Json& value = found.fact->value;
    switch (found.field->kind) {
      case FieldKind::date:
        return Cell(*Date::parse(value.as_string()));
      case FieldKind::integer:
      case FieldKind::money:
        return Cell(value.to_number<std::int64_t>());
      case FieldKind::decimal:
      case FieldKind::percent:
        return Cell(value.to_number<double>());
      case FieldKind::boolean:
      case FieldKind::checkbox:
        return Cell(value.as_bool());
      default:
        return Cell(std::string(value.as_string()));
    }
  }
  return std::nullopt;
}

std::string Binding::show(std::string_view path) const {
  if (path == "received_on") return facts_->received_on.text();
  if (path == "mode") return facts_->mode;
  const Field* field = nullptr;
  const Fact* const fact = fact_at(path, &field);
  if (fact == nullptr) return "—";
  const Json& value = fact->value;
  if (field->kind == FieldKind::money) {
    return formats::yuan_text(value.to_number<std::int64_t>());
  }
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_bool()) return value.as_bool() ? "是" : "否";
  return canonical_json(value);
}

}  // namespace zhipi::engine
