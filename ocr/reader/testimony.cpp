#include "ocr/reader/testimony.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "models/normalise.h"
#include "ocr/reader/grammar.h"
#include "ocr/reader/line_crop.h"
#include "ocr/reader/rows.h"
#include "ocr/reader/text.h"
#include "ocr/reader/value_text.h"
#include "ocr/reader/word_gaps.h"

namespace zhipi::ocr {
namespace {

// A text of the right form may be this much less probable (a factor of 20,000) than what the line
// says without one, and still be what is printed there: a stray mark at an edge costs as much.
constexpr double kLargestLoss = 10;

struct Reading {
  std::string text;
  double probability = 1;
  std::vector<SureCharacter> characters;
};

// All lines one behind the other.
Reading joined(const Place& place, const std::vector<LineReading>& lines) {
  Reading all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const cv::Rect& line = place.lines[i];
    all.text += lines[i].text;
    all.probability *= lines[i].probability;
    for (const ReadCharacter& one : lines[i].characters)
      all.characters.push_back({formats::fold_width(one.character),
                                one.probability,
                                {one.from, line.y, one.to - one.from, line.height},
                                rivals_of(one),
                                one.apart});
    // A line of words ends with one.
    if (i > 0 && !lines[i].characters.empty())
      all.characters[all.characters.size() - lines[i].characters.size()].apart = true;
  }
  return all;
}

// The characters that make up the value, where it stands among those read as it is.
std::vector<SureCharacter> characters_of(const std::string& value,
                                         const std::vector<SureCharacter>& all) {
  const std::u32string wanted = squeezed(value);
  const auto at = std::search(
      all.begin(), all.end(), wanted.begin(), wanted.end(),
      [](const SureCharacter& one, char32_t character) { return one.character == character; });
  if (at == all.end() || wanted.empty()) return {};
  return {at, at + static_cast<std::ptrdiff_t>(wanted.size())};
}

bool fits(const std::vector<LineReading>& lines) {
  for (const LineReading& line : lines) {
    if (!line.admitted || line.loss > kLargestLoss) return false;
  }
  return true;
}

// What the page's reading said of this line, where that was sure and is of the form.
const LineReading* surely_seen(const Layout& layout, const cv::Rect& line, const Automaton* form) {
  constexpr double kSure = 0.9;
  const LineReading* const seen = seen_there(layout, line);
  if (seen == nullptr || seen->probability < kSure) return nullptr;
  return form == nullptr || form->accepts(formats::to_code_points(seen->text)) ? seen : nullptr;
}

std::vector<LineReading> read_lines(const Place& place, const Layout& layout, const Prepared& page,
                                    LineReader& lines, const Automaton* form) {
  std::vector<LineReading> all(place.lines.size());
  std::vector<LineRequest> requests;
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < place.lines.size(); ++i) {
    if (const LineReading* const seen = surely_seen(layout, place.lines[i], form)) {
      all[i] = *seen;
      continue;
    }
    requests.push_back({page.text, place.lines[i], form});
    asked.push_back(i);
  }
  std::vector<LineReading> read = lines.read(requests);
  for (std::size_t k = 0; k < asked.size(); ++k) all[asked[k]] = std::move(read[k]);
  return all;
}

// Text of Latin words with the spaces that stand between them; other text as it is.
std::string with_spaces(const std::string& text, const std::vector<SureCharacter>& characters) {
  if (!is_of_words(formats::to_code_points(text))) return text;
  std::u32string spaced;
  for (const SureCharacter& one : characters) {
    const bool parted = one.apart && !spaced.empty() && may_part(spaced.back(), one.character);
    if (parted) spaced += U' ';
    spaced += one.character;
  }
  return formats::to_utf8(spaced);
}

std::string with_single_spaces(std::string_view text) {
  std::string single;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space || (!single.empty() && single.back() != ' ')) single += space ? ' ' : c;
  }
  return single;
}

Testimony told(const Field& field, Reading reading) {
  std::u32string characters;
  for (const SureCharacter& one : reading.characters) characters += one.character;
  const std::u32string settled = with_letters(field, std::move(characters));
  for (std::size_t i = 0; i < settled.size(); ++i) reading.characters[i].character = settled[i];
  Testimony told = testimony(field, reading.text, reading.probability);
  told.looks = 1;
  told.characters = characters_of(told.text, reading.characters);
  if (!is_free(field.kind) || told.characters.empty()) return told;
  if (std::string spaced = with_spaces(told.text, told.characters); spaced != told.text) {
    told.text = std::move(spaced);
    if (Expected<Json> value = normalise_value(field, told.text)) told.value = *std::move(value);
  }
  return told;
}

