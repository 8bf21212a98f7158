// Idempotency-Key: the same call by the same key is answered once, and every repetition the same.
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

// What makes two calls by one key the same: which call, its body, and every file's content.
Digest body_digest(const std::string& call, const Json& request,
                   const std::vector<Upload>& uploads) {
  std::string all = call + canonical_json(request);
  for (const Upload& upload : uploads)
    all += "\n" + upload.material + " " + Digest::of(upload.bytes).text();
  return Digest::of(all);
}

}  // namespace

Answer answer_from(const store::Response& response) {
  Answer answer{response.status, response.body, {}};
  const auto body = parse_json(response.body);
  if (body && body->is_object() && body->get_object().contains("id")) {
    answer.id = body->get_object().at("id").as_string();
  }
  return answer;
}

Expected<Repeatable> repeatable(store::Store& store, const std::optional<std::string>& key,
                                const Principal& principal, const std::string& call,
                                const Json& request, const std::vector<Upload>& uploads) {
  if (!key) return Repeatable{};
  Repeatable found;
  found.once = store::Once{*key, principal.name, body_digest(call, request, uploads), {}};
  const auto before = store.recall(found.once->key, found.once->principal, found.once->body);
  if (!before) return tl::unexpected(before.error());
  if (*before) found.before = answer_from(**before);
  return found;
}

store::Act act_with(const std::optional<store::Once>& once, store::Time at,
                    const Principal& principal, const Answer& answer) {
  store::Act act{at, principal.name, once};
  if (act.once) act.once->response = {answer.status, answer.body};
  return act;
}

Expected<Answer> answered(store::Store& store, const store::Act& act, Answer answer,
                          const Expected<void>& written) {
  if (written) return answer;
  if (written.error().code != "already_done" || !act.once) return tl::unexpected(written.error());
  const auto before = store.recall(act.once->key, act.once->principal, act.once->body);
  if (!before) return tl::unexpected(before.error());
  if (!*before) return tl::unexpected(written.error());
  return answer_from(**before);
}

}  // namespace zhipi::workflow
