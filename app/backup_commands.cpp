// `zhipi backup` and `zhipi restore`: a whole store, out of use and back.
#include <chrono>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/settings.h"
#include "store/backup.h"

namespace zhipi::app {
namespace {

namespace fs = std::filesystem;

struct BackupOptions {
  SettingFlags settings;
  std::string folder;
};

void print(const Problem& problem) {
  std::cerr << problem.where << (problem.where.empty() ? "" : ": ") << "error: " << problem.message
            << '\n';
}

// False if something could not be copied; the rest is.
bool report(const store::Backup& copy, const std::string& done) {
  std::cout << done << ": " << copy.materials << " materials (" << copy.bytes << " bytes), "
            << copy.head.size << " audit entries; the last chain value is " << copy.head.chain
            << '\n';
  for (const fs::path& file : copy.files) std::cout << "and " << file.string() << '\n';
  for (const Digest& digest : copy.lost) {
    print({"damaged", "this material is missing or damaged and was not copied", digest.text()});
  }
  return copy.lost.empty();
}

store::Time now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

constexpr const char* kSettings = "zhipi.toml";

// What a service has beside its store, and where: of what no setting names, in the data folder.
store::NodeFiles node_files(const Configuration& configuration, const fs::path& settings) {
  const auto place = [&](const fs::path& set, const char* name) {
    return set.empty() ? configuration.data / name : set;
  };
  return {{kSettings, place(settings, kSettings)},
          {"lines.onnx", place(configuration.line_model, "lines.onnx")},
          {"lines.txt", place(configuration.line_charset, "lines.txt")},
          {"spot-check.key", spot_check_file(configuration)}};
}

bool back_up(const Configuration& configuration, const fs::path& settings,
             const std::string& folder) {
  if (const auto there = require_store(configuration); !there) return print(there.error()), false;
  const auto made = store::back_up(configuration.data, store_options(configuration), folder, now(),
                                   node_files(configuration, settings));
  if (!made) return print(made.error()), false;
  return report(*made, "backed up");
}

bool restore(const Configuration& configuration, const fs::path& settings,
             const std::string& folder) {
  const auto made = store::restore(folder, configuration.data, store_options(configuration), now(),
                                   node_files(configuration, settings));
  if (!made) return print(made.error()), false;
  return report(*made, "restored and verified");
}

void add(CLI::App& app, int& status, const std::string& name, const std::string& description,
         bool (*work)(const Configuration&, const fs::path&, const std::string&)) {
  const auto options = std::make_shared<BackupOptions>();
  CLI::App* const command = app.add_subcommand(name, description);
  command->add_option("folder", options->folder, "the backup's folder")->required();
  options->settings.add_to(*command, {"data", "store", "blobs", "spot_check_key",
                                      "ocr.reader.model", "ocr.reader.charset"});
  command->callback([options, &status, work] {
    // A backup that is put back on a new machine brings its settings along.
    const auto configuration = options->settings.read(fs::path(options->folder) / kSettings);
    if (!configuration) {
      for (const Problem& problem : configuration.error()) print(problem);
      status = 1;
    } else if (!work(*configuration, options->settings.file(), options->folder)) {
      status = 1;
    }
  });
}

}  // namespace

void add_backup_commands(CLI::App& app, int& status) {
  add(app, status, "backup", "copies everything that is kept, while the service runs", back_up);
  add(app, status, "restore", "puts a backup into a new data folder and verifies it", restore);
}

}  // namespace zhipi::app
