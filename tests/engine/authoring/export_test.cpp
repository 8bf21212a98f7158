#include "engine/authoring/export.h"

#include <gmock/gmock.h>

#include <array>
#include <filesystem>

#include "tests/engine/small_pack.h"

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using testing::criterion;
using ::testing::HasSubstr;
using testing::load;
using testing::matter_lua;
using ::testing::Not;
using testing::pack_files;

std::string exported(const std::string& criteria, const std::string& matter = matter_lua(),
                     std::map<std::string, std::string> others = {}) {
  return to_markdown(review_rules(*load(pack_files(criteria, matter, std::move(others)))).value());
}

const std::string kFine = criterion("fine", "return true");

TEST(Export, BeginsWithTheMatterItsVersionAndItsDigest) {
  const auto pack = load(pack_files(kFine));
  const std::string text = to_markdown(review_rules(*pack).value());
  EXPECT_TRUE(text.starts_with("# 试验事项 审查工作细则\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("版本 1.0.0"), HasSubstr(pack->digest())));
}

TEST(Export, ListsElementsFormAndMaterials) {
  const std::string text = exported(kFine);
  EXPECT_THAT(text,
              HasSubstr("| 办理方式 | 普通办理 normal、容缺受理 tolerant、告知承诺 promise |"));
  EXPECT_THAT(text, HasSubstr("| 姓名 | full_name | 姓名 person_name | 是 |  |"));
  EXPECT_THAT(text, HasSubstr("选项：red、green"));
  EXPECT_THAT(text,
              HasSubstr("| 证明 | proof | 本事项自定 | 是 | 10 个工作日内补齐 | 可承诺 | 否 |"));
}

TEST(Export, ShowsTheFunctionThatMakesSomethingRequired) {
  const std::string matter = R"(return matter { title = "试验", version = "1.0.0",
    form = { age = integer {}, note = text { title = "说明", required = function(app)
      return app.form.age > 3
    end } } })";
  EXPECT_THAT(exported(kFine, matter),
              HasSubstr("“说明”（note）在下列函数返回 true 时必需：\n\n```lua\nfunction(app)\n"
                        "  return app.form.age > 3\nend\n```\n"));
}

TEST(Export, ShowsACriterionWithItsFunctionAndWhatFollows) {
  const std::string text = exported(
      "criterion \"adult\" { title = \"成年\", basis = \"第三条\", stage = \"accept\",\n"
      "  when = function(app) return app.form.agreed end,\n"
      "  check = function(app) return app.form.age >= 18 end,\n"
      "  otherwise = tolerate { days = 5, \"年龄 {form.age} 岁\" } }");
  EXPECT_THAT(text, HasSubstr("| 1 | 受理 accept | 成年 | adult | 第三条 | 见下第 1 条 | "
                              "容缺，限期补齐 tolerate（5 个工作日）：年龄 {表单·年龄} 岁 |"));
  EXPECT_THAT(text, HasSubstr("适用条件：\n\n```lua\nfunction(app) return app.form.agreed end\n"));
  EXPECT_THAT(text,
              HasSubstr("判断方法：\n\n```lua\nfunction(app) return app.form.age >= 18 end\n"));
}

TEST(Export, WritesRowsOfACriteriaTableInWords) {
  const std::string table =
      "id,title,when,fact,op,value,otherwise,message\n"
      "fee,费用,form.age >= 18 and form.colour in red|green,form.fee,<=,500,deny,过高\n";
  const std::string text = exported("criteria_table \"tables/limits.csv\"", matter_lua(),
                                    {{"tables/limits.csv", table}});
  EXPECT_THAT(text,
              HasSubstr("表单·fee（form.fee） 不大于 500 元；适用于 表单·年龄（form.age） 不小于 18"
                        " 且 表单·colour（form.colour） 属于 red/green | 不予 deny：过高 |"));
  EXPECT_THAT(text, Not(HasSubstr("判定表")));
}

