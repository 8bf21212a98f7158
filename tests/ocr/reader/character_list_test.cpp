#include "ocr/reader/character_list.h"

#include <gtest/gtest.h>

#include <random>

#include "models/formats/text.h"

namespace zhipi::ocr {
namespace {

std::string refusal(std::string_view text) {
  const auto list = CharacterList::parse(text, "list.txt");
  return list ? "" : list.error().where + ": " + list.error().code;
}

TEST(CharacterList, LineIFromOneIsClassI) {
  const auto list = CharacterList::parse("林\n秀\n英\n", "list.txt");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->classes(), 4);
  EXPECT_EQ(list->written(0), U'\0');
  EXPECT_EQ(list->written(3), U'英');
  EXPECT_EQ(list->classes_of(U'秀'), std::vector{2});
  EXPECT_TRUE(list->classes_of(U'陈').empty());
}

TEST(CharacterList, AWindowsFileAndAMissingLastLineEndAreRead) {
  const auto list = CharacterList::parse("\xEF\xBB\xBF林\r\n秀", "list.txt");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->classes(), 3);
  EXPECT_EQ(list->written(1), U'林');
}

TEST(CharacterList, AFullWidthFormAndItsAsciiCharacterAreOne) {
  const auto list = CharacterList::parse("(\n（\n", "list.txt");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->written(2), U'(');
  EXPECT_EQ(list->classes_of(U'('), (std::vector{1, 2}));
}

TEST(CharacterList, NamesTheLineThatIsNotOneCharacter) {
  EXPECT_EQ(refusal("林\n秀英\n"), "list.txt:2: bad_charset");
  EXPECT_EQ(refusal("林\n\n英\n"), "list.txt:2: bad_charset");
  EXPECT_EQ(refusal("林\n\xFF\n"), "list.txt:2: bad_charset");
  EXPECT_EQ(refusal(""), "list.txt: bad_charset");
}

TEST(CharacterList, AFileThatIsNotThereIsNamed) {
  const auto list = CharacterList::load("/nowhere/list.txt");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, "unreadable");
  EXPECT_EQ(list.error().where, "/nowhere/list.txt");
}

TEST(CharacterList, BytesOfAnySortAreReadOrRefused) {
  std::mt19937 random(20'261'120);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const auto size = random() % 40;
    for (unsigned i = 0; i < size; ++i) {
      constexpr std::string_view kLikely = "\n\n\ra林";
      text += random() % 3 == 0 ? static_cast<char>(random() % 256)
                                : kLikely[random() % kLikely.size()];
    }
    const auto list = CharacterList::parse(text, "list.txt");
    if (!list) continue;
    for (int i = 1; i < list->classes(); ++i) {
      const std::vector<int>& same = list->classes_of(list->written(i));
      EXPECT_NE(std::find(same.begin(), same.end(), i), same.end()) << round;
    }
  }
}

}  // namespace
}  // namespace zhipi::ocr
