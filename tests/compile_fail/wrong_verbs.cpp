// SPDX-License-Identifier: Apache-2.0
//
// Verbs that objects of the kind do not have. Not compiled with the tests: cmake/expect_compile_error.cmake sees that it fails.
#include "penstock/definition/builder.hpp"

using namespace penstock;

void wire(PipelineBuilder& pipeline) {
  const auto daily = pipeline.add("Daily", Schedule{});
  const auto data = pipeline.add("Data", FileDataNode{});
  const auto check = pipeline.add("Check", FileExists{});
  const auto alarm = pipeline.add("Alarm", CallbackAction{});
  const auto machine = pipeline.add("Machine", LocalResource{});
  const auto copy = pipeline.add("Copy", CopyActivity{});

  // EXPECT: Penstock: only activities have input()
  data.input(data);
  // EXPECT: Penstock: only activities have output()
  machine.output(data);
  // EXPECT: Penstock: only activities and data nodes have depends_on()
  machine.depends_on(data);
  // EXPECT: Penstock: only activities and data nodes have precondition()
  machine.precondition(check);
  // EXPECT: Penstock: only activities, data nodes and resources have schedule()
  daily.schedule(daily);
  // EXPECT: Penstock: only activities, data nodes and resources have schedule_type()
  check.schedule_type(ScheduleType::cron);
  // EXPECT: Penstock: only activities, data nodes and resources have max_active_instances()
  daily.max_active_instances(1);
  // EXPECT: Penstock: only activities and data nodes have runs_on()
  machine.runs_on(machine);
  // EXPECT: Penstock: only activities and data nodes have worker_group()
  machine.worker_group("etl");
  // EXPECT: Penstock: only what has attempts has on_fail()
  alarm.on_fail(alarm);
  // EXPECT: Penstock: only what has attempts has late_after_timeout()
  alarm.late_after_timeout("1 hour");
  // EXPECT: Penstock: only what has attempts has maximum_retries()
  daily.maximum_retries(3);
  // EXPECT: Penstock: only what has attempts has failure_and_rerun_mode()
  daily.failure_and_rerun_mode(FailureAndRerunMode::cascade);
  // EXPECT: Penstock: only preconditions have precondition_timeout()
  copy.precondition_timeout("1 hour");
}
