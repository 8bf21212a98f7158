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

Wrong set_store(Configuration& to, const std::string& value) {
  const bool is_url = value.starts_with("postgresql://") || value.starts_with("postgres://");
  if (!is_url && value != "sqlite") {
    return "`sqlite` was expected, which keeps records in the data folder, or a database of "
           "PostgreSQL as postgresql://user@host/database";
  }
  to.database = is_url ? value : "";
  return std::nullopt;
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
  std::replace_if(
      flag.begin(), flag.end(), [](char c) { return c == '_' || c == '.'; }, '-');
  return flag;
}

std::string Setting::variable() const {
  std::string variable = "ZHIPI_" + upper(name);
  std::replace(variable.begin(), variable.end(), '.', '_');
  return variable;
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
      {"store", "where records are kept: sqlite, in the data folder, or postgresql://…", false,
       set_store},
      {"blobs", "the folder for the materials' bytes, shared by all nodes of one database", false,
       [](Configuration& to, const std::string& value) { return set_text(to.blobs, value); }},
      {"rules", "the folder of rule packs", false,
       [](Configuration& to, const std::string& value) { return set_text(to.rules, value); }},
      {"workers", "how many reader processes, each about 200 MB and one core", false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.workers, value, 1, 256);
       }},
      {"stop_limit", "seconds that a stop waits for what runs, before it hands the rest back",
       false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.stop_limit, value, 0, 3600);
       }},
      {"trust_request_lookups", "take look-up results from requests: only behind a trusted caller",
       true,
       [](Configuration& to, const std::string& value) {
         return set_flag(to.trust_request_lookups, value);
       }},
      {"notice_days", "working days to tell what is missing, at most the 5 of the statute", false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.notice_days, value, 1, 5);
       }},
      {"supplement_days", "working days after which a supplement that did not come ends the case",
       false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.supplement_days, value, 1, 250);
       }},
      {"alarm_days", "working days before a last day at which the office is told", false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.alarm_days, value, 0, 60);
       }},
      {"reminder_days", "working days before a last day at which an applicant is reminded", false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.reminder_days, value, 0, 60);
       }},
      {"claim_minutes", "minutes after which another reviewer may take over what one has taken",
       false,
       [](Configuration& to, const std::string& value) {
         return set_number(to.claim_minutes, value, 1, 100'000);
       }},
      {"spot_check_key", "the file with the secret by which spot checks are drawn", false,
       [](Configuration& to, const std::string& value) {
         return set_text(to.spot_check_key, value);
       }},
      {"ocr.reader.model", "another CTC model for single lines, in ONNX", false,
       [](Configuration& to, const std::string& value) { return set_text(to.line_model, value); }},
      {"ocr.reader.charset", "the list of its characters, one a line", false,
       [](Configuration& to, const std::string& value) {
         return set_text(to.line_charset, value);
       }},
  };
}

namespace {

// Takes a file's tables apart: `model` in [ocr.reader] is ocr.reader.model.
class TomlReading {
 public:
  explicit TomlReading(std::string file) : file_(std::move(file)) {
    for (const Setting& setting : settings()) names_.push_back(setting.name);
  }

  void take(const toml::table& table, const std::string& before) {
    for (const auto& [key, value] : table) {
      const std::string name = before + key;
      const std::string where = file_ + ":" + std::to_string(value.location().line());
      if (value.is_table() && is_table(name)) {
        take(value.as_table(), name + ".");
      } else if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
        problems.push_back({"unknown_setting",
                            "there is no setting `" + name + "`" + engine::suggestion(name, names_),
                            where});
      } else if (auto text = text_of(value)) {
        values[name] = *std::move(text);
      } else {
        problems.push_back({"bad_setting", name + ": " + text.error().message, where});
      }
    }
  }

  Values values;
  Problems problems;

 private:
  bool is_table(const std::string& name) const {
    return std::any_of(names_.begin(), names_.end(),
                       [&](const std::string& known) { return known.starts_with(name + "."); });
  }

  std::string file_;
  std::vector<std::string> names_;
};

}  // namespace

Expected<Values, Problems> read_toml(const std::filesystem::path& file) {
  toml::value document;
  try {
    document = toml::parse(file);
  } catch (const toml::syntax_error& error) {
    return tl::unexpected(Problems{{"bad_toml", error.what(), file.string()}});
  } catch (const std::exception&) {
    return tl::unexpected(Problems{{"unreadable", "this file cannot be read", file.string()}});
  }
  TomlReading reading(file.string());
  reading.take(document.as_table(), "");
  if (!reading.problems.empty()) return tl::unexpected(std::move(reading.problems));
  return std::move(reading.values);
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
  if (configuration.line_model.empty() != configuration.line_charset.empty()) {
    problems.push_back({"bad_setting",
                        "a model and its character list belong together: give both, or none for "
                        "those installed",
                        "ocr.reader.model, ocr.reader.charset"});
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
