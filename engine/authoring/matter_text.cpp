#include "engine/authoring/matter_text.h"

#include <algorithm>
#include <set>

namespace zhipi::engine {
namespace {

constexpr int kFollowed = 10;  // locals that stand for locals

// One file: its tree, and what its locals stand for.
struct File {
  const Node& root;
  std::string name;

  // The expression behind a local at the top of the file, or the node itself.
  const Node& behind(const Node& node) const {
    const Node* found = &node;
    for (int left = kFollowed; left > 0 && found->is(Tag::name); --left) {
      const Node* const value = value_of_local(found->text);
      if (value == nullptr) break;
      found = value;
    }
    return *found;
  }

  const Node* value_of_local(const std::string& wanted) const {
    for (const Node& statement : root.children) {
      if (!statement.is(Tag::local)) continue;
      const auto& names = statement.children[0].children;
      const auto& values = statement.children[1].children;
      for (std::size_t at = 0; at < std::min(names.size(), values.size()); ++at) {
        if (names[at].text == wanted) return &values[at];
      }
    }
    return nullptr;
  }

  // What `word { … }` or `word "…"` is given; null if the node is no such call.
  const Node* given_to(std::string_view word, const Node& node) const {
    if (!node.is(Tag::call) || node.children.size() != 2) return nullptr;
    if (!node.children[0].is(Tag::name) || node.children[0].text != word) return nullptr;
    return &behind(node.children[1]);
  }

  const Node* returned() const {
    if (root.children.empty() || !root.children.back().is(Tag::return_values)) return nullptr;
    const Node& last = root.children.back();
    return last.children.empty() ? nullptr : &behind(last.children[0]);
  }
};

const Node* find_pair(const Node& table, std::string_view key) {
  const auto found =
      std::find_if(table.children.begin(), table.children.end(), [&](const Node& pair) {
        return pair.is(Tag::pair) && pair.children[0].is(Tag::string) &&
               pair.children[0].text == key;
      });
  return found == table.children.end() ? nullptr : &*found;
}

class Reader {
 public:
  Reader(const PackFiles& files, MatterText& text, Problems& problems)
      : files_(files), text_(text), problems_(problems) {}

  void read(const Node& root) {
    const File file{root, "matter.lua"};
    const Node* const returned = file.returned();
    const Node* const table = returned == nullptr ? nullptr : file.given_to("matter", *returned);
    if (table == nullptr || !table->is(Tag::table)) return;
    text_.found = true;
    Matter& matter = text_.matter;
    for (const Node& pair : table->children) {
      if (pair.is(Tag::pair)) note(pair.children[0].text, pair, file);
    }
    matter.collective = is_true(file, *table, "collective");
    matter.secret = is_true(file, *table, "secret");
    each(file, *table, "automatic", [&](const Node& pair) {
      matter.automatic[pair.children[0].text] = file.behind(pair.children[1]).is(Tag::true_value);
    });
    if (const Node* const stages = find_pair(*table, "special_stages")) {
      matter.special_stages.resize(file.behind(stages->children[1]).children.size());
    }
    if (auto modes = texts(file, *table, "modes"); !modes.empty()) matter.modes = std::move(modes);
    for (Field& field : fields(file, *table, "form", "form")) {
      FormField whole;
      static_cast<Field&>(whole) = std::move(field);
      matter.form.push_back(std::move(whole));
    }
    each(file, *table, "materials", [&](const Node& pair) { take_material(file, pair); });
    each(file, *table, "lookups", [&](const Node& pair) { take_lookup(file, pair); });
    each(file, *table, "history", [&](const Node& pair) {
      HistoryCount count;
      count.name = pair.children[0].text;
      const Node& value = file.behind(pair.children[1]);
      const Node* given = file.given_to("count_applications", value);
      if (given == nullptr) given = file.given_to("sum_applications", value);
      if (given != nullptr) count.same = texts(file, *given, "same");
      matter.history.push_back(std::move(count));
    });
  }

 private:
  void note(const std::string& name, const Node& node, const File& file) {
    text_.places.emplace(name, place_of(node, file.name));
  }

  template <class Visit>
  void each(const File& file, const Node& table, std::string_view key, const Visit& visit) {
    const Node* const found = find_pair(table, key);
    if (found == nullptr) return;
    for (const Node& pair : file.behind(found->children[1]).children) {
      if (pair.is(Tag::pair) && pair.children[0].is(Tag::string)) visit(pair);
    }
  }

