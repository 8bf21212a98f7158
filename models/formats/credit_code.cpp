#include "models/formats/credit_code.h"

#include <array>

#include "models/formats/id_number.h"

namespace zhipi::formats {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<std::size_t, 17> kWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                  29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::string_view kOrganisationAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::array<std::size_t, 8> kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};

}  // namespace

// Identity numbers and credit codes are written with the same liberties.
std::string normalise_credit_code(std::string_view text) {
  return normalise_id_number(text);
}

CreditCodeFault credit_code_fault(std::string_view code) {
  if (code.size() != kLength) return CreditCodeFault::length;
  if (code.find_first_not_of(kAlphabet) != std::string_view::npos) {
    return CreditCodeFault::character;
  }
  if (credit_code_check_character(code.substr(0, 17)) != code[17]) {
    return CreditCodeFault::check_character;
  }
  return CreditCodeFault::none;
}

bool valid_credit_code(std::string_view code) {
  return credit_code_fault(code) == CreditCodeFault::none;
}

std::optional<char> credit_code_check_character(std::string_view first) {
  if (first.size() != kWeights.size()) return std::nullopt;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const std::size_t value = kAlphabet.find(first[i]);
    if (value == std::string_view::npos) return std::nullopt;
    sum += value * kWeights[i];
  }
  return kAlphabet[(31 - sum % 31) % 31];
}

std::optional<std::string> organisation_code_of(std::string_view code) {
  if (code.size() != kLength) return std::nullopt;
  return std::string(code.substr(8, 9));
}

bool valid_organisation_code(std::string_view code) {
  const bool hyphen = code.size() == 10 && code[8] == '-';
  if (code.size() != 9 && !hyphen) return false;
  return organisation_check_character(code.substr(0, 8)) == code.back();
}

std::optional<char> organisation_check_character(std::string_view body) {
  if (body.size() != kOrganisationWeights.size()) return std::nullopt;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const std::size_t value = kOrganisationAlphabet.find(body[i]);
    if (value == std::string_view::npos) return std::nullopt;
    sum += value * kOrganisationWeights[i];
  }
  const std::size_t check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace zhipi::formats
