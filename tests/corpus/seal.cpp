#include <array>
#include <cmath>

#include "draft.h"

namespace zhipi::specimens {
namespace {

void draw_star(cairo_t* cairo, double radius) {
  for (int point = 0; point < 10; ++point) {
    const double reach = point % 2 == 0 ? radius : radius * 0.382;
    const double angle = -CV_PI / 2 + point * CV_PI / 5;
    if (point == 0) {
      cairo_move_to(cairo, 0, -radius);
    } else {
      cairo_line_to(cairo, reach * std::cos(angle), reach * std::sin(angle));
    }
  }
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

}  // namespace

cv::Rect2d draw_seal(Page& page, cv::Point2d centre, double radius, double turn,
                     std::string_view office, double strength) {
  cairo_t* cairo = page.cairo();
  const Saved saved(cairo);
  cairo_translate(cairo, centre.x, centre.y);
  cairo_rotate(cairo, turn);
  cairo_set_operator(cairo, CAIRO_OPERATOR_MULTIPLY);
  const Colour ink{0.84, 0.13, 0.13, strength};
  set_colour(cairo, ink);
  cairo_set_line_width(cairo, radius * 0.05);
  cairo_arc(cairo, 0, 0, radius * 0.97, 0, 2 * CV_PI);
  cairo_stroke(cairo);
  draw_star(cairo, radius * 0.3);

  const std::vector<std::string> letters = characters(office);
  const double count = static_cast<double>(letters.size());
  const double span = std::min(1.5 * CV_PI, count * 0.27);
  Style style;
  style.family = "Noto Serif CJK SC";
  style.weight = 600;
  style.colour = ink;
  style.size = std::min(radius * 0.25, radius * 0.72 * span / count * 1.02);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const Saved letter(cairo);
    const double share = count > 1 ? static_cast<double>(i) / (count - 1) - 0.5 : 0;
    cairo_rotate(cairo, share * span);
    cairo_scale(cairo, 1, 1.25);  // seal letters are tall
    page.centred(style, 0, -radius * 0.56, letters[i]);
  }
  return {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius};
}

}  // namespace zhipi::specimens
