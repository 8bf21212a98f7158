#include "models/formats/divisions.h"

#include <algorithm>
#include <array>
#include <span>

#include "models/formats/credit_code.h"
#include "models/formats/id_number.h"
#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

struct Named {
  std::string_view code;
  std::u32string_view name;
  std::u32string_view suffix;
};

constexpr std::array kProvinces = {
    Named{"11", U"北京", U"市"},           Named{"12", U"天津", U"市"},
    Named{"13", U"河北", U"省"},           Named{"14", U"山西", U"省"},
    Named{"15", U"内蒙古", U"自治区"},     Named{"21", U"辽宁", U"省"},
    Named{"22", U"吉林", U"省"},           Named{"23", U"黑龙江", U"省"},
    Named{"31", U"上海", U"市"},           Named{"32", U"江苏", U"省"},
    Named{"33", U"浙江", U"省"},           Named{"34", U"安徽", U"省"},
    Named{"35", U"福建", U"省"},           Named{"36", U"江西", U"省"},
    Named{"37", U"山东", U"省"},           Named{"41", U"河南", U"省"},
    Named{"42", U"湖北", U"省"},           Named{"43", U"湖南", U"省"},
    Named{"44", U"广东", U"省"},           Named{"45", U"广西", U"壮族自治区"},
    Named{"46", U"海南", U"省"},           Named{"50", U"重庆", U"市"},
    Named{"51", U"四川", U"省"},           Named{"52", U"贵州", U"省"},
    Named{"53", U"云南", U"省"},           Named{"54", U"西藏", U"自治区"},
    Named{"61", U"陕西", U"省"},           Named{"62", U"甘肃", U"省"},
    Named{"63", U"青海", U"省"},           Named{"64", U"宁夏", U"回族自治区"},
    Named{"65", U"新疆", U"维吾尔自治区"}, Named{"71", U"台湾", U"省"},
    Named{"81", U"香港", U"特别行政区"},   Named{"82", U"澳门", U"特别行政区"}};

constexpr std::array kCities = {
    Named{"3501", U"福州", U"市"}, Named{"3502", U"厦门", U"市"}, Named{"3503", U"莆田", U"市"},
    Named{"3504", U"三明", U"市"}, Named{"3505", U"泉州", U"市"}, Named{"3506", U"漳州", U"市"},
    Named{"3507", U"南平", U"市"}, Named{"3508", U"龙岩", U"市"}, Named{"3509", U"宁德", U"市"}};

// 长乐 was the city 350182 until 2017.
constexpr std::array kCounties = {Named{"350102", U"鼓楼", U"区"}, Named{"350103", U"台江", U"区"},
                                  Named{"350104", U"仓山", U"区"}, Named{"350105", U"马尾", U"区"},
                                  Named{"350111", U"晋安", U"区"}, Named{"350112", U"长乐", U"区"},
                                  Named{"350112", U"长乐", U"市"}, Named{"350121", U"闽侯", U"县"},
                                  Named{"350122", U"连江", U"县"}, Named{"350123", U"罗源", U"县"},
                                  Named{"350124", U"闽清", U"县"}, Named{"350125", U"永泰", U"县"},
                                  Named{"350128", U"平潭", U"县"}, Named{"350181", U"福清", U"市"}};

// 鼓楼区 is also in 南京, 徐州 and 开封: by itself it says nothing.
constexpr std::string_view kNotAlone = "350102";

const Named* with_suffix(std::span<const Named> table, std::u32string_view text) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Named& named) {
    return text.starts_with(named.name) && text.substr(named.name.size()).starts_with(named.suffix);
  });
  return found == table.end() ? nullptr : &*found;
}

std::size_t whole_length(const Named& named) {
  return named.name.size() + named.suffix.size();
}

// A city by its full name, or by its short one when a county of it follows (福州鼓楼区, not
// 福州路).
AddressDivision city_and_county(std::u32string_view text) {
  AddressDivision found;
  if (const Named* city = with_suffix(kCities, text)) {
    found = {std::string(city->code), whole_length(*city)};
  } else if (text.starts_with(U"福州") && with_suffix(kCounties, text.substr(2)) != nullptr) {
    found = {"3501", 2};
  }
  const bool of_fuzhou = found.code == "3501";
  if (!found.code.empty() && !of_fuzhou) return found;
  const Named* county = with_suffix(kCounties, text.substr(found.length));
  if (county == nullptr || (!of_fuzhou && county->code == kNotAlone)) return found;
  return {std::string(county->code), found.length + whole_length(*county)};
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string significant(std::string_view division) {
  std::string code(division);
  if (code.starts_with("350182")) code = "350112";
  while (code.size() > 2 && code.ends_with("00")) code.resize(code.size() - 2);
  return code;
}

// The division digits of a code, if it is one.
std::optional<std::string> code_of(const std::string& place) {
  std::string code;
  if (place.size() == 18 && !valid_id_number(place) && valid_credit_code(place)) {
    code = place.substr(2, 6);
  } else if (place.size() >= 6 && all_digits(place.substr(0, place.size() - 1)) &&
             (all_digits(place.substr(place.size() - 1)) || place.back() == 'X')) {
    code = place;
  } else {
    return std::nullopt;
  }
  if (code.starts_with("350182")) code.replace(0, 6, "350112");
  // 350100 is the city as a whole: in which of its districts, the code does not say.
  if (code.compare(4, 2, "00") == 0) code = significant(code.substr(0, 6));
  return code;
}

}  // namespace

Province province_of_address(std::u32string_view address) {
  const Named* province = with_suffix(kProvinces, address);
  if (province == nullptr) return {};
  return {province->name, province->code, whole_length(*province)};
}

AddressDivision division_of_address(std::u32string_view address) {
  const Province province = province_of_address(address);
  if (province.length != 0) {
    AddressDivision rest;
    if (province.code == "35") rest = city_and_county(address.substr(province.length));
    if (rest.code.empty()) return {std::string(province.code), province.length};
    rest.length += province.length;
    return rest;
  }
  // 福建福州市…: the short name counts when a city of the province follows.
  if (address.starts_with(U"福建")) {
    AddressDivision rest = city_and_county(address.substr(2));
    if (!rest.code.empty()) {
      rest.length += 2;
      return rest;
    }
  }
  return city_and_county(address);
}

std::optional<bool> in_division(std::string_view place, std::string_view division) {
  const std::string wanted = significant(division);
  if (wanted.size() < 2 || !all_digits(wanted)) return std::nullopt;
  const std::string normal = normalise_id_number(place);
  std::string code;
  if (auto known = code_of(normal)) {
    code = std::move(*known);
  } else {
    code = division_of_address(to_code_points(without_spaces(place))).code;
  }
  if (code.starts_with(wanted)) return true;
  if (code.empty() || wanted.starts_with(code)) return std::nullopt;
  return false;
}

}  // namespace zhipi::formats
