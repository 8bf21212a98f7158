#include "bench/service/applications.h"

#include <chrono>
#include <map>

#include "bench/service/load.h"
#include "models/date.h"
#include "models/formats/id_number.h"

namespace zhipi::bench {
namespace {

constexpr std::uint64_t kPerDay = 999;  // sequence numbers of one day and division

constexpr std::string_view kTemplate =
    R"({"matter":"senior_allowance","reference":"BENCH-{n}",)"
    R"("applicant":{"kind":"person","name":"量样甲","number":"{id}"},)"
    R"("form":{"full_name":"量样甲","id_number":"{id}","id_valid_to":"9999-12-31",)"
    R"("address":"福建省福州市鼓楼区样本路12号3室","residence_issued_on":"{issued}",)"
    R"("bank_account":"6217001800000001228","account_name":"量样甲","signature":"electronic"},)"
    R"("e_licences":{"id_card":{"full_name":"量样甲","id_number":"{id}","birth_date":"{born}",)"
    R"("valid_from":"2010-01-01","valid_to":"9999-12-31"},)"
    R"("residence_proof":{"address":"福州市鼓楼区样本路12号3室","issued_on":"{issued}",)"
    R"("seal":{"present":true}}},)"
    R"("lookups":{"population":{"alive":true,"birth_date":"{born}","registered_at":"350102"},)"
    R"("civil_affairs":{"deceased":false,"active_grant":false,"granted_elsewhere":false,)"
    R"("low_income":false}}})";

// With its check character (GB 11643).
std::string id_number(const std::string& born, std::uint64_t sequence) {
  std::string number = "350102" + born.substr(0, 4) + born.substr(5, 2) + born.substr(8, 2);
  const std::string digits = std::to_string(sequence);
  number += std::string(3 - digits.size(), '0') + digits;
  for (const char check : std::string_view("0123456789X")) {
    if (formats::valid_id_number(number + check)) return number + check;
  }
  return number;
}

// The template with every name in braces replaced.
std::string filled(const std::map<std::string, std::string, std::less<>>& values) {
  std::string text;
  std::string_view rest = kTemplate;
  for (std::size_t open = 0; (open = rest.find('{')) != std::string_view::npos;) {
    const std::size_t close = rest.find('}', open);
    const auto value = values.find(rest.substr(open + 1, close - open - 1));
    const std::size_t taken = value == values.end() ? open + 1 : close + 1;
    text.append(rest.substr(0, value == values.end() ? open + 1 : open));
    if (value != values.end()) text.append(value->second);
    rest.remove_prefix(taken);
  }
  return text.append(rest);
}

}  // namespace

std::string application_request(std::uint64_t number, const std::string& token) {
  using std::chrono::days;
  static const std::chrono::year_month_day kIssuedOn(
      std::chrono::floor<days>(std::chrono::system_clock::now()) - days(2));
  static const std::string kIssued =
      Date::of(static_cast<int>(kIssuedOn.year()), static_cast<unsigned>(kIssuedOn.month()),
               static_cast<unsigned>(kIssuedOn.day()))
          ->text();
  const std::string born =
      Date::of(1930, 1, 1)->add_days(static_cast<int>(number / kPerDay)).text();
  const std::string text = filled({{"n", std::to_string(number)},
                                   {"id", id_number(born, number % kPerDay + 1)},
                                   {"born", born},
                                   {"issued", kIssued}});
  return post("/v1/applications", text, token);
}

}  // namespace zhipi::bench
