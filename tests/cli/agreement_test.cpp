// SPDX-License-Identifier: Apache-2.0

/// `penstock run` and `penstock simulate` of one file tell the same history, but for times and logs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

/// The commands do what the outcomes say: each remembers in a file of its interval whether it was called before.
constexpr std::string_view definition = R"({"objects": [
  {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}, "maximumRetries": "1", "retryDelay": "1 millisecond",
   "failureAndRerunMode": "cascade"},
  {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": "2"},
  {"id": "Fallen", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "Broken"}},
  {"id": "Steady", "type": "ShellCommandActivity", "command": "true"},
  {"id": "Flaky", "type": "ShellCommandActivity", "command": "test -e f#{day(@scheduledStartTime)} || { touch f#{day(@scheduledStartTime)}; exit 3; }",
   "dependsOn": {"ref": "Steady"}, "output": {"ref": "Table"}},
  {"id": "Table", "type": "FileDataNode", "filePath": "table"},
  {"id": "Reader", "type": "ShellCommandActivity", "command": "true", "input": {"ref": "Table"}, "precondition": {"ref": "Ready"}},
  {"id": "Ready", "type": "ShellCommandPrecondition",
   "command": "test -e r#{day(node.@scheduledStartTime)} || { touch r#{day(node.@scheduledStartTime)}; exit 1; }"},
  {"id": "Broken", "type": "ShellCommandActivity", "command": "exit 4", "dependsOn": {"ref": "Steady"}},
  {"id": "Patient", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "Broken"}, "failureAndRerunMode": "none"}
]})";
constexpr std::string_view outcomes = R"({
  "Flaky": ["0s fail ActivityFailed exit code 3", "0s ok"], "Broken": "0s fail ActivityFailed exit code 4", "Ready": ["false", "true"]
})";

/// Instances in their order, without what differs from run to run.
nlohmann::json history(const nlohmann::json& instances) {
  auto result = instances;
  for (auto& instance : result) {
    for (const auto* varying : {"actualStartTime", "actualEndTime", "logDirectory", "reason"}) instance.erase(varying);
  }
  return result;
}

class RunAndSimulate : public ::testing::Test {
 protected:
  RunAndSimulate() {
    folder_.write("work.json", definition);
    folder_.write("outcomes.json", outcomes);
  }
  [[nodiscard]] nlohmann::json run() const {
    EXPECT_EQ(penstock(folder_.path(), {"run", "work.json", "--quiet"}).exit_code, static_cast<int>(ExitCode::failed));
    return history(nlohmann::json::parse(penstock(folder_.path(), {"list-runs", "--json"}).out).at("runs"));
  }
  [[nodiscard]] nlohmann::json simulate() const {
    const auto ended =
        penstock(folder_.path(), {"simulate", "work.json", "--until", "2024-03-04", "--outcomes", "outcomes.json", "--json", "--all"});
    return history(nlohmann::json::parse(ended.out).at("instances"));
  }

  ScratchFolder folder_;
};

TEST_F(RunAndSimulate, LeaveTheSameHistory) {
  const auto played = simulate();
  EXPECT_EQ(played.size(), 16U);
  EXPECT_EQ(run(), played);
}

}  // namespace
}  // namespace penstock::cli
