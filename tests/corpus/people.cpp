#include "people.h"

#include <array>
#include <utility>

#include "text.h"

namespace zhipi::specimens {
namespace {

struct Division {
  std::string_view code;
  std::string_view name;
};

constexpr std::array<Division, 12> kDivisions{{{"350102", "鼓楼区"},
                                               {"350103", "台江区"},
                                               {"350104", "仓山区"},
                                               {"350105", "马尾区"},
                                               {"350111", "晋安区"},
                                               {"350112", "长乐区"},
                                               {"350121", "闽侯县"},
                                               {"350122", "连江县"},
                                               {"350123", "罗源县"},
                                               {"350124", "闽清县"},
                                               {"350125", "永泰县"},
                                               {"350181", "福清市"}}};

constexpr std::array<std::string_view, 16> kPlaceNames{
    "云栖", "松影", "榕溪", "样桥", "青岚", "望潮", "石鹭", "南屿岭",
    "竹坞", "半月", "听泉", "橘园", "鹤汀", "荔坪", "白湾", "古槐"};
constexpr std::array<std::string_view, 5> kRoads{"路", "街", "巷", "大道", "弄"};
constexpr std::array<std::string_view, 6> kEstates{"花园", "新村", "小区", "公寓", "雅苑", "名庭"};
constexpr std::array<std::string_view, 6> kBanks{"中国工商银行", "中国农业银行", "中国建设银行",
                                                 "中国银行",     "兴业银行",     "海峡银行"};
// No bank issues cards that begin so.
constexpr std::string_view kIssuer = "629999";
constexpr std::array<std::string_view, 6> kEthnicities{"畲", "回", "满", "土家", "苗", "壮"};

std::string street_address(Random& random) {
  std::string text = std::string(random.pick(kPlaceNames)) + std::string(random.pick(kRoads)) +
                     std::to_string(random.between(1, 388)) + "号";
  if (!random.chance(0.6)) return text;
  text += std::string(random.pick(kPlaceNames)) + std::string(random.pick(kEstates));
  text += std::to_string(random.between(1, 28)) + (random.chance(0.5) ? "座" : "号楼");
  return text + std::to_string(random.between(1, 26)) + digits(random.between(1, 6), 2) +
         (random.chance(0.7) ? "室" : "单元");
}

std::string invent_birth_date(Random& random) {
  const int year = random.chance(0.6) ? random.between(1928, 1946) : random.between(1947, 2004);
  return iso({year, random.between(1, 12), random.between(1, 28)});
}

int luhn_digit(std::string_view number) {
  int sum = 0;
  bool twice = true;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit) {
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value / 10 + value % 10;
    twice = !twice;
  }
  return (10 - sum % 10) % 10;
}

char check_character(std::string_view seventeen) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (seventeen[i] - '0') * kWeights[i];
  return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

bool has_id_form(std::string_view text) {
  return text.size() == 18 &&
         text.substr(0, 17).find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string id_number_of(std::string_view division, std::string_view birth_date, int sequence) {
  std::string number(division);
  for (const char character : birth_date) {
    if (character != '-') number += character;
  }
  number += digits(sequence, 3);
  return number + check_character(number);
}

bool has_valid_check(std::string_view id_number) {
  return has_id_form(id_number) && check_character(id_number) == id_number.back();
}

std::string sex_by(std::string_view id_number) {
  if (!has_id_form(id_number)) return {};
  return (id_number[16] - '0') % 2 == 1 ? "男" : "女";
}

std::string birth_date_by(std::string_view id_number) {
  if (!has_id_form(id_number)) return {};
  const std::string text(id_number.substr(6, 8));
  return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2);
}

std::string card_number(Random& random, std::string_view prefix, int length) {
  std::string number(prefix);
  while (static_cast<int>(number.size()) < length - 1) {
    number += std::to_string(random.between(0, 9));
  }
  return number + std::to_string(luhn_digit(number));
}

std::string invent_name(Random& random, std::string_view sex) {
  const auto surname = characters(surnames());
  const auto common = characters(common_given_characters());
  const auto rare = characters(rare_given_characters());
  // The list of common characters begins with those of women's names, 秀英芳兰….
  const std::size_t half = common.size() / 2;
  const std::vector<std::string> usual(
      sex == "女" ? common.begin() : common.begin() + static_cast<std::ptrdiff_t>(half / 2),
      sex == "女" ? common.begin() + static_cast<std::ptrdiff_t>(half) : common.end());
  std::string name = random.pick(surname);
  const int given = random.chance(0.8) ? 2 : 1;
  // A third of the names hold a rarer character.
  for (int i = 0; i < given; ++i)
    name += random.chance(0.2) ? random.pick(rare) : random.pick(usual);
  return name;
}

Person invent_person(Random& random) {
  Person person;
  person.sex = random.chance(0.5) ? "男" : "女";
  person.full_name = invent_name(random, person.sex);
  person.ethnicity = random.chance(0.9) ? "汉" : std::string(random.pick(kEthnicities));
  person.birth_date = invent_birth_date(random);
  const Division& division = random.pick(kDivisions);
  const int sequence = random.between(450, 499) * 2 + (person.sex == "男" ? 1 : 0);
  person.id_number = id_number_of(division.code, person.birth_date, sequence);
  const bool city = division.code == "350181";
  person.division = (city ? "" : "福州市") + std::string(division.name);
  const std::string street = std::string(random.pick(kPlaceNames)) + "街道";
  person.community =
      person.division + street + std::string(random.pick(kPlaceNames)) + "社区居民委员会";
  person.registered_address = "福建省" + person.division + street_address(random);
  person.address = random.chance(0.67) ? person.registered_address
                                       : "福建省" + person.division + street_address(random);
  person.phone =
      "1" + std::to_string(random.between(30, 99)) + digits(random.between(0, 99999999), 8);
  person.bank_name =
      std::string(random.pick(kBanks)) + "福州" + std::string(random.pick(kPlaceNames)) + "支行";
  person.bank_account = card_number(random, kIssuer, 19);
  return person;
}

}  // namespace zhipi::specimens
