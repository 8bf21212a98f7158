// The worker's side of the conversation: one request, one answer, until the service hangs up.
#pragma once

#include <cstdint>

#include "ocr/protocol/channel.h"
#include "ocr/protocol/limits.h"
#include "ocr/reader/line_model_files.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/overlay_font.h"
#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

// What a worker loads once.
struct Tools {
  // Problem: no_models, or what LineReader::load refuses.
  static Expected<Tools> load(const LineModelFiles& files);

  Recogniser recogniser;
  LineReader lines;
  OverlayFont font;
};

// Answers one request: {"op": "read", "material", "page", "words"?, "dpi"?} with {"reading"};
// {"op": "ready"} with {"ready": true}; {"op": "page_png", "page"} and {"op": "overlay_png",
// "page", "reading"} with a picture as bytes. What cannot be done is {"problem": {"code",
// "message"}}. Never throws.
Message answer(const Message& request, const Limits& limits, Tools& tools);

// Loads the models, warms the decoders, enters the sandbox, says that it is ready (or what it
// lacks, as a problem), and serves on descriptor 3 until it closes. The exit status.
int serve(std::uint64_t memory, const LineModelFiles& files);

}  // namespace zhipi::ocr
