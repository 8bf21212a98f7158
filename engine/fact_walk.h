// The walk of FactReader over a document: where it stands, and what it finds wrong. Not for others.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/suggestion.h"
#include "models/json.h"
#include "models/problem.h"

namespace zhipi::engine {

// Where the walk stands; spelled out only when something is wrong there.
struct Path {
  const Path* up = nullptr;
  std::string_view name;
  std::optional<std::size_t> at;

  std::string text() const {
    const std::string before = up == nullptr ? "" : up->text();
    if (at) return before + "/" + std::to_string(*at);
    return up == nullptr && name.empty() ? before : before + pointer_step(name);
  }
};

template <std::size_t Count>
using Members = std::array<std::optional<simdjson::dom::element>, Count>;

class FactWalk {
 public:
  using element = simdjson::dom::element;
  using object = simdjson::dom::object;

  Problems& problems() { return problems_; }

  // A name that stands twice in one object leaves open which value is meant.
  bool found_twins() const { return twins_; }
  void note_twin(bool is_one) { twins_ = twins_ || is_one; }

  void report(std::string code, std::string message, const Path& path,
              const std::string& further = {}) {
    problems_.push_back({std::move(code), std::move(message), path.text() + further});
  }

  void refuse_name(std::string_view name, const Path& path,
                   const std::vector<std::string>& declared) {
    report("undeclared_name",
           "`" + std::string(name) + "` is not declared" + suggestion(name, declared), path,
           pointer_step(name));
  }

  // The members of an object by their known names; others are refused.
  template <std::size_t Count>
  bool take(element value, const Path& path, const std::array<std::string_view, Count>& names,
            Members<Count>& members) {
    object given;
    if (value.get(given) != simdjson::SUCCESS) {
      report("not_an_object", "an object was expected", path);
      return false;
    }
    for (const auto [name, member] : given) {
      const auto known = std::find(names.begin(), names.end(), name);
      if (known == names.end()) {
        refuse_name(name, path, {names.begin(), names.end()});
        continue;
      }
      auto& slot = members[static_cast<std::size_t>(known - names.begin())];
      note_twin(slot.has_value());
      slot = member;
    }
    return true;
  }

  // What the walk does not look into may hide a name that stands twice.
  void look_for_twins(element value) {
    if (object members; value.get(members) == simdjson::SUCCESS) {
      std::vector<std::string_view> names;
      for (const auto [name, member] : members) {
        names.push_back(name);
        look_for_twins(member);
      }
      std::sort(names.begin(), names.end());
      note_twin(std::adjacent_find(names.begin(), names.end()) != names.end());
    } else if (simdjson::dom::array items; value.get(items) == simdjson::SUCCESS) {
      for (const element item : items) look_for_twins(item);
    }
  }

 private:
  Problems problems_;
  bool twins_ = false;
};

inline bool is_given(const std::optional<simdjson::dom::element>& value) {
  return value && !value->is_null();
}

}  // namespace zhipi::engine
