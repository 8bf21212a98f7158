#include "models/decision_text.h"

#include <utility>

namespace zhipi {
namespace {

// A little more than decisions of that many parts have.
std::size_t likely_size(const Decision& decision, std::size_t pieces) {
  return 1024 + 512 * decision.verdicts.size() + 192 * pieces;
}

// Members stand in the order of their names, as RFC 8785 wants it.
class DecisionWriter {
 public:
  explicit DecisionWriter(const WriteEvidence& evidence) : evidence_(evidence) {}

  std::string write(const Decision& decision, std::size_t pieces) {
    out_.reserve(likely_size(decision, pieces));
    name("{\"application\":", decision.application);
    flag(",\"automatic\":", decision.automatic());
    text(",\"facts\":", decision.facts_digest);
    text(",\"matter\":", decision.matter);
    list(",\"obligations\":", decision.obligations);
    text(",\"outcome\":", to_text(decision.outcome));
    text(",\"pack\":{\"digest\":", decision.pack_digest);
    text(",\"version\":", decision.pack_version);
    out_.raw("},\"proposal\":");
    decision.proposal ? out_.text(to_text(*decision.proposal)) : out_.raw("null");
    list(",\"reasons\":", decision.reasons);
    results(decision);
    name(",\"risk\":{\"level\":", decision.risk_level);
    number(",\"score\":", decision.risk_score);
    list("},\"supplements\":", decision.supplements);
    verdicts(decision);
    out_.raw("}");
    return out_.take();
  }

 private:
  void text(std::string_view before, std::string_view value) {
    out_.raw(before);
    out_.text(value);
  }
  // Empty is null.
  void name(std::string_view before, std::string_view value) {
    out_.raw(before);
    value.empty() ? out_.raw("null") : out_.text(value);
  }
  void flag(std::string_view before, bool value) {
    out_.raw(before);
    out_.raw(value ? "true" : "false");
  }
  void number(std::string_view before, double value) {
    out_.raw(before);
    out_.number(value);
  }
  void value(std::string_view before, const Json& value) {
    out_.raw(before);
    out_.write(value);
  }

  template <class Items>
  void list(std::string_view before, const Items& items) {
    out_.raw(before);
    std::string_view separator = "[";
    for (const auto& item : items) {
      out_.raw(std::exchange(separator, ","));
      write(item);
    }
    out_.raw(items.empty() ? "[]" : "]");
  }

  void results(const Decision& decision) {
    out_.raw(",\"results\":");
    std::string_view separator = "{";
    for (const auto& [field, result] : decision.results) {  // names are ASCII: bytes sort them
      text(std::exchange(separator, ","), field);
      text(":{\"kind\":", result.kind);
      text(",\"title\":", result.title);
      value(",\"value\":", result.value);
      out_.raw("}");
    }
    out_.raw(decision.results.empty() ? "{}" : "}");
  }

  void write(const std::string& item) { out_.text(item); }

  void verdicts(const Decision& decision) {
    out_.raw(",\"verdicts\":");
    std::string_view separator = "[";
    for (std::size_t at = 0; at < decision.verdicts.size(); ++at) {
      out_.raw(std::exchange(separator, ","));
      write(decision.verdicts[at], at);
    }
    out_.raw(decision.verdicts.empty() ? "[]" : "]");
  }

  void write(const Verdict& verdict, std::size_t at) {
    name("{\"basis\":", verdict.basis);
    if (!verdict.code.empty()) text(",\"code\":", verdict.code);
    flag(",\"covered\":", verdict.covered);
    text(",\"criterion\":", verdict.criterion);
    out_.raw(",\"evidence\":[");
    evidence_(at, out_);
    out_.raw("]");
    text(",\"kind\":", verdict.kind);
    name(",\"message\":", verdict.message);
    if (verdict.points) number(",\"points\":", *verdict.points);
    text(",\"result\":", to_text(verdict.result));
    text(",\"stage\":", verdict.stage);
    text(",\"title\":", verdict.title);
    out_.raw("}");
  }

  // What supplements and obligations are told by.
  void point(const auto& open) {
    text(",\"id\":", open.id);
    text(",\"kind\":", open.kind);
  }

  void write(const Supplement& supplement) {
    name("{\"basis\":", supplement.basis);
    point(supplement);
    text(",\"message\":", supplement.message);
    text(",\"title\":", supplement.title);
    out_.raw("}");
  }

  void write(const Obligation& obligation) {
    text("{\"consequence\":", obligation.consequence);
    name(",\"due\":", obligation.due);
    point(obligation);
    text(",\"title\":", obligation.title);
    out_.raw(",\"working_days\":");
    obligation.working_days ? out_.number(*obligation.working_days) : out_.raw("null");
    out_.raw("}");
  }

  void write(const Reason& reason) {
    text("{\"code\":", reason.code);
    list(",\"facts\":", reason.facts);
    text(",\"message\":", reason.message);
    out_.raw("}");
  }

  const WriteEvidence& evidence_;
  CanonicalWriter out_;
};

}  // namespace

void write_box(const Box& box, CanonicalWriter& out) {
  std::string_view separator = "[";
  for (const int side : {box.x, box.y, box.width, box.height}) {
    out.raw(std::exchange(separator, ","));
    out.integer(std::int64_t{side});
  }
  out.raw("]");
}

void write_evidence(const EvidenceView& evidence, CanonicalWriter& out) {
  const auto name = [&out](std::string_view text) {
    text.empty() ? out.raw("null") : out.text(text);
  };
  out.raw("{\"box\":");
  evidence.box != nullptr ? write_box(*evidence.box, out) : out.raw("null");
  if (!evidence.cause.empty()) {
    out.raw(",\"cause\":");
    out.text(evidence.cause);
  }
  out.raw(",\"confidence\":");
  evidence.confidence ? out.number(*evidence.confidence) : out.raw("null");
  out.raw(",\"fact\":");
  out.text(evidence.fact);
  out.raw(",\"material\":");
  name(evidence.material);
  out.raw(",\"page\":");
  evidence.page > 0 ? out.integer(std::int64_t{evidence.page}) : out.raw("null");
  out.raw(",\"source\":");
  name(evidence.source);
  out.raw(",\"value\":");
  out.raw(evidence.value);
  out.raw("}");
}

std::string canonical_text(const Decision& decision, std::size_t pieces,
                           const WriteEvidence& evidence) {
  return DecisionWriter(evidence).write(decision, pieces);
}

}  // namespace zhipi
