// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

/// Two activities on schedules of their own: `Late` waits for `Early`.
std::string pair(std::string_view late, std::string_view early) {
  const auto schedule = [](std::string_view id, std::string_view fields) {
    return R"({"id": ")" + std::string{id} + R"(", "type": "Schedule", "startDateTime": "2013-01-01T00:00:00", )" + std::string{fields} +
           "}, ";
  };
  return R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "command": "x"}, )" + schedule("L", late) +
         schedule("E", early) + R"({"id": "Early", "type": "ShellCommandActivity", "schedule": {"ref": "E"}},
    {"id": "Late", "type": "ShellCommandActivity", "schedule": {"ref": "L"}, "dependsOn": {"ref": "Early"}}]})";
}

class RollUps : public CaseTest {};
TEST_P(RollUps, AreCounted) { check(); }

INSTANTIATE_TEST_SUITE_P(
    ByPeriods, RollUps,
    testing::Values(
        Case{"HourlyIntoDaily", pair(R"("period": "1 day")", R"("period": "1 hour")"), {}},
        Case{"DailyIntoMonthly", pair(R"("period": "1 month")", R"("period": "1 day")"), {}},
        Case{"QuartersOfAnHourIntoDailyAreTooMany", pair(R"("period": "1 day")", R"("period": "15 minutes")"), {"Late TooManyRollUps"}},
        Case{"ThirtyTwoAreNot", pair(R"("period": "32 hours")", R"("period": "1 hour")"), {}},
        Case{"ThirtyThreeAre", pair(R"("period": "33 hours")", R"("period": "1 hour")"), {"Late TooManyRollUps"}},
        Case{"NotMoreThanThereAre", pair(R"("period": "1 day", "occurrences": "1")", R"("period": "15 minutes", "occurrences": "4")"), {}},
        Case{"EmbeddedThereIsNoLimit", pair(R"("period": "1 day")", R"("period": "15 minutes")"), {}, Profile::embedded},
        Case{"EmbeddedTenThousandAreWorthAWarning",
             pair(R"("period": "1 day")", R"("period": "5 seconds")"),
             {"(Late TooManyRollUps)"},
             Profile::embedded},
        Case{"FinerConsumersWaitForOne", pair(R"("period": "1 hour")", R"("period": "1 month")"), {}}),
    case_name);

TEST(RollUps, AreCountedWhereverTheScheduleBegins) {
  const auto found = diagnose(R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "command": "x"},
    {"id": "L", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
    {"id": "E", "type": "Schedule", "period": "15 minutes", "startDateTime": "2033-01-01T00:00:00"},
    {"id": "Early", "type": "ShellCommandActivity", "schedule": {"ref": "E"}},
    {"id": "Late", "type": "ShellCommandActivity", "schedule": {"ref": "L"}, "dependsOn": {"ref": "Early"}}]})");
  EXPECT_EQ(summary(found), (std::set<std::string>{"Late TooManyRollUps", "(Late NoMatchingInterval)"}));
}

class Counterparts : public CaseTest {};
TEST_P(Counterparts, AreLookedFor) { check(); }

INSTANTIATE_TEST_SUITE_P(
    ByCalendars, Counterparts,
    testing::Values(
        Case{"AProducerThatEndsBeforeItsConsumer",
             pair(R"("period": "1 day")", R"("period": "1 day", "occurrences": "1")"),
             {"(Late NoMatchingInterval)"}},
        Case{"AProducerThatEndsWithItsConsumer",
             pair(R"("period": "1 day", "occurrences": "2")", R"("period": "1 hour", "occurrences": "25")"),
             {}},
        Case{"AProducerThatBeginsAfterItsConsumer",
             R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "command": "x"},
                             {"id": "L", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "E", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-02T00:00:00"},
                             {"id": "Early", "type": "ShellCommandActivity", "schedule": {"ref": "E"}},
                             {"id": "Late", "type": "ShellCommandActivity", "schedule": {"ref": "L"}, "dependsOn": {"ref": "Early"}}]})",
             {"(Late NoMatchingInterval)"}},
        Case{"AResourceThatEndsBeforeItsActivity",
             with_daily(R"({"id": "S", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00", "occurrences": "2"},
                           {"id": "R", "type": "Ec2Resource", "schedule": {"ref": "S"}},
                           {"id": "A", "type": "ShellCommandActivity", "command": "x", "runsOn": {"ref": "R"}, "workerGroup": null})"),
             {"(A ResourceIntervalMissing)"}},
        Case{"AResourceOfAShorterPeriod",
             with_daily(R"({"id": "S", "type": "Schedule", "period": "1 hour", "startDateTime": "2013-01-01T00:00:00"},
                           {"id": "R", "type": "Ec2Resource", "schedule": {"ref": "S"}},
                           {"id": "A", "type": "ShellCommandActivity", "command": "x", "runsOn": {"ref": "R"}, "workerGroup": null})"),
             {"(A ResourcePeriodShorterThanActivity)"}}),
    case_name);

}  // namespace
}  // namespace penstock
