// What certificates bear beside their text: a disc in the emblem's place, frames, fine waves.
#pragma once

#include "page.h"
#include "random.h"

namespace zhipi::specimens {

void fill_ellipse(cairo_t* cairo, double x, double y, double across, double down,
                  const Colour& colour);

// A red disc with five stars: in the emblem's place, and plainly not the emblem.
void draw_disc(Page& page, double x, double y, double radius);

// Fine waves over the whole of a rectangle, as paper with a guilloche has them.
void draw_fine_waves(Page& page, const cv::Rect2d& where, double phase, const Colour& colour);

// A frame of a broad and two narrow lines with a chain of lozenges in it.
void draw_frame(Page& page, const cv::Rect2d& where, double width, const Colour& colour);

// 样本 in large pale letters across the page, and in small ones below it.
void draw_sample_mark(Page& page, double x, double y, double size);

}  // namespace zhipi::specimens
