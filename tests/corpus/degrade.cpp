#include "degrade.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace zhipi::specimens {
namespace {

cv::Matx33d scaling(double factor) {
  return {factor, 0, 0, 0, factor, 0, 0, 0, 1};
}

cv::Mat compressed(const cv::Mat& image, int quality) {
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

// Adds noise of this deviation, the same on all channels, as a sensor in grey light gives it.
cv::Mat with_noise(const cv::Mat& image, double deviation, cv::RNG& random) {
  cv::Mat grain(image.size(), CV_16SC1);
  random.fill(grain, cv::RNG::NORMAL, 0, deviation);
  cv::Mat grains;
  cv::merge(std::vector<cv::Mat>{grain, grain, grain}, grains);
  cv::Mat result;
  cv::add(image, grains, result, cv::noArray(), CV_8UC3);
  return result;
}

Degraded resized(const Degraded& page, double factor) {
  Degraded result = page;
  cv::resize(page.image, result.image, {}, factor, factor, cv::INTER_AREA);
  result.placement = scaling(factor) * page.placement;
  result.dpi = page.dpi * factor;
  return result;
}

Degraded without_colour(const Degraded& page) {
  Degraded result = page;
  cv::cvtColor(page.image, result.image, cv::COLOR_BGR2GRAY);
  cv::cvtColor(result.image, result.image, cv::COLOR_GRAY2BGR);
  result.grey = true;
  return result;
}

Degraded skewed(const Degraded& page, cv::RNG& random) {
  const double degrees = random.uniform(0.8, 3.0) * (random.uniform(0, 2) == 0 ? -1 : 1);
  const double angle = degrees * CV_PI / 180;
  const cv::Size2d size = page.image.size();
  const double width = size.width * std::cos(angle) + size.height * std::abs(std::sin(angle));
  const double height = size.width * std::abs(std::sin(angle)) + size.height * std::cos(angle);
  const double c = std::cos(angle), s = std::sin(angle);
  const cv::Matx33d turn(c, -s, width / 2 - c * size.width / 2 + s * size.height / 2,  //
                         s, c, height / 2 - s * size.width / 2 - c * size.height / 2,  //
                         0, 0, 1);
  Degraded result = page;
  cv::warpPerspective(page.image, result.image, turn,
                      {static_cast<int>(std::ceil(width)), static_cast<int>(std::ceil(height))},
                      cv::INTER_CUBIC, cv::BORDER_CONSTANT, {250, 250, 250});
  result.placement = turn * page.placement;
  return result;
}

Degraded noisy(const Degraded& page, cv::RNG& random) {
  Degraded result = page;
  result.image = with_noise(page.image, random.uniform(12.0, 20.0), random);
  cv::Mat dice(page.image.size(), CV_32FC1);
  random.fill(dice, cv::RNG::UNIFORM, 0, 1);
  const double share = random.uniform(0.002, 0.006);
  result.image.setTo(cv::Scalar::all(255), dice < share);
  result.image.setTo(cv::Scalar::all(20), dice > 1 - share);
  return result;
}

Degraded faint(const Degraded& page, cv::RNG& random) {
  Degraded result = page;
  const double strength = random.uniform(0.2, 0.32);
  page.image.convertTo(result.image, CV_8UC3, strength, 248 * (1 - strength));
  result.image = with_noise(result.image, 4, random);
  return result;
}

bool is_card(const Degraded& page) {
  return page.image.rows < 1500;
}

Degraded unreadable(const Degraded& page, cv::RNG& random) {
  // A line of text keeps two or three pixels: nobody can read it, on a card or on a form.
  const double kept = is_card(page) ? 1 / 18.0 : 1 / 26.0;
  cv::Mat small;
  cv::resize(page.image, small, {}, kept, kept, cv::INTER_AREA);
  Degraded result = page;
  cv::resize(small, result.image, page.image.size(), 0, 0, cv::INTER_CUBIC);
  cv::GaussianBlur(result.image, result.image, {}, 8);
  result.image = with_noise(result.image, 6, random);
  return result;
}

Degraded blank(const Degraded& page, cv::RNG& random) {
  Degraded result = page;
  result.image = with_noise(cv::Mat(page.image.size(), CV_8UC3, {247, 249, 250}), 1.5, random);
  result.blank = true;
  result.grey = false;
  return result;
}

// A table top: long fibres along one direction in one of a few wood and cloth colours.
cv::Mat desk(cv::Size size, cv::RNG& random) {
  const std::array<cv::Scalar, 4> colours{
      {{62, 92, 130}, {96, 104, 112}, {70, 110, 150}, {58, 64, 78}}};
  cv::Mat fibres(size, CV_16SC1);
  random.fill(fibres, cv::RNG::NORMAL, 0, 90);
  cv::GaussianBlur(fibres, fibres, {}, 40, 1.5);
  cv::Mat spread;
  cv::merge(std::vector<cv::Mat>{fibres, fibres, fibres}, spread);
  cv::Mat wood(size, CV_8UC3, colours[static_cast<std::size_t>(random.uniform(0, 4))]);
  cv::add(wood, spread * 4, wood, cv::noArray(), CV_8UC3);
  return with_noise(wood, 4, random);
}

// Light that falls off across the picture, with a lamp's bright spot somewhere.
cv::Mat lit(const cv::Mat& image, cv::RNG& random) {
  const double angle = random.uniform(0.0, 2 * CV_PI);
  const double fall = random.uniform(0.12, 0.28);
  const cv::Point2d lamp(random.uniform(0.2, 0.8), random.uniform(0.2, 0.8));
  const cv::Size coarse(64, 64);
  cv::Mat light(coarse, CV_32FC3);
  for (int y = 0; y < coarse.height; ++y) {
    for (int x = 0; x < coarse.width; ++x) {
      const cv::Point2d at(x / 63.0, y / 63.0);
      const double along = (at.x - 0.5) * std::cos(angle) + (at.y - 0.5) * std::sin(angle);
      const double near = std::exp(-((at - lamp).dot(at - lamp)) / 0.18);
      const double level = 0.84 + fall * along + 0.12 * near;
      light.at<cv::Vec3f>(y, x) =
          cv::Vec3f(static_cast<float>(level * 0.95), static_cast<float>(level),
                    static_cast<float>(level * 1.01));
    }
  }
  cv::resize(light, light, image.size(), 0, 0, cv::INTER_CUBIC);
  cv::Mat bright;
  image.convertTo(bright, CV_32FC3);
  cv::multiply(bright, light, bright);
  cv::Mat result;
  bright.convertTo(result, CV_8UC3);
  return result;
}

// Where the page's corners come to lie in the picture.
cv::Matx33d held_at_an_angle(cv::Size2d page, cv::Size2d picture, double scale, cv::RNG& random) {
  const double turn = random.uniform(-4.0, 4.0) * CV_PI / 180;
  const std::array<cv::Point2f, 4> from{
      {{0, 0},
       {static_cast<float>(page.width), 0},
       {static_cast<float>(page.width), static_cast<float>(page.height)},
       {0, static_cast<float>(page.height)}}};
  std::array<cv::Point2f, 4> to;
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = (from[i].x - page.width / 2) * scale;
    const double y = (from[i].y - page.height / 2) * scale;
    const double reach = 0.025 * std::min(page.width, page.height);
    to[i] = cv::Point2f(static_cast<float>(picture.width / 2 + x * std::cos(turn) -
                                           y * std::sin(turn) + random.uniform(-reach, reach)),
                        static_cast<float>(picture.height / 2 + x * std::sin(turn) +
                                           y * std::cos(turn) + random.uniform(-reach, reach)));
  }
  return cv::getPerspectiveTransform(from, to);
}

// White where the sheet is; a card has round corners.
cv::Mat outline(const Degraded& page) {
  const cv::Size size = page.image.size();
  const int radius = is_card(page) ? size.height * 6 / 100 : 0;
  cv::Mat mask(size, CV_8UC1, cv::Scalar(0));
  const auto box = [&](int x, int y) {
    cv::rectangle(mask, {x, y, size.width - 2 * x, size.height - 2 * y}, 255, cv::FILLED);
  };
  box(radius, 0);
  box(0, radius);
  for (const int x : {radius, size.width - 1 - radius}) {
    for (const int y : {radius, size.height - 1 - radius}) {
      cv::circle(mask, {x, y}, radius, 255, cv::FILLED, cv::LINE_AA);
    }
  }
  return mask;
}

// Lays the sheet on the scene with soft edges and a shadow to one side.
void lay_down(const Degraded& page, const cv::Matx33d& held, cv::Mat& scene) {
  cv::Mat mask;
  cv::warpPerspective(outline(page), mask, held, scene.size());
  cv::Mat shadow;
  cv::warpAffine(mask, shadow, cv::Matx23d(1, 0, 14, 0, 1, 18), scene.size());
  cv::GaussianBlur(shadow, shadow, {}, 14);
  cv::Mat shadows;
  cv::merge(std::vector<cv::Mat>{shadow, shadow, shadow}, shadows);
  cv::subtract(scene, shadows * 0.18, scene);
  cv::Mat sheet;
  cv::warpPerspective(page.image, sheet, held, scene.size(), cv::INTER_LINEAR,
                      cv::BORDER_REPLICATE);
  cv::Mat cover;
  cv::merge(std::vector<cv::Mat>{mask, mask, mask}, cover);
  scene = sheet.mul(cover, 1 / 255.0) + scene.mul(cv::Scalar::all(255) - cover, 1 / 255.0);
}

Degraded photographed(const Degraded& page, cv::RNG& random) {
  const bool card = is_card(page);
  const double scale = card ? 1.3 : 0.86;
  const double room = card ? 1.35 : 1.16;
  const cv::Size2d size = page.image.size();
  const cv::Size picture(static_cast<int>(size.width * scale * room),
                         static_cast<int>(size.height * scale * room));
  const cv::Matx33d held = held_at_an_angle(size, picture, scale, random);
  cv::Mat scene = desk(picture, random);
  lay_down(page, held, scene);
  scene = lit(scene, random);
  cv::GaussianBlur(scene, scene, {}, random.uniform(0.7, 1.2));
  Degraded result = page;
  result.image = compressed(with_noise(scene, 3.5, random), 75);
  result.placement = held * page.placement;
  result.grey = false;  // the desk has colours
  result.dpi = page.dpi * scale;
  return result;
}

}  // namespace

