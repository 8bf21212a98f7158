// A page made fit for reading: cut out of its photograph, set straight, evenly lit, its red seals
// and ruled lines taken from between the characters.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace zhipi::ocr {

struct Prepared {
  cv::Mat colour;  // BGR, upright and straight, about 300 dpi
  cv::Mat raw;     // gray of `colour`
  cv::Mat even;    // gray by the red channel, the paper's shade divided out; print that
                   // is light on a dark card is dark on light here and below
  cv::Mat text;    // `even` with ruled lines painted over
  cv::Mat ink;     // 255 where something is printed, ruled lines taken out
  cv::Mat red;     // 255 where ink is red: seals
  std::vector<cv::Rect> cells;  // of ruled tables, from above
  cv::Matx33d to_page;          // from here to the page as stored

  // The same place on the page as stored.
  cv::Rect on_page(const cv::Rect& here, cv::Size page) const;
};

// Finds the sheet if the page is a photograph, brings it to reading size, sets it straight.
Prepared prepare(const cv::Mat& page);

// The same turned clockwise by 90 degrees times `quarters` (1 to 3).
Prepared turned(const Prepared& from, int quarters);

// The corners of a bright sheet or card on a darker ground, or of a dark card on a brighter one,
// clockwise from the upper left; nothing where the page fills its picture.
std::optional<std::array<cv::Point2f, 4>> find_sheet(const cv::Mat& page);

// The corners of a card (ISO/IEC 7810 ID-1) that lies on the page and covers a part of it, whatever
// its shade beside the ground's: it differs from it in some colour on all four sides.
std::optional<std::array<cv::Point2f, 4>> find_card(const cv::Mat& page);

// The card that lies on this page, as a page of its own; nothing where there is none.
std::optional<Prepared> card_on(const Prepared& page);

// By how many degrees the lines of text lean, -6 to 6; positive when they fall to the right.
double lean_of(const cv::Mat& gray);

// Whether the lines of text run from above to below, as on a page lying on its side.
bool lies_on_side(const cv::Mat& gray);

}  // namespace zhipi::ocr
