#include "ocr/reader/read_field.h"

#include <algorithm>
#include <array>

#include "models/formats/date_in_text.h"
#include "models/formats/text.h"
#include "models/formats/written_date.h"
#include "models/normalise.h"
#include "ocr/reader/contested.h"
#include "ocr/reader/possible.h"
#include "ocr/reader/testimony.h"
#include "ocr/reader/text.h"
#include "ocr/reader/unread.h"
#include "ocr/reader/value_text.h"
#include "ocr/reader/word_gaps.h"

namespace zhipi::ocr {
namespace {

bool has_check_digit(FieldKind kind) {
  return kind == FieldKind::id_number || kind == FieldKind::credit_code;
}

// Everything that is said about one place.
struct Heard {
  Testimony reader;
  Testimony tesseract;
  Testimony first;  // the reading of the whole page
  bool asked_tesseract = true;
};

// Whether it matters what Tesseract says: not of a value that its check digit carries, surely read
// twice; nor where page and value were read differently, for then no witness helps.
bool needs_tesseract(const Field& field, const Heard& heard) {
  constexpr double kSure = 0.99;
  if (!heard.reader.value) return true;
  const bool twice = says_same(field, heard.first, heard.reader);
  if (!has_check_digit(field.kind)) return twice;
  return !twice || heard.reader.probability < kSure;
}

Heard hear(const Field& field, const Place& place, const Layout& layout, const Prepared& page,
           Recogniser& recogniser, LineReader& lines) {
  const auto only_possible = [&field](Testimony said) {
    if (said.value && !can_be(field, *said.value, said.text)) said.value.reset();
    return said;
  };
  Heard heard;
  heard.reader = only_possible(line_reader_says(field, place, layout, page, lines));
  heard.first = only_possible(testimony(field, formats::to_utf8(place.text), 0));
  heard.asked_tesseract = needs_tesseract(field, heard);
  if (heard.asked_tesseract)
    heard.tesseract = only_possible(tesseract_says(field, place, page, recogniser, heard.reader));
  return heard;
}

// One character of an identity number replaced by what the check digit demands, where that is
// possible in just one way.
bool repair(const Field& field, Heard& heard) {
  if (field.kind != FieldKind::id_number || heard.reader.value || heard.tesseract.value)
    return false;
  const std::string number =
      repaired_id_number({heard.reader.text, heard.first.text, heard.tesseract.text});
  if (number.empty()) return false;
  heard.reader.text = number;
  heard.reader.value = Json(json::string(number));
  return true;
}

// Whose value is told. Our reader knows every character and was right far more often where they
// differed; Tesseract speaks where it has nothing.
const Testimony& told(const Heard& heard) {
  if (heard.reader.value) return heard.reader;
  if (heard.first.value) return heard.first;
  if (heard.tesseract.value) return heard.tesseract;
  return heard.reader.text.empty() ? heard.tesseract : heard.reader;
}

Witnesses witnesses_of(const Heard& heard, const Testimony& value) {
  if (!heard.asked_tesseract) return Witnesses::not_asked;
  if (&value == &heard.tesseract) return Witnesses::tesseract_only;
  const bool same = heard.tesseract.value && heard.tesseract.value == value.value;
  if (&value != &heard.reader) {
    if (same) return Witnesses::agree;
  } else if (const Support support = heard.tesseract.agreement.support; support != Support::none) {
    return support == Support::full ? Witnesses::agree : Witnesses::agree_on_known;
  }
  return heard.tesseract.value ? Witnesses::differ : Witnesses::reader_only;
}

Evidence evidence_of(const Field& field, const Place& place, const Heard& heard,
                     const Testimony& value) {
  Evidence evidence;
  evidence.kind = field.kind;
  evidence.probability = heard.reader.probability;
  evidence.tesseract = heard.tesseract.probability;
  evidence.looks = heard.tesseract.looks;
  evidence.valid = value.value.has_value();
  evidence.first_agrees = evidence.valid && says_same(field, heard.first, value);
  evidence.least_unknown = heard.tesseract.agreement.least_unknown;
  evidence.closer = heard.tesseract.closer;
  evidence.twins = is_free(field.kind) && has_twins(squeezed(value.text));
  evidence.check_digit = evidence.valid && has_check_digit(field.kind);
  evidence.labelled = place.labelled;
  evidence.witnesses = witnesses_of(heard, value);
  return evidence;
}

// Why the reading is doubted, for people.
std::vector<std::string> doubts_about(const Evidence& evidence, const Place& place,
                                      const Heard& heard) {
  std::vector<std::string> doubts;
  if (!evidence.valid) doubts.emplace_back("不合格式 not in the form of its kind");
  if (!evidence.labelled && place.by_place) {
    doubts.emplace_back("未见标签，仅凭位置 found by its place alone, without a label");
  } else if (!evidence.labelled) {
    doubts.emplace_back("未见标签，仅凭格式 found by its form alone, without a label");
  }
  if (evidence.repaired) {
    doubts.emplace_back("依校验位更正一位 one character repaired by the check digit");
  }
  if (evidence.twins) {
    doubts.emplace_back("字母数字易混 letters and digits that look alike: 0 and O, 1 and I");
  }
  if (evidence.valid && !evidence.first_agrees) {
    doubts.push_back("整页与单行识读不同 page and value were read differently: “" +
                     heard.first.text + "”");
  }
  if (evidence.valid && evidence.witnesses == Witnesses::agree_on_known) {
    doubts.push_back("Tesseract 不识其中的字 lacks some of its characters: “" +
                     heard.tesseract.text + "”");
  } else if (evidence.valid && evidence.witnesses != Witnesses::agree &&
             evidence.witnesses != Witnesses::not_asked) {
    doubts.push_back("两种识读不一致 two readers differ: Tesseract “" + heard.tesseract.text +
                     "”, line reader “" + heard.reader.text + "”");
  }
  return doubts;
}

// What a form or a shape alone says: below the default threshold.
constexpr double kOfShape = 0.9;

// Spaces between Latin words are told from gaps: that Tesseract tells them too is the evidence.
bool is_parted_otherwise(const Field& field, const Heard& heard, const Testimony& value) {
  const std::string& text = value.text;
  const bool code =
      text.find(' ') == std::string::npos &&
      std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_free(field.kind) && !code && is_of_words(formats::to_code_points(text)) &&
         heard.tesseract.words.find(text) == std::string::npos;
}

bool has_short_year(const Field& field, std::string_view text) {
  if (formats::parse_written_date(text)) return false;
  const auto date = formats::parse_foreign_date(text, field.order);
  return date && date->century_assumed;
}

// TOTAL EXCLUDING TAX 9.54 is not what the label TOTAL means: letters between a label and its
// amount, other than a currency's, are the rest of a longer label.
bool is_of_longer_label(std::u32string_view text) {
  constexpr std::array<std::u32string_view, 8> kCurrencies = {U"cny", U"rmb", U"usd", U"hkd",
                                                              U"eur", U"myr", U"sgd", U"jpy"};
  constexpr std::size_t kLeast = 3;
  std::u32string word;
  for (const char32_t c : text) {
    if (is_letter(c)) {
      word += c | 32;
    } else if (word.size() >= kLeast) {
      break;
    } else {
      word.clear();
    }
  }
  return word.size() >= kLeast &&
         std::find(kCurrencies.begin(), kCurrencies.end(), word) == kCurrencies.end();
}

void doubt(Found& found, double most, const std::string& reason) {
  found.reading.confidence = std::min(found.reading.confidence, most);
  found.reading.doubts.push_back(reason);
}

// What the place itself leaves in doubt, whatever is read there.
void doubt_place(const Field& field, const Place& place, const Layout& layout, const Prepared& page,
                 Found& found) {
  constexpr double kMayBeCut = 0.7;
  constexpr double kMayBeNext = 0.9;  // nothing rules a line off that stands under an empty one
  constexpr double kNoPlace = 0.45;   // another place, where there is one, is likelier
  if (place.may_go_on)
    doubt(found, kMayBeCut, "上下行或属同一值 a line above or below may belong to it");
  const bool ends_plainly =
      !field.before.empty() && place.text.find(squeezed(field.before)) != std::u32string::npos;
  if (place.in_sentence && is_free(field.kind) && !ends_plainly) {
    doubt(found, kNoPlace, "标签似为句中之词 its label looks like a word of a sentence");
  }
  const bool below = place.below && is_free(field.kind);
  if (place.ends_as_label || (below && place.text.size() == 1)) {
    doubt(found, kNoPlace, "此处似为另一标签 what stands there looks like another label");
  } else if (below) {
    doubt(found, kMayBeNext,
          "值在标签下方，或属他项 below its label: it may belong to another one");
  }
  if (may_be_cut(field, found.reading.value)) {
    doubt(found, kMayBeCut, "似不完整 looks like the beginning of a longer name");
  }
  if (has_unread_beside(place, layout, page)) {
    doubt(found, kMayBeCut, "旁有未识读的墨迹 print beside it could not be read");
  }
}

// What the text leaves in doubt, well read or not.
void doubt_text(const Field& field, const Place& place, const Heard& heard, const Testimony& value,
                Found& found) {
  if (found.evidence->valid && is_parted_otherwise(field, heard, value)) {
    doubt(found, kOfShape,
          "词间空格不一致 words are parted otherwise: Tesseract “" + heard.tesseract.words +
              "”, line reader “" + value.text + "”");
    // Where it reads the same characters, its spaces are those of a model that learned words.
    if (const auto parted = parted_as(heard.tesseract.words, value.text)) {
      if (const Expected<Json> other = normalise_value(field, *parted))
        found.reading.value = *other;
      found.reading.text = *parted;
    }
  }
  if (field.kind == FieldKind::money && is_of_longer_label(place.text))
    doubt(found, kOfShape, "标签后另有文字 more words stand between its label and the amount");
  if (field.kind == FieldKind::date && has_short_year(field, value.text))
    doubt(found, kOfShape, "年份只有两位 its year has two figures: the century is assumed");
}

std::optional<Found> weigh(const Field& field, const Place& place, const Layout& layout,
                           const Prepared& page, Heard heard) {
  const bool repaired = repair(field, heard);
  const Testimony& value = told(heard);
  if (value.text.empty()) return std::nullopt;
  Found found;
  found.evidence = evidence_of(field, place, heard, value);
  found.evidence->repaired = repaired;
  found.reading.value = value.value ? *value.value : Json(json::string(value.text));
  found.reading.text = value.text;
  found.reading.confidence = confidence(*found.evidence);
  found.reading.doubts = doubts_about(*found.evidence, place, heard);
  doubt_place(field, place, layout, page, found);
  doubt_text(field, place, heard, value, found);
  found.box = place.lines.front();
  for (const cv::Rect& line : place.lines) found.box |= line;
  return found;
}

void contest(const Field& field, const std::vector<Place>& places, std::size_t chosen,
             const Layout& layout, Found& found) {
  if (!found.evidence->valid) return;
  if (const auto like = seems_labelled_elsewhere(field, places[chosen], layout))
    doubt(found, kOfShape, "另有近似标签 another row may have the same label: “" + *like + "”");
  const auto other = said_elsewhere(field, places, chosen, found.reading.value);
  if (!other) return;
  found.evidence->contested = true;
  found.reading.confidence = confidence(*found.evidence);
  found.reading.doubts.push_back("标签出现多次，其值不同 its label stands elsewhere too, with “" +
                                 *other + "”");
}

}  // namespace

std::optional<Found> read_field(const Field& field, const std::vector<Place>& places,
                                const Layout& layout, const Prepared& page, Recogniser& recogniser,
                                LineReader& lines) {
  std::optional<Found> best;
  std::size_t chosen = 0;
  for (std::size_t at = 0; at < places.size(); ++at) {
    std::optional<Found> found = weigh(field, places[at], layout, page,
                                       hear(field, places[at], layout, page, recogniser, lines));
    if (found && (!best || found->reading.confidence > best->reading.confidence)) {
      best = std::move(found);
      chosen = at;
    }
    if (best && best->reading.confidence >= 0.5) break;
  }
  if (best) contest(field, places, chosen, layout, *best);
  return best;
}

}  // namespace zhipi::ocr
