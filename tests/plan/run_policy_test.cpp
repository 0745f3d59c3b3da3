// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

constexpr const char* actions = R"({"id": "Tell", "type": "SnsAlarm", "subject": "s", "message": "m"}, {"id": "End", "type": "Terminate"})";

/// Daily steps below a Default with these fields.
std::string with_default(std::string_view fields, std::string_view objects) {
  return R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"})" + std::string{fields} +
         R"(}, {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"}, )" + actions + ", " +
         std::string{objects} + "]}";
}

std::string step(std::string_view id, std::string_view fields = {}) {
  return R"({"id": ")" + std::string{id} + R"(", "type": "ShellCommandActivity", "command": "x")" + std::string{fields} + "}";
}

TEST(PipelineNotices, StandOnDefault) {
  const auto plan =
      plan_of(with_default(R"(, "onPipelineSuccess": {"ref": "Tell"}, "onPipelineFail": [{"ref": "Tell"}, {"ref": "Tell"}])", step("A")));
  const std::vector<ComponentIndex> tell{*plan->find("Tell")};
  EXPECT_EQ(plan->runs().on_success, tell);
  EXPECT_FALSE(plan->runs().on_fail.empty());
}

TEST(PipelineNotices, AreNotInherited) {
  const auto plan = plan_of(with_default(R"(, "onPipelineFail": {"ref": "Tell"})", step("A")));
  EXPECT_EQ((*plan)[*plan->find("A")].find("onPipelineFail"), nullptr);
}

class RunPolicies : public CaseTest {};
TEST_P(RunPolicies, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    OfPipelines, RunPolicies,
    testing::Values(
        Case{"NoticesElsewhereAreIgnored", with_default("", step("A", R"(, "onPipelineFail": {"ref": "Tell"})")), {"(A OnlyOnDefault)"}},
        Case{"NoticesAreActions", with_default(R"(, "onPipelineFail": {"ref": "A"})", step("A")), {"Default WrongReferenceType"}},
        Case{
            "TerminateIsNoNotice", with_default(R"(, "onPipelineSuccess": {"ref": "End"})", step("A")), {"(Default TerminateOutsideLate)"}},
        Case{"FinallyComesAfterSomething", with_default("", step("A", R"(, "finally": "true")")), {"(A FinallyDependsOnNothing)"}},
        Case{"FinallyAfterSomethingIsFine",
             with_default("", step("A") + ", " + step("B", R"(, "finally": "true", "dependsOn": {"ref": "A"})")),
             {}},
        Case{"FinallyNeedsAnEndOfWhatItWaitsFor",
             with_default("", step("A") + ", " + step("B", R"(, "dependsOn": {"ref": "A"})") + ", " +
                                  step("C", R"(, "finally": "true", "dependsOn": {"ref": "B"})")),
             {"(C CascadeModeAdvised)"}},
        Case{"FinallyIsTrueOrFalse", with_default("", step("A", R"(, "finally": "maybe")")), {"A BadEnum"}}),
    case_name);

}  // namespace
}  // namespace penstock
