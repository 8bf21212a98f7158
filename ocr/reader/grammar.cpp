#include "ocr/reader/grammar.h"

#include <array>
#include <utility>

#include "models/formats/text.h"
#include "ocr/reader/date_grammar.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

constexpr std::array<std::pair<LineKind, std::string_view>, 15> kNames = {
    {{LineKind::free, "free"},
     {LineKind::digits, "digits"},
     {LineKind::code, "code"},
     {LineKind::id_number, "id_number"},
     {LineKind::credit_code, "credit_code"},
     {LineKind::phone, "phone"},
     {LineKind::bank_account, "bank_account"},
     {LineKind::date, "date"},
     {LineKind::period, "period"},
     {LineKind::integer, "integer"},
     {LineKind::decimal, "decimal"},
     {LineKind::percent, "percent"},
     {LineKind::amount_figures, "amount_figures"},
     {LineKind::amount_words, "amount_words"},
     {LineKind::amount, "amount"}}};

constexpr std::u32string_view kDigits = U"0123456789";

Expression digits(int least, int most) {
  return repeated(one_of(kDigits), least, most);
}
Expression digits(int count) {
  return digits(count, count);
}

// 1,409 as well as 1409; at most 15 digits, which every reader of JSON holds exactly.
Expression whole_number() {
  const Expression group = in_order({word(U","), digits(3)});
  return any_of({digits(1, 13), in_order({digits(1, 3), repeated(group, 1, 4)})});
}

Expression number() {
  return in_order({maybe(word(U"-")), whole_number(), maybe(in_order({word(U"."), digits(1, 6)}))});
}

Expression phone() {
  const Expression dash = maybe(word(U"-"));
  const Expression country = maybe(in_order({maybe(word(U"+")), word(U"86"), dash}));
  const Expression mobile = in_order(
      {country, word(U"1"), one_of(U"3456789"), digits(1), dash, digits(4), dash, digits(4)});
  const Expression area = in_order({word(U"0"), digits(2, 3)});
  const Expression bracketed = in_order({word(U"("), area, word(U")")});
  const Expression extension = maybe(in_order({word(U"-"), digits(1, 6)}));
  const Expression fixed =
      in_order({maybe(any_of({in_order({area, dash}), bracketed})), digits(7, 8), extension});
  const Expression service =
      in_order({one_of(U"48"), word(U"00"), dash, digits(3), dash, digits(4)});
  return any_of({mobile, fixed, service, digits(5)});
}

Expression currency() {
  const Expression name = any_of({word(U"人民币"), word(U"人民幣"), word(U"RMB"), word(U"CNY")});
  return in_order({maybe(name), maybe(word(U":"))});
}

Expression yuan() {
  return one_of(U"元圆圓");
}
Expression end_mark() {
  return maybe(one_of(U"整正"));
}

Expression amount_figures() {
  const Expression fen = maybe(in_order({word(U"."), digits(1, 2)}));
  const Expression plain = in_order({whole_number(), fen, maybe(yuan()), end_mark()});
  const Expression part = maybe(in_order({word(U"."), digits(1, 4)}));
  const Expression grouped =
      in_order({digits(1, 3), repeated(in_order({word(U","), digits(3)}), 1, 2)});
  const Expression of_wan = in_order({any_of({digits(1, 9), grouped}), part, one_of(U"万萬")});
  const Expression of_yi = in_order({digits(1, 6), part, one_of(U"亿億")});
  const Expression units = in_order({any_of({of_wan, of_yi}), maybe(yuan()), end_mark()});
  const Expression small = in_order({digits(1, 3), one_of(U"角分")});
  return in_order(
      {maybe(one_of(U"-−负負")), currency(), maybe(word(U"¥")), any_of({plain, units, small})});
}

// The places of a number in words. A place that is skipped is told by one 零; 万 may be followed by
// one that the rule leaves free (壹拾万零柒仟元).
struct Words {
  Expression digit = one_of(U"一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖");
  Expression zero = one_of(U"零〇");
  Expression ten = one_of(U"拾十");
  Expression hundred = one_of(U"佰百");
  Expression thousand = one_of(U"仟千");
  Expression nothing = in_order({});

