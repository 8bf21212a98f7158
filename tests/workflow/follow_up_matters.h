// Matters with all that can follow a decision; invented.
#pragma once

namespace zhipi::workflow {

// One matter with everything that follows a decision, and one with a special stage.
inline constexpr const char* kShop = R"(return matter {
  code = "350100-SY-0002", title = "试验许可", authority = "样板局", version = "1.0.0",
  applicant = "person", basis = { "试验办法" }, limits = { statutory = 20, promised = 5 },
  modes = { "normal", "tolerant", "promise" }, automatic = { approve = true, supplement = true },
  spot_check = 1, check_days = 10,
  form = { full_name = person_name { title = "姓名", required = true }, note = text {} },
  materials = { plan = material { title = "平面图", required = true, tolerable = 4,
                                  promisable = true, fields = { remark = text {} } } },
})";
inline constexpr const char* kShopCriteria = R"(
criterion "named" { title = "有姓名", basis = "第一条", otherwise = deny "没有姓名",
  check = function(app) return app.form.full_name ~= "某某" end }
criterion "noted" { title = "有备注", basis = "第二条", otherwise = deny "备注有误",
  when = function(app) return has(app.form, "note") end,
  check = function(app) return app.form.note ~= "坏" end }
)";
inline constexpr const char* kStaged = R"(return matter {
  code = "350100-SY-0003", title = "试验公示事项", authority = "样板局", version = "1.0.0",
  applicant = "person", basis = { "试验办法" }, limits = { statutory = 20, promised = 5 },
  special_stages = { { kind = "公示", basis = "试验办法第九条", days = 2 } },
  form = { full_name = person_name { title = "姓名", required = true } },
})";
inline constexpr const char* kStagedCriteria = R"(
criterion "named" { title = "有姓名", basis = "第一条", otherwise = deny "没有姓名",
  check = function(app) return app.form.full_name ~= "某某" end }
)";

}  // namespace zhipi::workflow
