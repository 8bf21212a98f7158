// The matters that this service decides, each by the pack in force.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/pack.h"
#include "models/json.h"

namespace zhipi::workflow {

class Catalogue {
 public:
  // Every folder below `rules` that holds a matter.lua. A pack that does not load, or that must not
  // be published (engine/authoring/check.h), refuses the whole catalogue: `where` names the
  // folder first.
  static Expected<Catalogue, Problems> load(const std::filesystem::path& rules,
                                            std::span<const std::filesystem::path> common_parents);

  // Null if there is no such matter.
  std::shared_ptr<const engine::Pack> find(std::string_view matter) const;

  // By digest ("sha256:…"), so that an application is judged by the pack of its day.
  std::shared_ptr<const engine::Pack> find_pack(std::string_view digest) const;

  const std::map<std::string, std::shared_ptr<const engine::Pack>, std::less<>>& packs() const {
    return packs_;
  }

  // The common files of the rules ("common/id_card.lua" -> bytes), the same for every pack.
  const std::map<std::string, std::string>& common() const;

 private:
  std::map<std::string, std::shared_ptr<const engine::Pack>, std::less<>> packs_;
};

// The elements of a matter for the catalogue of services (办事指南): title, authority, basis,
// limits, form, materials, look-ups.
Json matter_json(const engine::Pack& pack);

// A JSON Schema (2020-12) for the form, from its field kinds.
Json form_schema(const engine::Pack& pack);

}  // namespace zhipi::workflow
