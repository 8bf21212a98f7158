#include "engine/facts.h"

#include "models/canonical_check.h"
#include "models/digest.h"

namespace zhipi::engine {

static_assert(sizeof(Date) == sizeof(std::uint32_t), "a fact keeps a date as its bits");

std::string digest_of(const Facts& facts) {
  if (is_plainly_canonical(facts.document)) return Digest::of(facts.document).text();
  // Binding has parsed it before.
  return Digest::of(canonical_json(parse_json(facts.document).value())).text();
}

Expected<Facts, Problems> bind_facts(const Matter& matter, const Json& document) {
  const FactLayout layout(matter);
  Facts facts;
  if (auto read = FactReader(layout).read(canonical_json(document), facts); !read) {
    return tl::unexpected(std::move(read.error()));
  }
  return facts;
}

}  // namespace zhipi::engine
