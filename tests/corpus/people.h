// Invented people and offices of Fuzhou, with numbers that are valid by their check digits.
//
// Nobody real is meant: streets and communities do not exist, and the sequence part of an identity
// number is always 900 or more, and no bank issues card numbers like these.
#pragma once

#include <string>
#include <string_view>

#include "random.h"

namespace zhipi::specimens {

struct Person {
  std::string full_name;
  std::string sex;  // 男 or 女
  std::string ethnicity;
  std::string birth_date;  // YYYY-MM-DD
  std::string id_number;
  std::string division;            // 福州市鼓楼区
  std::string community;           // 福州市鼓楼区云栖街道松影社区居民委员会
  std::string registered_address;  // 户籍地址
  std::string address;             // 现住址
  std::string phone;
  std::string bank_name;
  std::string bank_account;  // passes Luhn
};

// An adult or old person; two of three have lived in one place all along.
Person invent_person(Random& random);

// 姓名 alone: a common surname, given names from common and rarer characters.
std::string invent_name(Random& random, std::string_view sex);

// 17 digits and the check character of GB 11643. `division` has six digits, `sequence` three.
std::string id_number_of(std::string_view division, std::string_view birth_date, int sequence);

// Whether the check character of an 18-character number is right (GB 11643).
bool has_valid_check(std::string_view id_number);

// 男 or 女 by the sequence digit; empty if the number has another form.
std::string sex_by(std::string_view id_number);

// YYYY-MM-DD; empty if the number has another form.
std::string birth_date_by(std::string_view id_number);

// A card number of `length` digits with this beginning and a right Luhn digit (ISO/IEC 7812).
std::string card_number(Random& random, std::string_view prefix, int length);

// Surnames and given-name characters, for tests of the vocabulary.
std::string_view surnames();
std::string_view common_given_characters();
std::string_view rare_given_characters();

}  // namespace zhipi::specimens
