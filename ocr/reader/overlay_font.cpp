#include "ocr/reader/overlay_font.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>

#include "models/formats/text.h"

namespace zhipi::ocr {

class OverlayFont::Face {
 public:
  Face() {
    if (FT_Init_FreeType(&library_) != 0) return;
    for (const char* path : {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
                             "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
                             "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
                             "/usr/share/fonts/truetype/arphic/uming.ttc"}) {
      if (FT_New_Face(library_, path, 0, &face_) == 0) return;
    }
    face_ = nullptr;
  }
  ~Face() {
    if (face_ != nullptr) FT_Done_Face(face_);
    if (library_ != nullptr) FT_Done_FreeType(library_);
  }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  FT_Face get() const { return face_; }

 private:
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

namespace {

void blend(cv::Mat& page, const FT_Bitmap& glyph, cv::Point at, const cv::Scalar& colour) {
  for (int y = 0; y < static_cast<int>(glyph.rows); ++y) {
    for (int x = 0; x < static_cast<int>(glyph.width); ++x) {
      const cv::Point to = at + cv::Point(x, y);
      if (!cv::Rect({0, 0}, page.size()).contains(to)) continue;
      const double cover = glyph.buffer[y * glyph.pitch + x] / 255.0;
      auto& pixel = page.at<cv::Vec3b>(to);
      for (int c = 0; c < 3; ++c) {
        pixel[c] = cv::saturate_cast<uchar>(pixel[c] * (1 - cover) + colour[c] * cover);
      }
    }
  }
}

}  // namespace

OverlayFont::OverlayFont() : face_(std::make_unique<Face>()) {}
OverlayFont::OverlayFont(OverlayFont&&) noexcept = default;
OverlayFont& OverlayFont::operator=(OverlayFont&&) noexcept = default;
OverlayFont::~OverlayFont() = default;

int OverlayFont::draw(cv::Mat& page, std::string_view text, cv::Point at, int size,
                      const cv::Scalar& colour) const {
  const FT_Face face = face_->get();
  if (face == nullptr || FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(size)) != 0) return 0;
  const int begin = at.x;
  for (const char32_t character : formats::to_code_points(text)) {
    if (FT_Load_Char(face, character, FT_LOAD_RENDER) != 0) continue;
    const FT_GlyphSlot glyph = face->glyph;
    blend(page, glyph->bitmap, {at.x + glyph->bitmap_left, at.y - glyph->bitmap_top}, colour);
    at.x += static_cast<int>(glyph->advance.x >> 6);
  }
  return at.x - begin;
}

}  // namespace zhipi::ocr
