#include "workflow/act_body.h"

#include <algorithm>

namespace zhipi::workflow {
namespace {

constexpr std::size_t kLongest = 4000;

bool is_one_of(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Expected<std::map<std::string, std::string>> act_body(
    const Json& body, std::initializer_list<std::string_view> needed,
    std::initializer_list<std::string_view> optional) {
  if (!body.is_object()) return problem("not_an_object", "send a JSON object");
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : body.get_object()) {
    const std::string name(key);
    if (!is_one_of(needed, name) && !is_one_of(optional, name)) {
      return problem("undeclared_name", "there is no such name here", pointer_step(name));
    }
    if (!value.is_string()) return problem("wrong_type", "a text is expected", pointer_step(name));
    texts[name] = value.get_string();
    if (texts[name].size() > kLongest) {
      return problem("out_of_range", "a text has at most 4000 bytes", pointer_step(name));
    }
  }
  for (const std::string_view name : needed) {
    const auto found = texts.find(std::string(name));
    if (found == texts.end()) {
      return problem("missing_name", std::string(name) + " is needed", pointer_step(name));
    }
    if (found->second.find_first_not_of(" \t\r\n") == std::string::npos) {
      return problem("out_of_range", std::string(name) + " must say something", pointer_step(name));
    }
  }
  return texts;
}

}  // namespace zhipi::workflow
