#include "ocr/reader/line_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "models/formats/text.h"
#include "ocr/reader/line_image.h"
#include "ocr/reader/look_alikes.h"
#include "ocr/reader/word_gaps.h"

namespace zhipi::ocr {
namespace {

// A model is prepared for each size of its input: lines are padded to one of a few.
constexpr std::array<int, 11> kWidths = {64, 96, 128, 160, 208, 256, 320, 400, 512, 704, 960};
// Lines side by side in a batch, in pixels: measured, what is more leaves the processor's cache.
constexpr int kBatchWidth = 1280;
// What the model says of a line is large until it is decoded, some 4 kB for each of its columns:
// lines are read in parts of so many columns, which a worker's memory holds beside the page.
constexpr int kTogether = 8192;
// No print is so long for its height: a row of specks, or a rule.
constexpr int kLongest = 8192;
constexpr int kPaper = 235;

// A part of a line that goes through the model at once.
struct Piece {
  std::size_t line = 0;
  Stretch columns;
  Frames frames;
};

int padded_width(int width) {
  return *std::lower_bound(kWidths.begin(), kWidths.end() - 1, width);
}

cv::Mat padded(const cv::Mat& gray) {
  cv::Mat result;
  cv::copyMakeBorder(gray, result, 0, 0, 0, padded_width(gray.cols) - gray.cols,
                     cv::BORDER_CONSTANT, cv::Scalar(kPaper));
  return result;
}

std::vector<Piece> pieces_of(const std::vector<LineImage>& lines) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].gray.empty()) continue;
    for (const Stretch& columns : cut_at_gaps(lines[i].gray, kWidths.back())) {
      pieces.push_back({i, columns, {}});
    }
  }
  return pieces;
}

void run_model(LineModel& model, const std::vector<LineImage>& lines, std::vector<Piece>& pieces) {
  std::map<int, std::vector<Piece*>> by_width;
  for (Piece& piece : pieces) {
    by_width[padded_width(piece.columns.to - piece.columns.from)].push_back(&piece);
  }
  for (const auto& [width, same] : by_width) {
    const auto batch = static_cast<std::size_t>(std::max(1, kBatchWidth / width));
    for (std::size_t first = 0; first < same.size(); first += batch) {
      const std::size_t last = std::min(same.size(), first + batch);
      std::vector<cv::Mat> images;
      for (std::size_t i = first; i < last; ++i) {
        images.push_back(
            padded(lines[same[i]->line].gray.colRange(same[i]->columns.from, same[i]->columns.to)));
      }
      std::vector<Frames> frames = model.frames(images);
      for (std::size_t i = first; i < last; ++i) same[i]->frames = std::move(frames[i - first]);
    }
  }
}

// The frames of a line's pieces one behind the other, and the column of the line image in the
// middle of each. Padding is left out.
struct LineFrames {
  Frames frames;
  std::vector<double> columns;
};

LineFrames joined(const std::vector<const Piece*>& pieces) {
  LineFrames line;
  std::vector<Frames> parts;
  for (const Piece* piece : pieces) {
    const int width = piece->columns.to - piece->columns.from;
    const double stride = static_cast<double>(padded_width(width)) / piece->frames.rows;
    const int count = std::min(piece->frames.rows, static_cast<int>(std::ceil(width / stride)));
    parts.push_back(piece->frames.rowRange(0, count));
    for (int t = 0; t < count; ++t)
      line.columns.push_back(piece->columns.from + (t + 0.5) * stride);
  }
  if (parts.size() == 1) {
    line.frames = parts.front();
  } else {
    cv::vconcat(parts, line.frames);
  }
  return line;
}

// No document's line begins or ends with one of these: they are the rules and edges of a table, cut
// off with the line.
bool is_edge(const DecodedCharacter& one) {
  constexpr std::u32string_view kEdges = U"|\\_ ";
  return kEdges.find(one.character) != std::u32string_view::npos;
}

Decoded without_edges(Decoded decoded) {
  std::vector<DecodedCharacter>& all = decoded.characters;
  while (!all.empty() && is_edge(all.back())) all.pop_back();
  const auto first = std::find_if_not(all.begin(), all.end(), is_edge);
  all.erase(all.begin(), first);
  return decoded;
}

std::string text_of(const Decoded& decoded) {
  std::u32string text;
  for (const DecodedCharacter& one : decoded.characters) text += one.character;
  std::erase(text, U' ');
  return formats::to_utf8(text);
}

// A character reaches half-way to its neighbours, but no further than it is wide.
void place(LineReading& reading, const Decoded& decoded, const LineFrames& line,
           const LineImage& image) {
  const auto middle = [&](const DecodedCharacter& one) {
    const auto first = static_cast<std::size_t>(one.first);
    const auto last = static_cast<std::size_t>(one.last) - 1;
    return (line.columns[first] + line.columns[last]) / 2;
  };
  const double reach = 0.6 * image.em;
  std::vector<double> middles;
  std::u32string characters;
  for (const DecodedCharacter& one : decoded.characters) {
    if (one.character == U' ') continue;
    middles.push_back(middle(one));
    characters += one.character;
  }
  const std::vector<bool> apart = gaps_before(image.gray, middles, characters);
  double before = -1e9;
  for (std::size_t i = 0; i < decoded.characters.size(); ++i) {
    const DecodedCharacter& one = decoded.characters[i];
    if (one.character == U' ') continue;
    const double here = middle(one);
    const double from = std::max(here - reach, (before + here) / 2);
    const double to = i + 1 < decoded.characters.size()
                          ? std::min(here + reach, (here + middle(decoded.characters[i + 1])) / 2)
                          : here + reach;
    before = here;
    const double end = image.gray.cols;
    const bool after_gap = apart[reading.characters.size()];
    reading.characters.push_back(
        {one.character, one.probability,
         static_cast<int>(std::lround(image.column(std::clamp(from, 0.0, end)))),
         static_cast<int>(std::lround(image.column(std::clamp(to, 0.0, end)))), after_gap,
         one.alternatives});
  }
}

