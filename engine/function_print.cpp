#include "engine/function_print.h"

#include <bit>
#include <map>
#include <set>
#include <string_view>

#include "engine/handle.h"
#include "engine/library.h"
#include "models/digest.h"

namespace zhipi::engine {
namespace {

constexpr int kDeepest = 60;  // captured values within each other

// Walks what lua_dump() writes of a function in Lua 5.4 without debug information, and leaves out
// the two line numbers of each. Whatever does not end where it should is no code that we know.
class DumpedCode {
 public:
  explicit DumpedCode(std::string_view dumped) : rest_(dumped) {}

  std::optional<std::string> without_lines() {
    constexpr std::size_t kHeader = 4 + 1 + 1 + 6 + 3 + sizeof(lua_Integer) + sizeof(lua_Number);
    copy(kHeader + 1);  // and the number of captured values
    function();
    if (failed_ || !rest_.empty()) return std::nullopt;
    return std::move(code_);
  }

 private:
  void copy(std::size_t bytes) {
    if (bytes > rest_.size()) {
      failed_ = true;
      return;
    }
    code_ += rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
  }

  // Seven bits a byte, the last one marked.
  std::size_t number() {
    std::size_t value = 0;
    for (int bytes = 0; bytes < 10 && !rest_.empty(); ++bytes) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value = value << 7U | (byte & 0x7FU);
      if ((byte & 0x80U) != 0) return value;
    }
    failed_ = true;
    return 0;
  }

  std::size_t copied_number() {
    const std::size_t value = number();
    code_ += std::to_string(value) + ";";
    return value;
  }

  void text() {
    if (const std::size_t size = copied_number(); size > 0) copy(size - 1);  // 0: none
  }

  void constant() {
    const std::size_t before = code_.size();
    copy(1);
    if (failed_) return;
    switch (code_[before]) {
      case LUA_TNIL:
      case LUA_TBOOLEAN:
      case LUA_TBOOLEAN | 0x10:
        return;
      case LUA_TNUMBER:
      case LUA_TNUMBER | 0x10:
        return copy(8);
      case LUA_TSTRING:
      case LUA_TSTRING | 0x10:
        return text();
      default:
        failed_ = true;
    }
  }

  void function() {
    text();  // the source's name: none
    number();
    number();
    copy(3);  // parameters, whether there are more, registers
    constexpr std::size_t kInstruction = 4;
    copy(copied_number() * kInstruction);
    for (std::size_t left = copied_number(); left > 0 && !failed_; --left) constant();
    copy(copied_number() * 3);  // where captured values come from
    for (std::size_t left = copied_number(); left > 0 && !failed_; --left) function();
    for (int kinds = 0; kinds < 4; ++kinds) {  // lines, places, locals, names: none
      if (copied_number() != 0) failed_ = true;
    }
  }

  std::string_view rest_;
  std::string code_;
  bool failed_ = false;
};

int append(lua_State*, const void* bytes, std::size_t size, void* to) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return 0;
}

class Printer {
 public:
  Printer(Script& script, const PackFiles& files)
      : script_(script), files_(files), state_(script.lua()) {}

  std::optional<std::string> print(int function) {
    lua_rawgeti(state_, LUA_REGISTRYINDEX, function);
    value(0);
    lua_pop(state_, 1);
    if (unsure_) return std::nullopt;
    if (opens_tables_ || names_environment()) add_files();
    return std::move(print_);
  }

 private:
  void add(char tag, std::string_view bytes) {
    print_ += tag;
    print_ += std::to_string(bytes.size()) + ":";
    print_ += bytes;
  }

  // Which of the things met before this is; true when it is new.
  bool meet(const void* thing) {
    const auto [known, fresh] = met_.emplace(thing, met_.size());
    print_ += "#" + std::to_string(known->second);
    return fresh;
  }

  // The value on top of the stack.
  void value(int depth) {
    if (unsure_ || depth > kDeepest || lua_checkstack(state_, 8) == 0) {
      unsure_ = true;
      return;
    }
    switch (lua_type(state_, -1)) {
      case LUA_TNIL:
        print_ += 'z';
        return;
      case LUA_TBOOLEAN:
        print_ += lua_toboolean(state_, -1) != 0 ? 't' : 'f';
        return;
      case LUA_TNUMBER:
        return number();
      case LUA_TSTRING:
        return add('s', check_text(state_, -1));
      case LUA_TLIGHTUSERDATA:
        return handle();
      case LUA_TTABLE:
        return table(depth);
      case LUA_TFUNCTION:
        return function(depth);
      case LUA_TUSERDATA:
        return frozen(depth);
      default:
        unsure_ = true;
    }
  }

