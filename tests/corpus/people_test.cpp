#include "people.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "text.h"

namespace zhipi::specimens {
namespace {

bool passes_luhn(const std::string& number) {
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const int digit = number[number.size() - 1 - i] - '0';
    sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
  }
  return sum % 10 == 0;
}

std::set<std::string> distinct(std::string_view text) {
  const auto all = characters(text);
  return {all.begin(), all.end()};
}

TEST(People, TheExampleOfTheStandardHasARightCheckCharacter) {
  EXPECT_TRUE(has_valid_check("11010519491231002X"));  // GB 11643, annex
  EXPECT_EQ(id_number_of("110105", "1949-12-31", 2), "11010519491231002X");
}

TEST(People, AWrongDigitOrLengthSpoilsTheNumber) {
  EXPECT_FALSE(has_valid_check("110105194912310021"));
  EXPECT_FALSE(has_valid_check("11010519491231003X"));
  EXPECT_FALSE(has_valid_check("11010519491231002"));
}

TEST(People, EveryInventedNumberAgreesWithBirthDateAndSex) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Random random(seed, "person");
    const Person person = invent_person(random);
    EXPECT_TRUE(has_valid_check(person.id_number)) << person.id_number;
    EXPECT_EQ(birth_date_by(person.id_number), person.birth_date);
    EXPECT_EQ(sex_by(person.id_number), person.sex);
    EXPECT_GE(person.id_number.substr(14, 3), "900") << "sequences of invented people";
  }
}

TEST(People, EveryInventedAccountPassesLuhn) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, "person");
    const std::string account = invent_person(random).bank_account;
    EXPECT_EQ(account.size(), 19U);
    EXPECT_TRUE(passes_luhn(account)) << account;
  }
}

TEST(People, NamesUseMoreThanThreeHundredRareCharacters) {
  EXPECT_GT(distinct(rare_given_characters()).size(), 300U);
  for (const char* const rare : {"璟", "昶", "珏", "翀"}) {
    EXPECT_TRUE(distinct(rare_given_characters()).contains(rare)) << rare;
  }
}

TEST(People, NoCharacterStandsTwiceInItsList) {
  for (const std::string_view list :
       {surnames(), common_given_characters(), rare_given_characters()}) {
    EXPECT_EQ(distinct(list).size(), characters(list).size());
  }
}

TEST(People, AboutAThirdOfNamesHoldARareCharacter) {
  const auto rare = distinct(rare_given_characters());
  Random random(7, "names");
  int found = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto letters = characters(invent_name(random, i % 2 == 0 ? "女" : "男"));
    found += std::any_of(letters.begin() + 1, letters.end(),
                         [&](const std::string& letter) { return rare.contains(letter); })
                 ? 1
                 : 0;
  }
  EXPECT_GT(found, 2000 * 28 / 100);
  EXPECT_LT(found, 2000 * 42 / 100);
}

}  // namespace
}  // namespace zhipi::specimens
