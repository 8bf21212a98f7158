// Runs an entry on damaged seeds, without libFuzzer: the same inputs every time for one seed.
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/fuzz/entry.h"

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t bound) {
  return bound == 0 ? 0 : random() % bound;
}

void damage(std::string& bytes, const std::vector<std::string>& seeds, Random& random) {
  constexpr unsigned char kOdd[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
  const std::size_t at = below(random, bytes.size() + 1);
  switch (random() % 7) {
    case 0:  // one bit
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
      break;
    case 1:  // a number of up to four bytes becomes a limit of its type
      for (std::size_t i = at; i < std::min(bytes.size(), at + 1 + random() % 4); ++i)
        bytes[i] = static_cast<char>(kOdd[random() % std::size(kOdd)]);
      break;
    case 2:
      bytes.resize(at);
      break;
    case 3:
      bytes.erase(at, 1 + random() % 16);
      break;
    case 4:
      bytes.insert(at, bytes.substr(below(random, bytes.size()), random() % 64));
      break;
    case 5:  // the head is where sizes stand
      if (!bytes.empty())
        bytes[below(random, std::min<std::size_t>(bytes.size(), 64))] = static_cast<char>(random());
      break;
    default: {  // the rest of another file
      const std::string& other = seeds[below(random, seeds.size())];
      bytes = bytes.substr(0, at) + other.substr(std::min(at, other.size()));
    }
  }
}

}  // namespace

int main(int count, char** values) {
  if (count != 3) {
    std::fprintf(stderr, "usage: %s SEED INPUTS\n", values[0]);
    return 2;
  }
  Random random(std::strtoull(values[1], nullptr, 10));
  const auto inputs = std::strtoul(values[2], nullptr, 10);
  const std::vector<std::string> seeds = zhipi::fuzz::seeds();
  for (unsigned long i = 0; i < inputs; ++i) {
    std::string bytes = seeds[i % seeds.size()];
    const std::size_t times = i < seeds.size() ? 0 : 1 + random() % 4;
    for (std::size_t n = 0; n < times; ++n) damage(bytes, seeds, random);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::printf("%lu inputs\n", inputs);
  return 0;
}
