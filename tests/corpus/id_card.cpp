// 居民身份证: both faces as GA 450 lays them out on a card of 85.6 × 54 mm, with 样本 across the
// photograph and a plain star disc where the real card bears the national emblem.
#include <algorithm>
#include <array>
#include <cmath>

#include "draft.h"
#include "ornament.h"

namespace zhipi::specimens {
namespace {

constexpr Colour kLabel{0.22, 0.47, 0.72};
constexpr Colour kMark{0.75, 0.2, 0.2, 0.5};
constexpr double kCardWidth = 1012;
constexpr double kCardHeight = 638;

void rounded_outline(cairo_t* cairo, double radius) {
  const std::array<cv::Point2d, 4> centres{{{kCardWidth - radius, radius},
                                            {kCardWidth - radius, kCardHeight - radius},
                                            {radius, kCardHeight - radius},
                                            {radius, radius}}};
  cairo_new_path(cairo);
  double angle = -CV_PI / 2;
  for (const cv::Point2d& centre : centres) {
    cairo_arc(cairo, centre.x, centre.y, radius, angle, angle + CV_PI / 2);
    angle += CV_PI / 2;
  }
  cairo_close_path(cairo);
}

void draw_waves(cairo_t* cairo, double middle, double phase, const Colour& colour) {
  set_colour(cairo, colour);
  cairo_set_line_width(cairo, 1.1);
  for (int strand = 0; strand < 14; ++strand) {
    for (double x = 0; x <= kCardWidth; x += 6) {
      const double swell = 34 + 22 * std::sin(x / 240 + phase);
      const double y = middle + swell * std::sin(x / 95 + phase + strand * 0.21) + strand * 2.4;
      if (x == 0) {
        cairo_move_to(cairo, x, y);
      } else {
        cairo_line_to(cairo, x, y);
      }
    }
    cairo_stroke(cairo);
  }
}

// Pale blue to pale red, with bands of fine waves and a rosette: what a card shows under its text.
void draw_ground(Page& page, Draft& draft) {
  cairo_t* cairo = page.cairo();
  cairo_pattern_t* ground = cairo_pattern_create_linear(0, 0, kCardWidth, kCardHeight);
  cairo_pattern_add_color_stop_rgb(ground, 0.0, 0.90, 0.955, 0.97);
  cairo_pattern_add_color_stop_rgb(ground, 0.5, 0.955, 0.965, 0.955);
  cairo_pattern_add_color_stop_rgb(ground, 1.0, 0.975, 0.935, 0.94);
  cairo_set_source(cairo, ground);
  cairo_pattern_destroy(ground);
  cairo_rectangle(cairo, 0, 0, kCardWidth, kCardHeight);
  cairo_fill(cairo);
  const double phase = draft.random().real(0, 6);
  for (int band = 0; band < 7; ++band) {
    const Colour colour =
        band % 2 == 0 ? Colour{0.55, 0.78, 0.85, 0.33} : Colour{0.9, 0.7, 0.74, 0.28};
    draw_waves(cairo, 30 + band * 92.0, phase + band * 0.9, colour);
  }
  set_colour(cairo, {0.6, 0.76, 0.84, 0.3});
  for (int petal = 0; petal < 24; ++petal) {
    const Saved saved(cairo);
    cairo_translate(cairo, 430, 330);
    cairo_rotate(cairo, petal * CV_PI / 12);
    cairo_scale(cairo, 1, 0.36);
    cairo_arc(cairo, 70, 0, 110, 0, 2 * CV_PI);
    cairo_set_line_width(cairo, 1.4);
    cairo_stroke(cairo);
  }
}

// A drawn head and shoulders that can be nobody, and the mark.
void draw_portrait(Page& page, Draft& draft, double left, double top) {
  constexpr double kWidth = 282, kHeight = 362;
  cairo_t* cairo = page.cairo();
  Random& random = draft.random();
  const double age = random.real(0, 1);
  {
    const Saved saved(cairo);
    cairo_rectangle(cairo, left, top, kWidth, kHeight);
    cairo_clip(cairo);
    cairo_translate(cairo, left, top);
    page.fill({0, 0, kWidth, kHeight}, {0.955, 0.965, 0.975});
    const Colour hair{0.13 + 0.55 * age, 0.12 + 0.55 * age, 0.13 + 0.55 * age};
    const Colour skin{0.86 + random.real(-0.06, 0.04), 0.71, 0.6};
    const Colour cloth{random.real(0.1, 0.45), random.real(0.12, 0.35), random.real(0.2, 0.5)};
    const bool woman = draft.person().sex == "女";
    fill_ellipse(cairo, 141, 128, woman ? 92 : 80, woman ? 112 : 88, hair);
    fill_ellipse(cairo, 141, 392, 152, 132, cloth);
    page.fill({112, 215, 58, 62}, {skin.red * 0.93, skin.green * 0.91, skin.blue * 0.9});
    fill_ellipse(cairo, 141, 268, 42, 26, {skin.red * 0.93, skin.green * 0.91, skin.blue * 0.9});
    fill_ellipse(cairo, 141, 158, 69, 90, skin);
    fill_ellipse(cairo, 141, 82, 62, 24, hair);
    for (const double side : {-1.0, 1.0}) {
      fill_ellipse(cairo, 141 + side * 28, 150, 9, 4.5, {0.16, 0.13, 0.12});
      fill_ellipse(cairo, 141 + side * 28, 134, 14, 3, hair);
    }
    fill_ellipse(cairo, 141, 181, 9, 5, {skin.red * 0.88, skin.green * 0.82, skin.blue * 0.78});
    fill_ellipse(cairo, 141, 210, 20, 4.5, {0.68, 0.38, 0.36});
  }
  const Saved saved(cairo);
  cairo_translate(cairo, left + kWidth / 2, top + kHeight / 2 + 95);
  cairo_rotate(cairo, -0.32);
  Style mark;
  mark.colour = kMark;
  page.centred(mark.sized(88).weighted(700), 0, 0, "样 本");
  page.centred(mark.sized(40).weighted(700), 0, 52, "SPECIMEN");
}

struct FrontStyles {
  Style label;
  Style text;
  Style number;
  double left;
  double value_left;
};

void draw_birth_date(Page& page, Draft& draft, const FrontStyles& styles, double baseline) {
  page.text(styles.label, styles.left, baseline, "出生");
  const std::string value = draft.value("birth_date", draft.person().birth_date);
  const auto day = day_of(value);
  if (!day) return;
  double x = styles.value_left;
  cv::Rect2d box;
  const auto print = [&](const Style& style, const std::string& text, double gap) {
    const Drawn drawn = page.text(style, x, baseline, text);
    box |= drawn.ink;
    x += drawn.advance + gap;
  };
  print(styles.text, digits(day->year), 12);
  print(styles.label, "年", 16);
  print(styles.text, digits(day->month), 16);
  print(styles.label, "月", 16);
  print(styles.text, digits(day->day), 16);
  print(styles.label, "日", 0);
  page.record("birth_date", json::string(value), printed_date(value, DateStyle::chinese), box);
}

void draw_address(Page& page, Draft& draft, const FrontStyles& styles, double baseline) {
  page.text(styles.label, styles.left, baseline, "住址");
  const std::string& registered = draft.person().registered_address;
  const std::string value = draft.value("address", registered).empty() ? "" : registered;
  const std::vector<std::string> lines =
      page.wrapped(styles.text, characters(value), 632 - styles.value_left + 8);
  const double pitch = lines.size() > 3 ? 41 : 50;
  const Drawn drawn = page.paragraph(styles.text, styles.value_left, baseline, pitch, lines);
  if (!value.empty()) page.record("address", json::string(value), value, drawn.ink);
}

void draw_value(Page& page, Draft& draft, const Style& style, cv::Point2d at, std::string_view name,
                const std::string& otherwise) {
  const std::string value = draft.value(name, otherwise);
  const Drawn drawn = page.text(style, at.x, at.y, value);
  if (!value.empty()) page.record(std::string(name), json::string(value), value, drawn.ink);
}

void draw_front_face(Page& page, Draft& draft) {
  draw_ground(page, draft);
  const double dx = draft.jitter(5), dy = draft.jitter(5);
  const double size = 36 + draft.jitter(1.5);
  FrontStyles styles{draft.style(29 + draft.jitter(1)).coloured(kLabel), draft.style(size), Style{},
                     66 + dx, 182 + dx};
  styles.number.family = draft.choose(
      "number_font", {"DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Noto Sans CJK SC"});
  styles.number = styles.number.sized(46).weighted(500).spaced(2.2 + draft.jitter(0.8));
  const Person& person = draft.person();

  page.text(styles.label, styles.left, 100 + dy, "姓名");
  draw_value(page, draft, styles.text.sized(size * 1.12).spaced(3), {styles.value_left, 101 + dy},
             "full_name", person.full_name);
  page.text(styles.label, styles.left, 173 + dy, "性别");
  draw_value(page, draft, styles.text, {styles.value_left, 174 + dy}, "sex", person.sex);
  page.text(styles.label, 300 + dx, 173 + dy, "民族");
  draw_value(page, draft, styles.text, {390 + dx, 174 + dy}, "ethnicity", person.ethnicity);
  draw_birth_date(page, draft, styles, 246 + dy);
  draw_address(page, draft, styles, 322 + dy);
  page.text(styles.label.sized(30), styles.left, 560 + dy, "公民身份号码");
  const bool narrow = page.width_of(styles.number, "123456789012345678") < 570;
  draw_value(page, draft, narrow ? styles.number.spaced(5) : styles.number, {344 + dx, 563 + dy},
             "id_number", person.id_number);
  draw_portrait(page, draft, 660 + dx, 92 + dy);
}

// 居民身份证法 §5: a card is valid five years below 16, ten below 26, twenty below 46, then for
// good.
std::string period_end(const std::string& birth_date, const std::string& from) {
  const auto born = day_of(birth_date);
  const auto issued = day_of(from);
  if (!born || !issued) return "9999-12-31";
  const bool had_birthday =
      issued->month > born->month || (issued->month == born->month && issued->day >= born->day);
  const int age = issued->year - born->year - (had_birthday ? 0 : 1);
  if (age >= 46) return "9999-12-31";
  const int years = age < 16 ? 5 : age < 26 ? 10 : 20;
  return iso({issued->year + years, issued->month, issued->day});
}

void draw_validity(Page& page, Draft& draft, const Style& style, cv::Point2d at) {
  Random& random = draft.random();
  const std::string drawn_from =
      iso({random.between(2007, 2024), random.between(1, 12), random.between(1, 28)});
  const std::string from = draft.value("valid_from", drawn_from);
  const std::string to = draft.value("valid_to", period_end(draft.person().birth_date, from));
  if (from.empty() && to.empty()) return;
  const std::string printed_from = printed_date(from, DateStyle::dotted);
  const std::string printed_to = to == "9999-12-31" ? "长期" : printed_date(to, DateStyle::dotted);
  const Drawn first = page.text(style, at.x, at.y, printed_from);
  const Drawn dash = page.text(style, at.x + first.advance, at.y, "-");
  const Drawn second = page.text(style, at.x + first.advance + dash.advance, at.y, printed_to);
  if (!from.empty()) page.record("valid_from", json::string(from), printed_from, first.ink);
  if (!to.empty()) page.record("valid_to", json::string(to), printed_to, second.ink);
}

void draw_back_face(Page& page, Draft& draft) {
  draw_ground(page, draft);
  const double dx = draft.jitter(5), dy = draft.jitter(5);
  draw_disc(page, 172 + dx, 172 + dy, 104);
  Style title = draft.style(52).weighted(500);
  page.text(title.spaced(15), 322 + dx, 152 + dy, "中华人民共和国");
  page.text(title.sized(82).spaced(20), 322 + dx, 262 + dy, "居民身份证");
  const Style label = draft.style(31).weighted(600);
  const Style text = draft.style(34 + draft.jitter(1.5));
  page.text(label, 258 + dx, 472 + dy, "签发机关");
  const std::string division = draft.person().division;
  const std::size_t split = std::string("福州市").size();
  const bool district = division.starts_with("福州市") && division.size() > split;
  const std::string office =
      district && division.ends_with("区")
          ? "福州市公安局" + division.substr(split, division.size() - split - 3) + "分局"
      : district ? division.substr(split) + "公安局"
                 : division + "公安局";
  draw_value(page, draft, text, {420 + dx, 473 + dy}, "issuer",
             draft.value("issuing_authority", office));
  page.text(label, 258 + dx, 558 + dy, "有效期限");
  draw_validity(page, draft, text, {420 + dx, 559 + dy});
  Style mark;
  mark.colour = kMark;
  page.text(mark.sized(40).weighted(700), 56 + dx, 400 + dy, "样 本");
  page.text(mark.sized(20).weighted(700), 60 + dx, 428 + dy, "SPECIMEN");
}

using Face = void (*)(Page&, Draft&);

// Puts a face on a sheet with its upper left corner here, turned a little, as a copier has it.
void place_face(Page& page, Draft& draft, Face face, cv::Point2d corner) {
  const Saved saved(page.cairo());
  cairo_translate(page.cairo(), corner.x, corner.y);
  cairo_rotate(page.cairo(), draft.jitter(0.8) * CV_PI / 180);
  {
    const Saved clipped(page.cairo());
    rounded_outline(page.cairo(), 38);
    cairo_clip(page.cairo());
    face(page, draft);
  }
  rounded_outline(page.cairo(), 38);
  set_colour(page.cairo(), {0.72, 0.74, 0.76});
  cairo_set_line_width(page.cairo(), 2.5);
  cairo_stroke(page.cairo());
}

std::vector<Page> draw_face(Draft& draft, Face face) {
  const bool sheet = draft.choose("page", {"card", "card", "a4"}) == "a4";
  std::vector<Page> pages;
  pages.emplace_back(sheet ? kA4 : kCard);
  if (sheet) {
    place_face(pages[0], draft, face, {734 + draft.jitter(250), 700 + draft.jitter(350)});
  } else {
    face(pages[0], draft);
  }
  return pages;
}

}  // namespace

std::vector<Page> draw_id_card_front(Draft& draft) {
  return draw_face(draft, draw_front_face);
}

std::vector<Page> draw_id_card_back(Draft& draft) {
  return draw_face(draft, draw_back_face);
}

std::vector<Page> draw_id_card(Draft& draft) {
  std::vector<Page> pages;
  if (draft.choose("pages", {"1"}) == "2") {
    pages.emplace_back(kCard);
    draw_front_face(pages[0], draft);
    pages.emplace_back(kCard);
    draw_back_face(pages[1], draft);
    return pages;
  }
  pages.emplace_back(kA4);
  const double x = 734 + draft.jitter(200);
  place_face(pages[0], draft, draw_front_face, {x + draft.jitter(30), 620 + draft.jitter(120)});
  place_face(pages[0], draft, draw_back_face, {x + draft.jitter(30), 1720 + draft.jitter(120)});
  return pages;
}

}  // namespace zhipi::specimens
