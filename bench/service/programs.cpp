#include "bench/service/programs.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "bench/measured_matter.h"

namespace zhipi::bench {
namespace {

namespace fs = std::filesystem;

std::array<http::UniqueFd, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  return {http::UniqueFd(ends[0]), http::UniqueFd(ends[1])};
}

// A line, without its end; empty when the other side has closed.
std::string read_line(int from) {
  std::string line;
  char c = 0;
  while (::read(from, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void write_pack(const engine::PackFiles& pack, const fs::path& folder) {
  for (const auto& [path, text] : pack.files) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream(folder / path) << text;
  }
}

}  // namespace

Program::Program(const std::vector<std::string>& command, const std::string& log) {
  auto [input_read, input_write] = make_pipe();
  auto [output_read, output_write] = make_pipe();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input_read.get(), 0);
  posix_spawn_file_actions_adddup2(&actions, output_write.get(), 1);
  ::posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int failed =
      ::posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + command.front());
  output_write = http::UniqueFd();
  input_ = std::move(input_write);
  output_ = std::move(output_read);
  while (port_ == 0) {
    const std::string line = read_line(output_.get());
    if (line.empty()) throw std::runtime_error(command.front() + " does not start");
    if (line.starts_with("API key")) key_ = line.substr(line.rfind(' ') + 1);
    const std::size_t number = line.find_last_of(" :");
    if (line.starts_with("port ") || line.find(" listens on ") != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::stoi(line.substr(number + 1)));
    }
  }
}

Program::~Program() {
  input_ = http::UniqueFd();
  ::kill(process_, SIGTERM);
  int status = 0;
  ::waitpid(process_, &status, 0);
}

double Program::megabytes() const {
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  std::string word;
  while (status >> word) {
    if (word != "VmRSS:") continue;
    double kilobytes = 0;
    status >> kilobytes;
    return kilobytes / 1024;
  }
  return 0;
}

double Program::processor_seconds() const {
  std::ifstream stat("/proc/" + std::to_string(process_) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

Service::Service() {
  const fs::path& folder = folder_.path();
  fs::copy(fs::path(ZHIPI_SOURCE_DIR) / "rules", folder / "rules", fs::copy_options::recursive);
  write_pack(measured_pack(), folder / "rules" / "measured");
  const std::vector<std::string> command{ZHIPI_BINARY_DIR "/zhipi",
                                         "serve",
                                         "--port",
                                         "0",
                                         "--data",
                                         (folder / "data").string(),
                                         "--rules",
                                         (folder / "rules").string(),
                                         "--trust-request-lookups"};
  program_ = std::make_unique<Program>(command, (folder / "log").string());
}

}  // namespace zhipi::bench
