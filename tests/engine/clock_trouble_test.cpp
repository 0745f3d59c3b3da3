// SPDX-License-Identifier: Apache-2.0

/// The machine's clock is set, or jumps: no interval is lost, none is run twice.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "penstock/executor/executor.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/testing/manual_clock.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

/// One step a day for five days, which notes its interval and then does what the test wants.
struct WithAClockThatJumps : ::testing::Test {
  WithAClockThatJumps() {
    pipeline.builder.add("Step", FunctionActivity{.function = "note"}).retry_delay(hours{1}).maximum_retries(1);
    start();
    engine->deploy(pipeline.builder.build());
  }

  void start() {
    Handlers handlers;
    handlers.function("note", [this](ActivityContext& context) {
      ran.push_back(to_text(context.object().scheduled().start).substr(0, 10));
      if (on_run) on_run();
    });
    EngineOptions options;
    options.clock = &clock;
    options.blocking = &executor;
    engine.reset();
    engine = std::make_unique<Engine>(store, executor, std::move(handlers), options);
  }
  void restart() { start(); }

  void at(Instant moment) {
    clock.set(moment);
    while (engine->step().worked) {
    }
  }

  Daily pipeline{5};
  ManualClock clock{first_day};
  InlineExecutor executor;
  MemoryStore store;
  std::vector<std::string> ran;
  std::function<void()> on_run;
  std::unique_ptr<Engine> engine;
};

TEST_F(WithAClockThatJumps, RunsEveryIntervalThatAForwardJumpPassedOver) {
  at(first_day);
  at(first_day + days{3});
  EXPECT_THAT(ran, ElementsAre("2015-05-17", "2015-05-18", "2015-05-19", "2015-05-20"));
}

TEST_F(WithAClockThatJumps, RunsNoIntervalAgainAfterABackwardJump) {
  at(first_day + days{1});
  at(first_day - days{1});
  at(first_day + days{1});
  EXPECT_THAT(ran, ElementsAre("2015-05-17", "2015-05-18"));
}

TEST_F(WithAClockThatJumps, RunsNoIntervalEarlyAfterABackwardJump) {
  at(first_day + days{1});
  at(first_day);
  at(first_day + days{2} - Duration{1});
  EXPECT_THAT(ran, SizeIs(2));
  at(first_day + days{2});
  EXPECT_THAT(ran, SizeIs(3));
}

TEST_F(WithAClockThatJumps, RunsNoIntervalAgainWhenTheProgramIsStartedWithAnEarlierClock) {
  at(first_day + days{2});
  clock.set(first_day);
  restart();
  at(first_day + days{2});
  EXPECT_THAT(ran, SizeIs(3));
}

TEST_F(WithAClockThatJumps, FinishesAnAttemptThatEndsBeforeItBegan) {
  on_run = [this] { clock.set(first_day - hours{2}); };
  at(first_day);
  on_run = {};
  at(first_day + days{5});
  EXPECT_THAT(ran, SizeIs(5));
  EXPECT_EQ(engine->state(PipelineId{"test"}), PipelineState::finished);
}

TEST_F(WithAClockThatJumps, TriesAgainAfterABackwardJumpOnceTheDelayIsOverOnThatClock) {
  on_run = [] { throw std::runtime_error{"not now"}; };
  at(first_day);
  on_run = {};
  at(first_day - hours{3});
  EXPECT_THAT(ran, SizeIs(1));
  at(first_day + hours{1});
  EXPECT_THAT(ran, ElementsAre("2015-05-17", "2015-05-17"));
}

TEST_F(WithAClockThatJumps, GivesRunsOnDemandTimesOfTheirOwnThoughTheClockGoesBack) {
  PipelineBuilder builder{"demand"};
  builder.defaults().schedule_type(ScheduleType::ondemand).max_active_instances(9);
  builder.add("Step", FunctionActivity{.function = "note"});
  engine->deploy(builder.build());
  at(first_day - hours{1});
  engine->activate(PipelineId{"demand"});
  at(first_day - hours{1});
  EXPECT_TRUE(engine->inspect(PipelineId{"demand"}, InstanceId{"@Step_2015-05-17T00:00:00"}));
  EXPECT_TRUE(engine->inspect(PipelineId{"demand"}, InstanceId{"@Step_2015-05-17T00:00:01"}));
}

}  // namespace
}  // namespace penstock::testing
