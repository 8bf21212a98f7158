// `matter { … }`: the elements of a matter, its form, materials and look-ups.
#include <algorithm>
#include <array>
#include <set>

#include "engine/facts.h"
#include "engine/loader.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

constexpr std::array<std::string_view, 3> kModes{"normal", "tolerant", "promise"};
constexpr std::array<std::string_view, 6> kReserved{"form",        "applicant", "history",
                                                    "received_on", "mode",      "context"};

// Collects what a table names, to be handed out in the order in which it was written.
template <class Item>
class InOrder {
 public:
  void add(std::size_t sequence, Item item) { items_.emplace_back(sequence, std::move(item)); }

  std::vector<Item> take() {
    std::sort(items_.begin(), items_.end(),
              [](const auto& left, const auto& right) { return left.first < right.first; });
    std::vector<Item> taken;
    for (auto& [sequence, item] : items_) taken.push_back(std::move(item));
    return taken;
  }

 private:
  std::vector<std::pair<std::size_t, Item>> items_;
};

}  // namespace

int Loader::declare_matter(lua_State* state) {
  Loader& loader = of(state);
  luaL_checktype(state, 1, LUA_TTABLE);
  LuaTable table(state, 1, "matter", loader.problems_);
  Matter matter;
  matter.id = loader.script_.files_->matter;
  matter.code = table.text("code");
  matter.title = table.text("title");
  matter.authority = table.text("authority");
  matter.version = table.text("version");
  matter.applicant = table.text("applicant");
  matter.basis = table.texts("basis");
  if (matter.title.empty()) table.report("missing_key", "a matter needs its `title`");
  if (matter.version.empty()) table.report("missing_key", "a matter needs its `version`");
  if (!matter.applicant.empty() && matter.applicant != "person" &&
      matter.applicant != "organisation") {
    table.report("wrong_type", "`applicant` is \"person\" or \"organisation\"");
  }
  if (const int type = table.push("limits"); type == LUA_TTABLE) {
    LuaTable limits(state, -1, "limits", loader.problems_);
    matter.statutory_days = limits.whole("statutory");
    matter.promised_days = limits.whole("promised");
    limits.refuse_unknown_keys();
  }
  lua_pop(state, 1);
  if (auto modes = table.texts("modes"); !modes.empty()) {
    for (const std::string& mode : modes) {
      if (std::find(kModes.begin(), kModes.end(), mode) == kModes.end()) {
        table.report("wrong_type",
                     "`" + mode + "` is no mode; modes are normal, tolerant, promise");
      }
    }
    matter.modes = std::move(modes);
  }
  loader.take_automatic(table, state, matter);
  matter.spot_check = table.number("spot_check").value_or(0);
  matter.confidence = table.number("confidence");
  loader.take_risk(table, state, matter);
  loader.take_special_stages(table, state, matter);
  matter.collective = table.flag("collective");
  matter.secret = table.flag("secret");
  matter.check_days = table.whole("check_days");
  loader.take_form(table, state, matter);
  loader.take_materials(table, state, matter);
  loader.take_lookups(table, state, matter);
  loader.take_history(table, state, matter);
  table.refuse_unknown_keys();
  loader.matter_place_ = place_of_caller(state);
  loader.check_names(matter, loader.matter_place_);
  loader.matter_ = std::move(matter);
  push_declared(state, Type::matter, 0);
  return 1;
}

void Loader::take_matter(lua_State* state) {
  if (as_declared(state, -1, Type::matter) == nullptr || !matter_) {
    report("no_matter", "matter.lua must end with `return matter { … }`", "matter.lua:1:1");
    return;
  }
  check_references(*matter_);
  script_.declarations_.matter = *std::move(matter_);
}

void Loader::take_automatic(LuaTable& table, lua_State* state, Matter& matter) {
  if (const int type = table.push("automatic"); type == LUA_TTABLE) {
    LuaTable automatic(state, -1, "automatic", problems_);
    for (const char* const outcome : {"approve", "supplement", "not_accept", "deny"}) {
      matter.automatic[outcome] = automatic.flag(outcome);
    }
    automatic.refuse_unknown_keys();
  } else if (type != LUA_TNIL) {
    table.report("wrong_type", "`automatic` is a table, as { approve = true }");
  }
  lua_pop(state, 1);
}

