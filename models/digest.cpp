#include "models/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace zhipi {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::size_t kBytes = 32;
constexpr std::string_view kHex = "0123456789abcdef";

}  // namespace

Digest Digest::of(std::string_view bytes) {
  std::array<unsigned char, kBytes> hash;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not compute SHA-256");
  }
  std::string text(kPrefix);
  text.reserve(kPrefix.size() + 2 * kBytes);
  for (const unsigned byte : hash) {
    text += kHex[byte >> 4U];
    text += kHex[byte & 0xFU];
  }
  return Digest(std::move(text));
}

std::optional<Digest> Digest::parse(std::string_view text) {
  if (!text.starts_with(kPrefix) || text.size() != kPrefix.size() + 2 * kBytes) return std::nullopt;
  const std::string_view hex = text.substr(kPrefix.size());
  if (hex.find_first_not_of(kHex) != std::string_view::npos) return std::nullopt;
  return Digest(std::string(text));
}

}  // namespace zhipi
