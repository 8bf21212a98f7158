// The command line, a function for each group of commands; each adds its own to the parser and
// leaves its exit code in `status`.
#pragma once

#include <CLI/CLI.hpp>

namespace zhipi::app {

void add_pack_commands(CLI::App& app, int& status);   // check, test, judge
void add_read_command(CLI::App& app, int& status);    // read
void add_serve_command(CLI::App& app, int& status);   // serve
void add_store_commands(CLI::App& app, int& status);  // audit verify, rederive

}  // namespace zhipi::app
