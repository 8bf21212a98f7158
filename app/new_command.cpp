// `zhipi new`: a starter pack in a folder of its own.
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "engine/authoring/scaffold.h"

namespace zhipi::app {
namespace {

bool make_pack(const std::string& matter, const std::string& rules) {
  const std::filesystem::path folder = std::filesystem::path(rules) / matter;
  if (const auto made = engine::create_starter(folder); !made) {
    std::cerr << made.error().where << ": error: " << made.error().message << '\n';
    return false;
  }
  for (const engine::StarterFile& file : engine::starter_files()) {
    std::cout << (folder / file.path).string() << '\n';
  }
  std::cout << "下一步 next: zhipi check " << folder.string() << "; zhipi test " << folder.string()
            << '\n';
  return true;
}

}  // namespace

void add_new_command(CLI::App& app, int& status) {
  struct Options {
    std::string matter, rules;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("new", "a starter pack that passes check and test");
  command->add_option("matter", options->matter, "the matter's name, as in stall_permit")
      ->required();
  command->add_option("--rules", options->rules, "the folder of packs to put it into");
  command->callback([options, &status] {
    if (!make_pack(options->matter, options->rules)) status = 1;
  });
}

}  // namespace zhipi::app
