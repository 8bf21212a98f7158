#include "ocr/reader/read_field.h"

#include <algorithm>
#include <map>

#include "models/formats/credit_code.h"
#include "models/formats/id_number.h"
#include "models/normalise.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/line_crop.h"
#include "ocr/reader/text.h"
#include "ocr/reader/value_text.h"

namespace zhipi::ocr {
namespace {

// Without a label it may be somebody else's number.
constexpr double kUnlabelled = 0.95;

// One look at a value.
struct Look {
  std::string text;
  std::optional<Json> value;  // nothing when its kind does not admit the text
  float own = 0;
  float weakest = 100;
};

Look look_at(const Field& field, const Place& place, const Prepared& page, Recogniser& recogniser,
             const Reader& reader, Preparation preparation) {
  Look look;
  look.own = 100;
  std::string recognised;
  for (const cv::Rect& line : place.lines) {
    const LineText text =
        recogniser.line(line_crop(page, line, preparation).image, reader.alphabet, reader.allowed);
    recognised += text.text;
    look.own = std::min(look.own, text.confidence);
    look.weakest = std::min(look.weakest, text.weakest);
  }
  look.text = value_text(field, recognised);
  if (look.text.empty()) return look;
  if (Expected<Json> value = normalise_value(field, look.text)) look.value = std::move(*value);
  return look;
}

bool has_check_digit(FieldKind kind) {
  return kind == FieldKind::id_number || kind == FieldKind::credit_code;
}

std::vector<Look> looks_at(const Field& field, const Place& place, const Prepared& page,
                           Recogniser& recogniser) {
  std::vector<Look> looks;
  const std::vector<Reader> readers = readers_for(field.kind);
  for (const Preparation preparation : {Preparation::even, Preparation::raw, Preparation::binary}) {
    looks.push_back(look_at(field, place, page, recogniser, readers.front(), preparation));
    // A right check digit seen twice leaves nothing to ask.
    const bool again = looks.size() > 1 && looks[0].value && looks[0].value == looks[1].value;
    if (again && has_check_digit(field.kind)) return looks;
  }
  if (readers.size() > 1) {
    looks.push_back(look_at(field, place, page, recogniser, readers[1], Preparation::even));
  }
  return looks;
}

// The value that most looks agree on; valid ones before others.
const Look* winner(const std::vector<Look>& looks, int& agreeing) {
  const Look* best = nullptr;
  agreeing = 0;
  for (const Look& look : looks) {
    if (look.text.empty() || (best != nullptr && best->value && !look.value)) continue;
    const auto same = [&look](const Look& other) {
      return look.value ? other.value == look.value : other.text == look.text;
    };
    const int count = static_cast<int>(std::count_if(looks.begin(), looks.end(), same));
    const bool first_valid = best == nullptr || (look.value && !best->value);
    if (first_valid || count > agreeing || (count == agreeing && look.own > best->own)) {
      best = &look;
      agreeing = count;
    }
  }
  return best;
}

void repair(const Field& field, std::vector<Look>& looks, bool& repaired) {
  if (field.kind != FieldKind::id_number) return;
  if (std::any_of(looks.begin(), looks.end(),
                  [](const Look& look) { return look.value.has_value(); }))
    return;
  std::vector<std::string> texts;
  for (const Look& look : looks) texts.push_back(look.text);
  const std::string number = repaired_id_number(texts);
  if (number.empty()) return;
  looks.push_back({number, Json(json::string(number)), 0, 0});
  repaired = true;
}

// More characters than a Chinese name has are words of the page that stand where a name should.
bool can_be(FieldKind kind, const Json& value) {
  constexpr std::size_t kLongestName = 6;  // names of other peoples are written with a dot
  if (kind != FieldKind::person_name || !value.is_string() || value.get_string().empty()) {
    return true;
  }
  const std::string_view name = value.get_string();
  const bool chinese = formats::is_han(formats::to_code_points(name).at(0));
  return !chinese || formats::length(name) <= kLongestName || name.find("·") != std::string::npos;
}

std::optional<Found> weigh(const Field& field, const Place& place, std::vector<Look> looks) {
  bool repaired = false;
  repair(field, looks, repaired);
  Evidence evidence;
  const Look* best = winner(looks, evidence.agreeing);
  if (best == nullptr) return std::nullopt;
  evidence.kind = field.kind;
  evidence.readings = static_cast<int>(looks.size());
  evidence.own = best->own;
  evidence.weakest = best->weakest;
  evidence.valid = best->value.has_value() && can_be(field.kind, *best->value);
  evidence.check_digit = evidence.valid && has_check_digit(field.kind);
  evidence.repaired = repaired;
  const Expected<Json> seen =
      normalise_value(field, value_text(field, formats::to_utf8(place.text)));
  evidence.page_agrees = best->value && seen && *seen == *best->value;
  Found found;
  found.reading.value = best->value ? *best->value : Json(json::string(best->text));
  found.reading.text = best->text;
  found.reading.confidence = confidence(evidence);
  found.box = place.lines.front();
  for (const cv::Rect& line : place.lines) found.box |= line;
  std::vector<std::string>& doubts = found.reading.doubts;
  if (!evidence.valid) doubts.emplace_back("不合格式 not in the form of its kind");
  if (!place.labelled) {
    found.reading.confidence = std::min(found.reading.confidence, kUnlabelled);
    doubts.emplace_back("未见标签，仅凭格式 found by its form alone, without a label");
  }
  if (repaired) doubts.emplace_back("依校验位更正一位 one character repaired by the check digit");
  if (evidence.valid && evidence.agreeing < evidence.readings && !evidence.check_digit) {
    doubts.emplace_back("多次识读不一致 repeated looks disagree");
  }
  return found;
}

}  // namespace

std::optional<Found> read_field(const Field& field, const std::vector<Place>& places,
                                const Prepared& page, Recogniser& recogniser) {
  std::optional<Found> best;
  for (const Place& place : places) {
    std::optional<Found> found = weigh(field, place, looks_at(field, place, page, recogniser));
    if (found && (!best || found->reading.confidence > best->reading.confidence))
      best = std::move(found);
    if (best && best->reading.confidence >= 0.5) break;
  }
  return best;
}

}  // namespace zhipi::ocr
