// SPDX-License-Identifier: Apache-2.0

/// A store that refuses a commit: what was decided is recorded with the next one, and nobody is told that it is recorded before.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "penstock/executor/executor.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/testing/manual_clock.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

/// Refuses commits while it is told to.
class RefusingStore final : public Store {
 public:
  bool refuses = false;

  [[nodiscard]] Snapshot open(const std::string& holder) override { return rows_.open(holder); }
  void close() noexcept override { rows_.close(); }
  void commit(const Batch& batch) override {
    if (refuses) throw StoreError{"the disk is full", true};
    rows_.commit(batch);
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    return rows_.recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return rows_.find_run(pipeline, at); }
  [[nodiscard]] std::string identity() const override { return rows_.identity(); }

 private:
  MemoryStore rows_;
};

struct OnARefusingStore : ::testing::Test {
  OnARefusingStore() {
    pipeline.step("Crunch");
    options.clock = &clock;
    options.blocking = &executor;
    handlers.activity("ShellCommandActivity", std::make_shared<Nothing>());
    start();
  }
  void start() {
    engine.reset();
    engine.emplace(store, executor, handlers, options);
  }
  Deployed deploy() { return engine->deploy(pipeline.builder.build()); }

  class Nothing final : public ActivityHandler {
   public:
    [[nodiscard]] Outcome perform(ActivityContext&) override { return Outcome::success(); }
  };

  Daily pipeline;
  ManualClock clock{first_day};
  InlineExecutor executor;
  RefusingStore store;
  Handlers handlers;
  EngineOptions options;
  std::optional<Engine> engine;
};

TEST_F(OnARefusingStore, ADeploymentThatWasNotRecordedIsSaidToBeAFailure) {
  store.refuses = true;
  EXPECT_THROW(deploy(), StoreError);
}

TEST_F(OnARefusingStore, TheSameDeploymentFailsAgainWhileItCannotBeRecorded) {
  store.refuses = true;
  EXPECT_THROW(deploy(), StoreError);
  EXPECT_THROW(deploy(), StoreError);
}

TEST_F(OnARefusingStore, ARepeatedDeploymentIsRecordedWhenItSaysSo) {
  store.refuses = true;
  EXPECT_THROW(deploy(), StoreError);
  store.refuses = false;
  (void)deploy();
  start();  // as after a crash: only what was recorded is left
  EXPECT_EQ(engine->state(PipelineId{"test"}), PipelineState::scheduled);
}

}  // namespace
}  // namespace penstock::testing