  Expression below_ten = maybe(digit);
  Expression tens = in_order({digit, ten, below_ten});
  Expression below_hundred = any_of({nothing, tens, in_order({zero, digit})});
  Expression hundreds = in_order({digit, hundred, below_hundred});
  Expression below_thousand = any_of({nothing, hundreds, in_order({zero, any_of({tens, digit})})});
  Expression thousands = in_order({digit, thousand, below_thousand});
  Expression section = any_of({thousands, hundreds, tens, digit});
  Expression first_section = any_of({section, in_order({ten, below_ten})});
  // Behind 万 or 亿: 仟 follows at once, everything else behind a 零.
  Expression next_section = any_of({thousands, in_order({zero, section})});
  Expression wan = in_order({one_of(U"万萬"), maybe(next_section)});
  Expression below_yi = in_order({first_section, maybe(wan)});
  Expression behind_yi = any_of({in_order({next_section, wan}), in_order({zero, section})});
  Expression yi = in_order({one_of(U"亿億"), maybe(behind_yi)});
  Expression whole = in_order({below_yi, maybe(yi)});
};

Expression amount_words() {
  const Words words;
  const Expression fen = in_order({words.digit, word(U"分")});
  const Expression jiao = in_order({words.digit, word(U"角"), any_of({fen, end_mark()})});
  const Expression change =
      any_of({end_mark(), in_order({maybe(words.zero), jiao}), in_order({words.zero, fen})});
  const Expression none = in_order({words.zero, yuan(), end_mark()});
  return in_order({currency(), maybe(one_of(U"负負")),
                   any_of({in_order({words.whole, yuan(), change}), none, jiao, fen})});
}

Expression expression_of(LineKind kind) {
  switch (kind) {
    case LineKind::free:
    case LineKind::digits:
      return digits(1, 40);
    case LineKind::code:
      return repeated(one_of(U"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"), 1, 40);
    case LineKind::id_number:
      return in_order({digits(17), one_of(U"0123456789X")});
    case LineKind::credit_code:
      return repeated(one_of(U"0123456789ABCDEFGHJKLMNPQRTUWXY"), 18, 18);
    case LineKind::phone:
      return phone();
    case LineKind::bank_account:
      return digits(8, 32);
    case LineKind::date:
      return date_or_forever();
    case LineKind::period:
      return period();
    case LineKind::integer:
      return in_order({maybe(word(U"-")), whole_number()});
    case LineKind::decimal:
      return number();
    case LineKind::percent:
      return in_order({number(), maybe(word(U"%"))});
    case LineKind::amount_figures:
      return amount_figures();
    case LineKind::amount_words:
      return amount_words();
    case LineKind::amount:
      return any_of({amount_figures(), amount_words()});
  }
  return digits(1, 40);
}

bool is_period_dash(const std::string& text) {
  return text == "-" || text == "－" || text == "—" || text == "至";
}

LineKind unbounded_kind_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::id_number:
      return LineKind::id_number;
    case FieldKind::credit_code:
      return LineKind::credit_code;
    case FieldKind::bank_account:
      return LineKind::bank_account;
    case FieldKind::phone:
      return LineKind::phone;
    case FieldKind::date:
      return LineKind::date;
    case FieldKind::integer:
      return LineKind::integer;
    case FieldKind::decimal:
      return LineKind::decimal;
    case FieldKind::percent:
      return LineKind::percent;
    case FieldKind::money:
      return LineKind::amount;
    default:
      return LineKind::free;
  }
}

}  // namespace

std::string_view to_text(LineKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "free";
}

LineKind line_kind(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (known == name) return kind;
  }
  return LineKind::free;
}

const Automaton* grammar(LineKind kind) {
  static const std::vector<Automaton> all = [] {
    std::vector<Automaton> built;
    for (const auto& [known, name] : kNames) built.emplace_back(expression_of(known));
    return built;
  }();
  return kind == LineKind::free ? nullptr : &all[static_cast<std::size_t>(kind)];
}

LineKind line_kind_of(const Field& field) {
  if (field.order != DateOrder::unsaid) return LineKind::free;
  if (field.after.empty() && field.before.empty()) return unbounded_kind_of(field.kind);
  const bool of_period = field.kind == FieldKind::date &&
                         (is_period_dash(field.after) || is_period_dash(field.before));
  return of_period ? LineKind::period : LineKind::free;
}

Automaton choices(const std::vector<std::string>& texts) {
  std::vector<Expression> words;
  for (const std::string& text : texts) {
    const std::u32string characters = squeezed(text);
    if (!characters.empty()) words.push_back(word(characters));
  }
  return Automaton(any_of(std::move(words)));
}

}  // namespace zhipi::ocr
