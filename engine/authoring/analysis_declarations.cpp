// `criterion "age" { … }` and its kin: whose functions see `app`, and what they must return.
#include "engine/authoring/analysis.h"

namespace zhipi::engine {
namespace {

using Is = Kind::Is;

// What a declaration's function must return; unknown for what is no function of one.
Kind promised_by(const std::string& key) {
  if (key == "when" || key == "check") return kind_of_letter('b');
  if (key == "points") return kind_of_letter('n');
  return {};
}

bool is_function_of(const std::string& key) {
  return key == "when" || key == "check" || key == "points" || key == "value";
}

}  // namespace

void Analysis::declare(const Kind& declaration, const Node& node, const Node& at, Scope& scope) {
  const std::string id = declaration.literal.value_or("");
  if (!node.is(Tag::table)) {
    value(node, scope);
    return;
  }
  Uses::Declared declared{id, place_of(at, file_), false, false};
  for (const Node& pair : node.children) {
    const std::string key = pair.is(Tag::pair) ? pair.children[0].text : std::string();
    declared.has_basis = declared.has_basis || key == "basis";
    declared.has_otherwise = declared.has_otherwise || key == "otherwise";
  }
  if (!id.empty()) uses_.declared.emplace(declaration.name + " " + id, std::move(declared));
  const std::string outer = rule_;
  rule_ = declaration.name + " \"" + shown_name(id) + "\"";
  Kind promised;
  for (const Node& pair : node.children) {
    if (pair.is(Tag::pair) && pair.children[0].text == "kind") {
      if (const Kind kind = value(pair.children[1], scope); kind.is == Is::field) {
        promised = kind_of(kind.of);
      }
    }
  }
  for (const Node& pair : node.children) {
    const Node& written = pair.is(Tag::pair) ? pair.children[1] : pair;
    const Kind given = value(written, scope);
    if (!pair.is(Tag::pair)) continue;
    const std::string& key = pair.children[0].text;
    if (!is_function_of(key) || given.function == nullptr) continue;
    Kind app;
    if (words_ != nullptr) app.is = Is::app;
    check_returns(key, run_body(given, {app}), key == "value" ? promised : promised_by(key),
                  written);
  }
  rule_ = outer;
}

void Analysis::check_returns(const std::string& key, const std::vector<Returned>& returned,
                             const Kind& promised, const Node& at) {
  if (returned.empty()) {
    warn("wrong_return", "`" + key + "` returns nothing", at);
    return;
  }
  if (promised.is == Is::unknown) return;
  for (const Returned& one : returned) {
    if (one.kind.is == Is::unknown || one.kind.is == promised.is) continue;
    findings_.warnings.push_back(
        {"wrong_return",
         "`" + key + "` must return " +
             (promised.is == Is::boolean ? "true or false" : described(promised)) + ", not " +
             described(one.kind),
         one.place});
  }
}

}  // namespace zhipi::engine
