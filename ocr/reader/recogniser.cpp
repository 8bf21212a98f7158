#include "ocr/reader/recogniser.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include "models/formats/text.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

using tesseract::TessBaseAPI;

struct Free {
  void operator()(char* text) const { delete[] text; }
};
using OwnedText = std::unique_ptr<char, Free>;

bool start(TessBaseAPI& engine, const char* language) {
  if (engine.Init(nullptr, language, tesseract::OEM_LSTM_ONLY) != 0) return false;
  engine.SetVariable("debug_file", "/dev/null");
  engine.SetVariable("tessedit_do_invert", "0");
  engine.SetVariable("classify_enable_learning", "0");
  return true;
}

void show(TessBaseAPI& engine, const cv::Mat& gray) {
  engine.SetImage(gray.data, gray.cols, gray.rows, 1, static_cast<int>(gray.step));
  engine.SetSourceResolution(300);
}

}  // namespace

class Recogniser::Engines {
 public:
  TessBaseAPI chinese;
  TessBaseAPI latin;
};

Recogniser::Recogniser(std::unique_ptr<Engines> engines) : engines_(std::move(engines)) {}
Recogniser::Recogniser(Recogniser&&) noexcept = default;
Recogniser& Recogniser::operator=(Recogniser&&) noexcept = default;
Recogniser::~Recogniser() = default;

Expected<Recogniser> Recogniser::load() {
  auto engines = std::make_unique<Engines>();
  if (!start(engines->chinese, "chi_sim") || !start(engines->latin, "eng")) {
    return problem("no_models",
                   "Tesseract's chi_sim or eng data are missing: install tesseract-ocr-chi-sim");
  }
  return Recogniser(std::move(engines));
}

LineText Recogniser::line(const cv::Mat& gray, Alphabet alphabet, const std::string& allowed) {
  TessBaseAPI& engine = alphabet == Alphabet::chinese ? engines_->chinese : engines_->latin;
  engine.SetVariable("tessedit_char_whitelist", allowed.c_str());
  engine.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
  show(engine, gray);
  if (engine.Recognize(nullptr) != 0) return {};
  LineText line;
  const OwnedText text(engine.GetUTF8Text());
  if (text) line.text = text.get();
  while (!line.text.empty() && (line.text.back() == '\n' || line.text.back() == ' '))
    line.text.pop_back();
  const std::unique_ptr<tesseract::ResultIterator> at(engine.GetIterator());
  if (at && !line.text.empty()) line.confidence = at->Confidence(tesseract::RIL_TEXTLINE);
  return line;
}

std::string Recogniser::character(const cv::Mat& gray) {
  TessBaseAPI& engine = engines_->chinese;
  engine.SetVariable("tessedit_char_whitelist", "");
  engine.SetPageSegMode(tesseract::PSM_SINGLE_CHAR);
  show(engine, gray);
  if (engine.Recognize(nullptr) != 0) return {};
  const OwnedText text(engine.GetUTF8Text());
  return text ? formats::without_spaces(text.get()) : std::string();
}

bool Recogniser::knows(char32_t character) const {
  const std::string one = formats::to_utf8(std::u32string(1, character));
  return is_space(character) || engines_->chinese.IsValidCharacter(one.c_str());
}

}  // namespace zhipi::ocr
