// A decision as its bytes.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "models/canonical_writer.h"
#include "models/decision.h"

namespace zhipi {

// An Evidence that owns nothing, so that telling it copies nothing.
struct EvidenceView {
  std::string_view fact;
  std::string_view value = "null";  // canonical bytes
  std::string_view source;
  std::optional<double> confidence;
  std::string_view material;
  int page = 0;
  const Box* box = nullptr;
  std::string_view cause;
};

// [x, y, width, height]
void write_box(const Box& box, CanonicalWriter& out);

// One piece of evidence in canonical bytes.
void write_evidence(const EvidenceView& evidence, CanonicalWriter& out);

// Writes the evidence of the verdict at that position: its pieces in order, with commas in between.
using WriteEvidence = std::function<void(std::size_t verdict, CanonicalWriter& out)>;

// The bytes that canonical_json(to_json(decision)) has where its verdicts hold what `evidence`
// writes, without building values in between: a decision is long, and every application has one.
// The evidence that the verdicts themselves hold is passed over. `pieces` is about how many there
// are.
std::string canonical_text(const Decision& decision, std::size_t pieces,
                           const WriteEvidence& evidence);

}  // namespace zhipi