void Loader::take_risk(LuaTable& table, lua_State* state, Matter& matter) {
  if (const int type = table.push("risk"); type == LUA_TTABLE) {
    const auto levels = static_cast<lua_Integer>(lua_rawlen(state, -1));
    for (lua_Integer at = 1; at <= levels; ++at) {
      if (lua_rawgeti(state, -1, at) != LUA_TTABLE) {
        table.report("wrong_type", "`risk` is a list of { points, \"level\" }");
        lua_pop(state, 1);
        continue;
      }
      LuaTable entry(state, -1, "a risk level", problems_);
      RiskLevel level;
      level.points = entry.number_at(1).value_or(0);
      level.level = entry.text_at(2);
      level.spot_check = entry.number("spot_check");
      level.escalate = entry.flag("escalate");
      entry.refuse_unknown_keys();
      matter.risk.push_back(std::move(level));
      lua_pop(state, 1);
    }
    std::stable_sort(
        matter.risk.begin(), matter.risk.end(),
        [](const auto& left, const auto& right) { return left.points < right.points; });
  } else if (type != LUA_TNIL) {
    table.report("wrong_type", "`risk` is a list of { points, \"level\" }");
  }
  lua_pop(state, 1);
}

void Loader::take_special_stages(LuaTable& table, lua_State* state, Matter& matter) {
  if (const int type = table.push("special_stages"); type == LUA_TTABLE) {
    const auto stages = static_cast<lua_Integer>(lua_rawlen(state, -1));
    for (lua_Integer at = 1; at <= stages; ++at) {
      if (lua_rawgeti(state, -1, at) == LUA_TTABLE) {
        LuaTable entry(state, -1, "a special stage", problems_);
        SpecialStage stage;
        stage.kind = entry.text("kind");
        stage.basis = entry.text("basis");
        stage.days = entry.whole("days").value_or(0);
        entry.refuse_unknown_keys();
        matter.special_stages.push_back(std::move(stage));
      }
      lua_pop(state, 1);
    }
  } else if (type != LUA_TNIL) {
    table.report("wrong_type", "`special_stages` is a list of { kind = …, basis = …, days = … }");
  }
  lua_pop(state, 1);
}

void Loader::take_form(LuaTable& table, lua_State* state, Matter& matter) {
  InOrder<FormField> found;
  table.each("form", [&](const std::string& name) {
    const Declared* const declared = as_declared(state, -1, Type::field);
    if (declared == nullptr) {
      table.report("wrong_type", "`" + name + "` must be a field, as " + name + " = text {}");
      return;
    }
    const DeclaredField& source = fields_[declared->index];
    FormField field = source.field;
    field.name = name;
    if (field.title.empty()) field.title = name;
    if (has_place(field))
      table.report(
          "wrong_type",
          "`" + name + "`: `at` and `below` are for the fields of a material, not of a form");
    if (source.required != LUA_NOREF) script_.functions_.form_required[name] = source.required;
    found.add(declared->index, std::move(field));
  });
  matter.form = found.take();
}

void Loader::take_materials(LuaTable& table, lua_State* state, Matter& matter) {
  InOrder<Material> found;
  table.each("materials", [&](const std::string& name) {
    const Declared* const declared = as_declared(state, -1, Type::material);
    if (declared == nullptr) {
      table.report("wrong_type", "`" + name + "` must be material { … } or use \"common/…\" { … }");
      return;
    }
    const DeclaredMaterial& source = materials_[declared->index];
    Material material = source.material;
    material.name = name;
    if (material.title.empty()) material.title = name;
    if (source.required != LUA_NOREF) script_.functions_.material_required[name] = source.required;
    found.add(source.sequence, std::move(material));
  });
  matter.materials = found.take();
}

void Loader::take_lookups(LuaTable& table, lua_State* state, Matter& matter) {
  InOrder<Lookup> found;
  table.each("lookups", [&](const std::string& name) {
    const Declared* const declared = as_declared(state, -1, Type::lookup);
    if (declared == nullptr) {
      table.report("wrong_type", "`" + name + "` must be lookup { … }");
      return;
    }
    Lookup lookup = lookups_[declared->index];
    lookup.name = name;
    if (lookup.title.empty()) lookup.title = name;
    found.add(declared->index, std::move(lookup));
  });
  matter.lookups = found.take();
}

void Loader::take_history(LuaTable& table, lua_State* state, Matter& matter) {
  InOrder<HistoryCount> found;
  table.each("history", [&](const std::string& name) {
    const Declared* const declared = as_declared(state, -1, Type::count);
    if (declared == nullptr) {
      table.report("wrong_type",
                   "`" + name + "` must be count_applications { … } or sum_applications { … }");
      return;
    }
    HistoryCount count = counts_[declared->index];
    count.name = name;
    found.add(declared->index, std::move(count));
  });
  matter.history = found.take();
}

// `app.<name>` must mean one thing.
void Loader::check_names(const Matter& matter, const std::string& place) {
  std::set<std::string, std::less<>> taken(kReserved.begin(), kReserved.end());
  const auto take = [&](const std::string& name, std::string_view what) {
    if (!taken.insert(name).second) {
      report("name_clash",
             "a " + std::string(what) + " cannot be called `" + name + "`: app." + name +
                 " means something else already",
             place);
    }
  };
  for (const Material& material : matter.materials) take(material.name, "material");
  for (const Lookup& lookup : matter.lookups) take(lookup.name, "look-up");
}

