// The documents whose form the state has fixed, by the words that are printed on them: for telling
// which of them a page is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/layout.h"

namespace zhipi::ocr {

struct FixedDocument {
  std::string_view title;                 // 居民身份证
  std::vector<std::string_view> names;    // one of them is in the title of a material that is this
  std::vector<std::string_view> printed;  // words of its form, its title among them
};

// Those of rules/common (a test keeps their words in step), and what their forms print: GA 448
// (identity card), the licence form of 2019 and those before it, GA 1117 (register leaves), the
// certificates of 民政部 and 自然资源部.
const std::vector<FixedDocument>& fixed_documents();

// Whether a material of this title is one of them by its name.
bool is_fixed_document(std::string_view title);

// The fixed document that the page shows, though it is handed in as something that bears `title`
// and prints `words`: at least three words of its own that are not among these stand on the page,
// and none of `words` that it does not print itself. Null where the page is what it should be, or
// nothing of that kind is plain.
const FixedDocument* other_document(const Layout& layout, std::string_view title,
                                    const std::vector<std::string>& words);

}  // namespace zhipi::ocr
