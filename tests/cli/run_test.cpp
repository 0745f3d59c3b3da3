// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"
#include "executor/signal_file.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class RunProgram : public testing::Test {
 protected:
  Ended run(std::string_view definition, std::vector<std::string> options = {}) {
    folder_.write("work.json", definition);
    options.insert(options.begin(), {"run", "work.json"});
    return penstock(folder_.path(), options);
  }

  [[nodiscard]] std::size_t instances(const std::string& pipeline = "work") const {
    const auto listed = penstock(folder_.path(), {"list-runs", "--json", "--pipeline", pipeline});
    return nlohmann::json::parse(listed.out).at("runs").size();
  }

  ScratchFolder folder_;
};

TEST_F(RunProgram, RunsTwoStepsThroughTheFilesBetweenThem) {
  const auto ended = run(two_steps);
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_EQ(contents(folder_ / "sum-2024-03-03"), "6\n");
}

TEST_F(RunProgram, SaysALinePerChangeAndTheEnd) {
  const auto lines = lines_of(run(two_steps).out);
  EXPECT_EQ(lines.front(), "work: new, activated");
  EXPECT_THAT(lines, Contains(EndsWith("  work  @Add_2024-03-02T00:00:00  RUNNING  attempt 1")));
  EXPECT_THAT(lines, Contains("work: FINISHED; instances: 12 FINISHED"));
}

TEST_F(RunProgram, SecondRunDoesNothingAndSaysSo) {
  ASSERT_EQ(run(two_steps).exit_code, 0);
  std::filesystem::remove(folder_ / "sum-2024-03-03");
  const auto again = run(two_steps);
  EXPECT_EQ(again.exit_code, static_cast<int>(ExitCode::success));
  EXPECT_EQ(again.out, "work: all of it was finished before, nothing to do\n");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "sum-2024-03-03"));
}

TEST_F(RunProgram, FailureIsToldWithItsReasonItsLogsAndAWayOut) {
  const auto ended = run(one_step("echo no disk left >&2; exit 3"));
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_THAT(lines_of(ended.out),
              Contains(AllOf(HasSubstr("@Step_2024-03-01T00:00:00 FAILED after 1 attempt: "), HasSubstr("no disk left"))));
  EXPECT_THAT(lines_of(ended.out), Contains(HasSubstr("    logs: " + (folder_ / "logs/work/Step").native())));
  EXPECT_THAT(lines_of(ended.out), Contains(HasSubstr("penstock rerun @Step_2024-03-01T00:00:00")));
}

TEST_F(RunProgram, FailureOfEarlierRunsIsNotForgotten) {
  ASSERT_EQ(run(one_step("false")).exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_EQ(run(one_step("false")).exit_code, static_cast<int>(ExitCode::failed));
}

TEST_F(RunProgram, DefinitionWithErrorsTouchesNoStore) {
  const auto ended = run(one_step("#{nonsense}"));
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(ended.err, HasSubstr("error  Step.command: "));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "penstock.db"));
}

TEST_F(RunProgram, NamesWhatNothingHereCanRun) {
  const auto ended = run(R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Call", "type": "FunctionActivity", "function": "of_somebody_else"}
  ]})");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(ended.err, HasSubstr("of_somebody_else"));
}

TEST_F(RunProgram, RefusesAChangeOfTheStartAndSaysWhatToDo) {
  ASSERT_EQ(run(one_step("true")).exit_code, 0);
  auto moved = one_step("true");
  moved.replace(moved.find("2024-03-01"), 10, "2024-02-01");
  const auto ended = run(moved);
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(ended.err, HasSubstr("Daily.startDateTime"));
}

TEST_F(RunProgram, PrintsOneJsonObjectPerLineAndASummaryLast) {
  const auto lines = lines_of(run(two_steps, {"--json"}).out);
  std::vector<std::string> events;
  for (const auto& line : lines) events.push_back(nlohmann::json::parse(line).at("event"));
  EXPECT_EQ(events.front(), "deployed");
  EXPECT_EQ(std::count(events.begin(), events.end(), "change"), static_cast<std::ptrdiff_t>(events.size()) - 2);
  EXPECT_EQ(events.back(), "summary");
}

TEST_F(RunProgram, SummaryInJsonHasTheFailures) {
  const auto lines = lines_of(run(one_step("false"), {"--json"}).out);
  const auto summary = nlohmann::json::parse(lines.back());
  EXPECT_EQ(summary.at("exitCode"), 1);
  EXPECT_EQ(summary.at("pipelines").at(0).at("failures").at(0).at("id"), step);
}

TEST_F(RunProgram, QuietRunPrintsTheEndOnly) {
  const auto lines = lines_of(run(two_steps, {"--quiet"}).out);
  EXPECT_EQ(lines.front(), "work: FINISHED; instances: 12 FINISHED");
}

