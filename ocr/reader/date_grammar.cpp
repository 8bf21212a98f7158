#include "ocr/reader/date_grammar.h"

#include <array>
#include <string>
#include <utility>

namespace zhipi::ocr {
namespace {

// The ten digits of a script; of several characters for one digit each may stand.
using Script = std::array<std::u32string_view, 10>;
constexpr Script kArabic = {U"0", U"1", U"2", U"3", U"4", U"5", U"6", U"7", U"8", U"9"};
constexpr Script kChinese = {U"〇零○", U"一壹",   U"二贰貳", U"三叁參", U"四肆",
                             U"五伍",  U"六陆陸", U"七柒",   U"八捌",   U"九玖"};

Expression digit(const Script& script, std::string_view allowed) {
  std::u32string characters;
  for (const char one : allowed) characters += script[static_cast<std::size_t>(one - '0')];
  return one_of(characters);
}

constexpr std::string_view kAny = "0123456789";

Expression century(const Script& script) {
  return any_of({in_order({digit(script, "1"), digit(script, "89")}),
                 in_order({digit(script, "2"), digit(script, "01")})});
}

Expression any_year(const Script& script) {
  return in_order({century(script), digit(script, kAny), digit(script, kAny)});
}

// Of 1800 to 2199: divisible by four, and of the hundreds only 2000.
Expression leap_year(const Script& script) {
  const Expression within = any_of({in_order({digit(script, "0"), digit(script, "48")}),
                                    in_order({digit(script, "2468"), digit(script, "048")}),
                                    in_order({digit(script, "13579"), digit(script, "26")})});
  const Expression thousand =
      in_order({digit(script, "2"), digit(script, "0"), digit(script, "0"), digit(script, "0")});
  return any_of({in_order({century(script), within}), thousand});
}

// How the months, or the days of a month, of one way of writing look.
using Number = Expression (*)(int);

std::string_view figure(int value) {
  return kAny.substr(static_cast<std::size_t>(value), 1);
}

Expression two_figures(int value) {
  return in_order({digit(kArabic, figure(value / 10)), digit(kArabic, figure(value % 10))});
}

Expression figures(int value) {
  if (value >= 10) return two_figures(value);
  return any_of({digit(kArabic, figure(value)), two_figures(value)});
}

// 五, 十二, and as cheques demand 零伍, 壹拾贰, 零壹拾.
Expression words(int value) {
  const Expression zero = maybe(one_of(kChinese[0]));
  if (value < 10) return in_order({zero, digit(kChinese, figure(value))});
  const Expression tens = digit(kChinese, figure(value / 10));
  const Expression ones = value % 10 == 0 ? in_order({}) : digit(kChinese, figure(value % 10));
  return in_order({zero, value < 20 ? maybe(tens) : tens, one_of(U"十拾"), ones});
}

Expression figures_or_words(int value) {
  return any_of({figures(value), words(value)});
}

Expression numbers(Number number, int first, int last) {
  std::vector<Expression> all;
  for (int value = first; value <= last; ++value) all.push_back(number(value));
  return any_of(std::move(all));
}

// Month and day of any year, with what stands between them.
Expression days_of_any_year(Number number, const Expression& between) {
  const Expression long_months =
      any_of({number(1), number(3), number(5), number(7), number(8), number(10), number(12)});
  const Expression short_months = any_of({number(4), number(6), number(9), number(11)});
  return any_of({in_order({long_months, between, numbers(number, 1, 31)}),
                 in_order({short_months, between, numbers(number, 1, 30)}),
                 in_order({number(2), between, numbers(number, 1, 28)})});
}

Expression dated(const Expression& any, const Expression& leap, Number number,
                 const Expression& behind_year, const Expression& behind_month) {
  return any_of({in_order({any, behind_year, days_of_any_year(number, behind_month)}),
                 in_order({leap, behind_year, number(2), behind_month, number(29)})});
}

Expression date() {
  const Expression any = any_year(kArabic);
  const Expression leap = leap_year(kArabic);
  const Expression characters =
      in_order({dated(any_of({any, any_year(kChinese)}), any_of({leap, leap_year(kChinese)}),
                      figures_or_words, word(U"年"), word(U"月")),
                one_of(U"日号號")});
  std::vector<Expression> forms = {characters,
                                   dated(any, leap, two_figures, in_order({}), in_order({}))};
  for (const std::u32string_view mark : {U"-", U".", U"/"}) {
    forms.push_back(dated(any, leap, figures, word(mark), word(mark)));
  }
  return any_of(std::move(forms));
}

}  // namespace

Expression date_or_forever() {
  return any_of({date(), in_order({word(U"长期"), maybe(word(U"有效"))}), word(U"長期")});
}

Expression period() {
  return in_order({date(), one_of(U"-—~至到"), date_or_forever()});
}

}  // namespace zhipi::ocr
