// 结婚证: the two inner pages of the booklet, side by side. Both persons stand under the same
// labels.
#include <algorithm>

#include "firms.h"
#include "letter.h"
#include "ornament.h"

namespace zhipi::specimens {
namespace {

struct Spouse {
  std::string role;  // man or woman
  Person person;
};

Person spouse_of(Random& random, const Person& person) {
  Person other;
  do {
    other = invent_person(random);
  } while (other.sex == person.sex);
  return other;
}

// A joint picture that can be nobody: two heads on red.
void draw_picture(Page& page, const cv::Rect2d& where) {
  page.fill(where, {0.78, 0.12, 0.14});
  const Saved saved(page.cairo());
  cairo_rectangle(page.cairo(), where.x, where.y, where.width, where.height);
  cairo_clip(page.cairo());
  for (const double side : {0.32, 0.68}) {
    const double x = where.x + where.width * side;
    const double y = where.y + where.height * 0.5;
    fill_ellipse(page.cairo(), x, y + 210, 130, 120, {0.95, 0.95, 0.96});
    fill_ellipse(page.cairo(), x, y - 24, 66, 82, {0.14, 0.12, 0.12});
    fill_ellipse(page.cairo(), x, y, 56, 74, {0.87, 0.71, 0.6});
    for (const double eye : {-22.0, 22.0})
      fill_ellipse(page.cairo(), x + eye, y - 8, 7, 4, {0.15, 0.12, 0.12});
    fill_ellipse(page.cairo(), x, y + 38, 16, 4, {0.7, 0.36, 0.36});
  }
  draw_sample_mark(page, where.x + where.width / 2, where.br().y - 60, 70);
}

// Name, sex, birth and number under one another. Whose they are no label says.
void draw_spouse(Page& page, Draft& draft, Column& column, const Spouse& spouse) {
  const Person& person = spouse.person;
  draw_entry(page, column, "姓名", text_piece(draft, spouse.role + "_name", person.full_name));
  draw_entry(page, column, "性别", {person.sex});
  draw_entry(page, column, "国籍", {"中国"});
  draw_entry(page, column, "出生日期",
             {printed_date(person.birth_date, DateStyle::chinese_padded)});
  draw_entry(page, column, "身份证件号",
             text_piece(draft, spouse.role + "_id_number", person.id_number));
  column.y += 40;
}

}  // namespace

std::vector<Page> draw_marriage_certificate(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(cv::Size(2480, 1754));
  Page& page = pages[0];
  Random& random = draft.random();
  const Person& person = draft.person();
  const Person other = spouse_of(random, person);
  const bool man = person.sex == "男";
  page.fill({0, 0, 2480, 1754}, {0.99, 0.965, 0.955});
  draw_fine_waves(page, {90, 90, 2300, 1574}, random.real(0, 6), {0.93, 0.72, 0.72, 0.3});
  page.line(1240, 40, 1240, 1714, 3, {0.85, 0.75, 0.73});

  const int year = std::max({std::stoi(person.birth_date), std::stoi(other.birth_date), 1980}) + 22;
  const std::string day = iso(
      {std::min(year + random.between(0, 8), 2026), random.between(1, 12), random.between(1, 28)});
  Column left;
  left.label = draft.style(45);
  left.value = draft.style(45 + draft.jitter(3));
  left.x = 190 + draft.jitter(20);
  left.label_width = 230;
  left.right = 1190;
  left.pitch = 112 + draft.jitter(8);
  left.y = 240 + draft.jitter(20);
  const bool first = draft.maybe("holder_first", 0.5);
  draw_entry(page, left, "持证人", text_piece(draft, "holder_name", person.full_name));
  draw_entry(
      page, left, "登记日期",
      date_piece(draft, "registered_on", day,
                 draft.maybe("padded", 0.6) ? DateStyle::chinese_padded : DateStyle::chinese));
  draw_entry(page, left, "结婚证字号",
             text_piece(draft, "certificate_number",
                        "J" + person.id_number.substr(0, 6) + "-" + day.substr(0, 4) + "-" +
                            digits(random.between(1, 9999), 6)));
  const double below = left.y + 60;
  page.text(left.label, left.x, below + 40, "登记机关");
  const std::string office = person.division + "民政局";
  const Piece issuer = text_piece(draft, "issuer", office);
  const Drawn drawn = page.text(left.value, left.x + 270, below + 40, issuer.text);
  if (!issuer.text.empty()) page.record(issuer.name, issuer.value, issuer.text, drawn.ink);
  draw_stamp(page, draft, "registration_seal", office,
             {760 + draft.jitter(60), below + 170 + draft.jitter(30)}, 205 + draft.jitter(8), 0.92,
             "婚姻登记专用章");
  page.text(left.label, left.x, 1480, "婚姻登记员");
  page.text(left.label.sized(26).coloured({0.5, 0.4, 0.4}), left.x, 1640, "样本 SPECIMEN");

  const cv::Rect2d picture{1560 + draft.jitter(30), 130, 640, 430};
  draw_picture(page, picture);
  page.record("photo", json::object{{"present", true}}, "", picture);
  Column right = left;
  right.x = 1330 + draft.jitter(20);
  right.right = 2400;
  right.pitch = 88;
  right.y = 670;
  Spouse holder{man ? "man" : "woman", person};
  Spouse partner{man ? "woman" : "man", other};
  if (!first) std::swap(holder, partner);
  draw_spouse(page, draft, right, holder);
  draw_spouse(page, draft, right, partner);
  return pages;
}

}  // namespace zhipi::specimens
