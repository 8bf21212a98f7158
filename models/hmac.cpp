#include "models/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cassert>
#include <stdexcept>

namespace zhipi {

std::string hmac_sha256(std::string_view key, std::string_view message) {
  assert(!key.empty());
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), hash.data(),
           &size) == nullptr) {
    throw std::runtime_error("OpenSSL could not compute HMAC-SHA-256");
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (unsigned at = 0; at < size; ++at) {
    text += kHex[hash[at] >> 4U];
    text += kHex[hash[at] & 0xFU];
  }
  return text;
}

}  // namespace zhipi
