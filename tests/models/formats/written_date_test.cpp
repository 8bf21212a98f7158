#include "models/formats/written_date.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace zhipi::formats {
namespace {

std::string read(std::string_view text) {
  const auto date = parse_written_date(text);
  return date ? date->text() : "nothing";
}

TEST(WrittenDate, IsReadInEveryFormThatOfficesUse) {
  for (const char* text : {"2023年5月18日",
                           "2023年05月18日",
                           "2023 年 5 月 18 日",
                           "2023年5月18号",
                           "2023-05-18",
                           "2023-5-18",
                           "2023—05—18",
                           "2023.5.18",
                           "2023.05.18",
                           "2023/5/18",
                           "20230518",
                           "2023 05 18",
                           "２０２３年５月１８日",
                           "２０２３．５．１８",
                           "二〇二三年五月十八日",
                           "二零二三年五月十八日",
                           "二○二三年五月十八日",
                           "二〇二三年五月一十八日",
                           "贰零贰叁年零伍月壹拾捌日",
                           "　2023年5月18日 "}) {
    EXPECT_EQ(read(text), "2023-05-18") << text;
  }
}

TEST(WrittenDate, ReadsTensAndTwentiesInCharacters) {
  EXPECT_EQ(read("二〇二三年十月十日"), "2023-10-10");
  EXPECT_EQ(read("二〇二三年十二月二十日"), "2023-12-20");
  EXPECT_EQ(read("二〇二三年十二月三十一日"), "2023-12-31");
  EXPECT_EQ(read("贰零贰叁年零壹拾月零叁拾日"), "2023-10-30");
}

TEST(WrittenDate, ReadsLongTermAsTheLastDay) {
  EXPECT_EQ(read("长期"), "9999-12-31");
  EXPECT_EQ(read("長期"), "9999-12-31");
  EXPECT_EQ(read("长 期"), "9999-12-31");
}

TEST(WrittenDate, LeavesOtherCalendarsAndOpenEndsToAPerson) {
  for (const char* text : {"民国112年5月18日", "民国一一二年五月十八日", "农历二〇二三年三月廿九",
                           "二〇二三年三月廿九日", "癸卯年三月廿九", "至今", "今", "永久"}) {
    EXPECT_EQ(read(text), "nothing") << text;
  }
}

TEST(WrittenDate, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2023年2月29日", "2023-13-01", "2023.4.31", "20230532", "2023年0月1日",
                           "二〇二三年二月三十日"}) {
    EXPECT_EQ(read(text), "nothing") << text;
  }
}

TEST(WrittenDate, RefusesWhatIsIncompleteOrMixed) {
  for (const char* text :
       {"", "2023", "2023年5月", "5月18日", "23-05-18", "2023-05/18", "2023-05-18-", "2023518",
        "2023-05-018", "02023-05-18", "2023年5月18", "2023-05-18 10:00", "二三年五月十八日",
        "2023年5月一八日", "O023-05-18", "年月日", "2023年月日"}) {
    EXPECT_EQ(read(text), "nothing") << text;
  }
}

TEST(WrittenDate, ReadsBackWhatItsOwnFormsWrite) {
  std::mt19937 random(86);
  for (int i = 0; i < 5000; ++i) {
    const Date date = Date::parse("1900-01-01")->add_days(static_cast<int>(random() % 73000));
    const std::string year = std::to_string(date.year());
    const std::string month = std::to_string(date.month());
    const std::string day = std::to_string(date.day());
    EXPECT_EQ(parse_written_date(year + "年" + month + "月" + day + "日"), date);
    EXPECT_EQ(parse_written_date(year + "." + month + "." + day), date);
    EXPECT_EQ(parse_written_date(year + "/" + month + "/" + day), date);
    EXPECT_EQ(parse_written_date(date.text()), date);
  }
}

}  // namespace
}  // namespace zhipi::formats
