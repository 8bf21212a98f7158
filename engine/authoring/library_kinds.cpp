#include "engine/authoring/library_kinds.h"

#include <algorithm>
#include <array>
#include <utility>

namespace zhipi::engine {
namespace {

constexpr auto kSignatures = std::to_array<Signature>({
    // The words of matter.lua and criteria.lua; the loader checks what they are given.
    {"matter", "*"},
    {"material", "*"},
    {"lookup", "*"},
    {"count_applications", "*"},
    {"sum_applications", "*"},
    {"use", "*"},
    {"criterion", "*"},
    {"inspect", "*"},
    {"score", "*"},
    {"result", "*"},
    {"criteria_table", "t"},
    {"not_accept", "*"},
    {"supplement", "*"},
    {"deny", "*"},
    {"escalate", "*"},
    {"tolerate", "*"},
    {"promise", "*"},
    {"text", "?*"},
    {"person_name", "?*"},
    {"org_name", "?*"},
    {"address", "?*"},
    {"id_number", "?*"},
    {"credit_code", "?*"},
    {"bank_account", "?*"},
    {"phone", "?*"},
    {"date", "?*"},
    {"integer", "?*"},
    {"decimal", "?*"},
    {"money", "?*"},
    {"percent", "?*"},
    {"boolean", "?*"},
    {"choice", "?*"},
    {"checkbox", "?*"},
    {"list", "?*"},
    {"seal", "?*"},
    {"signature", "?*"},
    {"photo", "?*"},
    {"qr_code", "?*"},
    // Of review.
    {"has", "*t", 'b'},
    {"either", "f+", 'b'},
    {"any", "lr", 'b'},
    {"all", "lr", 'b'},
    {"count", "l?r", 'i'},
    {"sum", "l?*", 'n'},
    {"one_of", "**+", 'b'},
    {"same_name", "tt", 'b'},
    {"same_address", "tt", 'b'},
    {"valid_id_number", "t", 'b'},
    {"valid_credit_code", "t", 'b'},
    {"in_division", "tt", 'b'},
    {"decision_table", "t"},
    {"matches", "tt", 'b'},
    {"workdays_between", "dd", 'i'},
    {"add_workdays", "dn", 'd'},
    {"date:years_until", "d", 'i'},
    {"date:days_until", "d", 'i'},
    {"date:add_months", "n", 'd'},
    {"date:add_days", "n", 'd'},
    {"date:year", "", 'i'},
    {"date:month", "", 'i'},
    {"date:day", "", 'i'},
    // Of Lua.
    {"pairs", "*"},
    {"ipairs", "l"},
    {"select", "*+"},
    {"tonumber", "*"},
    {"tostring", "*", 't'},
    {"type", "*", 't'},
    {"string.len", "t", 'i'},
    {"string.sub", "tn?n", 't'},
    {"string.upper", "t", 't'},
    {"string.lower", "t", 't'},
    {"string.rep", "tn?t", 't'},
    {"string.find", "tt?**"},
    {"string.format", "t?*+", 't'},
    {"table.insert", "l*?*"},
    {"table.remove", "l?n"},
    {"table.concat", "l?tnn", 't'},
    {"table.unpack", "l?nn"},
    {"table.sort", "l?s"},
    {"math.abs", "n", 'n'},
    {"math.ceil", "n", 'i'},
    {"math.floor", "n", 'i'},
    {"math.max", "n?n+", 'n'},
    {"math.min", "n?n+", 'n'},
    {"math.fmod", "nn", 'n'},
    {"math.modf", "n", 'n'},
    {"math.sqrt", "n", 'n'},
    {"math.exp", "n", 'n'},
    {"math.log", "n?n", 'n'},
    {"math.sin", "n", 'n'},
    {"math.cos", "n", 'n'},
    {"math.tan", "n", 'n'},
    {"math.asin", "n", 'n'},
    {"math.acos", "n", 'n'},
    {"math.atan", "n?n", 'n'},
    {"math.deg", "n", 'n'},
    {"math.rad", "n", 'n'},
    {"math.tointeger", "*"},
    {"math.type", "*", 't'},
    {"math.pi", "", 'n'},
    {"math.huge", "", 'n'},
});

constexpr std::string_view kCode =
    "a pack runs its own matter.lua and criteria.lua and nothing else";
constexpr std::string_view kErrors =
    "an error must reach the verdict, where a person sees it; return true or false";
constexpr std::string_view kRaw = "facts are watched, and nothing may look behind them";
constexpr std::string_view kPatterns = "Lua's patterns are gone; use matches(text, \"…\")";
constexpr std::string_view kBytes = "texts are characters, not bytes; use string.sub";
constexpr std::string_view kChance = "a decision must come out the same every time";

constexpr auto kAbsent = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"os", "criteria know no clock and no machine; the day is app.received_on"},
    {"io", "criteria read facts and tables of the pack, no files"},
    {"load", kCode},
    {"loadstring", kCode},
    {"loadfile", kCode},
    {"dofile", kCode},
    {"require", kCode},
    {"package", kCode},
    {"debug", kRaw},
    {"rawget", kRaw},
    {"rawset", kRaw},
    {"rawequal", kRaw},
    {"rawlen", kRaw},
    {"setmetatable", kRaw},
    {"getmetatable", kRaw},
    {"_G", "nothing is shared between criteria; use a local at the top of the file"},
    {"_ENV", "nothing is shared between criteria; use a local at the top of the file"},
    {"collectgarbage", "memory is the engine's business"},
    {"coroutine", "a criterion runs from its beginning to its end"},
    {"pcall", kErrors},
    {"xpcall", kErrors},
    {"error", kErrors},
    {"assert", kErrors},
    {"next", "its order is that of memory; use pairs, whose order is fixed"},
    {"print", "a criterion writes nothing; its evidence is shown beside its verdict"},
    {"unpack", "it is called table.unpack"},
    {"utf8", "texts are characters already; use string.len and string.sub"},
    {"math.random", kChance},
    {"math.randomseed", kChance},
    {"string.gsub", kPatterns},
    {"string.gmatch", kPatterns},
    {"string.match", kPatterns},
    {"string.byte", kBytes},
    {"string.char", kBytes},
    {"string.reverse", kBytes},
    {"string.pack", kBytes},
    {"string.unpack", kBytes},
    {"string.packsize", kBytes},
    {"string.dump", kCode},
    {"table.move", "copy with a loop"},
    {"table.pack", "write { … }"},
});

}  // namespace

