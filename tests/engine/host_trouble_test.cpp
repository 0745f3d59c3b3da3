// SPDX-License-Identifier: Apache-2.0

/// Programs whose functions misbehave.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "penstock/executor/executor.hpp"
#include "penstock/executor/thread_executor.hpp"
#include "penstock/store/memory_store.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const PipelineId test{"test"};
const InstanceId step = Rig::instance("Step", first_day);

/// One step, the C++ function `work`, whose day is long past.
struct Misbehaviour : ::testing::Test {
  Misbehaviour() {
    options.log = [this](LogLevel level, std::string_view text) {
      if (level == LogLevel::error) errors.emplace_back(text);
    };
  }
  Engine& engine(Executor& executor) {
    engine_.emplace(store, executor, handlers, options);
    engine_->deploy(pipeline.builder.build());
    return *engine_;
  }
  void run() { engine(inline_executor).run_until_idle(); }
  Status status() { return engine_->inspect(test, step)->status; }

  Daily pipeline;
  Handlers handlers;
  EngineOptions options;
  std::vector<std::string> errors;
  MemoryStore store;
  InlineExecutor inline_executor;
  std::optional<Engine> engine_;
};

TEST_F(Misbehaviour, OfAnObserverThatThrowsIsLoggedAndKeepsNothingFromRunning) {
  pipeline.builder.add("Step", FunctionActivity{.function = "work"});
  handlers.function("work", [](ActivityContext&) {});
  options.observer = [](const Change& change) {
    if (change.to == Status::running) throw std::runtime_error{"out of paper"};
  };
  run();
  EXPECT_EQ(status(), Status::finished);
  EXPECT_THAT(errors, ElementsAre(HasSubstr("out of paper")));
}

TEST_F(Misbehaviour, OfAFunctionThatThrowsNoExceptionClassFailsItsAttempt) {
  pipeline.builder.add("Step", FunctionActivity{.function = "work"});
  handlers.function("work", [](ActivityContext&) { throw 7; });
  run();
  EXPECT_EQ(status(), Status::failed);
}

TEST_F(Misbehaviour, OfACheckThatThrowsNoExceptionClassFailsTheCheck) {
  const auto ready = pipeline.builder.add("Ready", FunctionPrecondition{.function = "ready"});
  pipeline.builder.add("Step", FunctionActivity{.function = "work"}).precondition(ready);
  handlers.function("work", [](ActivityContext&) {});
  handlers.check("ready", [](CheckContext&) -> CheckResult { throw 7; });
  run();
  EXPECT_EQ(engine_->inspect(test, InstanceId{"@Ready_2015-05-17T00:00:00@Step"})->status, Status::failed);
}

TEST_F(Misbehaviour, OfWorkThatIgnoresItsCancellationKeepsItsInstanceCanceled) {
  std::promise<void> begun;
  std::promise<void> let_go;
  pipeline.builder.add("Step", FunctionActivity{.function = "work"});
  handlers.function("work", [&](ActivityContext&) {
    begun.set_value();
    let_go.get_future().wait();
  });
  ThreadExecutor threads{1};
  auto& running = engine(threads);
  (void)running.step();
  begun.get_future().wait();
  EXPECT_EQ(running.cancel(test, step), std::nullopt);
  let_go.set_value();
  running.run_until_idle();
  EXPECT_EQ(status(), Status::canceled);
}

TEST_F(Misbehaviour, OfAHostThatDestroysTheEngineUnderWorkLosesTheAttemptOnly) {
  std::promise<void> begun;
  int runs = 0;
  pipeline.builder.add("Step", FunctionActivity{.function = "work"});
  handlers.function("work", [&](ActivityContext& context) {
    if (++runs > 1) return;
    begun.set_value();
    while (!context.stop_token().stop_requested()) std::this_thread::yield();
  });
  {
    ThreadExecutor threads{1};
    (void)engine(threads).step();
    begun.get_future().wait();
    engine_.reset();
  }
  run();
  EXPECT_EQ(status(), Status::finished);
  EXPECT_EQ(store.attempts(store.run(test.text(), step.text())->instance.key).front().error_id, "Service_EngineRestarted");
}

TEST_F(Misbehaviour, OfAHostThatAsksForAStopBeforeTheStartStartsNothing) {
  int runs = 0;
  pipeline.builder.add("Step", FunctionActivity{.function = "work"});
  handlers.function("work", [&](ActivityContext&) { ++runs; });
  std::stop_source stop;
  stop.request_stop();
  engine(inline_executor).run(stop.get_token());
  EXPECT_EQ(runs, 0);
}

}  // namespace
}  // namespace penstock::testing
