// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

/// `A` in the shortest form: `activity("A", "\"dependsOn\": …")`.
std::string activity(std::string_view id, std::string_view fields = "") {
  return R"({"id": ")" + std::string{id} + R"(", "type": "ShellCommandActivity", "command": "x")" + (fields.empty() ? "" : ", ") +
         std::string{fields} + "}";
}
std::string node(std::string_view id, std::string_view fields = "") {
  return R"({"id": ")" + std::string{id} + R"(", "type": "S3DataNode", "filePath": "f")" + (fields.empty() ? "" : ", ") +
         std::string{fields} + "}";
}
std::string after(std::string_view id) { return R"("dependsOn": {"ref": ")" + std::string{id} + R"("})"; }
std::string reads(std::string_view id) { return R"("input": {"ref": ")" + std::string{id} + R"("})"; }
std::string writes(std::string_view id) { return R"("output": {"ref": ")" + std::string{id} + R"("})"; }

std::string all(std::initializer_list<std::string> objects) {
  std::string text;
  for (const std::string& object : objects) text += (text.empty() ? "" : ",") + object;
  return with_daily(text);
}

class Cycles : public CaseTest {};
TEST_P(Cycles, AreReported) { check(); }

INSTANTIATE_TEST_SUITE_P(
    AmongObjects, Cycles,
    testing::Values(
        Case{"OnTheObjectWhoseReferenceClosesIt",
             all({activity("A", after("B")), activity("B", after("C")), activity("C", after("A"))}),
             {"C DependencyCycle"}},
        Case{"OnAnObjectThatWaitsForItself", all({activity("A", after("A"))}), {"A DependencyCycle"}},
        Case{"OnTheNodeWhoseProducerClosesIt",
             all({activity("A", after("B") + ", " + writes("N")), activity("B", reads("N")), node("N")}),
             {"N DependencyCycle"}},
        Case{"OnTheActivityThatReadsItsOwnOutputWhenItComesFirst",
             all({activity("A", reads("N") + ", " + writes("N")), node("N")}),
             {"A DependencyCycle"}},
        Case{"OnTheActivityThatReadsItsOwnOutputWhenTheNodeComesFirst",
             all({node("N"), activity("A", reads("N") + ", " + writes("N"))}),
             {"A DependencyCycle"}},
        Case{"OnTheNodeThatDependsOnItsReader", all({activity("A", reads("N")), node("N", after("A"))}), {"N DependencyCycle"}},
        Case{"EachOne",
             all({activity("A", after("B")), activity("B", after("A")), activity("C", after("E")), activity("E", after("C"))}),
             {"B DependencyCycle", "E DependencyCycle"}},
        Case{"WhateverTheSchedules",
             all({R"({"id": "H", "type": "Schedule", "period": "1 hour", "startDateTime": "2013-01-01T00:00:00"})",
                  activity("A", after("B")), activity("B", R"("schedule": {"ref": "H"}, )" + after("A"))}),
             {"B DependencyCycle"}},
        Case{"NotWhileAnythingElseIsWrong",
             all({activity("A", after("B")), activity("B", after("A")), activity("C", after("Nobody"))}),
             {"C BadReference"}},
        Case{"NotForAResourceThatManyUse",
             all({R"({"id": "R", "type": "Ec2Resource"})", activity("A", R"("workerGroup": null, "runsOn": {"ref": "R"})"),
                  activity("B", R"("workerGroup": null, "runsOn": {"ref": "R"}, )" + after("A"))}),
             {}},
        Case{"NotForUserFields", all({activity("A", R"("myPeer": {"ref": "B"})"), activity("B", R"("myPeer": {"ref": "A"})")}), {}}),
    case_name);

TEST(CycleMessage, NamesTheWayRound) {
  const auto found = diagnose(all({activity("First", after("A")), activity("A", after("B")), activity("B", after("A"))}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].field, "dependsOn");
  EXPECT_NE(found[0].message.find("A -> B -> A"), std::string::npos) << found[0].message;
  EXPECT_EQ(found[0].message.find("First"), std::string::npos) << found[0].message;
}

