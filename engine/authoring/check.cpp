#include "engine/authoring/check.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include "engine/authoring/check_parts.h"
#include "engine/authoring/golden.h"
#include "engine/authoring/lint.h"

namespace zhipi::engine {
namespace {

constexpr std::size_t kMostProblems =
    1000;  // of each level; a draft with more is not read to its end

// "criteria.lua:12:5" as something to sort by.
std::tuple<std::string_view, int, int> place_in_order(const std::string& where) {
  std::string_view rest = where;
  const auto number_at_end = [&] {
    const std::size_t colon = rest.rfind(':');
    int number = 0;
    if (colon == std::string_view::npos) return number;
    const std::string_view digits = rest.substr(colon + 1);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc()) {
      rest = rest.substr(0, colon);
    }
    return number;
  };
  const int column = number_at_end();
  const int line = number_at_end();
  return {rest, line, column};
}

// Every problem has file, line and column; a JSON pointer into a file goes before the message.
void complete_place(Problem& one) {
  if (const std::size_t mark = one.where.find('#'); mark != std::string::npos) {
    one.message = one.where.substr(mark) + ": " + one.message;
    one.where.resize(mark);
  }
  if (one.where.empty()) one.where = "criteria.lua";
  const auto [file, line, column] = place_in_order(one.where);
  if (column == 0) one.where += ":1:1";
  if (column != 0 && line == 0) one.where += ":1";
}

void put_in_order(Problems& problems) {
  for (Problem& one : problems) complete_place(one);
  std::stable_sort(problems.begin(), problems.end(), stands_before);
  std::set<std::pair<std::string, std::string>> told;
  std::erase_if(problems,
                [&](const Problem& one) { return !told.emplace(one.where, one.message).second; });
  if (problems.size() > kMostProblems) problems.resize(kMostProblems);
}

// Lua tells of the first error alone, and knows no columns: where the tree knows the line's
// trouble, that is said once.
void add_load_errors(const Problems& loading, Findings& findings) {
  const auto line_of = [](const Problem& one) {
    const auto [file, line, column] = place_in_order(one.where);
    return std::pair(file, line);
  };
  Problems added;
  for (const Problem& one : loading) {
    const bool known =
        one.code == "bad_lua" &&
        std::any_of(findings.errors.begin(), findings.errors.end(), [&](const Problem& other) {
          return line_of(other) == line_of(one) ||
                 ((other.code == "bad_lua" || other.code == "too_deep") &&
                  (one.where.empty() || std::get<0>(place_in_order(other.where)) ==
                                            std::get<0>(place_in_order(one.where))));
        });
    if (!known) added.push_back(one);
  }
  findings.errors.insert(findings.errors.end(), added.begin(), added.end());
}

class Check {
 public:
  explicit Check(const PackFiles& files) : files_(files), tables_(files) {}

  // `declared` is null, and `loading` says why, where the pack does not load.
  Findings run(const Declarations* declared, const Problems& loading) {
    const auto matter = parse("matter.lua");
    const auto criteria = parse("criteria.lua");
    if (matter) text_ = read_matter_text(*matter, files_, findings_.errors);
    const Matter& known = declared == nullptr ? text_.matter : declared->matter;
    const bool has_names = declared != nullptr || text_.found;
    const Vocabulary words = vocabulary(known);
    Analysis analysis(has_names ? &words : nullptr, tables_, uses_, findings_);
    for (const auto& [path, root] : text_.common) analysis.follow(root, path);
    if (matter) analysis.follow(*matter, "matter.lua");
    if (criteria) analysis.follow(*criteria, "criteria.lua");
    const CheckedPack pack{files_, known, declared, text_, uses_, tables_};
    if (has_names) check_criteria_tables(pack, findings_);
    check_facts(pack, findings_);
    check_matter(pack, findings_);
    if (criteria) check_decision_tables(pack, findings_);
    add_load_errors(loading, findings_);
    put_in_order(findings_.errors);
    put_in_order(findings_.warnings);
    return std::move(findings_);
  }

 private:
  // The tree of one of the pack's files, with what the lint says of it; nothing if it is no Lua.
  std::optional<Node> parse(const std::string& name) {
    const auto source = files_.files.find(name);
    if (source == files_.files.end()) return std::nullopt;
    auto root = parse_lua(source->second, name);
    if (!root) {
      findings_.errors.push_back(root.error());
      return std::nullopt;
    }
    const Problems linted = lint(source->second, name);
    findings_.warnings.insert(findings_.warnings.end(), linted.begin(), linted.end());
    return *std::move(root);
  }

  const PackFiles& files_;
  Tables tables_;
  Uses uses_;
  Findings findings_;
  MatterText text_;
};

void add_golden_problems(const Pack& pack, Findings& findings) {
  if (const auto cases = golden_cases(pack); !cases) {
    findings.errors.insert(findings.errors.end(), cases.error().begin(), cases.error().end());
    put_in_order(findings.errors);
  }
}

}  // namespace

bool stands_before(const Problem& left, const Problem& right) {
  return std::tuple(place_in_order(left.where), std::string_view(left.message)) <
         std::tuple(place_in_order(right.where), std::string_view(right.message));
}

Findings check(const Pack& pack) {
  Findings findings = Check(pack.files()).run(&pack.declarations(), {});
  add_golden_problems(pack, findings);
  return findings;
}

Findings check_files(const PackFiles& files) {
  const auto pack = Pack::load(files);
  return pack ? check(**pack) : Check(files).run(nullptr, pack.error());
}

}  // namespace zhipi::engine
