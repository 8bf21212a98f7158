#include "engine/fact_view.h"

#include <algorithm>

namespace zhipi::engine {

using Kind = SectionLayout::Kind;

void FactView::begin_case(const Facts& facts, std::vector<Seen>& seen) {
  facts_ = &facts;
  seen_ = &seen;
  if (noted_.size() < facts.facts.size()) noted_.resize(facts.facts.size(), 0);
}

void FactView::begin_criterion() {
  if (++criterion_ == 0) {  // after 2^32 criteria the marks of the first come again
    std::fill(noted_.begin(), noted_.end(), 0);
    criterion_ = 1;
  }
  first_seen_ = seen_->size();
  causes_.clear();
}

bool FactView::is_there(std::size_t section) const {
  const auto& other = layout_.sections()[section].replaced_by;
  return facts_->present[section] != 0 || (other && facts_->present[*other] != 0);
}

const Fact* FactView::look_closer(std::uint32_t number) {
  if (const std::uint32_t other = answering(layout_, *facts_, number); other != number) {
    return look(other, field_of(layout_, *facts_, other));
  }
  note(number);
  why_ = *cause_of(layout_, *facts_, number);
  return nullptr;
}

FactView::Asked FactView::ask(std::uint32_t number, const Field& field) {
  if (look(number, field) != nullptr) return {true, false};
  const std::uint32_t declared = declared_of(layout_, *facts_, answering(layout_, *facts_, number));
  const Kind section = layout_.sections()[layout_.section_of(declared)].kind;
  switch (why_.kind) {
    case Cause::Kind::missing_material:
      return {false, true};
    case Cause::Kind::missing_form_field:
      return {false, section != Kind::history};
    case Cause::Kind::absent_fact:
      return {false,
              section == Kind::form || section == Kind::applicant || section == Kind::lookup};
    default:
      return {false, false};
  }
}

void FactView::note_once(const Seen& seen) {
  const bool known = std::any_of(seen_->begin() + static_cast<std::ptrdiff_t>(first_seen_),
                                 seen_->end(), [&](const Seen& one) {
                                   return one.kind == seen.kind && one.number == seen.number &&
                                          one.table == seen.table;
                                 });
  if (!known) seen_->push_back(seen);
}

void FactView::note_section(std::size_t section) {
  note_once({Seen::Kind::section, static_cast<std::uint32_t>(section), nullptr});
}

void FactView::note_row(const DecisionTable& table, std::size_t row) {
  note_once({Seen::Kind::row, static_cast<std::uint32_t>(row), &table});
}

}  // namespace zhipi::engine
