#include "engine/frozen_facts.h"

#include <cstring>
#include <type_traits>

#include "engine/handle.h"
#include "models/digest.h"

namespace zhipi::engine {
namespace {

static_assert(std::is_trivially_copyable_v<Fact> && std::is_trivially_copyable_v<Box>);

constexpr std::uint32_t kMagic = 0x337A7A66;  // "fzz3"

struct Header {
  std::uint32_t magic = kMagic;
  std::uint32_t application = 0;  // bytes
  std::uint32_t mode = 0;
  std::uint32_t received_on = 0;
  std::uint32_t facts = 0;  // counts
  std::uint32_t sections = 0;
  std::uint32_t text = 0;  // bytes
  std::uint32_t boxes = 0;
  std::uint32_t conflicts = 0;
  std::uint32_t answers = 0;
  std::uint8_t automated = 0;
  std::uint8_t automatic_off = 0;
  std::uint8_t reviewer_decides = 0;
  std::uint8_t unused = 0;
};

class Writer {
 public:
  explicit Writer(std::string& bytes) : bytes_(bytes) {}
  void add(const void* from, std::size_t size) {
    if (size > 0) bytes_.append(static_cast<const char*>(from), size);
  }
  void add_text(std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    add(&size, sizeof size);
    add(text.data(), text.size());
  }

