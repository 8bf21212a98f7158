// One value of a document, bound by its field's kind. Of FactReader; not for others.
#pragma once

#include "engine/fact_walk.h"
#include "engine/facts.h"

namespace zhipi::engine {

class FactValues {
 public:
  using element = FactWalk::element;
  using object = FactWalk::object;

  // What has rows, and its value: the facts lead to the cells alone.
  struct Rows {
    std::uint32_t fact;
    element value;
  };

  // All must outlive it. Rows are added as they are found.
  FactValues(Facts& facts, FactWalk& walk, std::vector<Rows>& rows)
      : facts_(facts), walk_(walk), rows_(rows) {}

  // Into the fact of this number. A bare value stands for {"value": …, "confidence": 1} with the
  // source that its section implies.
  void bind(const Field& field, element given, const Path& path, Source implied, std::size_t at);

 private:
  static constexpr std::array<std::string_view, 7> kWrapped{"value", "confidence", "source", "page",
                                                            "box",   "text",       "doubts"};

  void bind_value(const Field& field, element value, const Path& path, Source implied,
                  std::size_t at);
  void keep_text(std::string_view text, Fact& fact);
  static bool keep_whole(element value, Fact& fact);
  void bind_misfit(const Field& field, element value, const Path& path, Fact& fact);
  void bind_rows(const Field& field, element value, const Path& path, Source implied,
                 std::size_t at);
  std::size_t open_rows(std::size_t at, element value, std::size_t rows, std::size_t columns);
  void bind_row(const Field& list, element value, const Path& path, Source implied,
                std::size_t first);
  void bind_seen(const Field& field, element value, const Path& path, std::size_t at);
  void bind_origin(const Members<kWrapped.size()>& members, const Path& path, Fact& fact);
  void bind_box(element given, const Path& path, Fact& fact);

  Facts& facts_;
  FactWalk& walk_;
  std::vector<Rows>& rows_;
  std::vector<char> row_given_;
};

}  // namespace zhipi::engine
