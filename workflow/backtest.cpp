// What a draft would change over the applications that the service keeps.
#include "engine/authoring/backtest.h"

#include <limits>
#include <optional>

#include "workflow/drafts.h"
#include "workflow/impl.h"

namespace zhipi::workflow {
namespace {

constexpr std::int64_t kCases = 1000;  // of which this many unless asked otherwise
constexpr std::int64_t kMostCases = 100'000;
constexpr std::chrono::seconds kLongest{10};
constexpr int kCasesAtOnce = 200;

// Takes `limit` out of the request, which is a draft without it.
Expected<std::int64_t> take_limit(Json& request) {
  json::object* const given = request.if_object();
  const Json* const limit = given == nullptr ? nullptr : given->if_contains("limit");
  if (limit == nullptr) return kCases;
  const std::int64_t count = limit->is_int64() ? limit->get_int64() : 0;
  if (count < 1 || count > kMostCases) {
    return problem(
        "out_of_range",
        "limit is how many applications to judge again, 1 to " + std::to_string(kMostCases),
        "/limit");
  }
  given->erase("limit");
  return count;
}

// A draft that does not load is the request's fault: each problem at its file.
Problems at_files(const Problems& problems) {
  Problems at;
  for (const Problem& one : problems) {
    const std::string file = one.where.substr(0, one.where.find(':'));
    at.push_back(
        {"bad_pack", to_line(one), file.empty() ? "/files" : "/files" + pointer_step(file)});
  }
  return at;
}

Json refusals_json(const engine::BacktestReport& report) {
  json::array refusals;
  for (const engine::RefusedCase& one : report.refusals) {
    refusals.push_back(json::object{{"application", one.name.application},
                                    {"pointer", one.problem.where},
                                    {"code", one.problem.code},
                                    {"detail", one.problem.message}});
  }
  return refusals;
}

}  // namespace

Expected<Json, Problems> Workflow::backtest(Json request) {
  const auto limit = take_limit(request);
  if (!limit) return tl::unexpected(one(limit.error()));
  auto files = draft_files(catalogue_, request);
  if (!files) return tl::unexpected(std::move(files.error()));
  const auto published = catalogue_.find(files->matter);
  if (published == nullptr) {
    return tl::unexpected(
        one({"unknown_matter", "no pack of this matter is published to compare with", "/matter"}));
  }
  const auto draft = engine::Pack::load(*std::move(files));
  if (!draft) return tl::unexpected(at_files(draft.error()));

  const std::unique_lock alone(impl_->backtest_mutex, std::try_to_lock);
  if (!alone) return tl::unexpected(one({"unavailable", "another backtest is under way", ""}));
  const store::Time until = impl_->options.now() + kLongest;
  engine::Backtest backtest(published, *draft, impl_->calendar);
  std::int64_t judged = 0;
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  bool complete = false;
  while (!complete && judged < *limit && impl_->options.now() < until) {
    const int count = static_cast<int>(std::min<std::int64_t>(kCasesAtOnce, *limit - judged));
    const auto cases = store_.frozen_cases(published->matter().id, before, count);
    if (!cases) return tl::unexpected(one(cases.error()));
    complete = cases->empty();
    for (const store::FrozenCase& frozen : *cases) {
      if (impl_->options.now() >= until) break;
      backtest.run({static_cast<std::uint64_t>(++judged), frozen.facts});
      before = frozen.sequence;
    }
  }
  if (!complete) {
    const auto more = store_.frozen_cases(published->matter().id, before, 1);
    if (!more) return tl::unexpected(one(more.error()));
    complete = more->empty();
  }
  Json report = to_json(backtest.report());
  report.as_object()["refusals"] = refusals_json(backtest.report());
  report.as_object()["complete"] = complete;
  report.as_object()["pack"] = published->digest();
  report.as_object()["draft"] = (*draft)->digest();
  return report;
}

}  // namespace zhipi::workflow
