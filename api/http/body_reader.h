// Reads a request body as its head declared it: a length, or chunks (RFC 9112 §7.1), strictly.
//
// Our own because Beast 1.81's chunk parser asserts when "0\r\n" and the byte after it come in
// separate reads: with assertions on, three well-timed packets would end the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "api/http/body.h"

namespace zhipi::http {

// Not thread-safe. Every byte is looked at once, whatever the pieces.
class BodyReader {
 public:
  enum class State {
    kReading,
    kDone,
    kTooLarge,
    kMalformed,
    kNoSpace,  // the body cannot be kept
  };

  // Of `length` bytes, `length` being within the limit already.
  static BodyReader of_length(std::uint64_t length, Spool spool = {});
  // In chunks whose contents sum up to at most `limit` bytes.
  static BodyReader of_chunks(std::size_t limit, Spool spool = {});

  // Consumes from the front of `input` what belongs to the body; all of it while kReading.
  State feed(std::string_view& input);

  // How much was kept so far, and where.
  const BodyCollector& kept() const { return kept_; }

  // Once, when done.
  Body take_body() { return std::move(body_); }

 private:
  explicit BodyReader(Spool spool) : kept_(std::move(spool)) {}

  enum class Step {
    kSizeFirst,   // the first digit of a chunk size
    kSize,        // further digits
    kExtension,   // ";…" after a size, ignored
    kSizeEnd,     // LF after a size line
    kData,        // contents, `remaining_` bytes to go
    kDataCr,      // CR after contents
    kDataEnd,     // LF after contents
    kTrailer,     // first byte of a trailer line, or the CR of the empty line
    kInTrailer,   // inside a trailer field, ignored
    kTrailerEnd,  // LF after a trailer field
    kLastEnd,     // LF of the empty line
    kDone,
  };

  State read(std::string_view& input);
  State take_data(std::string_view& input);
  State take_framing(char c);
  State end_of_size();

  Step step_ = Step::kDone;
  bool chunked_ = false;
  std::uint64_t remaining_ = 0;  // of the data, or the size being read
  std::size_t limit_ = 0;
  std::size_t overhead_ = 0;  // bytes of the present size line, or of all trailers
  BodyCollector kept_;
  Body body_;
};

}  // namespace zhipi::http
