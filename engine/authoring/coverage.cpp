#include "engine/authoring/coverage.h"

#include <algorithm>
#include <set>

#include "engine/csv.h"

namespace zhipi::engine {
namespace {

// What a criterion of this kind is expected to show.
std::vector<Result> possible(const Criterion& criterion, bool reads, bool conditional) {
  std::vector<Result> results;
  if (criterion.kind != CriterionKind::inspect) results.push_back(Result::pass);
  if (criterion.kind == CriterionKind::criterion) results.push_back(Result::fail);
  if (criterion.kind == CriterionKind::inspect || reads) results.push_back(Result::unknown);
  if (conditional) results.push_back(Result::not_applicable);
  return results;
}

// The id of `criterion "id" { when = … }`; empty for every other node.
std::string conditional_declaration(const Node& node) {
  if (!node.is(Tag::call) || node.children.size() != 2) return {};
  const Node& naming = node.children[0];
  const Node& body = node.children[1];
  if (!naming.is(Tag::call) || naming.children.size() != 2 || !body.is(Tag::table)) return {};
  if (!naming.children[1].is(Tag::string)) return {};
  for (const Node& pair : body.children) {
    if (pair.is(Tag::pair) && pair.children[0].is(Tag::string) && pair.children[0].text == "when") {
      return naming.children[1].text;
    }
  }
  return {};
}

void add_conditional_rows(std::string_view text, const std::string& file,
                          std::vector<std::string>& ids) {
  const auto rows = parse_csv(text, file);
  if (!rows) return;
  const std::vector<std::string>& headers = rows->front().cells;
  const auto id = std::find(headers.begin(), headers.end(), "id") - headers.begin();
  const auto when = std::find(headers.begin(), headers.end(), "when") - headers.begin();
  const auto columns = static_cast<std::ptrdiff_t>(headers.size());
  if (id == columns || when == columns) return;
  for (std::size_t row = 1; row < rows->size(); ++row) {
    const std::vector<std::string>& cells = (*rows)[row].cells;
    if (!cells[static_cast<std::size_t>(when)].empty()) {
      ids.push_back(cells[static_cast<std::size_t>(id)]);
    }
  }
}

void add_probes(const Node& node, bool inside, const std::string& file,
                std::vector<Mutant>& probes) {
  const bool function = node.is(Tag::function);
  if ((node.is(Tag::block) || node.is(Tag::do_block)) && inside) {
    for (const Node& statement : node.children) {
      if (statement.is(Tag::label) || statement.is(Tag::local_function)) continue;
      probes.push_back({file,
                        statement.line,
                        statement.column,
                        "",
                        "",
                        {{statement.begin, statement.begin, "do local _ = nil + nil end "}}});
    }
  }
  for (const Node& child : node.children) add_probes(child, inside || function, file, probes);
}

}  // namespace

std::vector<std::string> conditional_criteria(const Pack& pack, const std::vector<LuaFile>& files) {
  std::vector<std::string> ids;
  for (const LuaFile& file : files) {
    for_each_node(file.tree, [&](const Node& node) {
      if (std::string id = conditional_declaration(node); !id.empty()) ids.push_back(std::move(id));
    });
  }
  for (const auto& [name, text] : pack.files().files) {
    if (name.ends_with(".csv")) add_conditional_rows(text, name, ids);
  }
  return ids;
}

std::vector<CriterionCoverage> criterion_coverage(const Pack& pack,
                                                  const std::vector<LuaFile>& files,
                                                  const std::vector<Decision>& decisions) {
  const std::vector<std::string> conditional = conditional_criteria(pack, files);
  const std::vector<Criterion>& criteria = pack.declarations().criteria;
  std::vector<CriterionCoverage> coverage;
  std::set<std::string> reading;
  for (const Criterion& criterion : criteria) {
    coverage.push_back({criterion.id, criterion.title, {}, {}});
  }
  for (const Decision& decision : decisions) {
    for (std::size_t at = 0; at < decision.verdicts.size(); ++at) {
      const Verdict& verdict = decision.verdicts[at];
      ++coverage[at].counts[verdict.result];
      const bool reads = std::any_of(verdict.evidence.begin(), verdict.evidence.end(),
                                     [](const Evidence& one) { return one.source != "table"; });
      if (reads) reading.insert(verdict.criterion);
    }
  }
  for (std::size_t at = 0; at < criteria.size(); ++at) {
    const std::string& id = criteria[at].id;
    const bool conditional_here =
        std::find(conditional.begin(), conditional.end(), id) != conditional.end();
    for (const Result result : possible(criteria[at], reading.contains(id), conditional_here)) {
      if (!coverage[at].counts.contains(result)) coverage[at].missing.push_back(result);
    }
  }
  return coverage;
}

std::vector<Mutant> line_probes(const LuaFile& file) {
  std::vector<Mutant> probes;
  add_probes(file.tree, false, file.name, probes);
  return probes;
}

}  // namespace zhipi::engine
