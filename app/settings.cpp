#include "app/settings.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <random>

namespace zhipi::app {
namespace {

namespace fs = std::filesystem;

std::string new_name() {
  std::random_device random;
  std::array<char, 17> name{};
  std::snprintf(name.data(), name.size(), "%08x%08x", random(), random());
  return name.data();
}

bool is_name(const std::string& text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

void SettingFlags::add_to(CLI::App& command, const std::vector<std::string>& names) {
  for (const Setting& setting : settings()) {
    if (!names.empty() && std::find(names.begin(), names.end(), setting.name) == names.end()) {
      continue;
    }
    if (setting.is_flag) {
      command.add_flag(setting.flag(), switches_[setting.name], setting.description);
    } else {
      command.add_option(setting.flag(), texts_[setting.name], setting.description);
    }
  }
  command.add_option("--config", config_, "a TOML file with these settings")
      ->envname("ZHIPI_CONFIG");
}

Expected<Configuration, Problems> SettingFlags::read(const fs::path& stand_in) const {
  Values file;
  if (!config_.empty()) {
    const bool stands_in = !fs::exists(config_) && fs::exists(stand_in);
    auto read = read_toml(stands_in ? stand_in : fs::path(config_));
    if (!read) return tl::unexpected(std::move(read.error()));
    file = *std::move(read);
  }
  Values flags;
  for (const auto& [name, text] : texts_) {
    if (!text.empty()) flags[name] = text;
  }
  for (const auto& [name, given] : switches_) {
    if (given) flags[name] = "true";
  }
  return configure(file, config_, environment_values(), flags);
}

std::filesystem::path spot_check_file(const Configuration& configuration) {
  return configuration.spot_check_key.empty() ? configuration.data / "spot-check.key"
                                              : configuration.spot_check_key;
}

store::Options store_options(const Configuration& configuration) {
  store::Options options;
  options.database = configuration.database;
  options.blobs = configuration.blobs;
  return options;
}

Expected<bool> has_store(const Configuration& configuration) {
  return store::Store::exists(configuration.data, store_options(configuration));
}

Expected<void> require_store(const Configuration& configuration) {
  const auto there = has_store(configuration);
  if (!there) return tl::unexpected(there.error());
  if (*there) return {};
  return problem("not_found",
                 "no service has kept anything here; name the place as the service does, by "
                 "--config, --data or --store",
                 configuration.database.empty() ? configuration.data.string() : "the database");
}

Expected<std::unique_ptr<store::Store>> open_store(const Configuration& configuration) {
  if (auto there = require_store(configuration); !there) return tl::unexpected(there.error());
  return store::Store::open(configuration.data, store_options(configuration));
}

Expected<std::string> node_name(const fs::path& data) {
  const fs::path path = data / "node";
  std::string name;
  if (std::ifstream(path) >> name && is_name(name)) return name;
  name = new_name();
  if (std::ofstream file(path); !(file << name << '\n' << std::flush)) {
    return problem("unavailable", "this file cannot be written", path.string());
  }
  return name;
}

}  // namespace zhipi::app
