#include "ocr/client/confined.h"

#include <algorithm>

#include "ocr/client/process.h"
#include "ocr/protocol/memory_file.h"

namespace zhipi::ocr {

Expected<Confined> run_confined(const std::string& reader,
                                const std::vector<std::string>& arguments, std::string_view input,
                                std::size_t most, std::size_t memory,
                                std::chrono::steady_clock::time_point deadline) {
  const Expected<Descriptor> in = sealed_memory_file(input);
  const Expected<Descriptor> out = empty_memory_file();
  const Expected<Descriptor> err = empty_memory_file();
  if (!in) return tl::unexpected(in.error());
  if (!out || !err) return problem("no_memory", "no memory file is left for a program's output");
  const auto left =
      std::chrono::duration_cast<std::chrono::seconds>(deadline - std::chrono::steady_clock::now());
  const long seconds = std::max<long>(1, left.count() + 1);
  Launch launch;
  launch.arguments = {reader,      "--confine",
                      "--output",  std::to_string(most),
                      "--memory",  std::to_string(memory),
                      "--seconds", std::to_string(seconds),
                      "--"};
  launch.arguments.insert(launch.arguments.end(), arguments.begin(), arguments.end());
  launch.environment = {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent"};
  launch.descriptors = {{in->get(), 0}, {out->get(), 1}, {err->get(), 2}};
  Expected<Process> process = Process::start(launch);
  if (!process) return tl::unexpected(process.error());
  const Expected<int> status = process->wait_until(deadline);
  if (!status) return tl::unexpected(status.error());
  Expected<std::string> output = read_memory_file(*out, most);
  Expected<std::string> errors = read_memory_file(*err, most);
  if (!output) return tl::unexpected(output.error());
  if (!errors) return tl::unexpected(errors.error());
  return Confined{*status, std::move(*output), std::move(*errors)};
}

}  // namespace zhipi::ocr
