// SPDX-License-Identifier: Apache-2.0

/// When things go wrong: a step is tried again, then fails, those who need its result fall with it, somebody is told, and once the cause is
/// gone one rerun sets all of it right. On a test bench, where steps fail when they are told to.

#include <chrono>
#include <iostream>

#include "penstock/penstock.hpp"
#include "penstock/testing/rig.hpp"

using namespace penstock;
using namespace std::chrono_literals;

int main() {
  const auto day = utc("2024-03-01");
  PipelineBuilder pipeline{"nightly"};
  const auto once = pipeline.add("Once", Schedule{.period = 24h, .start_date_time = day, .occurrences = 1});
  const auto tell = pipeline.add("Tell", SnsAlarm{.topic_arn = "ops", .subject = "#{node.name} failed", .message = "#{node.errorMessage}"});
  pipeline.defaults().schedule(once).schedule_type(ScheduleType::cron).failure_and_rerun_mode(FailureAndRerunMode::cascade);

  // A number of retries, not of tries: three attempts in all.
  const auto load = pipeline.add("Load", ShellCommandActivity{.command = "load"}).maximum_retries(2).retry_delay(10min).on_fail(tell);
  const auto sum = pipeline.add("Sum", ShellCommandActivity{.command = "sum"}).depends_on(load);
  pipeline.add("Mail", ShellCommandActivity{.command = "mail"}).depends_on(sum);

  testing::Rig rig{pipeline.build(), {.start = day}};
  rig.activity("Load").fails("timeout").then_fails("disk full").then_fails("disk full").then_succeeds();

  const auto show = [&] {
    for (const auto* step : {"Load", "Sum", "Mail"}) std::cout << step << " is " << to_text(rig.status(step)) << '\n';
  };

  rig.advance(1h);
  for (const auto& ran : rig.ran()) std::cout << to_text(ran.at) << "  " << ran.component << ", attempt " << ran.attempt << '\n';
  for (const auto& alarm : rig.alarms()) std::cout << to_text(alarm.at) << "  " << alarm.subject << ": " << alarm.message << '\n';
  show();

  std::cout << "somebody makes room on the disk\n";
  if (const auto refusal = rig.engine().rerun(rig.pipeline(), testing::Rig::instance("Load", day))) {
    std::cout << refusal->message << '\n';
    return 1;
  }
  rig.run_until_idle();
  show();
}
