// The workers that read: the service's only door to decoders and recognition.
//
// A ReaderPool keeps `workers` zhipi-reader processes warm. Each has no network, no file system, a
// memory limit and a system-call filter, and works on one page at a time under a deadline. A
// worker that dies, overruns or answers nonsense is replaced and its page tried once more; then
// the material carries problem `unreadable` and the service goes on. PDF pages are drawn by
// poppler's programs, each confined in the same way (ocr/reader/confine.h).
//
// Thread-safe: every call may be made from any thread, and waits while all workers are busy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/matter.h"
#include "models/problem.h"
#include "models/reading.h"
#include "ocr/protocol/file_header.h"
#include "ocr/protocol/limits.h"

namespace zhipi::ocr {

struct ReaderOptions {
  std::string program;  // path of zhipi-reader
  // Another CTC model for lines and its character list; both empty: those installed with zhipi.
  std::string line_model;
  std::string line_charset;
  int workers = 2;  // processes, each about 200 MB and one core
  Limits limits;
  int recycle_after = 500;  // pages a worker reads before a fresh one takes its place
};

class ReaderPool {
 public:
  // Starts the workers; they warm up while the service goes on. A program that cannot be started
  // shows in the first call (problem `no_reader`).
  explicit ReaderPool(ReaderOptions options);
  ~ReaderPool();  // waits for calls under way, ends the workers
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;

  // Waits until a worker is warm. Problem: no_reader, saying what keeps it from starting: the
  // program, language data, or a line model that does not fit its character list.
  Expected<void> check();

  // What these bytes are, by their magic numbers, and how many pages they hold. Images cost
  // microseconds, a PDF one confined run of pdfinfo. Problem codes: empty_file, too_large,
  // not_an_image, ofd_not_supported, polyglot, truncated_file, too_many_pages, too_many_pixels,
  // bad_header, encrypted_pdf, bad_pdf.
  Expected<FileInfo> inspect(std::string_view bytes);

  // All fields of the material that its files show; pages are counted from 1 across them in their
  // order. A field seen on several pages keeps its more confident reading; a contradiction lowers
  // that confidence and leaves a doubt. What kept a page from being read whole stands in
  // `problems`, with `where` "page N": codes as in inspect, and unreadable, dropped_content,
  // page_too_large, timed_out.
  MaterialReading read(const Material& material, const std::vector<std::string_view>& files);

  // The page, from 1 in this file, as PNG: upright by its EXIF orientation, the picture that boxes
  // refer to. Problem codes as in inspect, no_such_page, unreadable.
  Expected<std::string> page_png(std::string_view bytes, int page);

  // The same with the readings that lie on it drawn: box, name, value, confidence. `readings` are
  // what read() gave; `offset` is how many pages precede this file's first (0 for the first file).
  Expected<std::string> overlay_png(std::string_view bytes, int page,
                                    const MaterialReading& readings, int offset = 0);

  // The same, reading the page first. Problem codes as in page_png.
  Expected<std::string> overlay_png(const Material& material, std::string_view bytes, int page);

  // How many workers were replaced since the start because they died, overran or answered nonsense.
  std::uint64_t replaced() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhipi::ocr
