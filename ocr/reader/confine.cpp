#include "ocr/reader/confine.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "ocr/protocol/memory_file.h"

namespace zhipi::ocr {
namespace {

constexpr unsigned kNobody = 65'534;

bool set_limit(int resource, rlim_t value) {
  const rlimit limit{value, value};
  return ::setrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0;
}

// Reading below these paths, and the program itself, is all of the file system that remains. A
// kernel without Landlock leaves the file system readable; memory, time, network and writing are
// bounded all the same.
bool restrict_files(const std::string& program) {
  const int version = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
  if (version < 1) return errno == ENOSYS || errno == EOPNOTSUPP;
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // all of version 1
  const Descriptor rules(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0)));
  if (!rules) return false;
  for (const std::string_view path :
       {std::string_view("/usr"), std::string_view("/lib"), std::string_view("/lib64"),
        std::string_view("/etc/fonts"), std::string_view("/etc/ld.so.cache"),
        std::string_view("/var/cache/fontconfig"), std::string_view(program)}) {
    const Descriptor folder(::open(std::string(path).c_str(), O_PATH | O_CLOEXEC));
    if (!folder) continue;
    landlock_path_beneath_attr beneath{};
    beneath.parent_fd = folder.get();
    beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    if (path == program) beneath.allowed_access |= LANDLOCK_ACCESS_FS_EXECUTE;
    if (path != program && path != "/etc/ld.so.cache") {
      beneath.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE;
    }
    if (::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) !=
        0) {
      return false;
    }
  }
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

// No sockets, no processes, no reach into others or into the kernel's rarer corners.
bool restrict_calls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  bool added = true;
  for (const char* name : {"socket",
                           "socketpair",
                           "connect",
                           "bind",
                           "listen",
                           "accept",
                           "accept4",
                           "sendto",
                           "sendmsg",
                           "sendmmsg",
                           "fork",
                           "vfork",
                           "kill",
                           "tkill",
                           "tgkill",
                           "ptrace",
                           "process_vm_readv",
                           "process_vm_writev",
                           "pidfd_open",
                           "pidfd_getfd",
                           "mount",
                           "umount2",
                           "pivot_root",
                           "chroot",
                           "bpf",
                           "keyctl",
                           "add_key",
                           "request_key",
                           "userfaultfd",
                           "io_uring_setup",
                           "perf_event_open",
                           "unshare",
                           "setns",
                           "open_by_handle_at",
                           "shmget",
                           "msgget",
                           "semget",
                           "init_module",
                           "finit_module",
                           "kexec_load",
                           "reboot",
                           "swapon",
                           "personality"}) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR) continue;
    added = added && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
  }
  const bool loaded = added && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return loaded;
}

}  // namespace

bool give_up_root() {
  if (::geteuid() != 0) return true;
  return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
         ::setresuid(kNobody, kNobody, kNobody) == 0;
}

std::string confine_and_become(const Confinement& limits,
                               const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0].empty() || arguments[0][0] != '/') {
    return "--confine needs a program's absolute path";
  }
  // A network namespace without any device, where the system lets us have one.
  ::unshare(CLONE_NEWNET);
  if (!set_limit(RLIMIT_CORE, 0) || !set_limit(RLIMIT_FSIZE, limits.output) ||
      !set_limit(RLIMIT_AS, limits.memory) || !set_limit(RLIMIT_CPU, limits.seconds) ||
      !set_limit(RLIMIT_NOFILE, 64)) {
    return "cannot set limits";
  }
  if (!give_up_root() || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return "cannot give up privileges";
  }
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return "cannot follow the parent's end";
  if (!restrict_files(arguments[0])) return "cannot close the file system";
  if (!restrict_calls()) return "cannot load the system-call filter";
  std::vector<char*> pointers;
  for (const std::string& argument : arguments)
    pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  ::execv(pointers[0], pointers.data());
  return "cannot run " + arguments[0] + ": " + std::strerror(errno);
}

}  // namespace zhipi::ocr
