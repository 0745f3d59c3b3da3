// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "penstock/definition/json.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/executor/executor.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/testing/manual_clock.hpp"
#include "penstock/testing/memory_vault.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Definition secretive() {
  auto definition = *read_definition(R"({
    "objects": [
      {"id": "Default", "scheduleType": "ondemand", "workerGroup": "wg"},
      {"id": "Step", "type": "ShellCommandActivity", "command": "login #{*myToken}", "*word": "canary-field"}
    ],
    "parameters": [{"id": "*myToken", "type": "String", "default": "canary-default"}]
  })");
  definition.name = "secretive";
  return definition;
}

const ParameterValues given{Field{.name = "myToken", .values = {std::string{"canary-given"}}}};

/// Engines one after the other over one store.
class Secrets : public ::testing::Test {
 protected:
  Engine& open(Vault* vault) {
    engine_.reset();
    EngineOptions options;
    options.clock = &clock_;
    options.vault = vault;
    options.poll_worker_groups = true;
    options.log = [this](LogLevel, std::string_view text) { logged_.append(text).append("\n"); };
    engine_ = std::make_unique<Engine>(store_, executor_, Handlers{}, options);
    return *engine_;
  }

  [[nodiscard]] std::string stored() {
    std::string text;
    for (const auto& summary : store_.pipelines()) {
      for (std::int32_t version = 1; version <= summary.pipeline.latest_version; ++version) {
        const auto row = store_.definition(summary.pipeline.name, version);
        if (row) text += row->json + row->values;
      }
    }
    return text;
  }

  static std::string refusal_of(const std::function<void()>& what) {
    try {
      what();
    } catch (const DefinitionError& error) {
      return error.what();
    }
    return {};
  }

  ManualClock clock_{first_day};
  InlineExecutor executor_;
  MemoryStore store_;
  MemoryVault vault_;
  std::string logged_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(Secrets, OfADeployedDefinitionNeverReachTheStore) {
  (void)open(&vault_).deploy(secretive(), given);
  EXPECT_THAT(stored(), AllOf(HasSubstr("penstock:v1:"), Not(HasSubstr("canary"))));
}

TEST_F(Secrets, OfASavedDefinitionNeverReachTheStore) {
  (void)open(&vault_).save(secretive());
  EXPECT_THAT(stored(), AllOf(HasSubstr("penstock:v1:"), Not(HasSubstr("canary"))));
}

TEST_F(Secrets, OfAnActivationNeverReachTheStore) {
  auto& engine = open(&vault_);
  (void)engine.save(secretive());
  engine.activate(PipelineId{"secretive"}, given);
  EXPECT_THAT(stored(), Not(HasSubstr("canary")));
}

TEST_F(Secrets, OfARunBesideTheScheduleNeverReachTheStore) {
  auto& engine = open(&vault_);
  (void)engine.deploy(secretive());
  (void)engine.run_now(PipelineId{"secretive"}, {.steps = {}, .values = given});
  EXPECT_THAT(stored(), Not(HasSubstr("canary")));
}

TEST_F(Secrets, AreClearToTheWorkAfterARestart) {
  (void)open(&vault_).deploy(secretive(), given);
  auto& engine = open(&vault_);
  (void)engine.step();
  const auto task = engine.poll("wg");
  ASSERT_TRUE(task);
  EXPECT_EQ(task->object.text("command"), "login canary-given");
}

TEST_F(Secrets, ThatATaskRunnerReportsAreMasked) {
  auto& engine = open(&vault_);
  (void)engine.deploy(secretive(), given);
  (void)engine.step();
  const auto task = engine.poll("wg");
  ASSERT_TRUE(task);
  EXPECT_FALSE(engine.set_task_status(task->id, Outcome::failure("no login canary-given, canary-field", "canary-given")));
  (void)engine.step();
  std::string history;
  for (const auto& run : store_.runs({})) history += run.error_id + ": " + run.error_message;
  EXPECT_EQ(history, "******: no login ******, ******");
}

TEST_F(Secrets, DoNotMakeTheSameDefinitionLookChanged) {
  (void)open(&vault_).deploy(secretive(), given);
  EXPECT_EQ(open(&vault_).deploy(secretive(), given).what, Deployed::What::resumed);
}

TEST_F(Secrets, ThatChangedMakeANewVersion) {
  (void)open(&vault_).deploy(secretive(), given);
  EXPECT_EQ(open(&vault_).deploy(secretive()).what, Deployed::What::updated);
}

TEST_F(Secrets, WithoutAVaultAreRefusedAndNothingIsStored) {
  auto& engine = open(nullptr);
  EXPECT_THAT(refusal_of([&] { (void)engine.deploy(secretive()); }), AllOf(HasSubstr("NoKey"), Not(HasSubstr("canary"))));
  EXPECT_THAT(refusal_of([&] { (void)engine.save(secretive()); }), HasSubstr("NoKey"));
  EXPECT_TRUE(store_.pipelines().empty());
}

TEST_F(Secrets, OfAStoreOpenedWithoutAVaultHoldThePipelineAndSayWhy) {
  (void)open(&vault_).deploy(secretive());
  auto& engine = open(nullptr);
  EXPECT_THAT(logged_, AllOf(HasSubstr("NoKey"), HasSubstr("EngineOptions::vault"), Not(HasSubstr("canary"))));
  EXPECT_EQ(engine.state(PipelineId{"secretive"}), PipelineState::scheduled);
}

TEST_F(Secrets, OfAStoreOpenedWithAnotherVaultAreThereForTheRightOne) {
  (void)open(&vault_).deploy(secretive());
  MemoryVault other;
  auto& engine = open(&other);
  EXPECT_THAT(refusal_of([&] { (void)engine.deploy(secretive()); }), HasSubstr("WrongKey"));
  EXPECT_EQ(open(&vault_).deploy(secretive()).what, Deployed::What::resumed);
}

TEST_F(Secrets, AreNotNeededForDefinitionsWithoutThem) {
  auto plain = *read_definition(R"({"objects": [{"id": "Default", "scheduleType": "ondemand", "workerGroup": "wg"},
                                                {"id": "Step", "type": "ShellCommandActivity", "command": "true"}]})");
  plain.name = "plain";
  EXPECT_EQ(open(nullptr).deploy(plain).what, Deployed::What::created);
}

}  // namespace
}  // namespace penstock::testing
