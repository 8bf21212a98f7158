// Statements and functions.
#include "engine/authoring/analysis.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

using Is = Kind::Is;

// What a helper was called with, to follow it once for each.
std::string signature_of(const Kind& function, const std::vector<Kind>& given) {
  std::string text = std::to_string(reinterpret_cast<std::uintptr_t>(function.function));
  text += ":" + std::to_string(reinterpret_cast<std::uintptr_t>(function.scope));
  for (const Kind& one : given) {
    text += "|" + std::to_string(static_cast<int>(one.is)) + "," + one.fact + "," + one.name + "," +
            std::to_string(reinterpret_cast<std::uintptr_t>(one.section)) + "," +
            std::to_string(reinterpret_cast<std::uintptr_t>(one.field)) + "," +
            std::to_string(reinterpret_cast<std::uintptr_t>(one.function)) + "," +
            one.literal.value_or("");
  }
  return text;
}

}  // namespace

void Analysis::follow(const Node& root, const std::string& file) {
  file_ = file;
  rule_.clear();
  scopes_.emplace_back();
  statements(root, scopes_.back());
  follow_uncalled();
}

// Functions that nothing seems to call: their `app` is what it always is.
void Analysis::follow_uncalled() {
  for (std::size_t at = 0; at < functions_.size(); ++at) {
    const Kind function = functions_[at];
    if (!followed_.contains(function.function)) call_function(function, {});
  }
  functions_.clear();
}

Scope& Analysis::inside(Scope& outer) {
  scopes_.push_back({&outer, {}});
  return scopes_.back();
}

void Analysis::statements(const Node& block, Scope& scope) {
  if (depth_ >= kFollowedDepth) return;
  ++depth_;
  for (const Node& one : block.children) statement(one, scope);
  --depth_;
}

void Analysis::statement(const Node& node, Scope& scope) {
  if (++steps_ > kFollowedSteps) return;
  switch (node.tag) {
    case Tag::local:
      return declare_locals(node.children[0], node.children[1], scope);
    case Tag::local_function: {
      const std::string& name = node.children[0].children[0].text;
      scope.names.emplace_back(name, Kind{});  // it can call itself
      Kind function = value(node.children[1].children[0], scope);
      *scope.find(name) = std::move(function);
      return;
    }
    case Tag::assign:
      return assign(node, scope);
    case Tag::if_statement:
      for (std::size_t at = 0; at + 1 < node.children.size(); at += 2) {
        check_condition(value(node.children[at], scope), node.children[at]);
        statements(node.children[at + 1], inside(scope));
      }
      if (node.children.size() % 2 == 1) statements(node.children.back(), inside(scope));
      return;
    case Tag::while_loop:
      check_condition(value(node.children[0], scope), node.children[0]);
      return statements(node.children[1], inside(scope));
    case Tag::repeat_loop: {
      Scope& body = inside(scope);
      statements(node.children[0], body);
      return check_condition(value(node.children[1], body), node.children[1]);
    }
    case Tag::for_range: {
      Kind number = kind_of_letter('n');
      number.of = FieldKind::integer;
      for (std::size_t at = 1; at + 1 < node.children.size(); ++at) {
        const Kind bound = value(node.children[at], scope);
        if (bound.is != Is::unknown && bound.is != Is::number) {
          error("wrong_kind", "a loop counts with numbers, not with " + described(bound),
                node.children[at]);
        }
      }
      Scope& body = inside(scope);
      body.names.emplace_back(node.children[0].text, number);
      return statements(node.children.back(), body);
    }
    case Tag::for_each:
      return loop_over(node, scope);
    case Tag::do_block:
      return statements(node, inside(scope));
    case Tag::return_values: {
      Kind first;
      for (std::size_t at = 0; at < node.children.size(); ++at) {
        Kind one = value(node.children[at], scope);
        if (at == 0) first = std::move(one);
      }
      if (returned_ != nullptr) {
        if (node.children.empty()) first.is = Is::nil;
        const Node& shown = node.children.empty() ? node : node.children[0];
        returned_->push_back({first, place_of(shown, file_)});
      }
      return;
    }
    case Tag::call:
    case Tag::method_call:
      value(node, scope);
      return;
    default:
      return;  // break, goto, labels
  }
}

// A value for each name; a call at the end may give more than one, and those are unknown.
std::vector<Kind> Analysis::values_of(const Node& values, std::size_t wanted, Scope& scope) {
  std::vector<Kind> kinds;
  for (const Node& one : values.children) {
    kinds.push_back(value(one, scope));
    if (one.is(Tag::nil)) kinds.back() = {};  // to be filled later
  }
  kinds.resize(std::max(wanted, kinds.size()));
  return kinds;
}

void Analysis::declare_locals(const Node& names, const Node& values, Scope& scope) {
  std::vector<Kind> kinds = values_of(values, names.children.size(), scope);
  for (std::size_t at = 0; at < names.children.size(); ++at) {
    scope.names.emplace_back(names.children[at].text, std::move(kinds[at]));
  }
}

