// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"
#include "penstock/sqlite/sqlite_store.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Every secret begins so; each says where it came from.
constexpr const char* canary = "canary-";

constexpr const char* definition = R"({
  "objects": [
    {"id": "Default", "scheduleType": "cron", "failureAndRerunMode": "cascade", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": "1"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo #{*myToken} #{*myPin} >&2; exit 3", "*word": "canary-field",
     "maximumRetries": "0"}
  ],
  "parameters": [
    {"id": "*myToken", "type": "String", "default": "canary-default"},
    {"id": "*myPin", "type": "Integer", "default": "4711"}
  ]
})";

/// Whatever takes secrets elsewhere: an alarm, a precondition, a function that fails on one, a secret made of another.
constexpr const char* leaky = R"({
  "objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": "1"},
    {"id": "Page", "type": "SnsAlarm", "topicArn": "arn", "subject": "#{*myToken} failed", "message": "#{node.*word}, #{node.myWords}"},
    {"id": "Ready", "type": "ShellCommandPrecondition", "command": "test #{*myToken}"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "login #{*myToken} #{*word}", "*word": "#{*myToken}-canary-made",
     "myWords": ["#{*myToken}", "x#{*word}y"], "precondition": {"ref": "Ready"}, "onFail": {"ref": "Page"}, "maximumRetries": "0"},
    {"id": "Bad", "type": "ShellCommandActivity", "command": "#{toUpper(format(*myToken, 'YYYY'))}", "onFail": {"ref": "Page"}}
  ],
  "parameters": [{"id": "*myToken", "type": "String", "default": "canary-default"}]
})";

/// So long that its account of the failure is cut off in the middle of the secret, wherever that is.
constexpr const char* long_winded = R"({
  "objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "maximumRetries": "0",
     "command": "i=0; while test $i -lt 300; do printf %s '#{*myToken}' >&2; i=$((i+1)); done; exit 3"}
  ],
  "parameters": [{"id": "*myToken", "type": "String", "default": "abcdefghijklmnopqrstuvwxyz-canary"}]
})";

class SecretProgram : public testing::Test {
 protected:
  SecretProgram() {
    folder_.write("work.json", definition);
    folder_.write("leaky.json", leaky);
    folder_.write("long_winded.json", long_winded);
    folder_.write("outcomes.json", R"({"Step": "1m fail"})");
    write_key("key", '1');
    write_key("other", '2');
  }

  void write_key(const std::string& name, char digit) {
    folder_.write(name, std::string(64, digit));
    std::filesystem::permissions(folder_ / name, std::filesystem::perms::owner_read);
  }

  /// Everything that the program says; collected, to be searched.
  Ended say(const std::vector<std::string>& arguments) {
    auto ended = penstock(folder_.path(), arguments);
    said_ += ended.out + ended.err;
    return ended;
  }

  Ended run(const std::string& key = "key") { return say({"run", "work.json", "--set", "*myToken=canary-given", "--key-file", key}); }

  /// The database with its journals, as bytes.
  [[nodiscard]] std::string stored() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) {
      if (entry.path().filename().native().starts_with("penstock.db")) bytes += contents(entry.path());
    }
    return bytes;
  }

  ScratchFolder folder_;
  std::string said_;
};

constexpr const char* instance = "@Step_2024-03-01T00:00:00";

TEST_F(SecretProgram, DatabaseFileHoldsNoSecret) {
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed)) << said_;
  ASSERT_EQ(say({"run-now", "work", "--set", "myToken=canary-now", "--key-file", "key"}).exit_code, 0) << said_;
  EXPECT_THAT(stored(), AllOf(HasSubstr("penstock:v1:"), Not(HasSubstr(canary))));
}

