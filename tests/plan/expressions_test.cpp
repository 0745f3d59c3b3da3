// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

std::string command(std::string_view text, std::string_view more = "") {
  return with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": ")" + std::string{text} + R"(")" + std::string{more} + "}");
}

class Expressions : public CaseTest {};
TEST_P(Expressions, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    InFields, Expressions,
    testing::Values(
        Case{"AnUnterminatedExpressionIsASyntaxError", command("run #{oops"), {"A ExpressionSyntax"}},
        Case{"AFunctionMustExistWithThatManyArguments",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "#{tomorrow(@scheduledStartTime)}"},
                           {"id": "B", "type": "ShellCommandActivity", "command": "#{format(@scheduledStartTime)}"})"),
             {"A UnknownFunction", "B UnknownFunction"}},
        Case{"AnUnknownNameIsAnError", command("#{myNowhere}"), {"A UnresolvedName"}},
        Case{"NamesAreFieldsRuntimeFieldsParametersAndValues",
             R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}, "myInherited": "i"},
                             {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "A", "type": "ShellCommandActivity", "*mySecret": "s",
                              "command": "#{myInherited}#{*mySecret}#{mySecret}#{@scheduledStartTime}#{myDeclared}#{myLoose}#{id}#{name}#{parent.@id}"}],
                 "parameters": [{"id": "*myDeclared", "optional": "true"}], "values": {"myLoose": "l"}})",
             {}},
        Case{"FieldsOfReferencedObjectsAreNotLookedUp",
             with_daily(R"({"id": "N", "type": "S3DataNode", "filePath": "f"},
                           {"id": "A", "type": "ShellCommandActivity", "input": {"ref": "N"}, "command": "#{input.whatever.@status}"})"),
             {}},
        Case{"AReferenceFieldMustBeThere", command("#{input.directoryPath}"), {"A UnresolvedName"}},
        Case{"NodeIsForActionsAndPreconditions",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "#{node.name}"},
                           {"id": "S", "type": "SnsAlarm", "subject": "#{node.name}", "message": "#{node.@status}"},
                           {"id": "P", "type": "S3KeyExists", "s3Key": "#{node.filePath}"})"),
             {"A NodeNotAvailable"}},
        Case{"MistakesInInheritedFieldsAreReportedOnAllThatHaveThem",
             R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}},
                             {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "Base", "command": "#{myNowhere}"},
                             {"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Base"}},
                             {"id": "B", "type": "ShellCommandActivity", "parent": {"ref": "Base"}},
                             {"id": "C", "type": "ShellCommandActivity", "parent": {"ref": "Base"}, "command": "x"}]})",
             {"A UnresolvedName", "B UnresolvedName"}},
        Case{
            "AFieldThatMeansNothingToAnHeirIsNotJudgedThere",
            R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}, "command": "#{input.filePath}"},
                             {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "N", "type": "S3DataNode", "filePath": "f"},
                             {"id": "A", "type": "ShellCommandActivity", "input": {"ref": "N"}}]})",
            {}},
        Case{
            "ARuntimeFieldOnDefaultHarmsNobody",
            R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}, "myDay": "#{@scheduledStartTime}"},
                             {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "A", "type": "ShellCommandActivity", "command": "#{myDay}"}]})",
            {}},
        Case{"ARuntimeFieldOfInstancesIsUnknownToAnAlarm",
             with_daily(R"({"id": "S", "type": "SnsAlarm", "subject": "s", "message": "#{@scheduledStartTime}"})"),
             {"S UnresolvedName"}},
        Case{"OnlyTheFirstMistakeOfATextCounts", command("#{myNowhere} #{node.name} #{myElsewhere}"), {"A UnresolvedName"}},
        Case{"EachFieldIsJudged",
             command("#{myNowhere}", R"(, "stdout": "#{node.x}", "stderr": "#{")"),
             {"A UnresolvedName", "A NodeNotAvailable", "A ExpressionSyntax"}},
        Case{"AnOddPatternIsAWarning", command("#{format(@scheduledStartTime, 'YYYY-MM-DD')}"), {"(A SuspiciousPattern)"}},
        Case{"NamesAndTypesAreNotEvaluated",
             with_daily(R"({"id": "A", "name": "#{oops", "type": "ShellCommandActivity", "command": "x"})"),
             {}}),
    case_name);

TEST(ExpressionDiagnostic, NamesFieldAndPosition) {
  const auto found = diagnose(command("run #{myNowher}", R"(, "myNowhere": "x")"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].field, "command");
  EXPECT_EQ(found[0].message, R"(position 6: "myNowher" is no field, runtime field, parameter or value; did you mean "myNowhere"?)");
}

TEST(ExpressionDiagnostic, SaysHowToGiveAParameterThatNobodyDeclared) {
  const auto found = diagnose(command("#{mySomethingElse}"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].message.find("declare it under \"parameters\""), std::string::npos) << found[0].message;
}

TEST(ExpressionDiagnostic, OfASecretFieldDoesNotShowItsText) {
  const auto found = diagnose(command("x", R"(, "*myPw": "hunter2 #{hunter2(1)}")"));
  EXPECT_EQ(summary(found), std::set<std::string>{"A UnknownFunction"});
  EXPECT_EQ(to_text(found).find("hunter2"), std::string::npos) << to_text(found);
}

TEST(ExpressionDiagnostic, ReadsAngleBracketsOnlyWhereTheDefinitionSaysSo) {
  const auto definition = [](const char* delimiters) {
    return R"({"delimiters": ")" + std::string{delimiters} + R"(", "objects": [{"id": "A", "type": "CSV", "myX": "#<myNowhere>"}]})";
  };
  EXPECT_EQ(summary(diagnose(definition("both"))), std::set<std::string>{"A UnresolvedName"});
}

}  // namespace
}  // namespace penstock
