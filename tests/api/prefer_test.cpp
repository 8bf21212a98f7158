#include "api/prefer.h"

#include <gtest/gtest.h>

namespace zhipi::api {
namespace {

using std::chrono::seconds;

TEST(Prefer, WaitIsInSeconds) {
  EXPECT_EQ(preferred_wait("wait=10"), seconds(10));
  EXPECT_EQ(preferred_wait("wait=0"), seconds(0));
}

TEST(Prefer, WaitStandsAmongOthersAndHasAnyCaseBlanksQuotesAndParameters) {
  EXPECT_EQ(preferred_wait("respond-async, WAIT = 7 ; foo=1"), seconds(7));
  EXPECT_EQ(preferred_wait("return=minimal;a=\"wait=3, x\", wait=\"9\""), seconds(9));
}

TEST(Prefer, TheFirstWaitCounts) {
  EXPECT_EQ(preferred_wait("wait=5, wait=50"), seconds(5));
}

TEST(Prefer, NobodyIsKeptLongerThanTheLongestWait) {
  EXPECT_EQ(preferred_wait("wait=61"), kLongestWait);
  EXPECT_EQ(preferred_wait("wait=99999999999999999999999999"), kLongestWait);
}

TEST(Prefer, LeadingZerosSayNothing) {
  EXPECT_EQ(preferred_wait("wait=00000000000000004"), seconds(4));
}

TEST(Prefer, WhatCannotBeUnderstoodIsNoPreference) {
  for (const char* const field : {"", ",", "wait", "wait=", "wait=-1", "wait=1.5", "wait=ten",
                                  "waiting=4", "\"wait=4", "wait=\"4", "wait=\"\"", ";wait=4"}) {
    EXPECT_EQ(preferred_wait(field), std::nullopt) << field;
  }
}

}  // namespace
}  // namespace zhipi::api
