#include "api/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace zhipi::api {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(Metrics& metrics, const Sample& sample = {}) {
  return metrics.text([&] { return sample; });
}

Decision decision(Outcome outcome) {
  Decision made;
  made.matter = "senior_allowance";
  made.outcome = outcome;
  made.verdicts = {{.criterion = "age_80", .result = Result::pass},
                   {.criterion = "alive", .result = Result::unknown}};
  made.reasons = {{"lookup_failed", "", {}}};
  return made;
}

TEST(Metrics, CountCallsByRouteAndStatusAndTimeThem) {
  Metrics metrics;
  metrics.answered("GET", "/v1/matters", 200, milliseconds(3));
  metrics.answered("GET", "/v1/matters", 200, milliseconds(30));
  metrics.refused(404, "not_found");
  const std::string text = text_of(metrics);
  EXPECT_THAT(
      text,
      HasSubstr(R"(zhipi_http_requests_total{method="GET",route="/v1/matters",status="200"} 2)"));
  EXPECT_THAT(text, HasSubstr("zhipi_http_request_seconds_bucket"
                              R"({method="GET",route="/v1/matters",le="0.005"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(zhipi_http_refusals_total{code="not_found",status="404"} 1)"));
}

TEST(Metrics, CountVerdictsDecisionsAndLookupsOfADecision) {
  Metrics metrics;
  metrics.decided(decision(Outcome::approve), {{"population", true}, {"civil_affairs", false}});
  const std::string text = text_of(metrics);
  for (
      const char* const line :
      {R"(zhipi_verdicts_total{criterion="age_80",matter="senior_allowance",result="pass"} 1)",
       R"(zhipi_verdicts_total{criterion="alive",matter="senior_allowance",result="unknown"} 1)",
       R"(zhipi_decisions_total{automatic="true",maker="engine",matter="senior_allowance",outcome="approve"} 1)",
       R"(zhipi_lookups_total{lookup="population",matter="senior_allowance",result="answered"} 1)",
       R"(zhipi_lookups_total{lookup="civil_affairs",matter="senior_allowance",result="failed"} 1)"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("zhipi_escalation_reasons_total{")));
}

TEST(Metrics, CountWhyAPersonIsAskedAndWhatPeopleDecide) {
  Metrics metrics;
  metrics.decided(decision(Outcome::escalate), {});
  metrics.decided_by_person("senior_allowance", "deny");
  const std::string text = text_of(metrics);
  EXPECT_THAT(
      text,
      HasSubstr(
          R"(zhipi_escalation_reasons_total{code="lookup_failed",matter="senior_allowance"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(maker="person",matter="senior_allowance",outcome="deny"} 1)"));
}

TEST(Metrics, TimeReadingByMaterialAndCountWhatCouldNotBeRead) {
  Metrics metrics;
  MaterialReading reading;
  reading.problems = {{"unreadable", "…", "page 1"}};
  metrics.read("senior_allowance", "id_card", milliseconds(800), reading);
  const std::string text = text_of(metrics);
  EXPECT_THAT(text, HasSubstr(R"(zhipi_reading_seconds_count{material="id_card",)"));
  EXPECT_THAT(text, HasSubstr(R"(code="unreadable",material="id_card",)"));
}

TEST(Metrics, TellHowTheQueueAndTheStoreStand) {
  Metrics metrics;
  metrics.committed(7, milliseconds(2));
  Sample sample;
  sample.now = store::Time(milliseconds(90'000));
  sample.queue = {.waiting = 3, .leased = 1, .parked = 2, .oldest = store::Time(milliseconds(0))};
  sample.connections = 5;
  const std::string text = text_of(metrics, sample);
  EXPECT_THAT(text, HasSubstr(R"(zhipi_queue_jobs{state="parked"} 2)"));
  EXPECT_THAT(text, HasSubstr("zhipi_queue_oldest_seconds 90\n"));
  EXPECT_THAT(text, HasSubstr("zhipi_http_connections 5\n"));
  EXPECT_THAT(text, HasSubstr(R"(zhipi_store_group_units_bucket{le="8"} 1)"));
  EXPECT_THAT(text, HasSubstr("zhipi_store_commit_seconds_count 1\n"));
}

TEST(Metrics, TellHowFarTheCalendarsReach) {
  Metrics metrics;
  EXPECT_THAT(text_of(metrics, {.calendar_days = 34}), HasSubstr("zhipi_calendar_days 34\n"));
}

TEST(Metrics, TellOfTheProcessWhatTheKernelSays) {
  Metrics metrics;
  const std::string text = text_of(metrics);
  EXPECT_THAT(text, HasSubstr("\nprocess_resident_memory_bytes "));
  EXPECT_THAT(text, Not(HasSubstr("\nprocess_resident_memory_bytes 0\n")));
  EXPECT_THAT(text, Not(HasSubstr("\nprocess_start_time_seconds 0\n")));
  EXPECT_THAT(text, HasSubstr("zhipi_build_info{version=\""));
}

TEST(Metrics, AskAtMostOnceASecond) {
  Metrics metrics;
  int asked = 0;
  for (int time = 0; time < 3; ++time) {
    metrics.text([&] {
      ++asked;
      return Sample{};
    });
  }
  EXPECT_EQ(asked, 1);
}

TEST(Metrics, AFamilyThatGrowsWithoutEndCountsUnderOther) {
  Metrics metrics;
  for (int number = 0; number < 6000; ++number) {
    metrics.refused(400, "code" + std::to_string(number));
  }
  const std::string text = text_of(metrics);
  EXPECT_THAT(text, HasSubstr(R"(zhipi_http_refusals_total{code="other",status="other"} 1000)"));
}

}  // namespace
}  // namespace zhipi::api
