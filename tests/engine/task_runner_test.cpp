// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "penstock/testing/simulation.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

TEST(TaskRunner, GetsTheFieldsOfItsTaskEvaluatedAndThoseOfWhatTheTaskRefersTo) {
  Daily pipeline;
  const auto logs = pipeline.builder.add("Logs", S3DataNode{.directory_path = "s3://logs/#{@scheduledStartTime}"});
  pipeline.builder.add("Crunch", ShellCommandActivity{.command = "crunch #{year(@scheduledStartTime)}"}).worker_group("crew").input(logs);
  Simulation simulation{{.start = first_day}, Script::read(R"({"Crunch": "manual"})")};
  simulation.engine().deploy(pipeline.builder.build());
  simulation.settle();

  const auto task = simulation.engine().poll("crew");
  ASSERT_TRUE(task);
  EXPECT_EQ(task->pipeline, "test");
  EXPECT_EQ(task->attempt_id, "@Crunch_2015-05-17T00:00:00_Attempt=1");
  EXPECT_EQ(task->object.text("command"), "crunch 2015");
  EXPECT_EQ(task->object.reference("input").value().text("directoryPath"), "s3://logs/2015-05-17T00:00:00");
}

}  // namespace
}  // namespace penstock::testing