std::vector<std::string> ids(const Plan& plan, const std::vector<ComponentIndex>& components) {
  std::vector<std::string> names;
  for (const ComponentIndex each : components) names.push_back(plan[each].id);
  return names;
}
std::vector<std::string> dependencies(const Plan& plan, std::string_view id) { return ids(plan, plan[*plan.find(id)].dependencies); }
std::vector<std::string> consumers(const Plan& plan, std::string_view id) { return ids(plan, plan[*plan.find(id)].consumers); }

using Ids = std::vector<std::string>;

TEST(Dependencies, OfAnActivityAreDependsOnAndThenInputEachOnce) {
  const auto plan =
      plan_of(all({node("N"), node("M"), activity("B"),
                   activity("A", R"("input": [{"ref": "M"}, {"ref": "N"}], "dependsOn": [{"ref": "B"}, {"ref": "N"}, {"ref": "B"}])")}));
  EXPECT_EQ(dependencies(*plan, "A"), (Ids{"B", "N", "M"}));
}

TEST(Dependencies, OfADataNodeAreDependsOnAndThenItsProducersInDefinitionOrder) {
  const auto plan = plan_of(all({activity("W2", writes("N")), node("N", after("B")), activity("W1", writes("N")), activity("B")}));
  EXPECT_EQ(dependencies(*plan, "N"), (Ids{"B", "W2", "W1"}));
}

TEST(Dependencies, AreKnownToThoseWhoAreWaitedFor) {
  const auto plan = plan_of(all({activity("W", writes("N")), node("N"), activity("R2", reads("N")), activity("R1", reads("N"))}));
  EXPECT_EQ(consumers(*plan, "N"), (Ids{"R2", "R1"}));
  EXPECT_EQ(consumers(*plan, "W"), (Ids{"N"}));
}

TEST(Dependencies, DoNotComeFromReferencesToBases) {
  const auto plan = plan_of(with_daily(R"({"id": "Base", "command": "x"},
    {"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Base"}, "dependsOn": {"ref": "Base"}})"));
  EXPECT_EQ(dependencies(*plan, "A"), Ids{});
}

TEST(TopologicalOrder, IsDefinitionOrderExceptForThoseWhoWait) {
  const auto plan = plan_of(
      all({activity("A", reads("N")), node("N"), activity("B"), activity("W", writes("N")), R"({"id": "R", "type": "Ec2Resource"})"}));
  EXPECT_EQ(ids(*plan, plan->topological_order()), (Ids{"W", "N", "A", "B", "R"}));
}

TEST(LongChains, AreNoDangerToTheStack) {
  std::string objects;
  constexpr int length = 20'000;
  for (int i = 0; i < length; ++i) {
    objects += (i == 0 ? "" : ",") + activity("A" + std::to_string(i), i + 1 < length ? after("A" + std::to_string(i + 1)) : "");
  }
  const auto plan = plan_of(with_daily(objects), for_validation(Profile::embedded));
  ASSERT_NE(plan, nullptr);
  EXPECT_EQ((*plan)[plan->topological_order().front()].id, "A19999");
}

TEST(LongChains, OfParentsAreNoDangerToTheStack) {
  std::string objects = R"({"id": "P0", "type": "CSV", "myX": "x"})";
  for (int i = 1; i < 20'000; ++i)
    objects += R"(,{"id": "P)" + std::to_string(i) + R"(", "parent": {"ref": "P)" + std::to_string(i - 1) + R"("}})";
  const auto plan = plan_of(R"({"objects": [)" + objects + "]}", for_validation(Profile::embedded));
  ASSERT_NE(plan, nullptr);
  EXPECT_NE((*plan)[*plan->find("P19999")].find("myX"), nullptr);
}

TEST(LongChains, ThatWouldInheritWithoutBoundsAreRefused) {
  std::string objects = R"({"id": "P0", "type": "CSV"})";
  for (int i = 1; i < 4'000; ++i) {
    objects += R"(,{"id": "P)" + std::to_string(i) + R"(", "myX)" + std::to_string(i) + R"(": "x", "parent": {"ref": "P)" +
               std::to_string(i - 1) + R"("}})";
  }
  const auto found = summary(diagnose(R"({"objects": [)" + objects + "]}", for_validation(Profile::embedded)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found.begin()->find("TooLarge"), std::string::npos);
}

}  // namespace
}  // namespace penstock
