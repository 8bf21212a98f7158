// Random Lua for tests, the same for the same seed.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace zhipi::engine::testing {

// Random programs of every construct, with spaces and comments between all words.
class RandomPrograms {
 public:
  explicit RandomPrograms(unsigned seed) : random_(seed) {}

  std::string next() {
    text_.clear();
    block(3);
    return text_;
  }

 private:
  unsigned pick(unsigned count) {
    return std::uniform_int_distribution<unsigned>(0, count - 1)(random_);
  }

  void word(const std::string& text) {
    static const std::vector<std::string> kBlanks{
        " ", "  ", "\n", "\t", " --[[ or == ]] ", " -- 高龄 and\n", "\n--[==[ ]] \n ]==]"};
    text_ += text;
    text_ += kBlanks[pick(8) == 0 ? pick(7) : 0];
  }
  void name() {
    static const std::vector<std::string> kNames{"app", "form", "a", "b_1", "row"};
    word(kNames[pick(5)]);
  }
  void list(int depth) {
    for (unsigned left = 1 + pick(2); left > 0; --left) {
      expression(depth);
      if (left > 1) word(",");
    }
  }
  void block(int depth) {
    for (unsigned left = pick(4); left > 0; --left) statement(depth - 1);
    if (pick(3) == 0) {
      word("return");
      list(depth - 1);
    }
  }
  void function(int depth) {
    word("function");
    parameters_and_body(depth);
  }
  void parameters_and_body(int depth) {
    word("(");
    if (pick(2) == 0) name();
    word(")");
    block(depth - 1);
    word("end");
  }
  void statement(int depth) {
    switch (depth <= 0 ? pick(3) : pick(12)) {
      case 0:
        word("local");
        name();
        return;
      case 1:
        word("local");
        name();
        word("=");
        return list(depth);
      case 2:
        word("do");
        word("end");
        return;
      case 3:
        name();
        word("=");
        return list(depth);
      case 4:
        name();
        word("(");
        list(depth);
        word(")");
        word(";");
        return;
      case 5:
        word("if");
        expression(depth);
        word("then");
        block(depth);
        if (pick(2) == 0) {
          word("elseif");
          expression(depth);
          word("then");
          block(depth);
        }
        if (pick(2) == 0) {
          word("else");
          block(depth);
        }
        word("end");
        return;
      case 6:
        word("while");
        expression(depth);
        word("do");
        block(depth);
        word("end");
        return;
      case 7:
        word("repeat");
        block(depth);
        word("until");
        return expression(depth);
      case 8:
        word("for");
        name();
        word("=");
        expression(depth);
        word(",");
        expression(depth);
        word("do");
        block(depth);
        word("end");
        return;
      case 9:
        word("for");
        name();
        word(",");
        name();
        word("in");
        list(depth);
        word("do");
        block(depth);
        word("end");
        return;
      case 10:
        word("local");
        word("function");
        name();
        return parameters_and_body(depth);
      default:
        word("function");
        name();
        word(".");
        name();
        return parameters_and_body(depth);
    }
  }
  void expression(int depth) {
    static const std::vector<std::string> kOperators{
        "+",  "-", "*",  "/",   "//", "%", "^", "..", "==", "~=", "<",
        "<=", ">", ">=", "and", "or", "&", "|", "~",  "<<", ">>"};
    static const std::vector<std::string> kUnary{"not", "-", "#", "~"};
    static const std::vector<std::string> kSimple{
        "1",        "0x1F", "2.5e3", "'高龄'", "\"a\\n\\\"b\"", "[[ long\n 'text' ]]",
        "[=[]]]=]", "true", "false", "nil"};
    switch (depth <= 0 ? pick(2) : pick(10)) {
      case 0:
        return word(kSimple[pick(10)]);
      case 1:
        return name();
      case 2:
      case 3:
        expression(depth - 1);
        word(kOperators[pick(21)]);
        return expression(depth - 1);
      case 4:
        word(kUnary[pick(4)]);
        return expression(depth - 1);
      case 5:
        word("(");
        expression(depth - 1);
        return word(")");
      case 6:
        word("{");
        name();
        word("=");
        expression(depth - 1);
        word(",");
        word("[");
        expression(depth - 1);
        word("]");
        word("=");
        expression(depth - 1);
        word(";");
        expression(depth - 1);
        return word("}");
      case 7:
        name();
        word(pick(2) == 0 ? "." : ":");
        name();
        word("(");
        list(depth - 1);
        return word(")");
      case 8:
        name();
        word("[");
        expression(depth - 1);
        return word("]");
      default:
        return function(depth - 1);
    }
  }

  std::mt19937 random_;
  std::string text_;
};

}  // namespace zhipi::engine::testing
