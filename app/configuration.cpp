#include "app/configuration.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <thread>
#include <toml.hpp>

#include "engine/suggestion.h"

namespace zhipi::app {
namespace {

using Wrong = std::optional<std::string>;

template <class Number>
Wrong set_number(Number& target, const std::string& value, int least, int most) {
  int number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end || number < least || number > most) {
    return "a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
           " was expected";
  }
  target = static_cast<Number>(number);
  return std::nullopt;
}

Wrong set_flag(bool& target, const std::string& value) {
  if (value != "true" && value != "false") return "true or false was expected";
  target = value == "true";
  return std::nullopt;
}

template <class Text>
Wrong set_text(Text& target, const std::string& value) {
  if (value.empty()) return "a value was expected";
  target = value;
  return std::nullopt;
}

Wrong check_store(Configuration&, const std::string& value) {
  if (value == "sqlite" || value == "sqlite:") return std::nullopt;
  if (value.starts_with("postgresql:") || value.starts_with("postgres:")) {
    return "PostgreSQL is not supported yet; `sqlite` keeps everything in the data directory";
  }
  return "`sqlite` was expected, which keeps everything in the data directory";
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

Expected<std::string> text_of(const toml::value& value) {
  if (value.is_string()) return value.as_string().str;
  if (value.is_integer()) return std::to_string(value.as_integer());
  if (value.is_boolean()) return value.as_boolean() ? "true" : "false";
  return problem("bad_setting", "a text, a whole number, true or false was expected");
}

}  // namespace

std::string Setting::flag() const {
  std::string flag = "--" + name;
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string Setting::variable() const {
  return "ZHIPI_" + upper(name);
}

std::vector<Setting> settings() {
  return {
      {"address", "the address to listen on", false,
       [](Configuration& to, const std::string& value) { return set_text(to.address, value); }},
      {"port", "the port to listen on; 0 takes any free one", false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.port, value, 0, 65535);
       }},
      {"data", "the folder for everything that is kept", false,
       [](Configuration& to, const std::string& value) { return set_text(to.data, value); }},
      {"store", "where records are kept: sqlite, in the data folder", false, check_store},
      {"rules", "the folder of rule packs", false,
       [](Configuration& to, const std::string& value) { return set_text(to.rules, value); }},
      {"workers", "how many reader processes, each about 150 MB and one core", false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.workers, value, 1, 256);
       }},
      {"trust_request_lookups", "take look-up results from requests: only behind a trusted caller",
       true,
       [](Configuration& to, const std::string& value) {
         return set_flag(to.trust_request_lookups, value);
       }},
  };
}

Expected<Values, Problems> read_toml(const std::filesystem::path& file) {
  toml::value document;
  try {
    document = toml::parse(file);
  } catch (const toml::syntax_error& error) {
    return tl::unexpected(Problems{{"bad_toml", error.what(), file.string()}});
  } catch (const std::exception&) {
    return tl::unexpected(Problems{{"unreadable", "this file cannot be read", file.string()}});
  }
  std::vector<std::string> names;
  for (const Setting& setting : settings()) names.push_back(setting.name);
  Values values;
  Problems problems;
  for (const auto& [name, value] : document.as_table()) {
    const std::string where = file.string() + ":" + std::to_string(value.location().line());
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      problems.push_back({"unknown_setting",
                          "there is no setting `" + name + "`" + engine::suggestion(name, names),
                          where});
      continue;
    }
    auto text = text_of(value);
    if (text) {
      values[name] = *std::move(text);
    } else {
      problems.push_back({"bad_setting", name + ": " + text.error().message, where});
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return values;
}

Expected<Configuration, Problems> configure(const Values& file, const std::string& file_name,
                                            const Values& environment, const Values& flags) {
  Configuration configuration;
  configuration.workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
  Problems problems;
  for (const Setting& setting : settings()) {
    const auto apply = [&](const Values& values, const std::string& where) {
      const auto found = values.find(setting.name);
      if (found == values.end()) return;
      if (const Wrong wrong = setting.set(configuration, found->second)) {
        problems.push_back({"bad_setting", "`" + found->second + "`: " + *wrong, where});
      }
    };
    apply(file, file_name + ": " + setting.name);
    apply(environment, setting.variable());
    apply(flags, setting.flag());
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return configuration;
}

Values environment_values() {
  Values values;
  for (const Setting& setting : settings()) {
    if (const char* const value = std::getenv(setting.variable().c_str()))
      values[setting.name] = value;
  }
  return values;
}

}  // namespace zhipi::app
