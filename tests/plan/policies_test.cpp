// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>

#include "plan/case.hpp"

namespace penstock {
namespace {

using namespace std::chrono_literals;

std::string activity(std::string_view fields) {
  return with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x")" + std::string{fields.empty() ? "" : ", "} +
                    std::string{fields} + "}");
}

class Policies : public CaseTest {};
TEST_P(Policies, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    OfAttempts, Policies,
    testing::Values(
        Case{"RetriesAreAWholeNumber", activity(R"("maximumRetries": "few")"), {"A BadInteger"}},
        Case{"RetriesAreNotNegative", activity(R"("maximumRetries": "-1")"), {"A BadInteger"}},
        Case{"RetriesFitAnInteger", activity(R"("maximumRetries": "3000000000")"), {"A BadInteger"}, Profile::embedded},
        Case{"FiveRetriesAreAllowed", activity(R"("maximumRetries": 5)"), {}},
        Case{"SixAreTooMany", activity(R"("maximumRetries": "6")"), {"A TooManyRetries"}},
        Case{"EmbeddedTheyAreNot", activity(R"("maximumRetries": "600")"), {}, Profile::embedded},
        Case{"AShortDelayIsRaisedWithAWarning", activity(R"("retryDelay": "1 minute")"), {"(A RetryDelayRaised)"}},
        Case{"EmbeddedItIsNot", activity(R"("retryDelay": "200 milliseconds")"), {}, Profile::embedded},
        Case{"SecondsAreNoUnitOfTheService", activity(R"("retryDelay": "300 seconds")"), {"A BadPeriod"}},
        Case{"TimeOutsAreLengthsOfTime",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "attemptTimeout": "5 fortnights"},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "reportProgressTimeout": "soon"},
                           {"id": "C", "type": "ShellCommandActivity", "command": "x", "lateAfterTimeout": "0 hours"},
                           {"id": "P", "type": "Exists", "preconditionTimeout": "5"})"),
             {"A BadPeriod", "B BadPeriod", "C BadPeriod", "P BadPeriod"}},
        Case{"TimeOutsOfResourcesToo",
             R"({"objects": [{"id": "Default", "scheduleType": "ondemand"},
                             {"id": "R", "type": "Ec2Resource", "initTimeout": "soon"}, {"id": "S", "type": "EmrCluster", "terminateAfter": "never"},
                             {"id": "T", "type": "EmrCluster", "terminateAfter": "#{@scheduledStartTime}"}]})",
             {"R BadPeriod", "S BadPeriod"}},
        Case{"ABareNumberForTerminateAfterMeansHours",
             R"({"objects": [{"id": "Default", "scheduleType": "ondemand"}, {"id": "R", "type": "EmrCluster", "terminateAfter": "2"}]})",
             {"(R UnusedResource)"}},
        Case{"TheModeIsNoneOrCascade", activity(R"("failureAndRerunMode": "sometimes")"), {"A BadEnum"}},
        Case{"TheModeIsReadInAnyCase", activity(R"("failureAndRerunMode": "CASCADE")"), {}},
        Case{"TheBoundIsAtLeastOne", activity(R"("maxActiveInstances": "0")"), {"A BadInteger"}},
        Case{
            "InheritedMistakesAreReportedOnAllThatHaveTheField",
            R"({"objects": [{"id": "Default", "scheduleType": "ondemand", "workerGroup": "wg", "maximumRetries": "x", "failureAndRerunMode": "y",
                              "retryDelay": "z", "lateAfterTimeout": "-"},
                             {"id": "A", "type": "ShellCommandActivity", "command": "x"}, {"id": "P", "type": "Exists"}, {"id": "F", "type": "CSV"}]})",
            {"A BadInteger", "A BadEnum", "A BadPeriod", "P BadInteger", "P BadEnum", "P BadPeriod"}},
        Case{"AValueThatDependsOnARunComesTooLate",
             activity(R"("maximumRetries": "#{@attemptCount}", "attemptTimeout": "#{input.myTime}", "input": {"ref": "D"})"),
             {"A WrongReferenceType", "A BadInteger", "A BadPeriod"}},
        Case{"AValueIsNoList", activity(R"("maximumRetries": ["1", "2"])"), {"A BadInteger"}},
        Case{"AnUnknownNameIsReportedOnce", activity(R"("retryDelay": "#{myNowhere}")"), {"A UnresolvedName"}},
        Case{"ValuesThatReferToEachOtherHaveNoEnd",
             activity(R"("retryDelay": "#{myA}", "myA": "#{myB}", "myB": "#{myA}")"),
             {"A BadPeriod"}}),
    case_name);

const Policy& policy(const Plan& plan, std::string_view id) { return plan[*plan.find(id)].policy; }

TEST(PolicyOfAComponent, HasTheDefaultsOfTheService) {
  const auto plan = plan_of(activity(""), for_validation(Profile::service));
  EXPECT_EQ(policy(*plan, "A").maximum_retries, 2);
  EXPECT_EQ(policy(*plan, "A").retry_delay, 10min);
  EXPECT_EQ(policy(*plan, "A").max_active_instances, 5);
  EXPECT_EQ(policy(*plan, "A").report_progress_timeout, 15min);
  EXPECT_EQ(policy(*plan, "A").failure_mode, FailureMode::none);
}

TEST(PolicyOfAComponent, HasTheDefaultsOfAnEmbeddedEngine) {
  const auto plan = plan_of(activity(""), for_validation(Profile::embedded));
  EXPECT_EQ(policy(*plan, "A").maximum_retries, 0);
  EXPECT_EQ(policy(*plan, "A").retry_delay, 10s);
  EXPECT_EQ(policy(*plan, "A").max_active_instances, 0);
  EXPECT_EQ(policy(*plan, "A").report_progress_timeout, std::nullopt);
}

TEST(PolicyOfAComponent, HasTheDefaultsOfTheHost) {
  CompileOptions options = for_validation(Profile::service);
  options.defaults = Defaults{.maximum_retries = 1, .retry_delay = 1s, .max_active_instances = 50};
  const auto plan = plan_of(activity(""), options);
  EXPECT_EQ(policy(*plan, "A").maximum_retries, 1);
  EXPECT_EQ(policy(*plan, "A").retry_delay, 1s);
  EXPECT_EQ(policy(*plan, "A").max_active_instances, 50);
}

TEST(PolicyOfAComponent, SaysWhatTheDefinitionSays) {
  const auto plan = plan_of(R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}, "maximumRetries": 3, "retryDelay": "#{myMinutes + 1} minutes"},
    {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
    {"id": "A", "type": "ShellCommandActivity", "command": "x", "attemptTimeout": "2 hours", "reportProgressTimeout": "5 minutes",
     "lateAfterTimeout": "1 day", "failureAndRerunMode": "cascade", "maxActiveInstances": "7", "precondition": {"ref": "P"}},
    {"id": "P", "type": "Exists", "preconditionTimeout": "#{myHours} hours", "myHours": 3}],
    "values": {"myMinutes": 4}})");
  const Policy& a = policy(*plan, "A");
  EXPECT_EQ(a.maximum_retries, 3);
  EXPECT_EQ(a.retry_delay, 5min);
  EXPECT_EQ(a.attempt_timeout, 2h);
  EXPECT_EQ(a.report_progress_timeout, 5min);
  EXPECT_EQ(a.late_after, 24h);
  EXPECT_EQ(a.failure_mode, FailureMode::cascade);
  EXPECT_EQ(a.max_active_instances, 7);
  EXPECT_EQ(policy(*plan, "P").precondition_timeout, 3h);
  EXPECT_EQ(policy(*plan, "P").maximum_retries, 3);
}

TEST(PolicyOfAComponent, WaitsTwoMinutesAtLeastUnderTheService) {
  EXPECT_EQ(policy(*plan_of(activity(R"("retryDelay": "1 minute")")), "A").retry_delay, 2min);
}

TEST(PolicyOfAComponent, BoundsRunsInsteadOfInstancesOnDemand) {
  const auto plan = plan_of(R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand", "workerGroup": "wg", "maxActiveInstances": "3", "lateAfterTimeout": "1 hour"},
    {"id": "A", "type": "ShellCommandActivity", "command": "x"}]})");
  EXPECT_EQ(plan->runs().max, 3);
  EXPECT_EQ(policy(*plan, "A").max_active_instances, 0);
  EXPECT_EQ(policy(*plan, "A").late_after, std::nullopt);
}

}  // namespace
}  // namespace penstock
