// Nobody acts as an officer on what they submitted or applied for themselves (ABUSE 33): one rule
// for all that officers do.
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

bool is_own(const store::Application& application, const Principal& principal) {
  if (application.submitter == principal.name) return true;
  const auto applicant = parse_json(application.applicant);
  if (!applicant || !applicant->is_object()) return false;
  const auto is = [&](std::string_view member) {
    const Json* const value = applicant->get_object().if_contains(member);
    return value != nullptr && *value == Json(principal.name);
  };
  return is("name") || is("number");
}

}  // namespace

Expected<void> Workflow::Impl::require_other_person(const store::Application& application,
                                                    const Principal& principal,
                                                    const std::string& call) {
  if (!is_own(application, principal)) return {};
  return refuse_person(
      application, principal, call,
      {"own_application", "nobody acts as an officer on their own application; another person does",
       ""});
}

Expected<void> Workflow::Impl::require_other_person(const std::string& id,
                                                    const Principal& principal,
                                                    const std::string& call) {
  const auto application = store.find_application(id);
  if (!application) return tl::unexpected(application.error());
  if (!*application) return problem("not_found", "there is no application " + id);
  return require_other_person(**application, principal, call);
}

// Refused, and kept in the log: who tried what.
tl::unexpected<Problem> Workflow::Impl::refuse_person(const store::Application& application,
                                                      const Principal& principal,
                                                      const std::string& call, Problem why) {
  const std::string detail = canonical_json(json::object{{"call", call}, {"code", why.code}});
  const auto logged =
      store.record("refused", application.id, detail, {options.now(), principal.name});
  if (!logged) return tl::unexpected(logged.error());
  return tl::unexpected(std::move(why));
}

}  // namespace zhipi::workflow
