#include "ocr/reader/possible.h"

#include <gtest/gtest.h>

#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

bool can_be_called(FieldKind kind, const char* name) {
  return can_be(field_of("name", kind, {"名称"}), Json(json::string(name)), name);
}

TEST(Possible, AChineseNameHasTwoToSixCharacters) {
  for (const char* name : {"王小", "王小样本", "阿迪力江·样本艾买提"})
    EXPECT_TRUE(can_be_called(FieldKind::person_name, name)) << name;
  for (const char* name : {"江", "将位于福建省福州"})
    EXPECT_FALSE(can_be_called(FieldKind::person_name, name)) << name;
  EXPECT_TRUE(can_be_called(FieldKind::person_name, "J SAMPLE"));
}

TEST(Possible, AFirmIsCalledByWordsAndNotByASentence) {
  for (const char* name : {"福州样本商贸有限公司", "样本（福州）科技有限公司", "SAMPLE CO., LTD.",
                           "福州市样本区民政局", "7-11样本便利店"})
    EXPECT_TRUE(can_be_called(FieldKind::org_name, name)) << name;
  for (const char* name :
       {"2012.12.14-2022.12.14", "公", "福州样本公司根据《民法典》,双方", "福州样本公司。", "35010",
        "(公章)", "福州市样本分局2011.10.22-2016.10.22"})
    EXPECT_FALSE(can_be_called(FieldKind::org_name, name)) << name;
}

TEST(Possible, APhoneNumberIsShorterThanAnIdentityNumber) {
  EXPECT_TRUE(can_be_called(FieldKind::phone, "0591-83340000 13900001111"));
  EXPECT_FALSE(can_be_called(FieldKind::phone, "350112199208029171"));
}

TEST(Possible, AnAddressHasWords) {
  EXPECT_TRUE(can_be_called(FieldKind::address, "样本街12号"));
  EXPECT_FALSE(can_be_called(FieldKind::address, "350112193807059498"));
}

TEST(Possible, AValueThatIsItsOwnLabelIsNone) {
  const Field until = field_of("valid_thru", FieldKind::text, {"有效期至 VALID THRU"});
  EXPECT_FALSE(can_be(until, Json("VALID THRU"), "VALID THRU"));
  EXPECT_TRUE(can_be(until, Json("10/33"), "10/33"));
}

bool looks_cut(const char* name) {
  return may_be_cut(field_of("name", FieldKind::org_name, {}), Json(json::string(name)));
}

TEST(Possible, AnOfficesNameThatEndsWithItsPlaceMayBeCut) {
  for (const char* name : {"福州", "福州市", "福州市罗源县", "公安局"})
    EXPECT_TRUE(looks_cut(name)) << name;
  for (const char* name : {"福州市罗源县民政局", "样本超市", "样本商行", "ACME"})
    EXPECT_FALSE(looks_cut(name)) << name;
  EXPECT_FALSE(may_be_cut(field_of("address", FieldKind::address, {}), Json("福州市")));
}

}  // namespace
}  // namespace zhipi::ocr
