#include "engine/authoring/pack_source.h"

#include <algorithm>
#include <set>

#include "engine/authoring/syntax.h"

namespace zhipi::engine {
namespace {

const std::set<std::string_view> kDeclarations{"criterion", "inspect", "score", "result"};

// The lines after the first lose the indentation that they all have.
std::string at_margin(std::string_view text) {
  std::size_t margin = std::string_view::npos;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at)) {
    const std::size_t begin = text.find_first_not_of(" \t", ++at);
    if (begin == std::string_view::npos) break;
    if (text[begin] != '\n' && text[begin] != '\r') margin = std::min(margin, begin - at);
  }
  std::string moved;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') moved += text[at];
    if (text[at] != '\n' || margin == std::string_view::npos) continue;
    for (std::size_t left = margin; left > 0 && at + 1 < text.size(); --left) {
      if (text[at + 1] != ' ' && text[at + 1] != '\t') break;
      ++at;
    }
  }
  return moved;
}

const Node* member(const Node& table, std::string_view name) {
  for (const Node& child : table.children) {
    if (child.is(Tag::pair) && child.children[0].is(Tag::string) && child.children[0].text == name)
      return &child.children[1];
  }
  return nullptr;
}

// `name "id"`, as in `criterion "age_80" { … }` and `use "common/id_card" { … }`.
bool is_named_call(const Node& node) {
  return node.is(Tag::call) && node.children.size() == 2 && node.children[0].is(Tag::name) &&
         node.children[1].is(Tag::string);
}

// The table that a constructor is called with; null where there is none.
const Node* table_of(const Node& call) {
  if (!call.is(Tag::call) || call.children.empty() || !call.children.back().is(Tag::table))
    return nullptr;
  return &call.children.back();
}

// The id of `criterion "id" { … }`; empty for anything else.
std::string declared_id(const Node& node) {
  if (table_of(node) == nullptr || node.children.size() != 2 || !is_named_call(node.children[0]))
    return {};
  const Node& name = node.children[0].children[0];
  return kDeclarations.contains(name.text) ? node.children[0].children[1].text : std::string();
}

bool is_criteria_table(const Node& node) {
  return is_named_call(node) && node.children[0].text == "criteria_table";
}

std::string_view common_name(const Node& value) {
  const Node* used = is_named_call(value) ? &value : nullptr;
  if (value.is(Tag::call) && !value.children.empty() && is_named_call(value.children[0])) {
    used = &value.children[0];
  }
  if (used == nullptr || used->children[0].text != "use") return {};
  return used->children[1].text;
}

}  // namespace

Expected<PackSource> PackSource::read(const PackFiles& files) {
  PackSource source;
  const auto take_keys = [&](const std::string& text, const std::string& id, const Node& table) {
    for (const Node& child : table.children) {
      if (!child.is(Tag::pair) || !child.children[0].is(Tag::string)) continue;
      source.texts_[{id, child.children[0].text}] = at_margin(child.children[1].spelled(text));
    }
  };

  const std::string& matter = files.files.at("matter.lua");
  const auto matter_tree = parse_lua(matter, "matter.lua");
  if (!matter_tree) return tl::unexpected(matter_tree.error());
  for_each_node(*matter_tree, [&](const Node& node) {
    if (!node.is(Tag::call) || !node.children[0].is(Tag::name) ||
        node.children[0].text != "matter" || table_of(node) == nullptr)
      return;
    for (const char* const section : {"form", "materials"}) {
      const Node* const declared = member(*table_of(node), section);
      if (declared == nullptr || !declared->is(Tag::table)) continue;
      for (const Node& one : declared->children) {
        if (!one.is(Tag::pair) || !one.children[0].is(Tag::string)) continue;
        const std::string id = one.children[0].text;
        if (const Node* const table = table_of(one.children[1])) {
          take_keys(matter, std::string(section) + "." + id, *table);
        }
        if (const auto common = common_name(one.children[1]); !common.empty()) {
          source.common_[id] = common;
        }
      }
    }
  });

  for (const Node& statement : matter_tree->children) {
    if (!statement.is(Tag::return_values)) {
      source.shared_.push_back(at_margin(statement.spelled(matter)));
    }
  }

  const auto criteria = files.files.find("criteria.lua");
  if (criteria == files.files.end()) return source;
  const auto tree = parse_lua(criteria->second, "criteria.lua");
  if (!tree) return tl::unexpected(tree.error());
  for_each_node(*tree, [&](const Node& node) {
    const std::string id = declared_id(node);
    if (!id.empty()) take_keys(criteria->second, id, *table_of(node));
  });
  for (const Node& statement : tree->children) {
    if (declared_id(statement).empty() && !is_criteria_table(statement)) {
      source.shared_.push_back(at_margin(statement.spelled(criteria->second)));
    }
  }
  return source;
}

std::string PackSource::of(const std::string& declared, const std::string& key) const {
  const auto found = texts_.find({declared, key});
  return found == texts_.end() ? std::string() : found->second;
}

std::string PackSource::common_of(const std::string& material) const {
  const auto found = common_.find(material);
  return found == common_.end() ? std::string() : found->second;
}

}  // namespace zhipi::engine
