#include "ocr/reader/grammar.h"

#include <gtest/gtest.h>

#include <random>

#include "models/date.h"
#include "models/formats/amount.h"
#include "models/formats/id_number.h"
#include "models/formats/text.h"
#include "models/formats/written_date.h"
#include "models/normalise.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

bool admits(LineKind kind, std::string_view text) {
  return grammar(kind)->accepts(formats::to_code_points(text));
}

// A text that the automaton accepts, with every way of going on alike.
std::string random_text(const Automaton& automaton, std::mt19937& random) {
  for (;;) {
    std::u32string text;
    std::size_t state = 0;
    for (int length = 0; length < 60; ++length) {
      const Automaton::State& here = automaton.states()[state];
      if (here.accepts && (here.edges.empty() || random() % 4 == 0)) return formats::to_utf8(text);
      const auto& edge = here.edges[random() % here.edges.size()];
      text += edge.character;
      state = static_cast<std::size_t>(edge.to);
    }
  }
}

TEST(Automaton, AcceptsWhatItsExpressionSays) {
  const Automaton automaton(
      in_order({word(U"ab"), repeated(one_of(U"xy"), 1, 3), maybe(word(U"z"))}));
  for (const auto* text : {U"abx", U"abyxyz", U"abxz"}) EXPECT_TRUE(automaton.accepts(text));
  for (const auto* text : {U"", U"ab", U"abz", U"abxxxx", U"abxzz"}) {
    EXPECT_FALSE(automaton.accepts(text));
  }
}

TEST(Grammar, EveryDateItAdmitsIsARealDay) {
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random_text(*grammar(LineKind::date), random);
    EXPECT_TRUE(formats::parse_written_date(text)) << text;
  }
}

TEST(Grammar, EveryFormOfADateIsAdmitted) {
  for (const char* text :
       {"2023年5月18日", "2023年05月08日", "2023-05-18", "2023-5-8", "2023.5.18", "2023/5/18",
        "20230518", "二〇二三年五月十八日", "二零二三年五月十八日", "二○二三年十二月三十一日",
        "贰零贰叁年零伍月壹拾捌日", "贰零贰肆年零壹拾月零贰拾日", "1999年2月28号", "2024年2月29日",
        "长期", "長期", "长期有效"}) {
    EXPECT_TRUE(admits(LineKind::date, text)) << text;
    EXPECT_TRUE(formats::parse_written_date(text)) << text;
  }
}

TEST(Grammar, DaysThatAreNotInTheCalendarAreNotDates) {
  for (const char* text : {"2023年2月29日", "1900-02-29", "2023年4月31日", "20231301",
                           "2023年0月1日", "2023-05.18", "民国十二年五月一日", "至今"}) {
    EXPECT_FALSE(admits(LineKind::date, text)) << text;
  }
}

TEST(Grammar, EveryDayOfFourCenturiesIsAdmitted) {
  std::mt19937 random(2);
  for (int i = 0; i < 3000; ++i) {
    const int year = 1800 + static_cast<int>(random() % 400);
    const auto month = static_cast<unsigned>(1 + random() % 12);
    const auto day = static_cast<unsigned>(1 + random() % 31);
    const std::string text =
        std::to_string(year) + "年" + std::to_string(month) + "月" + std::to_string(day) + "日";
    EXPECT_EQ(admits(LineKind::date, text), Date::of(year, month, day).has_value()) << text;
  }
}

TEST(Grammar, APeriodIsTwoDates) {
  for (const char* text :
       {"2010.05.06-2030.05.06", "2010.05.06-长期", "2010年5月6日至2030年5月6日"}) {
    EXPECT_TRUE(admits(LineKind::period, text)) << text;
  }
  EXPECT_FALSE(admits(LineKind::period, "2010.05.06"));
  EXPECT_FALSE(admits(LineKind::period, "长期-2010.05.06"));
}

TEST(Grammar, EveryAmountInWordsItAdmitsIsAnAmount) {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random_text(*grammar(LineKind::amount_words), random);
    EXPECT_TRUE(formats::parse_amount_words(text)) << text;
  }
}

