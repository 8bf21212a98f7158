// How the service is set up: defaults, under a file, under the environment, under flags.
//
// Every setting is one row of settings(): its name is the key in zhipi.toml, with dashes the flag,
// in capitals behind ZHIPI_ the variable. A dot in a name is a table of the file: ocr.reader.model
// is `model` in [ocr.reader], --ocr-reader-model and ZHIPI_OCR_READER_MODEL.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::app {

struct Configuration {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  std::filesystem::path data = "zhipi-data";
  std::string database;         // a PostgreSQL URL; empty: SQLite, in the data folder
  std::filesystem::path blobs;  // the materials' bytes; empty: in the data folder
  std::filesystem::path rules;  // a folder of packs; empty: those installed with the program
  int workers = 2;              // reader processes, and as many jobs at once
  int stop_limit = 30;          // seconds that a stop waits for what runs
  bool trust_request_lookups = false;
  int notice_days = 3;  // working days, these four
  int supplement_days = 30;
  int alarm_days = 1;
  int reminder_days = 3;
  int claim_minutes = 240;
  std::filesystem::path spot_check_key;  // empty: spot-check.key in the data folder
  // A CTC model for lines, and the list of its characters; both empty: those installed.
  std::filesystem::path line_model;
  std::filesystem::path line_charset;
};

struct Setting {
  std::string name;  // as in zhipi.toml: "trust_request_lookups"
  std::string description;
  bool is_flag = false;  // true and false; its flag takes no value
  // Nothing if the value is fine, otherwise what was expected.
  std::function<std::optional<std::string>(Configuration&, const std::string&)> set;

  std::string flag() const;      // "--trust-request-lookups"
  std::string variable() const;  // "ZHIPI_TRUST_REQUEST_LOOKUPS"
};

std::vector<Setting> settings();

// Values by setting name.
using Values = std::map<std::string, std::string>;

// The file's values as text, tables taken apart. Problems name file and line: unreadable, bad_toml,
// unknown_setting (with the nearest name), bad_setting (a list or table where a value was
// expected).
Expected<Values, Problems> read_toml(const std::filesystem::path& file);

// All settings from the three places, the later ones over the earlier. `file_name` is for messages.
// Problem code: bad_setting, `where` being "zhipi.toml: port", "ZHIPI_PORT" or "--port", or the
// names of two settings that need each other.
Expected<Configuration, Problems> configure(const Values& file, const std::string& file_name,
                                            const Values& environment, const Values& flags);

// The variables of the environment that name a setting.
Values environment_values();

}  // namespace zhipi::app
