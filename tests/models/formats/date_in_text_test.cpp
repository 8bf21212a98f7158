#include "models/formats/date_in_text.h"

#include <gmock/gmock.h>

#include <string>

#include "models/formats/text.h"
#include "models/normalise.h"

namespace zhipi::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string read(std::string_view text, DateOrder order) {
  const auto found = parse_foreign_date(text, order);
  return found ? found->date.text() : "nothing";
}

std::vector<std::string> all_in(std::string_view text, DateOrder order) {
  std::vector<std::string> dates;
  for (const DateInText& date : dates_in(to_code_points(text), order))
    dates.push_back(date.date.text());
  return dates;
}

TEST(ForeignDate, IsReadInTheOrderThatIsSaid) {
  for (const char* text : {"9/3/2018", "09/03/2018", "9-3-2018", "09.03.2018", " 9 / 3 / 2018 "}) {
    EXPECT_EQ(read(text, DateOrder::dmy), "2018-03-09") << text;
    EXPECT_EQ(read(text, DateOrder::mdy), "2018-09-03") << text;
  }
  EXPECT_EQ(read("25/12/2018", DateOrder::mdy), "nothing");
}

TEST(ForeignDate, WithoutAnOrderIsReadWhereItCanOnlyBeOneDay) {
  EXPECT_EQ(read("25/12/2018", DateOrder::unsaid), "2018-12-25");
  EXPECT_EQ(read("12/25/2018", DateOrder::unsaid), "2018-12-25");
  EXPECT_EQ(read("5/5/2018", DateOrder::unsaid), "2018-05-05");
  EXPECT_EQ(read("9/3/2018", DateOrder::unsaid), "nothing");
  EXPECT_EQ(read("25/12/18", DateOrder::unsaid), "nothing");
}

TEST(ForeignDate, MayNameItsMonth) {
  for (const char* text : {"10 MAR 2018", "10-Mar-2018", "10 March, 2018", "10th March 2018",
                           "March 10, 2018", "Mar. 10 2018", "MARCH 10TH, 2018"}) {
    EXPECT_EQ(read(text, DateOrder::unsaid), "2018-03-10") << text;
  }
  EXPECT_EQ(read("3 Sept 2018", DateOrder::unsaid), "2018-09-03");
  EXPECT_EQ(read("31 Feb 2018", DateOrder::unsaid), "nothing");
  EXPECT_EQ(read("10 Marble 2018", DateOrder::unsaid), "nothing");
}

TEST(ForeignDate, OfTwoFiguresForTheYearAssumesTheCentury) {
  const auto date = parse_foreign_date("10-Mar-18", DateOrder::dmy);
  ASSERT_TRUE(date);
  EXPECT_EQ(date->date.text(), "2018-03-10");
  EXPECT_TRUE(date->century_assumed);
  EXPECT_FALSE(parse_foreign_date("10-Mar-2018", DateOrder::dmy)->century_assumed);
}

TEST(ForeignDate, MayHaveItsHourBehindIt) {
  EXPECT_EQ(read("25/12/2018 8:13:39 PM", DateOrder::dmy), "2018-12-25");
  EXPECT_EQ(read("10 MAR 2018 18:24", DateOrder::dmy), "2018-03-10");
  EXPECT_EQ(read("2018-03-10 18:24", DateOrder::unsaid), "2018-03-10");
  EXPECT_EQ(read("2018-03-1 8:24", DateOrder::unsaid), "2018-03-01");
  EXPECT_EQ(read("2018年3月10日 8:24", DateOrder::unsaid), "2018-03-10");
  EXPECT_EQ(read("18/03/18 20:14", DateOrder::dmy), "2018-03-18");
  EXPECT_EQ(read("25/12/2018 99:13", DateOrder::dmy), "nothing");
}

TEST(DatesInText, AreFoundAmongOtherWords) {
  EXPECT_THAT(all_in("Date:25/12/20188:13:39PMPOS1", DateOrder::dmy), ElementsAre("2018-12-25"));
  EXPECT_THAT(all_in("issued10Mar2018valid2028年3月9日", DateOrder::dmy),
              ElementsAre("2018-03-10", "2028-03-09"));
}

TEST(DatesInText, AreNoPartsOfLongerNumbers) {
  for (const char* text : {"125/12/2018", "25/12/20181", "12-25/12/2018/4", "0125-12-2018-7",
                           "2010-05-06-2030-05-06", "1.25.12.2018"}) {
    EXPECT_THAT(all_in(text, DateOrder::dmy), IsEmpty()) << text;
  }
}

TEST(ForeignDate, IsAValueOfItsField) {
  Field field;
  field.kind = FieldKind::date;
  EXPECT_EQ(normalise_value(field, "25/12/2018"), Json("2018-12-25"));
  EXPECT_FALSE(normalise_value(field, "9/3/2018"));
  field.order = DateOrder::dmy;
  EXPECT_EQ(normalise_value(field, "9/3/2018"), Json("2018-03-09"));
}

}  // namespace
}  // namespace zhipi::formats
