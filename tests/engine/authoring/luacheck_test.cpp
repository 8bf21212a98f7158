// lua-check in its own state: what it may use, and what is said where it is not installed.
#include "engine/authoring/luacheck.h"

#include <gmock/gmock.h>

namespace zhipi::engine {
namespace {

using ::testing::HasSubstr;

TEST(Luacheck, WhatIsNotInstalledIsNamedWithWhatToDo) {
  const auto ran = with_luacheck([](lua_State* state) { push_luacheck(state, "not_installed"); });
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().code, "no_luacheck");
  EXPECT_THAT(ran.error().message, HasSubstr("apt-get install lua-check"));
}

TEST(Luacheck, NothingElseHasAName) {
  for (const char* const module : {"../../etc/passwd", "os", "parser;os", "PARSER"}) {
    EXPECT_FALSE(with_luacheck([&](lua_State* state) { push_luacheck(state, module); })) << module;
  }
  EXPECT_TRUE(with_luacheck([](lua_State* state) { push_luacheck(state, "parser"); }));
}

}  // namespace
}  // namespace zhipi::engine
