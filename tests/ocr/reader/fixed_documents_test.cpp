// The words of fixed documents beside the labels of rules/common: the worker does not load packs,
// so it keeps a list of its own, and this keeps the two in step.
#include "ocr/reader/fixed_documents.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>

#include "engine/pack.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

const FixedDocument* document_of(const std::string& title) {
  const auto found = std::find_if(
      fixed_documents().begin(), fixed_documents().end(), [&title](const FixedDocument& document) {
        return std::any_of(
            document.names.begin(), document.names.end(),
            [&title](std::string_view name) { return title.find(name) != std::string::npos; });
      });
  return found == fixed_documents().end() ? nullptr : &*found;
}

bool prints_one_of(const FixedDocument& document, const std::vector<std::string>& labels) {
  return std::any_of(labels.begin(), labels.end(), [&document](const std::string& label) {
    const std::u32string wanted = squeezed(label);
    return std::any_of(document.printed.begin(), document.printed.end(),
                       [&wanted](std::string_view word) {
                         const std::u32string printed = squeezed(word);
                         return printed.find(wanted) != std::u32string::npos ||
                                wanted.find(printed) != std::u32string::npos;
                       });
  });
}

// 合同编号, 备案编号, 证件号: words that papers of every kind print tell none of them.
const std::set<std::string_view> kEverywhere{"contract_number", "record_number", "owner_number"};

TEST(FixedDocuments, PrintTheLabelsOfTheCommonMaterials) {
  const std::array<std::filesystem::path, 1> rules{ZHIPI_SOURCE_DIR "/rules"};
  const auto pack = engine::Pack::load_folder(ZHIPI_SOURCE_DIR "/tests/corpus/materials", rules);
  ASSERT_TRUE(pack);
  int compared = 0;
  for (const char* name : {"id_card", "business_licence", "household_register", "lease",
                           "marriage_certificate", "property_certificate"}) {
    const Material* const material = find_material((*pack)->matter(), name);
    ASSERT_TRUE(material) << name;
    const FixedDocument* const document = document_of(material->title);
    ASSERT_TRUE(document) << material->title;
    for (const Field& field : material->fields) {
      if (field.labels.empty() || kEverywhere.contains(field.name)) continue;
      ++compared;
      EXPECT_TRUE(prints_one_of(*document, field.labels)) << name << "." << field.name;
    }
  }
  EXPECT_GT(compared, 50);
}

}  // namespace
}  // namespace zhipi::ocr
