#include "engine/pack.h"

#include "engine/script.h"

namespace zhipi::engine {

Expected<std::shared_ptr<const Pack>, Problems> Pack::load(PackFiles files) {
  std::shared_ptr<Pack> pack(new Pack());
  pack->files_ = std::move(files);
  auto script = Script::load(pack->files_);
  if (!script) return tl::unexpected(std::move(script.error()));
  pack->declarations_ = (*script)->declarations();
  pack->layout_ = std::make_unique<FactLayout>(pack->declarations_.matter);
  pack->digest_ = pack_digest(pack->files_, (*script)->used_common()).text();
  return pack;
}

Expected<std::shared_ptr<const Pack>, Problems> Pack::load_folder(
    const std::filesystem::path& folder, std::span<const std::filesystem::path> common_parents) {
  auto files = read_pack_folder(folder, common_parents);
  if (!files) return tl::unexpected(Problems{files.error()});
  return load(*std::move(files));
}

}  // namespace zhipi::engine
