// 房屋租赁合同: one page, with labelled lines and articles, or all values inside the articles; the
// rent in words and figures.
#include <algorithm>
#include <array>

#include "firms.h"
#include "letter.h"

namespace zhipi::specimens {
namespace {

struct Terms {
  Piece number, lessor, lessee, address, area, purpose, starts_on, ends_on, rent, record, signed_on;
  Person owner;
  std::string lessor_name;
  std::string lessee_name;
};

// 89.53 as text and as the number that facts carry.
Piece area_piece(const Draft& draft, Random& random) {
  const int whole = random.between(18, 180);
  const int hundredths = random.chance(0.3) ? 0 : random.between(1, 99);
  const std::string text = draft.value(
      "floor_area", hundredths == 0 ? std::to_string(whole)
                                    : std::to_string(whole) + "." + digits(hundredths, 2));
  if (text.empty()) return {"", "floor_area"};
  const double number = std::stod(text);
  if (number == static_cast<double>(static_cast<long long>(number))) {
    return {text, "floor_area", static_cast<long long>(number)};
  }
  return {text, "floor_area", number};
}

Terms invent_terms(Draft& draft, DateStyle dates) {
  Random& random = draft.random();
  Terms terms;
  terms.owner = invent_person(random);
  const Firm firm = invent_firm(random, false);
  const bool to_firm = random.chance(0.25);
  const std::string lessor =
      random.chance(0.2) ? invent_firm(random, false).name : terms.owner.full_name;
  terms.lessor = text_piece(draft, "lessor", lessor);
  terms.lessee = text_piece(draft, "lessee", to_firm ? firm.name : draft.person().full_name);
  terms.lessor_name = terms.lessor.text;
  terms.lessee_name = terms.lessee.text;
  terms.address = text_piece(draft, "address", draft.person().address);
  terms.area = area_piece(draft, random);
  constexpr std::array<std::string_view, 4> kPurposes{"居住", "经营", "办公", "商业"};
  terms.purpose = text_piece(draft, "purpose", std::string(random.pick(kPurposes)));
  const Day from{random.between(2023, 2026), random.between(1, 12), random.between(1, 27)};
  const int years = random.between(1, 5);
  const bool day_before = from.day > 1;
  const Day to{from.year + years, from.month, day_before ? from.day - 1 : from.day};
  terms.starts_on = date_piece(draft, "starts_on", iso(from), dates);
  terms.ends_on = date_piece(draft, "ends_on", iso(to), dates);
  const long long rent = random.chance(0.6)
                             ? random.between(8, 120) * 10000LL
                             : random.between(800, 19999) * 100LL + (random.chance(0.2) ? 50 : 0);
  terms.rent = money_piece(draft, "monthly_rent", rent, AmountStyle::both);
  terms.number =
      text_piece(draft, "contract_number", "FZZL" + digits(random.between(20230001, 20269999)));
  terms.record =
      text_piece(draft, "record_number",
                 random.chance(0.4) ? "榕房租备" + digits(random.between(10000, 99999)) : "");
  terms.signed_on = date_piece(draft, "signed_on",
                               iso({from.year, from.month, std::max(1, from.day - 1)}), dates);
  return terms;
}

void draw_signature(Page& page, Draft& draft, const char* field, double x, double baseline,
                    const std::string& name) {
  if (!draft.flag(field, draft.maybe(field, 0.9)) || name.empty()) {
    page.record(field, json::object{{"present", false}}, "", {});
    return;
  }
  Style style;
  style.family = "AR PL UKai CN";
  style.colour = draft.maybe("blue_pen", 0.4) ? Colour{0.1, 0.13, 0.42} : Colour{0.1, 0.1, 0.12};
  std::vector<std::string> letters = characters(name);
  letters.resize(std::min<std::size_t>(letters.size(), 4));
  cv::Rect2d box;
  for (const std::string& letter : letters) {
    const Saved saved(page.cairo());
    const cairo_matrix_t lean{1, 0.05, -0.2 + draft.jitter(0.06), 1 + draft.jitter(0.1), 0, 0};
    cairo_translate(page.cairo(), x, baseline + draft.jitter(8));
    cairo_rotate(page.cairo(), draft.jitter(0.1));
    cairo_transform(page.cairo(), &lean);
    const Drawn drawn = page.text(style.sized(78 + draft.jitter(8)), 0, 0, letter);
    box |= drawn.ink;
    x += drawn.advance * 0.86;
  }
  page.record(field, json::object{{"present", true}}, name, box);
}

// Parties, place and period on lines behind their labels.
void draw_lines(Page& page, Draft& draft, Letter& letter, const Terms& terms) {
  const std::string party = draft.choose("parties", {"出租方（甲方）", "甲方（出租方）", "出租人"});
  const bool first = party.starts_with("出租方");
  draw_labelled(page, letter, party, terms.lessor, 0);
  draw_labelled(page, letter,
                party == "出租人" ? "承租人"
                : first           ? "承租方（乙方）"
                                  : "乙方（承租方）",
                terms.lessee, 0);
  draw_running(page, letter, {{"甲、乙双方经协商一致，就房屋租赁事宜订立本合同。"}});
  draw_labelled(page, letter, draft.choose("place", {"房屋坐落", "房屋地址", "租赁房屋地址"}),
                terms.address);
  const std::string unit = draft.choose("unit", {"平方米", "㎡"});
  draw_running(page, letter, {{"建筑面积："}, terms.area, {unit}});
  draw_labelled(page, letter, draft.choose("use", {"租赁用途", "房屋用途"}), terms.purpose);
  const std::string term = draft.choose("term", {"租赁期限：", "租赁期限：自", "租期自"});
  draw_running(
      page, letter,
      {{term}, terms.starts_on, {"至"}, terms.ends_on, {term.ends_with("自") ? "止" : ""}});
  draw_running(
      page, letter,
      {{draft.choose("rent", {"月租金：", "月租金：人民币", "每月租金：人民币"})}, terms.rent});
  draw_running(page, letter,
               {{"租金按季支付，乙方应于每季首月五日前付清。水、电、燃气等费用由乙方承担。"}});
  draw_running(page, letter, {{"本合同一式两份，甲、乙双方各执一份，自双方签章之日起生效。"}});
}

// The values inside the articles.
void draw_articles(Page& page, Draft& draft, Letter& letter, const Terms& terms) {
  draw_running(page, letter, {{"甲方（出租方）："}, terms.lessor}, 0);
  draw_running(page, letter, {{"乙方（承租方）："}, terms.lessee}, 0);
  draw_running(page, letter,
               {{"根据《中华人民共和国民法典》及有关规定，甲、乙双方在平等自愿的基础上，就房屋租赁"
                 "订立本合同。"}});
  const std::string unit = draft.choose("unit", {"平方米", "㎡"});
  draw_running(page, letter,
               {{"第一条　甲方将位于"},
                terms.address,
                {"的房屋出租给乙方，该房屋建筑面积"},
                terms.area,
                {unit + "，租赁用途为"},
                terms.purpose,
                {"。"}});
  draw_running(page, letter,
               {{"第二条　租赁期限自"},
                terms.starts_on,
                {"至"},
                terms.ends_on,
                {"止。租赁期满，乙方需继续承租的，应提前一个月书面告知甲方。"}});
  draw_running(
      page, letter,
      {{"第三条　月租金为人民币"}, terms.rent, {"，租金按月支付，乙方应于每月五日前付清。"}});
  draw_running(page, letter,
               {{"第四条　租赁期间，水、电、燃气、物业管理等费用由乙方承担；房屋主体结构的维修由甲"
                 "方负责。"}});
  draw_running(page, letter, {{"第五条　未经甲方书面同意，乙方不得将房屋转租。"}});
  draw_running(page, letter, {{"第六条　本合同一式两份，双方各执一份，自签章之日起生效。"}});
}

void draw_signing(Page& page, Draft& draft, Letter& letter, const Terms& terms) {
  letter.y = std::max(letter.y + 130, 2650.0);
  const std::string word = draft.choose("signing", {"签章", "签字"});
  const Drawn first = page.text(letter.body, letter.left, letter.y, "出租方" + word + "：");
  draw_signature(page, draft, "lessor_signature", letter.left + first.advance + 20, letter.y + 6,
                 terms.lessor_name);
  const Drawn second = page.text(letter.body, 1330, letter.y, "承租方" + word + "：");
  draw_signature(page, draft, "lessee_signature", 1350 + second.advance, letter.y + 6,
                 terms.lessee_name);
  letter.y += 170;
  letter.left = 1330;
  draw_labelled(page, letter, draft.choose("signed", {"签订日期", "签约日期"}), terms.signed_on, 0);
}

}  // namespace

std::vector<Page> draw_lease(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  const DateStyle dates = draft.choose("dates", {"chinese", "chinese", "padded"}) == "padded"
                              ? DateStyle::chinese_padded
                              : DateStyle::chinese;
  const Terms terms = invent_terms(draft, dates);
  Letter letter{draft.style(46 + draft.jitter(3)), 96 + draft.jitter(8)};
  letter.left = 290 + draft.jitter(30);
  letter.right = 2190 + draft.jitter(30);
  page.centred(draft.style(92).weighted(700).spaced(14), 1240, 400 + draft.jitter(40),
               "房屋租赁合同");
  letter.y = 520 + draft.jitter(20);
  Letter aside = letter;
  aside.left = 1350;
  aside.right = 2350;
  draw_labelled(page, aside, "合同编号", terms.number, 0);
  if (!terms.record.text.empty()) draw_labelled(page, aside, "备案编号", terms.record, 0);
  letter.y = aside.y + 30;
  if (draft.choose("style", {"lines", "articles"}) == "lines") {
    draw_lines(page, draft, letter, terms);
  } else {
    draw_articles(page, draft, letter, terms);
  }
  draw_signing(page, draft, letter, terms);
  page.text(draft.style(28).coloured({0.45, 0.45, 0.45}), 290, 3380,
            "样本 SPECIMEN：当事人、房屋均为虚构。");
  return pages;
}

}  // namespace zhipi::specimens