std::vector<std::string> conditions() {
  return {"clean", "dpi200", "grey",  "skew",       "noise", "jpeg40",
          "seal",  "photo",  "faint", "unreadable", "blank"};
}

Degraded degrade(const Degraded& page, std::string_view condition, std::uint64_t seed) {
  cv::RNG random(seed * 2654435761U + 97);
  if (condition == "dpi200") return resized(page, 2.0 / 3);
  if (condition == "grey") return without_colour(page);
  if (condition == "skew") return skewed(page, random);
  if (condition == "noise") return noisy(page, random);
  if (condition == "photo") return photographed(page, random);
  if (condition == "faint") return faint(page, random);
  if (condition == "unreadable") return unreadable(page, random);
  if (condition == "blank") return blank(page, random);
  Degraded result = page;  // the seal is on the page already, see stamp.h
  if (condition == "jpeg40") result.image = compressed(page.image, 40);
  return result;
}

cv::Rect placed(const Degraded& page, const cv::Rect2d& box) {
  double left = HUGE_VAL, top = HUGE_VAL, right = -HUGE_VAL, bottom = -HUGE_VAL;
  for (const double x : {box.x, box.x + box.width}) {
    for (const double y : {box.y, box.y + box.height}) {
      const cv::Vec3d at = page.placement * cv::Vec3d(x, y, 1);
      left = std::min(left, at[0] / at[2]);
      right = std::max(right, at[0] / at[2]);
      top = std::min(top, at[1] / at[2]);
      bottom = std::max(bottom, at[1] / at[2]);
    }
  }
  const cv::Point first(static_cast<int>(std::floor(left)), static_cast<int>(std::floor(top)));
  const cv::Point last(static_cast<int>(std::ceil(right)), static_cast<int>(std::ceil(bottom)));
  return cv::Rect(first, last) & cv::Rect({0, 0}, page.image.size());
}

}  // namespace zhipi::specimens
