// SPDX-License-Identifier: Apache-2.0

/// What an engine that takes over does at once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "crash_points/mortal_store.hpp"
#include "engine/pipelines.hpp"
#include "store/stores.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

/// A day with one step, which tells how it ended.
Definition told_step() {
  Daily pipeline;
  const auto tell = pipeline.builder.add("Tell", SnsAlarm{.subject = "#{node.@status}", .message = "#{node.errorMessage}"});
  pipeline.step("Crunch").maximum_retries(0).on_fail(tell).on_success(tell);
  return pipeline.builder.build();
}

/// Runs until the program dies right after the commit that fires the action; another one takes over.
class ActionThatWasNotDelivered : public ::testing::Test {
 protected:
  void die_and_take_over(const ActivityEntry& entry) {
    rig_.activity("Crunch").then(entry);
    EXPECT_THROW(rig_.run_until_idle(), Killed);
    ASSERT_TRUE(rig_.alarms().empty());
    rig_.restart();
    store_.take_over();
    rig_.run_until_idle();
  }

  // The commits: deployed; taken; ended.
  MortalStore store_{memory_kind().make().first, Death{.commit = 3, .when = Death::When::after}};
  Rig rig_{told_step(), {.store = &store_}};
};

TEST_F(ActionThatWasNotDelivered, IsDeliveredThoughItsPipelineIsFinished) {
  die_and_take_over({.outcome = Outcome::success()});
  EXPECT_EQ(rig_.state(), PipelineState::finished);
  EXPECT_THAT(rig_.alarms(), ElementsAre(Field(&Alarm::subject, "FINISHED")));
}

TEST_F(ActionThatWasNotDelivered, StillTellsWhyItsNodeFailed) {
  die_and_take_over({.outcome = Outcome::failure("disk full")});
  EXPECT_THAT(rig_.alarms(), ElementsAre(Field(&Alarm::message, "disk full")));
}

/// A host that calls `step` itself would otherwise sleep although a machine is up.
TEST(Opening, SaysThatThereIsMoreToDoWhenWhatItBeganWasAnsweredAtOnce) {
  Daily pipeline;
  const auto box = pipeline.builder.add("Box", Ec2Resource{});
  pipeline.step("Crunch").runs_on(box);
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").hangs();
  rig.run_until_idle();

  rig.restart();
  EXPECT_TRUE(rig.engine().step().worked);
}

}  // namespace
}  // namespace penstock::testing
