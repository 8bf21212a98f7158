// Every call that writes can be repeated by its Idempotency-Key: the same answer, byte for byte,
// however often, however many at once, and after a restart (ABUSE 30).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <map>

#include "tests/api/running.h"
#include "tests/workflow/follow_up_matters.h"

namespace zhipi::api {
namespace {

using testing::electronic_application;
using testing::problem_code;
using testing::Running;

// Calls that keep nothing: each repetition is a new question.
constexpr std::array kKeepNothing{"/v1/judge", "/v1/packs/check", "/v1/packs/test",
                                  "/v1/packs/backtest"};

std::string picture(char shade) {
  std::string bytes("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0", 30);
  bytes.resize(54, '\0');
  return bytes + std::string(3, shade) + '\0';
}

// What a call needs before it can be made, and two bodies for it.
struct Case {
  std::function<std::string()> target;  // makes what it is about, anew each time
  std::string body;
  std::string other;  // empty where the call takes nothing
  std::string token;
  std::string type = "application/json";
};

class Repetition : public ::testing::Test {
 protected:
  std::map<std::string, Case> cases() {
    json::object other = electronic_application();
    other["reference"] = "2026-0002";
    const auto of = [](const std::string& id, const std::string& call) {
      return "/v1/applications/" + id + "/" + call;
    };
    return {
        {"/v1/materials",
         {[] { return "/v1/materials"; }, picture('a'), picture('b'), submitter, "image/bmp"}},
        {"/v1/applications",
         {[] { return "/v1/applications"; }, canonical_json(electronic_application()),
          canonical_json(other), submitter}},
        {"/v1/applications/{id}/supplements",
         {[=, this] { return of(shop("normal", json::object()), "supplements"); },
          R"({"e_licences": {"plan": {"remark": "有"}}})",
          R"({"e_licences": {"plan": {"remark": "另有"}}})", submitter}},
        {"/v1/applications/{id}/withdraw",
         {[=, this] { return of(escalated(), "withdraw"); }, R"({"grounds": "不再申请"})",
          R"({"grounds": "另有安排"})", submitter}},
        {"/v1/applications/{id}/pause",
         {[=, this] { return of(staged(), "pause"); }, R"({"stage": "公示", "notice": "书面告知"})",
          R"({"stage": "公示", "notice": "另行告知"})", reviewer}},
        {"/v1/applications/{id}/resume",
         {[=, this] {
            const std::string id = staged();
            post(of(id, "pause"), R"({"stage": "公示", "notice": "书面告知"})", reviewer);
            return of(id, "resume");
          },
          R"({"stage": "公示"})", R"({"stage": "公示", "note": "提前结束"})", reviewer}},
        {"/v1/applications/{id}/extend",
         {[=, this] { return of(staged(), "extend"); },
          R"({"days": 10, "grounds": "需核实", "notice": "书面告知"})",
          R"({"days": 5, "grounds": "需核实", "notice": "书面告知"})", supervisor}},
        {"/v1/obligations/{id}/check",
         {[this] { return "/v1/obligations/" + shop("tolerant", json::object()) + "-O1.1/check"; },
          R"({"result": "kept", "note": "已补齐"})", R"({"result": "kept", "note": "已核对"})",
          reviewer}},
        {"/v1/spot-checks/{id}/answer",
         {[this] { return "/v1/spot-checks/" + approved() + "-S/answer"; },
          R"({"result": "wrong", "note": "误读"})", R"({"result": "right", "note": "相符"})",
          reviewer}},
        {"/v1/applications/{id}/claim",
         {[=, this] { return of(escalated(), "claim"); }, "{}", "", reviewer}},
        {"/v1/applications/{id}/release",
         {[=, this] {
            const std::string id = escalated();
            post(of(id, "claim"), "{}", reviewer);
            return of(id, "release");
          },
          "{}", "", reviewer}},
        {"/v1/applications/{id}/review",
         {[=, this] { return of(escalated(), "review"); }, R"({"decision": "approve"})",
          R"({"decision": "deny", "reason": "不符"})", reviewer}},
        {"/v1/applications/{id}/revoke",
         {[=, this] { return of(approved(), "revoke"); },
          R"({"ground": "fraud", "grounds": "材料系伪造"})",
          R"({"ground": "other_by_law", "grounds": "其他"})", reviewer}},
        {"/v1/applications/{id}/disagree",
         {[=, this] {
            const std::string id = approved();
            post(of(id, "revoke"), R"({"ground": "fraud", "grounds": "材料系伪造"})", reviewer);
            return of(id, "disagree");
          },
          R"({"grounds": "证据不足"})", R"({"grounds": "不予撤销"})", second}},
    };
  }

  http::Response ask(const Case& one, const std::string& target, const std::string& body,
                     const std::string& key) {
    return running.ask({.method = "POST",
                        .target = target,
                        .token = one.token,
                        .headers = {{"Content-Type", one.type}, {"Idempotency-Key", key}},
                        .body = body});
  }

