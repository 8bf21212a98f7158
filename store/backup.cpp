#include "store/backup.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "models/json.h"
#include "store/postgres_connection.h"
#include "store/refusal.h"
#include "store/sqlite_connection.h"

namespace zhipi::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSqliteFile = "zhipi.db";
constexpr const char* kDump = "zhipi.dump";
constexpr const char* kBlobs = "blobs";
constexpr const char* kManifest = "backup.json";
constexpr int kStep = 1000;  // materials asked for at a time

tl::unexpected<Problem> unavailable(const std::string& what, const fs::path& path) {
  return problem("unavailable", "Cannot " + what + " (" + std::strerror(errno) + ").",
                 path.string());
}

Expected<void> make_empty(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return problem("not_empty", "This folder holds something already; give a new one.",
                   folder.string());
  }
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return problem("unavailable", error.message(), folder.string());
  return {};
}

// A file or folder, with what it holds, survives a power cut from here on.
Expected<void> make_durable(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) return unavailable("make this durable", path);
  return {};
}

// For its owner alone, and durable.
Expected<void> keep(const fs::path& file) {
  std::error_code error;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error) return problem("unavailable", error.message(), file.string());
  return make_durable(file);
}

// Runs a program to its end; what it has to say goes to standard error.
Expected<void> run(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ);
  if (failed != 0) {
    return problem("no_program", "Cannot run " + command[0] + " (" + std::strerror(failed) +
                                     "); it is in Debian's postgresql-client.");
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return unavailable("wait for " + command[0], {});
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return problem("unavailable", command[0] + " failed; its message stands above.");
}

Expected<void> copy_sqlite(const fs::path& from, const fs::path& to) {
  // VACUUM fills an empty file, which is its owner's from the beginning.
  std::ofstream(to).close();
  if (auto kept = keep(to); !kept) return kept;
  auto failed = problem_of([&] {
    open_sqlite(from, Access::write)->execute("VACUUM INTO $1", {to.string()});
    open_sqlite(to, Access::read)->check();
  });
  if (failed) return tl::unexpected(std::move(*failed));
  return keep(to);
}

Expected<void> copy_database(const fs::path& directory, const Options& options,
                             const fs::path& to) {
  if (options.database.empty()) return copy_sqlite(directory / kSqliteFile, to / kSqliteFile);
  const fs::path dump = to / kDump;
  auto done = run({"pg_dump", "--format=custom", "--no-owner", "--file=" + dump.string(),
                   "--dbname=" + options.database});
  return done ? keep(dump) : done;
}

// Every material that the store names, compared with its digest on both sides.
Expected<void> copy_materials(Store& store, const Blobs& from, const Blobs& to, Backup& backup) {
  std::string last;
  while (true) {
    const auto materials = store.materials_after(last, kStep);
    if (!materials) return tl::unexpected(materials.error());
    if (materials->empty()) return {};
    for (const StoredMaterial& material : *materials) {
      last = material.digest.text();
      const auto bytes = from.get(material.digest);
      if (!bytes && bytes.error().code == "unavailable") return tl::unexpected(bytes.error());
      if (!bytes) {
        backup.lost.push_back(material.digest);
        continue;
      }
      if (const auto put = to.put(*bytes); !put) return tl::unexpected(put.error());
      ++backup.materials;
      backup.bytes += static_cast<std::int64_t>(bytes->size());
    }
  }
}

// For its owner alone from the beginning, and durable.
Expected<void> copy_file(const fs::path& from, const fs::path& to, Backup& backup) {
  std::error_code error;
  if (!fs::exists(from, error) || fs::exists(to, error)) return {};
  if (to.has_parent_path()) fs::create_directories(to.parent_path(), error);
  std::ifstream in(from, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) return problem("unreadable", "This file cannot be read.", from.string());
  std::ofstream(to).close();
  if (auto kept = keep(to); !kept) return kept;
  if (std::ofstream out(to, std::ios::binary); !(out << bytes << std::flush)) {
    return unavailable("write this file", to);
  }
  backup.files.push_back(to);
  return keep(to);
}

std::string kind_of(const Options& options) {
  return options.database.empty() ? "sqlite" : "postgresql";
}

Expected<void> write_manifest(const fs::path& folder, const Backup& backup, const Options& options,
                              Time now) {
  const Json manifest = json::object{
      {"at", to_text(now)},
      {"audit", json::object{{"chain", backup.head.chain}, {"size", backup.head.size}}},
      {"bytes", backup.bytes},
      {"materials", backup.materials},
      {"store", kind_of(options)}};
  const fs::path file = folder / kManifest;
  if (std::ofstream out(file); !(out << canonical_json(manifest) << '\n' << std::flush)) {
    return unavailable("write this file", file);
  }
  if (auto kept = keep(file); !kept) return kept;
  return make_durable(folder);
}

