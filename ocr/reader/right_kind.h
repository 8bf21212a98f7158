// Whether a page is of the material that it was handed in as.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "models/matter.h"
#include "models/problem.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/read_field.h"

namespace zhipi::ocr {

// `blank_page` where nothing is printed; `wrong_material` where the page is plainly another
// document whose form is fixed (fixed_documents.h), or where much is printed and read with ease,
// but neither a label of the material, nor its title, nor words around a value, nor a number or
// code of its form. Of a page that is hard to read nothing is said: it may be the right one.
std::optional<Problem> wrong_kind(const Material& material, const Layout& layout, bool has_print,
                                  const std::vector<std::pair<std::string, Found>>& found);

}  // namespace zhipi::ocr
