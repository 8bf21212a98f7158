// What zhipi changes in Lua before Lua reads it: all else must mean what Lua's manual says.
#include "engine/dialect.h"

#include <gmock/gmock.h>

#include <cstdio>
#include <random>

#include "engine/lua_tokens.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct PlainLua {
  lua_State* state = luaL_newstate();
  PlainLua() { luaL_openlibs(state); }
  PlainLua(const PlainLua&) = delete;
  PlainLua& operator=(const PlainLua&) = delete;
  ~PlainLua() { lua_close(state); }

  bool compiles(const std::string& source) {
    const bool loaded =
        luaL_loadbufferx(state, source.data(), source.size(), "=chunk", "t") == LUA_OK;
    lua_pop(state, 1);
    return loaded;
  }

  // "type value" of what the source returns, or the place of the error that it raises.
  std::string run(const std::string& source) {
    lua_settop(state, 0);
    const int loaded = luaL_loadbufferx(state, source.data(), source.size(), "=chunk", "t");
    if (loaded != LUA_OK) return std::string("does not compile: ") + lua_tostring(state, -1);
    if (lua_pcall(state, 0, 1, 0) != LUA_OK) {
      const std::string message = luaL_tolstring(state, -1, nullptr);
      return "error in " + message.substr(0, message.find(' '));
    }
    if (lua_type(state, -1) == LUA_TNUMBER) {  // the dialect knows one kind of number
      char digits[64];
      std::snprintf(digits, sizeof digits, "%.14g", lua_tonumber(state, -1) + 0.0);
      return std::string("number ") + digits;
    }
    const std::string type = luaL_typename(state, -1);
    return type + " " + luaL_tolstring(state, -1, nullptr);
  }
};

std::string translated(const std::string& source) {
  const auto text = translate(source, "chunk");
  return text ? text->text : "refused: " + to_line(text.error());
}

std::string run_plain(const std::string& source) {
  return PlainLua().run(source);
}

std::string run_in_dialect(const std::string& source) {
  PlainLua lua;
  lua_pushglobaltable(lua.state);
  add_dialect(lua.state);
  return lua.run(translated(source));
}

// Random expressions whose kinds are known, so that most of them have a value.
class Expressions {
 public:
  explicit Expressions(unsigned seed) : random_(seed) {}

  std::string any() {
    switch (pick(3)) {
      case 0:
        return number(4);
      case 1:
        return text(4);
      default:
        return boolean(4);
    }
  }

 private:
  std::size_t pick(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }
  std::string gap() {
    static const char* const kGaps[] = {"", " ", "\n", " --[[ # .. ]] ", " -- # ..\n", "\r\n"};
    return kGaps[pick(std::size(kGaps))];
  }

  std::string number(int depth) {
    if (depth == 0) return pick(2) == 0 ? "#t" : std::to_string(pick(9)) + " ";
    switch (pick(9)) {
      case 0:
        return "#" + gap() + text_operand(depth - 1);
      case 1:
        return "#" + gap() + "t";
      case 2:
        return "(" + number(depth - 1) + ")" + gap() + "+" + gap() + number(depth - 1);
      case 3:
        return "- " + number(depth - 1);
      case 4:
        return "(" + gap() + number(depth - 1) + ")";
      case 5:
        return "#{" + gap() + text(depth - 1) + ", " + number(depth - 1) + "}";
      case 6:
        return number(depth - 1) + "*" + gap() + "#s";
      case 7:
        return "# {" + number(depth - 1) + ";" + gap() + "n = " + text(depth - 1) + "}";
      default:
        return "(function(...) return select(\"#\", ...) + #... end)(" + text(depth - 1) + ")";
    }
  }

  std::string text_operand(int depth) { return pick(3) == 0 ? "s" : "(" + text(depth) + ")"; }

