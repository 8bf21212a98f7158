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

// Looking the algorithm up and making room for it takes as long as hashing a kilobyte: each thread
// does so once.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}
  ~Hasher() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  std::array<unsigned char, kBytes> hash(std::string_view bytes) {
    std::array<unsigned char, kBytes> hash;
    if (EVP_DigestInit_ex2(context_, algorithm_, nullptr) != 1 ||
        EVP_DigestUpdate(context_, bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context_, hash.data(), nullptr) != 1) {
      throw std::runtime_error("OpenSSL could not compute SHA-256");
    }
    return hash;
  }

 private:
  EVP_MD* const algorithm_;
  EVP_MD_CTX* const context_;
};

}  // namespace

Digest Digest::of(std::string_view bytes) {
  static thread_local Hasher hasher;
  const std::array<unsigned char, kBytes> hash = hasher.hash(bytes);
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
