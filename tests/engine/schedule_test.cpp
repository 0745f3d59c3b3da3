// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

TEST(CronSchedule, RunsEachIntervalAtItsStart) {
  Daily pipeline{7};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};

  rig.advance(days{7});
  ASSERT_EQ(rig.ran().size(), 7U);
  for (const auto& ran : rig.ran()) EXPECT_EQ(ran.at, ran.scheduled);
}

TEST(TimeseriesSchedule, RunsEachIntervalAtItsEnd) {
  Daily pipeline{7};
  pipeline.builder.defaults().schedule_type(ScheduleType::timeseries);
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};

  rig.advance(days{8});
  ASSERT_EQ(rig.ran().size(), 7U);
  for (const auto& ran : rig.ran()) EXPECT_EQ(ran.at, ran.scheduled + days{1});
}

TEST(Backfill, RunsPastIntervalsAtOnceOldestFirst) {
  Daily pipeline{30};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build(), {.start = first_day + days{29}}};

  rig.run_until_idle();
  ASSERT_EQ(rig.ran().size(), 30U);
  for (std::size_t i = 1; i < rig.ran().size(); ++i) EXPECT_LT(rig.ran()[i - 1].scheduled, rig.ran()[i].scheduled);
}

TEST(Backfill, KeepsNoMoreInstancesAliveThanMaxActiveInstancesAllows) {
  Daily pipeline{30};
  pipeline.step("Crunch").max_active_instances(5);
  Rig rig{pipeline.builder.build(), {.start = first_day + days{29}}};
  rig.activity("Crunch").hangs();

  rig.run_until_idle();
  EXPECT_EQ(rig.ran().size(), 5U);
}

TEST(Backfill, ReleasesTheNextIntervalWhenOneEnds) {
  Daily pipeline{30};
  pipeline.step("Crunch").max_active_instances(1);
  Rig rig{pipeline.builder.build(), {.start = first_day + days{29}}};
  rig.activity("Crunch").succeeds(minutes{1});

  rig.advance(minutes{30});
  EXPECT_EQ(rig.ran().size(), 30U);
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST(LiveInstances, StayWithinTheEnginesBound) {
  Daily pipeline{1'000};
  pipeline.step("Crunch");
  RigOptions options{.start = first_day + days{2'000}};
  options.engine.max_live_instances = 10;
  Rig rig{pipeline.builder.build(), options};
  rig.activity("Crunch").hangs();

  rig.run_until_idle();
  EXPECT_EQ(rig.ran().size(), 10U);
}

TEST(LiveInstances, MayExceedTheBoundWhereEverythingAliveWaitsForWhatIsToCome) {
  Daily pipeline{100};
  const auto whole = pipeline.builder.add("Whole", Schedule{.period = days{100}, .start_date_time = first_day, .occurrences = 1});
  const auto daily = pipeline.step("Copy");
  for (int i = 0; i < 5; ++i) pipeline.step("Report" + std::to_string(i)).schedule(whole).depends_on(daily);
  RigOptions options{.start = first_day + days{200}};
  options.engine.max_live_instances = 3;
  Rig rig{pipeline.builder.build(), options};

  rig.run_until_idle();
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST(OnDemand, RunsOnceForEachActivation) {
  PipelineBuilder builder{"test"};
  builder.defaults().schedule_type(ScheduleType::ondemand);
  builder.add("Crunch", ShellCommandActivity{.command = "true"});
  Rig rig{builder.build()};

  rig.run_until_idle();
  rig.engine().activate(rig.pipeline());
  rig.engine().activate(rig.pipeline());
  rig.run_until_idle();
  EXPECT_EQ(rig.ran().size(), 3U);
}

TEST(OnDemand, QueuesActivationsBeyondTheAllowedNumberOfRuns) {
  PipelineBuilder builder{"test"};
  builder.defaults().schedule_type(ScheduleType::ondemand).max_active_instances(1);
  builder.add("Crunch", ShellCommandActivity{.command = "true"});
  Rig rig{builder.build()};
  rig.activity("Crunch").succeeds(minutes{10});

  rig.run_until_idle();
  rig.engine().activate(rig.pipeline());
  rig.run_until_idle();
  EXPECT_EQ(rig.ran().size(), 1U);
  rig.advance(minutes{10});
  EXPECT_EQ(rig.ran().size(), 2U);
}

TEST(OnDemand, GivesRunsOfOneSecondConsecutiveTimes_AlsoAcrossARestart) {
  PipelineBuilder builder{"test"};
  builder.defaults().schedule_type(ScheduleType::ondemand);
  builder.add("Crunch", ShellCommandActivity{.command = "true"});
  Rig rig{builder.build()};
  rig.run_until_idle();

  rig.restart();
  rig.engine().activate(rig.pipeline());
  rig.run_until_idle();
  ASSERT_EQ(rig.ran().size(), 2U);
  EXPECT_EQ(rig.ran()[1].scheduled, rig.ran()[0].scheduled + std::chrono::seconds{1});
}

TEST(Pipeline, IsFinishedWhenEveryIntervalEndedWell) {
  Daily pipeline{2};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};

  rig.advance(hours{1});
  EXPECT_EQ(rig.state(), PipelineState::scheduled);
  rig.advance(days{1});
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST(Pipeline, StaysScheduledWhenSomethingFailed_SoThatItCanBeRepaired) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails();

  rig.advance(days{2});
  EXPECT_EQ(rig.state(), PipelineState::scheduled);
}

}  // namespace
}  // namespace penstock::testing
