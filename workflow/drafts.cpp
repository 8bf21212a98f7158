#include "workflow/drafts.h"

#include <re2/re2.h>

#include <algorithm>

namespace zhipi::workflow {
namespace {

// Names of folders and files as packs have them; no `..`, nothing absolute, nothing of common/.
bool is_pack_path(const std::string& path) {
  static const RE2 kPath(R"((?:[\pL\pN_][\pL\pN_.-]*/)*[\pL\pN_][\pL\pN_.-]*)");
  return path.size() <= 200 && RE2::FullMatch(path, kPath) && !path.starts_with("common/");
}

bool is_matter_name(const std::string& name) {
  static const RE2 kName("[a-z][a-z0-9_]{0,63}");
  return RE2::FullMatch(name, kName);
}

class Reader {
 public:
  explicit Reader(const Catalogue& catalogue) { draft_.common = catalogue.common(); }

  Expected<engine::PackFiles, Problems> read(const Json& body) {
    if (!body.is_object()) {
      report("not_an_object", "a draft is {\"matter\": …, \"files\": {path: text}}", "");
      return tl::unexpected(std::move(problems_));
    }
    for (const auto& [name, value] : body.get_object()) {
      if (name == "matter" || name == "files") continue;
      report("undeclared_name", "a draft has `matter` and `files` alone", pointer_step(name));
    }
    take_matter(body.get_object().if_contains("matter"));
    take_files(body.get_object().if_contains("files"));
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return std::move(draft_);
  }

 private:
  void take_matter(const Json* matter) {
    if (matter == nullptr)
      return report("missing_name", "the draft's matter is missing", "/matter");
    if (matter->is_string()) draft_.matter = std::string(matter->get_string());
    if (!is_matter_name(draft_.matter)) {
      report("wrong_type", "a matter is called by small letters, digits and _: noodle_shop",
             "/matter");
    }
  }

  void take_files(const Json* files) {
    if (files == nullptr) return report("missing_name", "the draft's files are missing", "/files");
    if (!files->is_object()) return report("not_an_object", "files are {path: text}", "/files");
    if (files->get_object().size() > engine::kPackFiles) {
      return report("too_many_files", "a pack has at most 2000 files", "/files");
    }
    for (const auto& [key, text] : files->get_object()) {
      const std::string path(key);
      const std::string pointer = "/files" + pointer_step(path);
      if (!is_pack_path(path)) {
        report("bad_path", "a file of a pack has a path as tables/tiers.csv", pointer);
      } else if (!text.is_string()) {
        report("wrong_type", "a file's content is a text", pointer);
      } else {
        draft_.files.emplace(path, std::string(text.get_string()));
      }
    }
  }

  void report(std::string code, std::string message, std::string pointer) {
    problems_.push_back({std::move(code), std::move(message), std::move(pointer)});
  }

  engine::PackFiles draft_;
  Problems problems_;
};

json::array listed(const Problems& problems) {
  json::array list;
  for (const Problem& one : problems) {
    list.push_back(
        json::object{{"where", one.where}, {"code", one.code}, {"message", one.message}});
  }
  return list;
}

}  // namespace

Expected<engine::PackFiles, Problems> draft_files(const Catalogue& catalogue, const Json& body) {
  return Reader(catalogue).read(body);
}

Json to_json(const engine::Findings& findings) {
  return json::object{{"errors", listed(findings.errors)}, {"warnings", listed(findings.warnings)}};
}

}  // namespace zhipi::workflow
