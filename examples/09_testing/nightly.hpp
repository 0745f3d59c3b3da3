// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The pipeline under test: what goes to production, nothing made for the test. Each night the day's log is archived and then deleted;
/// once a week a report is written over seven archives.
///
///     Log (if it has Arrived) ──► Archive ──► Delete        each day
///                                    └═══════► Report       over all seven days

#include <chrono>

#include "penstock/penstock.hpp"

inline penstock::Definition nightly_pipeline() {
  using namespace penstock;
  using namespace std::chrono_literals;
  using std::chrono::days;

  PipelineBuilder pipeline{"nightly"};
  const auto daily = pipeline.add("Daily", Schedule{.period = days{1}, .start_date_time = utc("2024-03-04"), .occurrences = 7});
  const auto weekly = pipeline.add("Weekly", Schedule{.period = days{7}, .start_date_time = utc("2024-03-04"), .occurrences = 1});
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
  pipeline.add("Report", ShellCommandActivity{.command = "report #{@scheduledStartTime}"}).schedule(weekly).depends_on(archive);
  return pipeline.build();
}
