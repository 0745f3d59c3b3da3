// SPDX-License-Identifier: Apache-2.0

/// How a host tests a pipeline of its own: the definition that goes to production, on a bench where time moves when the test moves it and
/// steps end as the test says. Nothing sleeps, no command is run, no file is touched.

#include <gtest/gtest.h>

#include <chrono>

#include "penstock/penstock.hpp"
#include "penstock/testing/rig.hpp"

namespace {

using namespace penstock;
using namespace std::chrono_literals;
using penstock::testing::Rig;
using std::chrono::days;

const Instant monday = utc("2024-03-04");

/// The pipeline under test: each day's log is archived and then deleted; once a week a report is written over seven archives.
Definition nightly_pipeline() {
  PipelineBuilder pipeline{"nightly"};
  const auto daily = pipeline.add("Daily", Schedule{.period = days{1}, .start_date_time = monday, .occurrences = 7});
  const auto weekly = pipeline.add("Weekly", Schedule{.period = days{7}, .start_date_time = monday, .occurrences = 1});
  const auto page = pipeline.add("Page", CallbackAction{.callback = "page", .message = "#{node.name}: #{node.errorMessage}"});
  pipeline.defaults().schedule(daily).schedule_type(ScheduleType::cron).failure_and_rerun_mode(FailureAndRerunMode::cascade);

  const auto arrived = pipeline.add("Arrived", FileExists{.path = "#{node.filePath}"}).retry_delay(5min);
  const auto log = pipeline.add("Log", FileDataNode{.file_path = "#{format(@scheduledStartTime,'YYYY-MM-dd')}.log"}).precondition(arrived);
  const auto archive = pipeline.add("Archive", ShellCommandActivity{.command = "gzip -k #{input.filePath}"})
                           .input(log)
                           .maximum_retries(2)
                           .retry_delay(10min)
                           .on_fail(page);
  pipeline.add("Delete", ShellCommandActivity{.command = "rm #{input.filePath}"}).input(log).depends_on(archive);
  pipeline.add("Report", ShellCommandActivity{.command = "report"}).schedule(weekly).depends_on(archive);
  return pipeline.build();
}

struct Nightly : ::testing::Test {
  Rig rig{nightly_pipeline(), {.start = monday}};
};

TEST_F(Nightly, TriesTheArchiveAgainTenMinutesAfterAFailure) {
  rig.activity("Archive").fails("disk full").then_succeeds();

  rig.advance(10min - 1ms);
  EXPECT_EQ(rig.status("Archive", monday), Status::waiting_for_runner);
  rig.advance(1ms);
  EXPECT_EQ(rig.status("Archive", monday), Status::finished);
  EXPECT_EQ(rig.attempts("Archive", monday).front().error_message, "disk full");
}

TEST_F(Nightly, WaitsForALogThatArrivesLate) {
  rig.precondition("Arrived").is_met_from(monday + 3h);

  rig.advance(2h);
  EXPECT_EQ(rig.status("Archive", monday), Status::waiting_on_dependencies);
  rig.advance(1h);
  EXPECT_EQ(rig.status("Archive", monday), Status::finished);
  EXPECT_EQ(rig.ran().front().at, monday + 3h);
}

TEST_F(Nightly, NeverDeletesALogThatCouldNotBeArchived) {
  rig.activity("Archive", monday + days{2}).fails("disk full");

  rig.advance(days{7});
  EXPECT_EQ(rig.status("Delete", monday + days{2}), Status::cascade_failed);
  EXPECT_TRUE(rig.attempts("Delete", monday + days{2}).empty());
  EXPECT_EQ(rig.status("Delete", monday + days{3}), Status::finished);
}

TEST_F(Nightly, PagesOnceWhenAllThreeAttemptsHaveFailed) {
  rig.activity("Archive", monday).fails("disk full");

  rig.advance(1h);
  ASSERT_EQ(rig.alarms().size(), 1U);
  EXPECT_EQ(rig.alarms().front().message, "Archive: disk full");
  EXPECT_EQ(rig.alarms().front().at, monday + 20min);
}

TEST_F(Nightly, ReportsOnTheWeekWhenItsLastDayIsArchived) {
  rig.activity("Archive", monday + days{6}).succeeds(90min);

  rig.advance_to(monday + days{6} + 90min - 1ms);
  EXPECT_EQ(rig.status("Report"), Status::waiting_on_dependencies);
  rig.advance(1ms);
  EXPECT_EQ(rig.status("Report"), Status::finished);
  EXPECT_EQ(rig.ran().size(), 7U + 7U + 1U);
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST_F(Nightly, GoesOnAfterTheProgramWasKilled) {
  rig.activity("Archive", monday).hangs().then_succeeds();
  rig.run_until_idle();

  rig.restart();
  rig.run_until_idle();
  EXPECT_EQ(rig.attempts("Archive", monday).size(), 2U);
  EXPECT_EQ(rig.status("Delete", monday), Status::finished);
}

}  // namespace
