// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/matchers.hpp"

#include <gtest/gtest.h>

#include <string>

#include "penstock/definition/builder.hpp"

namespace penstock::testing {
namespace {

using ::testing::Not;
using namespace std::chrono_literals;

/// Knead fails once, Bake waits for it, Sell is never reached.
struct Bakery {
  Bakery() : rig{definition()} {
    rig.activity("Knead").fails("too dry", 5min).then_succeeds(5min);
    rig.activity("Bake").fails("burnt", 10min);
    rig.advance(1h);
  }
  static Definition definition() {
    PipelineBuilder pipeline{"bakery"};
    pipeline.defaults().schedule_type(ScheduleType::ondemand).maximum_retries(1).retry_delay(10min);
    auto knead = pipeline.add("Knead", ShellCommandActivity{.command = "knead"});
    auto bake = pipeline.add("Bake", ShellCommandActivity{.command = "bake"}).depends_on(knead).maximum_retries(0);
    pipeline.add("Sell", ShellCommandActivity{.command = "sell"}).depends_on(bake);
    return pipeline.build();
  }
  Rig rig;
};

TEST(HasStatus, ComparesWhereAnInstanceStands) {
  const Bakery bakery;
  EXPECT_THAT(bakery.rig.seen("Bake"), HasStatus(Status::failed));
  EXPECT_THAT(bakery.rig.seen("Bake"), Not(HasStatus(Status::finished)));
}

TEST(HasStatus, SaysScheduledOfWhatIsNotThere) {
  const Bakery bakery;
  EXPECT_THAT(bakery.rig.seen("Bake", utc("1999-01-01")), HasStatus(Status::scheduled));
}

TEST(Tried, CountsAttempts) {
  const Bakery bakery;
  EXPECT_THAT(bakery.rig.seen("Knead"), Tried(2));
  EXPECT_THAT(bakery.rig.seen("Sell"), Tried(0));
}

TEST(RanAfter, ComparesTheFirstAttemptWithTheLastOfTheOther) {
  const Bakery bakery;
  EXPECT_THAT(bakery.rig.seen("Bake"), RanAfter(bakery.rig.seen("Knead")));
  EXPECT_THAT(bakery.rig.seen("Knead"), Not(RanAfter(bakery.rig.seen("Bake"))));
}

TEST(RanAfter, IsFalseOfWhatNeverRan) {
  const Bakery bakery;
  EXPECT_THAT(bakery.rig.seen("Sell"), Not(RanAfter(bakery.rig.seen("Bake"))));
}

TEST(Seen, IsPrintedInWords) {
  const Bakery bakery;
  EXPECT_EQ(::testing::PrintToString(bakery.rig.seen("Bake")),
            "@Bake_2015-05-17T00:00:00 FAILED, attempt 1 2015-05-17T00:20:00 to 2015-05-17T00:30:00 ActivityFailed");
}

}  // namespace
}  // namespace penstock::testing
