// SPDX-License-Identifier: Apache-2.0

/// The world of the kit and the real one agree: one pipeline, one script, played on a virtual clock with a store in memory, and run by the
/// engine on the machine's clock, with oneTBB, C++ functions and SQLite. Instance by instance they leave the same history, but for times.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "executor/scratch_folder.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/penstock.hpp"
#include "penstock/testing/simulation.hpp"

namespace penstock::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

const PipelineId pipeline{"both"};

/// Something of everything: a step that succeeds, one that needs a second try, one that fails for good and takes another with it and one
/// that waits for ever, data between steps, a precondition, a resource, alarms; and a step over both days.
Definition both_ways() {
  auto definition = read_definition(R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}, "maximumRetries": "1", "retryDelay": "1 millisecond",
     "failureAndRerunMode": "cascade"},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2015-05-17T00:00:00", "occurrences": "2"},
    {"id": "Both", "type": "Schedule", "period": "2 days", "startDateTime": "2015-05-17T00:00:00", "occurrences": "1"},
    {"id": "Say", "type": "CallbackAction", "callback": "say", "message": "#{node.@id}: #{node.errorMessage}"},
    {"id": "Steady", "type": "FunctionActivity", "function": "work", "onSuccess": {"ref": "Say"}},
    {"id": "Flaky", "type": "FunctionActivity", "function": "work", "dependsOn": {"ref": "Steady"}, "output": {"ref": "Table"}},
    {"id": "Table", "type": "FileDataNode", "filePath": "table"},
    {"id": "Reader", "type": "FunctionActivity", "function": "work", "input": {"ref": "Table"}, "precondition": {"ref": "Ready"}},
    {"id": "Ready", "type": "FunctionPrecondition", "function": "look"},
    {"id": "Broken", "type": "FunctionActivity", "function": "work", "dependsOn": {"ref": "Steady"}, "onFail": {"ref": "Say"}},
    {"id": "Fallen", "type": "FunctionActivity", "function": "work", "dependsOn": [{"ref": "Broken"}, {"ref": "Flaky"}],
     "onFail": {"ref": "Say"}},
    {"id": "Patient", "type": "FunctionActivity", "function": "work", "dependsOn": {"ref": "Broken"}, "failureAndRerunMode": "none"},
    {"id": "Hosted", "type": "FunctionActivity", "function": "work", "dependsOn": {"ref": "Flaky"}, "runsOn": {"ref": "Box"}},
    {"id": "Box", "type": "Ec2Resource"},
    {"id": "Total", "type": "FunctionActivity", "function": "work", "schedule": {"ref": "Both"}, "dependsOn": {"ref": "Reader"}}
  ]})");
  definition->name = pipeline.text();
  return *std::move(definition);
}

Script outcomes() {
  return Script::read(R"({
    "Flaky": ["0s fail E7 disk full", "0s ok"],
    "Broken": "0s fail E8 no such table",
    "Ready": ["false", "true"],
    "Box": ["fail 0s", "up 0s"]
  })");
}

/// What became of one pipeline, without times.
struct History {
  std::map<std::string, std::vector<std::string>> changes;   ///< by instance, in order
  std::map<std::string, std::vector<std::string>> attempts;  ///< by instance
  std::multiset<std::string> alarms;
  std::vector<std::string> begun_too_early;  ///< instances that ran before something they depend on was FINISHED

  void note(const Change& change) {
    changes[change.instance].push_back(std::string{to_text(change.from)} + " to " + std::string{to_text(change.to)} + ": " +
                                       std::string{to_text(change.cause)} + ", attempt " + std::to_string(change.attempt));
    order_.push_back(change);
  }
  void finish(const Engine& engine, StoreReader& reader) {
    for (const auto& run : reader.runs({})) {
      auto& lines = attempts[run.id];
      for (const auto& attempt : reader.attempts(run.instance.key)) {
        lines.push_back(std::string{to_text(attempt.status)} + " " + attempt.error_id + " " + attempt.error_message);
      }
    }
    std::set<std::string> finished;
    for (const auto& change : order_) {
      if (change.to == Status::finished) finished.insert(change.instance);
      if (change.to != Status::running || change.kind != Kind::activity) continue;
      const auto inspection = engine.inspect(pipeline, InstanceId{change.instance});
      for (const auto& needed : inspection->dependencies) {
        if (!finished.contains(needed)) begun_too_early.push_back(change.instance);
      }
    }
  }

