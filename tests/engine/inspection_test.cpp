// SPDX-License-Identifier: Apache-2.0

/// What an engine answers: where an instance stands, in ids and in words; health; what runs next.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/pipelines.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

/// Each day: RawLog, once LogArrived is met → CountHits → Totals. Both activities fall with what they wait for.
Definition traffic(int count = 1, FailureAndRerunMode mode = FailureAndRerunMode::cascade) {
  Daily pipeline{count};
  pipeline.builder.defaults().failure_and_rerun_mode(mode).maximum_retries(1).retry_delay(5min);
  const auto arrived = pipeline.builder.add("LogArrived", ShellCommandPrecondition{.command = "true"});
  const auto raw = pipeline.builder.add("RawLog", FileDataNode{.file_path = "raw"}).precondition(arrived);
  const auto hits = pipeline.step("CountHits").input(raw);
  pipeline.step("Totals").depends_on(hits);
  return pipeline.builder.build();
}

std::string in_words(Rig& rig, const std::string& component, Instant start = first_day) { return rig.inspect(component, start).in_words; }

TEST(InWords, FollowWhatIsMissingToTheEndOfTheChain) {
  Rig rig{traffic()};
  rig.precondition("LogArrived").is_not_met();
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "Totals"),
            "waiting for CountHits of 2015-05-17, which waits for RawLog of 2015-05-17, which waits for LogArrived, which is not met");
}

TEST(InWords, TellThatSomethingIsRunning) {
  Rig rig{traffic()};
  rig.activity("CountHits").hangs();
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "Totals"), "waiting for CountHits of 2015-05-17, which is RUNNING");
}

TEST(InWords, TellWhenItIsTriedAgain) {
  Rig rig{traffic()};
  rig.activity("CountHits").fails();
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "CountHits"), "waiting for its retry at 2015-05-17T00:05:00");
  EXPECT_EQ(in_words(rig, "Totals"), "waiting for CountHits of 2015-05-17, which waits for its retry at 2015-05-17T00:05:00");
}

TEST(InWords, TellOfAFailureThatIsInTheWay) {
  Rig rig{traffic(1, FailureAndRerunMode::none)};
  rig.activity("CountHits").fails("disk full");
  rig.advance(1h);
  EXPECT_EQ(in_words(rig, "Totals"), "waiting for CountHits of 2015-05-17, which is FAILED: disk full");
}

TEST(InWords, TellOfAPreconditionThatFailed) {
  Rig rig{traffic(1, FailureAndRerunMode::none)};
  rig.precondition("LogArrived").has_error("no such host");
  rig.advance(1h);
  EXPECT_EQ(in_words(rig, "RawLog"), "waiting for LogArrived, which is FAILED: no such host");
}

TEST(InWords, TellWhatAnInstanceFellWith) {
  Rig rig{traffic()};
  rig.activity("CountHits").fails("disk full");
  rig.advance(1h);
  EXPECT_EQ(in_words(rig, "CountHits"), "FAILED: disk full");
  EXPECT_EQ(in_words(rig, "Totals"), "CASCADE_FAILED: caused by @CountHits_2015-05-17T00:00:00: disk full");
}

TEST(InWords, CountWhatElseIsMissing) {
  Daily pipeline{3};
  const auto weekly = pipeline.builder.add("Week", Schedule{.period = days{7}, .start_date_time = first_day, .occurrences = 1});
  pipeline.step("Weekly").schedule(weekly).depends_on(pipeline.step("Each"));
  Rig rig{pipeline.builder.build()};
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "Weekly"), "waiting for Each of 2015-05-18 (and 1 more), which is due at 2015-05-18T00:00:00");
}

TEST(InWords, NameTheHourWhereIntervalsAreShorterThanADay) {
  PipelineBuilder builder{"test"};
  const auto hourly = builder.add("Hourly", Schedule{.period = hours{1}, .start_date_time = first_day, .occurrences = 1});
  builder.defaults().schedule(hourly).schedule_type(ScheduleType::cron);
  builder.add("B", ShellCommandActivity{.command = "b"}).depends_on(builder.add("A", ShellCommandActivity{.command = "a"}));
  Rig rig{builder.build()};
  rig.activity("A").hangs();
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "B"), "waiting for A of 2015-05-17T00:00:00, which is RUNNING");
}

TEST(InWords, NameTheResourceThatIsComingUp) {
  Daily pipeline;
  pipeline.step("Crunch").runs_on(pipeline.builder.add("Box", Ec2Resource{}));
  Rig rig{pipeline.builder.build()};
  rig.resource("Box").comes_up(5min);
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "Crunch"), "waiting for its resource Box of 2015-05-17, which is CREATING");
}

TEST(InWords, NameTheWorkerGroupThatTakesNothing) {
  Daily pipeline;
  pipeline.step("Haul").worker_group("crew");
  Rig rig{pipeline.builder.build()};
  rig.activity("Haul").then({.what = ActivityEntry::What::polled});
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "Haul"), "waiting for a runner of group crew");
}

TEST(InWords, TellThatTheComponentIsPaused) {
  Rig rig{traffic(2)};
  ASSERT_EQ(rig.engine().pause(rig.pipeline(), ObjectId{"CountHits"}), std::nullopt);
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "CountHits"), "waiting until its component is resumed");
}

TEST(InWords, AreNoneOnceItIsFinished) {
  Rig rig{traffic()};
  rig.run_until_idle();
  EXPECT_EQ(in_words(rig, "Totals"), "");
}

