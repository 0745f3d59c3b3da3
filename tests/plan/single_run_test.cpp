// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/single_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plan/case.hpp"

namespace penstock {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Fetch -> Raw -> Clean -> Tidy -> Report, and Index beside it, which depends on Fetch.
constexpr const char* objects = R"(
  {"id": "Box", "type": "Ec2Resource"}, {"id": "Tell", "type": "SnsAlarm", "subject": "s", "message": "m"},
  {"id": "Ready", "type": "S3KeyExists", "s3Key": "k"},
  {"id": "Raw", "type": "S3DataNode", "filePath": "raw", "precondition": {"ref": "Ready"}},
  {"id": "Tidy", "type": "S3DataNode", "filePath": "tidy"}, {"id": "Unused", "type": "S3DataNode", "filePath": "unused"},
  {"id": "Fetch", "type": "ShellCommandActivity", "command": "fetch", "output": {"ref": "Raw"}, "lateAfterTimeout": "1 hour",
   "onLateAction": {"ref": "Tell"}},
  {"id": "Clean", "type": "ShellCommandActivity", "command": "clean", "input": {"ref": "Raw"}, "output": {"ref": "Tidy"},
   "runsOn": {"ref": "Box"}, "workerGroup": null},
  {"id": "Index", "parent": {"ref": "Fetch"}, "command": "index", "output": null, "dependsOn": {"ref": "Fetch"}},
  {"id": "Report", "type": "ShellCommandActivity", "command": "report", "input": {"ref": "Tidy"}, "dependsOn": {"ref": "Fetch"}})";

struct SingleRun : testing::Test {
  Definition definition = *read_definition(with_daily(objects));
  std::shared_ptr<const Plan> plan = plan_of(with_daily(objects));

  [[nodiscard]] std::shared_ptr<const Plan> run(const RunSelection& selection) const {
    auto made = single_run(definition, *plan, selection);
    if (!made) {
      ADD_FAILURE() << to_text(made.error());
      return nullptr;
    }
    auto compiled = compile(*made, standard_catalog(), for_validation(Profile::service));
    if (!compiled) {
      ADD_FAILURE() << to_text(compiled.error());
      return nullptr;
    }
    return compiled->plan;
  }
  static std::vector<std::string> ids(const Plan& plan) {
    std::vector<std::string> ids;
    for (const Component& component : plan.components()) ids.push_back(component.id);
    return ids;
  }
  static std::vector<std::string> dependencies(const Plan& plan, std::string_view id) {
    std::vector<std::string> ids;
    for (const ComponentIndex each : plan[*plan.find(id)].dependencies) ids.push_back(plan[each].id);
    return ids;
  }
};

TEST_F(SingleRun, IsOnDemandAndHasEverythingButSchedules) {
  const auto made = run({});
  EXPECT_TRUE(made->runs().on_demand);
  EXPECT_THAT(ids(*made), ElementsAre("Box", "Tell", "Ready", "Raw", "Tidy", "Unused", "Fetch", "Clean", "Index", "Report"));
}

TEST_F(SingleRun, OfSomeStepsHasWhatTheyNeed) {
  EXPECT_THAT(ids(*run({.only = {ObjectId{"Clean"}}})), ElementsAre("Box", "Ready", "Raw", "Tidy", "Clean"));
}

TEST_F(SingleRun, FromAStepHasAllThatWaitsForItNearOrFar) {
  EXPECT_THAT(ids(*run({.from = ObjectId{"Clean"}})), ElementsAre("Box", "Ready", "Raw", "Tidy", "Clean", "Report"));
}

TEST_F(SingleRun, DoesNotWaitForStepsThatAreNotChosen) {
  EXPECT_THAT(dependencies(*run({.only = {ObjectId{"Report"}}}), "Report"), ElementsAre("Tidy"));
}

TEST_F(SingleRun, KeepsTheOrderOfChosenSteps) {
  const auto made = run({.only = {ObjectId{"Clean"}, ObjectId{"Report"}}});
  EXPECT_THAT(dependencies(*made, "Tidy"), ElementsAre("Clean"));
}

TEST_F(SingleRun, GivesAStepWhatItHasFromAParentThatIsNotChosen) {
  const auto made = run({.only = {ObjectId{"Index"}}});
  EXPECT_EQ((*made)[*made->find("Index")].type, "ShellCommandActivity");
  EXPECT_THAT(ids(*made), ElementsAre("Tell", "Index"));
}

TEST_F(SingleRun, HasADefaultObjectIfThereWasNone) {
  const std::string bare = R"({"objects": [
    {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
    {"id": "A", "type": "ShellCommandActivity", "command": "x", "workerGroup": "wg", "schedule": {"ref": "D"}, "scheduleType": "cron"}]})";
  definition = *read_definition(bare);
  plan = plan_of(bare);
  EXPECT_TRUE(run({})->runs().on_demand);
}

TEST_F(SingleRun, NamesEveryStepThatThePipelineDoesNotHave) {
  const auto made = single_run(definition, *plan, {.only = {ObjectId{"Klean"}, ObjectId{"Raw"}, ObjectId{"Clean"}}});
  ASSERT_FALSE(made);
  ASSERT_EQ(made.error().size(), 2U);
  EXPECT_THAT(made.error()[0].message, HasSubstr("did you mean \"Clean\"?"));
  EXPECT_EQ(made.error()[1].object, "Raw");
}

TEST_F(SingleRun, KeepsActionsThatTellAboutTheWholeRun) {
  const std::string text = R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}, "onPipelineFail": {"ref": "Tell"}},
    {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
    {"id": "Tell", "type": "SnsAlarm", "subject": "s", "message": "m"},
    {"id": "A", "type": "ShellCommandActivity", "command": "x"}, {"id": "B", "type": "ShellCommandActivity", "command": "x"}]})";
  definition = *read_definition(text);
  plan = plan_of(text);
  EXPECT_EQ(run({.only = {ObjectId{"B"}}})->runs().on_fail.size(), 1U);
}

}  // namespace
}  // namespace penstock
