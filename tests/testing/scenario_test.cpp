// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace penstock::testing {

void PrintTo(const Difference& difference, std::ostream* out) { *out << to_text(difference); }

namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Json = nlohmann::ordered_json;

/// Two hours of a bakery: Knead is tried twice, Bake waits for the dough, Sell falls with it. The oven takes five minutes to heat.
Json bakery() {
  return Json::parse(R"({
    "id": "BAKE", "title": "two hours of a bakery", "rules": [], "profile": "embedded",
    "definition": {"objects": [
      {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Hourly"}, "failureAndRerunMode": "cascade", "workerGroup": "hands",
       "pipelineLogUri": "s3://bakery/logs/", "maximumRetries": "1", "retryDelay": "10 minutes"},
      {"id": "Hourly", "type": "Schedule", "period": "1 hour", "startDateTime": "2015-05-17T00:00:00", "occurrences": "2"},
      {"id": "Oven", "type": "Ec2Resource"},
      {"id": "Mail", "type": "SnsAlarm", "subject": "no #{node.name}", "message": "#{node.errorMessage}"},
      {"id": "Flour", "type": "S3DataNode", "directoryPath": "s3://bakery/flour"},
      {"id": "Dough", "type": "S3DataNode", "directoryPath": "s3://bakery/dough"},
      {"id": "Knead", "type": "ShellCommandActivity", "command": "knead #{myKind}", "myKind": "rye", "myGrains": ["rye", "oat"],
       "output": {"ref": "Dough"}},
      {"id": "Bake", "type": "ShellCommandActivity", "command": "bake", "runsOn": {"ref": "Oven"}, "stage": "true", "input": {"ref": "Dough"},
       "maximumRetries": "0", "onFail": {"ref": "Mail"}},
      {"id": "Sell", "type": "ShellCommandActivity", "command": "sell", "dependsOn": {"ref": "Bake"}}]},
    "clock": "2015-05-17T00:00:00", "activate": true,
    "script": {"Knead": ["5m fail E1 too dry", "5m ok"], "Oven": "up 5m", "Bake#0": "10m fail E2 burnt", "Bake#1": "hang"}
  })");
}

/// Differences of the bakery when this is expected at that time.
std::vector<Difference> differences(const std::string& at, const std::string& check, const std::string& expected) {
  auto scenario = bakery();
  scenario["expect"] = Json::array({{{"at", "2015-05-17T" + at}, {check, Json::parse(expected)}}});
  return run_scenario(scenario.dump()).differences;
}