TEST(WaitingOn, NamesWhatIsMissingByItsIds) {
  Rig rig{traffic()};
  rig.precondition("LogArrived").is_not_met();
  rig.run_until_idle();
  EXPECT_THAT(rig.inspect("CountHits", first_day).waiting_on, ElementsAre("@RawLog_2015-05-17T00:00:00"));
  EXPECT_THAT(rig.inspect("RawLog", first_day).waiting_on, ElementsAre("@LogArrived_2015-05-17T00:00:00@RawLog"));
}

TEST(CascadeFailedOn, LeadsFromTheNearestToTheOrigin) {
  Rig rig{traffic()};
  rig.precondition("LogArrived").has_error();
  rig.advance(1h);
  EXPECT_THAT(rig.inspect("Totals", first_day).cascade_failed_on,
              ElementsAre("@CountHits_2015-05-17T00:00:00", "@RawLog_2015-05-17T00:00:00", "@LogArrived_2015-05-17T00:00:00@RawLog"));
}

TEST(Inspection, OfAnUnknownInstanceIsNone) {
  Rig rig{traffic()};
  EXPECT_EQ(rig.engine().inspect(rig.pipeline(), InstanceId{"@Nobody_2015-05-17T00:00:00"}), std::nullopt);
  EXPECT_EQ(rig.engine().inspect(PipelineId{"nothing"}, Rig::instance("Totals", first_day)), std::nullopt);
}

Health health_of(Rig& rig, const std::string& component) {
  const auto health = rig.engine().health(rig.pipeline());
  for (const auto& each : health->components) {
    if (each.component == component) return each.health;
  }
  throw std::out_of_range{component};
}

TEST(HealthQuery, IsThatOfTheInstanceThatEndedLast) {
  Rig rig{traffic(2)};
  rig.activity("CountHits", first_day).fails();
  rig.advance(1h);
  EXPECT_EQ(health_of(rig, "CountHits"), Health::error);
  rig.advance(days{1});
  EXPECT_EQ(health_of(rig, "CountHits"), Health::healthy);
}

TEST(HealthQuery, OfThePipelineIsAnErrorIfAnyComponentIs) {
  Rig rig{traffic()};
  rig.activity("Totals").fails();
  rig.advance(1h);
  EXPECT_EQ(health_of(rig, "CountHits"), Health::healthy);
  EXPECT_EQ(rig.engine().health(rig.pipeline())->health, Health::error);
}

TEST(HealthQuery, IsNoneBeforeAnythingHasEnded) {
  Rig rig{traffic()};
  rig.precondition("LogArrived").is_not_met();
  rig.run_until_idle();
  EXPECT_EQ(rig.engine().health(rig.pipeline())->health, Health::none);
}

NextRun next_run(Rig& rig, const std::string& component) {
  const auto runs = rig.engine().next_runs(rig.pipeline()).value();
  for (const auto& run : runs) {
    if (run.component == component) return run;
  }
  throw std::out_of_range{component};
}

TEST(NextRuns, AreListedInTheOrderOfTheDefinition) {
  Rig rig{traffic(2)};
  std::vector<std::string> components;
  const auto runs = rig.engine().next_runs(rig.pipeline()).value();
  for (const auto& run : runs) components.push_back(run.component);
  EXPECT_THAT(components, ElementsAre("RawLog", "CountHits", "Totals"));
}

TEST(NextRuns, TellTheIntervalAndWhenItIsDue) {
  Rig rig{traffic(2)};
  rig.run_until_idle();
  const auto next = next_run(rig, "CountHits");
  ASSERT_TRUE(next.interval);
  EXPECT_EQ(next.interval->start, first_day + days{1});
  EXPECT_EQ(next.interval->end, first_day + days{2});
  EXPECT_EQ(next.due, first_day + days{1});
  EXPECT_FALSE(next.held);
}

TEST(NextRuns, OfTimeseriesAreDueAtTheEndOfTheirInterval) {
  Daily pipeline;
  pipeline.step("Load").schedule_type(ScheduleType::timeseries);
  Rig rig{pipeline.builder.build()};
  EXPECT_EQ(next_run(rig, "Load").due, first_day + days{1});
}

TEST(NextRuns, AreNoneWhenTheScheduleIsOver) {
  Rig rig{traffic(1, FailureAndRerunMode::none)};
  rig.activity("CountHits").hangs();
  rig.run_until_idle();
  EXPECT_EQ(next_run(rig, "CountHits").interval, std::nullopt);
}

TEST(NextRuns, SayThatNoMoreMayBeAlive) {
  Daily pipeline{3};
  pipeline.step("Load").max_active_instances(1);
  Rig rig{pipeline.builder.build()};
  rig.activity("Load").hangs();
  rig.advance(days{1});
  EXPECT_TRUE(next_run(rig, "Load").held);
  EXPECT_EQ(next_run(rig, "Load").due, first_day + days{1});
}

TEST(NextRuns, AreNoneWhileThePipelineIsInactive) {
  Rig rig{traffic(2)};
  rig.run_until_idle();
  ASSERT_EQ(rig.engine().deactivate(rig.pipeline()), std::nullopt);
  EXPECT_EQ(next_run(rig, "CountHits").interval, std::nullopt);
}

TEST(NextRuns, OfAnUnknownPipelineAreNone) {
  Rig rig{traffic()};
  EXPECT_EQ(rig.engine().next_runs(PipelineId{"nothing"}), std::nullopt);
}

}  // namespace
}  // namespace penstock::testing