 private:
  std::vector<Change> order_;
};

History simulated() {
  History history;
  Simulation simulation{{.start = utc("2015-05-19")}, outcomes()};
  simulation.engine().observe([&](const Change& change) { history.note(change); });
  (void)simulation.engine().deploy(both_ways());
  simulation.run_until(utc("2015-05-20"));
  for (const auto& alarm : simulation.alarms()) history.alarms.insert(alarm.message);
  history.finish(simulation.engine(), simulation.history());
  return history;
}

/// A machine that is there, or is not, as the script says.
class ScriptedBox final : public ResourceHandler {
 public:
  explicit ScriptedBox(const Script& script) : script_{script} {}
  void acquire(std::shared_ptr<ResourceContext> resource) override {
    const auto entry = script_.find_resource({.component = resource->object().id()})->entry(resource->attempt_number());
    if (entry.comes_up) {
      resource->up();
    } else {
      resource->failed("the script lets it fail");
    }
  }
  void release(std::shared_ptr<ResourceContext> resource) noexcept override { resource->gone(); }

 private:
  const Script& script_;
};

History live() {
  const ScratchFolder folder;
  const auto script = outcomes();
  History history;
  std::mutex mutex;
  std::map<std::string, std::size_t> checks;
  auto handlers = standard_handlers();
  handlers.function("work", [&](ActivityContext& context) {
    const auto* said = script.find_activity({.component = context.object().id()});
    return said == nullptr ? Outcome::success() : said->entry(context.attempt_number()).outcome;
  });
  handlers.check("look", [&](CheckContext& context) {
    const std::lock_guard lock{mutex};
    return script.find_precondition({.component = context.object().id()})->answer(checks[context.object().instance_id()]++, Instant{});
  });
  handlers.callback("say", [&](const Firing&, const ObjectView& action) {
    const std::lock_guard lock{mutex};
    history.alarms.insert(action.text("message"));
  });
  handlers.resource("Ec2Resource", std::make_shared<ScriptedBox>(script));

  SqliteStore store{folder / "live.db"};
  TbbExecutor executor;
  Engine engine{store, executor, handlers, {.log_root = folder / "logs"}};
  engine.observe([&](const Change& change) { history.note(change); });
  (void)engine.deploy(both_ways());
  engine.run();
  SqliteReader reader{folder / "live.db"};
  history.finish(engine, reader);
  return history;
}

class Agreement : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    simulated_ = simulated();
    live_ = live();
  }
  static inline History simulated_;
  static inline History live_;
};

TEST_F(Agreement, IsOnTheChangesOfEveryInstanceAndTheirReasons) { EXPECT_EQ(live_.changes, simulated_.changes); }

TEST_F(Agreement, IsOnTheAttemptsOfEveryInstanceAndTheirErrors) { EXPECT_EQ(live_.attempts, simulated_.attempts); }

TEST_F(Agreement, IsOnTheAlarms) { EXPECT_EQ(live_.alarms, simulated_.alarms); }

TEST_F(Agreement, IsThatNothingBeginsBeforeWhatItDependsOn) {
  EXPECT_THAT(simulated_.begun_too_early, IsEmpty());
  EXPECT_THAT(live_.begun_too_early, IsEmpty());
}

/// So that the comparison is one of something.
TEST_F(Agreement, CoversRetryCascadePreconditionAndResource) {
  EXPECT_THAT(simulated_.attempts.at("@Flaky_2015-05-17T00:00:00"), SizeIs(2));
  EXPECT_THAT(simulated_.changes.at("@Fallen_2015-05-17T00:00:00").back(), ::testing::HasSubstr("CASCADE_FAILED"));
  EXPECT_THAT(simulated_.attempts.at("@Ready_2015-05-17T00:00:00@Reader"), SizeIs(1));
  EXPECT_THAT(simulated_.attempts.at("@Box_2015-05-17T00:00:00"), SizeIs(2));
  EXPECT_THAT(simulated_.alarms, SizeIs(6));
}

}  // namespace
}  // namespace penstock::testing