std::string complaint(const Json& scenario) {
  try {
    (void)run_scenario(scenario.dump());
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "none";
}

/// A kind of check, what it sees at a time, and something that it does not see then.
struct CheckCase {
  const char* check;
  const char* at;
  const char* right;
  const char* wrong;
};
void PrintTo(const CheckCase& check, std::ostream* out) { *out << check.check; }

class ScenarioChecks : public ::testing::TestWithParam<CheckCase> {};

TEST_P(ScenarioChecks, HoldWhenTheyAreRight) {
  const auto found = differences(GetParam().at, GetParam().check, GetParam().right);
  EXPECT_THAT(found, IsEmpty()) << to_text(found.front());
}

TEST_P(ScenarioChecks, DifferWhenTheyAreWrong) {
  EXPECT_THAT(differences(GetParam().at, GetParam().check, GetParam().wrong),
              ElementsAre(Field(&Difference::where, HasSubstr(std::string{"expect[0]."} + GetParam().check))));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ScenarioChecks,
    ::testing::Values(
        CheckCase{"status", "00:07:00", R"({"Knead#0": "WAITING_FOR_RUNNER"})", R"({"Knead#0": "RUNNING"})"},
        CheckCase{"absent", "00:07:00", R"(["Knead#1"])", R"(["Knead#0"])"},
        CheckCase{"attempts", "00:30:00", R"({"Knead#0": 2})", R"({"Knead#0": 1})"},
        CheckCase{"attemptStatus", "00:30:00", R"({"Knead#0": ["FAILED", "FINISHED"]})", R"({"Knead#0": ["FINISHED"]})"},
        CheckCase{"attemptErrors", "00:30:00", R"({"Knead#0": ["E1", null]})", R"({"Knead#0": ["E1", "E1"]})"},
        CheckCase{"attemptIds", "00:07:00", R"({"Knead#0": ["@Knead_2015-05-17T00:00:00_Attempt=1"]})", R"({"Knead#0": []})"},
        CheckCase{"run", "00:30:00", R"({"Knead#0": ["2015-05-17T00:00:00", "2015-05-17T00:15:00"]})",
                  R"({"Knead#0": ["2015-05-17T00:00:00"]})"},
        CheckCase{"start", "00:30:00", R"({"Bake#0": "2015-05-17T00:00:00"})", R"({"Bake#0": "2015-05-17T00:25:00"})"},
        CheckCase{"end", "00:30:00", R"({"Knead#0": "2015-05-17T00:20:00"})", R"({"Knead#0": null})"},
        CheckCase{"ids", "00:30:00", R"({"Knead#0": "@Knead_2015-05-17T00:00:00"})", R"({"Knead#0": "@Knead_2015-05-17"})"},
        CheckCase{"deps", "00:07:00", R"({"Bake#0": ["Dough#0"]})", R"({"Bake#0": []})"},
        CheckCase{"waitingOn", "00:07:00", R"({"Sell#0": ["Bake#0"]})", R"({"Sell#0": ["Dough#0"]})"},
        CheckCase{"cascadedFrom", "00:40:00", R"({"Sell#0": "Bake#0"})", R"({"Sell#0": "Dough#0"})"},
        CheckCase{"resource", "00:30:00", R"({"Bake#0": "Oven#0"})", R"({"Bake#0": "Oven#1"})"},
        CheckCase{"intervals", "00:00:00", R"({"Knead": [["2015-05-17T00:00:00", "2015-05-17T01:00:00", "2015-05-17T00:00:00"]]})",
                  R"({"Knead": [["2015-05-17T00:00:00", "2015-05-17T02:00:00"]]})"},
        CheckCase{"count", "00:00:00", R"({"Knead": 2})", R"({"Knead": "infinite"})"},
        CheckCase{"eval", "00:00:00", R"({"Knead#0": {"command": "knead rye", "maximumRetries": "1"}})",
                  R"({"Knead#0": {"maximumRetries": 1}})"},
        CheckCase{
            "expr", "00:00:00",
            R"({"Knead#0": {"#{1 + 1}": 2, "[list]#{myGrains}!": ["rye!", "oat!"], "#{myGrains}!": "rye,oat!", "#{myNone}": "!UnresolvedName"}})",
            R"({"Knead#0": {"#{2 ^ 1}": 2}})"},
        CheckCase{"staging", "00:00:00", R"({"Bake#0": {"INPUT1_STAGING_DIR": "s3://bakery/dough"}, "Knead#0": {}})", R"({"Bake#0": {}})"},
        CheckCase{
            "logs", "00:30:00",
            R"({"Knead#0": "s3://bakery/logs/df-TEST/Knead/@Knead_2015-05-17T00:00:00/@Knead_2015-05-17T00:00:00_Attempt=2", "Sell#0": null})",
            R"({"Knead#0": "s3://bakery/logs"})"},
        CheckCase{"alarms", "00:40:00", R"([["2015-05-17T00:35:00", "Mail", "Bake#0", "no Bake", "burnt"]])", R"([])"},
        CheckCase{"health", "00:40:00", R"({"Bake": "ERROR", "Knead": "HEALTHY", "*": "ERROR"})", R"({"Knead": "ERROR"})"},
        CheckCase{"pipeline", "00:40:00", R"("SCHEDULED")", R"("FINISHED")"}),
    [](const auto& info) { return std::string{info.param.check}; });

TEST(ScenarioAlarms, AreComparedAsPrefixes) {
  EXPECT_THAT(differences("00:40:00", "alarms", R"([["2015-05-17T00:35:00", "Mail", "Bake#0"]])"), IsEmpty());
  EXPECT_THAT(differences("00:40:00", "alarms", R"([["2015-05-17T00:35:00", "Mail", "Bake#1"]])"), Not(IsEmpty()));
}

TEST(ScenarioNames, MayBeIds) {
  EXPECT_THAT(differences("00:30:00", "status", R"({"@Knead_2015-05-17T00:00:00": "FINISHED"})"), IsEmpty());
}

TEST(ScenarioDifferences, SayWhatWasSeen) {
  const auto found = differences("00:30:00", "status", R"({"Knead#0": "FAILED"})");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(to_text(found.front()), R"(expect[0].status.Knead#0: expected "FAILED", seen "FINISHED")");
}

TEST(ScenarioDifferences, SayThatAnInstanceIsNotThere) {
  EXPECT_THAT(differences("00:30:00", "status", R"({"Knead#1": "RUNNING"})"), ElementsAre(Field(&Difference::seen, "no such instance")));
}

TEST(ScenarioReason, SaysWhyAnInstanceWasCanceled) {
  auto scenario = bakery();
  scenario["do"] = Json::parse(R"([["2015-05-17T00:01:00", "cancel", "Knead#0"]])");
  scenario["expect"] = Json::parse(R"([{"at": "2015-05-17T00:01:00", "reason": {"Knead#0": "canceled by user"}},
                                       {"at": "2015-05-17T00:01:00", "reason": {"Knead#0": "no flour"}}])");
  EXPECT_THAT(run_scenario(scenario.dump()).differences, ElementsAre(Field(&Difference::where, "expect[1].reason.Knead#0")));
}

/// The bakery with other commands, and without checks.
std::vector<Difference> differences_of(const std::string& commands) {
  auto scenario = bakery();
  scenario["do"] = Json::parse(commands);
  return run_scenario(scenario.dump()).differences;
}

TEST(ScenarioCommands, DifferWhenTheyAreRefusedUnexpectedly) {
  EXPECT_THAT(
      differences_of(R"([["2015-05-17T00:01:00", "rerun", "Knead#0"]])"),
      ElementsAre(AllOf(Field(&Difference::where, "do[0] rerun"), Field(&Difference::seen, HasSubstr("refused with InvalidRequest")))));
}

TEST(ScenarioCommands, DifferWhenTheyAreAcceptedUnexpectedly) {
  EXPECT_THAT(differences_of(R"([["2015-05-17T00:01:00", "cancel", "Knead#0", "!InvalidRequest"]])"),
              ElementsAre(Field(&Difference::seen, "done")));
}

TEST(ScenarioCommands, MayExpectTheCodeOfARefusal) {
  EXPECT_THAT(differences_of(R"([["2015-05-17T00:01:00", "rerun", "Knead#0", "!InvalidRequest"]])"), IsEmpty());
}

TEST(ScenarioCommands, PutChangesWhatWasSavedBefore) {
  EXPECT_THAT(differences_of(R"([["2015-05-17T00:01:00", "put", {"Hourly": {"period": "2 hours"}}, "!CannotChangePeriod"],
                                 ["2015-05-17T00:01:00", "put", {"Knead": {"command": "knead faster", "myKind": null}}],
                                 ["2015-05-17T00:01:00", "put", {"Knead": null}, "!CannotRemoveObject"]])"),
              IsEmpty());
}

TEST(ScenarioCommands, FollowATaskRunner) {
  auto scenario = bakery();
  scenario["script"]["Knead"] = "manual";
  scenario["do"] = Json::parse(R"([["2015-05-17T00:01:00", "poll", "hands", "t1", "@Knead_2015-05-17T00:00:00_Attempt=1"],
                                   ["2015-05-17T00:01:00", "poll", "hands", "t2", null],
                                   ["2015-05-17T00:02:00", "progress", "t1", false],
                                   ["2015-05-17T00:03:00", "setTaskStatus", "t1", "FINISHED"],
                                   ["2015-05-17T00:03:00", "setTaskStatus", "t1", "FINISHED", "!TaskNotFound"]])");
  scenario["expect"] = Json::parse(R"([{"at": "2015-05-17T00:03:00", "status": {"Knead#0": "FINISHED"}}])");
  EXPECT_THAT(run_scenario(scenario.dump()).differences, IsEmpty());
}

TEST(ScenarioCommands, DifferWhenAnotherTaskComes) {
  EXPECT_THAT(differences_of(R"([["2015-05-17T00:01:00", "poll", "hands", "t1", "@Knead_2015-05-17T00:00:00_Attempt=1"]])"),
              ElementsAre(Field(&Difference::seen, "no task")));
}

TEST(ScenarioCommands, RestartLosesWhatRunsInTheProgram) {
  auto scenario = bakery();
  scenario["do"] = Json::parse(R"([["2015-05-17T00:03:00", "restart"]])");
  scenario["expect"] = Json::parse(R"([{"at": "2015-05-17T00:03:00", "attemptErrors": {"Knead#0": ["Service_EngineRestarted", null]}}])");
  EXPECT_THAT(run_scenario(scenario.dump()).differences, IsEmpty());
}

TEST(ScenarioObserver, IsToldEveryChangeAlsoThoseOfARestart) {
  auto scenario = bakery();
  scenario["do"] = Json::parse(R"([["2015-05-17T00:03:00", "restart"]])");
  std::vector<Cause> causes;
  (void)run_scenario(scenario.dump(), [&](const Change& change) {
    if (change.instance == "@Knead_2015-05-17T00:00:00") causes.push_back(change.cause);
  });
  EXPECT_THAT(causes, ElementsAre(Cause::released, Cause::dependencies_satisfied, Cause::claimed_by_runner, Cause::attempt_lost,
                                  Cause::claimed_by_runner));
}

TEST(ScenarioActivation, DiffersWhenItIsRefusedUnexpectedly) {
  auto scenario = bakery();
  scenario["profile"] = "service";
  scenario["clock"] = "2015-06-17T00:00:00";
  EXPECT_THAT(run_scenario(scenario.dump()).differences,
              ElementsAre(AllOf(Field(&Difference::where, "activate"), Field(&Difference::seen, HasSubstr("BackfillTooOld")))));
}

TEST(ScenarioActivation, MayHaveToBeRefused) {
  auto scenario = bakery();
  scenario["profile"] = "service";
  scenario["clock"] = "2015-06-17T00:00:00";
  scenario["activate"] = {{"error", "BackfillTooOld"}};
  EXPECT_THAT(run_scenario(scenario.dump()).differences, IsEmpty());
}

TEST(ScenarioValidation, FindsErrorsThatNobodyExpects) {
  const auto result = run_scenario(R"({"id": "V", "definition": {"objects": [{"id": "A", "type": "Nonsense"}]}})");
  EXPECT_THAT(result.differences, ElementsAre(Field(&Difference::seen, R"(["A","UnknownType"])")));
}

TEST(ScenarioValidation, MissesErrorsThatAreExpected) {
  const auto result = run_scenario(R"({"definition": {"objects": []}, "validate": {"errors": [["A", "UnknownType"]]}})");
  EXPECT_THAT(result.differences, ElementsAre(Field(&Difference::expected, R"(["A","UnknownType"])")));
}

/// The scenarios in a file with this text.
std::vector<std::string> scenarios_in(const std::string& text) {
  const auto file = std::filesystem::path{::testing::TempDir()} / fmt::format("scenarios_{}.json", ::getpid());
  std::ofstream{file} << text;
  auto scenarios = read_scenario_file(file);
  std::filesystem::remove(file);
  return scenarios;
}

TEST(ScenarioFiles, HoldOneScenario) { EXPECT_THAT(scenarios_in(bakery().dump(2)), ElementsAre(bakery().dump(2))); }

TEST(ScenarioFiles, HoldAListOfScenarios) {
  EXPECT_THAT(scenarios_in(Json::array({bakery(), {{"id", "B"}}}).dump(2)), ElementsAre(bakery().dump(), R"({"id":"B"})"));
}

TEST(ScenarioFiles, MayNotHoldHalfAList) { EXPECT_THROW((void)scenarios_in("[{}, "), ScenarioError); }

TEST(ScenarioFiles, MayNotHaveMembersThatAreNotKnown) {
  auto scenario = bakery();
  scenario["expected"] = Json::array();
  EXPECT_THAT(complaint(scenario), HasSubstr("expected: a scenario has no such member"));
}

TEST(ScenarioFiles, MayNotHaveChecksThatAreNotKnown) {
  auto scenario = bakery();
  scenario["expect"] = Json::parse(R"([{"at": "2015-05-17T00:00:00", "stats": {}}])");
  EXPECT_THAT(complaint(scenario), HasSubstr("expect[0]: there is no check \"stats\""));
}

TEST(ScenarioFiles, MayNotHaveCommandsThatAreNotKnown) {
  auto scenario = bakery();
  scenario["do"] = Json::parse(R"([["2015-05-17T00:00:00", "reheat", "Oven#0"]])");
  EXPECT_THAT(complaint(scenario), HasSubstr("do[0]: there is no command \"reheat\""));
}

TEST(ScenarioFiles, MayNotNameObjectsThatAreNotThere) {
  EXPECT_THROW((void)differences("00:00:00", "status", R"({"Knaed#0": "RUNNING"})"), ScenarioError);
}

TEST(ScenarioFiles, MayNotScriptObjectsThatAreNotThere) {
  auto scenario = bakery();
  scenario["script"]["Knaed"] = "1m ok";
  EXPECT_THAT(complaint(scenario), HasSubstr("script.Knaed"));
}

TEST(ScenarioFiles, MayNotCheckWhatWasBeforeTheClock) {
  auto scenario = bakery();
  scenario["expect"] = Json::parse(R"([{"at": "2015-05-16T00:00:00"}])");
  EXPECT_THAT(complaint(scenario), HasSubstr("expect[0]: is before the clock starts"));
}

}  // namespace
}  // namespace penstock::testing
