// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/rig.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "penstock/definition/json.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

const Instant midnight = utc("2015-05-17");

/// Two hours of a load, which has a precondition and a resource.
Definition hourly(
    const std::string& more_objects = R"({"id": "Load", "type": "ShellCommandActivity", "command": "load #{hour(@scheduledStartTime)}",
    "precondition": {"ref": "Ready"}, "runsOn": {"ref": "Box"}})") {
  return read_definition(R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Hourly"}, "maximumRetries": "1", "retryDelay": "10 minutes"},
    {"id": "Hourly", "type": "Schedule", "period": "1 hour", "startDateTime": "2015-05-17T00:00:00", "occurrences": "2"},
    {"id": "Ready", "type": "ShellCommandPrecondition", "command": "true"},
    {"id": "Box", "type": "Ec2Resource"},
    )" + more_objects + "]}")
      .value();
}

Rig hourly_rig() { return Rig{hourly(), {.start = midnight}}; }

std::vector<std::string> commands_of_one(const std::string& activity) {
  Rig rig{hourly(activity), {.start = midnight}};
  rig.run_until_idle();
  return rig.commands("X");
}

TEST(RecordedCommands, AreEvaluatedForTheirInterval) {
  auto rig = hourly_rig();
  rig.advance(1h);
  EXPECT_THAT(rig.commands("Load"), ElementsAre("load 0", "load 1"));
  EXPECT_THAT(rig.commands("Load", midnight + 1h), ElementsAre("load 1"));
}

TEST(RecordedCommands, AreThoseOfEveryAttempt) {
  auto rig = hourly_rig();
  rig.activity("Load", midnight).fails().then_succeeds();
  rig.advance(10min);
  EXPECT_THAT(rig.commands("Load"), ElementsAre("load 0", "load 0"));
}

TEST(RecordedCommands, AreNoneOfWhatWasNotBegun) {
  auto rig = hourly_rig();
  rig.precondition("Ready").is_not_met();
  rig.advance(1h);
  EXPECT_THAT(rig.commands("Load"), IsEmpty());
}

TEST(RecordedCommands, HaveTheArgumentsOfAScript) {
  EXPECT_THAT(commands_of_one(R"({"id": "X", "type": "ShellCommandActivity", "scriptUri": "s3://b/x.sh", "workerGroup": "w",
                                  "scriptArgument": ["#{year(@scheduledStartTime)}", "fast"]})"),
              ElementsAre("s3://b/x.sh 2015 fast"));
}

TEST(RecordedCommands, HaveALineForEachStep) {
  EXPECT_THAT(commands_of_one(R"({"id": "X", "type": "EmrActivity", "workerGroup": "w", "step": ["count.jar,in", "sum.jar,out"]})"),
              ElementsAre("count.jar,in", "sum.jar,out"));
}

TEST(RecordedCommands, AreNoneOfWorkThatNoFieldPutsIntoWords) {
  EXPECT_THAT(commands_of_one(R"({"id": "X", "type": "CopyActivity", "workerGroup": "w", "input": {"ref": "A"}, "output": {"ref": "B"}},
                                 {"id": "A", "type": "FileDataNode", "filePath": "a"}, {"id": "B", "type": "FileDataNode", "filePath": "b"})"),
              IsEmpty());
}

TEST(Given, HasTheObjectsThatAnAttemptReads) {
  Rig rig{hourly(R"({"id": "X", "type": "CopyActivity", "workerGroup": "w", "input": {"ref": "A"}, "output": {"ref": "B"}},
                    {"id": "A", "type": "FileDataNode", "filePath": "a-#{hour(@scheduledStartTime)}"},
                    {"id": "B", "type": "FileDataNode", "filePath": "b"})"),
          {.start = midnight}};
  rig.run_until_idle();
  ASSERT_THAT(rig.given(), SizeIs(1));
  EXPECT_EQ(rig.given().front().object.reference("input")->text("filePath"), "a-0");
}

TEST(Given, IsNotKeptByASimulationUnlessAskedFor) {
  Simulation simulation{{.start = midnight}};
  auto definition = hourly();
  definition.name = "hourly";
  (void)simulation.engine().deploy(definition);
  simulation.settle();
  EXPECT_THAT(simulation.ran(), SizeIs(1));
  EXPECT_THAT(simulation.given(), IsEmpty());
}

TEST(RigScript, MayBeGivenAsAScenarioSaysIt) {
  Rig rig{hourly(), {.start = midnight, .script = Script::read(R"({"Load#0": ["5m fail", "5m ok"]})")}};
  rig.advance(20min);
  EXPECT_THAT(rig.attempts("Load", midnight), SizeIs(2));
}

TEST(RigScript, SpeaksOfThePreconditionOfOneInterval) {
  auto rig = hourly_rig();
  rig.precondition("Ready", "Load", midnight).is_not_met();
  rig.advance(1h);
  EXPECT_EQ(rig.status("Load", midnight), Status::waiting_on_dependencies);
  EXPECT_EQ(rig.status("Load", midnight + 1h), Status::finished);
}

TEST(RigScript, SpeaksOfTheResourceOfOneInterval) {
  auto rig = hourly_rig();
  rig.resource("Box", midnight).comes_up(5min);
  rig.run_until_idle();
  EXPECT_EQ(rig.status("Box", midnight), Status::creating);
  rig.advance(1h);
  EXPECT_EQ(rig.ran().back().at, midnight + 1h);
}

TEST(RigInspection, OfWhatIsNotThereYetHasOnlyItsId) {
  auto rig = hourly_rig();
  EXPECT_EQ(rig.inspect("Load", midnight + 1h).id, "@Load_2015-05-17T01:00:00");
  EXPECT_EQ(rig.inspect("Load", midnight + 1h).status, Status::scheduled);
}

}  // namespace
}  // namespace penstock::testing
