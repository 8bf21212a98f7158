#include "workflow/intake.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/facts.h"
#include "engine/suggestion.h"
#include "models/formats/id_number.h"
#include "models/normalise.h"

namespace zhipi::workflow {
namespace {

constexpr std::size_t kLongestReference = 100;  // bytes; national numbers have 50 characters

class Intake {
 public:
  Intake(const Json& body, const Trust& trust) : body_(body), trust_(trust) {}

  Expected<Submission, Problems> check(const Catalogue& catalogue) {
    if (!body_.is_object()) {
      return tl::unexpected(Problems{{"wrong_type", "an application is a JSON object", ""}});
    }
    refuse_others(top(), "",
                  {"matter", "reference", "mode", "automated", "applicant", "form", "materials",
                   "e_licences", "lookups"});
    find_matter(catalogue);
    if (submission_.pack == nullptr) return tl::unexpected(std::move(problems_));
    submission_.reference = text("reference");
    if (submission_.reference.size() > kLongestReference) {
      report("out_of_range", "a reference has at most 100 bytes", "/reference");
    }
    check_mode();
    json::object request;
    request["mode"] = submission_.mode;
    request["automated"] = flag("automated", true);
    request["applicant"] = check_applicant();
    check_pieces(request, Absent::left_out);
    submission_.request = std::move(request);
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return std::move(submission_);
  }

  Expected<Submission, Problems> check_supplement(std::shared_ptr<const engine::Pack> pack) {
    if (!body_.is_object()) {
      return tl::unexpected(Problems{{"wrong_type", "a supplement is a JSON object", ""}});
    }
    refuse_others(top(), "", {"form", "materials", "e_licences", "lookups"});
    submission_.pack = std::move(pack);
    json::object request;
    check_pieces(request, Absent::null);
    submission_.request = std::move(request);
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return std::move(submission_);
  }

 private:
  enum class Absent { left_out, null };  // how the form keeps a value that is absent

  void check_pieces(json::object& request, Absent absent) {
    request["form"] = normalise(object("form"), "/form", std::span(matter().form), absent);
    check_materials();
    request["e_licences"] = check_licences();
    request["lookups"] = check_lookups();
  }

  const json::object& top() const { return body_.get_object(); }
  const Matter& matter() const { return submission_.pack->matter(); }

  void report(std::string code, std::string message, std::string pointer) {
    problems_.push_back({std::move(code), std::move(message), std::move(pointer)});
  }

  void refuse_others(const json::object& given, const std::string& pointer,
                     const std::vector<std::string>& declared) {
    for (const auto& [name, value] : given) {
      if (std::find(declared.begin(), declared.end(), name) != declared.end()) continue;
      report("undeclared_name",
             "`" + std::string(name) + "` is not declared" + engine::suggestion(name, declared),
             pointer + pointer_step(name));
    }
  }

  const Json* find(std::string_view name) const {
    const Json* const value = top().if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
  }

  std::string text(std::string_view name) {
    const Json* const value = find(name);
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    report("wrong_type", "a text was expected", "/" + std::string(name));
    return {};
  }

  bool flag(std::string_view name, bool otherwise) {
    const Json* const value = find(name);
    if (value == nullptr) return otherwise;
    if (value->is_bool()) return value->get_bool();
    report("wrong_type", "true or false was expected", "/" + std::string(name));
    return otherwise;
  }

  // The object of this name, empty if it is not there.
  const json::object& object(std::string_view name) {
    static const json::object kEmpty;
    const Json* const value = find(name);
    if (value == nullptr) return kEmpty;
    if (value->is_object()) return value->get_object();
    report("wrong_type", "an object was expected", "/" + std::string(name));
    return kEmpty;
  }

  void find_matter(const Catalogue& catalogue) {
    const std::string name = text("matter");
    submission_.pack = catalogue.find(name);
    if (submission_.pack != nullptr) return;
    std::vector<std::string> known;
    for (const auto& [matter, pack] : catalogue.packs()) known.push_back(matter);
    report("unknown_matter",
           name.empty() ? "the application needs its `matter`"
                        : "there is no matter `" + name + "`" + engine::suggestion(name, known),
           "/matter");
  }

  void check_mode() {
    submission_.mode = text("mode");
    if (submission_.mode.empty()) submission_.mode = "normal";
    const auto& modes = matter().modes;
    if (std::find(modes.begin(), modes.end(), submission_.mode) == modes.end()) {
      report("unknown_mode", "this matter has no mode `" + submission_.mode + "`", "/mode");
    }
  }