// An amount in words, by our reader, that Tesseract says in figures beside the words: two ways to
// one amount.
bool in_figures(const Field& field, const Testimony& ours, std::u32string_view raw) {
  if (field.kind != FieldKind::money || !ours.value || !figures_in(squeezed(ours.text)).empty())
    return false;
  const std::string figures = figures_in(raw);
  constexpr std::size_t kLeast = 3;  // less may be anything
  if (figures.size() < kLeast) return false;
  const Expected<Json> value = normalise_value(field, figures);
  return value && *value == *ours.value;
}

// What Tesseract says of these characters: the same value, or as much of it as it knows.
Agreement agreement_of(const Field& field, const Testimony& ours, const Testimony& said,
                       std::u32string_view raw, const Recogniser& recogniser) {
  const auto knows = [&recogniser](char32_t character) { return recogniser.knows(character); };
  if (ours.value && said.value == ours.value) {
    if (!is_free(field.kind) || ours.characters.empty()) return {Support::full, 1};
    return agreement(ours.characters, squeezed(ours.text), knows);
  }
  if (in_figures(field, ours, raw)) return {Support::full, 1};
  if (!ours.value || ours.characters.empty()) return {};
  const Agreement of_value = agreement(ours.characters, squeezed(said.text), knows);
  // Of an amount in words that holds a strange character its kind keeps what lies beside that.
  return of_value.support == Support::known ? of_value : agreement(ours.characters, raw, knows);
}

// Whether Tesseract said of this line what our reader did: it need not be looked at again.
bool is_borne_out(const LineText& line, const Testimony& ours) {
  const std::u32string text = squeezed(line.text);
  return !text.empty() && squeezed(ours.text).find(text) != std::u32string::npos;
}

// One look at the lines that are not borne out yet; what is known of the others stays in `texts`.
// The least certain of the lines speaks for all.
Testimony look(const Field& field, const Place& place, const Prepared& page, Recogniser& recogniser,
               const Reader& reader, Preparation preparation, const Testimony& ours,
               std::vector<LineText>& texts) {
  texts.resize(place.lines.size());
  std::string text;
  float confidence = 100;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!is_borne_out(texts[i], ours)) {
      texts[i] = recogniser.line(line_crop(page, place.lines[i], preparation), reader.alphabet,
                                 reader.allowed);
    }
    text += (i == 0 ? "" : " ") + texts[i].text;
    confidence = std::min(confidence, texts[i].confidence);
  }
  Testimony said = testimony(field, text, confidence / 100);
  said.words = with_single_spaces(text);
  said.agreement = agreement_of(field, ours, said, squeezed(text), recogniser);
  return said;
}

// Whether Tesseract says the same of a character that it sees by itself: in a line it reads what
// its language expects, and misses rare characters that it knows.
bool confirms_alone(const SureCharacter& one, const Prepared& page, Recogniser& recogniser) {
  const std::string wanted = formats::to_utf8(std::u32string(1, one.character));
  for (const Preparation preparation : {Preparation::even, Preparation::raw}) {
    const cv::Rect close = around_ink(page.ink, one.box);
    if (close.area() == 0) return false;
    if (recogniser.character(line_crop(page, close, preparation)) == wanted) return true;
  }
  return false;
}

// The same of a character between its neighbours: a part of a long line costs a fraction of it.
bool confirms_among_others(const std::vector<SureCharacter>& all, std::size_t at,
                           const Prepared& page, Recogniser& recogniser) {
  constexpr std::size_t kBeside = 2;
  std::size_t first = at;
  std::size_t last = at + 1;
  const auto same_line = [&](std::size_t i) { return all[i].box.y == all[at].box.y; };
  while (first > 0 && at - first < kBeside && same_line(first - 1)) --first;
  while (last < all.size() && last - at <= kBeside && same_line(last)) ++last;
  cv::Rect part = all[at].box;
  std::u32string wanted;
  for (std::size_t i = first; i < last; ++i) {
    part |= all[i].box;
    wanted += all[i].character;
  }
  const cv::Rect close = around_ink(page.ink, part);
  if (close.area() == 0) return false;
  for (const Preparation preparation : {Preparation::raw, Preparation::binary}) {
    const cv::Mat crop = line_crop(page, close, preparation);
    if (squeezed(recogniser.line(crop, Alphabet::chinese).text) == wanted) return true;
  }
  return false;
}