TEST_F(RunProgram, StartsTheClockWhereItIsTold) {
  const auto for_ever = R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2130-01-01T00:00:00"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
  ]})";
  const auto ended = run(for_ever, {"--at", "2130-01-03T12:00:00", "--once"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_EQ(instances(), 3U);
}

TEST_F(RunProgram, TakesAwayWhatFinishedBeforeTheDaysThatAreKept) {
  const auto monthly = R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Monthly"}},
    {"id": "Monthly", "type": "Schedule", "period": "1 month", "startDateTime": "2130-01-01T00:00:00"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
  ]})";
  ASSERT_EQ(run(monthly, {"--at", "2130-03-15", "--once"}).exit_code, static_cast<int>(ExitCode::success));
  const auto ended = run(monthly, {"--at", "2130-08-15", "--once", "--keep", "30"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_EQ(instances(), 5U);  // those of April to August, which ended just now
}

TEST_F(RunProgram, PassesValuesOn) {
  const auto ended = run(R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo #{myWord} > said"}
  ], "parameters": [{"id": "myWord"}]})",
                         {"--set", "myWord=a=b"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_EQ(contents(folder_ / "said"), "a=b\n");
}

TEST_F(RunProgram, RunsSeveralFilesInOneStore) {
  folder_.write("one.json", one_step("true"));
  folder_.write("two.json", one_step("true"));
  EXPECT_EQ(penstock(folder_.path(), {"run", "one.json", "two.json"}).exit_code, static_cast<int>(ExitCode::success));
  EXPECT_EQ(instances("two"), 2U);
}

TEST_F(RunProgram, GivesAFileAnotherName) {
  ASSERT_EQ(run(one_step("true"), {"--name", "other"}).exit_code, 0);
  EXPECT_EQ(instances("other"), 2U);
}

TEST_F(RunProgram, RefusesTwoFilesOfOneName) {
  std::filesystem::create_directory(folder_ / "sub");
  folder_.write("sub/work.json", one_step("true"));
  const auto ended = run(one_step("true"), {"sub/work.json"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, HasSubstr("the same name work"));
}

TEST_F(RunProgram, KeepsLogsBesideTheStore) {
  std::filesystem::create_directory(folder_ / "state");
  ASSERT_EQ(run(one_step("echo hello"), {"--db", "state/p.db"}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "state/logs/work/Step"));
}

TEST_F(RunProgram, RunsHereWhatShouldRunOnAResourceIfAllowed) {
  const auto definition = R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Machine", "type": "Ec2Resource"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "true", "runsOn": {"ref": "Machine"}}
  ]})";
  EXPECT_EQ(run(definition).exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_EQ(run(definition, {"--local-resources"}).exit_code, static_cast<int>(ExitCode::success));
}

TEST_F(RunProgram, SecondEngineIsTurnedAwayWithTheNameOfTheFirst) {
  const SignalFile begun{folder_ / "begun"};
  const SignalFile go{folder_ / "go"};
  folder_.write("work.json", one_step("echo x > begun; read x < go"));
  Program first{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun.wait(), "x");
  const auto second = penstock(folder_.path(), {"run", "work.json"});
  go.release();
  EXPECT_EQ(second.exit_code, static_cast<int>(ExitCode::store_error));
  EXPECT_THAT(second.err, HasSubstr("in use by penstock run (process "));
  EXPECT_EQ(first.wait().exit_code, static_cast<int>(ExitCode::success));
}

TEST_F(RunProgram, GoesOnWhenNobodyListensAnyMore) {
  const SignalFile begun{folder_ / "begun"};
  const SignalFile go{folder_ / "go"};
  folder_.write("work.json", one_step("echo x > begun; read x < go"));
  Program program{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun.wait(), "x");
  program.stop_listening();
  go.release();
  const auto ended = program.wait();
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success));
  EXPECT_THAT(ended.err, Not(HasSubstr("error")));
}

TEST_F(RunProgram, WritesNoEscapeCodesUnlessOnATerminal) { EXPECT_THAT(run(one_step("false")).out, Not(HasSubstr("\x1b"))); }

TEST_F(RunProgram, DrawsCountsOnATerminal) {
  folder_.write("work.json", two_steps);
  const auto ended = penstock_on_terminal(folder_.path(), {"run", "work.json"}, 80, 24, {"TERM=xterm"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("\x1b[J"), HasSubstr("  Add   activity     3 finished")));
}

TEST_F(RunProgram, UsesNoColorsOnATerminalThatShallHaveNone) {
  folder_.write("work.json", one_step("false"));
  const auto ended = penstock_on_terminal(folder_.path(), {"run", "work.json"}, 80, 24, {"TERM=xterm", "NO_COLOR=1"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("FAILED"), Not(HasSubstr("\x1b[31m"))));
}

TEST_F(RunProgram, TreatsADumbTerminalLikeAFile) {
  folder_.write("work.json", one_step("false"));
  EXPECT_THAT(penstock_on_terminal(folder_.path(), {"run", "work.json"}, 80, 24, {"TERM=dumb"}).out, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace penstock::cli