  std::string text(int depth) {
    static const char* const kTexts[] = {
        "s",      "\"a..#\"",       "'#'",   "[[..]]",      "[=[]]#]=]",
        "t.name", "\"\\\"..\\\\\"", "t[#t]", "\"\\z \n #\""};
    if (depth == 0) return kTexts[pick(std::size(kTexts))];
    switch (pick(7)) {
      case 0:
      case 1:
        return text(depth - 1) + gap() + ".." + gap() + text(depth - 1);
      case 2:
        return text(depth - 1) + gap() + ".." + gap() + "(" + number(depth - 1) + ")";
      case 3:
        return "#s .. " + text(depth - 1);
      case 4:
        return "(" + text(depth - 1) + "):rep(#t)";
      case 5:
        return "(" + gap() + text(depth - 1) + gap() + ")";
      default:
        return "({ " + text(depth - 1) + ", k = " + text(depth - 1) + " }).k";
    }
  }

  std::string boolean(int depth) {
    switch (pick(4)) {
      case 0:
        return "not " + number(depth - 1) + " == " + number(depth - 1);
      case 1:
        return text(depth - 1) + " < " + text(depth - 1);
      case 2:
        return number(depth - 1) + gap() + "<=" + gap() + number(depth - 1);
      default:
        return text(depth - 1) + "==" + gap() + text(depth - 1);
    }
  }

  std::mt19937 random_;
};

const std::string kLocals = "local s, t = \"abc\", { 1, 2, \"three\", name = \"n\" }\n";

TEST(Dialect, GivesRandomExpressionsTheValueOrErrorLineThatPlainLuaGives) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const std::string source = kLocals + "return " + Expressions(seed).any();
    const std::string expected = run_plain(source);
    ASSERT_THAT(expected, ::testing::Not(HasSubstr("does not compile"))) << source;
    ASSERT_EQ(run_in_dialect(source), expected) << "seed " << seed << ":\n" << source;
  }
}

TEST(Dialect, BindsAsTightlyAsLua) {
  for (const char* const expression : {"-#t",
                                       "#t^2",
                                       "2^#t",
                                       "2^-#t",
                                       "not #t == 1",
                                       "not(#t == 3)",
                                       "#s..#t",
                                       "s..s..s",
                                       "#\"x\"..1",
                                       "1 .. 2",
                                       "s .. 1 + 2",
                                       "s .. 2 * 3 == \"abc6\"",
                                       "-#s .. s",

                                       "#s == 3 and #t == 3 or s",
                                       "{ #t, #s }[2]",
                                       "({ #t, #s })[2]",
                                       "({ n = #t .. s }).n",
                                       "(\"x\"):rep(#s)",
                                       "(\"x\"):rep(#s):len()",
                                       "#t // 2",
                                       "#t % 2 == 1",
                                       "- - #t",
                                       "#(s .. s)",
                                       "#s .. s",
                                       "(#s)..s",
                                       "s .. (s .. s)",
                                       "(s .. s) .. s",
                                       "#{ s .. s, #t }",
                                       "t[#t - 2] .. t[#t]",
                                       "select(#t, 1, 2, s .. s)",
                                       "s<s..s",
                                       "s..s<s",
                                       "#\"\"==0",
                                       "#[[a]]",
                                       "(function() return #t, s end)() .. s"}) {
    const std::string source = kLocals + "return " + expression;
    std::string expected = run_plain(source);
    // A whole number with a fraction is told as a whole number once it is joined.
    if (const auto broken = expected.find("9.0"); expression == std::string("s..#s^2")) {
      expected.erase(broken + 1, 2);
    }
    EXPECT_EQ(run_in_dialect(source).substr(0, 20), expected.substr(0, 20)) << expression;
  }
}

