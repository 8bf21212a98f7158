// The terms of packs and facts as authors' tools show them to people: Chinese first, then the name
// that rules and JSON use. Outcomes and results have their words in words.h.
#pragma once

#include <string>
#include <string_view>

#include "engine/declarations.h"
#include "models/field.h"
#include "models/json.h"

namespace zhipi::engine {

std::string in_words(Action action);                   // "告知补正 supplement"
std::string in_words(FieldKind kind);                  // "日期 date"
std::string stage_in_words(std::string_view stage);    // "受理 accept"
std::string source_in_words(std::string_view source);  // "表单 form"; others as they are
std::string mode_in_words(std::string_view mode);      // "容缺受理 tolerant"

// A value as people write its kind: money in 元, 是 and 否, 长期; absent is 无.
std::string value_in_words(FieldKind kind, const Json& value);

}  // namespace zhipi::engine
