// The command line, a function for each group of commands; each adds its own to the parser and
// leaves its exit code in `status`.
#pragma once

#include <CLI/CLI.hpp>

namespace zhipi::app {

void add_check_command(CLI::App& app, int& status);     // check
void add_test_command(CLI::App& app, int& status);      // test
void add_judge_command(CLI::App& app, int& status);     // judge
void add_new_command(CLI::App& app, int& status);       // new
void add_backtest_command(CLI::App& app, int& status);  // backtest
void add_export_command(CLI::App& app, int& status);    // export
void add_read_command(CLI::App& app, int& status);      // read
void add_serve_command(CLI::App& app, int& status);     // serve
void add_store_commands(CLI::App& app, int& status);    // key add, audit verify, rederive
void add_backup_commands(CLI::App& app, int& status);   // backup, restore

// --rules, as all commands on packs take it.
inline void add_rules_option(CLI::App& command, std::string& rules) {
  command.add_option("--rules", rules, "the folder of packs that holds common/");
}

}  // namespace zhipi::app
