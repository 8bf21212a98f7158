#include "page.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "text.h"

namespace zhipi::specimens {
namespace {

struct Unref {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

int in_pango_units(double pixels) {
  return static_cast<int>(std::lround(pixels * PANGO_SCALE));
}

Layout layout_of(cairo_t* context, const Style& style, std::string_view text) {
  Layout layout(pango_cairo_create_layout(context));
  const std::unique_ptr<PangoFontDescription, Unref> font(pango_font_description_new());
  pango_font_description_set_family(font.get(), style.family.c_str());
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), static_cast<PangoWeight>(style.weight));
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_single_paragraph_mode(layout.get(), 1);
  const std::unique_ptr<PangoAttrList, Unref> attributes(pango_attr_list_new());
  pango_attr_list_insert(attributes.get(),
                         pango_attr_language_new(pango_language_from_string("zh-cn")));
  if (style.spacing != 0) {
    pango_attr_list_insert(attributes.get(),
                           pango_attr_letter_spacing_new(in_pango_units(style.spacing)));
  }
  pango_layout_set_attributes(layout.get(), attributes.get());
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

}  // namespace

Style Style::sized(double pixels) const {
  Style other = *this;
  other.size = pixels;
  return other;
}

Style Style::coloured(const Colour& other_colour) const {
  Style other = *this;
  other.colour = other_colour;
  return other;
}

Style Style::weighted(int other_weight) const {
  Style other = *this;
  other.weight = other_weight;
  return other;
}

Style Style::spaced(double pixels) const {
  Style other = *this;
  other.spacing = pixels;
  return other;
}

void set_colour(cairo_t* context, const Colour& colour) {
  cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, colour.alpha);
}

Page::Page(cv::Size size) : size_(size) {
  const cairo_rectangle_t extents{0, 0, static_cast<double>(size.width),
                                  static_cast<double>(size.height)};
  surface_.reset(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents));
  cairo_.reset(cairo_create(surface_.get()));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options(cairo_.get(), options);
  cairo_font_options_destroy(options);
  fill({0, 0, extents.width, extents.height}, kWhite);
}

cv::Rect2d Page::on_page(double x, double y, double width, double height) const {
  const std::array<cv::Point2d, 4> corners{
      {{x, y}, {x + width, y}, {x, y + height}, {x + width, y + height}}};
  double left = HUGE_VAL, top = HUGE_VAL, right = -HUGE_VAL, bottom = -HUGE_VAL;
  for (cv::Point2d corner : corners) {
    cairo_user_to_device(cairo_.get(), &corner.x, &corner.y);
    left = std::min(left, corner.x);
    right = std::max(right, corner.x);
    top = std::min(top, corner.y);
    bottom = std::max(bottom, corner.y);
  }
  return {left, top, right - left, bottom - top};
}

Drawn Page::text(const Style& style, double x, double baseline, std::string_view text) {
  if (text.empty()) return {};
  const Layout layout = layout_of(cairo(), style, text);
  PangoRectangle ink;
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), &ink, &logical);
  const double ascent = static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
  const double y = baseline - ascent;
  set_colour(cairo(), style.colour);
  cairo_move_to(cairo(), x, y);
  pango_cairo_show_layout(cairo(), layout.get());
  cairo_new_path(cairo());  // Pango leaves its point behind; the next outline must not begin there
  Drawn drawn;
  drawn.advance = static_cast<double>(logical.width) / PANGO_SCALE;
  if (ink.width > 0 && ink.height > 0) {
    drawn.ink = on_page(x + static_cast<double>(ink.x) / PANGO_SCALE,
                        y + static_cast<double>(ink.y) / PANGO_SCALE,
                        static_cast<double>(ink.width) / PANGO_SCALE,
                        static_cast<double>(ink.height) / PANGO_SCALE);
  }
  return drawn;
}

Drawn Page::centred(const Style& style, double middle, double baseline, std::string_view line) {
  return text(style, middle - (width_of(style, line) - style.spacing) / 2, baseline, line);
}

double Page::width_of(const Style& style, std::string_view text) const {
  const Layout layout = layout_of(cairo(), style, text);
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

std::vector<std::string> Page::wrapped(const Style& style, const std::vector<std::string>& pieces,
                                       double width) const {
  std::vector<std::string> lines;
  for (const std::string& piece : pieces) {
    if (lines.empty() || width_of(style, lines.back() + piece) > width) lines.emplace_back();
    lines.back() += piece;
  }
  return lines;
}

Drawn Page::paragraph(const Style& style, double x, double baseline, double pitch,
                      const std::vector<std::string>& lines) {
  Drawn whole;
  for (const std::string& each : lines) {
    const Drawn drawn = text(style, x, baseline, each);
    whole.ink |= drawn.ink;
    whole.advance = std::max(whole.advance, drawn.advance);
    baseline += pitch;
  }
  return whole;
}

void Page::line(double x1, double y1, double x2, double y2, double width, const Colour& colour) {
  set_colour(cairo(), colour);
  cairo_set_line_width(cairo(), width);
  cairo_move_to(cairo(), x1, y1);
  cairo_line_to(cairo(), x2, y2);
  cairo_stroke(cairo());
}

void Page::rectangle(const cv::Rect2d& where, double width, const Colour& colour) {
  set_colour(cairo(), colour);
  cairo_set_line_width(cairo(), width);
  cairo_rectangle(cairo(), where.x, where.y, where.width, where.height);
  cairo_stroke(cairo());
}

void Page::fill(const cv::Rect2d& where, const Colour& colour) {
  set_colour(cairo(), colour);
  cairo_rectangle(cairo(), where.x, where.y, where.width, where.height);
  cairo_fill(cairo());
}

void Page::record(std::string name, json::value value, std::string text, const cv::Rect2d& box) {
  fields_.push_back({std::move(name), std::move(value), std::move(text), box});
}

void Page::replay(cairo_t* target) const {
  cairo_set_source_surface(target, surface_.get(), 0, 0);
  cairo_paint(target);
}

cv::Mat Page::pixels() const {
  const std::unique_ptr<cairo_surface_t, Close> image(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, size_.width, size_.height));
  const std::unique_ptr<cairo_t, Close> context(cairo_create(image.get()));
  replay(context.get());
  cairo_surface_flush(image.get());
  // Cairo keeps RGB24 as native-endian words: B, G, R and an unused byte on little-endian machines.
  const cv::Mat words(size_, CV_8UC4, cairo_image_surface_get_data(image.get()),
                      static_cast<std::size_t>(cairo_image_surface_get_stride(image.get())));
  cv::Mat colour(size_, CV_8UC3);
  cv::mixChannels(std::vector<cv::Mat>{words}, std::vector<cv::Mat>{colour}, {0, 0, 1, 1, 2, 2});
  return colour;
}

}  // namespace zhipi::specimens
