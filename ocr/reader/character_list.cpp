#include "ocr/reader/character_list.h"

#include <fstream>
#include <iterator>
#include <string>

#include "models/formats/text.h"

namespace zhipi::ocr {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kLargest = std::size_t{4} << 20;  // the largest lists have 20,000 lines

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

Expected<CharacterList> CharacterList::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream.is_open() || stream.bad()) {
    return problem("unreadable", "the line model's character list cannot be read", file.string());
  }
  return parse(text, file.string());
}

Expected<CharacterList> CharacterList::parse(std::string_view text, const std::string& name) {
  if (text.size() > kLargest) {
    return problem("bad_charset", "a character list has one character a line, not megabytes", name);
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CharacterList list;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    const std::string where = name + ":" + std::to_string(list.classes());
    if (!formats::is_utf8(line)) return problem("bad_charset", "this line is not UTF-8", where);
    const std::u32string characters = formats::to_code_points(line);
    if (characters.size() != 1) {
      return problem("bad_charset",
                     "each line of a character list is one character, and this one has " +
                         std::to_string(characters.size()),
                     where);
    }
    const char32_t written = formats::fold_width(characters[0]);
    list.classes_of_[written].push_back(list.classes());
    list.written_.push_back(written);
  }
  if (list.classes() == 1) return problem("bad_charset", "this character list is empty", name);
  return list;
}

const std::vector<int>& CharacterList::classes_of(char32_t character) const {
  static const std::vector<int> kNone;
  const auto found = classes_of_.find(character);
  return found == classes_of_.end() ? kNone : found->second;
}

}  // namespace zhipi::ocr
