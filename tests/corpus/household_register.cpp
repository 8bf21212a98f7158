// 居民户口簿: the home page of a household and the page of one member (常住人口登记卡), each as
// large as a page of the booklet, alone or copied onto a sheet.
#include <algorithm>
#include <array>

#include "firms.h"
#include "letter.h"
#include "ornament.h"

namespace zhipi::specimens {
namespace {

const cv::Size kLeaf{1654, 1240};  // 140 × 105 mm
constexpr double kLeft = 110;
constexpr double kRight = 1544;

struct Table {
  Style label;
  Style value;
  double rule = 2.5;
  double row = 92;
  double y = 0;
};

Table table_for(Draft& draft) {
  Table table;
  table.label = draft.style(34 + draft.jitter(2));
  table.value = draft.style(35 + draft.jitter(2));
  const std::string print = draft.choose("print", {"same", "same", "song", "hei"});
  if (print == "song") table.value.family = "Noto Serif CJK SC";
  if (print == "hei") table.value.family = "WenQuanYi Zen Hei";
  table.rule = 2 + draft.random().real(0, 1.5);
  return table;
}

struct Entry {
  std::string label;
  double label_share;
  Piece piece;
  double value_share;
};

// One row of labels and values whose shares of the width add up to one.
void draw_row(Page& page, Draft& draft, Table& table, const std::vector<Entry>& entries) {
  double x = kLeft;
  for (const Entry& entry : entries) {
    const double label = (kRight - kLeft) * entry.label_share;
    const double value = (kRight - kLeft) * entry.value_share;
    draw_cell(page, {x, table.y, label, table.row}, table.label, {entry.label}, Align::middle,
              table.rule);
    page.rectangle({x + label, table.y, value, table.row}, table.rule);
    draw_cell(page, {x + label + draft.jitter(4), table.y + draft.jitter(6), value, table.row},
              table.value, entry.piece, Align::left, 0);
    x += label + value;
  }
  table.y += table.row;
}

void draw_leaf(Page& page, Draft& draft) {
  page.fill({0, 0, double(kLeaf.width), double(kLeaf.height)}, {0.985, 0.98, 0.96});
  draw_fine_waves(page, {60, 60, 1534, 1120}, draft.random().real(0, 6), {0.78, 0.86, 0.8, 0.35});
}

std::string station_of(const std::string& division) {
  return division + "公安局云栖派出所";
}

void draw_home(Page& page, Draft& draft) {
  draw_leaf(page, draft);
  Table table = table_for(draft);
  const Person& person = draft.person();
  Random& random = draft.random();
  page.text(table.label.sized(30), 1180, 120, "No." + digits(random.between(10000000, 99999999)));
  table.row = 110 + draft.jitter(8);
  table.y = 190 + draft.jitter(15);
  constexpr std::array<std::string_view, 4> kKinds{"家庭户", "非农业家庭户口", "居民家庭户",
                                                   "集体户"};
  draw_row(
      page, draft, table,
      {{"户别", 0.16, text_piece(draft, "household_kind", std::string(random.pick(kKinds))), 0.3},
       {"户主姓名", 0.18, text_piece(draft, "household_head", person.full_name), 0.36}});
  draw_row(page, draft, table,
           {{"户号", 0.16,
             text_piece(draft, "household_number",
                        digits(random.between(100000, 999999)) + digits(random.between(0, 999), 3)),
             0.3},
            {"住址", 0.18, text_piece(draft, "address", person.registered_address), 0.36}});
  const double low = table.y + 60;
  page.text(table.label, 150, low + 40, "省级公安机关");
  page.text(table.label, 150, low + 90, "户口专用章");
  page.text(table.label, 870, low + 40, "户口登记机关");
  page.text(table.label, 870, low + 90, "户口专用章");
  draw_seal(page, {470 + draft.jitter(20), low + 190}, 170, draft.jitter(0.2), "福建省公安厅样本",
            random.real(0.6, 0.9), "户口专用章");
  draw_stamp(page, draft, "household_seal", station_of(person.division),
             {1240 + draft.jitter(30), low + 190 + draft.jitter(20)}, 175 + draft.jitter(8), 0.9,
             "户口专用章");
  page.text(table.label, 150, 1050, "承办人签章：");
  const Piece day =
      date_piece(draft, "issued_on",
                 iso({random.between(1999, 2026), random.between(1, 12), random.between(1, 28)}),
                 draft.maybe("padded", 0.5) ? DateStyle::chinese_padded : DateStyle::chinese);
  const Drawn head = page.text(table.label, 760, 1050, "签发日期：");
  const Drawn drawn = page.text(table.value, 770 + head.advance, 1050 + draft.jitter(5), day.text);
  if (!day.text.empty()) page.record(day.name, day.value, day.text, drawn.ink);
  page.text(table.label.sized(24).coloured({0.45, 0.45, 0.45}), 110, 1150, "样本 SPECIMEN");
}

struct Member {
  std::string relation, former_name, birth_place, native_place, education, marital_status, military,
      workplace, occupation, moved_to_city, moved_to_address, registered_on;
};

Member invent_member(Draft& draft) {
  Random& random = draft.random();
  const Person& person = draft.person();
  constexpr std::array<std::string_view, 6> kRelations{"户主", "妻", "夫", "子", "女", "长女"};
  constexpr std::array<std::string_view, 6> kEducations{"小学",     "初级中学", "普通高级中学",
                                                        "大学专科", "大学本科", "硕士研究生"};
  constexpr std::array<std::string_view, 5> kMarital{"未婚", "已婚", "初婚", "丧偶", "离婚"};
  constexpr std::array<std::string_view, 6> kOccupations{"教师", "会计", "无",
                                                         "工人", "农民", "专业技术人员"};
  Member member;
  member.relation = random.pick(kRelations);
  member.former_name = random.chance(0.2) ? invent_name(random, person.sex) : "";
  member.birth_place = "福建省" + person.division;
  member.native_place = "福建省" + person.division;
  member.education = random.pick(kEducations);
  member.marital_status = random.pick(kMarital);
  member.military = person.sex == "男" && random.chance(0.5) ? "未服兵役" : "";
  member.workplace = random.chance(0.6) ? invent_firm(random, false).name : "";
  member.occupation = random.pick(kOccupations);
  const std::string moved =
      printed_date(iso({random.between(1985, 2022), random.between(1, 12), random.between(1, 28)}),
                   DateStyle::chinese);
  member.moved_to_city = random.chance(0.5) ? moved + "由福建省莆田市样桥镇迁来" : "";
  member.moved_to_address =
      random.chance(0.5) ? moved + "由" + person.division + "松影街18号迁来" : "";
  member.registered_on =
      iso({random.between(1999, 2026), random.between(1, 12), random.between(1, 28)});
  return member;
}

void draw_person_rows(Page& page, Draft& draft, Table& table, const Member& member) {
  const Person& person = draft.person();
  const DateStyle style =
      draft.maybe("padded_birth", 0.5) ? DateStyle::chinese_padded : DateStyle::chinese;
  draw_row(
      page, draft, table,
      {{"姓  名", 0.13, text_piece(draft, "full_name", person.full_name), 0.37},
       {"户主或与户主关系", 0.2, text_piece(draft, "relation_to_head", member.relation), 0.3}});
  draw_row(page, draft, table,
           {{"曾用名", 0.13, text_piece(draft, "former_name", member.former_name), 0.37},
            {"性  别", 0.2, text_piece(draft, "sex", person.sex), 0.3}});
  draw_row(page, draft, table,
           {{"出生地", 0.13, text_piece(draft, "birth_place", member.birth_place), 0.37},
            {"民  族", 0.2, text_piece(draft, "ethnicity", person.ethnicity), 0.3}});
  draw_row(page, draft, table,
           {{"籍  贯", 0.13, text_piece(draft, "native_place", member.native_place), 0.37},
            {"出生日期", 0.2, date_piece(draft, "birth_date", person.birth_date, style), 0.3}});
  draw_row(page, draft, table,
           {{"本市（县）其他住址", 0.27, text_piece(draft, "other_address", ""), 0.43},
            {"宗教信仰", 0.15, {""}, 0.15}});
  const std::string number = draft.choose("number_label", {"公民身份证件编号", "公民身份号码"});
  draw_row(page, draft, table,
           {{number, 0.27, text_piece(draft, "id_number", person.id_number), 0.33},
            {"身高", 0.09, {digits(draft.random().between(150, 185)) + "cm"}, 0.11},
            {"血型", 0.09, {draft.random().chance(0.5) ? "A" : "O"}, 0.11}});
}

void draw_member(Page& page, Draft& draft) {
  draw_leaf(page, draft);
  Table table = table_for(draft);
  const Member member = invent_member(draft);
  page.centred(table.label.sized(52).weighted(700).spaced(12), 827, 130 + draft.jitter(8),
               "常住人口登记卡");
  table.y = 170 + draft.jitter(8);
  table.row = 90 + draft.jitter(4);
  draw_person_rows(page, draft, table, member);
  draw_row(page, draft, table,
           {{"文化程度", 0.13, text_piece(draft, "education", member.education), 0.25},
            {"婚姻状况", 0.13, text_piece(draft, "marital_status", member.marital_status), 0.15},
            {"兵役状况", 0.13, text_piece(draft, "military_service", member.military), 0.21}});
  draw_row(page, draft, table,
           {{"服务处所", 0.13, text_piece(draft, "workplace", member.workplace), 0.48},
            {"职业", 0.13, text_piece(draft, "occupation", member.occupation), 0.26}});
  draw_row(page, draft, table,
           {{"何时由何地迁来本市（县）", 0.3,
             text_piece(draft, "moved_to_city", member.moved_to_city), 0.7}});
  draw_row(page, draft, table,
           {{"何时由何地迁来本址", 0.3,
             text_piece(draft, "moved_to_address", member.moved_to_address), 0.7}});
  const double baseline = std::min(table.y + 70, 1150.0);
  page.text(table.label, 130, baseline, "承办人签章：");
  const Piece day = date_piece(draft, "registered_on", member.registered_on);
  const Drawn head = page.text(table.label, 800, baseline, "登记日期：");
  const Drawn drawn = page.text(table.value, 810 + head.advance, baseline, day.text);
  if (!day.text.empty()) page.record(day.name, day.value, day.text, drawn.ink);
  page.text(table.label.sized(22).coloured({0.45, 0.45, 0.45}), 110, 1205, "样本 SPECIMEN");
}

using Leaf = void (*)(Page&, Draft&);

void place_leaf(Page& page, Draft& draft, Leaf leaf, cv::Point2d corner) {
  const Saved saved(page.cairo());
  cairo_translate(page.cairo(), corner.x, corner.y);
  cairo_rotate(page.cairo(), draft.jitter(0.7) * CV_PI / 180);
  leaf(page, draft);
  page.rectangle({0, 0, double(kLeaf.width), double(kLeaf.height)}, 2, {0.7, 0.72, 0.7});
}

std::vector<Page> draw_leaf_alone(Draft& draft, Leaf leaf) {
  const bool sheet = draft.choose("page", {"leaf", "a4"}) == "a4";
  std::vector<Page> pages;
  pages.emplace_back(sheet ? kA4 : kLeaf);
  if (sheet) {
    place_leaf(pages[0], draft, leaf, {410 + draft.jitter(120), 500 + draft.jitter(200)});
  } else {
    leaf(pages[0], draft);
  }
  return pages;
}

}  // namespace

std::vector<Page> draw_household_home(Draft& draft) {
  return draw_leaf_alone(draft, draw_home);
}

std::vector<Page> draw_household_member(Draft& draft) {
  return draw_leaf_alone(draft, draw_member);
}

std::vector<Page> draw_household_register(Draft& draft) {
  std::vector<Page> pages;
  if (draft.choose("pages", {"1"}) == "2") {
    for (const Leaf leaf : {draw_home, draw_member}) {
      pages.emplace_back(kLeaf);
      leaf(pages.back(), draft);
    }
    return pages;
  }
  pages.emplace_back(kA4);
  place_leaf(pages[0], draft, draw_home, {410 + draft.jitter(100), 340 + draft.jitter(60)});
  place_leaf(pages[0], draft, draw_member, {410 + draft.jitter(100), 1860 + draft.jitter(60)});
  return pages;
}

}  // namespace zhipi::specimens
