// SPDX-License-Identifier: Apache-2.0
//
// Verbs that are given an object of the wrong kind. Not compiled with the tests: cmake/expect_compile_error.cmake sees that it fails.
#include "penstock/definition/builder.hpp"

using namespace penstock;

void wire(PipelineBuilder& pipeline) {
  const auto daily = pipeline.add("Daily", Schedule{});
  const auto data = pipeline.add("Data", FileDataNode{});
  const auto check = pipeline.add("Check", FileExists{});
  const auto alarm = pipeline.add("Alarm", CallbackAction{});
  const auto database = pipeline.add("Database", SqliteDatabase{});
  const auto copy = pipeline.add("Copy", CopyActivity{});

  // EXPECT: Penstock: input() takes data nodes
  copy.input(daily);
  // EXPECT: Penstock: input() takes data nodes
  copy.input(data, check);
  // EXPECT: Penstock: output() takes data nodes
  copy.output(copy);
  // EXPECT: Penstock: depends_on() takes activities and data nodes
  copy.depends_on(daily);
  // EXPECT: Penstock: depends_on() takes activities and data nodes
  copy.depends_on(pipeline.defaults());
  // EXPECT: Penstock: precondition() takes preconditions
  copy.precondition(alarm);
  // EXPECT: Penstock: schedule() takes a schedule
  copy.schedule(data);
  // EXPECT: Penstock: runs_on() takes a resource
  copy.runs_on(database);
  // EXPECT: Penstock: on_fail() takes actions
  copy.on_fail(copy);
  // EXPECT: Penstock: on_success() takes actions
  copy.on_success(check);
  // EXPECT: Penstock: on_late_action() takes actions
  copy.on_late_action(data);
  // EXPECT: Penstock: this field refers to an object of another kind
  pipeline.add("Query", SqlActivity{.database = data, .script = "SELECT 1"});
}
