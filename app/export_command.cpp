// `zhipi export`: the review rules of a pack as a document.
#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/files.h"
#include "app/refusals.h"
#include "engine/authoring/export.h"

namespace zhipi::app {
namespace {

struct ExportOptions {
  std::string pack;
  std::string rules;
  std::string output;
  bool html = false;
};

bool export_pack(const ExportOptions& options) {
  const auto pack = load_pack(options.pack, options.rules);
  if (!pack) {
    print_problems(pack.error(), options.pack, "error");
    return false;
  }
  const auto document = engine::review_rules(**pack);
  if (!document) {
    print_problems({document.error()}, options.pack, "error");
    return false;
  }
  const std::string text =
      options.html ? engine::to_html(*document) : engine::to_markdown(*document);
  if (options.output.empty() || options.output == "-") {
    std::cout << text;
    return true;
  }
  std::ofstream file(options.output, std::ios::binary);
  file << text;
  file.close();
  if (file) return true;
  std::cerr << options.output << ": error: this file cannot be written\n";
  return false;
}

}  // namespace

void add_export_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* const command =
      app.add_subcommand("export", "the review rules (审查工作细则) as a document");
  command->add_option("pack", options->pack, "the pack's folder")->required();
  command->add_flag("--html", options->html, "a page to print, instead of Markdown");
  command->add_option("-o,--output", options->output, "a file, instead of standard output");
  add_rules_option(*command, options->rules);
  command->callback([options, &status] {
    if (!export_pack(*options)) status = 1;
  });
}

}  // namespace zhipi::app
