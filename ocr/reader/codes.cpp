#include "ocr/reader/codes.h"

#include <zbar.h>

#include <algorithm>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "models/formats/text.h"

namespace zhipi::ocr {
namespace {

constexpr double kWeak = 0.95;

struct Code {
  bool is_qr = false;
  double confidence = 0;
  std::string text;
  cv::Rect box;
};

using Scanner =
    std::unique_ptr<zbar::zbar_image_scanner_t, decltype(&zbar::zbar_image_scanner_destroy)>;
using Image = std::unique_ptr<zbar::zbar_image_t, decltype(&zbar::zbar_image_destroy)>;

// Kinds that correct or at least detect a misreading; others find codes in print.
Scanner make_scanner() {
  Scanner scanner(zbar::zbar_image_scanner_create(), &zbar::zbar_image_scanner_destroy);
  zbar::zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  for (const zbar::zbar_symbol_type_t kind :
       {zbar::ZBAR_QRCODE, zbar::ZBAR_CODE128, zbar::ZBAR_EAN13})
    zbar::zbar_image_scanner_set_config(scanner.get(), kind, zbar::ZBAR_CFG_ENABLE, 1);
  // The bytes as they stand: its guesses at their encoding need files that a worker cannot open.
  zbar::zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
  return scanner;
}

cv::Rect box_of(const zbar::zbar_symbol_t* symbol) {
  std::vector<cv::Point> corners;
  for (unsigned i = 0; i < zbar::zbar_symbol_get_loc_size(symbol); ++i)
    corners.emplace_back(zbar::zbar_symbol_get_loc_x(symbol, i),
                         zbar::zbar_symbol_get_loc_y(symbol, i));
  return corners.empty() ? cv::Rect() : cv::boundingRect(corners);
}

std::vector<Code> codes_in(const cv::Mat& gray) {
  constexpr int kLinesOfBarcode = 3;  // of its height that say the same
  // A QR code corrects itself, a Code 128 has a check of two digits and patterns of its own; one
  // digit is what an EAN has, and ornaments have passed it.
  const auto confidence_of = [](zbar::zbar_symbol_type_t kind) {
    return kind == zbar::ZBAR_QRCODE ? 0.999 : kind == zbar::ZBAR_CODE128 ? 0.99 : 0.9;
  };
  const Scanner scanner = make_scanner();
  const Image image(zbar::zbar_image_create(), &zbar::zbar_image_destroy);
  const cv::Mat whole = gray.isContinuous() ? gray : gray.clone();
  zbar::zbar_image_set_format(image.get(), zbar_fourcc('Y', '8', '0', '0'));
  zbar::zbar_image_set_size(image.get(), static_cast<unsigned>(whole.cols),
                            static_cast<unsigned>(whole.rows));
  zbar::zbar_image_set_data(image.get(), whole.data, whole.total(), nullptr);
  std::vector<Code> codes;
  if (zbar::zbar_scan_image(scanner.get(), image.get()) <= 0) return codes;
  for (const zbar::zbar_symbol_t* symbol = zbar::zbar_image_first_symbol(image.get());
       symbol != nullptr; symbol = zbar::zbar_symbol_next(symbol)) {
    const zbar::zbar_symbol_type_t kind = zbar::zbar_symbol_get_type(symbol);
    const bool is_qr = kind == zbar::ZBAR_QRCODE;
    if (!is_qr && zbar::zbar_symbol_get_quality(symbol) < kLinesOfBarcode) continue;
    std::string text(zbar::zbar_symbol_get_data(symbol), zbar::zbar_symbol_get_data_length(symbol));
    if (text.empty() || !formats::is_utf8(text)) continue;
    codes.push_back({is_qr, confidence_of(kind), std::move(text), box_of(symbol)});
  }
  return codes;
}

// A coarse or noisy scan shows its codes at another size.
std::vector<Code> all_codes(const Prepared& page) {
  std::vector<Code> codes = codes_in(page.raw);
  for (const double factor : {0.5, 1.6}) {
    if (!codes.empty()) break;
    cv::Mat other;
    cv::resize(page.raw, other, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    codes = codes_in(other);
    for (Code& code : codes) {
      const auto back = [factor](int at) { return static_cast<int>(at / factor); };
      code.box = {back(code.box.x), back(code.box.y), back(code.box.width), back(code.box.height)};
    }
  }
  return codes;
}

}  // namespace

std::optional<Found> find_code(const Prepared& page) {
  std::vector<Code> codes = all_codes(page);
  if (codes.empty()) return std::nullopt;
  std::stable_sort(codes.begin(), codes.end(),
                   [](const Code& a, const Code& b) { return a.is_qr > b.is_qr; });
  const Code& code = codes.front();
  Found found;
  found.box = code.box & cv::Rect({0, 0}, page.raw.size());
  found.reading.value = json::object{{"present", true}, {"text", code.text}};
  found.reading.text = code.text;
  found.reading.source = Source::qr_code;
  found.reading.confidence = code.confidence;
  if (code.confidence < kWeak)
    found.reading.doubts.emplace_back("条码仅有一位校验 a barcode with one check digit alone");
  for (const Code& other : codes) {
    if (other.is_qr != code.is_qr || other.text == code.text) continue;
    found.reading.confidence = 0.4;
    found.reading.doubts.push_back("另有一码 another code on the page says: " + other.text);
  }
  return found;
}

}  // namespace zhipi::ocr
