#include "firms.h"

#include <array>
#include <vector>

#include "people.h"
#include "text.h"

namespace zhipi::specimens {
namespace {

constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // GB 32100

constexpr std::array<std::string_view, 12> kTrades{"餐饮管理", "电子科技", "建筑工程", "商贸",
                                                   "文化传媒", "信息技术", "物业管理", "汽车服务",
                                                   "医疗器械", "酒店管理", "环保科技", "食品"};
constexpr std::array<std::string_view, 10> kShops{"小吃店", "便利店", "理发店", "茶餐厅", "五金店",
                                                  "水果店", "美容院", "文具店", "面馆",   "旅馆"};
constexpr std::array<std::string_view, 16> kScopes{
    "餐饮服务",         "食品销售",         "日用百货销售",       "软件开发",
    "信息技术咨询服务", "广告设计、代理",   "会议及展览服务",     "物业管理",
    "建筑材料销售",     "汽车零配件零售",   "五金产品批发",       "美发服务",
    "住宿服务",         "办公设备租赁服务", "第二类医疗器械销售", "企业管理咨询"};
constexpr std::array<std::string_view, 14> kFirstSyllables{
    "云", "鑫", "恒", "嘉", "瑞", "盛", "海", "泰", "睿", "榕", "宏", "晟", "卓", "聚"};
constexpr std::array<std::string_view, 14> kSecondSyllables{
    "达", "源", "创", "悦", "丰", "腾", "兴", "和", "通", "诚", "捷", "润", "锦", "邦"};
constexpr std::array<std::string_view, 10> kStreets{"云栖路", "松影街", "榕溪大道", "样桥路",
                                                    "青岚巷", "望潮路", "听泉路",   "橘园街",
                                                    "鹤汀路", "古槐巷"};

// 字号: a third of them with a rarer character.
std::string invent_style(Random& random) {
  const auto rare = characters(rare_given_characters());
  std::string style(random.pick(kFirstSyllables));
  style += random.chance(0.33) ? random.pick(rare) : std::string(random.pick(kSecondSyllables));
  if (random.chance(0.3)) style += random.pick(kSecondSyllables);
  return style;
}

std::string invent_scope(Random& random, bool individual) {
  const int count = individual ? random.between(1, 3) : random.between(3, 9);
  std::string scope = individual ? "" : "许可项目：";
  int at = random.between(0, 15);
  for (int i = 0; i < count; ++i) {
    if (i > 0) scope += !individual && i == 1 ? "。一般项目：" : "；";
    scope += kScopes[static_cast<std::size_t>(at)];
    at = (at + random.between(1, 3)) % 16;
  }
  return scope + "。（依法须经批准的项目，经相关部门批准后方可开展经营活动）";
}

int organisation_value(char character) {
  return character <= '9' ? character - '0' : character - 'A' + 10;
}

// GB 11714: the ninth character of an organisation code.
char organisation_check(std::string_view body) {
  constexpr std::array<int, 8> kWeights{3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sum += organisation_value(body[i]) * kWeights[i];
  }
  return "0X987654321"[sum % 11];
}

}  // namespace

std::string credit_code_of(std::string_view kind, std::string_view division,
                           std::string_view body) {
  std::string code(kind);
  code.append(division).append(body);
  code += organisation_check(body);
  int sum = 0;
  int weight = 1;
  for (const char character : code) {
    sum += static_cast<int>(kCodeAlphabet.find(character)) * weight;
    weight = weight * 3 % 31;
  }
  return code + kCodeAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::string registration_number_of(std::string_view authority, std::string_view sequence) {
  std::string number(authority);
  number += sequence;
  int product = 10;
  for (const char digit : number) {
    const int sum = (product + digit - '0') % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return number + std::to_string((11 - product) % 10);
}

Place invent_place(Random& random) {
  static const std::vector<Place> kPlaces{
      {"350102", "福州市鼓楼区"}, {"350103", "福州市台江区"}, {"350104", "福州市仓山区"},
      {"350105", "福州市马尾区"}, {"350111", "福州市晋安区"}, {"350112", "福州市长乐区"},
      {"350121", "福州市闽侯县"}, {"350122", "福州市连江县"}, {"350181", "福清市"}};
  return random.pick(kPlaces);
}

std::string business_address(Random& random, const std::string& division) {
  std::string text = "福建省" + division + std::string(random.pick(kStreets)) +
                     std::to_string(random.between(1, 399)) + "号";
  if (random.chance(0.35)) return text;
  if (random.chance(0.5)) {
    return text + std::to_string(random.between(1, 3)) + "层" + digits(random.between(1, 40), 2) +
           "店面";
  }
  text += std::string(random.pick(kFirstSyllables)) + std::string(random.pick(kSecondSyllables));
  text += random.chance(0.5) ? "大厦" : "商务中心";
  return text + std::to_string(random.between(1, 9)) + "号楼" +
         std::to_string(random.between(2, 32)) + digits(random.between(1, 20), 2) + "室";
}

Firm invent_firm(Random& random, bool individual) {
  constexpr std::array<std::string_view, 3> kBodies{"MAW", "MAX", "MAY"};
  Firm firm;
  firm.individual = individual;
  const Place place = invent_place(random);
  firm.division = place.name;
  const std::string style = invent_style(random);
  firm.name = individual ? place.name + style + std::string(random.pick(kShops))
                         : (random.chance(0.5) ? "福州" : "福建") + style +
                               std::string(random.pick(kTrades)) +
                               (random.chance(0.85) ? "有限公司" : "股份有限公司");
  firm.type = individual                            ? "个体工商户"
              : firm.name.ends_with("股份有限公司") ? "股份有限公司（非上市、自然人投资或控股）"
              : random.chance(0.5)                  ? "有限责任公司（自然人独资）"
                                   : "有限责任公司（自然人投资或控股）";
  std::string body(random.pick(kBodies));
  for (int i = 0; i < 5; ++i)
    body += kCodeAlphabet[static_cast<std::size_t>(random.between(0, 30))];
  firm.credit_code = credit_code_of(individual ? "92" : "91", place.code, body);
  firm.registration_number = registration_number_of(
      place.code, (individual ? "60" : "10") + digits(random.between(0, 999999), 6));
  firm.representative = invent_name(random, random.chance(0.4) ? "女" : "男");
  constexpr std::array<long long, 10> kCapitals{10, 30, 50, 100, 200, 500, 1000, 1080, 3600, 10500};
  firm.capital = individual ? 0 : random.pick(kCapitals) * 1000000;
  firm.registered_on =
      iso({random.between(2004, 2025), random.between(1, 12), random.between(1, 28)});
  const auto day = day_of(firm.registered_on);
  firm.valid_to = random.chance(0.5)
                      ? "9999-12-31"
                      : iso({day->year + (random.chance(0.5) ? 20 : 50), day->month, day->day});
  firm.address = business_address(random, place.name);
  firm.scope = invent_scope(random, individual);
  firm.office = place.name + "市场监督管理局";
  return firm;
}

std::string invent_school(Random& random) {
  constexpr std::array<std::string_view, 5> kKinds{"职业技术学院", "理工学院", "第二中学",
                                                   "师范学校", "医学院"};
  return "福州" + std::string(random.pick(kFirstSyllables)) +
         std::string(random.pick(kSecondSyllables)) + std::string(random.pick(kKinds));
}

}  // namespace zhipi::specimens
