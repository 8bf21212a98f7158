#include "random.h"

namespace zhipi::specimens {
namespace {

std::uint64_t mixed(std::uint64_t seed, std::string_view purpose) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (const char character : purpose) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 1099511628211ULL;
  }
  return hash ^ (seed * 0x9E3779B97F4A7C15ULL);
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view purpose) : engine_(mixed(seed, purpose)) {}

// The standard's distributions may differ between libraries; the engine itself may not.
int Random::between(int low, int high) {
  const auto span = static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low + 1);
  return static_cast<int>(low + static_cast<std::int64_t>(engine_() % span));
}

double Random::real(double low, double high) {
  return low + (high - low) * (static_cast<double>(engine_() >> 11) * 0x1.0p-53);
}

bool Random::chance(double probability) {
  return real(0, 1) < probability;
}

}  // namespace zhipi::specimens
