#include "engine/facts.h"

#include "models/canonical_text.h"
#include "models/digest.h"

namespace zhipi::engine {

static_assert(sizeof(Date) == sizeof(std::uint32_t), "a fact keeps a date as its bits");

std::string digest_of(const Facts& facts) {
  if (facts.is_canonical) return Digest::of(facts.document).text();
  return Digest::of(canonical_bytes(facts.document).value()).text();  // binding has read it
}

Expected<Facts, Problems> bind_facts(const Matter& matter, const Json& document) {
  const FactLayout layout(matter);
  Facts facts;
  if (auto read = FactReader(layout).read(canonical_json(document), facts); !read) {
    return tl::unexpected(std::move(read.error()));
  }
  facts.is_canonical = true;
  return facts;
}

}  // namespace zhipi::engine
