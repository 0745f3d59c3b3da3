// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

const PipelineId on_demand{"demand"};

/// One step, run on demand at 08:00 and finished, in a program that was started again since.
struct AfterARunOnDemand : ::testing::Test {
  AfterARunOnDemand() {
    PipelineBuilder builder{"demand"};
    builder.defaults().schedule_type(ScheduleType::ondemand);
    builder.add("Step", ShellCommandActivity{.command = "true"});
    simulation.engine().deploy(builder.build());
    simulation.run_until(started + minutes{1});
  }

  Instant started = first_day + hours{8};
  InstanceId step = Rig::instance("Step", started);
  Simulation simulation{{.start = started}};
};

TEST_F(AfterARunOnDemand, AFinishedPipelineCanStillBeAskedWhatItDid) {
  simulation.restart();
  const auto found = simulation.engine().inspect(on_demand, step);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, Status::finished);
}

TEST_F(AfterARunOnDemand, AStepOfARunThatHasLeftMemoryCanBeRerun) {
  // A second run, which fails, keeps the pipeline from being FINISHED, which would refuse the command.
  simulation.script().activity("Step#1").fails("broken");
  simulation.engine().activate(on_demand);
  simulation.run_until(started + hours{1});
  simulation.restart();
  EXPECT_EQ(simulation.engine().rerun(on_demand, step), std::nullopt);
  simulation.run_until(started + hours{2});
  EXPECT_EQ(simulation.engine().inspect(on_demand, step)->status, Status::finished);
  EXPECT_EQ(simulation.ran().size(), 3U);
}

TEST_F(AfterARunOnDemand, ATimeWithoutARunIsNoInstance) {
  simulation.restart();
  EXPECT_FALSE(simulation.engine().inspect(on_demand, Rig::instance("Step", started + minutes{5})));
}

}  // namespace
}  // namespace penstock::testing
