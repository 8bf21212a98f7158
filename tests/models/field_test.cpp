#include "models/field.h"

#include <gtest/gtest.h>

#include "models/matter.h"

namespace zhipi {
namespace {

TEST(FieldKind, HasANameThatReadsBack) {
  for (int i = 0; i <= static_cast<int>(FieldKind::qr_code); ++i) {
    const auto kind = static_cast<FieldKind>(i);
    EXPECT_EQ(field_kind(to_text(kind)), kind) << to_text(kind);
  }
  EXPECT_EQ(to_text(FieldKind::id_number), "id_number");
  EXPECT_EQ(to_text(FieldKind::qr_code), "qr_code");
  EXPECT_FALSE(field_kind("Text"));
  EXPECT_FALSE(field_kind(""));
}

TEST(FieldKind, TellsWhatIsSeenFromWhatIsRead) {
  EXPECT_TRUE(is_seen(FieldKind::seal));
  EXPECT_TRUE(is_seen(FieldKind::qr_code));
  EXPECT_FALSE(is_seen(FieldKind::checkbox));
  EXPECT_FALSE(is_seen(FieldKind::list));
}

TEST(FieldKind, WantsASecondSourceForIdentifiersDatesAndAmounts) {
  for (const auto kind : {FieldKind::id_number, FieldKind::credit_code, FieldKind::bank_account,
                          FieldKind::date, FieldKind::money}) {
    EXPECT_TRUE(needs_second_source(kind)) << to_text(kind);
  }
  for (const auto kind : {FieldKind::person_name, FieldKind::address, FieldKind::integer}) {
    EXPECT_FALSE(needs_second_source(kind)) << to_text(kind);
  }
}

TEST(Matter, FindsItsPartsByName) {
  Matter matter;
  matter.materials.resize(2);
  matter.materials[1].name = "id_card";
  matter.lookups.resize(1);
  matter.lookups[0].name = "population";
  EXPECT_EQ(find_material(matter, "id_card"), &matter.materials[1]);
  EXPECT_EQ(find_material(matter, "population"), nullptr);
  EXPECT_EQ(find_lookup(matter, "population"), &matter.lookups[0]);
  EXPECT_EQ(find_lookup(matter, "id_card"), nullptr);
}

}  // namespace
}  // namespace zhipi
