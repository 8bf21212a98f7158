// Binding: one walk over the document, each name looked up once, each value checked by its kind.
#include <algorithm>
#include <array>
#include <cassert>
#include <new>

#include "engine/fact_values.h"
#include "engine/fact_walk.h"
#include "engine/facts.h"
#include "models/canonical_element.h"

namespace zhipi::engine {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::array<std::string_view, 9> kTop{"application", "received_on", "mode",
                                               "applicant",   "form",        "materials",
                                               "lookups",     "history",     "context"};
constexpr std::array<std::string_view, 7> kContext{
    "automated", "automatic_off", "conflicts", "calendar", "pack", "answers", "reviewer_decides"};
constexpr std::array<std::string_view, 3> kAnswer{"result", "note", "reviewer"};

// The fields of one section in the order in which the document before named them. Documents of one
// source have one order, so that most names need one comparison.
class Order {
 public:
  std::optional<std::size_t> find(const SectionLayout& section, std::size_t turn,
                                  std::string_view name) {
    if (turn < fields_.size() && section.fields[fields_[turn]]->name == name) return fields_[turn];
    const auto found = section.index.find(name);
    if (!found || turn >= section.fields.size()) return found;
    if (fields_.size() <= turn) fields_.resize(turn + 1);
    fields_[turn] = *found;
    return found;
  }

 private:
  std::vector<std::size_t> fields_;
};

class Binder {
 public:
  Binder(const FactLayout& layout, Facts& facts, std::vector<char>& given,
         std::vector<Order>& orders, std::vector<FactValues::Rows>& rows)
      : layout_(layout),
        facts_(facts),
        given_(given),
        orders_(orders),
        values_(facts, walk_, rows) {
    facts_.facts.assign(layout.size(), Fact{});
    facts_.present.assign(layout.sections().size(), 0);
    facts_.text.clear();
    facts_.boxes.clear();
    facts_.rows.clear();
    rows.clear();
    facts_.context = Context{};
    given_.assign(layout.size(), 0);
    orders_.resize(layout.sections().size());
  }

  void bind(element top) {
    const Path here;
    Members<kTop.size()> members;
    if (!walk_.take(top, here, kTop, members)) return;
    facts_.application = text(members[0], {&here, kTop[0]}).value_or("");
    bind_received_on(members[1], {&here, kTop[1]});
    bind_mode(members[2], {&here, kTop[2]});
    facts_.present[0] = facts_.present[1] = 1;  // the applicant, the form
    bind_named(0, members[3], {&here, kTop[3]}, Source::form);
    bind_named(1, members[4], {&here, kTop[4]}, Source::form);
    bind_group(SectionLayout::Kind::material, members[5], {&here, kTop[5]}, Source::ocr);
    bind_group(SectionLayout::Kind::lookup, members[6], {&here, kTop[6]}, Source::lookup);
    bind_named(layout_.sections().size() - 1, members[7], {&here, kTop[7]}, Source::lookup);
    bind_context(members[8], {&here, kTop[8]});
  }

  FactWalk& walk() { return walk_; }

 private:
  std::optional<std::string> text(const std::optional<element>& value, const Path& path) {
    if (!is_given(value)) return std::nullopt;
    std::string_view read;
    if (value->get(read) == simdjson::SUCCESS) return std::string(read);
    walk_.report("wrong_type", "a text was expected", path);
    return std::nullopt;
  }

  bool flag(const std::optional<element>& value, const Path& path, bool otherwise) {
    if (!is_given(value)) return otherwise;
    bool read = false;
    if (value->get(read) == simdjson::SUCCESS) return read;
    walk_.report("wrong_type", "true or false was expected", path);
    return otherwise;
  }

  void bind_received_on(const std::optional<element>& value, const Path& path) {
    const std::string day = text(value, path).value_or("");
    if (const auto date = Date::parse(day)) {
      facts_.received_on = *date;
    } else if (day.empty()) {
      walk_.report("missing_name", "received_on, the day of receipt, is needed as \"2026-05-18\"",
                   path);
    } else {
      walk_.report("not_a_date", "\"" + day + "\" is no real day; write \"2026-05-18\"", path);
    }
  }