TEST_F(SecretProgram, NoCommandSaysASecret) {
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"run", "work.json", "--json", "--set", "*myToken=canary-given", "--key-file", "key"},
                                             {"list-runs"},
                                             {"list-runs", "--json"},
                                             {"list-runs", "--attempts", "--json"},
                                             {"status"},
                                             {"status", "work"},
                                             {"status", "work", "--json"},
                                             {"why", instance},
                                             {"why", instance, "--json"},
                                             {"run-now", "work", "--dry-run", "--key-file", "key"},
                                             {"run-now", "work", "--dry-run", "--json", "--key-file", "key"},
                                             {"run-now", "work", "--set", "myPin=canary-no-number", "--key-file", "key"},
                                             {"rerun", instance, "--key-file", "other"},
                                             {"rerun", instance},
                                             {"rerun", instance, "--key-file", "key"},
                                             {"validate", "work.json"},
                                             {"validate", "work.json", "--json", "--set", "myPin=canary-no-number"},
                                             {"explain", "work.json", "--at", "2024-03-01"},
                                             {"explain", "work.json", "--at", "2024-03-01", "--json"},
                                             {"graph", "work.json"},
                                             {"graph", "work.json", "--json"},
                                             {"graph", "work.json", "--format", "mermaid"},
                                             {"simulate", "work.json", "--until", "2024-03-03"},
                                             {"simulate", "work.json", "--until", "2024-03-03", "--json"},
                                             {"simulate", "leaky.json", "--until", "2024-03-03", "--outcomes", "outcomes.json"},
                                             {"simulate", "leaky.json", "--until", "2024-03-03", "--outcomes", "outcomes.json", "--json"},
                                             {"simulate", "leaky.json", "--until", "2024-03-03", "--commands"},
                                             {"explain", "leaky.json", "--at", "2024-03-01"},
                                             {"explain", "leaky.json", "--at", "2024-03-01", "--json"},
                                             {"validate", "leaky.json", "--json"},
                                             {"graph", "leaky.json", "--format", "dot"},
                                             {"eval", "#{*myToken}", "--file", "leaky.json", "--object", "Step"},
                                             {"run", "leaky.json", "--json", "--key-file", "key"},
                                             {"logs", instance, "--json"},
                                             {"pause", "Step"},
                                             {"resume", "Step"},
                                             {"cancel", instance},
                                             {"clone", "work", "copy", "--key-file", "key"},
                                             {"list-runs", "--pipeline", "copy", "--json"},
                                             {"db", "check", "--json"},
                                             {"db", "backup", "copy.db"},
                                             {"deactivate", "work"},
                                             {"delete", "copy"}}) {
    said_.clear();
    (void)say(command);
    EXPECT_THAT(said_, Not(HasSubstr(canary))) << testing::PrintToString(command);
    EXPECT_THAT(said_, Not(HasSubstr("internal"))) << testing::PrintToString(command);
  }
}

/// What a command prints is its own business and stays in its log as it was printed; what the engine says of it is masked.
TEST_F(SecretProgram, EngineSaysNoSecretThatACommandPrinted) {
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  const auto logs = say({"logs", instance}).out;
  EXPECT_THAT(logs.substr(0, logs.find("==>")), AllOf(HasSubstr("exit code 3: ******"), Not(HasSubstr(canary))));
  EXPECT_THAT(contents(folder_ / "penstock.db"), Not(HasSubstr(canary)));
}

TEST_F(SecretProgram, NoHalfOfASecretIsLeftWhereALongErrorIsCut) {
  ASSERT_EQ(say({"run", "long_winded.json", "--key-file", "key"}).exit_code, static_cast<int>(ExitCode::failed)) << said_;
  const auto listed = say({"list-runs", "--attempts", "--json"}).out;
  EXPECT_THAT(listed, AllOf(HasSubstr("exit code 3"), Not(HasSubstr("xyz")), Not(HasSubstr(canary))));
}

TEST_F(SecretProgram, StatusAndWhyNeedNoKey) {
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_EQ(say({"status", "work"}).exit_code, 0) << said_;
  EXPECT_EQ(say({"why", instance}).exit_code, 0) << said_;
}

TEST_F(SecretProgram, WithoutAKeyNothingIsStoredAndTheWayOutIsSaid) {
  const auto ended = say({"run", "work.json"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(said_, AllOf(HasSubstr("NoKey"), HasSubstr("--key-file"), Not(HasSubstr(canary))));
  EXPECT_THAT(stored(), Not(HasSubstr(canary)));
}

TEST_F(SecretProgram, WrongKeyIsRefusedAndTheRightOneWorksAfterwards) {
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  said_.clear();
  EXPECT_EQ(run("other").exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(said_, HasSubstr("another key"));
  EXPECT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_EQ(say({"list-runs", "--json"}).exit_code, 0);
}

TEST_F(SecretProgram, SameDefinitionAndKeyMakeNoNewVersion) {
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  ASSERT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  SqliteReader reader{folder_ / "penstock.db"};
  EXPECT_EQ(reader.pipelines().at(0).pipeline.latest_version, 1);
}

TEST_F(SecretProgram, KeyFileThatEverybodyMayReadIsRefused) {
  std::filesystem::permissions(folder_ / "key", std::filesystem::perms::owner_all | std::filesystem::perms::others_read);
  EXPECT_EQ(run().exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(said_, HasSubstr("chmod 600"));
}

}  // namespace
}  // namespace penstock::cli
