#include "workflow/case_input.h"

#include <algorithm>

namespace zhipi::workflow {
namespace {

Expected<json::object> kept_object(const std::string& text) {
  auto value = parse_json(text);
  if (value && value->is_object()) return std::move(value->get_object());
  return problem("damaged", "the stored input of a round is none");
}

json::object member(const json::object& kept, std::string_view name) {
  const Json* const value = kept.if_contains(name);
  return value != nullptr && value->is_object() ? value->get_object() : json::object();
}

// "id_card.birth_date" is of "id_card".
bool is_of(std::string_view fact, std::string_view section) {
  return fact.starts_with(section) && fact.substr(section.size()).starts_with('.');
}

// What the facts have at "id_card.birth_date", whole; null where there is nothing.
Json fact_in(const Json& facts, const std::string& section, const std::string& name) {
  const auto into = [](const Json* object, std::string_view member) -> const Json* {
    return object != nullptr && object->is_object() ? object->get_object().if_contains(member)
                                                    : nullptr;
  };
  const Json* found = into(&facts, section);
  if (found == nullptr) found = into(into(&facts, "materials"), section);
  if (found == nullptr) found = into(into(&facts, "lookups"), section);
  const Json* const fact = into(found, name);
  return fact == nullptr ? Json(nullptr) : *fact;
}

// The part of the request that holds the section's values; null for what was read from files.
json::object* part_of(json::object& request, const std::string& section, const Matter& matter) {
  if (section == "form") return &request.at("form").as_object();
  json::object& licences = request.at("e_licences").as_object();
  if (licences.contains(section)) return &licences.at(section).as_object();
  if (find_lookup(matter, section) == nullptr) return nullptr;
  json::object& lookups = request.at("lookups").as_object();
  if (!lookups.contains(section)) lookups[section] = json::object();
  return &lookups.at(section).as_object();
}

void forget_corrections(CaseInput& input, const auto& replaced) {
  json::object kept;
  for (const auto& [fact, correction] : input.corrections) {
    if (!replaced(std::string_view(fact))) kept[fact] = correction;
  }
  input.corrections = std::move(kept);
}

}  // namespace

Expected<CaseInput> case_input(const store::Application& application,
                               const std::vector<store::Round>& rounds) {
  CaseInput input;
  if (application.round == 1) {
    auto request = kept_object(application.request);
    if (!request) return tl::unexpected(request.error());
    input.request = *std::move(request);
    return input;
  }
  const auto present = std::find_if(rounds.begin(), rounds.end(), [&](const store::Round& round) {
    return round.round == application.round;
  });
  if (present == rounds.end()) return problem("damaged", "the application's round is not there");
  const auto kept = kept_object(present->input);
  if (!kept) return tl::unexpected(kept.error());
  input.request = member(*kept, "request");
  input.corrections = member(*kept, "corrections");
  input.answers = member(*kept, "answers");
  const Json* const decides = kept->if_contains("reviewer_decides");
  input.reviewer_decides = decides != nullptr && *decides == Json(true);
  return input;
}

Expected<Json> present_request(const store::Precedent& precedent) {
  auto kept = kept_object(precedent.input.empty() ? precedent.request : precedent.input);
  if (!kept) return tl::unexpected(kept.error());
  if (precedent.input.empty()) return Json(*std::move(kept));
  return Json(member(*kept, "request"));
}

std::string round_input(const CaseInput& input, const Json& given) {
  return canonical_json(json::object{{"request", input.request},
                                     {"corrections", input.corrections},
                                     {"answers", input.answers},
                                     {"reviewer_decides", input.reviewer_decides},
                                     {"given", given}});
}

CaseInput with_pieces(CaseInput input, const Pieces& pieces) {
  json::object& request = input.request.as_object();
  json::object& form = request["form"].as_object();
  json::object& licences = request["e_licences"].as_object();
  json::object& lookups = request["lookups"].as_object();
  for (const auto& [name, value] : pieces.form) {
    if (value.is_null()) {
      form.erase(name);
    } else {
      form[name] = value;
    }
  }
  for (const std::string& material : pieces.files) licences.erase(material);
  for (const auto& [material, fields] : pieces.e_licences) licences[material] = fields;
  for (const auto& [lookup, fields] : pieces.lookups) lookups[lookup] = fields;
  forget_corrections(input, [&](std::string_view fact) {
    const auto is_there = [&](const json::object& given) {
      return std::any_of(given.begin(), given.end(),
                         [&](const auto& one) { return is_of(fact, one.key()); });
    };
    const bool of_files =
        std::any_of(pieces.files.begin(), pieces.files.end(),
                    [&](const std::string& material) { return is_of(fact, material); });
    const bool of_form = fact.starts_with("form.") && pieces.form.contains(fact.substr(5));
    return of_files || of_form || is_there(pieces.e_licences) || is_there(pieces.lookups);
  });
  input.answers.clear();
  input.reviewer_decides = false;
  return input;
}

CaseInput with_put_right(CaseInput input, const PutRight& given, const Matter& matter,
                         const Json& facts) {
  for (const auto& [fact, value] : given.corrections) {
    const std::string path(fact);
    const std::string section = path.substr(0, path.find('.'));
    const std::string name = path.substr(section.size() + 1);
    input.corrections[path] = json::object{
        {"value", value}, {"before", fact_in(facts, section, name)}, {"reviewer", given.reviewer}};
    json::object* const part = part_of(input.request.as_object(), section, matter);
    if (part == nullptr) continue;
    if (value.is_null()) {
      part->erase(name);
    } else {
      (*part)[name] = value;
    }
  }
  for (const auto& [criterion, answer] : given.answers) {
    json::object kept = answer.as_object();
    kept["reviewer"] = given.reviewer;
    input.answers[criterion] = std::move(kept);
  }
  input.reviewer_decides = given.decides;
  return input;
}

}  // namespace zhipi::workflow