  void number() {
    const bool whole = lua_isinteger(state_, -1) != 0;
    const auto bits = whole ? std::bit_cast<std::uint64_t>(lua_tointeger(state_, -1))
                            : std::bit_cast<std::uint64_t>(lua_tonumber(state_, -1));
    add(whole ? 'i' : 'n', std::to_string(bits));
  }

  void handle() {
    const Handle held = handle_at(state_, -1);
    if (held.kind == Handle::Kind::date) return add('d', std::to_string(held.number));
    if (held.kind != Handle::Kind::table && held.kind != Handle::Kind::table_row) {
      unsure_ = true;
      return;
    }
    const std::string& file = script_.opened(held.number).table.file();
    add('r', std::to_string(held.row) + file);
    add('c', files_.files.at(file));
  }

  void frozen(int depth) {
    if (luaL_testudata(state_, -1, kFrozen) == nullptr) {
      unsure_ = true;
      return;
    }
    print_ += 'v';
    lua_getiuservalue(state_, -1, 1);
    value(depth + 1);
    lua_pop(state_, 1);
  }

  void table(int depth) {
    if (script_.is_environment(-1)) {
      print_ += 'E';
      return;
    }
    print_ += 'T';
    if (!meet(lua_topointer(state_, -1))) return;
    if (lua_getmetatable(state_, -1) != 0) {
      lua_pop(state_, 1);
      unsure_ = true;
      return;
    }
    std::set<lua_Integer> places;
    std::set<std::string> names;
    if (!keys_of_table(places, names)) {
      unsure_ = true;
      return;
    }
    for (const lua_Integer place : places) {
      add('i', std::to_string(place));
      lua_rawgeti(state_, -1, place);
      value(depth + 1);
      lua_pop(state_, 1);
    }
    for (const std::string& name : names) {
      add('k', name);
      lua_pushlstring(state_, name.data(), name.size());
      lua_rawget(state_, -2);
      value(depth + 1);
      lua_pop(state_, 1);
    }
    print_ += '.';
  }

  // False where a key of the table on top of the stack is neither.
  bool keys_of_table(std::set<lua_Integer>& places, std::set<std::string>& names) {
    lua_pushnil(state_);
    while (lua_next(state_, -2) != 0) {
      lua_pop(state_, 1);
      if (lua_type(state_, -1) == LUA_TSTRING) {
        names.emplace(check_text(state_, -1));
      } else if (lua_isinteger(state_, -1) != 0) {
        places.insert(lua_tointeger(state_, -1));
      } else {
        lua_pop(state_, 1);
        return false;
      }
    }
    return true;
  }

  void function(int depth) {
    print_ += 'F';
    if (!meet(lua_topointer(state_, -1))) return;
    if (lua_iscfunction(state_, -1) != 0) {
      const lua_CFunction known = lua_tocfunction(state_, -1);
      add('C', std::to_string(std::bit_cast<std::uintptr_t>(known)));
      if (lua_getupvalue(state_, -1, 1) != nullptr) {
        lua_pop(state_, 1);
        opens_tables_ = true;  // decision_table may be one of these
      }
    } else {
      code();
    }
    const int function = lua_gettop(state_);
    for (int at = 1; !unsure_ && lua_getupvalue(state_, function, at) != nullptr; ++at) {
      if (lua_iscfunction(state_, function) == 0) meet(lua_upvalueid(state_, function, at));
      value(depth + 1);
      lua_pop(state_, 1);
    }
    print_ += '.';
  }

  void code() {
    std::string dumped;
    lua_dump(state_, &append, &dumped, 1);
    DumpedCode walk(dumped);
    const auto known = walk.without_lines();
    if (!known) {
      unsure_ = true;
      return;
    }
    opens_tables_ = opens_tables_ || known->find("decision_table") != std::string::npos;
    add('L', *known);
  }

  // Whether the library may be reached by names that the code does not hold.
  bool names_environment() const {
    return files_.files.at("criteria.lua").find("_ENV") != std::string::npos ||
           files_.files.at("matter.lua").find("_ENV") != std::string::npos;
  }

  // What decision_table can open by any name.
  void add_files() {
    for (const auto& [name, bytes] : files_.files) {
      if (name == "matter.lua" || name == "criteria.lua" || name.starts_with("cases/")) continue;
      add('p', name);
      add('b', Digest::of(bytes).text());
    }
  }

  Script& script_;
  const PackFiles& files_;
  lua_State* state_;
  std::string print_;
  std::map<const void*, std::size_t> met_;
  bool opens_tables_ = false;
  bool unsure_ = false;
};

}  // namespace

std::optional<std::string> function_print(Script& script, const PackFiles& files, int function) {
  if (function == LUA_NOREF) return "none";
  return Printer(script, files).print(function);
}

}  // namespace zhipi::engine
