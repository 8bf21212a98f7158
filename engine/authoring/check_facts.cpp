// Which facts are read: none that no rule may decide by, and something of every material.
#include <algorithm>

#include "engine/authoring/authority.h"
#include "engine/authoring/check_parts.h"

namespace zhipi::engine {
namespace {

class FactCheck {
 public:
  FactCheck(const CheckedPack& pack, std::vector<ForbiddenAttribute> forbidden, Findings& findings)
      : pack_(pack),
        words_(vocabulary(pack.matter)),
        forbidden_(std::move(forbidden)),
        findings_(findings) {}

  void check_forbidden() {
    for (const Uses::Read& read : pack_.uses.reads) {
      const Field* const field = field_of(read.fact);
      if (field == nullptr) continue;
      if (const ForbiddenAttribute* const one = find_forbidden(forbidden_, *field)) {
        refuse(read, read.fact, *one);
      }
    }
    for (const Uses::Read& read : pack_.uses.reads) check_count(read);
  }

  void check_never_read() {
    for (const Material& material : pack_.matter.materials) {
      if (is_read(material) || is_inspected(material)) continue;
      findings_.warnings.push_back({"never_read",
                                    "no rule reads the material `" + material.name +
                                        "`; read it, name it in an inspect, or do not ask for it",
                                    pack_.text.place(material.name)});
    }
  }

 private:
  // "form.fee", or "form.family.age" of a list's rows.
  const Field* field_of(const std::string& fact) const {
    const std::size_t dot = fact.find('.');
    const SectionNames* const section = words_.section(fact.substr(0, dot));
    if (section == nullptr || dot == std::string::npos) return nullptr;
    const std::string rest = fact.substr(dot + 1);
    const std::size_t second = rest.find('.');
    const Field* const field = find_field(section->fields, rest.substr(0, second));
    if (field == nullptr || second == std::string::npos) return field;
    return find_field(field->of, rest.substr(second + 1));
  }

  void refuse(const Uses::Read& read, const std::string& fact, const ForbiddenAttribute& one) {
    const std::string by = read.rule.empty() ? "a rule" : read.rule;
    const std::string basis = one.basis.empty() ? "" : " (" + one.basis + ")";
    findings_.errors.push_back({"forbidden_attribute",
                                by + " reads `" + fact + "`, by which nothing may be decided" +
                                    basis + "; the list stands in common/authority.json",
                                read.place});
  }

  // A count over applications that share a forbidden attribute is a way to read it.
  void check_count(const Uses::Read& read) {
    for (const HistoryCount& count : pack_.matter.history) {
      if (read.fact != "history." + count.name) continue;
      for (const std::string& same : count.same) {
        const Field* const field = field_of(same);
        if (field == nullptr) continue;
        if (const auto* const one = find_forbidden(forbidden_, *field)) refuse(read, same, *one);
      }
    }
  }

  bool is_fact_read(const std::string& fact) const {
    return std::any_of(pack_.uses.reads.begin(), pack_.uses.reads.end(),
                       [&](const Uses::Read& read) { return read.fact == fact; });
  }

  // By a rule; or it confirms a fact that a rule reads.
  bool is_read(const Material& material) const {
    if (pack_.uses.whole_sections.contains(material.name)) return true;
    const bool itself =
        std::any_of(pack_.uses.reads.begin(), pack_.uses.reads.end(), [&](const Uses::Read& read) {
          return !read.of_requirement &&
                 (read.fact == material.name || read.fact.starts_with(material.name + "."));
        });
    return itself || std::any_of(material.corroborates.begin(), material.corroborates.end(),
                                 [&](const auto& pair) { return is_fact_read(pair.second); });
  }

  // A person looks at it: an inspect is called like it, or speaks of it.
  bool is_inspected(const Material& material) const {
    const auto& criteria = pack_.declared->criteria;
    return std::any_of(criteria.begin(), criteria.end(), [&](const Criterion& one) {
      return one.kind == CriterionKind::inspect &&
             (one.id.find(material.name) != std::string::npos ||
              one.title.find(material.title) != std::string::npos ||
              one.text.find(material.title) != std::string::npos);
    });
  }

  const CheckedPack& pack_;
  Vocabulary words_;
  std::vector<ForbiddenAttribute> forbidden_;
  Findings& findings_;
};

}  // namespace

void check_facts(const CheckedPack& pack, Findings& findings) {
  auto forbidden = forbidden_attributes(pack.files);
  if (!forbidden) {
    findings.errors.push_back(forbidden.error());
    forbidden.emplace();
  }
  FactCheck check(pack, *std::move(forbidden), findings);
  check.check_forbidden();
  if (pack.declared != nullptr) check.check_never_read();
}

}  // namespace zhipi::engine
