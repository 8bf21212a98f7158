#include "models/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <cassert>
#include <stdexcept>

namespace zhipi {
namespace {

constexpr std::size_t kBytes = 32;

// Looking the algorithm up takes longer than a short message does: each thread does so once.
class KeyedHasher {
 public:
  KeyedHasher()
      : algorithm_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)), context_(EVP_MAC_CTX_new(algorithm_)) {
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    if (EVP_MAC_CTX_set_params(context_, parameters) != 1) fail();
  }
  ~KeyedHasher() {
    EVP_MAC_CTX_free(context_);
    EVP_MAC_free(algorithm_);
  }
  KeyedHasher(const KeyedHasher&) = delete;
  KeyedHasher& operator=(const KeyedHasher&) = delete;

  std::array<unsigned char, kBytes> hash(std::string_view key, std::string_view message) {
    std::array<unsigned char, kBytes> hash;
    std::size_t size = 0;
    if (EVP_MAC_init(context_, bytes_of(key), key.size(), nullptr) != 1 ||
        EVP_MAC_update(context_, bytes_of(message), message.size()) != 1 ||
        EVP_MAC_final(context_, hash.data(), &size, hash.size()) != 1 || size != hash.size()) {
      fail();
    }
    return hash;
  }

 private:
  static const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }
  [[noreturn]] static void fail() {
    throw std::runtime_error("OpenSSL could not compute HMAC-SHA-256");
  }

  EVP_MAC* const algorithm_;
  EVP_MAC_CTX* const context_;
};

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
  assert(!key.empty());
  static thread_local KeyedHasher hasher;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  text.reserve(2 * kBytes);
  for (const unsigned byte : hasher.hash(key, message)) {
    text += kHex[byte >> 4U];
    text += kHex[byte & 0xFU];
  }
  return text;
}

}  // namespace zhipi
