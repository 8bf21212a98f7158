#include "engine/authoring/mutant.h"

#include <algorithm>

namespace zhipi::engine {
namespace {

// The common files that this one names: use "common/lease".
std::vector<std::string> used_by(const Node& tree) {
  std::vector<std::string> used;
  for_each_node(tree, [&](const Node& node) {
    if (!node.is(Tag::call) || node.children.size() != 2) return;
    const Node& called = node.children[0];
    const Node& argument = node.children[1];
    if (called.is(Tag::name) && called.text == "use" && argument.is(Tag::string)) {
      used.push_back(argument.text + ".lua");
    }
  });
  return used;
}

}  // namespace

std::string place_of(const Mutant& mutant) {
  return mutant.file + ":" + std::to_string(mutant.line) + ":" + std::to_string(mutant.column);
}

PackFiles apply(const PackFiles& files, const Mutant& mutant) {
  PackFiles changed{files.matter, {}, files.common};
  for (const auto& [name, bytes] : files.files) {
    if (!name.starts_with("cases/")) changed.files.emplace(name, bytes);
  }
  std::string& text = mutant.file.starts_with("common/") ? changed.common.at(mutant.file)
                                                         : changed.files.at(mutant.file);
  for (auto edit = mutant.edits.rbegin(); edit != mutant.edits.rend(); ++edit) {
    text.replace(edit->begin, edit->end - edit->begin, edit->text);
  }
  return changed;
}

Expected<std::vector<LuaFile>, Problems> lua_files(const Pack& pack) {
  std::vector<LuaFile> read;
  std::vector<std::string> names{"criteria.lua", "matter.lua"};
  for (std::size_t at = 0; at < names.size(); ++at) {
    const std::string name = names[at];
    const auto& files = name.starts_with("common/") ? pack.files().common : pack.files().files;
    const auto found = files.find(name);
    if (found == files.end()) continue;
    auto tree = parse_lua(found->second, name);
    if (!tree) return tl::unexpected(Problems{tree.error()});
    for (std::string& used : used_by(*tree)) {
      if (std::find(names.begin(), names.end(), used) == names.end())
        names.push_back(std::move(used));
    }
    read.push_back({name, found->second, *std::move(tree)});
  }
  return read;
}

Expected<std::vector<Mutant>, Problems> mutants_of(const Pack& pack) {
  const auto files = lua_files(pack);
  if (!files) return tl::unexpected(files.error());
  std::vector<Mutant> all;
  const auto add = [&](std::vector<Mutant> some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  };
  for (const LuaFile& file : *files) add(lua_mutants(file.tree, file.source, file.name));
  for (const auto& [name, text] : pack.files().files) {
    if (name.ends_with(".csv")) add(table_mutants(text, name));
  }
  return all;
}

}  // namespace zhipi::engine