TEST(Export, WritesDecisionTablesWithMoneyInYuan) {
  const std::string table =
      "age.min,age.max,amount:money,effective_from\n80,89,50,2020-01-01\n90,,200,\n";
  EXPECT_THAT(exported(kFine, matter_lua(), {{"tables/tiers.csv", table}}),
              HasSubstr("| age 不小于 | age 不大于 | amount（元） | 生效日期 |\n"
                        "| --- | --- | --- | --- |\n| 80 | 89 | 50.00 | 2020-01-01 |\n"
                        "| 90 | 不限 | 200.00 | 不限 |\n"));
}

TEST(Export, ListsInspectionsScoresRiskResultsAndSharedSource) {
  const std::string text = exported(
      "local limit = 3\n"
      "inspect \"layout\" { title = \"布局\", text = \"看图\", covered_by = \"promise\" }\n"
      "score \"size\" { title = \"规模\", points = function() return limit end }\n"
      "result \"grant\" { title = \"补贴\", kind = money {}, value = function() return 1 end }\n" +
          kFine,
      matter_lua(
          "risk = { { 0, \"low\" }, { 3, \"high\", spot_check = 0.07, escalate = true } },"));
  EXPECT_THAT(text,
              AllOf(HasSubstr("核查内容：看图"), HasSubstr("告知承诺 promise 方式下可以事后核查"),
                    HasSubstr("### 规模 size"), HasSubstr("| 3 | high | 7 % | 是 |"),
                    HasSubstr("类型：金额 money"), HasSubstr("```lua\nlocal limit = 3\n```")));
}

TEST(Export, ListsGoldenCasesAsSamples) {
  EXPECT_THAT(
      exported(kFine, matter_lua(), {{"cases/a.json", R"({"name": "样例|一", "facts": {}, "expect":
                         {"outcome": "escalate", "proposal": "deny"}})"}}),
      HasSubstr("| 1 | 样例\\|一 | 转人工 escalate | 不予 deny | cases/a.json |"));
}

TEST(Export, NumbersOnlySectionsThatHaveContent) {
  const std::string text =
      exported(kFine, "return matter { title = \"试验\", version = \"1.0.0\" }");
  EXPECT_THAT(text, AllOf(HasSubstr("## 一、事项要素"), HasSubstr("## 二、审查要点"),
                          Not(HasSubstr("三、"))));
}

TEST(Export, CannotBeMadeToRunAScript) {
  std::string matter = matter_lua();
  matter.replace(matter.find("试验事项"), std::string("试验事项").size(),
                 "<script>alert(1)</script>");
  const auto pack = load(pack_files(
      "criterion \"a\" { title = \"<img src=x onerror=alert(1)>\", check = function() return "
      "\"</code><script>\" == \"\" end, otherwise = deny \"<b>\" }",
      matter));
  const std::string html = to_html(review_rules(*pack).value());
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<img")), Not(HasSubstr("<b>")),
                          HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;")));
}

TEST(Export, IsTheSameEachTimeForEveryShippedPack) {
  namespace fs = std::filesystem;
  const fs::path rules = fs::path(ZHIPI_SOURCE_DIR) / "rules";
  int packs = 0;
  for (const auto& entry : fs::directory_iterator(rules)) {
    if (!fs::exists(entry.path() / "matter.lua")) continue;
    ++packs;
    const auto once = Pack::load_folder(entry.path(), std::array{rules}).value();
    const auto again = Pack::load_folder(entry.path(), std::array{rules}).value();
    const auto document = review_rules(*once);
    ASSERT_TRUE(document) << entry.path() << to_line(document.error());
    EXPECT_EQ(to_html(*document), to_html(*review_rules(*again)));
    // No function is left to be looked up in the files.
    EXPECT_THAT(to_markdown(*document), Not(HasSubstr("：见 "))) << entry.path();
  }
  EXPECT_GE(packs, 5);
}

}  // namespace
}  // namespace zhipi::engine
