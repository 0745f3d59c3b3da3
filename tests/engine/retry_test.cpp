// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

TEST(Retry, StartsAgainOnlyAfterTheRetryDelay) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(1).retry_delay(minutes{10});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails("disk full").then_succeeds();

  rig.run_until_idle();
  EXPECT_EQ(rig.status("Crunch"), Status::waiting_for_runner);
  rig.advance(minutes{10} - Duration{1});
  EXPECT_EQ(rig.status("Crunch"), Status::waiting_for_runner);
  rig.advance(Duration{1});
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
}

TEST(Retry, AllowsOneAttemptMoreThanMaximumRetries) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(3).retry_delay(minutes{1});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails();

  rig.advance(hours{1});
  EXPECT_EQ(rig.attempts("Crunch").size(), 4U);
  EXPECT_EQ(rig.status("Crunch"), Status::failed);
}

TEST(Retry, RecordsWhyEachAttemptFailed) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(1).retry_delay(minutes{1});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails("disk full").then_fails("still full");

  rig.advance(hours{1});
  const auto attempts = rig.attempts("Crunch");
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].error_message, "disk full");
  EXPECT_EQ(attempts[1].error_message, "still full");
}

TEST(AttemptTimeout, FailsTheAttemptAndTriesAgain) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(1).retry_delay(minutes{1}).attempt_timeout(minutes{5});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").hangs().then_succeeds();

  rig.advance(hours{1});
  const auto attempts = rig.attempts("Crunch");
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].error_id, "Service_AttemptTimeout");
  EXPECT_EQ(attempts[0].ended, first_day + minutes{5});
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
}

TEST(AttemptTimeout, LetsWorkThatEndsAtTheVeryMomentFinish) {
  Daily pipeline;
  pipeline.step("Crunch").attempt_timeout(minutes{5});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").succeeds(minutes{5});

  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
}

TEST(ExpressionError, FailsTheInstanceWithoutARetry) {
  Daily pipeline;
  pipeline.builder.add("Crunch", ShellCommandActivity{.command = "#{1 / (day(@scheduledStartTime) - 17)}"}).maximum_retries(3);
  Rig rig{pipeline.builder.build()};

  rig.advance(hours{1});
  const auto attempts = rig.attempts("Crunch");
  ASSERT_EQ(attempts.size(), 1U);
  EXPECT_EQ(attempts[0].error_id, "Service_ExpressionError");
  EXPECT_EQ(rig.status("Crunch"), Status::failed);
}

}  // namespace
}  // namespace penstock::testing
