#include "ocr/client/merge.h"

#include <algorithm>
#include <string>

namespace zhipi::ocr {
namespace {

constexpr double kGuess = 0.3;           // below it the other value is no evidence against anything
constexpr double kContradicted = 0.45;   // below every threshold
constexpr double kCheckDigit = 0.99;     // an identity number this sure carries what it encodes
constexpr double kLikely = 0.85;         // each of two that say one thing
constexpr double kCorroborated = 0.995;  // measured: docs/reading.md

void doubt(Reading& reading, std::string text) {
  reading.confidence = std::min(reading.confidence, kContradicted);
  reading.doubts.push_back(std::move(text));
}

// YYYY-MM-DD of the number's digits 7 to 14 (GB 11643).
std::string birth_date(std::string_view number) {
  return std::string(number.substr(6, 4)) + "-" + std::string(number.substr(10, 2)) + "-" +
         std::string(number.substr(12, 2));
}

std::string text_of(const Reading& reading) {
  return reading.value.is_string() ? std::string(reading.value.get_string()) : std::string();
}

void compare(Reading& number, Reading& other, bool agrees, const char* what) {
  if (agrees) {
    if (number.confidence >= kCheckDigit) {
      other.confidence = std::max(other.confidence, kCorroborated);
      other.doubts.clear();
    }
    return;
  }
  doubt(other, std::string(what) + "与公民身份号码不符 contradicted by the identity number");
  // Which of the two is wrong the material cannot say; a sure check digit speaks for the number.
  if (number.confidence < kCheckDigit) {
    doubt(number, "与" + std::string(what) + "不符 contradicted by another field");
  }
}

// Names that the law's own words give these fields: a birth date among several dates is known by
// its name or by the label printed on identity cards.
bool is_birth_date(const Field& field) {
  if (field.kind != FieldKind::date) return false;
  return field.name.starts_with("birth") ||
         std::any_of(field.labels.begin(), field.labels.end(),
                     [](const std::string& label) { return label.starts_with("出生"); });
}

bool is_sex(const Field& field) {
  return field.kind == FieldKind::choice &&
         std::find(field.options.begin(), field.options.end(), "女") != field.options.end();
}

void compare_with_number(const Material& material, MaterialReading& reading) {
  const auto is_number = [](const Field& field) { return field.kind == FieldKind::id_number; };
  // With two numbers on one material nothing says whose birth date it is.
  if (std::count_if(material.fields.begin(), material.fields.end(), is_number) != 1) return;
  const Field& field = *std::find_if(material.fields.begin(), material.fields.end(), is_number);
  const auto found = reading.fields.find(field.name);
  if (found == reading.fields.end()) return;
  Reading& number = found->second;
  const std::string digits = text_of(number);
  if (digits.size() != 18 || number.confidence < 0.5) return;
  for (const Field& other : material.fields) {
    const auto at = reading.fields.find(other.name);
    if (at == reading.fields.end()) continue;
    const std::string value = text_of(at->second);
    if (is_birth_date(other)) compare(number, at->second, value == birth_date(digits), "出生日期");
    // Digit 17 is odd for men.
    if (is_sex(other))
      compare(number, at->second, value == ((digits[16] - '0') % 2 ? "男" : "女"), "性别");
  }
}

// monthly_amount_words beside monthly_amount: one amount, written twice.
void compare_amounts(const Material& material, MaterialReading& reading) {
  constexpr std::string_view kInWords = "_words";
  for (const Field& field : material.fields) {
    if (field.kind != FieldKind::money || !field.name.ends_with(kInWords)) continue;
    const auto words = reading.fields.find(field.name);
    const auto figures =
        reading.fields.find(field.name.substr(0, field.name.size() - kInWords.size()));
    if (words == reading.fields.end() || figures == reading.fields.end()) continue;
    Reading& one = words->second;
    Reading& other = figures->second;
    if (!one.value.is_int64() || !other.value.is_int64()) continue;
    if (one.value != other.value) {
      doubt(one, "大写与小写不符 the amount in figures is another");
      doubt(other, "大写与小写不符 the amount in words is another");
    } else if (std::min(one.confidence, other.confidence) >= kLikely) {
      for (Reading* amount : {&one, &other}) {
        amount->confidence = std::max(amount->confidence, kCorroborated);
        amount->doubts.clear();
      }
    }
  }
}

// The box stays that of the first page's rows: a reading has one.
void go_on(Reading& list, const Reading& more) {
  for (const Json& row : more.value.get_array()) list.value.get_array().push_back(row);
  list.text += " " + more.text;
  list.confidence = std::min(list.confidence, more.confidence);
  list.doubts.insert(list.doubts.end(), more.doubts.begin(), more.doubts.end());
}

}  // namespace

void add_page(MaterialReading& whole, const MaterialReading& page) {
  whole.problems.insert(whole.problems.end(), page.problems.begin(), page.problems.end());
  for (const auto& [name, reading] : page.fields) {
    const auto [at, added] = whole.fields.try_emplace(name, reading);
    if (added) continue;
    Reading& kept = at->second;
    Reading other = reading;
    if (kept.value.is_array() && other.value.is_array() && kept.value != other.value) {
      go_on(kept, other);
      continue;
    }
    if (other.confidence > kept.confidence) std::swap(kept, other);
    if (kept.value != other.value && other.confidence >= kGuess && !other.value.is_object()) {
      doubt(kept,
            "第" + std::to_string(other.page) + "页另有不同的值 another page says: " + other.text);
    }
  }
}

void doubt_end(MaterialReading& whole, std::string_view list, int page) {
  const auto at = whole.fields.find(std::string(list));
  if (at == whole.fields.end()) return;
  doubt(at->second, "表格至页末未完，第" + std::to_string(page) +
                        "页未能接续 the table reaches the end of its page and page " +
                        std::to_string(page) + " could not be read as its continuation");
}

void settle_pages(MaterialReading& reading) {
  const auto is_other = [](const Problem& found) {
    return found.code == "blank_page" || found.code == "wrong_material";
  };
  // What else went wrong leaves open what that page was.
  const auto others = std::count_if(reading.problems.begin(), reading.problems.end(), is_other);
  const auto failed = static_cast<std::ptrdiff_t>(reading.problems.size()) - others;
  if (others + failed < reading.pages) std::erase_if(reading.problems, is_other);
}

void cross_check(const Material& material, MaterialReading& reading) {
  compare_with_number(material, reading);
  compare_amounts(material, reading);
}

}  // namespace zhipi::ocr
