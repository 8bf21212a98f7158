#include "api/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace zhipi::api {
namespace {

std::string content(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Seconds since 1970 at which the machine booted (proc(5), /proc/stat).
double boot_time() {
  std::istringstream lines(content("/proc/stat"));
  for (std::string name; lines >> name; std::getline(lines, name)) {
    double value = 0;
    if (name == "btime" && lines >> value) return value;
  }
  return 0;
}

}  // namespace

ProcessFigures process_figures() {
  ProcessFigures figures;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  // Fields are counted after the command's name, which may hold anything, in its parentheses.
  const std::string stat = content("/proc/self/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  const auto skip = [&](int count) {
    while (count-- > 0) fields >> skipped;
  };
  double user = 0, system = 0, start = 0, pages = 0;
  skip(11);  // state to cmajflt
  fields >> user >> system;
  skip(6);  // cutime to itrealvalue
  fields >> start;
  skip(1);  // vsize
  fields >> pages;
  figures.processor_seconds = (user + system) / ticks;
  figures.started = boot_time() + start / ticks;
  figures.resident_bytes = pages * page;
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator("/proc/self/fd", error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    ++figures.open_descriptors;
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    figures.most_descriptors = static_cast<double>(limit.rlim_cur);
  }
  return figures;
}

}  // namespace zhipi::api
