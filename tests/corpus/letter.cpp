#include "letter.h"

#include <algorithm>
#include <utility>

namespace zhipi::specimens {
namespace {

void record(Page& page, const Piece& piece, const cv::Rect2d& box) {
  if (!piece.name.empty() && !piece.text.empty()) {
    page.record(piece.name, piece.value, piece.text, box);
  }
}

}  // namespace

Piece text_piece(const Draft& draft, const std::string& name, const std::string& otherwise) {
  const std::string value = draft.value(name, otherwise);
  return {value, name, json::string(folded(value))};
}

Piece date_piece(const Draft& draft, const std::string& name, const std::string& otherwise,
                 DateStyle style) {
  const std::string value = draft.value(name, otherwise);
  return {value == "9999-12-31" ? "长期" : printed_date(value, style), name, json::string(value)};
}

Piece money_piece(const Draft& draft, const std::string& name, long long otherwise,
                  AmountStyle style) {
  if (draft.value(name, "x").empty()) return {"", name};
  const long long fen = draft.number(name, otherwise);
  const std::string words = amount_in_words(fen);
  switch (style) {
    case AmountStyle::words:
      return {words, name, fen};
    case AmountStyle::figures:
      return {yuan(fen), name, fen};
    case AmountStyle::yuan:
      return {yuan(fen) + "元", name, fen};
    case AmountStyle::both:
      break;
  }
  return {words + "（￥" + yuan(fen) + "）", name, fen};
}

void draw_running(Page& page, Letter& letter, const std::vector<Piece>& pieces, double indent) {
  double x = letter.left + indent * letter.body.size;
  for (const Piece& piece : pieces) {
    cv::Rect2d box;
    std::string line;
    const auto flush = [&] {
      const Drawn drawn = page.text(letter.body, x, letter.y, line);
      box |= drawn.ink;
      x += drawn.advance;
      line.clear();
    };
    for (const std::string& unit : line_units(piece.text)) {
      if (x + page.width_of(letter.body, line + unit) > letter.right) {
        flush();
        x = letter.left;
        letter.y += letter.pitch;
      }
      line += unit;
    }
    flush();
    record(page, piece, box);
  }
  letter.y += letter.pitch;
}

void draw_labelled(Page& page, Letter& letter, const std::string& label, const Piece& piece,
                   double indent) {
  const double x = letter.left + indent * letter.body.size;
  const Drawn head = page.text(letter.body, x, letter.y, label + "：");
  const double start = x + head.advance;
  const auto lines = page.wrapped(letter.body, line_units(piece.text), letter.right - start);
  const double pitch = letter.body.size * 1.4;
  const Drawn drawn = page.paragraph(letter.body, start, letter.y, pitch, lines);
  record(page, piece, drawn.ink);
  letter.y +=
      letter.pitch + pitch * static_cast<double>(std::max<std::size_t>(lines.size(), 1) - 1);
}

Drawn draw_spread(Page& page, const Style& style, double x, double baseline, double width,
                  const std::string& label) {
  const std::vector<std::string> letters = characters(label);
  const double natural = page.width_of(style, label);
  if (letters.size() < 2 || natural >= width) return page.text(style, x, baseline, label);
  const double step = (width - natural) / static_cast<double>(letters.size() - 1);
  Drawn whole;
  for (const std::string& letter : letters) {
    const Drawn drawn = page.text(style, x, baseline, letter);
    whole.ink |= drawn.ink;
    x += drawn.advance + step;
  }
  whole.advance = width;
  return whole;
}

void draw_entry(Page& page, Column& column, const std::string& label, const Piece& piece) {
  draw_spread(page, column.label, column.x, column.y, column.label_width, label);
  page.text(column.label, column.x + column.label_width, column.y, column.colon);
  const double start = column.x + column.label_width + column.gap;
  const auto lines = page.wrapped(column.value, line_units(piece.text), column.right - start);
  record(page, piece,
         page.paragraph(column.value, start, column.y, column.wrapped_pitch, lines).ink);
  column.y += column.pitch + column.wrapped_pitch *
                                 static_cast<double>(std::max<std::size_t>(lines.size(), 1) - 1);
}

void draw_entry(Page& page, Column& column, const std::string& label,
                const std::vector<Piece>& pieces) {
  draw_spread(page, column.label, column.x, column.y, column.label_width, label);
  page.text(column.label, column.x + column.label_width, column.y, column.colon);
  double x = column.x + column.label_width + column.gap;
  double whole = 0;
  for (const Piece& piece : pieces) whole += page.width_of(column.value, piece.text);
  const Style style = column.value.sized(column.value.size *
                                         std::min(1.0, (column.right - x) / std::max(whole, 1.0)));
  for (const Piece& piece : pieces) {
    const Drawn drawn = page.text(style, x, column.y, piece.text);
    record(page, piece, drawn.ink);
    x += drawn.advance;
  }
  column.y += column.pitch;
}

void draw_cell(Page& page, const cv::Rect2d& where, const Style& style, const Piece& piece,
               Align align, double rule) {
  if (rule > 0) page.rectangle(where, rule);
  const double margin = std::min(24.0, where.width * 0.08);
  const double width = where.width - 2 * margin;
  Style fitting = style;
  std::vector<std::string> lines;
  for (double factor = 1; factor > 0.45; factor *= 0.9) {
    fitting = style.sized(style.size * factor);
    lines = page.wrapped(fitting, line_units(piece.text), width);
    double widest = 0;
    for (const std::string& line : lines) widest = std::max(widest, page.width_of(fitting, line));
    const double high = static_cast<double>(lines.size()) * fitting.size * 1.25;
    if (high <= where.height * 0.94 && widest <= width * 1.02) break;
  }
  const double pitch = fitting.size * 1.25;
  double baseline = where.y + where.height / 2 + fitting.size * 0.37 -
                    pitch * (static_cast<double>(lines.size()) - 1) / 2;
  cv::Rect2d box;
  for (const std::string& line : lines) {
    box |= align == Align::middle
               ? page.centred(fitting, where.x + where.width / 2, baseline, line).ink
               : page.text(fitting, where.x + margin, baseline, line).ink;
    baseline += pitch;
  }
  record(page, piece, box);
}

void draw_stamp(Page& page, Draft& draft, const std::string& name, const std::string& office,
                cv::Point2d middle, double radius, double share, std::string_view purpose) {
  if (!draft.flag(name, draft.maybe(name, share))) {
    page.record(name, json::object{{"present", false}}, "", {});
    return;
  }
  const std::string text = draft.value(name + "_text", office + std::string(purpose));
  const bool whole = text == office + std::string(purpose);
  const cv::Rect2d box = draw_seal(page, middle, radius, draft.jitter(0.25),
                                   whole ? std::string_view(office) : std::string_view(text),
                                   draft.random().real(0.62, 0.9), whole ? purpose : "");
  page.record(name, json::object{{"present", true}, {"text", text}, {"color", "red"}}, text, box);
}

}  // namespace zhipi::specimens
