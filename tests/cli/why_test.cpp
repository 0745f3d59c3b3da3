// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using ::testing::HasSubstr;

/// A step that fails, one that waits for it for ever, and one that falls with that.
class Why : public ::testing::Test {
 protected:
  Why() {
    folder_.write("work.json", R"({"objects": [
      {"id": "Default", "schedule": {"ref": "Daily"}, "scheduleType": "cron", "maximumRetries": "0"},
      {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": "1"},
      {"id": "First", "type": "ShellCommandActivity", "command": "echo no such table >&2; exit 3"},
      {"id": "Second", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "First"}},
      {"id": "Third", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "Second"}},
      {"id": "Fallen", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "First"}, "failureAndRerunMode": "cascade"}
    ]})");
    (void)penstock(folder_.path(), {"run", "work.json", "--quiet"});
  }
  [[nodiscard]] std::string why(const std::string& component) const {
    return penstock(folder_.path(), {"why", "@" + component + "_2024-03-01T00:00:00"}).out;
  }

  ScratchFolder folder_;
};

TEST_F(Why, TellsTheWholeChainOfThoseThatWait) {
  EXPECT_EQ(why("Third"),
            "@Third_2024-03-01T00:00:00  WAITING_ON_DEPENDENCIES\n"
            "└─ @Second_2024-03-01T00:00:00  WAITING_ON_DEPENDENCIES\n"
            "   └─ @First_2024-03-01T00:00:00  FAILED: exit code 3: no such table\n");
}

TEST_F(Why, TellsWithWhomAnInstanceFell) {
  EXPECT_THAT(why("Fallen"), HasSubstr("└─ @First_2024-03-01T00:00:00  FAILED: exit code 3: no such table\n"));
}

TEST_F(Why, IsAnsweredInJson) {
  const auto answer = nlohmann::json::parse(penstock(folder_.path(), {"why", "Second_2024-03-01T00:00:00", "--json"}).out);
  EXPECT_EQ(answer.at("because").at(0).at("id"), "@First_2024-03-01T00:00:00");
}

TEST_F(Why, KnowsNoInstanceThatIsNotThere) {
  EXPECT_EQ(penstock(folder_.path(), {"why", "@First_2030-01-01T00:00:00"}).exit_code, static_cast<int>(ExitCode::refused));
}

}  // namespace
}  // namespace penstock::cli
