// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

std::vector<std::string> components_in_order(const Rig& rig) {
  std::vector<std::string> names;
  for (const auto& ran : rig.ran()) names.push_back(ran.component);
  return names;
}

TEST(Dependency, HoldsAStepBackUntilTheOneBeforeItIsFinished) {
  Daily pipeline;
  const auto archive = pipeline.step("Archive");
  pipeline.step("Delete").depends_on(archive);
  Rig rig{pipeline.builder.build()};
  rig.activity("Archive").succeeds(minutes{10});

  rig.advance(minutes{10} - Duration{1});
  EXPECT_EQ(rig.status("Delete"), Status::waiting_on_dependencies);
  rig.advance(Duration{1});
  EXPECT_EQ(rig.status("Delete"), Status::finished);
}

TEST(Dependency, RunsThroughTheDataNodeThatOneStepWritesAndAnotherReads) {
  Daily pipeline;
  const auto file = pipeline.builder.add("File", FileDataNode{.file_path = "x"});
  pipeline.step("Read").input(file);
  pipeline.step("Write").output(file);
  Rig rig{pipeline.builder.build()};

  rig.advance(hours{1});
  EXPECT_EQ(components_in_order(rig), (std::vector<std::string>{"Write", "Read"}));
}

TEST(Dependency, IsNotImpliedByReadingTheSameData) {
  Daily pipeline;
  const auto file = pipeline.builder.add("File", FileDataNode{.file_path = "x"});
  pipeline.step("First").input(file);
  pipeline.step("Second").input(file);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").hangs();

  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Second"), Status::finished);
}

TEST(Dependency, WithALongerPeriodWaitsForEveryIntervalInside) {
  Daily pipeline{7};
  const auto week = pipeline.builder.add("Week", Schedule{.period = Period{1, Period::Unit::weeks}, .start_date_time = first_day, .occurrences = 1});
  const auto daily = pipeline.step("Copy");
  pipeline.step("Report").schedule(week).depends_on(daily);
  Rig rig{pipeline.builder.build()};
  rig.activity("Copy", first_day + days{6}).succeeds(hours{3});

  rig.advance_to(first_day + days{6} + hours{3} - Duration{1});
  EXPECT_EQ(rig.status("Report"), Status::waiting_on_dependencies);
  rig.advance(Duration{1});
  EXPECT_EQ(rig.status("Report"), Status::finished);
}

TEST(Cascade, FailsTheWholeChainAtTheSameMoment) {
  Daily pipeline;
  pipeline.builder.defaults().failure_and_rerun_mode(FailureAndRerunMode::cascade);
  const auto first = pipeline.step("First");
  const auto second = pipeline.step("Second").depends_on(first);
  pipeline.step("Third").depends_on(second);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").fails("no such table");

  rig.run_until_idle();
  EXPECT_EQ(rig.status("First"), Status::failed);
  EXPECT_EQ(rig.status("Second"), Status::cascade_failed);
  EXPECT_EQ(rig.status("Third"), Status::cascade_failed);
}

TEST(Cascade, LeavesConsumersOfModeNoneWaiting) {
  Daily pipeline;
  const auto first = pipeline.step("First");
  pipeline.step("Second").depends_on(first);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").fails();

  rig.advance(days{30});
  EXPECT_EQ(rig.status("Second"), Status::waiting_on_dependencies);
}

TEST(Cascade, ReachesAnIntervalThatIsReleasedAfterItsDependencyWentBad) {
  Daily pipeline{2};
  pipeline.builder.defaults().failure_and_rerun_mode(FailureAndRerunMode::cascade);
  const auto both =
      pipeline.builder.add("Both", Schedule{.period = days{2}, .start_date_time = first_day, .occurrences = 1});
  const auto long_step = pipeline.step("Long").schedule(both);
  pipeline.step("Short").depends_on(long_step);
  Rig rig{pipeline.builder.build()};
  rig.activity("Long").fails();

  rig.advance_to(first_day + days{1});
  EXPECT_EQ(rig.status("Short", first_day + days{1}), Status::cascade_failed);
}

TEST(OnFail, TellsWhatFailedAndForWhichInterval) {
  Daily pipeline;
  const auto alarm = pipeline.builder.add(
      "Page", SnsAlarm{.topic_arn = "t", .subject = "failed", .message = "#{node.errorMessage} at #{node.@scheduledStartTime}"});
  pipeline.step("Crunch").on_fail(alarm);
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails("disk full");

  rig.run_until_idle();
  ASSERT_EQ(rig.alarms().size(), 1U);
  EXPECT_EQ(rig.alarms()[0].message, "disk full at 2015-05-17T00:00:00");
  EXPECT_EQ(rig.alarms()[0].node, "@Crunch_2015-05-17T00:00:00");
}

TEST(OnFail, NamesTheOriginWhereOnlyTheLastStepHasAnAlarm) {
  Daily pipeline;
  pipeline.builder.defaults().failure_and_rerun_mode(FailureAndRerunMode::cascade);
  const auto alarm = pipeline.builder.add("Page", SnsAlarm{.topic_arn = "t", .subject = "s", .message = "#{node.errorMessage}"});
  const auto first = pipeline.step("First");
  pipeline.step("Last").depends_on(first).on_fail(alarm);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").fails("disk full");

  rig.run_until_idle();
  ASSERT_EQ(rig.alarms().size(), 1U);
  EXPECT_EQ(rig.alarms()[0].message, "caused by @First_2015-05-17T00:00:00: disk full");
}

TEST(OnSuccess, FiresOnceAlsoAfterARetry) {
  Daily pipeline;
  const auto note = pipeline.builder.add("Note", SnsAlarm{.topic_arn = "t", .subject = "s", .message = "done"});
  pipeline.step("Crunch").maximum_retries(1).retry_delay(minutes{1}).on_success(note);
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails().then_succeeds();

  rig.advance(hours{1});
  EXPECT_EQ(rig.alarms().size(), 1U);
}

TEST(LateAction, FiresWhenAStepIsNotDoneInTime) {
  Daily pipeline;
  const auto alarm = pipeline.builder.add("Late", SnsAlarm{.topic_arn = "t", .subject = "s", .message = "late"});
  pipeline.step("Crunch").late_after_timeout(hours{2}).on_late_action(alarm);
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").hangs();

  rig.advance(days{1});
  ASSERT_EQ(rig.alarms().size(), 1U);
  EXPECT_EQ(rig.alarms()[0].at, first_day + hours{2});
}

TEST(LateAction, CanEndTheLateStep) {
  Daily pipeline;
  const auto end = pipeline.builder.add("End", Terminate{});
  pipeline.step("Crunch").late_after_timeout(hours{2}).on_late_action(end);
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").hangs();

  rig.advance(days{1});
  EXPECT_EQ(rig.status("Crunch"), Status::canceled);
}

}  // namespace
}  // namespace penstock::testing