  static std::string location(const http::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") return value;
    }
    return {};
  }
  std::string post(const std::string& target, const std::string& body, const std::string& token) {
    const auto response = running.ask({.method = "POST",
                                       .target = target,
                                       .token = token,
                                       .headers = {{"Content-Type", "application/json"}},
                                       .body = body});
    EXPECT_LT(response.status, 300) << target << ": " << response.body;
    return std::string(parse_json(response.body).value().at("id").as_string());
  }
  std::string submit(const json::object& application) {
    return post("/v1/applications", canonical_json(application), submitter);
  }

  // One that only a person can decide, and the engine would approve.
  std::string escalated() {
    return submit({{"matter", "shop"},
                   {"automated", false},
                   {"form", {{"full_name", "试样甲"}}},
                   {"e_licences", {{"plan", {{"remark", "有"}}}}}});
  }
  // `licences`: without the plan a notice follows, or an obligation in the tolerant mode.
  std::string shop(const std::string& mode, json::object licences) {
    return submit({{"matter", "shop"},
                   {"mode", mode},
                   {"form", {{"full_name", "试样甲"}}},
                   {"e_licences", std::move(licences)}});
  }
  std::string approved() { return shop("normal", {{"plan", {{"remark", "有"}}}}); }
  std::string staged() {
    return submit({{"matter", "staged"}, {"form", {{"full_name", "试样甲"}}}});
  }

  Running running{"no-reader",
                  {{"shop", {workflow::kShop, workflow::kShopCriteria}},
                   {"staged", {workflow::kStaged, workflow::kStagedCriteria}}}};
  std::string submitter = running.key({"submitter"});
  std::string reviewer = running.key({"reviewer"});
  std::string supervisor = running.key({"supervisor"});
  std::string second = running.key({"reviewer"});
};

TEST_F(Repetition, IsTriedForEveryCallThatWrites) {
  const auto known = cases();
  for (const RouteRow& row : route_rows()) {
    if (row.method != "POST") continue;
    const bool keeps_nothing =
        std::find(kKeepNothing.begin(), kKeepNothing.end(), row.path) != kKeepNothing.end();
    EXPECT_NE(known.contains(std::string(row.path)), keeps_nothing)
        << row.path << ": give it a case here, so that its Idempotency-Key is tried";
  }
}

TEST_F(Repetition, GetsTheSameAnswerAlsoAfterARestart) {
  for (const auto& [path, one] : cases()) {
    SCOPED_TRACE(path);
    const std::string target = one.target();
    const auto first = ask(one, target, one.body, path);
    ASSERT_LT(first.status, 300) << first.body;
    for (const bool restart : {false, true}) {
      if (restart) running.restart();
      const auto again = ask(one, target, one.body, path);
      EXPECT_EQ(again.status, first.status);
      EXPECT_EQ(again.body, first.body);
      EXPECT_EQ(location(again), location(first));
    }
  }
}

TEST_F(Repetition, WithAnotherBodyIsRefusedAlsoAfterARestart) {
  for (const auto& [path, one] : cases()) {
    SCOPED_TRACE(path);
    if (one.other.empty()) continue;
    const std::string target = one.target();
    ASSERT_LT(ask(one, target, one.body, path).status, 300);
    for (const bool restart : {false, true}) {
      if (restart) running.restart();
      const auto other = ask(one, target, one.other, path);
      EXPECT_EQ(other.status, 422) << other.body;
      EXPECT_EQ(problem_code(other), "key_reused");
    }
  }
}

TEST_F(Repetition, OnAnotherThingIsRefused) {
  for (const auto& [path, one] : cases()) {
    SCOPED_TRACE(path);
    const std::string target = one.target();
    const std::string another = one.target();
    if (target == another) continue;  // a call about no thing in particular
    ASSERT_LT(ask(one, target, one.body, path).status, 300);
    EXPECT_EQ(problem_code(ask(one, another, one.body, path)), "key_reused");
    EXPECT_LT(ask(one, another, one.body, path + "-2").status, 300);
  }
}

TEST_F(Repetition, SentSixteenTimesAtOnceHappensOnce) {
  for (const auto& [path, one] : cases()) {
    SCOPED_TRACE(path);
    const std::string target = one.target();
    std::vector<std::future<http::Response>> answers;
    for (int i = 0; i < 16; ++i) {
      answers.push_back(
          std::async(std::launch::async, [&] { return ask(one, target, one.body, path); }));
    }
    const auto first = answers.front().get();
    EXPECT_LT(first.status, 300) << first.body;
    for (std::size_t i = 1; i < answers.size(); ++i) {
      const auto other = answers[i].get();
      EXPECT_EQ(other.status, first.status);
      EXPECT_EQ(other.body, first.body);
    }
  }
  EXPECT_TRUE(running.store().verify_audit());
}

}  // namespace
}  // namespace zhipi::api