  static bool is_true(const File& file, const Node& table, std::string_view key) {
    const Node* const pair = find_pair(table, key);
    return pair != nullptr && file.behind(pair->children[1]).is(Tag::true_value);
  }

  std::string text(const File& file, const Node& table, std::string_view key) {
    const Node* const pair = find_pair(table, key);
    if (pair == nullptr) return {};
    const Node& value = file.behind(pair->children[1]);
    return value.is(Tag::string) ? value.text : std::string();
  }

  std::vector<std::string> texts(const File& file, const Node& table, std::string_view key) {
    const Node* const pair = find_pair(table, key);
    if (pair == nullptr) return {};
    const Node& value = file.behind(pair->children[1]);
    if (value.is(Tag::string)) return {value.text};
    std::vector<std::string> found;
    for (const Node& item : value.children) {
      if (item.is(Tag::string)) found.push_back(item.text);
    }
    return found;
  }

  std::vector<Field> fields(const File& file, const Node& table, std::string_view key,
                            const std::string& owner) {
    std::vector<Field> found;
    each(file, table, key, [&](const Node& pair) {
      const Node& value = file.behind(pair.children[1]);
      Field field;
      field.name = pair.children[0].text;
      if (value.is(Tag::call) && value.children.size() == 2) {
        field.kind = field_kind(value.children[0].text).value_or(FieldKind::text);
        const Node& given = file.behind(value.children[1]);
        field.title = text(file, given, "title");
        field.labels = texts(file, given, "labels");
        field.options = texts(file, given, "options");
        if (field.kind == FieldKind::list && !owner.empty())
          field.of = fields(file, given, "of", "");
      }
      if (!owner.empty()) note(owner + "." + field.name, pair, file);
      if (field.title.empty()) field.title = field.name;
      found.push_back(std::move(field));
    });
    return found;
  }

  void take_material(const File& file, const Node& pair) {
    Material material;
    material.name = pair.children[0].text;
    note(material.name, pair, file);
    fill(file, file.behind(pair.children[1]), material);
    text_.matter.materials.push_back(std::move(material));
  }

  // `material { … }`, or `use "common/id_card" { … }` over what that file says.
  void fill(const File& file, const Node& value, Material& material) {
    const Node* given = file.given_to("material", value);
    if (given == nullptr && value.is(Tag::call) && value.children.size() == 2) {
      given = &file.behind(value.children[1]);
      if (const Node* const path = file.given_to("use", file.behind(value.children[0]))) {
        fill_from_common(path->text + ".lua", material);
      }
    }
    if (given == nullptr) return;
    if (auto title = text(file, *given, "title"); !title.empty()) material.title = std::move(title);
    if (auto by = text(file, *given, "replaced_by"); !by.empty()) material.replaced_by = by;
    each(file, *given, "corroborates", [&](const Node& pair) {
      material.corroborates[pair.children[0].text] = pair.children[1].text;
    });
    for (Field& field : fields(file, *given, "fields", material.name)) {
      std::erase_if(material.fields, [&](const Field& old) { return old.name == field.name; });
      material.fields.push_back(std::move(field));
    }
  }

  void fill_from_common(const std::string& path, Material& material) {
    const auto source = files_.common.find(path);
    if (source == files_.common.end() || !filling_.insert(path).second) return;
    if (!text_.common.contains(path)) {
      auto parsed = parse_lua(source->second, path);
      if (!parsed) problems_.push_back(parsed.error());
      text_.common.emplace(path, parsed ? *std::move(parsed) : Node{});
    }
    const File file{text_.common.at(path), path};
    if (const Node* const returned = file.returned()) fill(file, *returned, material);
    filling_.erase(path);
  }

  void take_lookup(const File& file, const Node& pair) {
    Lookup lookup;
    lookup.name = pair.children[0].text;
    note(lookup.name, pair, file);
    if (const Node* const given = file.given_to("lookup", file.behind(pair.children[1]))) {
      lookup.fields = fields(file, *given, "fields", lookup.name);
    }
    text_.matter.lookups.push_back(std::move(lookup));
  }

  const PackFiles& files_;
  std::set<std::string> filling_;  // common files, so that one that uses itself ends
  MatterText& text_;
  Problems& problems_;
};

}  // namespace

std::string MatterText::place(const std::string& name) const {
  const auto known = places.find(name);
  return known == places.end() ? "matter.lua:1:1" : known->second;
}

MatterText read_matter_text(const Node& root, const PackFiles& files, Problems& problems) {
  MatterText text;
  Reader(files, text, problems).read(root);
  return text;
}

}  // namespace zhipi::engine
