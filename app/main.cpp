// `zhipi`: one program for the service and for authors' work at the command line (DESIGN section
// 7).
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "app/commands.h"

// 0 done, whatever the outcome; 1 something was refused; 2 wrong usage.
int main(int count, char** arguments) {
  try {
    CLI::App app("zhipi (智批): decides what is beyond doubt, and hands the rest to people");
    app.require_subcommand(1);
    app.set_version_flag("--version", ZHIPI_VERSION);
    int status = EXIT_SUCCESS;
    zhipi::app::add_check_command(app, status);
    zhipi::app::add_test_command(app, status);
    zhipi::app::add_judge_command(app, status);
    zhipi::app::add_new_command(app, status);
    zhipi::app::add_backtest_command(app, status);
    zhipi::app::add_export_command(app, status);
    zhipi::app::add_read_command(app, status);
    zhipi::app::add_serve_command(app, status);
    zhipi::app::add_store_commands(app, status);
    zhipi::app::add_backup_commands(app, status);
    try {
      app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? 0 : 2;
    }
    return status;
  } catch (const std::exception& error) {
    std::cerr << "zhipi: " << error.what() << '\n';
    return 1;
  }
}