 private:
  std::string& bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool take(void* to, std::size_t size) {
    if (size > bytes_.size()) return false;
    if (size > 0) std::memcpy(to, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return true;
  }
  bool take_text(std::string& to, std::size_t size) {
    if (size > bytes_.size()) return false;
    to.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return true;
  }
  std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

template <class Item>
bool take_items(Reader& reader, std::vector<Item>& items, std::size_t count) {
  if (count > reader.left() / sizeof(Item)) return false;
  items.resize(count);
  return reader.take(items.data(), count * sizeof(Item));
}

bool take_sized_text(Reader& reader, std::string& to) {
  std::uint32_t size = 0;
  return reader.take(&size, sizeof size) && reader.take_text(to, size);
}

bool take_conflicts(Reader& reader, std::vector<std::vector<std::string>>& conflicts,
                    std::uint32_t count) {
  conflicts.clear();
  for (; count > 0; --count) {
    std::uint32_t named = 0;
    if (!reader.take(&named, sizeof named)) return false;
    std::vector<std::string>& conflict = conflicts.emplace_back();
    for (; named > 0; --named) {
      if (!take_sized_text(reader, conflict.emplace_back())) return false;
    }
  }
  return true;
}

bool take_answers(Reader& reader, Context& context, std::uint32_t count) {
  context.answers.clear();
  for (; count > 0; --count) {
    std::string criterion;
    std::uint8_t passes = 0;
    ReviewerAnswer answer;
    if (!take_sized_text(reader, criterion) || !reader.take(&passes, sizeof passes) ||
        !take_sized_text(reader, answer.note) || !take_sized_text(reader, answer.reviewer)) {
      return false;
    }
    answer.passes = passes != 0;
    context.answers[std::move(criterion)] = std::move(answer);
  }
  return true;
}

// What the numbers of facts must lie within, counted once.
struct Bounds {
  std::size_t declared = 0;
  std::size_t facts = 0;
  std::size_t text = 0;  // bytes
  std::ptrdiff_t boxes = 0;
};

// The judge trusts numbers and types: each must lie within these facts and fit its field.
bool fits(const Fact& fact, const Bounds& bounds, const Field& field) {
  using Type = Fact::Type;
  if (fact.box >= bounds.boxes) return false;
  if (fact.source < Source::form || fact.source > Source::reviewer) return false;
  if (!(fact.confidence >= 0 && fact.confidence <= 1)) return false;
  switch (fact.type) {
    case Type::absent:
      return true;
    case Type::text:
      return fact.begin <= bounds.text && fact.size <= bounds.text - fact.begin;
    case Type::date: {
      const Date date = fact.date();
      return Date::of(date.year(), date.month(), date.day()).has_value();
    }
    case Type::rows: {
      const bool is_list = field.kind == FieldKind::list;
      if (!is_list && !(is_seen(field.kind) && fact.size == 1)) return false;
      const std::size_t cells = std::size_t{fact.size} * columns_of(field).size();
      return fact.size <= kMostRows && fact.begin >= bounds.declared &&
             fact.begin <= bounds.facts && cells <= bounds.facts - fact.begin;
    }
    case Type::whole:
    case Type::number:
    case Type::boolean:
      return field.kind != FieldKind::list && !is_seen(field.kind);
  }
  return false;
}

bool rows_fit(const Facts& facts, const Bounds& bounds, const Fact& rows, const Field& list) {
  const std::vector<Field>& columns = columns_of(list);
  const Fact* cell = facts.facts.data() + rows.begin;
  for (std::uint32_t row = 0; row < rows.size; ++row) {
    for (const Field& column : columns) {
      if (!fits(*cell++, bounds, column)) return false;
    }
  }
  return true;
}

bool fit(const Facts& facts, const FactLayout& layout) {
  if (facts.facts.size() < layout.size() || facts.present.size() != layout.sections().size()) {
    return false;
  }
  const Bounds bounds{layout.size(), facts.facts.size(), facts.text.size(),
                      static_cast<std::ptrdiff_t>(facts.boxes.size())};
  for (const SectionLayout& section : layout.sections()) {
    const Fact* fact = facts.facts.data() + section.first;
    for (const Field* const field : section.fields) {
      if (!fits(*fact, bounds, *field)) return false;
      if (fact->type == Fact::Type::rows && !rows_fit(facts, bounds, *fact, *field)) return false;
      ++fact;
    }
  }
  return true;
}

bool read(Reader& reader, Facts& facts) {
  Header header;
  if (!reader.take(&header, sizeof header) || header.magic != kMagic) return false;
  facts.received_on = std::bit_cast<Date>(header.received_on);
  if (!Date::of(facts.received_on.year(), facts.received_on.month(), facts.received_on.day())) {
    return false;
  }
  facts.context.automated = header.automated != 0;
  facts.context.automatic_off = header.automatic_off != 0;
  facts.context.reviewer_decides = header.reviewer_decides != 0;
  facts.document.clear();
  facts.rows.clear();
  return reader.take_text(facts.application, header.application) &&
         reader.take_text(facts.mode, header.mode) &&
         take_items(reader, facts.facts, header.facts) &&
         take_items(reader, facts.present, header.sections) &&
         reader.take_text(facts.text, header.text) &&
         take_items(reader, facts.boxes, header.boxes) &&
         take_conflicts(reader, facts.context.conflicts, header.conflicts) &&
         take_answers(reader, facts.context, header.answers) && reader.left() == 0;
}

}  // namespace

std::string digest_of(const FactLayout& layout) {
  std::string names;
  const auto add = [&](const std::string& path, const Field& field) {
    names += path + " " + std::string(to_text(field.kind)) + "\n";
  };
  for (std::uint32_t number = 0; number < layout.size(); ++number) {
    const Field& field = layout.field(number);
    add(layout.path(number), field);
    for (const Field& column : columns_of(field))
      add(layout.path(number) + "." + column.name, column);
  }
  return Digest::of(names).text();
}

std::string freeze(const Facts& facts) {
  Header header;
  header.application = static_cast<std::uint32_t>(facts.application.size());
  header.mode = static_cast<std::uint32_t>(facts.mode.size());
  header.received_on = std::bit_cast<std::uint32_t>(facts.received_on);
  header.facts = static_cast<std::uint32_t>(facts.facts.size());
  header.sections = static_cast<std::uint32_t>(facts.present.size());
  header.text = static_cast<std::uint32_t>(facts.text.size());
  header.boxes = static_cast<std::uint32_t>(facts.boxes.size());
  header.conflicts = static_cast<std::uint32_t>(facts.context.conflicts.size());
  header.answers = static_cast<std::uint32_t>(facts.context.answers.size());
  header.reviewer_decides = facts.context.reviewer_decides ? 1 : 0;
  header.automated = facts.context.automated ? 1 : 0;
  header.automatic_off = facts.context.automatic_off ? 1 : 0;
  std::string bytes;
  Writer writer(bytes);
  writer.add(&header, sizeof header);
  writer.add(facts.application.data(), facts.application.size());
  writer.add(facts.mode.data(), facts.mode.size());
  writer.add(facts.facts.data(), facts.facts.size() * sizeof(Fact));
  writer.add(facts.present.data(), facts.present.size());
  writer.add(facts.text.data(), facts.text.size());
  writer.add(facts.boxes.data(), facts.boxes.size() * sizeof(Box));
  for (const auto& conflict : facts.context.conflicts) {
    const auto named = static_cast<std::uint32_t>(conflict.size());
    writer.add(&named, sizeof named);
    for (const std::string& fact : conflict) writer.add_text(fact);
  }
  for (const auto& [criterion, answer] : facts.context.answers) {
    const std::uint8_t passes = answer.passes ? 1 : 0;
    writer.add_text(criterion);
    writer.add(&passes, sizeof passes);
    writer.add_text(answer.note);
    writer.add_text(answer.reviewer);
  }
  return bytes;
}

Expected<void> thaw(std::string_view bytes, const FactLayout& layout, Facts& facts) {
  Reader reader(bytes);
  if (read(reader, facts) && fit(facts, layout)) return {};
  return problem("bad_frozen", "these are no frozen facts of this matter; freeze them again");
}

}  // namespace zhipi::engine
