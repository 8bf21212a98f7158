// A disk that fails where a test says. Every call of this program, and of the libraries in it, that
// changes a file passes disk.cpp first (write, pwrite, fsync, fdatasync, ftruncate, rename, unlink,
// mkdir, and open with O_CREAT); those on files below one folder are counted, and one of them
// fails.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

namespace zhipi::faults {

struct Fault {
  int at = 0;            // the at-th counted call fails, from 1; 0: none does, all are counted
  int error = 0;         // EIO, ENOSPC
  bool lasting = false;  // and so does every one after it, until the disk is healed
  std::string only;      // end of the path of the files that count; empty: all
};

// As a test that failed prints it.
inline void PrintTo(const Fault& fault, std::ostream* out) {
  *out << (fault.lasting ? "lasting error " : "one error ") << fault.error << " at call "
       << fault.at << (fault.only.empty() ? "" : " of " + fault.only);
}

// The faulty disk, while it lives. One at a time; any thread may meet it.
class FaultyDisk {
 public:
  FaultyDisk(const std::filesystem::path& folder, const Fault& fault);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  void heal();  // no further call fails or is counted

  int calls() const;          // counted so far
  bool struck() const;        // the fault came
  std::string where() const;  // "fdatasync zhipi.db-wal": the first call that failed
};

}  // namespace zhipi::faults
