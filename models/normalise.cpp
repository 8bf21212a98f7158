// normalise_form_value and check_type; what comes from text is in normalise_text.cpp.
#include "models/normalise.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "models/date.h"
#include "models/formats/bank_account.h"
#include "models/formats/credit_code.h"
#include "models/formats/id_number.h"
#include "models/formats/text.h"

namespace zhipi {
namespace {

constexpr std::int64_t kLargestInteger = 9007199254740991;  // 2^53 - 1: exact in every JSON reader

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

const char* expected_type(FieldKind kind) {
  switch (kind) {
    case FieldKind::date:
      return "expected a date as \"YYYY-MM-DD\"";
    case FieldKind::integer:
      return "expected a whole number";
    case FieldKind::money:
      return "expected a whole number of 分 (fen), not 元 and not text";
    case FieldKind::decimal:
      return "expected a number";
    case FieldKind::percent:
      return "expected the number before the percent sign";
    case FieldKind::boolean:
    case FieldKind::checkbox:
      return "expected true or false";
    case FieldKind::list:
      return "expected a list of objects";
    case FieldKind::seal:
    case FieldKind::signature:
    case FieldKind::photo:
    case FieldKind::qr_code:
      return "expected an object with \"present\": true or false";
    default:
      return "expected text in quotes";
  }
}

// Walks a value by its field's kind. The places of problems are told by `path`, which is only
// spelled out when there is one. A walk that normalises changes the value; the other only looks.
template <bool kNormalise>
class Walk {
 public:
  using Value = std::conditional_t<kNormalise, Json, const Json>;

  explicit Walk(Problems& problems) : problems_(problems) {}

  void value(const Field& field, Value& value) {
    if (value.is_null()) return;
    switch (field.kind) {
      case FieldKind::integer:
      case FieldKind::money:
        return whole_number(field, value);
      case FieldKind::decimal:
      case FieldKind::percent:
        return number(field, value);
      case FieldKind::boolean:
      case FieldKind::checkbox:
        if (!value.is_bool()) wrong_type(field);
        return;
      case FieldKind::list:
        return list(field, value);
      case FieldKind::seal:
      case FieldKind::signature:
      case FieldKind::photo:
      case FieldKind::qr_code:
        return seen(field, value);
      default:
        return text(field, value);
    }
  }

 private:
  void refuse(std::string code, std::string message) {
    problems_.push_back({std::move(code), std::move(message), path_});
  }
  void wrong_type(const Field& field) { refuse("wrong_type", expected_type(field.kind)); }

  // Runs `part` with its name on the path.
  template <class Part>
  void at(std::string_view name, const Part& part) {
    const std::size_t before = path_.size();
    path_ += pointer_step(name);
    part();
    path_.resize(before);
  }

  void whole_number(const Field& field, Value& value) {
    if (const double* number = value.if_double()) {
      if (*number != std::trunc(*number)) return wrong_type(field);
      if (std::abs(*number) > static_cast<double>(kLargestInteger)) return too_large();
      if constexpr (kNormalise) value = static_cast<std::int64_t>(*number);
      return;
    }
    if (value.is_uint64()) return too_large();  // small ones are int64
    const std::int64_t* number = value.if_int64();
    if (number == nullptr) return wrong_type(field);
    if (*number > kLargestInteger || *number < -kLargestInteger) too_large();
  }

  void too_large() { refuse("out_of_range", "whole numbers reach to 9007199254740991 here"); }

  void number(const Field& field, const Json& value) {
    if (!value.is_number()) return wrong_type(field);
    if (value.is_double() && !std::isfinite(value.get_double())) wrong_type(field);
  }

  void text(const Field& field, Value& value) {
    auto* written = value.if_string();
    if (written == nullptr) return wrong_type(field);
    if constexpr (kNormalise) {
      const std::string normal = normal_text(field.kind, view(*written));
      if (normal.empty()) {
        value = nullptr;
        return;
      }
      *written = normal;
    }
    if (written->empty()) return;
    if (field.kind == FieldKind::date && !Date::parse(view(*written))) {
      refuse("not_a_date", "not a real day written as \"YYYY-MM-DD\"");
    }
    if (field.kind == FieldKind::choice) choice(field, *written);
  }

  static std::string normal_text(FieldKind kind, std::string_view text) {
    switch (kind) {
      case FieldKind::id_number:
        return formats::normalise_id_number(text);
      case FieldKind::credit_code:
        return formats::normalise_credit_code(text);
      case FieldKind::bank_account:
        return formats::normalise_bank_account(text);
      default:
        return formats::normalise_text(text);
    }
  }

  template <class Text>
  void choice(const Field& field, Text& chosen) {
    for (const std::string& option : field.options) {
      if (view(chosen) == option) return;
      if constexpr (kNormalise) {
        if (view(chosen) == formats::normalise_text(option)) {
          chosen = option;
          return;
        }
      }
    }
    if (field.options.empty()) return;
    std::string all;
    for (const std::string& option : field.options) all += (all.empty() ? "" : ", ") + option;
    refuse("not_an_option", "expected one of: " + all);
  }

  void list(const Field& field, Value& value) {
    auto* rows = value.if_array();
    if (rows == nullptr) return wrong_type(field);
    for (std::size_t i = 0; i < rows->size(); ++i) {
      at(std::to_string(i), [&] { row(field, (*rows)[i]); });
    }
    if constexpr (kNormalise) {
      if (rows->empty()) value = nullptr;
    }
  }

  void row(const Field& field, Value& value) {
    auto* cells = value.if_object();
    if (cells == nullptr) return refuse("wrong_type", "a row is an object of named cells");
    for (auto& cell : *cells) {
      const std::string_view name(cell.key().data(), cell.key().size());
      const auto column = std::find_if(field.of.begin(), field.of.end(),
                                       [&](const Field& known) { return known.name == name; });
      at(name, [&] {
        if (column != field.of.end()) return this->value(*column, cell.value());
        refuse("unknown_name", "this list has no such column" + did_you_mean(field, name));
      });
    }
  }

  static std::string did_you_mean(const Field& field, std::string_view name) {
    std::vector<std::string> columns;
    for (const Field& column : field.of) columns.push_back(column.name);
    const auto near = formats::nearest(name, columns);
    return near ? "; did you mean " + *near + "?" : "";
  }

  void seen(const Field& field, Value& value) {
    auto* members = value.if_object();
    const Json* present = members == nullptr ? nullptr : members->if_contains("present");
    if (present == nullptr || !present->is_bool()) return wrong_type(field);
    for (auto& member : *members) {
      const std::string_view name(member.key().data(), member.key().size());
      if ((name != "text" && name != "color") || member.value().is_null()) continue;
      auto* written = member.value().if_string();
      if (written == nullptr) {
        at(name, [&] { refuse("wrong_type", "expected text in quotes"); });
      } else if constexpr (kNormalise) {
        *written = formats::normalise_text(view(*written));
      }
    }
  }

  Problems& problems_;
  std::string path_;
};

}  // namespace

Expected<Json> normalise_form_value(const Field& field, const Json& value) {
  Problems problems;
  Json normal = value;
  Walk<true>(problems).value(field, normal);
  if (!problems.empty()) return tl::unexpected<Problem>(std::move(problems.front()));
  return normal;
}

Problems check_type(const Field& field, const Json& value) {
  Problems problems;
  Walk<false>(problems).value(field, value);
  return problems;
}

}  // namespace zhipi
