// GET /v1/events, as pages and as streams.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "tests/api/running.h"

namespace zhipi::api {
namespace {

using testing::Ask;
using testing::electronic_application;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::problem_code;
using testing::Running;
using ::testing::StartsWith;

const std::string kStream = "text/event-stream";

std::string submit(Running& running, const std::string& token) {
  const auto answer = running.ask({"POST",
                                   "/v1/applications",
                                   token,
                                   {{"Content-Type", "application/json"}},
                                   canonical_json(electronic_application())});
  EXPECT_EQ(answer.status, 201) << answer.body;
  return std::string(parse_json(answer.body).value().at("id").as_string());
}

Json page(Running& running, const std::string& token, const std::string& query = "") {
  const auto answer = running.ask({"GET", "/v1/events" + query, token});
  EXPECT_EQ(answer.status, 200) << answer.body;
  return parse_json(answer.body).value();
}

std::vector<std::string> names(const Json& page) {
  std::vector<std::string> found;
  for (const Json& event : page.at("events").as_array()) {
    found.emplace_back(event.at("event").as_string());
  }
  return found;
}

std::shared_ptr<http::Stream> listen(Running& running, const std::string& token,
                                     const std::string& query = "",
                                     std::map<std::string, std::string> headers = {}) {
  headers["Accept"] = kStream;
  const auto answer = running.ask({"GET", "/v1/events" + query, token, std::move(headers)});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.content_type, kStream);
  return answer.stream;
}

// What the stream tells until `wanted` stands in it, or it ends.
std::string told(http::Stream& stream, std::string_view wanted) {
  std::string text;
  while (text.find(wanted) == std::string::npos) {
    const auto taken = stream.take();
    text += taken.bytes;
    if (taken.ended) break;
    std::this_thread::yield();
  }
  return text;
}

TEST(Events, ComeInPagesInTheirOrder) {
  Running running;
  const std::string desk = running.key({"submitter"});
  const std::string id = submit(running, desk);
  const Json all = page(running, desk);
  EXPECT_THAT(names(all), ElementsAre("received", "facts_frozen", "decided"));
  EXPECT_EQ(all.at("more"), false);
  const Json& first = all.at("events").at(0);
  EXPECT_EQ(first.at("application"), id.c_str());
  EXPECT_EQ(first.at("matter"), "senior_allowance");
  EXPECT_EQ(first.at("reference"), "2026-0001");
  EXPECT_THAT(
      names(page(running, desk, "?after=" + std::to_string(first.at("sequence").as_int64()))),
      ElementsAre("facts_frozen", "decided"));
  const Json part = page(running, desk, "?limit=2");
  EXPECT_THAT(names(part), ElementsAre("received", "facts_frozen"));
  EXPECT_EQ(part.at("more"), true);
  const std::string next = std::to_string(part.at("next").as_int64());
  EXPECT_THAT(names(page(running, desk, "?after=" + next)), ElementsAre("decided"));
  EXPECT_THAT(names(page(running, desk, "?after=1000")), IsEmpty());
}

TEST(Events, AreSeenByWhoeverSeesTheApplication) {
  Running running;
  const std::string desk = running.key({"submitter"});
  const std::string other = running.key({"submitter"});
  const std::string id = submit(running, desk);
  EXPECT_THAT(names(page(running, other)), IsEmpty());
  EXPECT_EQ(names(page(running, running.key({"reviewer"}))).size(), 3U);
  EXPECT_EQ(problem_code(running.ask({"GET", "/v1/events?application=" + id, other})), "not_found");
  EXPECT_EQ(problem_code(
                running.ask({"GET", "/v1/events?application=" + id, other, {{"Accept", kStream}}})),
            "not_found");
}

TEST(Events, AreFilteredByMatterAndApplication) {
  Running running;
  const std::string desk = running.key({"submitter"});
  const std::string first = submit(running, desk);
  submit(running, desk);
  EXPECT_EQ(names(page(running, desk)).size(), 6U);
  EXPECT_EQ(names(page(running, desk, "?application=" + first)).size(), 3U);
  EXPECT_EQ(names(page(running, desk, "?matter=senior_allowance")).size(), 6U);
  EXPECT_THAT(names(page(running, desk, "?matter=food_licence")), IsEmpty());
}

TEST(Events, ShowNoIdentityNumberWhole) {
  Running running;
  const std::string desk = running.key({"submitter"});
  json::object application = electronic_application();
  application["form"].as_object()["bank_account"] = nullptr;
  application["reference"] = "350102194005061221";
  const auto answer = running.ask({"POST",
                                   "/v1/applications",
                                   desk,
                                   {{"Content-Type", "application/json"}},
                                   canonical_json(application)});
  ASSERT_EQ(answer.status, 201);
  const std::string shown = canonical_json(page(running, desk));
  EXPECT_THAT(shown, HasSubstr("350102********1221"));
  EXPECT_THAT(shown, Not(HasSubstr("350102194005061221")));
}

TEST(Events, RefuseWhatIsNoPositionOrLimit) {
  Running running;
  const std::string desk = running.key({"submitter"});
  for (const auto& [query, code] :
       std::map<std::string, std::string>{{"?after=x", "bad_parameter"},
                                          {"?after=-1", "bad_parameter"},
                                          {"?limit=0", "bad_limit"},
                                          {"?limit=501", "bad_limit"},
                                          {"?since=1", "unknown_parameter"}}) {
    EXPECT_EQ(problem_code(running.ask({"GET", "/v1/events" + query, desk})), code) << query;
  }
}

TEST(EventStream, TellsWhatHappensAsItHappens) {
  Running running;
  const std::string desk = running.key({"submitter"});
  submit(running, desk);
  const auto stream = listen(running, desk);
  EXPECT_EQ(told(*stream, "id: 3\n\n"), "retry: 3000\nid: 3\n\n") << "nothing of before";
  const std::string id = submit(running, desk);
  const std::string text = told(*stream, "event: decided");
  EXPECT_THAT(text, StartsWith("id: 4\nevent: received\ndata: {\"actor\":"));
  EXPECT_THAT(text, HasSubstr("\"application\":\"" + id + "\""));
  EXPECT_THAT(text, HasSubstr("}\n\nid: 5\nevent: facts_frozen\n"));
}

TEST(EventStream, GoesOnWhereAListenerLeftOff) {
  Running running;
  const std::string desk = running.key({"submitter"});
  submit(running, desk);
  const auto from_start = listen(running, desk, "?after=0");
  EXPECT_THAT(told(*from_start, "event: decided"), HasSubstr("id: 1\nevent: received\n"));
  const auto again = listen(running, desk, "?after=0", {{"Last-Event-ID", "2"}});
  const std::string text = told(*again, "event: decided");
  EXPECT_THAT(text, HasSubstr("id: 3\nevent: decided\n"));
  EXPECT_THAT(text, Not(HasSubstr("event: received")));
}

TEST(EventStream, TellsALongHistoryToTheEndWithoutLosingAListener) {
  Running running;
  const std::string desk = running.key({"submitter"});
  for (int i = 0; i < 120; ++i) submit(running, desk);
  const auto stream = listen(running, desk, "?after=0");
  const std::string text = told(*stream, "id: 360\nevent");
  for (int i = 1; i <= 360; ++i) {
    ASSERT_THAT(text, HasSubstr("\nid: " + std::to_string(i) + "\nevent: "));
  }
}

TEST(EventStream, EndsWhenItsKeyIsRemoved) {
  Running running;
  const std::string desk = running.key({"submitter"});
  const auto stream = listen(running, desk);
  running.remove_key(desk);
  while (stream->is_open()) std::this_thread::yield();
}

TEST(EventStream, EndsWithTheService) {
  std::shared_ptr<http::Stream> stream;
  {
    Running running;
    stream = listen(running, running.key({"submitter"}));
    EXPECT_TRUE(stream->is_open());
  }
  EXPECT_FALSE(stream->is_open());
}

TEST(EventFeed, ShowsASilentListenerThatItIsAliveAndWhereToGoOn) {
  Running running;
  FeedOptions options;
  options.look = options.heartbeat = std::chrono::milliseconds(1);
  options.listeners = 1;
  const auto feed = running.feed(options);
  const auto principal =
      std::make_shared<const workflow::Principal>(workflow::Principal{"nobody", {"submitter"}});
  const std::string desk = running.key({"submitter"});
  auto stream = std::make_shared<http::Stream>();
  ASSERT_TRUE(feed->add({stream, Digest::of(desk), principal, {}, 0}));
  submit(running, desk);
  EXPECT_THAT(told(*stream, "id: 3\n"), Not(HasSubstr("event")));
  EXPECT_FALSE(feed->add({std::make_shared<http::Stream>(), Digest::of(desk), principal, {}, 0}))
      << "one too many";
  stream->abandon();
  while (!feed->add({std::make_shared<http::Stream>(), Digest::of(desk), principal, {}, 0})) {
    std::this_thread::yield();
  }
}

}  // namespace
}  // namespace zhipi::api
