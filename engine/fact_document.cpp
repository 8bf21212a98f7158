#include "engine/fact_document.h"

#include "models/canonical_text.h"

namespace zhipi::engine {

std::string_view FactDocument::value_of(const FactLayout& layout, std::uint32_t number) {
  using Kind = SectionLayout::Kind;
  if (!facts_.is_canonical && !canonical_) {
    canonical_ = canonical_bytes(facts_.document).value();  // it was bound from, so it is JSON
  }
  const SectionLayout& section = layout.sections()[layout.section_of(number)];
  std::string_view value = canonical_ ? *canonical_ : facts_.document;
  if (section.kind == Kind::material) value = canonical_member(value, "materials");
  if (section.kind == Kind::lookup) value = canonical_member(value, "lookups");
  value = canonical_member(canonical_member(value, section.name), layout.field(number).name);
  if (const auto wrapped = canonical_member(value, "value"); !wrapped.empty()) value = wrapped;
  return value.empty() ? "null" : value;
}

}  // namespace zhipi::engine