  void bind_mode(const std::optional<element>& value, const Path& path) {
    facts_.mode = text(value, path).value_or("");
    if (facts_.mode.empty()) facts_.mode = "normal";
    const std::vector<std::string>& modes = layout_.matter().modes;
    if (std::find(modes.begin(), modes.end(), facts_.mode) != modes.end()) return;
    std::string known;
    for (const std::string& mode : modes) known += (known.empty() ? "" : ", ") + mode;
    walk_.report("unknown_mode", "this matter has no mode `" + facts_.mode + "`; it has " + known,
                 path);
  }

  void bind_named(std::size_t section, const std::optional<element>& value, const Path& path,
                  Source source) {
    if (is_given(value)) bind_section(section, *value, path, source);
  }

  // All materials, or all look-ups.
  void bind_group(SectionLayout::Kind kind, const std::optional<element>& value, const Path& path,
                  Source source) {
    if (!is_given(value)) return;
    object given;
    if (value->get(given) != simdjson::SUCCESS) {
      return walk_.report("not_an_object", "an object was expected", path);
    }
    std::vector<char> seen(layout_.sections().size(), 0);
    for (const auto [name, fields] : given) {
      const auto section = layout_.section(name);
      if (!section || layout_.sections()[*section].kind != kind) {
        std::vector<std::string> declared;
        for (const SectionLayout& one : layout_.sections()) {
          if (one.kind == kind) declared.push_back(one.name);
        }
        walk_.refuse_name(name, path, declared);
        continue;
      }
      walk_.note_twin(seen[*section] != 0);
      seen[*section] = 1;
      if (!fields.is_null()) bind_section(*section, fields, {&path, name}, source);
    }
  }

  void bind_section(std::size_t at, element value, const Path& path, Source source) {
    const SectionLayout& section = layout_.sections()[at];
    object given;
    if (value.get(given) != simdjson::SUCCESS) {
      return walk_.report("not_an_object", "an object was expected", path);
    }
    facts_.present[at] = 1;
    std::size_t turn = 0;
    for (const auto [name, member] : given) {
      const auto field = orders_[at].find(section, turn++, name);
      if (!field) {
        walk_.refuse_name(name, path, section.field_names());
        continue;
      }
      const std::size_t fact = section.first + *field;
      walk_.note_twin(given_[fact] != 0);
      given_[fact] = 1;
      values_.bind(*section.fields[*field], member, {&path, name}, source, fact);
    }
  }

  void bind_context(const std::optional<element>& value, const Path& path) {
    Members<kContext.size()> members;
    if (!is_given(value) || !walk_.take(*value, path, kContext, members)) return;
    facts_.context.automated = flag(members[0], {&path, kContext[0]}, true);
    facts_.context.automatic_off = flag(members[1], {&path, kContext[1]}, false);
    for (const std::size_t other : {3U, 4U}) {
      if (members[other]) walk_.look_for_twins(*members[other]);
    }
    bind_answers(members[5], {&path, kContext[5]});
    facts_.context.reviewer_decides = flag(members[6], {&path, kContext[6]}, false);
    if (!is_given(members[2])) return;
    const Path here{&path, kContext[2]};
    simdjson::dom::array conflicts;
    if (members[2]->get(conflicts) != simdjson::SUCCESS) {
      return walk_.report("wrong_type", "conflicts is a list of pairs of facts", here);
    }
    for (const element conflict : conflicts) bind_conflict(conflict, here);
  }