TEST(Grammar, EveryAmountWrittenByTheRuleIsAdmitted) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 20'000; ++i) {
    const auto size = static_cast<std::int64_t>(random() >> (random() % 44 + 6));
    const auto text = formats::amount_in_words(size);
    if (!text) continue;
    EXPECT_TRUE(admits(LineKind::amount_words, *text)) << *text;
  }
  for (const char* text :
       {"人民币壹仟肆佰零玖元伍角", "陆仟零柒元壹角肆分", "壹万陆仟肆佰零玖元零贰分",
        "壹拾万柒仟元零伍角叁分", "壹拾万零柒仟元伍角叁分", "貳陸億萬圓", "貳佰萬圓整", "零元整",
        "人民币：壹佰元正", "拾元整", "伍角", "壹亿零伍仟元整", "壹亿零伍元整"}) {
    const std::string compact = formats::without_spaces(text);
    EXPECT_EQ(admits(LineKind::amount_words, compact),
              formats::parse_amount_words(compact).has_value())
        << text;
  }
}

TEST(Grammar, EveryAmountInFiguresItAdmitsIsAnAmount) {
  std::mt19937 random(5);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random_text(*grammar(LineKind::amount_figures), random);
    EXPECT_TRUE(formats::parse_amount_figures(text)) << text;
  }
  for (const char* text : {"¥1,409.50", "100元", "4,583,242.26万元", "人民币3.5万元", "2亿元",
                           "100元整", "5角", "-12.00", "1409.5", "RMB1,000,000.00"}) {
    EXPECT_TRUE(admits(LineKind::amount_figures, text)) << text;
  }
  EXPECT_FALSE(admits(LineKind::amount_figures, "1,40.50"));
}

TEST(Grammar, EveryValueItAdmitsIsOneOfItsKind) {
  std::mt19937 random(6);
  for (const auto& [line, kind] : {std::pair(LineKind::integer, FieldKind::integer),
                                   std::pair(LineKind::decimal, FieldKind::decimal),
                                   std::pair(LineKind::percent, FieldKind::percent),
                                   std::pair(LineKind::amount, FieldKind::money),
                                   std::pair(LineKind::phone, FieldKind::phone)}) {
    const Field field = field_of("value", kind, {});
    for (int i = 0; i < 2000; ++i) {
      const std::string text = random_text(*grammar(line), random);
      const auto value = normalise_value(field, text);
      EXPECT_TRUE(value || value.error().code == "out_of_range") << text;
    }
  }
}

TEST(Grammar, TheFormOfANumberIsAllThatCounts) {
  EXPECT_TRUE(admits(LineKind::id_number, "350102194005069223"));
  EXPECT_TRUE(admits(LineKind::id_number, "350102194005069224")) << "a wrong check digit";
  EXPECT_TRUE(admits(LineKind::id_number, "35010219400506922X"));
  EXPECT_FALSE(admits(LineKind::id_number, "35010219400506922"));
  EXPECT_TRUE(admits(LineKind::credit_code, "91350100M000100Y43"));
  EXPECT_TRUE(admits(LineKind::credit_code, "91350100M000100Y44")) << "a wrong check character";
  EXPECT_FALSE(admits(LineKind::credit_code, "91350100MOOO100Y43")) << "it has no letter O";
  for (const char* text : {"13800138000", "0591-87654321", "(0591)87654321", "12345",
                           "400-800-1234", "+86-13800138000", "138-0013-8000"}) {
    EXPECT_TRUE(admits(LineKind::phone, text)) << text;
  }
}

TEST(Grammar, AChoiceIsOneOfItsOptions) {
  const Automaton sexes = choices({"男", "女 ", ""});
  EXPECT_TRUE(sexes.accepts(U"女"));
  EXPECT_FALSE(sexes.accepts(U""));
  EXPECT_FALSE(sexes.accepts(U"男女"));
}

TEST(Grammar, AFieldsKindSaysWhatItsLineMaySay) {
  Field until = field_of("until", FieldKind::date, {});
  EXPECT_EQ(line_kind_of(until), LineKind::date);
  until.after = "-";
  EXPECT_EQ(line_kind_of(until), LineKind::period);
  until.after = "有效期至";
  EXPECT_EQ(line_kind_of(until), LineKind::free);
  EXPECT_EQ(line_kind_of(field_of("name", FieldKind::person_name, {})), LineKind::free);
  EXPECT_EQ(line_kind(to_text(LineKind::amount_words)), LineKind::amount_words);
}

}  // namespace
}  // namespace zhipi::ocr
