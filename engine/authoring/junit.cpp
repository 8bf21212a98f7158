#include "engine/authoring/junit.h"

#include <algorithm>

namespace zhipi::engine {
namespace {

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char letter : text) {
    switch (letter) {
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '&':
        xml += "&amp;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\n' || letter == '\t') {
          xml += letter;
        }
    }
  }
  return xml;
}

}  // namespace

std::string junit_suite(const std::vector<GoldenResult>& results, const std::string& suite,
                        const std::string& notes) {
  const auto failed = std::count_if(results.begin(), results.end(),
                                    [](const GoldenResult& result) { return !result.passed(); });
  std::string xml = "<testsuite name=\"" + escaped(suite) + "\" tests=\"" +
                    std::to_string(results.size()) + "\" failures=\"" + std::to_string(failed) +
                    "\">\n";
  for (const GoldenResult& result : results) {
    xml += "  <testcase classname=\"" + escaped(result.file) + "\" name=\"" + escaped(result.name) +
           "\"";
    if (result.passed()) {
      xml += "/>\n";
      continue;
    }
    xml += ">\n    <failure message=\"" + escaped(to_line(result.differences.front())) + "\">\n";
    for (const Difference& difference : result.differences) xml += escaped(to_text(difference));
    xml += "    </failure>\n  </testcase>\n";
  }
  if (!notes.empty()) xml += "  <system-out>" + escaped(notes) + "</system-out>\n";
  return xml + "</testsuite>\n";
}

std::string junit_document(const std::string& suites) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n" + suites + "</testsuites>\n";
}

}  // namespace zhipi::engine
