// What a criterion can call, and nothing else: the closed environment of a pack.
#pragma once

#include <lua.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "models/date.h"
#include "models/field.h"
#include "models/json.h"

namespace zhipi::engine {

// Each pushes nothing and adds its functions to the table on top of the stack.
void add_basic_functions(
    lua_State* state);                      // ipairs pairs select tonumber tostring type math table
void add_math_functions(lua_State* state);  // math without what is random or wraps around
void add_text_functions(lua_State* state);  // string, matches; and the methods of texts
void add_date_functions(lua_State* state);  // workdays_between, add_workdays
void add_review_functions(lua_State* state);  // has either one_of sum count all any same_name …
void add_table_functions(lua_State* state);   // decision_table

// Gives handles their behaviour in this state; see handle.h.
void add_handles(lua_State* state);

// What an author calls the kind of the value: "date", "list", "number" …
const char* kind_name(lua_State* state, int index);

// Dates are values of their own kind in Lua: `date "2026-05-18"`.
void push_date(lua_State* state, Date date);
int make_date(lua_State* state);               // the function `date "2026-05-18"`
Date check_date(lua_State* state, int index);  // raises unless it is one
std::optional<Date> as_date(lua_State* state, int index);
void push_date_methods(lua_State* state);  // years_until, add_months …

// Of a decision table: its method `row`; of a row: the cell of a column.
int table_method(lua_State* state);
int row_cell(lua_State* state);

// What people should read of a value: whole floats without ".0", never an address.
std::string shown(lua_State* state, int index);

// A boolean, number, text or date as facts carry it. Code: wrong_type, for everything else.
Expected<Json> plain_value(lua_State* state, int index);

// The same, as a value of the field's kind. Codes: also those of check_type (models/normalise.h).
Expected<Json> value_of_kind(lua_State* state, int index, const Field& field);

// The text at `index`; raises unless it is a text.
std::string_view check_text(lua_State* state, int index);

// Long loops of our own ask between items: raises once the watchdog has fired.
void check_time(lua_State* state);

// The length of the list at `index`; raises beyond kLongestList. The length of a table with holes
// may be any number (Lua 5.4 manual, 3.4.7), and a loop over it endless.
inline constexpr lua_Integer kLongestList = 1 << 20;
lua_Integer check_length(lua_State* state, int index);

// Marks a read-only view of a table that criteria share; see purity.h.
inline constexpr const char* kFrozen = "zhipi.frozen";

}  // namespace zhipi::engine