// A reading, and how likely its text is by the model alone.
struct Look {
  LineReading reading;
  double log_likelihood = 0;
};

Look read_frames(const LineFrames& line, const LineImage& image, const CharacterList& list,
                 const Automaton* grammar) {
  Look look;
  LineReading& reading = look.reading;
  Decoded decoded = without_edges(decode(line.frames, list));
  settle_look_alikes(decoded);
  reading.free_text = text_of(decoded);
  reading.probability = std::exp(std::min(0.0, decoded.log_probability));
  if (grammar != nullptr) {
    auto admitted = decode(line.frames, list, *grammar);
    reading.admitted = admitted.has_value();
    look.log_likelihood = -1e9;
    if (!admitted) return look;
    reading.loss = std::max(0.0, decoded.log_probability - admitted->log_probability);
    reading.probability = admitted->share;
    decoded = *std::move(admitted);
  }
  look.log_likelihood = std::min(0.0, decoded.log_probability);
  reading.text = text_of(decoded);
  place(reading, decoded, line, image);
  return look;
}

// What was read of each line; a line of which there is no image is not read.
std::vector<Look> looks_at(LineModel& model, const std::vector<LineRequest>& requests,
                           const std::vector<LineImage>& images) {
  std::vector<Piece> pieces = pieces_of(images);
  run_model(model, images, pieces);
  std::vector<Look> looks(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    std::vector<const Piece*> own;
    for (const Piece& piece : pieces) {
      if (piece.line == i) own.push_back(&piece);
    }
    looks[i].reading.admitted = requests[i].grammar == nullptr;
    if (own.empty()) continue;
    looks[i] = read_frames(joined(own), images[i], model.list(), requests[i].grammar);
  }
  return looks;
}

// A line that is read with less than this is looked at a second time.
constexpr double kUnsure = 0.8;

bool is_unsure(const Look& look) {
  return std::exp(look.log_likelihood) < kUnsure || look.reading.loss > 0.5;
}

// The likelier of two looks at a line. That they differ is a doubt of its own.
LineReading better(Look first, Look second) {
  const double most = std::max(first.log_likelihood, second.log_likelihood);
  const double one = std::exp(first.log_likelihood - most);
  const double other = std::exp(second.log_likelihood - most);
  const bool same = first.reading.text == second.reading.text;
  LineReading result = one >= other ? std::move(first.reading) : std::move(second.reading);
  if (!same) result.probability *= std::max(one, other) / (one + other);
  return result;
}

// One reading for each request; `images` are those of their lines.
std::vector<LineReading> read_together(LineModel& model, const std::vector<LineRequest>& requests,
                                       const std::vector<LineImage>& images) {
  std::vector<Look> looks = looks_at(model, requests, images);
  // The shape of a line in much noise, under a seal or beside rules is not always told rightly.
  std::vector<std::size_t> unsure;
  std::vector<LineRequest> again;
  std::vector<LineImage> plain;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (images[i].gray.empty() || !is_unsure(looks[i])) continue;
    unsure.push_back(i);
    again.push_back(requests[i]);
    plain.push_back(plain_line_image(requests[i].picture, requests[i].line, model.height()));
  }
  std::vector<Look> second = looks_at(model, again, plain);
  std::vector<LineReading> readings;
  for (Look& look : looks) readings.push_back(look.reading);
  for (std::size_t k = 0; k < unsure.size(); ++k) {
    if (plain[k].gray.empty()) continue;
    readings[unsure[k]] = better(std::move(looks[unsure[k]]), std::move(second[k]));
  }
  return readings;
}

}  // namespace

Expected<LineReader> LineReader::load(const std::filesystem::path& model,
                                      const std::filesystem::path& charset) {
  auto loaded = LineModel::load(model, charset);
  if (!loaded) return tl::unexpected(loaded.error());
  return LineReader(*std::move(loaded));
}

std::vector<LineReading> LineReader::read(const std::vector<LineRequest>& requests) {
  std::vector<LineReading> readings;
  std::vector<LineRequest> part;
  std::vector<LineImage> images;
  int columns = 0;
  const auto read_part = [&] {
    for (LineReading& reading : read_together(model_, part, images))
      readings.push_back(std::move(reading));
    part.clear();
    images.clear();
    columns = 0;
  };
  for (const LineRequest& request : requests) {
    LineImage image = line_image(request.picture, request.line, model_.height());
    if (image.gray.cols > kLongest) image = {};
    const int width = std::max(image.gray.cols, kWidths.front());  // a speck is padded, too
    if (columns + width > kTogether && !part.empty()) read_part();
    columns += width;
    part.push_back(request);
    images.push_back(std::move(image));
  }
  read_part();
  return readings;
}

LineReading LineReader::read(const LineRequest& request) {
  return read(std::vector{request}).front();
}

}  // namespace zhipi::ocr
