// A debit card as banks of no particular name print it: light letters on a coloured ground.
#include <algorithm>
#include <array>

#include "draft.h"

namespace zhipi::specimens {
namespace {

constexpr Colour kLight{0.97, 0.97, 0.95};

void draw_ground(Page& page, Draft& draft) {
  constexpr std::array<Colour, 4> kGrounds{
      {{0.55, 0.1, 0.14}, {0.07, 0.27, 0.5}, {0.08, 0.37, 0.3}, {0.26, 0.27, 0.3}}};
  const Colour base = draft.random().pick(kGrounds);
  cairo_t* cairo = page.cairo();
  const double width = kCard.width, height = kCard.height;
  cairo_pattern_t* ground = cairo_pattern_create_linear(0, 0, width, height);
  cairo_pattern_add_color_stop_rgb(ground, 0, base.red, base.green, base.blue);
  cairo_pattern_add_color_stop_rgb(ground, 1, base.red * 0.7, base.green * 0.7, base.blue * 0.7);
  cairo_set_source(cairo, ground);
  cairo_pattern_destroy(ground);
  cairo_rectangle(cairo, 0, 0, width, height);
  cairo_fill(cairo);
  set_colour(cairo, {1, 1, 1, 0.06});
  cairo_set_line_width(cairo, 26);
  for (int ring = 0; ring < 7; ++ring) {
    cairo_arc(cairo, width * 0.86, height * 0.1, 130 + ring * 74.0, 0, 2 * CV_PI);
    cairo_stroke(cairo);
  }
}

void draw_chip(Page& page, double x, double y) {
  page.fill({x, y, 122, 92}, {0.86, 0.74, 0.44});
  page.rectangle({x + 34, y + 22, 54, 48}, 3, {0.5, 0.4, 0.2});
  for (const double line : {22.0, 46.0, 70.0}) {
    page.line(x, y + line, x + 34, y + line, 3, {0.5, 0.4, 0.2});
    page.line(x + 88, y + line, x + 122, y + line, 3, {0.5, 0.4, 0.2});
  }
}

// Digits in groups of four, as they stand on a card.
std::string grouped(const std::string& number) {
  std::string text;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += ' ';
    text += number[i];
  }
  return text;
}

void draw_card(Page& page, Draft& draft) {
  draw_ground(page, draft);
  const Person& person = draft.person();
  const double dx = draft.jitter(6), dy = draft.jitter(6);
  const Style text = draft.style(40).coloured(kLight);
  const auto print = [&](const Style& style, double x, double y, std::string_view name,
                         const std::string& value, const std::string& printed) {
    if (value.empty()) return;
    const Drawn drawn = page.text(style, x + dx, y + dy, printed);
    page.record(std::string(name), json::string(value), printed, drawn.ink);
  };
  // A card bears the bank's name, not that of the branch.
  const std::string branch = person.bank_name.substr(0, person.bank_name.find("福州"));
  const std::string bank = draft.value("bank_name", branch);
  print(text.sized(50).weighted(600).spaced(4), 62, 110, "bank_name", bank, bank);
  page.text(text.sized(30), 64 + dx, 158 + dy, "借记卡 DEBIT CARD");
  draw_chip(page, 82 + dx, 228 + dy);
  Style number = text.sized(54);
  number.family = draft.choose("number_font", {"DejaVu Sans Mono", "Noto Sans Mono CJK SC"});
  const std::string account = draft.value("bank_account", person.bank_account);
  const double wide = page.width_of(number, grouped(account));
  print(number.sized(54 * std::min(1.0, 880 / std::max(wide, 1.0))), 70, 418, "bank_account",
        account, grouped(account));
  const std::string holder = draft.value("account_name", person.full_name);
  print(text, 72, 562, "account_name", holder, holder);
  page.text(text.sized(24), 470 + dx, 500 + dy, "有效期至 VALID THRU");
  const std::string month = digits(draft.random().between(1, 12), 2);
  const std::string year = std::to_string(draft.random().between(2027, 2036));
  const std::string until = draft.value("valid_thru", year + "-" + month);
  const bool is_month = until.size() == 7 && until[4] == '-';
  const std::string printed = is_month ? until.substr(5) + "/" + until.substr(2, 2) : until;
  print(number.sized(40), 470, 562, "valid_thru", printed, printed);
  const Style mark = draft.style(40).weighted(700).coloured({1, 1, 1, 0.55});
  page.text(mark, 640 + dx, 300 + dy, "样本 SPECIMEN");
}

}  // namespace

std::vector<Page> draw_bank_card(Draft& draft) {
  std::vector<Page> pages;
  const bool sheet = draft.choose("page", {"card", "card", "a4"}) == "a4";
  pages.emplace_back(sheet ? kA4 : kCard);
  const Saved saved(pages[0].cairo());
  if (sheet) {
    cairo_translate(pages[0].cairo(), 734 + draft.jitter(250), 700 + draft.jitter(350));
    cairo_rotate(pages[0].cairo(), draft.jitter(0.8) * CV_PI / 180);
  }
  draw_card(pages[0], draft);
  return pages;
}

}  // namespace zhipi::specimens
