// Invented firms, shops, offices and schools of Fuzhou, with codes that are valid by their check
// digits.
//
// Nobody real is meant: organisation codes begin with letters that are not given out yet.
#pragma once

#include <string>
#include <string_view>

#include "random.h"

namespace zhipi::specimens {

struct Firm {
  bool individual = false;  // 个体工商户
  std::string name;
  std::string type;
  std::string credit_code;          // GB 32100
  std::string registration_number;  // GS 15
  std::string representative;       // 法定代表人 or 经营者
  long long capital = 0;            // in 分; none for an individual business
  std::string registered_on;        // YYYY-MM-DD
  std::string valid_to;             // 9999-12-31 for good
  std::string division;             // 福州市鼓楼区
  std::string address;
  std::string scope;   // 经营范围
  std::string office;  // the registering office
};

Firm invent_firm(Random& random, bool individual);

// 福州云栖职业技术学院 and the like.
std::string invent_school(Random& random);

// 18 characters of GB 32100 from department and class, division and eight characters of an
// organisation; both check characters are computed.
std::string credit_code_of(std::string_view kind, std::string_view division, std::string_view body);

// 15 digits of GS 15 from authority and sequence.
std::string registration_number_of(std::string_view authority, std::string_view sequence);

// Street and house in a division: 福建省福州市鼓楼区云栖路12号, with a shop's or an office's
// number.
std::string business_address(Random& random, const std::string& division);

// A division of Fuzhou with its code.
struct Place {
  std::string code;
  std::string name;  // 福州市鼓楼区
};
Place invent_place(Random& random);

}  // namespace zhipi::specimens
