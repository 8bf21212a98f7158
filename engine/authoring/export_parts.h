// The parts of the review rules, each a section with its numbered heading; a part without content
// adds none. Shared by the sources of export.h.
#pragma once

#include <string>
#include <vector>

#include "engine/authoring/document.h"
#include "engine/authoring/golden.h"
#include "engine/authoring/pack_source.h"
#include "engine/pack.h"

namespace zhipi::engine {

// Adds parts to a document and numbers its sections: 一、二、…
class Sections {
 public:
  explicit Sections(Document& document) : document_(document) {}

  void begin(const std::string& title);  // a heading of level 2
  template <class Part>
  void add(Part part) {
    document_.parts.emplace_back(std::move(part));
  }

 private:
  Document& document_;
  int count_ = 0;
};

std::string joined(const std::vector<std::string>& texts, const std::string& separator);

// "表单·姓名（form.full_name）"; a name without a title alone.
std::string fact_in_words(const Matter& matter, const std::string& fact);

std::string share_in_words(double share);  // 0.07 is "7 %"

// --- The matter: export_matter.cpp

void add_elements(const Pack& pack, Sections& sections);
void add_form(const Pack& pack, const PackSource& source, Sections& sections);
void add_materials(const Pack& pack, const PackSource& source, Sections& sections);
void add_lookups(const Matter& matter, Sections& sections);

// --- What is looked at: export_criteria.cpp

void add_criteria(const Pack& pack, const PackSource& source, Sections& sections);
void add_inspections(const Pack& pack, const PackSource& source, Sections& sections);
void add_risk(const Pack& pack, const PackSource& source, Sections& sections);
void add_results(const Pack& pack, const PackSource& source, Sections& sections);
void add_decision_tables(const Pack& pack, Sections& sections);
void add_cases(const std::vector<GoldenCase>& cases, Sections& sections);
void add_shared_source(const PackSource& source, Sections& sections);

}  // namespace zhipi::engine
