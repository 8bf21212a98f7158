#include "app/case_source.h"

#include <gmock/gmock.h>

#include <sstream>

namespace zhipi::app {
namespace {

using ::testing::ElementsAre;

// Every block, and that their line numbers follow each other.
std::string all_of(const CaseSource& source) {
  std::string text;
  std::uint64_t line = 1;
  for (;;) {
    const auto block = source().value();
    if (!block) return text;
    EXPECT_EQ(block->first, line);
    line += static_cast<std::uint64_t>(std::count(block->text.begin(), block->text.end(), '\n'));
    text += block->text;
  }
}

TEST(CaseSource, GivesEveryLineOnceWhateverTheSizeOfItsBlocks) {
  const std::string text = "{\"a\": 1}\n\n{\"bb\": 22}\n{\"c\": 3}";
  for (std::size_t bytes = 1; bytes < text.size() + 3; ++bytes) {
    std::istringstream input(text);
    EXPECT_EQ(all_of(lines_of(input, bytes)), text) << bytes;
  }
}

TEST(CaseSource, BreaksBlocksAtTheEndsOfLines) {
  std::istringstream input("first\nsecond\nthird\n");
  const CaseSource source = lines_of(input, 8);
  std::vector<std::string> blocks;
  while (const auto block = source().value()) blocks.push_back(block->text);
  EXPECT_THAT(blocks, ElementsAre("first\n", "second\n", "third\n"));
}

TEST(CaseSource, OfNothingGivesNothing) {
  std::istringstream input("");
  EXPECT_FALSE(lines_of(input)().value());
}

TEST(CaseSource, RefusesALineThatNoCaseCanBe) {
  std::istringstream input("{}\n" + std::string(kLongestLine + (2u << 20), 'x'));
  const CaseSource source = lines_of(input);
  auto block = source();
  while (block && *block) block = source();
  ASSERT_FALSE(block);
  EXPECT_EQ(block.error().code, "too_large");
  EXPECT_EQ(block.error().where, "2");
}

}  // namespace
}  // namespace zhipi::app
