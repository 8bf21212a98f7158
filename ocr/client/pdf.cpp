#include "ocr/client/pdf.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

#include "ocr/client/confined.h"

namespace zhipi::ocr {
namespace {

constexpr std::size_t kTextBytes = std::size_t{8} << 20;
constexpr double kDpi = 300;
constexpr double kLeastDpi = 100;
// A PDF page is drawn, not found: more than this of it shows nothing that a reader could use.
constexpr double kDrawnPixels = 24e6;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

double number(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::isfinite(value) ? value : 0;
}

// "Page    1 size:  595 x 842 pts (A4)" and "Page    1 rot:   90", one of each for a page.
void add_page_line(std::string_view line, PdfInfo& info, std::map<int, int>& turns) {
  line.remove_prefix(4);
  const int page = static_cast<int>(number(line));
  const std::size_t colon = line.find(':');
  if (page < 1 || page > static_cast<int>(info.sizes.size()) || colon == std::string_view::npos)
    return;
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (line.find("size") < colon) {
    const std::size_t by = value.find(" x ");
    if (by == std::string_view::npos) return;
    info.sizes[static_cast<std::size_t>(page) - 1] = {number(value), number(value.substr(by + 3))};
  } else if (line.find("rot") < colon) {
    turns[page] = static_cast<int>(number(value));
  }
}

PdfInfo parse_info(std::string_view text) {
  PdfInfo info;
  std::map<int, int> turns;
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with("Pages:")) {
      info.pages = static_cast<int>(std::clamp(number(line.substr(6)), 0.0, 1e6));
      info.sizes.resize(static_cast<std::size_t>(std::min(info.pages, 1000)));
    } else if (line.starts_with("Page ")) {
      add_page_line(line, info, turns);
    }
  }
  for (const auto& [page, turn] : turns) {
    PdfPage& size = info.sizes[static_cast<std::size_t>(page) - 1];
    if (turn % 180 != 0) std::swap(size.width, size.height);
  }
  return info;
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

Expected<PdfInfo> Pdf::info(Deadline deadline) const {
  const Expected<Confined> run = run_confined(
      reader_, {"/usr/bin/pdfinfo", "-f", "1", "-l", std::to_string(limits_.pages), "/dev/fd/0"},
      bytes_, kTextBytes, limits_.worker_bytes, deadline);
  if (!run) return tl::unexpected(run.error());
  const bool encrypted = run->output.find("\nEncrypted:       yes") != std::string::npos;
  if (encrypted || run->errors.find("Incorrect password") != std::string::npos) {
    return problem("encrypted_pdf",
                   "the PDF is encrypted; save it without protection and send it again");
  }
  PdfInfo info = parse_info(run->output);
  if (run->status != 0 || info.pages < 1) {
    return problem("bad_pdf", "the PDF cannot be opened: " + std::string(first_line(run->errors)));
  }
  if (info.pages > limits_.pages) {
    return problem("too_many_pages", "the PDF has " + std::to_string(info.pages) +
                                         " pages, the limit is " + std::to_string(limits_.pages));
  }
  return info;
}

Expected<DrawnPage> Pdf::draw(int page, PdfPage size, Deadline deadline) const {
  if (size.width < 1 || size.height < 1) {
    return problem("bad_pdf", "a page of the PDF has no size or cannot be reached");
  }
  const double inches_wide = size.width / 72;
  const double inches_high = size.height / 72;
  const double dpi = std::min({kDpi, (limits_.side - 1) / std::max(inches_wide, inches_high),
                               std::sqrt(kDrawnPixels / (inches_wide * inches_high))});
  if (dpi < kLeastDpi) {
    return problem("page_too_large", "a page of the PDF is too large to be drawn legibly");
  }
  const std::string number_text = std::to_string(page);
  const Expected<Confined> run =
      run_confined(reader_,
                   {"/usr/bin/pdftoppm", "-cropbox", "-r", std::to_string(dpi), "-f", number_text,
                    "-l", number_text, "/dev/fd/0"},
                   bytes_, std::size_t{128} << 20, limits_.worker_bytes, deadline);
  if (!run) return tl::unexpected(run.error());
  if (run->status != 0 || !run->output.starts_with("P6")) {
    return problem("unreadable",
                   "a page of the PDF cannot be drawn: " + std::string(first_line(run->errors)));
  }
  const bool dropped = run->errors.find("Error") != std::string::npos;
  return DrawnPage{run->output, dpi, dropped};
}

Expected<std::vector<PdfWord>> Pdf::words(int page, Deadline deadline) const {
  const std::string number_text = std::to_string(page);
  const Expected<Confined> run = run_confined(reader_,
                                              {"/usr/bin/pdftotext", "-cropbox", "-tsv", "-f",
                                               number_text, "-l", number_text, "/dev/fd/0", "-"},
                                              bytes_, kTextBytes, limits_.worker_bytes, deadline);
  if (!run) return tl::unexpected(run.error());
  if (run->status != 0) return problem("bad_pdf", "the PDF's text layer cannot be read");
  std::vector<PdfWord> words;
  // level page par block line word left top width height conf text; words are level 5
  for (const std::string_view line : split(run->output, '\n')) {
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells.size() != 12 || cells[0] != "5") continue;
    words.push_back({std::string(cells[11]), number(cells[6]), number(cells[7]), number(cells[8]),
                     number(cells[9])});
  }
  return words;
}

}  // namespace zhipi::ocr
