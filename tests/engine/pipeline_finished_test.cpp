// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

/// `Train` is scheduled daily and waits for the pipeline "serve", which runs `Load` every day for two days and takes six hours.
struct WaitingForAPipeline : ::testing::Test {
  WaitingForAPipeline() {
    other.step("Load");
    script.activity("Load").succeeds(hours{6});
  }

  void start(const PipelineFinished& precondition) {
    Daily waiting{2};
    const auto served = waiting.builder.add("Served", precondition).retry_delay(hours{1});
    waiting.step("Train").precondition(served);
    auto upstream = other.builder.build();
    upstream.name = "serve";
    upstream_ = std::move(upstream);
    simulation.emplace(SimulationOptions{.start = first_day}, std::move(script));
    simulation->engine().deploy(upstream_);
    simulation->engine().deploy(waiting.builder.build());
  }
  [[nodiscard]] Status train(Instant day) { return simulation->engine().inspect(PipelineId{"test"}, Rig::instance("Train", day))->status; }

  Daily other{2};
  Script script;
  Definition upstream_;
  std::optional<Simulation> simulation;
};

TEST_F(WaitingForAPipeline, BeginsOnceTheOtherHasDoneTheSameInterval) {
  start({.pipeline = "serve"});
  simulation->run_until(first_day + hours{6} - minutes{1});
  EXPECT_EQ(train(first_day), Status::waiting_on_dependencies);
  simulation->run_until(first_day + hours{7});
  EXPECT_EQ(train(first_day), Status::finished);
}

TEST_F(WaitingForAPipeline, DoesNotTakeYesterdayForToday) {
  start({.pipeline = "serve"});
  simulation->run_until(first_day + days{1} + hours{5});
  EXPECT_EQ(train(first_day + days{1}), Status::waiting_on_dependencies);
}

TEST_F(WaitingForAPipeline, WaitsAsLongAsTheOtherHasFailed) {
  script = {};
  script.activity("Load").fails("broken");
  start({.pipeline = "serve"});
  simulation->run_until(first_day + hours{20});
  EXPECT_EQ(train(first_day), Status::waiting_on_dependencies);
  EXPECT_EQ(simulation->engine().unfinished(PipelineId{"serve"}), "@Load_2015-05-17T00:00:00 is FAILED");
}

TEST_F(WaitingForAPipeline, WithoutMatchingIntervalsWaitsForAllThatWasDue) {
  start({.pipeline = "serve", .match_interval = false});
  simulation->run_until(first_day + hours{7});
  EXPECT_EQ(train(first_day), Status::finished);
}

TEST_F(WaitingForAPipeline, IsMetForGoodOnceTheOtherIsFinished) {
  start({.pipeline = "serve"});
  simulation->run_until(first_day + days{3});
  ASSERT_EQ(simulation->engine().state(PipelineId{"serve"}), PipelineState::finished);
  simulation->restart();
  EXPECT_EQ(simulation->engine().unfinished(PipelineId{"serve"}, Interval{first_day, first_day + days{1}}), "");
}

TEST_F(WaitingForAPipeline, FailsIfItIsItsOwn) {
  start({.pipeline = "test"});
  simulation->run_until(first_day + hours{1});
  const auto served = simulation->engine().inspect(PipelineId{"test"}, InstanceId{"@Served_2015-05-17T00:00:00@Train"});
  ASSERT_TRUE(served);
  EXPECT_EQ(served->status, Status::failed);
  EXPECT_THAT(served->error_message, ::testing::HasSubstr("waits for its own end"));
}

TEST_F(WaitingForAPipeline, ThatNobodyHasDeployedSaysSo) {
  start({.pipeline = "serve"});
  EXPECT_EQ(simulation->engine().unfinished(PipelineId{"nobody"}), "there is no pipeline named nobody");
}

TEST_F(WaitingForAPipeline, OnDemandCountsRunsSinceTheIntervalBegan) {
  PipelineBuilder builder{"serve"};
  builder.defaults().schedule_type(ScheduleType::ondemand);
  builder.add("Load", ShellCommandActivity{.command = "true"});
  simulation.emplace(SimulationOptions{.start = first_day + hours{3}}, std::move(script));
  auto& engine = simulation->engine();
  engine.deploy(builder.build());
  const PipelineId serve{"serve"};
  const Interval today{first_day, first_day + days{1}};
  simulation->run_until(first_day + hours{4});
  EXPECT_EQ(engine.unfinished(serve, today), "@Load_2015-05-17T03:00:00 is RUNNING");
  simulation->run_until(first_day + hours{10});
  EXPECT_EQ(engine.unfinished(serve, today), "");
  EXPECT_EQ(engine.unfinished(serve, Interval{today.end, today.end + days{1}}), "it was not activated since 2015-05-18T00:00:00");
}

}  // namespace
}  // namespace penstock::testing
