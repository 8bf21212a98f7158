// Values in running text and behind labels, the two ways letters, contracts and licences print
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draft.h"

namespace zhipi::specimens {

// A piece of text; pieces with a name are values, remembered where they come to stand.
struct Piece {
  std::string text;
  std::string name = {};
  json::value value = nullptr;
};

// The value of this name, printed as it is.
Piece text_piece(const Draft& draft, const std::string& name, const std::string& otherwise);

// A date of this name, 9999-12-31 as 长期.
Piece date_piece(const Draft& draft, const std::string& name, const std::string& otherwise,
                 DateStyle style = DateStyle::chinese);

// An amount in 分: in words (叁仟伍佰元整), in figures (3500.00), or both (words, then figures in
// brackets).
enum class AmountStyle { words, figures, yuan, both };
Piece money_piece(const Draft& draft, const std::string& name, long long otherwise,
                  AmountStyle style);

// The place where the next line goes. A body of text between two margins.
struct Letter {
  Style body;
  double pitch = 110;
  double y = 0;  // baseline of the next line
  double left = 330;
  double right = 2150;
};

// Sets pieces one after another and breaks lines where they are full; the first line is indented
// by `indent` characters.
void draw_running(Page& page, Letter& letter, const std::vector<Piece>& pieces, double indent = 2);

// 姓名：林秀英, the value on further lines under its beginning where it is long.
void draw_labelled(Page& page, Letter& letter, const std::string& label, const Piece& piece,
                   double indent = 2);

// A column of labels spread to one width, and their values beside them, as licences have it.
struct Column {
  Style label;
  Style value;
  double x = 0;            // of the labels
  double label_width = 0;  // labels are spread to this
  double gap = 40;         // from a label to its value
  double right = 0;        // values are wrapped here
  double pitch = 100;      // from one entry to the next
  double wrapped_pitch = 62;
  double y = 0;  // baseline of the next entry
  std::string colon = {};
};
void draw_entry(Page& page, Column& column, const std::string& label, const Piece& piece);

// The same for a value made of several pieces on one line: a period.
void draw_entry(Page& page, Column& column, const std::string& label,
                const std::vector<Piece>& pieces);

// A label spread to a width: 名　　称.
Drawn draw_spread(Page& page, const Style& style, double x, double baseline, double width,
                  const std::string& label);

// A cell of a ruled table with its text inside, wrapped and made smaller until it fits.
enum class Align { left, middle };
void draw_cell(Page& page, const cv::Rect2d& where, const Style& style, const Piece& piece,
               Align align, double rule);

// Presses an office's round seal here and records it as field `name`, or that it is not there.
// `share` is how often there is one.
void draw_stamp(Page& page, Draft& draft, const std::string& name, const std::string& office,
                cv::Point2d middle, double radius, double share, std::string_view purpose = {});

}  // namespace zhipi::specimens
