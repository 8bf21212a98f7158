// Dates as a kind of their own: they compare with dates alone, and know months and working days.
#include <array>

#include "engine/binding.h"
#include "engine/library.h"

namespace zhipi::engine {
namespace {

constexpr lua_Integer kFarthest = 4'000'000;  // days or months; more than 9999 years of days

int check_count(lua_State* state, int index) {
  const lua_Integer count = luaL_checkinteger(state, index);
  luaL_argcheck(state, count >= -kFarthest && count <= kFarthest, index, "is beyond the calendar");
  return static_cast<int>(count);
}

int years_until(lua_State* state) {
  lua_pushnumber(state, check_date(state, 1).years_until(check_date(state, 2)));
  return 1;
}

int days_until(lua_State* state) {
  lua_pushnumber(state, check_date(state, 1).days_until(check_date(state, 2)));
  return 1;
}

int add_months(lua_State* state) {
  push_date(state, check_date(state, 1).add_months(check_count(state, 2)));
  return 1;
}

int add_days(lua_State* state) {
  push_date(state, check_date(state, 1).add_days(check_count(state, 2)));
  return 1;
}

int year(lua_State* state) {
  lua_pushnumber(state, check_date(state, 1).year());
  return 1;
}
int month(lua_State* state) {
  lua_pushnumber(state, check_date(state, 1).month());
  return 1;
}
int day(lua_State* state) {
  lua_pushnumber(state, check_date(state, 1).day());
  return 1;
}

[[noreturn]] void stop_without_calendar(lua_State* state, Date near) {
  const std::string year = std::to_string(near.year());
  Binding::of(state).stop(state, {Cause::Kind::no_calendar, year, "calendar." + year});
}

// workdays_between(from, to): working days after `from` up to and including `to` (民法典 §201).
int workdays_between(lua_State* state) {
  const Date from = check_date(state, 1);
  const Date to = check_date(state, 2);
  const auto days = Binding::of(state).calendar().workdays_between(from, to);
  if (!days) stop_without_calendar(state, to);
  lua_pushnumber(state, *days);
  return 1;
}

int add_workdays(lua_State* state) {
  const Date from = check_date(state, 1);
  const auto day = Binding::of(state).calendar().add_workdays(from, check_count(state, 2));
  if (!day) stop_without_calendar(state, from);
  push_date(state, *day);
  return 1;
}

}  // namespace

int make_date(lua_State* state) {
  const std::string_view text = check_text(state, 1);
  const auto date = Date::parse(text);
  if (!date) {
    return luaL_error(state, "date \"%s\" is no real day; write date \"2026-05-18\"",
                      lua_tostring(state, 1));
  }
  push_date(state, *date);
  return 1;
}

void push_date(lua_State* state, Date date) {
  push_handle(state, {Handle::Kind::date, 0, 0, std::bit_cast<std::uint32_t>(date)});
}

std::optional<Date> as_date(lua_State* state, int index) {
  const Handle handle = handle_at(state, index);
  if (handle.kind != Handle::Kind::date) return std::nullopt;
  return std::bit_cast<Date>(handle.number);
}

Date check_date(lua_State* state, int index) {
  const auto date = as_date(state, index);
  if (!date) {
    luaL_error(state, "a date was expected, not a %s (%s)", kind_name(state, index),
               shown(state, index).c_str());
  }
  return *date;
}

void push_date_methods(lua_State* state) {
  const luaL_Reg methods[] = {{"years_until", &years_until},
                              {"days_until", &days_until},
                              {"add_months", &add_months},
                              {"add_days", &add_days},
                              {"year", &year},
                              {"month", &month},
                              {"day", &day},
                              {nullptr, nullptr}};
  luaL_newlib(state, methods);
}

void add_date_functions(lua_State* state) {
  const luaL_Reg functions[] = {
      {"workdays_between", &workdays_between}, {"add_workdays", &add_workdays}, {nullptr, nullptr}};
  luaL_setfuncs(state, functions, 0);
}

}  // namespace zhipi::engine
