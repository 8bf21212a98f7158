#include "workflow/clock.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace zhipi::workflow {
namespace {

constexpr std::chrono::hours kChina{8};
constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32

void append(std::string& text, std::uint64_t number, int digits) {
  for (int digit = digits - 1; digit >= 0; --digit) text += kAlphabet[(number >> (5 * digit)) & 31];
}

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  // Up to 256 bytes come whole or not at all (getrandom(2)).
  if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  return bits;
}

}  // namespace

Date day_of(store::Time moment) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(moment + kChina));
  return *Date::of(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                   static_cast<unsigned>(day.day()));
}

store::Time beginning_of(Date day) {
  return store::Time(day.days()) - kChina;
}

std::string new_application_id(store::Time moment) {
  const auto local = moment + kChina;
  const auto in_day = local - std::chrono::floor<std::chrono::days>(local);
  const std::uint64_t bits = random_bits();
  std::string id = "A";
  for (const char letter : day_of(moment).text()) {
    if (letter != '-') id += letter;
  }
  id += '-';
  append(id, static_cast<std::uint64_t>(in_day.count()), 6);
  append(id, bits, 10);
  return id;
}

}  // namespace zhipi::workflow