void Analysis::assign(const Node& node, Scope& scope) {
  const Node& targets = node.children[0];
  const std::vector<Kind> kinds = values_of(node.children[1], targets.children.size(), scope);
  for (std::size_t at = 0; at < targets.children.size(); ++at) {
    const Node& target = targets.children[at];
    if (!target.is(Tag::name)) {
      const Kind object = value(target.children[0], scope);
      value(target.children[1], scope);
      if (object.is == Is::app || object.is == Is::section || object.is == Is::row ||
          object.is == Is::list || object.is == Is::library || object.is == Is::decision_row) {
        error("write_to_facts", described(object) + " cannot be changed; use a local", target);
      }
    } else if (Kind* const known = scope.find(target.text)) {
      *known = common_kind(*known, kinds[at]);
    } else {
      error("global_write",
            "`" + target.text + "` would be a global; write `local " + target.text + " = …`",
            target);
    }
  }
}

Kind Analysis::item_of(const Kind& many) const {
  Kind item;
  if (many.is == Is::list && many.field != nullptr) {
    item.is = Is::row;
    item.field = many.field;
    item.section = many.section;
    item.name = many.fact;
  }
  return item;
}

// `for _, row in ipairs(app.form.family) do`
void Analysis::loop_over(const Node& node, Scope& scope) {
  const Node& names = node.children[0];
  Kind many;
  const Node& first = node.children[1].children[0];
  const bool is_call = first.is(Tag::call) && first.children.size() == 2;
  const Kind called = is_call ? value(first.children[0], scope) : Kind{};
  for (const Node& one : node.children[1].children) value(one, scope);
  Scope& body = inside(scope);
  const bool counted = called.is == Is::function && called.name == "ipairs";
  if (counted) many = value(first.children[1], scope);
  for (std::size_t at = 0; at < names.children.size(); ++at) {
    Kind kind;
    if (counted && at == 0) kind = kind_of_letter('i');
    if (counted && at == 1) kind = item_of(many);
    body.names.emplace_back(names.children[at].text, std::move(kind));
  }
  statements(node.children[2], body);
}

// Facts that are absent end the criterion, so that a fact that is no boolean is always true here.
void Analysis::check_condition(const Kind& kind, const Node& node) {
  if (kind.fact.empty() || kind.perhaps || kind.is == Is::unknown || kind.is == Is::boolean) return;
  warn("always_true",
       described(kind) + " is always true here: an absent fact ends the criterion; ask with has(…)",
       node);
}

Kind Analysis::call_function(const Kind& function, const std::vector<Kind>& given) {
  const std::string signature = signature_of(function, given);
  if (const auto known = results_.find(signature); known != results_.end()) return known->second;
  if (depth_ >= kFollowedDepth / 2) return {};  // helpers of helpers of helpers
  results_[signature] = {};  // while it is followed: a function that calls itself
  Kind result = run_function(function, given);
  results_[signature] = result;
  return result;
}

Kind Analysis::run_function(const Kind& function, const std::vector<Kind>& given) {
  const std::vector<Returned> returned = run_body(function, given);
  if (returned.empty()) return {};
  Kind result = returned.front().kind;
  for (const Returned& one : returned) result = common_kind(result, one.kind);
  return result;
}

std::vector<Analysis::Returned> Analysis::run_body(const Kind& function,
                                                   const std::vector<Kind>& given) {
  followed_.insert(function.function);
  Scope& scope = inside(*function.scope);
  const Node& parameters = function.function->children[0];
  for (std::size_t at = 0; at < parameters.children.size(); ++at) {
    Kind kind = at < given.size() ? given[at] : Kind{};
    const std::string& name = parameters.children[at].text;
    if (kind.is == Is::unknown && name == "app" && words_ != nullptr) kind.is = Is::app;
    scope.names.emplace_back(name, std::move(kind));
  }
  std::vector<Returned> returned;
  std::vector<Returned>* const outer = returned_;
  returned_ = &returned;
  const int rounding = rounding_;
  rounding_ = 0;
  statements(function.function->children[1], scope);
  rounding_ = rounding;
  returned_ = outer;
  return returned;
}

void Analysis::undeclared(const std::string& owner, const std::string& name,
                          const std::vector<std::string>& known, const Node& at) {
  error("undeclared_name",
        "`" + shown_name(name) + "` is not declared in " + owner + suggestion(name, known), at);
}

void Analysis::read(const std::string& fact, const Node& at) {
  uses_.reads.push_back({fact, place_of(at, file_), rule_, of_requirement_});
}

void Analysis::error(std::string code, std::string message, const Node& at) {
  findings_.errors.push_back({std::move(code), std::move(message), place_of(at, file_)});
}

void Analysis::warn(std::string code, std::string message, const Node& at) {
  findings_.warnings.push_back({std::move(code), std::move(message), place_of(at, file_)});
}

}  // namespace zhipi::engine
