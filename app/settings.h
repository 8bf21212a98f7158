// The settings of serve, as flags of it and of the commands that work on what a service keeps.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/configuration.h"
#include "store/store.h"

namespace zhipi::app {

class SettingFlags {
 public:
  // Adds --config and a flag for each setting of these names; for all settings if none is named.
  void add_to(CLI::App& command, const std::vector<std::string>& names = {});

  // What the file, the environment and the flags say together. Codes: those of configure() and
  // read_toml().
  // While the file is not there, `stand_in` is read in its place, where it is.
  Expected<Configuration, Problems> read(const std::filesystem::path& stand_in = {}) const;

  // The file that --config or ZHIPI_CONFIG names; empty: none.
  std::filesystem::path file() const { return config_; }

 private:
  std::map<std::string, std::string> texts_;  // by setting name; empty: not given
  std::map<std::string, bool> switches_;
  std::string config_;
};

store::Options store_options(const Configuration& configuration);

// The file with the secret of spot checks: the one that is set, or the one in the data folder.
std::filesystem::path spot_check_file(const Configuration& configuration);

// Whether a service has kept anything at this place; looking makes nothing. Codes: those of
// Store::open.
Expected<bool> has_store(const Configuration& configuration);

// Code `not_found`: no service has. All but `serve` need one: a mistyped place makes no new one, of
// which everything would seem to be in order.
Expected<void> require_store(const Configuration& configuration);

// The store that a service has made. Codes: those of require_store and Store::open.
Expected<std::unique_ptr<store::Store>> open_store(const Configuration& configuration);

// The name of a data folder among those that share a database, made at its first use: whose jobs
// are whose. Code: `unavailable`.
Expected<std::string> node_name(const std::filesystem::path& data);

}  // namespace zhipi::app
