// SPDX-License-Identifier: Apache-2.0

/// `penstock simulate`, run as a person would.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view bakery = R"({"objects": [
  {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Hourly"}, "failureAndRerunMode": "cascade", "maximumRetries": "1",
   "retryDelay": "10 minutes"},
  {"id": "Hourly", "type": "Schedule", "period": "1 hour", "startDateTime": "2015-05-17T00:00:00", "occurrences": "300"},
  {"id": "Mail", "type": "SnsAlarm", "subject": "no #{node.name}", "message": "#{node.errorMessage}"},
  {"id": "Knead", "type": "ShellCommandActivity", "command": "knead"},
  {"id": "Bake", "type": "ShellCommandActivity", "command": "bake", "dependsOn": {"ref": "Knead"}, "onFail": {"ref": "Mail"}}]})";

constexpr std::string_view scenario = R"({"id": "BAKE-1", "title": "a loaf", "profile": "embedded",
  "definition": {"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Bake", "type": "ShellCommandActivity", "command": "bake"}]},
  "clock": "2015-05-17T00:00:00", "script": {"Bake": "5m ok"},
  "expect": [{"at": "2015-05-17T00:04:00", "status": {"Bake#0": "RUNNING"}}]})";

class SimulateCommand : public ::testing::Test {
 protected:
  void write(const std::string& name, std::string_view text) const { std::ofstream{folder_.path() / name} << text; }
  [[nodiscard]] Ended run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "simulate");
    return Program{folder_.path(), arguments}.wait();
  }
  [[nodiscard]] nlohmann::json run_json(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    return nlohmann::json::parse(run(arguments).out);
  }

  ScratchFolder folder_;
};

TEST_F(SimulateCommand, TellsWhoRanWhen) {
  write("bakery.json", bakery);
  write("night.json", R"({"Knead": "20m ok"})");
  const auto ended = run({"bakery.json", "--until", "2015-05-17T00:30:00", "--outcomes", "night.json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("2015-05-17T00:00:00  2015-05-17T00:20:00  FINISHED  1         20 min  @Knead_2015-05-17T00:00:00"));
}

TEST_F(SimulateCommand, TellsWhatWasWaitedFor) {
  write("bakery.json", bakery);
  write("night.json", R"({"Knead": "20m ok"})");
  const auto document = run_json({"bakery.json", "--until", "2015-05-17T00:30:00", "--outcomes", "night.json"});
  EXPECT_EQ(document["runs"][1]["id"], "@Bake_2015-05-17T00:00:00");
  EXPECT_EQ(document["runs"][1]["waitedFor"], nlohmann::json::array({"@Knead_2015-05-17T00:00:00"}));
}

TEST_F(SimulateCommand, TellsHowOftenAnAttemptWasMade) {
  write("bakery.json", bakery);
  write("night.json", R"({"Knead": ["1m fail", "1m ok"]})");
  const auto document = run_json({"bakery.json", "--until", "2015-05-17T00:30:00", "--outcomes", "night.json"});
  EXPECT_EQ(document["runs"][0]["attempts"], 2);
}

TEST_F(SimulateCommand, ListsTheAlarms) {
  write("bakery.json", bakery);
  write("night.json", R"({"Knead#0": "1m fail E7 too dry"})");
  const auto ended = run({"bakery.json", "--until", "2015-05-17T00:30:00", "--outcomes", "night.json"});
  EXPECT_THAT(ended.out, HasSubstr("2015-05-17T00:12:00  Mail   @Bake_2015-05-17T00:00:00  no Bake"));
}

TEST_F(SimulateCommand, CountsWhatCameOut) {
  write("bakery.json", bakery);
  const auto document = run_json({"bakery.json", "--until", "2015-05-17T02:30:00"});
  EXPECT_EQ(document["tally"]["Bake"]["FINISHED"], 3);
}

TEST_F(SimulateCommand, LeavesOutTheMiddleOfALongList) {
  write("bakery.json", bakery);
  const auto ended = run({"bakery.json", "--until", "2015-06-17"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("540 lines left out"), Not(HasSubstr("@Bake_2015-05-20T00:00:00"))));
}

TEST_F(SimulateCommand, PrintsALongListToItsEndWhenAsked) {
  write("bakery.json", bakery);
  const auto ended = run({"bakery.json", "--until", "2015-06-17", "--all"});
  EXPECT_THAT(ended.out, HasSubstr("@Bake_2015-05-20T00:00:00"));
}

TEST_F(SimulateCommand, RefusesOutcomesOfObjectsThatAreNotThere) {
  write("bakery.json", bakery);
  write("night.json", R"({"Sell": "1m ok"})");
  const auto ended = run({"bakery.json", "--until", "2015-05-18", "--outcomes", "night.json"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("no object \"Sell\""));
}

TEST_F(SimulateCommand, RefusesOutcomesThatItCannotRead) {
  write("bakery.json", bakery);
  write("night.json", R"({"Bake": "soon ok"})");
  const auto ended = run({"bakery.json", "--until", "2015-05-18", "--outcomes", "night.json"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("night.json: Bake"));
}

TEST_F(SimulateCommand, NeedsToKnowWhenToEnd) {
  write("bakery.json", bakery);
  const auto ended = run({"bakery.json"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("--until is missing"));
}

TEST_F(SimulateCommand, DoesNotEndBeforeItBegins) {
  write("bakery.json", bakery);
  EXPECT_THAT(run({"bakery.json", "--until", "2015-05-16"}).err, HasSubstr("lies before the simulation begins"));
}

TEST_F(SimulateCommand, SaysThatScenariosHold) {
  write("one.json", scenario);
  const auto ended = run({"--scenario", "one.json", "one.json"});
  EXPECT_EQ(ended.out, "2 scenarios, 0 failed\n");
  EXPECT_EQ(ended.exit_code, 0);
}

TEST_F(SimulateCommand, PlaysEveryScenarioOfAFile) {
  auto wrong = std::string{scenario};
  wrong.replace(wrong.find("RUNNING"), 7, "FAILED");
  write("two.json", "[" + std::string{scenario} + "," + wrong + "]");
  EXPECT_THAT(run({"--scenario", "two.json"}).out, HasSubstr("2 scenarios, 1 failed\n"));
}

TEST_F(SimulateCommand, SaysWhatDiffersInAScenario) {
  auto wrong = std::string{scenario};
  wrong.replace(wrong.find("RUNNING"), 7, "FAILED");
  write("one.json", wrong);
  const auto ended = run({"--scenario", "one.json"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.out,
            "one.json  BAKE-1: a loaf\n  expect[0].status.Bake#0: expected \"FAILED\", seen \"RUNNING\"\n1 scenario, 1 failed\n");
}

TEST_F(SimulateCommand, CountsWhatIsNoScenarioAsFailed) {
  write("one.json", R"({"definition": {"objects": []}, "expects": []})");
  const auto ended = run({"--scenario", "one.json"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("is no scenario: expects"));
}

TEST_F(SimulateCommand, TellsDifferencesAsJson) {
  auto wrong = std::string{scenario};
  wrong.replace(wrong.find("RUNNING"), 7, "FAILED");
  write("one.json", wrong);
  const auto document = run_json({"--scenario", "one.json"});
  EXPECT_EQ(document["scenarios"][0]["differences"][0]["seen"], "\"RUNNING\"");
}

}  // namespace
}  // namespace penstock::cli
