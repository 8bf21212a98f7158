#include "ornament.h"

#include <cmath>

namespace zhipi::specimens {

void fill_ellipse(cairo_t* cairo, double x, double y, double across, double down,
                  const Colour& colour) {
  const Saved saved(cairo);
  cairo_translate(cairo, x, y);
  cairo_scale(cairo, across, down);
  set_colour(cairo, colour);
  cairo_arc(cairo, 0, 0, 1, 0, 2 * CV_PI);
  cairo_fill(cairo);
}

void draw_disc(Page& page, double x, double y, double radius) {
  cairo_t* cairo = page.cairo();
  fill_ellipse(cairo, x, y, radius, radius, {0.86, 0.2, 0.16, 0.92});
  set_colour(cairo, {0.93, 0.74, 0.24});
  cairo_set_line_width(cairo, 7);
  cairo_arc(cairo, x, y, radius * 0.9, 0, 2 * CV_PI);
  cairo_stroke(cairo);
  Style star;
  star.family = "DejaVu Sans";
  star.colour = {0.96, 0.8, 0.28};
  page.centred(star.sized(radius * 0.95), x, y + radius * 0.16, "★");
  for (int i = 0; i < 4; ++i) {
    page.centred(star.sized(radius * 0.36), x + (i - 1.5) * radius * 0.36,
                 y + radius * (i == 0 || i == 3 ? 0.5 : 0.66), "★");
  }
}

void draw_fine_waves(Page& page, const cv::Rect2d& where, double phase, const Colour& colour) {
  cairo_t* cairo = page.cairo();
  const Saved saved(cairo);
  cairo_rectangle(cairo, where.x, where.y, where.width, where.height);
  cairo_clip(cairo);
  set_colour(cairo, colour);
  cairo_set_line_width(cairo, 1.4);
  for (double y = where.y - 40; y < where.br().y + 40; y += 17) {
    cairo_new_path(cairo);
    for (double x = where.x; x <= where.br().x; x += 12) {
      cairo_line_to(cairo, x, y + 30 * std::sin(x / 130 + phase + y / 900));
    }
    cairo_stroke(cairo);
  }
}

void draw_frame(Page& page, const cv::Rect2d& where, double width, const Colour& colour) {
  page.rectangle(where, width * 0.12, colour);
  page.rectangle(
      {where.x + width, where.y + width, where.width - 2 * width, where.height - 2 * width},
      width * 0.12, colour);
  const Colour pale{colour.red, colour.green, colour.blue, 0.3};
  page.rectangle(
      {where.x + width / 2, where.y + width / 2, where.width - width, where.height - width},
      width * 0.5, pale);
  cairo_t* cairo = page.cairo();
  const auto lozenge = [&](double x, double y) {
    const double reach = width * 0.3;
    cairo_move_to(cairo, x - reach, y);
    cairo_line_to(cairo, x, y - reach);
    cairo_line_to(cairo, x + reach, y);
    cairo_line_to(cairo, x, y + reach);
    cairo_close_path(cairo);
  };
  set_colour(cairo, colour);
  for (double x = where.x + width / 2; x < where.br().x; x += width) {
    lozenge(x, where.y + width / 2);
    lozenge(x, where.br().y - width / 2);
  }
  for (double y = where.y + width / 2; y < where.br().y; y += width) {
    lozenge(where.x + width / 2, y);
    lozenge(where.br().x - width / 2, y);
  }
  cairo_fill(cairo);
}

void draw_sample_mark(Page& page, double x, double y, double size) {
  const Saved saved(page.cairo());
  cairo_translate(page.cairo(), x, y);
  cairo_rotate(page.cairo(), -0.3);
  Style mark;
  mark.colour = {0.75, 0.2, 0.2, 0.22};
  page.centred(mark.sized(size).weighted(700), 0, 0, "样 本");
  page.centred(mark.sized(size * 0.45).weighted(700), 0, size * 0.6, "SPECIMEN");
}

}  // namespace zhipi::specimens
