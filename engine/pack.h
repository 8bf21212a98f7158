// A rule pack: a folder of policy staff's making, loaded, immutable, and named by its digest.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "engine/declarations.h"
#include "engine/fact_layout.h"
#include "engine/pack_files.h"
#include "models/problem.h"

namespace zhipi::engine {

class Pack {
 public:
  // Refused whole, with every problem found; `where` is "file:line:column".
  static Expected<std::shared_ptr<const Pack>, Problems> load(PackFiles files);

  // read_pack_folder() and load() in one.
  static Expected<std::shared_ptr<const Pack>, Problems> load_folder(
      const std::filesystem::path& folder, std::span<const std::filesystem::path> common_parents);

  const Matter& matter() const { return declarations_.matter; }
  const Declarations& declarations() const { return declarations_; }
  const PackFiles& files() const { return files_; }
  const FactLayout& layout() const { return *layout_; }  // of its matter's facts
  const std::string& digest() const { return digest_; }  // "sha256:…"

 private:
  Pack() = default;

  PackFiles files_;
  Declarations declarations_;
  std::unique_ptr<const FactLayout> layout_;
  std::string digest_;
};

}  // namespace zhipi::engine
