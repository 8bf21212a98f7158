#include "api/http/body_reader.h"

#include <algorithm>
#include <optional>

namespace zhipi::http {
namespace {

constexpr std::size_t kSizeLineLimit = 256;
constexpr std::size_t kTrailerLimit = 8 * 1024;

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

}  // namespace

BodyReader BodyReader::of_length(std::uint64_t length, Spool spool) {
  BodyReader reader(std::move(spool));
  reader.remaining_ = length;
  reader.step_ = length == 0 ? Step::kDone : Step::kData;
  return reader;
}

BodyReader BodyReader::of_chunks(std::size_t limit, Spool spool) {
  BodyReader reader(std::move(spool));
  reader.chunked_ = true;
  reader.limit_ = limit;
  reader.step_ = Step::kSizeFirst;
  return reader;
}

BodyReader::State BodyReader::feed(std::string_view& input) {
  const State state = read(input);
  if (state != State::kDone) return state;
  auto body = kept_.finish();
  if (!body) return State::kNoSpace;
  body_ = *std::move(body);
  return State::kDone;
}

BodyReader::State BodyReader::read(std::string_view& input) {
  while (!input.empty() && step_ != Step::kDone) {
    State state = State::kReading;
    if (step_ == Step::kData) {
      state = take_data(input);
    } else {
      state = take_framing(input.front());
      input.remove_prefix(1);
    }
    if (state != State::kReading) return state;
  }
  return step_ == Step::kDone ? State::kDone : State::kReading;
}

BodyReader::State BodyReader::take_data(std::string_view& input) {
  const std::size_t count = std::min<std::uint64_t>(remaining_, input.size());
  if (!kept_.append(input.substr(0, count))) return State::kNoSpace;
  input.remove_prefix(count);
  remaining_ -= count;
  if (remaining_ == 0) step_ = chunked_ ? Step::kDataCr : Step::kDone;
  return State::kReading;
}

BodyReader::State BodyReader::take_framing(char c) {
  const auto expect = [&](char wanted, Step next) {
    if (c != wanted) return State::kMalformed;
    step_ = next;
    return State::kReading;
  };
  switch (step_) {
    case Step::kSizeFirst:
      overhead_ = 0;
      remaining_ = 0;
      if (!hex_digit(c)) return State::kMalformed;
      step_ = Step::kSize;
      [[fallthrough]];
    case Step::kSize:
      if (const auto digit = hex_digit(c)) {
        if (++overhead_ > 15) return State::kMalformed;
        remaining_ = remaining_ * 16 + *digit;
        return State::kReading;
      }
      if (c == ';') return expect(';', Step::kExtension);
      return expect('\r', Step::kSizeEnd);
    case Step::kExtension:
      if (c == '\r') return expect('\r', Step::kSizeEnd);
      return is_control(c) || ++overhead_ > kSizeLineLimit ? State::kMalformed : State::kReading;
    case Step::kSizeEnd:
      return c == '\n' ? end_of_size() : State::kMalformed;
    case Step::kDataCr:
      return expect('\r', Step::kDataEnd);
    case Step::kDataEnd:
      return expect('\n', Step::kSizeFirst);
    case Step::kTrailer:
      if (c == '\r') return expect('\r', Step::kLastEnd);
      if (c == ' ' || c == '\t' || c == ':') return State::kMalformed;
      step_ = Step::kInTrailer;
      [[fallthrough]];
    case Step::kInTrailer:
      if (c == '\r') return expect('\r', Step::kTrailerEnd);
      return is_control(c) || ++overhead_ > kTrailerLimit ? State::kMalformed : State::kReading;
    case Step::kTrailerEnd:
      return expect('\n', Step::kTrailer);
    case Step::kLastEnd:
      return expect('\n', Step::kDone);
    case Step::kData:
    case Step::kDone:
      break;
  }
  return State::kMalformed;
}

BodyReader::State BodyReader::end_of_size() {
  overhead_ = 0;
  if (remaining_ == 0) {
    step_ = Step::kTrailer;
    return State::kReading;
  }
  if (remaining_ > limit_ - kept_.size()) return State::kTooLarge;
  step_ = Step::kData;
  return State::kReading;
}

}  // namespace zhipi::http
