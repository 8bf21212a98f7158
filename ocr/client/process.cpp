#include "ocr/client/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "ocr/protocol/memory_file.h"

namespace zhipi::ocr {
namespace {

// dup2 in the child must not overwrite a descriptor that a later one still needs, and a descriptor
// copied onto itself would stay close-on-exec: so all sources are first moved out of the way.
constexpr int kOutOfTheWay = 100;

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

struct Actions {
  posix_spawn_file_actions_t actions;
  Actions() { posix_spawn_file_actions_init(&actions); }
  ~Actions() { posix_spawn_file_actions_destroy(&actions); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
};

struct Attributes {
  posix_spawnattr_t attributes;
  Attributes() {
    posix_spawnattr_init(&attributes);
    // Signals that the service blocks or ignores are its own affair.
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    // An own group: Ctrl-C in the service's terminal is for the service to act on.
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
};

}  // namespace

Expected<Process> Process::start(const Launch& launch) {
  Actions actions;
  Attributes attributes;
  std::vector<Descriptor> moved;
  int most = 2;
  for (const auto& [ours, theirs] : launch.descriptors) {
    moved.emplace_back(::fcntl(ours, F_DUPFD_CLOEXEC, kOutOfTheWay));
    if (!moved.back()) return problem("no_reader", "no descriptor is left to start a process");
    posix_spawn_file_actions_adddup2(&actions.actions, moved.back().get(), theirs);
    most = std::max(most, theirs);
  }
  posix_spawn_file_actions_addclosefrom_np(&actions.actions, most + 1);
  const std::vector<char*> arguments = pointers(launch.arguments);
  const std::vector<char*> environment = pointers(launch.environment);
  pid_t id = -1;
  const int error = posix_spawn(&id, arguments[0], &actions.actions, &attributes.attributes,
                                arguments.data(), environment.data());
  if (error != 0) {
    return problem("no_reader",
                   "cannot start " + launch.arguments[0] + ": " + std::strerror(error));
  }
  return Process(id);
}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    kill();
    id_ = std::exchange(other.id_, -1);
  }
  return *this;
}

Expected<int> Process::wait_until(std::chrono::steady_clock::time_point deadline) {
  const Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)));
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd ended{handle.get(), POLLIN, 0};
    const int ready =
        left.count() <= 0
            ? 0
            : ::poll(&ended, 1, static_cast<int>(std::min<long>(left.count(), 3'600'000)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready > 0) break;
    kill();
    return problem("timed_out", "a process did not end in time");
  }
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  if (!WIFEXITED(status)) {
    return problem("killed", "a process was ended by signal " + std::to_string(WTERMSIG(status)));
  }
  return WEXITSTATUS(status);
}

void Process::kill() {
  if (id_ < 0) return;
  ::kill(id_, SIGKILL);
  while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
}

}  // namespace zhipi::ocr
