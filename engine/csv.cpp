#include "engine/csv.h"

#include <simdjson.h>

#include <algorithm>

#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

std::string trimmed(const std::string& text) {
  constexpr const char* kSpaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : text_(text), file_(file) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  Expected<std::vector<CsvRow>> parse() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row{line_, {}, {}};
      const std::size_t begin = at_;
      if (!read_row(row)) return tl::unexpected(refused_);
      if (!simdjson::validate_utf8(text_.data() + begin, at_ - begin)) {
        return refuse(row.line,
                      "this row is no UTF-8, but perhaps GBK; save the table as \"CSV UTF-8\"");
      }
      if (std::all_of(row.cells.begin(), row.cells.end(),
                      [](const auto& c) { return c.empty(); })) {
        continue;
      }
      if (!rows.empty() && row.cells.size() != rows.front().cells.size()) {
        return refuse(row.line, "this row has " + std::to_string(row.cells.size()) +
                                    " cells, the header has " +
                                    std::to_string(rows.front().cells.size()));
      }
      rows.push_back(std::move(row));
    }
    if (rows.empty()) return refuse(1, "the table is empty; its first row names the columns");
    return rows;
  }

 private:
  bool read_row(CsvRow& row) {
    for (;;) {
      std::string cell;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!read_quoted(cell)) return false;
      } else {
        while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') cell += text_[at_++];
      }
      row.cells.push_back(formats::normalise_text(cell));
      row.texts.push_back(trimmed(cell));
      if (at_ == text_.size()) return true;
      if (text_[at_++] == '\n') {
        ++line_;
        return true;
      }
    }
  }

  bool read_quoted(std::string& cell) {
    const int opened = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        if (text_[at_] == '\n') ++line_;
        cell += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += text_[at_++];
      } else {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n') return true;
        refused_ =
            refuse(line_, "after a closing quote comes a comma or the end of the row").value();
        return false;
      }
    }
    refused_ = refuse(opened, "this quote is never closed").value();
    return false;
  }

  tl::unexpected<Problem> refuse(int line, std::string message) const {
    return problem("bad_csv", std::move(message), file_ + ":" + std::to_string(line) + ":1");
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  int line_ = 1;
  Problem refused_;
};

}  // namespace

Expected<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& file) {
  return Parser(text, file).parse();
}

}  // namespace zhipi::engine
