// The files of a rule pack, read before anything is made of them.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>

#include "models/digest.h"
#include "models/problem.h"

namespace zhipi::engine {

struct PackFiles {
  std::string matter;                         // the folder's name
  std::map<std::string, std::string> files;   // "criteria.lua" -> bytes, all of the folder
  std::map<std::string, std::string> common;  // "common/id_card.lua" -> bytes, all there are
};

// A pack of more files or bytes than this is refused.
inline constexpr std::size_t kPackFiles = 2000;
inline constexpr std::size_t kPackBytes = 64u * 1024u * 1024u;

// Reads the folder, and `common/` from the first of `common_parents` that has one. Problem codes:
// no_pack (no such folder or no matter.lua), too_large, unreadable.
Expected<PackFiles> read_pack_folder(const std::filesystem::path& folder,
                                     std::span<const std::filesystem::path> common_parents);

// The SHA-256 of what sha256sum prints over the pack's files and the common files it uses, lines
// sorted by byte, so that anyone can compute it again.
Digest pack_digest(const PackFiles& files, const std::set<std::string>& used_common);

}  // namespace zhipi::engine
