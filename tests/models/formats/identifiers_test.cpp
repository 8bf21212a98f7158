#include <gtest/gtest.h>

#include <random>
#include <string>

#include "models/formats/bank_account.h"
#include "models/formats/credit_code.h"
#include "models/formats/id_number.h"
#include "models/formats/registration_number.h"

namespace zhipi::formats {
namespace {

constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

std::string random_id_number(std::mt19937& random) {
  const auto digits = [&](int count) {
    std::string text;
    for (; count > 0; --count) text += static_cast<char>('0' + random() % 10);
    return text;
  };
  const Date birth = Date::parse("1900-01-01")->add_days(static_cast<int>(random() % 45000));
  std::string text = birth.text();
  std::erase(text, '-');
  std::string number = digits(6) + text + digits(3);
  return number + *id_check_character(number);
}

TEST(IdNumber, AcceptsKnownNumbers) {
  for (const char* number :
       {"11010519491231002X", "440524188001010014", "34052419800101001X", "360426199101010071"}) {
    EXPECT_EQ(id_number_fault(number), IdNumberFault::none) << number;
  }
}

TEST(IdNumber, AcceptsRandomNumbersAndNotOneWithAnotherCharacterInOnePlace) {
  std::mt19937 random(11643);
  for (int i = 0; i < 500; ++i) {
    const std::string number = random_id_number(random);
    ASSERT_TRUE(valid_id_number(number)) << number;
    for (std::size_t at = 0; at < number.size(); ++at) {
      for (const char c : std::string("0123456789X")) {
        if (c == number[at]) continue;
        std::string wrong = number;
        wrong[at] = c;
        ASSERT_FALSE(valid_id_number(wrong)) << number << " -> " << wrong;
      }
    }
  }
}

TEST(IdNumber, RefusesNeighboursThatChangedPlaces) {
  std::mt19937 random(77);
  for (int i = 0; i < 500; ++i) {
    const std::string number = random_id_number(random);
    for (std::size_t at = 0; at + 1 < number.size(); ++at) {
      std::string wrong = number;
      std::swap(wrong[at], wrong[at + 1]);
      ASSERT_EQ(valid_id_number(wrong), wrong == number) << number << " -> " << wrong;
    }
  }
}

TEST(IdNumber, NamesItsFault) {
  EXPECT_EQ(id_number_fault("1101051949123100"), IdNumberFault::length);
  EXPECT_EQ(id_number_fault("11010519491231002x"), IdNumberFault::character);
  EXPECT_EQ(id_number_fault("1101051949X231002X"), IdNumberFault::character);
  EXPECT_EQ(id_number_fault("110105194913310023"), IdNumberFault::birth_date);
  EXPECT_EQ(id_number_fault("110105190002290021"), IdNumberFault::birth_date);
  EXPECT_EQ(id_number_fault("110105194912310021"), IdNumberFault::check_character);
}

TEST(IdNumber, IsOneNumberHoweverItIsTyped) {
  for (const char* typed : {"11010519491231002x", " 110105 19491231 002X ",
                            "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002\u200BX"}) {
    EXPECT_EQ(normalise_id_number(typed), "11010519491231002X") << typed;
  }
}

TEST(IdNumber, DoesNotMindAnUnknownDivision) {
  const std::string digits = "99999919491231002";
  EXPECT_TRUE(valid_id_number(digits + *id_check_character(digits)));
}

TEST(IdNumber, GrowsFromFifteenDigits) {
  EXPECT_EQ(upgrade_id_number("110105491231002"), "11010519491231002X");
  EXPECT_FALSE(upgrade_id_number("110105491331002"));
  EXPECT_FALSE(upgrade_id_number("11010549123100"));
  EXPECT_FALSE(upgrade_id_number("11010549123100X"));
}

TEST(IdNumber, TellsBirthDateAndSex) {
  EXPECT_EQ(birth_date_of("11010519491231002X"), Date::parse("1949-12-31"));
  EXPECT_EQ(sex_of("11010519491231002X"), Sex::female);
  EXPECT_EQ(sex_of("440524188001010014"), Sex::male);
  EXPECT_FALSE(birth_date_of("11010519491331002X"));
  EXPECT_FALSE(birth_date_of("110105491231002"));
  EXPECT_FALSE(sex_of("x"));
}

TEST(CreditCode, AcceptsKnownCodes) {
  for (const char* code : {"91350100M000100Y43", "91110000600037341L", "91512081MA62K0260E",
                           "91440300085948158H", "11440232MB2D06811W", "11310000MB2F30661Y"}) {
    EXPECT_EQ(credit_code_fault(code), CreditCodeFault::none) << code;
    EXPECT_TRUE(valid_organisation_code(*organisation_code_of(code))) << code;
  }
}

TEST(CreditCode, RefusesAKnownWrongOne) {
  EXPECT_EQ(credit_code_fault("91500106MA2CE71F65"), CreditCodeFault::check_character);
  EXPECT_EQ(credit_code_fault("91350211M0000XUF46"), CreditCodeFault::check_character);
  EXPECT_EQ(credit_code_fault("91350100M000100Y4"), CreditCodeFault::length);
  EXPECT_EQ(credit_code_fault("91350100I000100Y43"), CreditCodeFault::character);
  EXPECT_EQ(credit_code_fault("91350100m000100y43"), CreditCodeFault::character);
}

TEST(CreditCode, AcceptsRandomCodesAndNotOneWithAnotherCharacterInOnePlace) {
  std::mt19937 random(32100);
  for (int i = 0; i < 200; ++i) {
    std::string code;
    while (code.size() < 17) code += kCreditAlphabet[random() % kCreditAlphabet.size()];
    code += *credit_code_check_character(code);
    ASSERT_TRUE(valid_credit_code(code)) << code;
    for (std::size_t at = 0; at < code.size(); ++at) {
      for (const char c : kCreditAlphabet) {
        if (c == code[at]) continue;
        std::string wrong = code;
        wrong[at] = c;
        ASSERT_FALSE(valid_credit_code(wrong)) << code << " -> " << wrong;
      }
    }
  }
}

TEST(CreditCode, IsOneCodeHoweverItIsTyped) {
  EXPECT_EQ(normalise_credit_code(" ９1350100 m000100y43"), "91350100M000100Y43");
}

TEST(OrganisationCode, ChecksItsLastCharacter) {
  for (const char* code : {"60003734-1", "08594815-8", "D2143536-6", "600037341"}) {
    EXPECT_TRUE(valid_organisation_code(code)) << code;
  }
  for (const char* code :
       {"MA5AP9ET-5", "60003734-2", "60003734_1", "6000373-1", "6000373a1", ""}) {
    EXPECT_FALSE(valid_organisation_code(code)) << code;
  }
  EXPECT_EQ(organisation_check_character("MA5AP9ET"), '2');
}

TEST(BankAccount, ChecksCardsByLuhn) {
  EXPECT_TRUE(valid_luhn("79927398713"));
  EXPECT_FALSE(valid_card_number("79927398713"));  // eleven digits are no card
  EXPECT_TRUE(valid_card_number("6222020000000000000"));
  EXPECT_FALSE(valid_card_number("6222020000000000001"));
  EXPECT_FALSE(valid_card_number("62220200000000000O0"));
  EXPECT_FALSE(valid_luhn(""));
}

TEST(BankAccount, FindsEverySingleWrongDigitOfACard) {
  std::mt19937 random(7812);
  for (int i = 0; i < 200; ++i) {
    std::string card = "62";
    const std::size_t size = 15 + random() % 4;
    while (card.size() < size) card += static_cast<char>('0' + random() % 10);
    card += '0';
    while (!valid_luhn(card)) ++card.back();
    ASSERT_TRUE(is_union_pay_card(card));
    for (std::size_t at = 0; at < card.size(); ++at) {
      std::string wrong = card;
      wrong[at] =
          static_cast<char>('0' + (card[at] - '0' + 1 + static_cast<int>(random() % 9)) % 10);
      ASSERT_FALSE(valid_card_number(wrong)) << card << " -> " << wrong;
    }
  }
}

TEST(BankAccount, IsOneNumberHoweverItIsTyped) {
  EXPECT_EQ(normalise_bank_account("6222 0200-0000 ００００ 000"), "6222020000000000000");
}

TEST(RegistrationNumber, ChecksItsLastDigit) {
  EXPECT_TRUE(valid_registration_number("110108000000016"));
  EXPECT_TRUE(valid_registration_number("440301108548379"));
  EXPECT_FALSE(valid_registration_number("110108000000017"));
  EXPECT_FALSE(valid_registration_number("11010800000001"));
  EXPECT_FALSE(valid_registration_number("11010800000001X"));
}

}  // namespace
}  // namespace zhipi::formats
