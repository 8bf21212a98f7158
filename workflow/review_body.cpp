#include "workflow/review_body.h"

#include <algorithm>

#include "engine/suggestion.h"
#include "models/approval.h"
#include "models/normalise.h"

namespace zhipi::workflow {
namespace {

constexpr std::size_t kLongestText = 4000;  // bytes, of a reason, a note, a message

// The declared field behind "id_card.birth_date", and where its value comes from.
struct Place {
  enum class Section { form, material, lookup };
  Section section{};
  std::string name;  // of the material or look-up
  const Field* field = nullptr;
};

template <class Fields>
const Field* field_named(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& one) { return one.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

class ReviewReader {
 public:
  ReviewReader(const ReviewedCase& reviewed, const Json& body)
      : reviewed_(reviewed), matter_(reviewed.pack.matter()), body_(body) {}

  Expected<Review, Problems> read() {
    if (!body_.is_object()) {
      return tl::unexpected(Problems{{"not_an_object", "a review is a JSON object", ""}});
    }
    refuse_others(body_.get_object(), "",
                  {"decision", "reason", "corrections", "answers", "supplements", "results"});
    read_decision();
    review_.reason = text(body_.get_object(), "reason", "");
    read_corrections();
    read_answers();
    read_supplements();
    read_results();
    if (problems_.empty() && !review_.decision && !review_.changes_facts()) {
      report("missing_name", "a review brings a decision, corrections or answers", "");
    }
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return std::move(review_);
  }

 private:
  void report(std::string code, std::string message, std::string pointer) {
    problems_.push_back({std::move(code), std::move(message), std::move(pointer)});
  }

  void refuse_others(const json::object& given, const std::string& pointer,
                     const std::vector<std::string>& declared) {
    for (const auto& [name, value] : given) {
      if (std::find(declared.begin(), declared.end(), name) != declared.end()) continue;
      report("undeclared_name",
             "`" + std::string(name) + "` is not known here" + engine::suggestion(name, declared),
             pointer + pointer_step(name));
    }
  }

  // Empty where it is absent.
  std::string text(const json::object& given, std::string_view name, const std::string& pointer) {
    const Json* const value = given.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    const std::string where = pointer + pointer_step(name);
    if (!value->is_string()) {
      report("wrong_type", "a text was expected", where);
      return {};
    }
    std::string written(value->get_string());
    if (written.find_first_not_of(" \t\r\n") == std::string::npos) return {};
    if (written.size() > kLongestText) {
      report("out_of_range", "a text of at most " + std::to_string(kLongestText) + " bytes", where);
    }
    return written;
  }

  const json::object& object(std::string_view name) {
    static const json::object kEmpty;
    const Json* const value = body_.get_object().if_contains(name);
    if (value == nullptr || value->is_null()) return kEmpty;
    if (value->is_object()) return value->get_object();
    report("wrong_type", "an object was expected", "/" + std::string(name));
    return kEmpty;
  }

  void read_decision() {
    const std::string name = text(body_.get_object(), "decision", "");
    if (name.empty()) return;
    review_.decision = outcome(name);
    if (review_.decision && review_.decision != Outcome::escalate) return;
    review_.decision = std::nullopt;
    report("not_an_option",
           "a decision is approve, approve_conditionally, supplement, deny or not_accept",
           "/decision");
  }

  // --- Corrections

  std::optional<Place> place_of(std::string_view fact) const {
    const std::size_t dot = fact.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const std::string section(fact.substr(0, dot));
    const std::string_view name = fact.substr(dot + 1);
    Place place{.section = Place::Section::form, .name = section, .field = nullptr};
    if (section == "form") {
      place.field = field_named(matter_.form, name);
    } else if (const Material* const material = find_material(matter_, section)) {
      place.section = Place::Section::material;
      place.field = field_named(material->fields, name);
    } else if (const Lookup* const lookup = find_lookup(matter_, section)) {
      place.section = Place::Section::lookup;
      place.field = field_named(lookup->fields, name);
    }
    return place.field == nullptr ? std::nullopt : std::optional(place);
  }

  std::vector<std::string> correctable() const {
    std::vector<std::string> facts;
    for (const std::string& fact : engine::declared_facts(matter_)) {
      if (place_of(fact)) facts.push_back(fact);
    }
    return facts;
  }

  const json::object& requested(std::string_view section) const {
    return reviewed_.input.request.at(section).as_object();
  }

  bool is_submitted(const std::string& material) const {
    return reviewed_.files.contains(material) || requested("e_licences").contains(material);
  }

  void read_corrections() {
    const json::object& given = object("corrections");
    for (const auto& [fact, value] : given) {
      const std::string pointer = "/corrections" + pointer_step(fact);
      const auto place = place_of(fact);
      if (!place) {
        report("undeclared_name",
               "`" + std::string(fact) +
                   "` is no fact of the form, a material or a look-up; others are not corrected" +
                   engine::suggestion(fact, correctable()),
               pointer);
      } else if (place->section == Place::Section::material && !is_submitted(place->name)) {
        report("not_asked",
               "this material was not submitted; ask for it by the decision `supplement`", pointer);
      } else if (auto corrected = normalised(*place, value)) {
        review_.corrections[fact] = *std::move(corrected);
      } else {
        Problem& wrong = corrected.error();
        report(std::move(wrong.code), std::move(wrong.message), pointer + wrong.where);
      }
    }
    for (const Lookup& lookup : matter_.lookups) require_whole(lookup, given);
  }

  // One that failed is entered whole: what is left out would pass for what the register lacks.
  void require_whole(const Lookup& lookup, const json::object& given) {
    if (requested("lookups").contains(lookup.name)) return;
    const std::string prefix = lookup.name + ".";
    const bool entered = std::any_of(given.begin(), given.end(), [&](const auto& one) {
      return std::string_view(one.key()).starts_with(prefix);
    });
    if (!entered) return;
    for (const Field& field : lookup.fields) {
      if (given.contains(prefix + field.name)) continue;
      report("missing_name",
             "this look-up gave no answer: enter every field of it, null for what the register "
             "does not have",
             "/corrections" + pointer_step(prefix + field.name));
    }
  }

  // What stands on paper or in a register must be valid in itself, and may be written as it stands
  // there; a value of the form is the applicant's statement.
  static Expected<Json> normalised(const Place& place, const Json& value) {
    const bool as_written = place.section != Place::Section::form && value.is_string() &&
                            place.field->kind != FieldKind::list && !is_seen(place.field->kind);
    if (as_written) return normalise_value(*place.field, std::string_view(value.get_string()));
    return normalise_form_value(*place.field, value);
  }

  // --- Answers

  const engine::Criterion* criterion(std::string_view id) const {
    const auto& criteria = reviewed_.pack.declarations().criteria;
    const auto found = std::find_if(criteria.begin(), criteria.end(),
                                    [&](const engine::Criterion& one) { return one.id == id; });
    return found == criteria.end() ? nullptr : &*found;
  }

  // Empty where the engine has not judged it.
  std::string verdict_on(std::string_view id) const {
    if (!reviewed_.decision.is_object()) return {};
    for (const Json& verdict : reviewed_.decision.at("verdicts").as_array()) {
      if (verdict.at("criterion") == Json(id)) return std::string(verdict.at("result").as_string());
    }
    return {};
  }

  void read_answers() {
    for (const auto& [id, answer] : object("answers")) {
      const std::string pointer = "/answers" + pointer_step(id);
      const engine::Criterion* const asked = criterion(id);
      if (asked == nullptr || asked->kind == engine::CriterionKind::score) {
        std::vector<std::string> known;
        for (const auto& one : reviewed_.pack.declarations().criteria) known.push_back(one.id);
        report("undeclared_name",
               "`" + std::string(id) + "` is no criterion" + engine::suggestion(id, known),
               pointer);
      } else if (!answer.is_object()) {
        report("wrong_type", "{\"result\": \"pass\" or \"fail\", \"note\": \"…\"} was expected",
               pointer);
      } else {
        read_answer(*asked, answer.get_object(), pointer);
      }
    }
  }

  void read_answer(const engine::Criterion& asked, const json::object& answer,
                   const std::string& pointer) {
    refuse_others(answer, pointer, {"result", "note"});
    const std::string result = text(answer, "result", pointer);
    const std::string note = text(answer, "note", pointer);
    if (result != "pass" && result != "fail") {
      report("not_an_option", "an answer is \"pass\" or \"fail\"", pointer + "/result");
    }
    const bool inspect = asked.kind == engine::CriterionKind::inspect;
    const std::string verdict = verdict_on(asked.id);
    if (!inspect && !verdict.empty() && verdict != "unknown") {
      report("not_asked",
             "the machine has judged this criterion (" + verdict +
                 "); correct the facts it rests on, or decide otherwise with a reason",
             pointer);
    }
    if (note.empty() && (!inspect || result == "fail")) {
      report("missing_name", "say in `note` what was found", pointer + "/note");
    }
    json::object kept{{"result", result}};
    if (!note.empty()) kept["note"] = note;
    review_.answers[asked.id] = std::move(kept);
  }

  // --- What is asked for, and what is granted

  void read_supplements() {
    const Json* const given = body_.get_object().if_contains("supplements");
    if (given == nullptr || given->is_null()) return;
    if (!given->is_array()) {
      return report("wrong_type", "a list of {\"id\", \"message\"} was expected", "/supplements");
    }
    if (review_.decision != Outcome::supplement && !given->get_array().empty()) {
      report("not_asked", "supplements go with the decision `supplement`", "/supplements");
    }
    for (std::size_t at = 0; at < given->get_array().size(); ++at) {
      read_supplement(given->get_array()[at], "/supplements/" + std::to_string(at));
    }
  }

  void read_supplement(const Json& given, const std::string& pointer) {
    if (!given.is_object()) {
      return report("wrong_type", "{\"id\", \"message\"} was expected", pointer);
    }
    refuse_others(given.get_object(), pointer, {"id", "message"});
    const std::string id = text(given.get_object(), "id", pointer);
    const std::string message = text(given.get_object(), "message", pointer);
    if (message.empty()) {
      report("missing_name", "say what is to be supplemented, and how", pointer + "/message");
    }
    if (const Material* const material = find_material(matter_, id)) {
      review_.supplements.push_back({"material", id, material->title, message, {}});
    } else if (const Field* const field = field_named(matter_.form, id)) {
      review_.supplements.push_back({"form", id, field->title, message, {}});
    } else if (const engine::Criterion* const asked = criterion(id)) {
      review_.supplements.push_back({"criterion", id, asked->title, message, asked->basis});
    } else {
      report("undeclared_name", "`" + id + "` is no material, form field or criterion",
             pointer + "/id");
    }
  }

  void read_results() {
    const json::object& given = object("results");
    const bool approves = review_.decision && is_approval(*review_.decision);
    if (!approves && !given.empty()) {
      report("not_asked", "results go with an approval", "/results");
    }
    std::vector<std::string> names;
    for (const engine::ResultDeclaration& declared : reviewed_.pack.declarations().results) {
      names.push_back(declared.field.name);
      const Json* const value = given.if_contains(declared.field.name);
      if (value == nullptr) continue;
      auto result = normalise_form_value(declared.field, *value);
      if (result && !result->is_null()) {
        review_.results[declared.field.name] = *std::move(result);
      } else {
        report(result ? "wrong_type" : result.error().code,
               result ? "a value was expected" : result.error().message,
               "/results" + pointer_step(declared.field.name));
      }
    }
    refuse_others(given, "/results", names);
  }

  const ReviewedCase& reviewed_;
  const Matter& matter_;
  const Json& body_;
  Review review_;
  Problems problems_;
};

}  // namespace

Expected<Review, Problems> check_review(const ReviewedCase& reviewed, const Json& body) {
  return ReviewReader(reviewed, body).read();
}

}  // namespace zhipi::workflow
