// The facts by the numbers that their names have, and a watch on what is looked at. Knows nothing
// of Lua.
//
// Whatever is read passes look(): the fact becomes evidence, and what is absent or doubtful comes
// back with the cause that ends a criterion as unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evidence.h"
#include "engine/facts.h"

namespace zhipi::engine {

class FactView {
 public:
  // `layout` must outlive the view.
  explicit FactView(const FactLayout& layout) : layout_(layout) {}
  FactView(const FactView&) = delete;
  FactView& operator=(const FactView&) = delete;

  // The facts of the next case, whose evidence is added to `seen`. Both must outlive the case.
  void begin_case(const Facts& facts, std::vector<Seen>& seen);
  void begin_criterion();

  const FactLayout& layout() const { return layout_; }
  const Facts& facts() const { return *facts_; }

  // The fact of this number, made evidence; of a material that a look-up stands in for, the
  // look-up's fact of the same name. Null where it cannot be used: why() then says the cause.
  const Fact* look(std::uint32_t number, const Field& field) {
    const Fact& fact = facts_->facts[number];
    if (fact.absent() || fact.misread != 0 || fact.confidence < layout_.threshold(field)) {
      return look_closer(number);
    }
    note(number);
    return &fact;
  }
  const Cause& why() const { return why_; }

  // Whether a fact could be read, made evidence like a reading; `deniable` when its absence is an
  // answer: only the form, a material that was not submitted, and a look-up that answered can deny.
  struct Asked {
    bool there = false;
    bool deniable = false;  // of what is not there
  };
  Asked ask(std::uint32_t number, const Field& field);

  // True when a material was submitted or a look-up stands in for it, or when a look-up answered.
  bool is_there(std::size_t section) const;

  void note_section(std::size_t section);
  void note_row(const DecisionTable& table, std::size_t row);

  void add_cause(Cause cause) { causes_.push_back(std::move(cause)); }
  void forget_causes_from(std::size_t count) { causes_.resize(count); }
  const std::vector<Cause>& causes() const { return causes_; }

 private:
  void note(std::uint32_t number) {
    if (noted_[number] == criterion_) return;
    noted_[number] = criterion_;
    seen_->push_back({Seen::Kind::fact, number, nullptr});
  }
  void note_once(const Seen& seen);
  const Fact* look_closer(std::uint32_t number);

  const FactLayout& layout_;
  const Facts* facts_ = nullptr;
  std::vector<Seen>* seen_ = nullptr;
  std::size_t first_seen_ = 0;        // of this criterion
  std::vector<std::uint32_t> noted_;  // the criterion that last looked, for each fact
  std::uint32_t criterion_ = 0;
  std::vector<Cause> causes_;
  Cause why_;
};

}  // namespace zhipi::engine