const Signature* find_signature(std::string_view name) {
  const auto found = std::find_if(kSignatures.begin(), kSignatures.end(),
                                  [&](const Signature& one) { return one.name == name; });
  return found == kSignatures.end() ? nullptr : &*found;
}

std::vector<std::string> library_names(std::string_view prefix) {
  std::vector<std::string> names;
  for (const Signature& one : kSignatures) {
    if (!one.name.starts_with(prefix)) continue;
    const std::string_view rest = one.name.substr(prefix.size());
    if (rest.find_first_of(".:") == std::string_view::npos) names.emplace_back(rest);
  }
  if (prefix.empty()) names.insert(names.end(), {"string", "table", "math"});
  return names;
}

std::string_view absence(std::string_view name) {
  const auto found = std::find_if(kAbsent.begin(), kAbsent.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == kAbsent.end() ? std::string_view() : found->second;
}

Kind kind_of_letter(char letter) {
  Kind kind;
  switch (letter) {
    case 't':
      kind.is = Kind::Is::text;
      break;
    case 'n':
      kind.is = Kind::Is::number;
      kind.of = FieldKind::decimal;
      break;
    case 'i':
      kind.is = Kind::Is::number;
      kind.of = FieldKind::integer;
      break;
    case 'd':
      kind.is = Kind::Is::date;
      break;
    case 'b':
      kind.is = Kind::Is::boolean;
      break;
    default:
      break;
  }
  return kind;
}

}  // namespace zhipi::engine
