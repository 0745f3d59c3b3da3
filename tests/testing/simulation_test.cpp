// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/simulation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "penstock/definition/json.hpp"
#include "penstock/store/memory_store.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

const Instant midnight = utc("2015-05-17");
const PipelineId pipeline{"night"};

Definition definition(const std::string& objects) {
  auto read = read_definition(R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Hourly"}, "command": "true", "maximumRetries": "1", "retryDelay": "10 minutes"},
    {"id": "Hourly", "type": "Schedule", "period": "1 hour", "startDateTime": "2015-05-17T00:00:00", "occurrences": "3"},
    )" + objects + "]}");
  read->name = pipeline.text();
  return std::move(read).value();
}

Definition one_activity() { return definition(R"({"id": "Load", "type": "ShellCommandActivity"})"); }

/// A simulation with the definition deployed, and nothing done yet.
struct Deployed {
  explicit Deployed(const Definition& said, const std::string& script = "{}") : simulation{{.start = midnight}, Script::read(script)} {
    (void)simulation.engine().deploy(said);
  }
  [[nodiscard]] RunSummary run(const std::string& id) { return simulation.history().run(pipeline.text(), id).value(); }
  [[nodiscard]] Status status(const std::string& id) { return run(id).instance.status; }

  Simulation simulation;
};

TEST(Simulation, EndsAnAttemptWhenTheScriptSays) {
  Deployed night{one_activity(), R"({"Load": "20m ok"})"};
  night.simulation.run_until(midnight + 20min - 1ms);
  EXPECT_EQ(night.status("@Load_2015-05-17T00:00:00"), Status::running);
  night.simulation.run_until(midnight + 20min);
  EXPECT_EQ(night.status("@Load_2015-05-17T00:00:00"), Status::finished);
}

TEST(Simulation, LetsWorkSucceedAtOnceOfWhichNothingIsSaid) {
  Deployed night{one_activity()};
  night.simulation.run_until(midnight);
  EXPECT_EQ(night.status("@Load_2015-05-17T00:00:00"), Status::finished);
}

TEST(Simulation, RemembersWhatRanWhen) {
  Deployed night{one_activity(), R"({"Load#1": ["5m fail", "5m ok"]})"};
  night.simulation.run_until(midnight + 90min);
  EXPECT_THAT(night.simulation.ran(), ElementsAre(Ran{"Load", midnight, 1, midnight}, Ran{"Load", midnight + 1h, 1, midnight + 1h},
                                                  Ran{"Load", midnight + 1h, 2, midnight + 75min}));
}

TEST(Simulation, StandsWhereItWasSent) {
  Deployed night{one_activity()};
  night.simulation.run_until(midnight + 17min);
  EXPECT_EQ(night.simulation.now(), midnight + 17min);
}

TEST(Simulation, IsAtRestOnceAllIntervalsAreOver) {
  Deployed night{one_activity()};
  night.simulation.run_until(midnight + 1h);
  EXPECT_FALSE(night.simulation.at_rest());
  night.simulation.run_until(midnight + 2h);
  EXPECT_TRUE(night.simulation.at_rest());
}

TEST(Simulation, FinishesWorkThatEndsAtTheVeryTimeOut) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "attemptTimeout": "20 minutes"})"), R"({"Load": "20m ok"})"};
  night.simulation.run_until(midnight + 20min);
  EXPECT_EQ(night.status("@Load_2015-05-17T00:00:00"), Status::finished);
}

TEST(Simulation, TellsResultsOfOneInstantByDueTime) {
  // Late, of the first interval, began first; Early is written first, but its second interval is due later.
  Deployed night{definition(R"({"id": "Early", "type": "ShellCommandActivity", "maximumRetries": "0", "onFail": {"ref": "Mail"}},
                               {"id": "Late", "type": "ShellCommandActivity", "maximumRetries": "0", "onFail": {"ref": "Mail"}},
                               {"id": "Mail", "type": "SnsAlarm", "subject": "#{node.@id}", "message": "m"})"),
                 R"({"Late#0": "90m fail", "Early#1": "30m fail"})"};
  night.simulation.run_until(midnight + 90min);
  ASSERT_THAT(night.simulation.alarms(), SizeIs(2));
  EXPECT_EQ(night.simulation.alarms()[0].node, "@Late_2015-05-17T00:00:00");
}

TEST(Simulation, TellsResultsOfOneIntervalInTheOrderOfTheDefinition) {
  // First is tried twice, so the attempt that ends at 00:25 began after that of Second.
  Deployed night{definition(R"({"id": "First", "type": "ShellCommandActivity", "onFail": {"ref": "Mail"}},
                               {"id": "Second", "type": "ShellCommandActivity", "maximumRetries": "0", "onFail": {"ref": "Mail"}},
                               {"id": "Mail", "type": "SnsAlarm", "subject": "s", "message": "m"})"),
                 R"({"First#0": ["5m fail", "10m fail"], "Second#0": "25m fail"})"};
  night.simulation.run_until(midnight + 25min);
  ASSERT_THAT(night.simulation.alarms(), SizeIs(2));
  EXPECT_EQ(night.simulation.alarms()[0].node, "@First_2015-05-17T00:00:00");
}

TEST(Simulation, KeepsWorkAliveThatHangs) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "reportProgressTimeout": "15 minutes"})"),
                 R"({"Load": "hang"})"};
  night.simulation.run_until(midnight + 50min);
  EXPECT_EQ(night.run("@Load_2015-05-17T00:00:00").instance.attempts, 1);
}

