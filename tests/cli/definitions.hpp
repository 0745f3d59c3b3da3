// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace penstock::cli {

/// Two steps with a file between them, on three days: `Make` counts to the day of the month, `Add` sums it up. The folder is that of the
/// program.
inline constexpr std::string_view two_steps = R"({
  "objects": [
    {"id": "Default", "scheduleType": "cron", "failureAndRerunMode": "cascade", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": "3"},
    {"id": "Raw", "type": "FileDataNode", "filePath": "raw-#{format(@scheduledStartTime,'YYYY-MM-dd')}"},
    {"id": "Sum", "type": "FileDataNode", "filePath": "sum-#{format(@scheduledStartTime,'YYYY-MM-dd')}"},
    {"id": "Make", "type": "ShellCommandActivity", "command": "seq #{day(@scheduledStartTime)} > #{output.filePath}; echo counted",
     "output": {"ref": "Raw"}},
    {"id": "Add", "type": "ShellCommandActivity",
     "command": "awk '{s+=$1} END {print s}' #{input.filePath} > #{output.filePath}", "input": {"ref": "Raw"}, "output": {"ref": "Sum"}}
  ]
})";

/// One shell command on a number of days, and one that depends on it.
inline std::string one_step(std::string_view command, int days = 1, std::string_view more_fields = {}) {
  std::string text = R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "failureAndRerunMode": "cascade", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": ")";
  text += std::to_string(days) + R"("},
    {"id": "Step", "type": "ShellCommandActivity", "command": ")";
  text.append(command).append("\"").append(more_fields).append(R"(},
    {"id": "After", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "Step"}}
  ]})");
  return text;
}

inline constexpr std::string_view step = "@Step_2024-03-01T00:00:00";
inline constexpr std::string_view after = "@After_2024-03-01T00:00:00";

}  // namespace penstock::cli
