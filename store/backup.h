// Copies of a whole store, made while a service uses it.
//
// A backup is a folder: backup.json says what it is, blobs/ holds every material that the copied
// database names, and the database is zhipi.db (SQLite) or zhipi.dump (PostgreSQL, made by
// pg_dump). backup.json is written last: a folder without it is no backup.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "models/problem.h"
#include "store/store.h"

namespace zhipi::store {

struct Backup {
  AuditHead head;  // from before the copy began: the copied log leads at least to it
  std::int64_t materials = 0;
  std::int64_t bytes = 0;    // of the materials
  std::vector<Digest> lost;  // materials that are missing or damaged where they were copied from
  std::vector<std::filesystem::path> files;  // of NodeFiles, those that were copied: where to
};

// Files beside the store that a restored node needs to run as before, by the name that they have in
// the backup. Of those that are not there nothing is copied, and what is there is not written over.
using NodeFiles = std::map<std::string, std::filesystem::path>;

// Copies the database as of one moment, then the materials, each compared with its digest, and
// makes all of it durable. Codes: `not_empty` (the folder holds something), `unavailable`,
// `no_program` (pg_dump), and those of Store::open.
Expected<Backup> back_up(const std::filesystem::path& directory, const Options& options,
                         const std::filesystem::path& to, Time now, const NodeFiles& files = {});

// Puts a backup back into an empty directory and, on PostgreSQL, into an empty database, then walks
// the whole log and compares it with the head that the backup noted; gives the head of the restored
// log. Jobs that were in a worker's hands can be taken by others at once. Codes: `no_backup`,
// `wrong_store` (a backup of the other kind of database), `not_empty`, `audit_broken`, and those of
// back_up.
Expected<Backup> restore(const std::filesystem::path& from, const std::filesystem::path& directory,
                         const Options& options, Time now, const NodeFiles& files = {});

}  // namespace zhipi::store
