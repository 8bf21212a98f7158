#include <algorithm>
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

// What is read rather than seen: text with a place of its own.
std::vector<cv::Rect2d> texts_of(const Page& page) {
  std::vector<cv::Rect2d> boxes;
  for (const PrintedField& field : page.fields()) {
    const bool read = field.value.is_string() || field.value.is_number();
    if (read && !field.box.empty()) boxes.push_back(field.box);
  }
  return boxes;
}

bool is_seal(const PrintedField& field) {
  return field.name == "seal" || field.name.ends_with("_seal");
}

// The seal that the document lacks is there now. Of two parties it would be neither's.
void record_seal(Page& page, const std::string& office, const cv::Rect2d& box) {
  if (std::count_if(page.fields().begin(), page.fields().end(), is_seal) > 1) return;
  for (PrintedField& field : page.fields()) {
    if (!is_seal(field) || !field.box.empty()) continue;
    field.value = {{"present", true}, {"text", office}, {"color", "red"}};
    field.text = office;
    field.box = box;
    return;
  }
}

}  // namespace

void stamp_over(Page& page, std::uint64_t seed) {
  Random random(seed, "stamp");
  const std::vector<cv::Rect2d> boxes = texts_of(page);
  if (boxes.empty()) return;
  constexpr std::array<std::string_view, 5> kOffices{
      "福州市样桥社区居民委员会", "福建榕溪商贸有限公司", "福州市鼓楼区云栖街道办事处",
      "福州听泉职业技术学院", "福州市行政服务中心"};
  const bool card = page.size().height < 1300;
  for (int left = boxes.size() > 6 ? 2 : 1; left > 0; --left) {
    const cv::Rect2d& box = random.pick(boxes);
    const double radius = card ? random.real(130, 170) : random.real(200, 248);
    const double within = std::min(box.width, 900.0);
    const cv::Point2d middle(box.x + within * random.real(0.15, 0.85),
                             box.y + box.height / 2 + random.real(-0.55, 0.55) * radius);
    const cv::Point2d centre(std::clamp(middle.x, radius, page.size().width - radius),
                             std::clamp(middle.y, radius, page.size().height - radius));
    const std::string office(random.pick(kOffices));
    record_seal(
        page, office,
        draw_seal(page, centre, radius, random.real(-0.4, 0.4), office, random.real(0.6, 0.9)));
  }
}

cv::Rect2d draw_seal(Page& page, cv::Point2d centre, double radius, double turn,
                     std::string_view office, double strength, std::string_view purpose) {
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
  if (!purpose.empty()) page.centred(style.sized(radius * 0.2), 0, radius * 0.62, purpose);
  cv::Point2d middle(0, 0);
  cairo_user_to_device(cairo, &middle.x, &middle.y);
  return {middle.x - radius, middle.y - radius, 2 * radius, 2 * radius};
}

}  // namespace zhipi::specimens
