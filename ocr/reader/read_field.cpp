#include "ocr/reader/read_field.h"

#include <algorithm>
#include <map>

#include "models/formats/credit_code.h"
#include "models/formats/id_number.h"
#include "models/normalise.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/line_crop.h"
#include "ocr/reader/second_witness.h"
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

bool is_running_text(FieldKind kind) {
  return kind == FieldKind::person_name || kind == FieldKind::org_name ||
         kind == FieldKind::address || kind == FieldKind::text;
}

// Whether the second witness is to be believed rather than Tesseract: where Tesseract read nothing
// that its kind admits, where it lacks a character of what is printed, and in Chinese text that the
// second witness read with ease.
bool believes_second(const Field& field, const Look* best, const Testimony& second,
                     const Recogniser& recogniser) {
  constexpr double kWithEase = 0.8;
  if (!second.value || !can_be(field.kind, *second.value)) return false;
  if (best == nullptr || !best->value || !can_be(field.kind, *best->value)) return true;
  if (*best->value == *second.value) return false;
  return !recogniser.knows_all(second.text) ||
         (is_running_text(field.kind) && second.probability >= kWithEase);
}

// What the value rests on.
struct Weighed {
  Evidence evidence;
  std::optional<Json> value;
  std::string text;
};

Weighed of_tesseract(const Field& field, const Place& place, const std::vector<Look>& looks,
                     const Look& best, int agreeing) {
  Weighed weighed;
  weighed.value = best.value;
  weighed.text = best.text;
  Evidence& evidence = weighed.evidence;
  evidence.agreeing = agreeing;
  evidence.readings = static_cast<int>(looks.size());
  evidence.own = best.own;
  evidence.weakest = best.weakest;
  const Expected<Json> seen =
      normalise_value(field, value_text(field, formats::to_utf8(place.text)));
  evidence.page_agrees = best.value && seen && *seen == *best.value;
  return weighed;
}

void hear(Weighed& weighed, const Testimony& second, bool believed) {
  using Second = Evidence::Second;
  weighed.evidence.second_probability = second.probability;
  if (believed) {
    weighed.value = second.value;
    weighed.text = second.text;
    weighed.evidence.second = Second::alone;
  } else if (second.value && weighed.value) {
    weighed.evidence.second = *second.value == *weighed.value ? Second::agrees : Second::differs;
  }
}

// Why the reading is doubted, for people.
std::vector<std::string> doubts_about(const Evidence& evidence, const Place& place,
                                      const std::string& tesseract, const Testimony& second) {
  using Second = Evidence::Second;
  std::vector<std::string> doubts;
  if (!evidence.valid) doubts.emplace_back("不合格式 not in the form of its kind");
  if (!place.labelled) {
    doubts.emplace_back("未见标签，仅凭格式 found by its form alone, without a label");
  }
  if (evidence.repaired) {
    doubts.emplace_back("依校验位更正一位 one character repaired by the check digit");
  }
  if (evidence.second == Second::differs || evidence.second == Second::alone) {
    doubts.push_back("两种识读不一致 two readers differ: Tesseract “" + tesseract +
                     "”, line reader “" + second.text + "”");
  } else if (evidence.valid && evidence.agreeing < evidence.readings && !evidence.check_digit &&
             evidence.second != Second::agrees) {
    doubts.emplace_back("多次识读不一致 repeated looks disagree");
  }
  return doubts;
}

std::optional<Found> weigh(const Field& field, const Place& place, std::vector<Look> looks,
                           const Testimony& second, const Recogniser& recogniser) {
  bool repaired = false;
  repair(field, looks, repaired);
  int agreeing = 0;
  const Look* best = winner(looks, agreeing);
  const bool believed = believes_second(field, best, second, recogniser);
  if (best == nullptr && !believed) return std::nullopt;
  Weighed weighed =
      best == nullptr ? Weighed{} : of_tesseract(field, place, looks, *best, agreeing);
  hear(weighed, second, believed);
  Evidence& evidence = weighed.evidence;
  evidence.kind = field.kind;
  evidence.valid = weighed.value.has_value() && can_be(field.kind, *weighed.value);
  evidence.check_digit = evidence.valid && has_check_digit(field.kind);
  evidence.repaired = repaired && !believed;
  Found found;
  found.reading.value = weighed.value ? *weighed.value : Json(json::string(weighed.text));
  found.reading.text = weighed.text;
  found.reading.confidence = confidence(evidence);
  if (!place.labelled) found.reading.confidence = std::min(found.reading.confidence, kUnlabelled);
  found.reading.doubts =
      doubts_about(evidence, place, best == nullptr ? std::string() : best->text, second);
  found.box = place.lines.front();
  for (const cv::Rect& line : place.lines) found.box |= line;
  return found;
}

}  // namespace

std::optional<Found> read_field(const Field& field, const std::vector<Place>& places,
                                const Prepared& page, Recogniser& recogniser, LineReader& lines) {
  std::optional<Found> best;
  for (const Place& place : places) {
    std::optional<Found> found = weigh(field, place, looks_at(field, place, page, recogniser),
                                       second_witness(field, place, page, lines), recogniser);
    if (found && (!best || found->reading.confidence > best->reading.confidence))
      best = std::move(found);
    if (best && best->reading.confidence >= 0.5) break;
  }
  return best;
}

}  // namespace zhipi::ocr
