// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>

#include "penstock/store/memory_store.hpp"
#include "penstock/testing/manual_clock.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

TEST(Delivery, ThatFailsIsRecordedAndChangesNothingElse) {
  Daily pipeline;
  const auto tell = pipeline.builder.add("Tell", CallbackAction{.callback = "tell"});
  pipeline.builder.add("Work", FunctionActivity{.function = "work"}).on_success(tell);
  Handlers handlers;
  handlers.function("work", [](ActivityContext&) {});
  handlers.callback("tell", [](const Firing&, const ObjectView&) { throw std::runtime_error{"the line is dead"}; });
  MemoryStore store;
  InlineExecutor executor;
  ManualClock clock{first_day};
  EngineOptions options;
  options.clock = &clock;
  options.blocking = &executor;
  Engine engine{store, executor, handlers, options};
  engine.deploy(pipeline.builder.build());
  engine.run_until_idle();

  const auto actions = store.actions("test");
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(actions[0].status, ActionStatus::failed);
  EXPECT_EQ(actions[0].message, "the line is dead");
  EXPECT_EQ(engine.state(PipelineId{"test"}), PipelineState::finished);
}

}  // namespace
}  // namespace penstock::testing
