#include "models/formats/names.h"

#include <algorithm>
#include <string>

#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

bool is_name_dot(char32_t c) {
  constexpr std::u32string_view kDots = U"·・•‧∙⋅●･᛫";
  return kDots.find(c) != std::u32string_view::npos;
}

// The names as people mean them: without what only fonts and typing change.
std::u32string as_written(std::string_view name) {
  std::u32string out;
  for (char32_t c : to_code_points(name)) {
    c = fold_width(c);
    if (is_space(c)) continue;
    if (is_name_dot(c)) c = U'·';
    if (c >= U'A' && c <= U'Z') c = c - U'A' + U'a';
    out += c;
  }
  return out;
}

std::u32string as_compared(std::string_view name) {
  std::u32string out = to_code_points(comparison_form(name));
  for (char32_t& c : out) {
    if (is_name_dot(c)) c = U'·';
  }
  return out;
}

// What compatibility normalisation leaves apart though it looks alike: letters of other scripts,
// radicals, strokes. Capitals and small letters have different look-alikes, so this comes before
// case folding.
char32_t look_alike(char32_t c) {
  constexpr std::u32string_view kSeen =
      U"аеорсухіјѕһԁԛԝαοικνρυχ"
      U"АВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
      U"⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
      U"○◯ㄧー－—―";
  constexpr std::u32string_view kLike =
      U"aeopcyxijshdqwaoikvpux"
      U"ABEKMHOPCTXYIJSABEZHIKMNOPTYX"
      U"母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
      U"〇〇一一一一一";
  static_assert(kSeen.size() == kLike.size());
  const std::size_t found = kSeen.find(c);
  return found == std::u32string_view::npos ? c : kLike[found];
}

std::u32string skeleton(std::string_view name) {
  std::u32string plain = to_code_points(name);
  std::transform(plain.begin(), plain.end(), plain.begin(), look_alike);
  return as_compared(to_utf8(plain));
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return a == b || as_compared(a) == as_compared(b);
}

bool hidden_difference(std::string_view a, std::string_view b) {
  return a != b && as_written(a) != as_written(b) && skeleton(a) == skeleton(b);
}

}  // namespace zhipi::formats
