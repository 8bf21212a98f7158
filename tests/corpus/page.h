// A page being drawn: ink on a sheet of a size in pixels, and what was printed where.
//
// The sheet is kept as drawing operations, so that one drawing serves pixels and PDF alike. Text is
// placed by its baseline, as a compositor does it. Boxes are those of the ink itself. One thread.
#pragma once

#include <cairo.h>

#include <boost/json.hpp>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::specimens {

namespace json = boost::json;

// 300 dpi: A4 is 2480 × 3508 pixels, a card of 85.6 × 54 mm is 1012 × 638.
inline constexpr int kDpi = 300;
inline const cv::Size kA4{2480, 3508};
inline const cv::Size kCard{1012, 638};

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
  double alpha = 1;
};
inline constexpr Colour kBlack{0.08, 0.08, 0.09};
inline constexpr Colour kWhite{1, 1, 1};

struct Style {
  std::string family = "Noto Sans CJK SC";
  double size = 40;  // of the em square, in pixels
  int weight = 400;  // 100 to 900
  Colour colour = kBlack;
  double spacing = 0;  // added after each character, in pixels

  Style sized(double pixels) const;
  Style coloured(const Colour& other) const;
  Style weighted(int other) const;
  Style spaced(double pixels) const;
};

struct Drawn {
  cv::Rect2d ink;      // on the page; empty if nothing was inked
  double advance = 0;  // how far the pen moved, before any transformation
};

// One value that stands on the page.
struct PrintedField {
  std::string name;
  json::value value;  // normalised by kind
  std::string text;   // as printed
  cv::Rect2d box;     // empty for what is not there, an absent seal
};

class Page {
 public:
  explicit Page(cv::Size size);

  cv::Size size() const { return size_; }
  cairo_t* cairo() const { return cairo_.get(); }

  // Prints a line with its first character's left edge at x.
  Drawn text(const Style& style, double x, double baseline, std::string_view text);
  Drawn centred(const Style& style, double middle, double baseline, std::string_view text);

  // How wide the line would be.
  double width_of(const Style& style, std::string_view text) const;

  // Breaks text between these pieces so that no line is wider than `width`, as far as they allow.
  std::vector<std::string> wrapped(const Style& style, const std::vector<std::string>& pieces,
                                   double width) const;

  // Lines under one another, `pitch` apart.
  Drawn paragraph(const Style& style, double x, double baseline, double pitch,
                  const std::vector<std::string>& lines);

  void line(double x1, double y1, double x2, double y2, double width,
            const Colour& colour = kBlack);
  void rectangle(const cv::Rect2d& where, double width, const Colour& colour = kBlack);
  void fill(const cv::Rect2d& where, const Colour& colour);

  // Remembers a value for the truth; its box is on the page, as Drawn gives it.
  void record(std::string name, json::value value, std::string text, const cv::Rect2d& box);

  const std::vector<PrintedField>& fields() const { return fields_; }
  std::vector<PrintedField>& fields() { return fields_; }

  // The page in colour (BGR) at 300 dpi.
  cv::Mat pixels() const;

  // Draws the page on another Cairo context, in pixels of 300 dpi.
  void replay(cairo_t* target) const;

 private:
  struct Close {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  };

  cv::Rect2d on_page(double x, double y, double width, double height) const;

  cv::Size size_;
  std::unique_ptr<cairo_surface_t, Close> surface_;
  std::unique_ptr<cairo_t, Close> cairo_;
  std::vector<PrintedField> fields_;
};

// What the outlines on this context look like until the object ends: save and restore.
class Saved {
 public:
  explicit Saved(cairo_t* context) : context_(context) { cairo_save(context_); }
  ~Saved() { cairo_restore(context_); }
  Saved(const Saved&) = delete;
  Saved& operator=(const Saved&) = delete;

 private:
  cairo_t* context_;
};

void set_colour(cairo_t* context, const Colour& colour);

}  // namespace zhipi::specimens
