// 不动产权证书: the page with the table, upright or as the right half of an open certificate.
#include <algorithm>
#include <array>

#include "firms.h"
#include "letter.h"
#include "ornament.h"
#include "qr_code.h"

namespace zhipi::specimens {
namespace {

struct Right {
  std::string year, office, number, owner, owner_number, shares, address, unit, type, nature,
      purpose;
  std::string area, land_area, from, to, registered_on, structure;
  int floors = 0;
};

Right invent_right(Draft& draft) {
  Random& random = draft.random();
  const Person& person = draft.person();
  constexpr std::array<std::string_view, 3> kNatures{"出让/市场化商品房", "出让/商品房",
                                                     "划拨/房改房"};
  constexpr std::array<std::string_view, 4> kPurposes{"城镇住宅用地/成套住宅", "城镇住宅用地/住宅",
                                                      "商服用地/商业服务", "工业用地/厂房"};
  Right right;
  right.year = std::to_string(random.between(2015, 2026));
  right.office = person.division.starts_with("福清") ? "福清市" : "福州市";
  right.number = digits(random.between(1, 99999), 7);
  right.owner = random.chance(0.2) ? invent_firm(random, false).name : person.full_name;
  right.owner_number = right.owner == person.full_name ? person.id_number : "";
  right.shares = "单独所有";
  if (right.owner == person.full_name && random.chance(0.25)) {
    right.owner += "、" + invent_name(random, "女");
    right.owner_number.clear();
    right.shares = random.chance(0.5) ? "共同共有" : "按份共有";
  }
  right.address = person.registered_address.substr(std::string("福建省").size());
  right.unit = person.id_number.substr(0, 6) + digits(random.between(1, 999), 3) +
               digits(random.between(1, 999), 3) + "GB" + digits(random.between(1, 99999), 5) +
               "F" + digits(random.between(1, 9999), 4) + digits(random.between(1, 9999), 4);
  right.type = "国有建设用地使用权/房屋所有权";
  right.nature = random.pick(kNatures);
  right.purpose = random.pick(kPurposes);
  right.area = std::to_string(random.between(36, 240)) + "." + digits(random.between(1, 99), 2);
  right.land_area =
      std::to_string(random.between(900, 48000)) + "." + digits(random.between(1, 99), 2);
  const int begin = random.between(1996, 2020);
  const Day day{begin, random.between(1, 12), random.between(2, 28)};
  right.from = iso(day);
  right.to = iso({begin + (right.purpose.starts_with("城镇") ? 70 : 40), day.month, day.day - 1});
  right.registered_on = iso({std::stoi(right.year), random.between(1, 12), random.between(1, 28)});
  right.structure = random.chance(0.7) ? "钢筋混凝土结构" : "混合结构";
  right.floors = random.between(6, 33);
  return right;
}

struct Ruled {
  Style label;
  Style value;
  double left = 0, label_width = 0, right = 0, y = 0;
};

void draw_row(Page& page, Draft& draft, Ruled& table, double height, const std::string& label,
              const Piece& piece) {
  page.rectangle({table.left, table.y, table.label_width, height}, 2.5);
  draw_spread(page, table.label, table.left + 40, table.y + height / 2 + table.label.size * 0.37,
              table.label_width - 80, label);
  const cv::Rect2d cell{table.left + table.label_width, table.y,
                        table.right - table.left - table.label_width, height};
  page.rectangle(cell, 2.5);
  draw_cell(page, {cell.x + draft.jitter(5), cell.y + draft.jitter(6), cell.width, cell.height},
            table.value, piece, Align::left, 0);
  table.y += height;
}

// A row whose value is made of several pieces on one line.
void draw_row(Page& page, Draft& draft, Ruled& table, double height, const std::string& label,
              const std::vector<Piece>& pieces) {
  const double top = table.y;
  draw_row(page, draft, table, height, label, Piece{});
  Column line;
  line.label = line.value = table.value;
  line.x = table.left + table.label_width + 24 + draft.jitter(5);
  line.gap = 0;
  line.right = table.right - 24;
  line.y = top + height / 2 + table.value.size * 0.37;
  draw_entry(page, line, "", pieces);
}

double number_of(const std::string& text) {
  return text.empty() ? 0 : std::stod(text);
}

std::vector<Piece> areas(Draft& draft, const Right& right) {
  const std::string text = draft.value("floor_area", right.area);
  const std::string unit = draft.choose("unit", {"㎡", "㎡", "平方米"});
  const Piece area{text, "floor_area", number_of(text)};
  if (draft.choose("areas", {"house", "both"}) == "house") {
    return {{draft.choose("area_label", {"房屋建筑面积", "房屋建筑面积："})}, area, {unit}};
  }
  return {{"共有宗地面积" + right.land_area + unit + "/房屋建筑面积"}, area, {unit}};
}

void draw_other_state(Page& page, Draft& draft, Ruled& table, const Right& right, double height) {
  const double top = table.y;
  draw_row(page, draft, table, height, "权利其他状况", Piece{});
  Letter letter{table.value, table.value.size * 1.55, top + table.value.size * 1.5,
                table.left + table.label_width + 24, table.right - 20};
  const Piece number = text_piece(draft, "owner_number", right.owner_number);
  if (!number.text.empty()) {
    draw_labelled(page, letter, draft.choose("number_label", {"证件号", "身份证明号"}), number, 0);
  }
  draw_running(page, letter, {{"房屋结构：" + right.structure}}, 0);
  draw_running(page, letter,
               {{"房屋总层数：" + std::to_string(right.floors) + "，所在层数：" +
                 std::to_string(std::max(1, right.floors / 2))}},
               0);
  if (draft.maybe("inner_area", 0.3)) {
    draw_running(page, letter, {{"专有建筑面积：" + right.land_area.substr(0, 2) + ".18㎡"}}, 0);
  }
  const Piece day = date_piece(draft, "registered_on", right.registered_on);
  draw_labelled(page, letter, draft.choose("day_label", {"登记日期", "登记时间"}), day, 0);
}

}  // namespace

std::vector<Page> draw_property_certificate(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  const Right right = invent_right(draft);
  page.fill({0, 0, double(kA4.width), double(kA4.height)}, {0.992, 0.985, 0.965});
  draw_fine_waves(page, {120, 120, kA4.width - 240.0, kA4.height - 240.0},
                  draft.random().real(0, 6), {0.9, 0.78, 0.74, 0.28});
  Ruled table{draft.style(46 + draft.jitter(3)),
              draft.style(46 + draft.jitter(3)),
              250 + draft.jitter(25),
              470 + draft.jitter(20),
              2230 + draft.jitter(25),
              640 + draft.jitter(30)};
  const std::string print = draft.choose("print", {"same", "same", "song"});
  if (print == "song") table.value.family = "Noto Serif CJK SC";
  // 闽（2026）福州市不动产权第0012345号
  const Piece number = text_piece(draft, "certificate_number", right.number);
  Column head;
  head.label = head.value = draft.style(48);
  head.x = 300 + draft.jitter(40);
  head.gap = 0;
  head.right = 2000;
  head.y = 520 + draft.jitter(20);
  const std::string space = draft.choose("head", {"", " "});
  draw_entry(
      page, head, "",
      {{"闽" + space + "（" + right.year + "）" + space + right.office + "不动产权第" + space},
       number,
       {space + "号"}});
  if (draft.maybe("qr_code", 0.5)) {
    draw_qr_code(page, "qr_code", 1900, 230, 300,
                 "https://example.invalid/estate?no=" + right.unit);
  }
  const double height = 150 + draft.jitter(14);
  draw_row(page, draft, table, height, "权利人", text_piece(draft, "owner", right.owner));
  draw_row(page, draft, table, height, "共有情况", text_piece(draft, "shares", right.shares));
  draw_row(page, draft, table, height * 1.2, "坐落", text_piece(draft, "address", right.address));
  draw_row(page, draft, table, height, "不动产单元号",
           text_piece(draft, "unit_number", right.unit));
  draw_row(page, draft, table, height, "权利类型", text_piece(draft, "right_type", right.type));
  draw_row(page, draft, table, height, "权利性质", text_piece(draft, "right_nature", right.nature));
  draw_row(page, draft, table, height, "用途", text_piece(draft, "purpose", right.purpose));
  draw_row(page, draft, table, height, "面积", areas(draft, right));
  const bool named = draft.maybe("named_term", 0.4);
  draw_row(page, draft, table, height, "使用期限",
           {{named ? "国有建设用地使用权：" : ""},
            {printed_date(right.from, DateStyle::chinese) + "至"},
            date_piece(draft, "right_ends_on", right.to),
            {named ? "止" : ""}});
  draw_other_state(page, draft, table, right, height * 4.2);
  draw_stamp(page, draft, "issuer_seal", right.office + "自然资源和规划局",
             {1830 + draft.jitter(140), table.y - height + draft.jitter(80)},
             225 + draft.jitter(12), 0.85, draft.choose("seal_purpose", {"", "不动产登记专用章"}));
  page.text(draft.style(28).coloured({0.45, 0.45, 0.45}), 250, 3360,
            "样本 SPECIMEN：权利人、房屋均为虚构。");
  return pages;
}

}  // namespace zhipi::specimens