  // What the criteria are called, only the pack knows: the judge passes over others.
  void bind_answers(const std::optional<element>& value, const Path& path) {
    if (!is_given(value)) return;
    object answers;
    if (value->get(answers) != simdjson::SUCCESS) {
      return walk_.report("not_an_object", "answers are an object, by criterion", path);
    }
    walk_.look_for_twins(*value);
    for (const auto [criterion, answer] : answers) {
      const Path here{&path, criterion};
      Members<kAnswer.size()> members;
      if (!walk_.take(answer, here, kAnswer, members)) continue;
      const std::string result = text(members[0], {&here, kAnswer[0]}).value_or("");
      if (result != "pass" && result != "fail") {
        walk_.report("not_an_option", "an answer's result is \"pass\" or \"fail\"",
                     {&here, kAnswer[0]});
      }
      facts_.context.answers[std::string(criterion)] = {
          result == "pass", text(members[1], {&here, kAnswer[1]}).value_or(""),
          text(members[2], {&here, kAnswer[2]}).value_or("")};
    }
  }

  void bind_conflict(element conflict, const Path& path) {
    std::vector<std::string> named;
    simdjson::dom::array pair;
    if (conflict.get(pair) == simdjson::SUCCESS) {
      for (const element fact : pair) {
        std::string_view name;
        if (fact.get(name) == simdjson::SUCCESS) named.emplace_back(name);
      }
    }
    walk_.look_for_twins(conflict);
    if (named.size() < 2) {
      walk_.report("wrong_type",
                   "a conflict is a pair of facts: [\"form.full_name\", \"id_card.full_name\"]",
                   path);
    }
    facts_.context.conflicts.push_back(std::move(named));
  }

  const FactLayout& layout_;
  Facts& facts_;
  std::vector<char>& given_;
  std::vector<Order>& orders_;
  FactWalk walk_;
  FactValues values_;
};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

struct FactReader::Parser {
  simdjson::dom::parser parser;
  std::vector<char> given;
  std::vector<Order> orders;
  std::vector<FactValues::Rows> rows;
  CanonicalElements canonical;
  element top;  // of the document that was read last

  // The copy that the facts keep is what is parsed, with the space behind it that simdjson reads.
  simdjson::error_code parse(std::string_view document, Facts& facts) {
    facts.document.reserve(document.size() + simdjson::SIMDJSON_PADDING);
    facts.document = document;
    facts.is_canonical = false;
    if (parser.capacity() < document.size()) {
      // simdjson counts a level for the document itself, and none for an empty list or object: it
      // must not take what the strict parser, which writes decisions out, finds too deep.
      if (parser.allocate(document.size(), kJsonDepth) != simdjson::SUCCESS) throw std::bad_alloc();
    }
    return parser.parse(facts.document.data(), document.size(), false).get(top);
  }
};

FactReader::FactReader(const FactLayout& layout)
    : layout_(&layout), parser_(std::make_unique<Parser>()) {}
FactReader::~FactReader() = default;
FactReader::FactReader(FactReader&&) noexcept = default;

Expected<void, Problems> FactReader::read(std::string_view document, Facts& facts) {
  const simdjson::error_code parsed = parser_->parse(document, facts);
  Binder binder(*layout_, facts, parser_->given, parser_->orders, parser_->rows);
  const bool marked = document.starts_with(kByteOrderMark);
  if (parsed == simdjson::SUCCESS && !marked) binder.bind(parser_->top);
  if (parsed != simdjson::SUCCESS || marked || binder.walk().found_twins()) {
    auto strict = parse_json(document);  // tells the place of what is wrong
    if (!strict) return tl::unexpected(Problems{std::move(strict.error())});
    return tl::unexpected(Problems{{"bad_json", simdjson::error_message(parsed), ""}});
  }
  if (!binder.walk().problems().empty()) return tl::unexpected(std::move(binder.walk().problems()));
  return {};
}

Expected<void, Problems> FactReader::read_canonically(std::string_view document, Facts& facts) {
  auto bound = read(document, facts);
  if (!bound) return bound;
  CanonicalElements& canonical = parser_->canonical;
  canonical.begin(document.size());
  canonical.write(parser_->top);
  assert(!canonical.found_twins() && "binding looks everywhere");
  facts.document = canonical.written();
  facts.is_canonical = true;
  for (const auto& [fact, value] : parser_->rows) {
    canonical.begin(0);
    canonical.write(value);
    facts.rows.push_back({fact, std::string(canonical.written())});
  }
  return bound;
}

}  // namespace zhipi::engine