  json::object check_applicant() {
    const json::object& given = object("applicant");
    json::object applicant = normalise(given, "/applicant", std::span(engine::applicant_fields()));
    const Json* const kind = applicant.if_contains("kind");
    if (kind != nullptr && kind->is_string() && !matter().applicant.empty() &&
        kind->get_string() != matter().applicant) {
      report("wrong_applicant", "this matter is for a " + matter().applicant, "/applicant/kind");
    }
    // One person has one number, however it is written (ABUSE 18).
    if (Json* const number = applicant.if_contains("number"); number != nullptr) {
      *number = formats::normalise_id_number(number->as_string());
    }
    return applicant;
  }

  template <class FieldType>
  json::object normalise(const json::object& given, const std::string& pointer,
                         std::span<const FieldType> fields, Absent absent = Absent::left_out) {
    std::vector<std::string> names;
    json::object normalised;
    for (const Field& field : fields) {
      names.push_back(field.name);
      const Json* const value = given.if_contains(field.name);
      if (value == nullptr) continue;
      auto result = normalise_form_value(field, *value);
      if (!result) {
        Problem& wrong = result.error();
        report(std::move(wrong.code), std::move(wrong.message),
               pointer + "/" + field.name + wrong.where);
      } else if (!result->is_null() || absent == Absent::null) {
        normalised[field.name] = *std::move(result);
      }
    }
    refuse_others(given, pointer, names);
    return normalised;
  }

  void check_materials() {
    const json::object& given = object("materials");
    std::vector<std::string> names;
    for (const Material& material : matter().materials) {
      names.push_back(material.name);
      const Json* const files = given.if_contains(material.name);
      if (files == nullptr || files->is_null()) continue;
      const std::string pointer = "/materials/" + material.name;
      if (!files->is_array()) {
        report("wrong_type", "a list of material ids was expected", pointer);
        continue;
      }
      std::vector<Digest> digests;
      for (const Json& file : files->get_array()) {
        const auto digest = file.is_string() ? Digest::parse(file.get_string()) : std::nullopt;
        if (digest) {
          digests.push_back(*digest);
        } else {
          report("wrong_type", "an id as POST /v1/materials gives it was expected", pointer);
        }
      }
      if (!digests.empty()) submission_.materials[material.name] = std::move(digests);
    }
    refuse_others(given, "/materials", names);
  }

  json::object check_licences() {
    const json::object& given = object("e_licences");
    if (!given.empty() && !trust_.e_licences) {
      report("licences_not_trusted",
             "e-licences are taken from a department's system, not from an applicant; send the "
             "document as a file",
             "/e_licences");
      return {};
    }
    std::vector<std::string> names;
    json::object licences;
    for (const Material& material : matter().materials) {
      names.push_back(material.name);
      const Json* const licence = given.if_contains(material.name);
      if (licence == nullptr || licence->is_null()) continue;
      const std::string pointer = "/e_licences/" + material.name;
      if (submission_.materials.contains(material.name)) {
        report("wrong_type", "this material comes either as files or as an e-licence", pointer);
      } else if (!licence->is_object()) {
        report("wrong_type", "the licence's fields were expected as an object", pointer);
      } else {
        licences[material.name] =
            normalise(licence->get_object(), pointer, std::span(std::as_const(material.fields)));
      }
    }
    refuse_others(given, "/e_licences", names);
    return licences;
  }

  json::object check_lookups() {
    const json::object& given = object("lookups");
    if (!given.empty() && !trust_.lookups) {
      report("lookups_not_trusted",
             "this service looks up itself; it takes look-ups from a request only where "
             "trust_request_lookups is configured",
             "/lookups");
      return {};
    }
    std::vector<std::string> names;
    json::object lookups;
    for (const Lookup& lookup : matter().lookups) {
      names.push_back(lookup.name);
      const Json* const answer = given.if_contains(lookup.name);
      if (answer == nullptr || answer->is_null()) continue;
      const std::string pointer = "/lookups/" + lookup.name;
      if (answer->is_object()) {
        lookups[lookup.name] =
            normalise(answer->get_object(), pointer, std::span(std::as_const(lookup.fields)));
      } else {
        report("wrong_type", "the answer's fields were expected as an object", pointer);
      }
    }
    refuse_others(given, "/lookups", names);
    return lookups;
  }

  const Json& body_;
  const Trust& trust_;
  Submission submission_;
  Problems problems_;
};

}  // namespace

Expected<Submission, Problems> check_submission(const Catalogue& catalogue, const Json& body,
                                                const Trust& trust) {
  return Intake(body, trust).check(catalogue);
}

Expected<Submission, Problems> check_supplement(std::shared_ptr<const engine::Pack> pack,
                                                const Json& body, const Trust& trust) {
  return Intake(body, trust).check_supplement(std::move(pack));
}

}  // namespace zhipi::workflow