struct Manifest {
  AuditHead head;
  std::string store;
};

Expected<Manifest> read_manifest(const fs::path& folder) {
  const fs::path file = folder / kManifest;
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto value = parse_json(text);
  const auto find = [&](std::string_view pointer) -> const Json* {
    boost::system::error_code missing;
    return value ? value->find_pointer(pointer, missing) : nullptr;
  };
  const Json* const size = find("/audit/size");
  const Json* const chain = find("/audit/chain");
  const Json* const store = find("/store");
  if (size == nullptr || chain == nullptr || store == nullptr || !size->is_int64() ||
      !chain->is_string() || !store->is_string()) {
    return problem("no_backup",
                   "This folder holds no finished backup: its backup.json is not there "
                   "or not what `zhipi backup` writes.",
                   file.string());
  }
  return Manifest{{size->as_int64(), std::string(chain->as_string())},
                  std::string(store->as_string())};
}

Expected<void> restore_sqlite(const fs::path& from, const fs::path& directory) {
  const fs::path file = directory / kSqliteFile;
  std::error_code error;
  fs::copy_file(from / kSqliteFile, file, error);
  if (error) return problem("unavailable", error.message(), file.string());
  return keep(file);
}

Expected<void> restore_postgres(const fs::path& from, const Options& options) {
  bool empty = false;
  auto failed = problem_of([&] {
    const auto connection = open_postgres(options.database, Access::read);
    empty = connection
                ->query(
                    "SELECT 1 FROM information_schema.tables "
                    "WHERE table_schema = current_schema() LIMIT 1")
                .empty();
  });
  if (failed) return tl::unexpected(std::move(*failed));
  if (!empty) {
    return problem("not_empty", "This database holds tables already; give a new one.");
  }
  return run({"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
              "--dbname=" + options.database, (from / kDump).string()});
}

}  // namespace

Expected<Backup> back_up(const fs::path& directory, const Options& options, const fs::path& to,
                         Time now, const NodeFiles& files) {
  if (auto empty = make_empty(to); !empty) return tl::unexpected(std::move(empty.error()));
  auto store = Store::open(directory, options);
  if (!store) return tl::unexpected(std::move(store.error()));
  const auto head = (*store)->audit_head();
  if (!head) return tl::unexpected(head.error());
  Backup backup{.head = *head};
  if (auto copied = copy_database(directory, options, to); !copied) {
    return tl::unexpected(std::move(copied.error()));
  }
  // Only now: what the copied database names was named before.
  const auto blobs = Blobs::open(to / kBlobs);
  if (!blobs) return tl::unexpected(blobs.error());
  if (auto copied = copy_materials(**store, (*store)->blobs(), *blobs, backup); !copied) {
    return tl::unexpected(std::move(copied.error()));
  }
  for (const auto& [name, file] : files) {
    if (auto copied = copy_file(file, to / name, backup); !copied) {
      return tl::unexpected(std::move(copied.error()));
    }
  }
  if (auto written = write_manifest(to, backup, options, now); !written) {
    return tl::unexpected(std::move(written.error()));
  }
  return backup;
}

Expected<Backup> restore(const fs::path& from, const fs::path& directory, const Options& options,
                         Time now, const NodeFiles& files) {
  const auto manifest = read_manifest(from);
  if (!manifest) return tl::unexpected(manifest.error());
  if (manifest->store != kind_of(options)) {
    return problem("wrong_store",
                   "This is a backup of " + manifest->store + ", not of " + kind_of(options) +
                       "; name the store that it goes into.",
                   from.string());
  }
  if (auto empty = make_empty(directory); !empty) return tl::unexpected(std::move(empty.error()));
  auto restored =
      options.database.empty() ? restore_sqlite(from, directory) : restore_postgres(from, options);
  if (!restored) return tl::unexpected(std::move(restored.error()));
  Backup backup;
  for (const auto& [name, file] : files) {
    if (auto copied = copy_file(from / name, file, backup); !copied) {
      return tl::unexpected(std::move(copied.error()));
    }
  }
  auto store = Store::open(directory, options);
  if (!store) return tl::unexpected(std::move(store.error()));
  const auto blobs = Blobs::open(from / kBlobs);
  if (!blobs) return tl::unexpected(blobs.error());
  if (auto copied = copy_materials(**store, *blobs, (*store)->blobs(), backup); !copied) {
    return tl::unexpected(std::move(copied.error()));
  }
  const auto verified = (*store)->verify_audit(manifest->head);
  if (!verified) return tl::unexpected(verified.error());
  const auto returned = (*store)->return_leases(std::nullopt, now);
  if (!returned) return tl::unexpected(returned.error());
  backup.head = *verified;
  return backup;
}

}  // namespace zhipi::store
