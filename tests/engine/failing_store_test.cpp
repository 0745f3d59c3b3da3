// SPDX-License-Identifier: Apache-2.0

/// What an engine keeps in mind while its store fails.

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "engine/pipelines.hpp"
#include "penstock/store/memory_store.hpp"

namespace penstock::testing {
namespace {

/// Fails when told to, and has a mailbox that gives every request until its answer is recorded.
class FailingStore final : public Store, public Mailbox {
 public:
  bool refuses = false;
  int recalls_left = std::numeric_limits<int>::max();
  std::vector<Request> requests;

  [[nodiscard]] Snapshot open(const std::string& holder) override { return rows_.open(holder); }
  void close() noexcept override { rows_.close(); }
  void commit(const Batch& batch) override {
    if (refuses) throw StoreError{"disk full", true};
    rows_.commit(batch);
    for (const auto& answer : batch.answers) std::erase_if(requests, [&](const Request& each) { return each.id == answer.request; });
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    if (recalls_left-- == 0) throw StoreError{"cannot be read", true};
    return rows_.recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return rows_.find_run(pipeline, at); }
  [[nodiscard]] std::string identity() const override { return rows_.identity(); }
  [[nodiscard]] Mailbox* mailbox() noexcept override { return this; }

  [[nodiscard]] int doorbell() const noexcept override { return -1; }
  [[nodiscard]] std::vector<Request> take() override { return requests; }

 private:
  MemoryStore rows_;
};

Definition a_pipeline() {
  Daily pipeline{2};
  pipeline.step("Crunch");
  return pipeline.builder.build();
}

/// Another pipeline than the rig's, deployed while the store refuses.
struct DeployedOnAFailingStore : ::testing::Test {
  DeployedOnAFailingStore() {
    const auto day = other.add("Day", Schedule{.period = days{1}, .start_date_time = first_day, .occurrences = 2});
    other.add("Crunch", ShellCommandActivity{.command = "true"}).schedule(day);
    rig.run_until_idle();
    store.refuses = true;
  }
  Deployed deploy() { return rig.engine().deploy(other.build()); }

  PipelineBuilder other{"other"};
  FailingStore store;
  Rig rig{a_pipeline(), {.store = &store}};
};

TEST_F(DeployedOnAFailingStore, FailsAsLongAsItCannotBeRecorded) {
  EXPECT_THROW(deploy(), StoreError);
  EXPECT_THROW(deploy(), StoreError);
}

TEST_F(DeployedOnAFailingStore, IsRecordedOnceItSaysThatItGoesOn) {
  EXPECT_THROW(deploy(), StoreError);
  store.refuses = false;
  (void)deploy();
  rig.restart();
  EXPECT_EQ(rig.engine().state(PipelineId{"other"}), PipelineState::scheduled);
}

TEST(FailingStore, DoesARequestOnceThoughItsAnswerIsRefusedAtFirst) {
  FailingStore store;
  Rig rig{a_pipeline(), {.store = &store}};
  rig.run_until_idle();

  store.requests.push_back({.id = 1, .command = "run-now", .pipeline = "test", .target = write_run_now({})});
  store.refuses = true;
  for (int times = 0; times < 3; ++times) EXPECT_THROW(rig.run_until_idle(), StoreError);
  store.refuses = false;
  rig.run_until_idle();
  EXPECT_EQ(rig.engine().pipelines().size(), 2U);
}

TEST(FailingStore, LooksAMachineUpAgainThatCouldNotBeRead) {
  Daily pipeline{2};
  const auto box = pipeline.builder.add("Box", Ec2Resource{});
  pipeline.step("Crunch").runs_on(box);
  FailingStore store;
  Rig rig{pipeline.builder.build(), {.store = &store}};
  rig.run_until_idle();
  ASSERT_EQ(rig.ran().size(), 1U);

  store.recalls_left = 1;  // the step is found, its machine is not
  EXPECT_THROW((void)rig.engine().rerun(rig.pipeline(), Rig::instance("Crunch", first_day)), StoreError);
  rig.run_until_idle();
  EXPECT_EQ(rig.ran().size(), 2U);
}

}  // namespace
}  // namespace penstock::testing