// So long a value is looked at in part rather than whole.
constexpr std::size_t kLong = 12;

enum class Closer { not_tried, confirmed, contradicted };

// The characters of a value that Tesseract contradicts, each by itself: all of them must be seen.
Closer look_closer(const Testimony& ours, const Prepared& page, Recogniser& recogniser,
                   Testimony& said) {
  constexpr std::size_t kMost = 3;
  const auto knows = [&recogniser](char32_t character) { return recogniser.knows(character); };
  const std::vector<std::size_t> indices = disputed(ours.characters, squeezed(said.text), knows);
  if (!ours.value || indices.empty() || indices.size() > kMost) return Closer::not_tried;
  if (ours.characters.size() > 1 && indices.size() * 2 > ours.characters.size())
    return Closer::not_tried;
  Agreement seen{Support::full, 1};
  for (const SureCharacter& one : ours.characters) {
    if (is_told_apart(one, knows)) continue;
    seen = {Support::known, std::min(seen.least_unknown, one.probability)};
  }
  const bool long_value = ours.characters.size() >= kLong;
  for (const std::size_t i : indices) {
    if (confirms_alone(ours.characters[i], page, recogniser)) continue;
    if (!long_value || !confirms_among_others(ours.characters, i, page, recogniser))
      return long_value ? Closer::contradicted : Closer::not_tried;
  }
  said.agreement = seen;
  said.closer = static_cast<int>(indices.size());
  return Closer::confirmed;
}

}  // namespace

bool is_free(FieldKind kind) {
  return kind == FieldKind::text || kind == FieldKind::org_name || kind == FieldKind::address ||
         kind == FieldKind::person_name;
}

bool says_same(const Field& field, const Testimony& one, const Testimony& other) {
  if (one.value == other.value) return true;
  return is_free(field.kind) && one.value && other.value &&
         squeezed(one.text) == squeezed(other.text);
}

Testimony testimony(const Field& field, std::string_view text, double probability) {
  Testimony told;
  told.text = value_text(field, text);
  told.probability = probability;
  if (told.text.empty()) return told;
  if (Expected<Json> value = normalise_value(field, told.text)) told.value = *std::move(value);
  return told;
}

Testimony line_reader_says(const Field& field, const Place& place, const Layout& layout,
                           const Prepared& page, LineReader& lines) {
  // A value that goes on in a second line has no form that one of them could have.
  const bool one_line = place.lines.size() == 1;
  std::optional<Automaton> options;
  if (one_line && field.kind == FieldKind::choice && !field.options.empty())
    options.emplace(choices(field.options));
  const Automaton* form = options ? &*options : one_line ? grammar(line_kind_of(field)) : nullptr;
  if (form != nullptr) {
    const std::vector<LineReading> read = read_lines(place, layout, page, lines, form);
    if (fits(read)) return told(field, joined(place, read));
  }
  return told(field, joined(place, read_lines(place, layout, page, lines, nullptr)));
}

Testimony tesseract_says(const Field& field, const Place& place, const Prepared& page,
                         Recogniser& recogniser, const Testimony& ours) {
  const std::vector<Reader> readers = readers_for(field, is_of_words(squeezed(ours.text)));
  std::vector<LineText> texts;
  Testimony said =
      look(field, place, page, recogniser, readers.front(), Preparation::even, ours, texts);
  said.looks = 1;
  if (said.agreement.support == Support::none &&
      look_closer(ours, page, recogniser, said) == Closer::contradicted)
    return said;
  const std::array<std::pair<const Reader*, Preparation>, 2> again = {
      {{&readers.back(), Preparation::raw}, {&readers.front(), Preparation::binary}}};
  for (const auto& [reader, preparation] : again) {
    if (said.agreement.support != Support::none) return said;
    Testimony other = look(field, place, page, recogniser, *reader, preparation, ours, texts);
    const bool better =
        other.agreement.support != Support::none || (!said.value && other.value.has_value());
    if (better) std::swap(said, other);
    said.looks = std::max(said.looks, other.looks) + 1;
  }
  return said;
}

}  // namespace zhipi::ocr
