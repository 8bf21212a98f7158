// Files of pages: PNG, JPEG, TIFF and PDF, with nothing in them that depends on the time of day.
#pragma once

#include <string>
#include <vector>

#include "degrade.h"
#include "page.h"

namespace zhipi::specimens {

std::string encode_png(const Degraded& page);
std::string encode_jpeg(const Degraded& page, int quality);

// One directory per page, Deflate, with its resolution.
std::string encode_tiff(const std::vector<Degraded>& pages);

// A scan as PDF: each page is one JPEG.
std::string encode_pdf(const std::vector<Degraded>& pages, int quality);

// The drawing itself as PDF, with fonts and a text layer.
std::string encode_pdf_text(const std::vector<Page>& pages);

}  // namespace zhipi::specimens
