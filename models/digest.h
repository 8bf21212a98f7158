// SHA-256 (FIPS 180-4) as zhipi writes it everywhere: "sha256:" and 64 lower-case hex digits.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace zhipi {

class Digest {
 public:
  // The digest of these bytes.
  static Digest of(std::string_view bytes);

  // Nothing unless the text has exactly the form "sha256:<64 hex digits>".
  static std::optional<Digest> parse(std::string_view text);

  const std::string& text() const { return text_; }  // "sha256:…"
  std::string_view hex() const { return std::string_view(text_).substr(7); }

  friend auto operator<=>(const Digest&, const Digest&) = default;

 private:
  explicit Digest(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace zhipi
