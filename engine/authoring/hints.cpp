#include "engine/authoring/hints.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace zhipi::engine {
namespace {

template <class Item>
void add_once(std::vector<Item>& items, Item item) {
  if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(std::move(item));
}

void add(Hints& hints, std::string_view text) {
  if (text.empty()) return;
  if (const auto date = Date::parse(text)) add_once(hints.dates, *date);
  add_once(hints.texts, std::string(text));
}

void add(Hints& hints, const Json& value) {
  if (value.is_string()) return add(hints, std::string_view(value.get_string()));
  if (value.is_number()) return add_once(hints.numbers, value.to_number<double>());
  if (!value.is_object()) return;
  for (const auto& [name, part] : value.get_object()) add(hints, part);
}

std::string lines_from(std::string_view text, int line) {
  for (; line > 1 && !text.empty(); --line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return std::string(text);
}

// "criteria.lua:12" or "tables/limits.csv:3:1": the declaration's own text. What follows it to the
// end of its function is found by the next declaration; too much does no harm here.
std::string declaration_of(const Pack& pack, const std::string& criterion) {
  const auto& criteria = pack.declarations().criteria;
  const auto found = std::find_if(criteria.begin(), criteria.end(),
                                  [&](const Criterion& one) { return one.id == criterion; });
  if (found == criteria.end()) return {};
  const std::size_t colon = found->where.find(':');
  const std::string file = found->where.substr(0, colon);
  const auto text = pack.files().files.find(file);
  if (colon == std::string::npos || text == pack.files().files.end()) return {};
  int line = 1;
  std::from_chars(found->where.data() + colon + 1, found->where.data() + found->where.size(), line);
  const std::string rest = lines_from(text->second, line);
  if (file.ends_with(".csv")) return rest.substr(0, rest.find('\n'));
  static const RE2 kNext("\n(criterion|inspect|score|result|criteria_table)\\b");
  re2::StringPiece next;
  if (!RE2::PartialMatch(rest, kNext, &next)) return rest;
  return rest.substr(0, static_cast<std::size_t>(next.data() - rest.data()));
}

void add_literals(Hints& hints, const std::string& declaration) {
  static const RE2 kQuoted("[\"']([^\"'\n]{1,200})[\"']");
  static const RE2 kCell("(?:^|[,|])([^,|\"\r\n]{1,200})");
  static const RE2 kNumber("(-?[0-9]+(?:\\.[0-9]+)?)");
  std::string text;
  re2::StringPiece rest(declaration);
  while (RE2::FindAndConsume(&rest, kQuoted, &text)) add(hints, std::string_view(text));
  rest = declaration;
  while (RE2::FindAndConsume(&rest, kCell, &text)) add(hints, std::string_view(text));
  rest = declaration;
  double number = 0;
  while (RE2::FindAndConsume(&rest, kNumber, &number)) {
    add_once(hints.numbers, number);
    add_once(hints.numbers, number * 100);  // an amount written in 元 is kept in 分
  }
}

}  // namespace

Hints hints_for(const Pack& pack, const Verdict& verdict, const Json& document) {
  Hints hints;
  for (const Evidence& evidence : verdict.evidence) add(hints, evidence.value);
  if (document.is_object()) {
    if (const Json* const day = document.get_object().if_contains("received_on")) add(hints, *day);
  }
  add_literals(hints, declaration_of(pack, verdict.criterion));
  return hints;
}

}  // namespace zhipi::engine
