#include "tests/api/running.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <fstream>
#include <future>
#include <stdexcept>

#include "api/authentication.h"
#include "api/http/target.h"
#include "engine/authoring/pack_test.h"
#include "tests/store/test_database.h"

namespace zhipi::api::testing {

namespace fs = std::filesystem;

Running::Running(const std::string& reader, const Matters& matters) : reader_(reader) {
  const fs::path shipped = fs::path(ZHIPI_SOURCE_DIR) / "rules";
  fs::path rules = shipped;
  if (!matters.empty()) {
    rules = folder() / "rules";
    fs::copy(shipped, rules, fs::copy_options::recursive);
  }
  for (const auto& [name, files] : matters) {
    fs::create_directories(rules / name);
    std::ofstream(rules / name / "matter.lua") << files.first;
    std::ofstream(rules / name / "criteria.lua") << files.second;
  }
  catalogue_ = workflow::Catalogue::load(rules, std::array{rules}).value();
  store::make_schema(folder());
  open();
}

void Running::open() {
  store_ = store::Store::open(folder(), store::options_for(folder())).value();
  readers_ =
      std::make_unique<ocr::ReaderPool>(ocr::ReaderOptions{.program = reader_, .workers = 1});
  workflow::Options options;
  options.trust_request_lookups = true;
  options.spot_check_key = "secret";
  options.now = [this] {
    return store::Time(std::chrono::milliseconds(1'795'160'000'000 + later_));
  };
  workflow_ =
      std::make_unique<workflow::Workflow>(options, catalogue_, calendar_, *store_, *readers_);
  key_ring_ = std::make_unique<KeyRing>(*store_);
  events_ = std::make_unique<EventFeed>(*workflow_, *key_ring_, [](std::string_view) {});
  service_ = std::make_unique<Service>(Service{
      .workflow = *workflow_,
      .log =
          [this](std::string_view, std::string_view event, std::span<const LogField> fields) {
            json::object line;
            for (const auto& [name, value] : fields) {
              line[name] = std::visit([](auto of_kind) { return Json(of_kind); }, value);
            }
            const std::lock_guard lock(mutex_);
            logged_.push_back({std::string(event), std::move(line)});
          },
      .test_draft = [](const engine::PackFiles& files) -> Expected<Json> {
        return engine::test_files(files);
      },
      .keys = *key_ring_,
      .events = *events_});
  routes_ = std::make_unique<http::RouteTable>(http::RouteTable::build(routes(*service_)).value());
}

void Running::close() {
  events_.reset();
  workflow_->stop();
  workflow_->settle();  // they tell their service after their callers
  routes_.reset();
  service_.reset();
  key_ring_.reset();
  workflow_.reset();
  readers_.reset();
  store_.reset();
}

void Running::restart() {
  close();
  open();
}

Running::~Running() {
  close();
}

http::Response Running::ask(const Ask& ask) {
  http::Request request;
  http::Target target = http::parse_target(ask.target).value();
  const auto match = routes_->match(ask.method, target.segments);
  const auto* const found = std::get_if<http::RouteTable::Found>(&match);
  if (found == nullptr) throw std::runtime_error("no route for " + ask.method + " " + ask.target);
  request.method = ask.method;
  request.target = ask.target;
  request.route = found->route->pattern;
  request.segments = target.segments;
  request.query = target.query;
  request.path_parameters = found->parameters;
  request.body = ask.body;
  for (const auto& [name, value] : ask.headers) request.headers.add(name, value);
  if (!ask.token.empty()) request.headers.add("Authorization", "Bearer " + ask.token);
  auto promise = std::make_shared<std::promise<http::Response>>();
  auto answer = promise->get_future();
  found->route->handler(std::move(request),
                        http::Reply([promise](std::optional<http::Response> response) {
                          promise->set_value(response.value_or(http::Response{.status = 500}));
                        }));
  return answer.get();
}

std::string Running::key(const std::vector<std::string>& roles) {
  std::string token = new_token();
  const auto added =
      store_->add_key(Digest::of(token), {.name = "key" + std::to_string(++keys_), .roles = roles},
                      {.at = store::Time{}, .actor = "test"});
  if (!added) throw std::runtime_error(added.error().message);
  return token;
}

void Running::remove_key(const std::string& token) {
  const auto key = store_->find_key(Digest::of(token)).value();
  const auto removed = store_->remove_key(key.value().name, {.at = store::Time{}, .actor = "test"});
  if (!removed) throw std::runtime_error(removed.error().message);
}

std::unique_ptr<EventFeed> Running::feed(const FeedOptions& options) {
  return std::make_unique<EventFeed>(
      *workflow_, *key_ring_, [](std::string_view) {}, options);
}

std::vector<Logged> Running::logged() const {
  const std::lock_guard lock(mutex_);
  return logged_;
}

std::string target_of(const RouteRow& row) {
  std::string target;
  bool inside = false;
  for (const char c : row.path) {
    if (c == '{') target += "1";
    inside = (inside || c == '{') && c != '}';
    if (!inside && c != '}') target += c;
  }
  return target;
}

std::string problem_code(const http::Response& response) {
  constexpr std::string_view kPrefix = "urn:zhipi:problem:";
  if (response.content_type != "application/problem+json") return {};
  const Json document = parse_json(response.body).value();
  const std::string type(document.at("type").as_string());
  return type.starts_with(kPrefix) ? type.substr(kPrefix.size()) : std::string();
}

json::object electronic_application() {
  return parse_json(R"({
    "matter": "senior_allowance", "reference": "2026-0001",
    "applicant": {"kind": "person", "name": "林秀英", "number": "350102194005061221"},
    "form": {"full_name": "林秀英", "id_number": "350102194005061221", "id_valid_to": "9999-12-31",
      "address": "福建省福州市鼓楼区样本路12号3室", "residence_issued_on": "2026-10-08",
      "bank_account": "6217001800000001228", "account_name": "林秀英", "signature": "electronic"},
    "e_licences": {
      "id_card": {"full_name": "林秀英", "id_number": "350102194005061221",
        "birth_date": "1940-05-06", "valid_from": "2010-01-01", "valid_to": "9999-12-31"},
      "residence_proof": {"address": "福州市鼓楼区样本路12号3室", "issued_on": "2026-10-08",
        "seal": {"present": true}}},
    "lookups": {
      "population": {"alive": true, "birth_date": "1940-05-06", "registered_at": "350102"},
      "civil_affairs": {"deceased": false, "active_grant": false, "granted_elsewhere": false,
        "low_income": false}}})")
      .value()
      .as_object();
}

}  // namespace zhipi::api::testing
