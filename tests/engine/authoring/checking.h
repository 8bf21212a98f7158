// Small packs through check(), and what it said of them in short.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/authoring/check.h"
#include "engine/authoring/library_kinds.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {

inline Findings checked(const std::string& criteria, const std::string& matter = matter_lua(),
                        std::map<std::string, std::string> others = {}) {
  return check_files(pack_files(criteria, matter, std::move(others)));
}

// "code file:line:column: message" of errors, then of warnings.
inline std::vector<std::string> told(const Findings& findings) {
  std::vector<std::string> lines;
  for (const Problems& problems : {findings.errors, findings.warnings}) {
    for (const Problem& one : problems) lines.push_back(one.code + " " + to_line(one));
  }
  return lines;
}

// Those of one file, so that a test sees only what it is about.
inline std::vector<std::string> told_of(const std::string& file, const Findings& findings) {
  std::vector<std::string> lines = told(findings);
  std::erase_if(
      lines, [&](const std::string& line) { return line.find(" " + file) == std::string::npos; });
  return lines;
}

// Of a criterion with this body; the body begins in line 2.
inline Findings body_checked(const std::string& body, const std::string& matter = matter_lua(),
                             std::map<std::string, std::string> others = {}) {
  return checked("criterion \"tried\" { title = \"试\", basis = \"试行\", check = function(app)\n" +
                     body + "\nend, otherwise = deny \"不符合\" }",
                 matter, std::move(others));
}

inline std::vector<std::string> told_of_body(const std::string& body,
                                             const std::string& matter = matter_lua(),
                                             std::map<std::string, std::string> others = {}) {
  return told_of("criteria.lua", body_checked(body, matter, std::move(others)));
}

}  // namespace zhipi::engine::testing