// What the matter says of its own parts must be there: look-ups that stand in, facts that
// corroborate, keys of look-ups.
void Loader::check_references(Matter& matter) {
  const std::vector<std::string> facts = declared_facts(matter);
  const auto check_fact = [&](const std::string& fact, const std::string& owner) {
    if (std::find(facts.begin(), facts.end(), fact) != facts.end()) return;
    report("undeclared_name",
           owner + " names `" + fact + "`, which is not declared" + suggestion(fact, facts),
           matter_place_);
  };
  for (const Material& material : matter.materials) {
    if (!material.replaced_by.empty() && find_lookup(matter, material.replaced_by) == nullptr) {
      report("undeclared_name",
             "`" + material.name + "` is replaced_by `" + material.replaced_by +
                 "`, which is no look-up of this matter",
             matter_place_);
    }
    check_stand_in(matter, material);
    for (const auto& [own, other] : material.corroborates) {
      check_fact(material.name + "." + own, "`corroborates` of " + material.name);
      check_fact(other, "`corroborates` of " + material.name);
    }
  }
  for (const Lookup& lookup : matter.lookups) {
    for (const std::string& key : lookup.by) check_fact(key, "`by` of " + lookup.name);
  }
  for (HistoryCount& count : matter.history) {
    for (const std::string& same : count.same) check_fact(same, "`same` of " + count.name);
    if (!count.of.empty()) settle_sum(matter, count);
  }
}

// What is added up must be a number, and its kind known before criteria.lua is read: a form field
// has one; of a result the pack says it here, and it must be the result's own.
void Loader::settle_sum(const Matter& matter, HistoryCount& sum) {
  const auto is_number = [](FieldKind kind) {
    return kind == FieldKind::integer || kind == FieldKind::decimal || kind == FieldKind::money ||
           kind == FieldKind::percent;
  };
  const bool said = sum.kind != FieldKind::list;
  if (sum.of.starts_with("form.")) {
    std::vector<std::string> numbers;
    for (const FormField& field : matter.form) {
      if (is_number(field.kind)) numbers.push_back("form." + field.name);
    }
    if (std::find(numbers.begin(), numbers.end(), sum.of) == numbers.end()) {
      report("undeclared_name",
             "`of` of " + sum.name + " names `" + sum.of + "`, which is no number of the form" +
                 suggestion(sum.of, numbers),
             matter_place_);
      sum.kind = FieldKind::decimal;
      return;
    }
    const auto named =
        std::find_if(matter.form.begin(), matter.form.end(),
                     [&](const FormField& field) { return "form." + field.name == sum.of; });
    if (said && sum.kind != named->kind) {
      report("wrong_type",
             "`" + sum.name + "` adds up `" + sum.of + "`, which is a " +
                 std::string(to_text(named->kind)),
             matter_place_);
    }
    sum.kind = named->kind;
    return;
  }
  if (!sum.of.starts_with("results.")) {
    report("undeclared_name",
           "`" + sum.name + "` adds up `" + sum.of +
               "`; only numbers of the form and of the results can be: \"form.NAME\", "
               "\"results.NAME\"",
           matter_place_);
  } else if (!said) {
    report("missing_key", "`" + sum.name + "` needs the result's kind, as kind = integer {}",
           matter_place_);
  } else if (!is_number(sum.kind)) {
    report("wrong_type",
           "`" + sum.name + "` adds up numbers, not " + std::string(to_text(sum.kind)),
           matter_place_);
  }
  if (!is_number(sum.kind)) sum.kind = FieldKind::decimal;
}

// A rule reads one name, whichever of the two answers: both must mean the same by it.
void Loader::check_stand_in(const Matter& matter, const Material& material) {
  const Lookup* const lookup = find_lookup(matter, material.replaced_by);
  if (lookup == nullptr) return;
  const auto same_kind = [](const Field& left, const Field& right) {
    return left.name == right.name && left.kind == right.kind;
  };
  for (const Field& field : material.fields) {
    for (const Field& other : lookup->fields) {
      if (field.name != other.name) continue;
      if (field.kind == other.kind && std::equal(field.of.begin(), field.of.end(), other.of.begin(),
                                                 other.of.end(), same_kind)) {
        continue;
      }
      report("wrong_type",
             "`" + field.name + "` is a " + std::string(to_text(field.kind)) + " in `" +
                 material.name + "`, but a " + std::string(to_text(other.kind)) + " in `" +
                 lookup->name + "`, which stands in for it",
             matter_place_);
    }
  }
}

}  // namespace zhipi::engine
