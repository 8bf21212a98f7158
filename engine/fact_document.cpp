#include "engine/fact_document.h"

#include "models/canonical_text.h"

namespace zhipi::engine {

std::string_view FactDocument::value_of(const FactLayout& layout, std::uint32_t number) {
  using Kind = SectionLayout::Kind;
  for (const RowsText& known : facts_.rows) {
    if (known.fact == number) return known.bytes;
  }
  if (!facts_.is_canonical && !canonical_) {
    canonical_ = canonical_bytes(facts_.document).value();  // it was bound from, so it is JSON
  }
  const SectionLayout& section = layout.sections()[layout.section_of(number)];
  const std::string_view document = canonical_ ? *canonical_ : facts_.document;
  const std::string& field = layout.field(number).name;
  const bool in_group = section.kind == Kind::material || section.kind == Kind::lookup;
  const std::string_view group = section.kind == Kind::material ? "materials" : "lookups";
  auto value = in_group ? canonical_member(document, {group, section.name, field})
                        : canonical_member(document, {section.name, field});
  if (const auto wrapped = canonical_member(value, {"value"}); !wrapped.empty()) value = wrapped;
  return value.empty() ? "null" : value;
}

}  // namespace zhipi::engine
