// The matters that this service decides, each by the pack in force.
//
// Packs are immutable; which of them are in force is swapped as a whole. Whoever holds a pack keeps
// it, and one that was in force before is still found by its digest, so that an application is
// judged by the version under which it came in. Any thread may call.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/pack.h"
#include "models/json.h"

namespace zhipi::workflow {

class Catalogue {
 public:
  using Packs = std::map<std::string, std::shared_ptr<const engine::Pack>, std::less<>>;

  // Every folder below `rules` that holds a matter.lua. A pack that does not load, or that must not
  // be published (engine/authoring/check.h), refuses the whole catalogue: `where` names the
  // folder first.
  static Expected<Catalogue, Problems> load(const std::filesystem::path& rules,
                                            std::span<const std::filesystem::path> common_parents);

  // What changed for a matter: null where it came or went.
  struct Change {
    std::string matter;
    std::shared_ptr<const engine::Pack> before;
    std::shared_ptr<const engine::Pack> now;
  };

  // The same again, in place of what is in force: all of it or, where it is refused, none.
  Expected<std::vector<Change>, Problems> reload(
      const std::filesystem::path& rules, std::span<const std::filesystem::path> common_parents);

  // Null if there is no such matter.
  std::shared_ptr<const engine::Pack> find(std::string_view matter) const;

  // By digest ("sha256:…"), in force or before. Null on a node that never had it.
  std::shared_ptr<const engine::Pack> find_pack(std::string_view digest) const;

  Packs packs() const;

  // The common files of the rules ("common/id_card.lua" -> bytes), the same for every pack.
  std::map<std::string, std::string> common() const;

 private:
  struct Shelf {
    std::mutex mutex;
    Packs in_force;   // by matter
    Packs by_digest;  // those and all before
  };
  std::unique_ptr<Shelf> shelf_ = std::make_unique<Shelf>();
};

// The elements of a matter for the catalogue of services (办事指南): title, authority, basis,
// limits, form, materials, look-ups.
Json matter_json(const engine::Pack& pack);

// A JSON Schema (2020-12) for the form, from its field kinds.
Json form_schema(const engine::Pack& pack);

}  // namespace zhipi::workflow