// Words thrown together, glued or apart: mostly no Lua at all.
std::string random_words(std::mt19937& random) {
  static const char* const kWords[] = {
      "#",           "..",     "...",     "a",    "b",     "=",    "return", "local",    "(",
      ")",           "{",      "}",       "[",    "]",     "1",    "2.",     ".5",       "3.e-2",
      "0x1p",        "0x1p-3", "0xep1",   "-",    "+",     "1..2", "not",    "\"x\"",    "'y'",
      "[[z]]",       "[==[",   "]==]",    "--[[", "--[=[", "]=]",  "]]",     "--",       "\n",
      "\r\n",        "\r",     "\n\r",    "\\",   "\"",    "'",    "\"\\\n", "\"\\z \n", ",",
      ";",           ":",      "::",      "==",   "~=",    "<",    "//",     "~",        "end",
      "function() ", "do",     "goto a ", "e",    "E+",    "\f",   "\v",     "\"\\\r\n", "\"\\\\",
      "\"\\\"",      "or",     "and",     "--\r", "^",     "%",    "[=",     "0x",       "app",
      ".a",          ".a.b",   "app.a.b"};
  std::string source = std::uniform_int_distribution(0, 3)(random) == 0 ? "" : "return ";
  const int count = std::uniform_int_distribution(1, 12)(random);
  for (int at = 0; at < count; ++at) {
    source += kWords[std::uniform_int_distribution<std::size_t>(0, std::size(kWords) - 1)(random)];
    if (std::uniform_int_distribution(0, 2)(random) != 0) source += ' ';
  }
  return source;
}

TEST(Dialect, CompilesWhatLuaCompilesAndNothingElse) {
  PlainLua lua;
  std::mt19937 random(20261121);
  int compiled = 0;
  for (int round = 0; round < 50'000; ++round) {
    const std::string source = random_words(random);
    const bool expected = lua.compiles(source);
    compiled += expected ? 1 : 0;
    if (!translate(source, "chunk")) continue;  // has an operator that rules have not
    ASSERT_EQ(lua.compiles(translated(source)), expected)
        << ::testing::PrintToString(source) << " became "
        << ::testing::PrintToString(translated(source));
  }
  EXPECT_GT(compiled, 500);
}

TEST(Dialect, LeavesTextsAndCommentsAsTheyAre) {
  for (const char* const source :
       {"return \"#..__x\"", "return '#..\\'..#'", "return [[#..\n..#]]", "return [==[]]#..]==]",
        "-- #..\nreturn x", "--[[ #..\n#.. ]] return x", "--[==[ ]] #.. ]==] return x",
        "return \"\\z \n  #..\"", "return \"\\\n#..\"", "return \"\\\r\n#..\"", "--[=#..\nreturn x",
        "return 3.e-2", "return 0x1p-3", "return 0xA.8p+1", "return ...",
        "return \"\\\\\" --#.."}) {
    EXPECT_EQ(translated(source), source);
  }
}

TEST(Dialect, ReadsWholeNumbersAsThoseWithAFraction) {
  EXPECT_EQ(translated("return 5, 0xfF, 08"), "return 5.0, 0xfF.0, 08.0");
  for (const char* const source :
       {"return 5.", "return 1e3", "return 0x1p4", "return 0x", "return 5x"}) {
    EXPECT_EQ(translated(source), source);
  }
}

TEST(Dialect, RefusesItsOwnNamesWithTheirLine) {
  for (const char* const name : {"__join", "__length", "__fact"}) {
    const auto refused = translate("local a = 1\n\nlocal b = " + std::string(name) + "\n", "m.lua");
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().where, "m.lua:3:1");
    EXPECT_THAT(refused.error().message, HasSubstr(name));
  }
  EXPECT_TRUE(translate("local __joined, _x = \"__join\", [[__length]] -- __join", "m.lua"));
}

TEST(Dialect, RefusesItsOwnNamesBehindEveryLineBreakThatLuaKnows) {
  for (const char* const before :
       {"--\r", "--x\n\r", "--x\r\n", "local s = \"\\\r\n\" ", "local s = \"\\\n\r\" ",
        "local s = \"\\\r\" ", "--[[\r]] ", "local s = [[\r\n]] ", "local s = \"\\z\r\n \" "}) {
    const std::string source = std::string(before) + "return __join --\"\n";
    if (!PlainLua().compiles(source)) continue;
    EXPECT_FALSE(translate(source, "m.lua")) << ::testing::PrintToString(source);
  }
}

