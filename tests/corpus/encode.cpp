#include "encode.h"

#include <cairo-pdf.h>
#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace zhipi::specimens {
namespace {

std::string encode(const std::string& ending, const cv::Mat& image,
                   const std::vector<int>& options) {
  std::vector<unsigned char> bytes;
  cv::imencode(ending, image, bytes, options);
  return {bytes.begin(), bytes.end()};
}

// What a page without colour has to say fits into one channel.
cv::Mat as_stored(const Degraded& page) {
  if (!page.grey) return page.image;
  cv::Mat grey;
  cv::extractChannel(page.image, grey, 0);
  return grey;
}

// A file in memory, as libtiff's client calls see it.
struct Memory {
  std::string bytes;
  std::size_t at = 0;
};

Memory& memory(thandle_t handle) {
  return *static_cast<Memory*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* into, tmsize_t size) {
  Memory& file = memory(handle);
  const std::size_t left = file.bytes.size() - std::min(file.at, file.bytes.size());
  const std::size_t count = std::min(left, static_cast<std::size_t>(size));
  std::memcpy(into, file.bytes.data() + file.at, count);
  file.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t size) {
  Memory& file = memory(handle);
  const auto count = static_cast<std::size_t>(size);
  if (file.bytes.size() < file.at + count) file.bytes.resize(file.at + count);
  std::memcpy(file.bytes.data() + file.at, from, count);
  file.at += count;
  return size;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence) {
  Memory& file = memory(handle);
  const std::size_t from = whence == SEEK_CUR   ? file.at
                           : whence == SEEK_END ? file.bytes.size()
                                                : 0;
  file.at = from + static_cast<std::size_t>(offset);
  return file.at;
}

int close_memory(thandle_t) {
  return 0;
}

toff_t size_of_memory(thandle_t handle) {
  return memory(handle).bytes.size();
}

void write_directory(TIFF* file, const Degraded& page) {
  cv::Mat image;
  cv::cvtColor(page.image, image, cv::COLOR_BGR2RGB);
  TIFFSetField(file, TIFFTAG_IMAGEWIDTH, image.cols);
  TIFFSetField(file, TIFFTAG_IMAGELENGTH, image.rows);
  TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(file, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 64);
  TIFFSetField(file, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField(file, TIFFTAG_XRESOLUTION, page.dpi);
  TIFFSetField(file, TIFFTAG_YRESOLUTION, page.dpi);
  for (int row = 0; row < image.rows; ++row) {
    TIFFWriteScanline(file, image.ptr(row), static_cast<std::uint32_t>(row), 0);
  }
  TIFFWriteDirectory(file);
}

struct Close {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(TIFF* file) const { TIFFClose(file); }
};
using Surface = std::unique_ptr<cairo_surface_t, Close>;
using Context = std::unique_ptr<cairo_t, Close>;

cairo_status_t append(void* target, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(target)->append(data, data + size);
  return CAIRO_STATUS_SUCCESS;
}

Surface pdf_into(std::string& bytes) {
  Surface pdf(cairo_pdf_surface_create_for_stream(append, &bytes, 100, 100));
  cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
  return pdf;
}

void draw_scan(cairo_t* context, const Degraded& page, int quality) {
  const Surface image(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, page.image.cols, page.image.rows));
  auto* jpeg = new std::string(encode_jpeg(page, quality));
  cairo_surface_set_mime_data(
      image.get(), CAIRO_MIME_TYPE_JPEG, reinterpret_cast<const unsigned char*>(jpeg->data()),
      jpeg->size(), [](void* data) { delete static_cast<std::string*>(data); }, jpeg);
  cairo_set_source_surface(context, image.get(), 0, 0);
  cairo_paint(context);
}

}  // namespace

std::string encode_png(const Degraded& page) {
  return encode(".png", as_stored(page), {cv::IMWRITE_PNG_COMPRESSION, 4});
}

std::string encode_jpeg(const Degraded& page, int quality) {
  return encode(".jpg", as_stored(page), {cv::IMWRITE_JPEG_QUALITY, quality});
}

std::string encode_tiff(const std::vector<Degraded>& pages) {
  Memory file;
  {
    const std::unique_ptr<TIFF, Close> tiff(TIFFClientOpen("specimen", "wm", &file, read_memory,
                                                           write_memory, seek_memory, close_memory,
                                                           size_of_memory, nullptr, nullptr));
    for (const Degraded& page : pages) write_directory(tiff.get(), page);
  }
  return file.bytes;
}

std::string encode_pdf(const std::vector<Degraded>& pages, int quality) {
  std::string bytes;
  {
    const Surface pdf = pdf_into(bytes);
    const Context context(cairo_create(pdf.get()));
    for (const Degraded& page : pages) {
      const double point = 72 / page.dpi;
      cairo_pdf_surface_set_size(pdf.get(), page.image.cols * point, page.image.rows * point);
      const Saved saved(context.get());
      cairo_scale(context.get(), point, point);
      draw_scan(context.get(), page, quality);
      cairo_show_page(context.get());
    }
    cairo_surface_finish(pdf.get());
  }
  return bytes;
}

std::string encode_pdf_text(const std::vector<Page>& pages) {
  std::string bytes;
  {
    const Surface pdf = pdf_into(bytes);
    const Context context(cairo_create(pdf.get()));
    for (const Page& page : pages) {
      const double point = 72.0 / kDpi;
      cairo_pdf_surface_set_size(pdf.get(), page.size().width * point, page.size().height * point);
      const Saved saved(context.get());
      cairo_scale(context.get(), point, point);
      page.replay(context.get());
      cairo_show_page(context.get());
    }
    cairo_surface_finish(pdf.get());
  }
  return bytes;
}

}  // namespace zhipi::specimens
