// Certificates with a round seal: 卫生许可证 of a business, 在职证明 of an employer, 在校证明 of a
// school.
#include <algorithm>
#include <array>

#include "firms.h"
#include "letter.h"
#include "ornament.h"

namespace zhipi::specimens {
namespace {

void draw_sample_line(Page& page, Draft& draft) {
  page.text(draft.style(28).coloured({0.45, 0.45, 0.45}), 330, 3350,
            "样本 SPECIMEN：人员、单位均为虚构。");
}

// Who issued it and when, at the right below, with the seal over both.
void draw_issuer(Page& page, Draft& draft, Letter& letter, const std::string& field,
                 const std::string& label, const Piece& issued_on, const std::string& issuer,
                 const char* seal) {
  letter.y = std::max(letter.y + 160, 2050.0) + draft.jitter(60);
  const Piece office = text_piece(draft, field, issuer);
  const std::string day_label = draft.choose("day_label", {"开具日期：", "开具日期：", "日期："});
  const double width = std::max(page.width_of(letter.body, label + office.text),
                                page.width_of(letter.body, day_label + issued_on.text));
  const double x = std::max(letter.left, letter.right - width - 40 + draft.jitter(30));
  const auto line = [&](const std::string& head, const Piece& piece) {
    const Drawn before = page.text(letter.body, x, letter.y, head);
    const Drawn drawn = page.text(letter.body, x + before.advance, letter.y, piece.text);
    if (!piece.text.empty()) page.record(piece.name, piece.value, piece.text, drawn.ink);
    letter.y += letter.pitch;
  };
  line(label, office);
  line(day_label, issued_on);
  draw_stamp(page, draft, seal, issuer,
             {x + width * 0.6 + draft.jitter(60), letter.y - letter.pitch * 1.5 + draft.jitter(40)},
             235 + draft.jitter(12), 0.85);
}

std::string recent_day(Random& random) {
  return iso({2026, random.between(1, 11), random.between(1, 28)});
}

Letter letter_for(Page& page, Draft& draft, const std::string& title) {
  Letter letter{draft.style(50 + draft.jitter(4)), 108 + draft.jitter(10)};
  letter.left = 320 + draft.jitter(30);
  letter.right = 2160 + draft.jitter(20);
  const double top = 470 + draft.jitter(50);
  page.centred(draft.style(100).weighted(700).spaced(14), 1240, top, title);
  letter.y = top + 280;
  return letter;
}

}  // namespace

std::vector<Page> draw_hygiene_permit(Draft& draft) {
  std::vector<Page> pages;
  const bool broad = draft.choose("page", {"broad", "upright"}) == "broad";
  pages.emplace_back(broad ? cv::Size(kA4.height, kA4.width) : kA4);
  Page& page = pages[0];
  Random& random = draft.random();
  const Firm firm = invent_firm(random, random.chance(0.6));
  const double width = page.size().width, height = page.size().height;
  page.fill({0, 0, width, height}, {0.985, 0.99, 0.98});
  draw_fine_waves(page, {150, 150, width - 300, height - 300}, random.real(0, 6),
                  {0.72, 0.86, 0.76, 0.3});
  draw_frame(page, {100, 100, width - 200, height - 200}, 70, {0.2, 0.5, 0.35});
  page.centred(draft.style(150).weighted(700).spaced(60), width / 2, broad ? 480 : 620,
               "卫生许可证");
  const double size = 58 + draft.jitter(4);
  Column column;
  column.label = column.value = draft.style(size);
  column.x = (broad ? 620 : 330) + draft.jitter(30);
  column.right = width - (broad ? 620 : 300);
  column.label_width = size * 6.2;
  column.colon = draft.choose("colon", {"：", ""});
  column.gap = column.colon.empty() ? 70 : size * 1.1;
  column.pitch = size * (broad ? 2.2 : 2.9);
  column.wrapped_pitch = size * 1.35;
  column.y = broad ? 720 : 900;
  constexpr std::array<std::string_view, 5> kItems{"住宿场所", "理发店、美容店", "公共浴室", "商场",
                                                   "游泳场所"};
  const std::string number = "闽卫公证字〔" + firm.registered_on.substr(0, 4) + "〕第" +
                             firm.registration_number.substr(0, 6) + "-" +
                             digits(random.between(1, 9999), 6) + "号";
  const std::string from = recent_day(random);
  const auto begin = day_of(from);
  draw_entry(page, column, "单位名称", text_piece(draft, "unit_name", firm.name));
  draw_entry(page, column, draft.choose("person", {"法定代表人", "负责人", "经营者"}),
             text_piece(draft, "legal_representative", firm.representative));
  draw_entry(page, column, "经营地址", text_piece(draft, "address", firm.address));
  draw_entry(page, column, "许可项目",
             text_piece(draft, "permitted", std::string(random.pick(kItems))));
  draw_entry(page, column, "许可证编号", text_piece(draft, "permit_number", number));
  draw_entry(page, column, "有效期限",
             {{draft.choose("from", {"", "自"})},
              date_piece(draft, "valid_from", from),
              {"至"},
              date_piece(draft, "valid_to",
                         iso({begin->year + 4, begin->month, std::max(1, begin->day - 1)}))});
  const double y = std::max(column.y + 120, height - 620);
  const Style style = draft.style(size);
  const double x = width - 1300;
  page.text(style, x, y, "发证机关：");
  const Piece office = text_piece(draft, "issuer", firm.division + "卫生健康局");
  const Drawn drawn = page.text(style, x + size * 5, y, office.text);
  if (!office.text.empty()) page.record(office.name, office.value, office.text, drawn.ink);
  const Piece day = date_piece(draft, "issued_on", from);
  page.text(style, x, y + size * 2, "发证日期：");
  const Drawn dated = page.text(style, x + size * 5, y + size * 2, day.text);
  if (!day.text.empty()) page.record(day.name, day.value, day.text, dated.ink);
  draw_stamp(page, draft, "seal", firm.division + "卫生健康局",
             {x + size * 8 + draft.jitter(70), y + size + draft.jitter(40)}, 235 + draft.jitter(12),
             0.9);
  page.text(draft.style(28).coloured({0.4, 0.45, 0.4}), 260, height - 220, "样本 SPECIMEN");
  return pages;
}

std::vector<Page> draw_employment_proof(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  Random& random = draft.random();
  const Person& person = draft.person();
  const Firm firm = invent_firm(random, false);
  Letter letter =
      letter_for(page, draft, draft.choose("title", {"在职证明", "工作证明", "收入证明"}));
  constexpr std::array<std::string_view, 6> kPosts{"会计",     "工程师", "店长",
                                                   "客服主管", "厨师",   "行政专员"};
  const Piece name = text_piece(draft, "full_name", person.full_name);
  const Piece number = text_piece(draft, "id_number", person.id_number);
  const Piece since =
      date_piece(draft, "employed_since",
                 iso({random.between(2008, 2025), random.between(1, 12), random.between(1, 28)}));
  const Piece post = text_piece(draft, "position", std::string(random.pick(kPosts)));
  const Piece income = money_piece(draft, "monthly_income",
                                   random.between(28, 260) * 10000LL + random.between(0, 9) * 1000,
                                   AmountStyle::both);
  const Piece code = text_piece(draft, "credit_code", firm.credit_code);
  const Piece phone =
      text_piece(draft, "phone", "0591-8" + digits(random.between(1000000, 9999999)));
  if (draft.choose("style", {"letter", "lines"}) == "letter") {
    draw_running(page, letter,
                 {{"兹证明"},
                  name,
                  {"（公民身份号码："},
                  number,
                  {"）系我单位职工，自"},
                  since,
                  {"起在我单位工作，现任职务："},
                  post,
                  {"。月收入人民币"},
                  income,
                  {"。我单位对以上内容的真实性负责。"}});
  } else {
    draw_running(page, letter, {{"兹证明下列人员系我单位在职职工，情况属实："}});
    draw_labelled(page, letter, "姓名", name);
    draw_labelled(page, letter, "公民身份号码", number);
    draw_labelled(page, letter, "入职日期", since);
    draw_labelled(page, letter, "现任职务", post);
    draw_labelled(page, letter, "月收入", income);
  }
  draw_running(page, letter, {{"特此证明。"}});
  draw_labelled(page, letter, "统一社会信用代码", code);
  draw_labelled(page, letter, "联系电话", phone);
  draw_issuer(page, draft, letter, "employer_name", "单位名称：",
              date_piece(draft, "issued_on", recent_day(random)), firm.name, "seal");
  draw_sample_line(page, draft);
  return pages;
}

std::vector<Page> draw_student_proof(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  Random& random = draft.random();
  const Person& person = draft.person();
  const std::string school = invent_school(random);
  Letter letter = letter_for(page, draft, draft.choose("title", {"在校证明", "在读证明"}));
  constexpr std::array<std::string_view, 5> kMajors{"护理", "电子信息工程", "会计学",
                                                    "汽车检测与维修", "学前教育"};
  const int entered = random.between(2021, 2026);
  const Piece name = text_piece(draft, "student_name", person.full_name);
  const Piece number = text_piece(draft, "id_number", person.id_number);
  const Piece student = text_piece(draft, "student_number",
                                   std::to_string(entered) + digits(random.between(10000, 99999)));
  const Piece major = text_piece(draft, "major", std::string(random.pick(kMajors)));
  const Piece begin = date_piece(draft, "entered_on", iso({entered, 9, random.between(1, 9)}));
  const Piece end = date_piece(draft, "leaves_on", iso({entered + random.between(3, 4), 6, 30}));
  if (draft.choose("style", {"letter", "lines"}) == "letter") {
    draw_running(page, letter,
                 {{"兹证明"},
                  name,
                  {"，公民身份号码："},
                  number,
                  {"，学号："},
                  student,
                  {"，系我校"},
                  major,
                  {"专业学生，自"},
                  begin,
                  {"入学，预计"},
                  end,
                  {"毕业。"}});
  } else {
    draw_labelled(page, letter, draft.choose("name_label", {"姓名", "学生姓名"}), name);
    draw_labelled(page, letter, "公民身份号码", number);
    draw_labelled(page, letter, "学号", student);
    draw_labelled(page, letter, "专业", major);
    draw_labelled(page, letter, "入学日期", begin);
    draw_labelled(page, letter, "预计毕业日期", end);
  }
  draw_running(page, letter, {{"特此证明。"}});
  draw_issuer(page, draft, letter, "school_name",
              draft.choose("school_label", {"学校：", "学校名称："}),
              date_piece(draft, "issued_on", recent_day(random)), school, "seal");
  draw_sample_line(page, draft);
  return pages;
}

}  // namespace zhipi::specimens
