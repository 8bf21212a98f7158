#include "ocr/reader/sandbox.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "ocr/reader/confine.h"

namespace zhipi::ocr {
namespace {

std::uint64_t address_space() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool set_limit(__rlimit_resource resource, rlim_t value) {
  const rlimit limit{value, value};
  return ::setrlimit(resource, &limit) == 0;
}

bool load_filter() {
  // What reading needs: its own memory, its two ends of conversation, the time.
  constexpr const char* kAllowed[] = {"read",
                                      "write",
                                      "readv",
                                      "writev",
                                      "pread64",
                                      "recvmsg",
                                      "sendmsg",
                                      "close",
                                      "fstat",
                                      "newfstatat",
                                      "lseek",
                                      "fcntl",
                                      "memfd_create",
                                      "ftruncate",
                                      "mmap",
                                      "munmap",
                                      "mremap",
                                      "mprotect",
                                      "madvise",
                                      "brk",
                                      "futex",
                                      "clock_gettime",
                                      "clock_getres",
                                      "gettimeofday",
                                      "time",
                                      "getpid",
                                      "gettid",
                                      "getuid",
                                      "geteuid",
                                      "sched_yield",
                                      "sched_getaffinity",
                                      "rt_sigaction",
                                      "rt_sigprocmask",
                                      "rt_sigreturn",
                                      "sigaltstack",
                                      "getrandom",
                                      "exit",
                                      "exit_group",
                                      "restart_syscall",
                                      "rseq",
                                      "set_robust_list",
                                      "getrusage",
                                      "sysinfo",
                                      "uname"};
  // What libraries try and can do without.
  constexpr const char* kDenied[] = {"open",       "openat", "openat2", "access",    "faccessat",
                                     "faccessat2", "stat",   "lstat",   "statx",     "readlink",
                                     "readlinkat", "getcwd", "ioctl",   "prlimit64", "getdents64",
                                     "statfs",     "prctl",  "unlink",  "mkdir"};
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool added = true;
  const auto rule = [&](const char* name, std::uint32_t action) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR) return;
    added = added && seccomp_rule_add(filter, action, call, 0) == 0;
  };
  for (const char* name : kAllowed) rule(name, SCMP_ACT_ALLOW);
  for (const char* name : kDenied) rule(name, SCMP_ACT_ERRNO(EACCES));
  const bool loaded = added && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return loaded;
}

}  // namespace

std::string enter_sandbox(std::uint64_t memory) {
  // A file-size limit of 0 would also forbid the replies, which are memory files.
  if (!set_limit(RLIMIT_CORE, 0) || !set_limit(RLIMIT_FSIZE, std::uint64_t{256} << 20) ||
      !set_limit(RLIMIT_AS, address_space() + memory) || !set_limit(RLIMIT_NOFILE, 32)) {
    return "cannot set limits";
  }
  if (!give_up_root() || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return "cannot give up privileges";
  }
  if (!load_filter()) return "cannot load the system-call filter";
  return {};
}

}  // namespace zhipi::ocr
