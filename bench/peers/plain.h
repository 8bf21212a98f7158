// The measured matter in plain C++: what judging it costs where nothing can be changed without a
// compiler. No evidence, no confidence, no unknown: each criterion is an expression.
#pragma once

#include <simdjson.h>

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>

#include "bench/measured_matter.h"
#include "models/date.h"

namespace zhipi::bench {

struct Row {
  std::string_view full_name;
  std::int64_t age = 0;
  std::int64_t fee = 0;  // 分
};

// All 83 values of an application. Texts lie in the parser that read them.
struct Application {
  Date received_on = Date::forever();
  std::array<std::int64_t, 20> numbers{};
  std::array<std::string_view, 12> texts;
  std::array<Date, 8> dates = {Date::forever(), Date::forever(), Date::forever(), Date::forever(),
                               Date::forever(), Date::forever(), Date::forever(), Date::forever()};
  std::array<Row, 8> rows;
  std::array<std::string_view, 8> card_texts;
  Date born = Date::forever();
  std::string_view card_name;
  std::string_view address;
  std::int64_t amount = 0;  // 分
  bool seal_present = false;
  bool active = false;
  Date since = Date::forever();
  std::int64_t level = 0;
  std::string_view owner;
};

// Throws simdjson::simdjson_error or std::bad_optional_access at anything unexpected. What it gives
// back stands until `parser` reads again.
Application read_application(simdjson::ondemand::parser& parser,
                             const simdjson::padded_string& text);

// Which criteria pass; the first is bit 0.
std::bitset<kCriteria> verdicts(const Application& application);

}  // namespace zhipi::bench
