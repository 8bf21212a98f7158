// What a worker is told to look for.
#include "ocr/protocol/material_json.h"

#include <gtest/gtest.h>

namespace zhipi::ocr {
namespace {

TEST(MaterialJson, TellsAWorkerWhereAFieldStandsAndHowItsDateIsWritten) {
  Material material;
  material.name = "receipt";
  Field firm;
  firm.name = "firm";
  firm.kind = FieldKind::org_name;
  firm.at = Position::top;
  firm.ends_with = {"公司"};
  Field address;
  address.name = "address";
  address.below = "firm";
  address.stops_at = {"Tel"};
  Field day;
  day.name = "day";
  day.kind = FieldKind::date;
  day.order = DateOrder::mdy;
  material.fields = {firm, address, day};
  const auto told = material_from_json(to_json(material));
  ASSERT_TRUE(told);
  ASSERT_EQ(told->fields.size(), 3U);
  EXPECT_EQ(told->fields[0].at, Position::top);
  EXPECT_EQ(told->fields[0].ends_with, firm.ends_with);
  EXPECT_EQ(told->fields[1].below, "firm");
  EXPECT_EQ(told->fields[1].stops_at, address.stops_at);
  EXPECT_EQ(told->fields[2].order, DateOrder::mdy);
}

TEST(MaterialJson, RefusesAPlaceThatItDoesNotKnow) {
  Json value = to_json({.name = "m", .fields = {{.name = "a", .at = Position::top}}});
  value.at("fields").as_array()[0].as_object()["at"] = "bottom";
  const auto told = material_from_json(value);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "bad_material");
}

}  // namespace
}  // namespace zhipi::ocr