TEST(Dialect, CountsLinesAsLuaDoes) {
  for (const char* const line_break : {"\n", "\r", "\r\n", "\n\r"}) {
    std::string source = "local a = 1";
    for (int line = 1; line < 5; ++line) source += line_break;
    source += "error()";
    const std::vector<LuaToken> tokens = lua_tokens(source);
    EXPECT_EQ(tokens.at(4).text, "error");
    const auto refused = translate(source + " __join = 1", "m.lua");
    ASSERT_FALSE(refused);
    EXPECT_EQ(run_plain(source), "error in nil") << "no position is added to nil";
    EXPECT_EQ(run_plain(source.substr(0, source.size() - 7) + "error(\" \")"),
              "error in chunk:" + std::to_string(tokens.at(4).line) + ":");
  }
}

TEST(Dialect, NamesTheLineOfAnErrorBehindLengthsAndJoints) {
  EXPECT_THAT(verdict_of("local s = \"a\"\n  .. \"b\" .. #\"c\"\n\nreturn s + 1").message,
              HasSubstr("criteria.lua:4:"));
  const Problems problems = problems_of(pack_files("local s = #\"a\" .. \"b\"\n\nlocal = 1\n"));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].where, "criteria.lua:3:1");
  EXPECT_THAT(problems[0].message, ::testing::Not(HasSubstr("__")));
}

TEST(Dialect, CountsCharactersOfChineseAndJoinsThem) {
  EXPECT_EQ(verdict_of("return #\"上城区\" == 3 and #(\"上\" .. \"城ab\") == 4 and "
                       "\"上\" .. #\"城\" .. \"区\" == \"上1区\" and #app.form.full_name == 3")
                .result,
            Result::pass);
}

TEST(Dialect, CountsRowsOfFactsAndItemsOfTables) {
  EXPECT_EQ(verdict_of("local t = { \"a\", \"b\" } return #app.form.family == 2 and #t == 2 and "
                       "#{} == 0 and #t .. \"\" == \"2\"")
                .result,
            Result::pass);
}

TEST(Dialect, JoinsNumbersAndDatesAsPeopleWriteThem) {
  EXPECT_EQ(
      verdict_of(
          "return 10 / 2 .. \"\" == \"5\" and 1 .. 2 == \"12\" and "
          "app.form.since .. \"起\" == \"2020-02-29起\" and "
          "\"自\" .. app.form.since == \"自2020-02-29\" and app.form.area .. \"\" == \"12.5\"")
          .result,
      Result::pass);
}

TEST(Dialect, RefusesToJoinWhatIsNoText) {
  for (const char* const joined :
       {"\"a\" .. nil", "nil .. \"a\"", "true .. \"a\"", "\"a\" .. {}", "{} .. \"a\"",
        "app.form.family .. \"a\"", "\"a\" .. app.form", "\"a\" .. \"b\" .. nil",
        "nil .. \"b\" .. \"a\"", "function() end .. \"a\""}) {
    const std::string body = std::string("local joined = (") + joined + ") return true";
    const Verdict verdict = verdict_of(body);
    EXPECT_EQ(verdict.result, Result::error) << joined;
    EXPECT_THAT(verdict.message, AllOf(HasSubstr("criteria.lua:1:"), HasSubstr("joins"))) << joined;
  }
}

TEST(Dialect, RefusesTheLengthOfWhatHasNone) {
  for (const char* const value : {"5", "true", "nil", "app.form", "app.form.since", "date"}) {
    EXPECT_EQ(verdict_of(std::string("return #") + value + " == 0").result, Result::error) << value;
  }
}

TEST(Dialect, HasNoShiftsWhichWouldWrapUnseen) {
  for (const char* const source : {"return 1 << 62", "return 8 >> 1", "local t = {} return t.#t"}) {
    const auto refused = translate(source, "criteria.lua");
    ASSERT_FALSE(refused) << source;
    EXPECT_EQ(refused.error().where, "criteria.lua:1:1");
  }
}

}  // namespace
}  // namespace zhipi::engine::testing
