// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

/// Crunch on ten days; its history is kept for three.
struct Retention : ::testing::Test {
  Rig& run(EngineOptions options) {
    pipeline.step("Crunch");
    RigOptions rig_options;
    rig_options.engine = std::move(options);
    rig.emplace(pipeline.builder.build(), std::move(rig_options));
    rig->run_until_idle();
    return *rig;
  }
  static EngineOptions keeping(Duration time) {
    EngineOptions options;
    options.keep = time;
    return options;
  }
  bool is_known(int day) {
    return rig->engine().inspect(rig->pipeline(), Rig::instance("Crunch", first_day + days{day})).has_value();
  }

  Daily pipeline{10};
  std::optional<Rig> rig;
};

TEST_F(Retention, TakesAwayWhatEndedLongAgo) {
  run(keeping(days{3})).advance(days{8});
  EXPECT_FALSE(is_known(0));
  EXPECT_TRUE(rig->attempts("Crunch", first_day).empty());
}

TEST_F(Retention, KeepsWhatEndedLately) {
  run(keeping(days{3})).advance(days{8});
  EXPECT_TRUE(is_known(7));
}

TEST_F(Retention, KeepsEverythingUnlessItIsAskedForMore) {
  run({}).advance(days{8});
  EXPECT_TRUE(is_known(0));
}

TEST_F(Retention, KeepsWhatHasFailedWhateverItsAge) {
  run(keeping(days{3})).activity("Crunch", first_day + days{1}).fails();
  rig->advance(days{8});
  EXPECT_FALSE(is_known(0));
  EXPECT_TRUE(is_known(1));
}

TEST_F(Retention, NeverRunsAnIntervalAgain) {
  run(keeping(days{3})).advance(days{8});
  rig->restart();
  rig->advance(days{5});
  EXPECT_EQ(rig->ran().size(), 10U);
  EXPECT_EQ(rig->state(), PipelineState::finished);
}

TEST_F(Retention, RerunOfWhatIsGoneSaysThatThereIsNoSuchInstance) {
  run(keeping(days{3})).advance(days{8});
  const auto refusal = rig->engine().rerun(rig->pipeline(), Rig::instance("Crunch", first_day));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "ObjectNotFound");
}

TEST_F(Retention, RerunOfALateInstanceStillWorks) {
  run(keeping(days{3})).advance(days{8});
  EXPECT_FALSE(rig->engine().rerun(rig->pipeline(), Rig::instance("Crunch", first_day + days{7})));
  rig->run_until_idle();
  EXPECT_EQ(rig->attempts("Crunch", first_day + days{7}).size(), 2U);
}

/// A resource ends when nothing runs on it any more, so it never goes before what ran on it.
TEST_F(Retention, RerunOfALateInstanceFindsItsResource) {
  const auto box = pipeline.builder.add("Box", Ec2Resource{});
  pipeline.builder.add("Crunch", ShellCommandActivity{.command = "true"}).runs_on(box);
  RigOptions options;
  options.engine = keeping(days{3});
  rig.emplace(pipeline.builder.build(), std::move(options));
  rig->advance(days{8});
  ASSERT_TRUE(rig->attempts("Box", first_day).empty());

  ASSERT_FALSE(rig->engine().rerun(rig->pipeline(), Rig::instance("Crunch", first_day + days{7})));
  rig->run_until_idle();
  EXPECT_EQ(rig->status("Crunch", first_day + days{7}), Status::finished);
}

TEST_F(Retention, CanBeAskedForAtAnyTime) {
  run({}).advance(days{8});
  EXPECT_EQ(rig->engine().prune(days{3}), 5);
  EXPECT_FALSE(is_known(0));
  EXPECT_TRUE(is_known(6));
}

}  // namespace
}  // namespace penstock::testing
