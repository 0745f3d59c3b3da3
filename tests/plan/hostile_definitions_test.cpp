// SPDX-License-Identifier: Apache-2.0
/// Definitions that nobody writes by hand: large, repetitive, and made to take long.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "plan/case.hpp"

namespace penstock {
namespace {

std::string repeated(int count, const std::function<std::string(int)>& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + text(i);
  return all;
}

std::string activity(const std::string& id, const std::string& more_fields) {
  return R"({"id": ")" + id + R"(", "type": "ShellCommandActivity", "command": "x", "workerGroup": "w")" + more_fields + "}";
}

std::string on_demand(const std::string& objects) {
  return R"({"objects": [{"id": "Default", "scheduleType": "ondemand"},)" + objects + "]}";
}

/// A quadratic algorithm would take minutes here, and run into the time limit that every test has.
Diagnostics diagnosed(const std::string& json) { return diagnose(json, for_validation(Profile::embedded)); }

TEST(HostileDefinition, MayHaveAnExpressionInEachOfVeryManyFields) {
  const auto found = diagnosed(on_demand(activity(
      "A", "," + repeated(50'000, [](int i) { return "\"my_" + std::to_string(i) + R"(": "#{my_)" + std::to_string(i / 2) + "}\""; }))));
  EXPECT_EQ(to_text(found), "");
}

TEST(HostileDefinition, MayMisspellEachOfVeryManyNames) {
  const auto found = diagnosed(on_demand(activity(
      "A", "," + repeated(50'000, [](int i) { return "\"my_" + std::to_string(i) + R"(": "#{myY)" + std::to_string(i) + "}\""; }))));
  EXPECT_EQ(found.back().message, "and 49500 more errors");
}

TEST(HostileDefinition, MayMisspellEachOfVeryManyReferences) {
  const auto found = diagnosed(on_demand(repeated(10'000, [](int i) {
    return activity("Activity" + std::to_string(i), R"(, "dependsOn": {"ref": "Activty)" + std::to_string(i) + R"("})");
  })));
  EXPECT_EQ(found.front().message, R"(refers to "Activty0", which is not defined; did you mean "Activity0"?)");
  EXPECT_EQ(found.back().message, "and 9500 more errors");
}

TEST(HostileDefinition, MayAllowAndGiveVeryManyValues) {
  const std::string values = repeated(50'000, [](int i) { return "\"v" + std::to_string(i) + '"'; });
  const auto found = diagnosed(R"({"objects": [], "parameters": [{"id": "myP", "isArray": "true", "allowedValues": [)" + values +
                               R"(]}], "values": {"myP": [)" + values + "]}}");
  EXPECT_EQ(to_text(found), "");
}

TEST(HostileDefinition, MayHaveVeryManyDependenciesThatRunInCycles) {
  const std::string all = repeated(400, [](int i) { return R"({"ref": "A)" + std::to_string(i) + R"("})"; });
  const auto found =
      diagnosed(on_demand(repeated(400, [&](int i) { return activity("A" + std::to_string(i), R"(, "dependsOn": [)" + all + "]"); })));
  EXPECT_EQ(found.size(), 400U);
}

TEST(HostileDefinition, MayGiveVeryManyObjectsOneId) {
  const auto found = diagnosed(on_demand(repeated(20'000, [](int) { return activity("A", ""); })));
  EXPECT_EQ(summary(found), std::set<std::string>{"A DuplicateId"});
}

TEST(HostileDefinition, MayNameFieldsThatNameOthersTwiceManyTimesOver) {
  const auto doubling = [](int levels, const std::string& last) {
    return repeated(levels,
                    [](int i) {
                      const std::string next = "#{my_" + std::to_string(i + 1) + "}";
                      return "\"my_" + std::to_string(i) + "\": \"" + next + next + '"';
                    }) +
           ",\"my_" + std::to_string(levels) + "\": \"" + last + '"';
  };
  for (const char* last : {"#{''}", "3"}) {
    const auto found = diagnosed(on_demand(activity("A", R"(, "maximumRetries": "#{my_0}",)" + doubling(30, last))));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].message, "cannot be evaluated: the fields of this definition refer to more values than can be checked");
  }
}

TEST(HostileDefinition, MayHaveTextsTooLongForAMessage) {
  const std::string huge(1'000'000, 'x');
  const auto found = diagnosed(on_demand(activity(huge, "") + R"(, {"id": "B", "type": ")" + huge + R"("},)" +
                                         activity("C", ", \"" + huge + R"(": "y", "dependsOn": {"ref": ")" + huge + "y\"}")));
  EXPECT_EQ(found.size(), 4U);
  EXPECT_LT(to_text(found).size(), 20'000U);
}

TEST(HostileDefinition, CutsNoCharacterInHalf) {
  std::string umlauts;
  for (int i = 0; i < 3'000; ++i) umlauts += "ä";
  const auto found = diagnose(R"({"objects": [{"id": "A", "type": ")" + umlauts + R"("}]})", for_validation(Profile::embedded));
  ASSERT_EQ(found.size(), 1U);
  const std::string& message = found[0].message;
  EXPECT_EQ(message.substr(message.size() - 5), "ä...");
}

/// The definition as a whole, `count` of which are unknown members.
Diagnostics unknown_members(int count, const std::string& objects) {
  return diagnose("{" + repeated(count, [](int i) { return "\"x" + std::to_string(i) + "\": 1"; }) + R"(, "objects": [)" + objects + "]}");
}

TEST(ManyDiagnostics, AreAllReportedUpToFiveHundred) {
  const auto found = unknown_members(500, "");
  EXPECT_EQ(found.size(), 500U);
  EXPECT_EQ(found.back().code, "UnknownTopLevelMember");
}

TEST(ManyDiagnostics, AreCountedBeyond) {
  const auto found = unknown_members(501, "");
  ASSERT_EQ(found.size(), 501U);
  EXPECT_EQ(found.back(), (Diagnostic{Severity::warning, "MoreDiagnostics", "", "", "and 1 more warning"}));
}

TEST(ManyDiagnostics, OfOneSeverityDoNotHideTheOther) {
  const auto found = unknown_members(2'000, R"({"id": "A", "type": "Nothing"})");
  ASSERT_EQ(found.size(), 502U);
  EXPECT_TRUE(has_errors(found));
  EXPECT_EQ(std::count_if(found.begin(), found.end(), [](const Diagnostic& each) { return each.code == "UnknownType"; }), 1);
}

}  // namespace
}  // namespace penstock
