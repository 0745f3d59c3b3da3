// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/pipelines.hpp"

namespace penstock::testing {
namespace {

TEST(LocalResource, IsFinishedWithoutBeingCreatedWhileThisProcessDoesItsWork) {
  Daily pipeline;
  const auto box = pipeline.builder.add("Box", Ec2Resource{});
  pipeline.step("Crunch").runs_on(box);
  Rig rig{pipeline.builder.build()};
  rig.run_until_idle();
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
  EXPECT_EQ(rig.status("Box"), Status::finished);
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

}  // namespace
}  // namespace penstock::testing