TEST(Simulation, LetsWorkBeStalledThatNeverReports) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "reportProgressTimeout": "15 minutes"})"),
                 R"({"Load": "stall"})"};
  night.simulation.run_until(midnight + 15min);
  EXPECT_EQ(night.run("@Load_2015-05-17T00:00:00").error_id, "Service_Stalled");
}

TEST(Simulation, LetsGoOfWorkThatWasCanceled) {
  Deployed night{one_activity(), R"({"Load": "hang"})"};
  night.simulation.run_until(midnight + 5min);
  ASSERT_EQ(night.simulation.engine().cancel(pipeline, InstanceId{"@Load_2015-05-17T00:00:00"}), std::nullopt);
  night.simulation.settle();
  EXPECT_EQ(night.simulation.engine().step().running, 0U);
}

TEST(Simulation, RepeatsChecksAsTheScriptAnswers) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "precondition": {"ref": "Ready"}},
                               {"id": "Ready", "type": "ShellCommandPrecondition", "retryDelay": "10 minutes"})"),
                 R"({"Ready#0/Load": ["false", "false", "true"]})"};
  night.simulation.run_until(midnight + 30min);
  EXPECT_THAT(night.simulation.ran(), ElementsAre(Ran{"Load", midnight, 1, midnight + 20min}));
}

TEST(Simulation, FindsTheChecksOfADataNodeByNumber) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "input": {"ref": "Raw"}},
                               {"id": "Raw", "type": "S3DataNode", "filePath": "s3://b/raw", "precondition": {"ref": "Ready"}},
                               {"id": "Ready", "type": "S3KeyExists", "s3Key": "s3://b/raw", "retryDelay": "10 minutes"})"),
                 R"({"Ready#1/Raw": ["false", "true"]})"};
  night.simulation.run_until(midnight + 90min);
  EXPECT_THAT(night.simulation.ran(), ElementsAre(Ran{"Load", midnight, 1, midnight}, Ran{"Load", midnight + 1h, 1, midnight + 70min}));
}

TEST(Simulation, AnswersFromTheStartAfterARerun) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "precondition": {"ref": "Ready"}},
                               {"id": "Ready", "type": "ShellCommandPrecondition", "retryDelay": "10 minutes"})"),
                 R"({"Ready": ["false", "true"]})"};
  night.simulation.run_until(midnight + 20min);
  ASSERT_EQ(night.simulation.engine().rerun(pipeline, InstanceId{"@Load_2015-05-17T00:00:00"}), std::nullopt);
  night.simulation.run_until(midnight + 40min);
  EXPECT_THAT(night.simulation.ran(), ElementsAre(Ran{"Load", midnight, 1, midnight + 10min}, Ran{"Load", midnight, 2, midnight + 30min}));
}

TEST(Simulation, RecordsAlarmsWithTheirTexts) {
  Deployed night{definition(R"({"id": "Load", "type": "ShellCommandActivity", "maximumRetries": "0", "onFail": {"ref": "Mail"}},
                               {"id": "Mail", "type": "SnsAlarm", "subject": "lost #{node.name}", "message": "#{node.errorMessage}"})"),
                 R"({"Load#0": "5m fail E7 disk full"})"};
  night.simulation.run_until(midnight + 30min);
  EXPECT_THAT(night.simulation.alarms(), ElementsAre(Alarm{.action = "Mail",
                                                           .node = "@Load_2015-05-17T00:00:00",
                                                           .event = ActionEvent::on_fail,
                                                           .subject = "lost Load",
                                                           .message = "disk full",
                                                           .at = midnight + 5min}));
}

TEST(Simulation, CountsRunsOnDemandInTheirOrder) {
  auto read = read_definition(R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"}, {"id": "Load", "type": "ShellCommandActivity", "command": "true"}]})");
  read->name = pipeline.text();
  Deployed night{*read, R"({"Load#1": "7m ok"})"};
  night.simulation.run_until(midnight + 5min);
  night.simulation.engine().activate(pipeline);
  night.simulation.run_until(midnight + 6min);
  EXPECT_EQ(night.status("@Load_2015-05-17T00:05:00"), Status::running);
}

TEST(Simulation, GoesOnAfterARestart) {
  Deployed night{one_activity(), R"({"Load#0": "30m ok"})"};
  night.simulation.run_until(midnight + 10min);
  night.simulation.restart();
  night.simulation.run_until(midnight + 50min);
  EXPECT_EQ(night.status("@Load_2015-05-17T00:00:00"), Status::finished);
}

TEST(Simulation, HasNoHistoryOfAStoreThatIsNotItsOwn) {
  MemoryStore store;
  Simulation simulation{{.start = midnight, .engine = {}, .store = &store}};
  EXPECT_THROW((void)simulation.history(), std::logic_error);
}

}  // namespace
}  // namespace penstock::testing
