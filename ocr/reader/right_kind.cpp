#include "ocr/reader/right_kind.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "ocr/reader/fixed_documents.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

constexpr float kSure = 80;
constexpr int kMuchPrint = 40;  // characters; the shortest material has more

int surely_read(const Layout& layout) {
  int count = 0;
  for (const Row& row : layout.rows) {
    for (const Glyph& glyph : row.glyphs) {
      const bool print = is_han(glyph.character) || is_digit(glyph.character);
      count += print && glyph.confidence > kSure ? 1 : 0;
    }
  }
  return count;
}

// The words that the material prints around its values.
void add_words(const std::vector<Field>& fields, std::vector<std::string>& words) {
  for (const Field& field : fields) {
    words.insert(words.end(), field.labels.begin(), field.labels.end());
    for (const std::string& bound : {field.after, field.before}) {
      if (squeezed(bound).size() > 1) words.push_back(bound);
    }
    if (field.labels.empty() && field.after.empty() && field.before.empty() && !is_seen(field.kind))
      words.push_back(field.title);
    add_words(field.of, words);
  }
}

// Anywhere, also inside longer words: it takes little to be the right material.
bool shows(const Layout& layout, const std::string& word) {
  const std::u32string wanted = squeezed(word);
  if (wanted.empty()) return false;
  std::u32string running;
  for (const Row& row : layout.rows) running += text_of(row);
  return running.find(wanted) != std::u32string::npos || !find_label(layout, word).empty();
}

// A form of an office's own asks for what stands on some other document as well; a page with half
// of its fields may be it, whatever else it looks like: an office's 证件 may be an identity card.
bool has_its_fields(const Material& material, const Layout& layout) {
  std::size_t labelled = 0;
  std::size_t there = 0;
  for (const Field& field : material.fields) {
    if (field.labels.empty()) continue;
    ++labelled;
    const bool found = std::any_of(field.labels.begin(), field.labels.end(),
                                   [&](const std::string& label) { return bears(layout, label); });
    if (found) ++there;
  }
  return labelled > 0 && 2 * there >= labelled;
}

// A number with a check digit or a code is of the material's form wherever it stands.
bool is_of_its_form(const Found& found) {
  return found.reading.source == Source::qr_code ||
         (found.evidence && found.evidence->valid &&
          (found.evidence->labelled || found.evidence->check_digit ||
           found.evidence->kind == FieldKind::bank_account));
}

}  // namespace

std::optional<Problem> wrong_kind(const Material& material, const Layout& layout, bool has_print,
                                  const std::vector<std::pair<std::string, Found>>& found) {
  if (!has_print && layout.rows.empty())
    return Problem{"blank_page", "这一页是空白的 there is nothing on this page", ""};
  const std::string title = material.title.empty() ? material.name : material.title;
  std::vector<std::string> words{material.title};
  add_words(material.fields, words);
  const bool may_be_it = !is_fixed_document(title) && has_its_fields(material, layout);
  const FixedDocument* const other = may_be_it ? nullptr : other_document(layout, title, words);
  if (other != nullptr) {
    const std::string is(other->title);
    return Problem{"wrong_material",
                   "这不是" + title + "，是" + is + " this is not “" + title + "” but “" + is + "”",
                   ""};
  }
  if (words.size() < 3 || surely_read(layout) < kMuchPrint) return std::nullopt;
  const bool right = std::any_of(found.begin(), found.end(),
                                 [](const auto& one) { return is_of_its_form(one.second); }) ||
                     std::any_of(words.begin(), words.end(), [&layout](const std::string& word) {
                       return shows(layout, word);
                     });
  if (right) return std::nullopt;
  return Problem{"wrong_material",
                 "这不是" + title + " this is not “" + title +
                     "”: none of the words that it bears are on the page",
                 ""};
}

}  // namespace zhipi::ocr
