// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

constexpr const char* common = R"({"id": "Default", "scheduleType": "cron", "schedule": {"ref": "D"}, "command": "x"},
  {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
  {"id": "R", "type": "Ec2Resource"}, {"id": "Use", "type": "ShellCommandActivity", "runsOn": {"ref": "R"}},
  {"id": "Sys", "type": "S3KeyExists", "s3Key": "k"}, {"id": "User", "type": "Exists"},
  {"id": "Impatient", "type": "S3KeyExists", "s3Key": "k", "preconditionTimeout": "1 hour"})";
std::string with_resource(std::string_view objects) {
  return R"({"objects": [)" + std::string{common} + (objects.empty() ? "" : ",") + std::string{objects} + "]}";
}

class Runners : public CaseTest {};
TEST_P(Runners, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    OfWork, Runners,
    testing::Values(
        Case{"AnActivityNeedsOne", with_resource(R"({"id": "A", "type": "ShellCommandActivity"})"), {"A NoRunner"}},
        Case{"EmbeddedItRunsInThisProcess", with_resource(R"({"id": "A", "type": "ShellCommandActivity"})"), {}, Profile::embedded},
        Case{"AnActivityThatCanHaveNoneNeedsNone",
             with_resource(R"({"id": "A", "type": "FunctionActivity", "function": "f", "workerGroup": "w"})"),
             {}},
        Case{"AWrongOneIsReportedOnce",
             with_resource(R"({"id": "A", "type": "ShellCommandActivity", "runsOn": {"ref": "D"}})"),
             {"A WrongReferenceType"}},
        Case{"ABaseIsNone",
             with_resource(R"({"id": "Base", "runAsUser": "u"}, {"id": "R2", "type": "Ec2Resource", "parent": {"ref": "Base"}},
                              {"id": "A", "type": "ShellCommandActivity", "runsOn": {"ref": "Base"}})"),
             {"A NoRunner"}},
        Case{"OfTwoTheResourceCounts",
             with_resource(R"({"id": "Base", "workerGroup": "wg"},
                              {"id": "A", "type": "ShellCommandActivity", "runsOn": {"ref": "R"}, "parent": {"ref": "Base"}},
                              {"id": "B", "type": "ShellCommandActivity", "runsOn": {"ref": "R"}, "parent": {"ref": "Base"}, "workerGroup": null},
                              {"id": "N", "type": "S3DataNode", "filePath": "f", "runsOn": {"ref": "R"}, "workerGroup": "wg"})"),
             {"(A WorkerGroupIgnored)"}},
        Case{"AWorkerGroupIsKnownBeforehand",
             with_resource(R"({"id": "A", "type": "ShellCommandActivity", "workerGroup": "#{@scheduledStartTime}"})"),
             {"A UnresolvedName"}},
        Case{"AUserManagedPreconditionOfANodeNeedsOne",
             with_resource(R"({"id": "N", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "User"}})"),
             {"N PreconditionWithoutRunner"}},
        Case{"ASystemManagedOneDoesNot",
             with_resource(R"({"id": "N", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "Sys"}})"),
             {}},
        Case{"EmbeddedItIsCheckedInThisProcess",
             with_resource(R"({"id": "N", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "User"}})"),
             {},
             Profile::embedded},
        Case{"ANodeBorrowsFromAnActivityThatUsesIt",
             with_resource(R"({"id": "N", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "User"}},
                              {"id": "A", "type": "ShellCommandActivity", "workerGroup": "wg", "output": {"ref": "N"}})"),
             {}},
        Case{"AResourceOnlyToCheckIsAWarning",
             with_resource(R"({"id": "A", "type": "ShellCommandActivity", "runsOn": {"ref": "R"}, "precondition": {"ref": "User"}},
                              {"id": "B", "type": "ShellCommandActivity", "workerGroup": "wg", "precondition": {"ref": "User"}})"),
             {"(A SystemPreconditionPreferred)"}},
        Case{"WaitingForEverAfterATimeOutIsAWarning",
             with_resource(R"({"id": "A", "type": "ShellCommandActivity", "workerGroup": "wg", "precondition": {"ref": "Impatient"}},
                              {"id": "B", "type": "ShellCommandActivity", "workerGroup": "wg", "precondition": {"ref": "Impatient"},
                               "failureAndRerunMode": "cascade"})"),
             {"(A CascadeModeAdvised)"}},
        Case{"AResourceThatNobodyUsesIsAWarning", with_resource(R"({"id": "R2", "type": "Ec2Resource"})"), {"(R2 UnusedResource)"}}),
    case_name);

const Component& component(const Plan& plan, std::string_view id) { return plan[*plan.find(id)]; }

TEST(Runner, IsTheResourceOrTheWorkerGroup) {
  const auto plan = plan_of(with_resource(R"(
    {"id": "A", "type": "ShellCommandActivity", "runsOn": {"ref": "R"}, "workerGroup": "wg"},
    {"id": "B", "type": "ShellCommandActivity", "workerGroup": "etl-#{myZone}", "myZone": "eu"})"));
  EXPECT_EQ(component(*plan, "A").runs_on, plan->find("R"));
  EXPECT_EQ(component(*plan, "A").worker_group, "");
  EXPECT_EQ(component(*plan, "B").worker_group, "etl-eu");
}

TEST(Runner, OfANodeWithAUserManagedPreconditionIsThatOfItsFirstReader) {
  const auto plan = plan_of(with_resource(R"(
    {"id": "N", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "User"}},
    {"id": "W", "type": "ShellCommandActivity", "runsOn": {"ref": "R"}, "output": {"ref": "N"}},
    {"id": "A", "type": "ShellCommandActivity", "workerGroup": "first", "input": {"ref": "N"}},
    {"id": "B", "type": "ShellCommandActivity", "workerGroup": "second", "input": {"ref": "N"}})"));
  EXPECT_EQ(component(*plan, "N").worker_group, "first");
  EXPECT_EQ(component(*plan, "N").runs_on, std::nullopt);
}

TEST(Runner, OfANodeWithoutSuchAPreconditionIsNobody) {
  const auto plan = plan_of(with_resource(R"(
    {"id": "N", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "Sys"}},
    {"id": "A", "type": "ShellCommandActivity", "workerGroup": "first", "input": {"ref": "N"}})"));
  EXPECT_EQ(component(*plan, "N").worker_group, "");
}

TEST(Preconditions, AreInWrittenOrderAndEachOnce) {
  const auto plan = plan_of(with_resource(R"({"id": "A", "type": "ShellCommandActivity", "workerGroup": "wg",
    "precondition": [{"ref": "User"}, {"ref": "Sys"}, {"ref": "User"}]})"));
  EXPECT_EQ(component(*plan, "A").preconditions, (std::vector<ComponentIndex>{*plan->find("User"), *plan->find("Sys")}));
}

TEST(Actions, AreInWrittenOrder) {
  const auto plan = plan_of(with_resource(R"(
    {"id": "S", "type": "SnsAlarm", "subject": "s", "message": "m"}, {"id": "T", "type": "SnsAlarm", "subject": "s", "message": "m"},
    {"id": "A", "type": "ShellCommandActivity", "workerGroup": "wg", "onFail": [{"ref": "T"}, {"ref": "S"}], "onSuccess": {"ref": "S"},
     "onLateAction": {"ref": "T"}, "lateAfterTimeout": "1 hour"})"));
  EXPECT_EQ(component(*plan, "A").on_fail, (std::vector<ComponentIndex>{*plan->find("T"), *plan->find("S")}));
  EXPECT_EQ(component(*plan, "A").on_success, std::vector<ComponentIndex>{*plan->find("S")});
  EXPECT_EQ(component(*plan, "A").on_late, std::vector<ComponentIndex>{*plan->find("T")});
}

}  // namespace
}  // namespace penstock
