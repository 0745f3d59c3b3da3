// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

class Objects : public CaseTest {};
TEST_P(Objects, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    Definition, Objects,
    testing::Values(
        Case{"NothingIsSaidAboutADefinitionWithoutMistakes",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x"})"),
             {}},
        Case{"AnEmptyDefinitionIsNoMistake", R"({"objects": []})", {}},
        Case{"OtherMembersAreIgnoredWithAWarning", R"({"objects": [], "metadata": {}, "more": 1})", {"(- UnknownTopLevelMember)"}},
        Case{"AnObjectNeedsAnId", with_daily(R"({"type": "ShellCommandActivity", "onFail": {"ref": "Nobody"}})"), {"- MissingId"}},
        Case{"AnIdThatIsNoTextIsNone", with_daily(R"({"id": ["A"], "type": "ShellCommandActivity", "command": "x"})"), {"- MissingId"}},
        Case{"AnEmptyIdIsNone", with_daily(R"({"id": "", "type": "ShellCommandActivity", "command": "x"})"), {"- MissingId"}},
        Case{"AnIdIsUsedOnce",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x"}, {"id": "A"}, {"id": "A", "type": "Nonsense"})"),
             {"A DuplicateId"}},
        Case{"ATypeIsNeeded", with_daily(R"({"id": "A", "command": "x"})"), {"A MissingType"}},
        Case{"AParentNeedsNoType",
             with_daily(R"({"id": "Base", "command": "x"}, {"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Base"}})"),
             {}},
        Case{"ATypeIsInheritedFromAParent",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x"}, {"id": "B", "parent": {"ref": "A"}})"),
             {}},
        Case{"ATypeIsNotInheritedFromDefault",
             R"({"objects": [{"id": "Default", "type": "ShellCommandActivity"}, {"id": "A"}, {"id": "B", "parent": {"ref": "Default"}}]})",
             {"A MissingType", "B MissingType"}},
        Case{
            "NullTakesAnInheritedTypeAway",
            with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x"}, {"id": "B", "parent": {"ref": "A"}, "type": null})"),
            {"B MissingType"}},
        Case{"AnUnknownTypeIsReportedWhereverItIsInherited",
             with_daily(R"({"id": "A", "type": "ShellComandActivity"}, {"id": "B", "parent": {"ref": "A"}})"),
             {"A UnknownType", "B UnknownType"}},
        Case{
            "OfAnUnknownTypeOnlyTheFieldsAreJudgedThatNeedNoType",
            with_daily(
                R"({"id": "A", "type": "Ftp", "command": "#{oops", "myX": "", "@y": "z", "dependsOn": "Nobody", "maximumRetries": "many"})"),
            {"A UnknownType", "A EmptyField", "A ReservedField", "A BadReference"}},
        Case{"AnEmptyTypeIsOnlyAnEmptyField", with_daily(R"({"id": "A", "type": ""})"), {"A EmptyField"}},
        Case{"ATypeMayHaveAnotherName", with_daily(R"({"id": "P", "type": "S3PrefixExists", "s3Prefix": "s3://b/p"})"), {"(P TypeAlias)"}},
        Case{"AnEmptyNameIsAnEmptyField",
             with_daily(R"({"id": "A", "name": "", "type": "ShellCommandActivity", "command": "x"})"),
             {"A EmptyField"}}),
    case_name);

class Parents : public CaseTest {};
TEST_P(Parents, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    Definition, Parents,
    testing::Values(
        Case{"ACycleIsReportedOnAllWhoseParentsRunIntoItAndNothingElseIs",
             R"({"objects": [{"id": "A", "parent": {"ref": "B"}}, {"id": "B", "parent": {"ref": "A"}}, {"id": "C", "parent": {"ref": "A"}},
                             {"id": "E", "type": "Nonsense"}, {"type": "x"}], "metadata": 1})",
             {"A ParentCycle", "B ParentCycle", "C ParentCycle"}},
        Case{"AnObjectIsNotItsOwnParent", R"({"objects": [{"id": "A", "parent": {"ref": "A"}}]})", {"A ParentCycle"}},
        Case{"DefaultIsTheParentOfItsOwnParent",
             R"({"objects": [{"id": "Default", "parent": {"ref": "A"}}, {"id": "A"}]})",
             {"Default ParentCycle", "A ParentCycle"}},
        Case{"AnUnknownParentIsReportedOnAllBelow",
             with_daily(R"({"id": "A", "parent": {"ref": "Nobody"}}, {"id": "B", "parent": {"ref": "A"}, "type": "ShellCommandActivity"})"),
             {"A BadReference", "B BadReference"}},
        Case{"ANameInPlaceOfAParentIsReportedOnItsWriter",
             with_daily(R"({"id": "Base", "name": "The base"}, {"id": "A", "type": "Ec2Resource", "parent": {"ref": "Base"}},
                           {"id": "B", "parent": {"ref": "The base"}}, {"id": "C", "parent": {"ref": "B"}})"),
             {"B NameUsedAsId"}},
        Case{"AListOfParentsIsReportedOnAllBelow",
             with_daily(
                 R"({"id": "X", "type": "CSV"}, {"id": "A", "parent": [{"ref": "X"}, {"ref": "D"}]}, {"id": "B", "parent": {"ref": "A"}})"),
             {"A MultipleParents", "B MultipleParents"}},
        Case{"AListOfOneParentIsAParent",
             with_daily(R"({"id": "X", "command": "x"}, {"id": "A", "type": "ShellCommandActivity", "parent": [{"ref": "X"}]})"),
             {}},
        Case{"AParentMayBeWrittenAsPlainText",
             with_daily(R"({"id": "X", "command": "x"}, {"id": "A", "type": "ShellCommandActivity", "parent": "X"})"),
             {"(A BareReference)"}},
        Case{"AnEmptyParentIsAnEmptyField",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "parent": ""}, {"id": "B", "type": "CSV", "parent": {"ref": ""}},
                           {"id": "C", "type": "CSV", "parent": []})"),
             {"A EmptyField", "B EmptyField", "C EmptyField"}},
        Case{"AnUnreadableParentIsNoReference", with_daily(R"({"id": "A", "parent": {"reference": "D"}})"), {"A NotAReference"}},
        Case{"NullIsNoParent", with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "parent": null})"), {}}),
    case_name);

TEST(DiagnosticsOfADefinition, ListTenMistakesInTheOrderOfTheObjects) {
  const auto found = diagnose(R"({"metadata": 1, "objects": [
    {"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}},
    {"id": "D", "type": "Schedule", "period": "15 Period", "startDateTime": "2013-01-01T00:00:00"},
    {"id": "A", "type": "ShellCommandActivity"},
    {"id": "B", "type": "ShellCommandActivity", "command": "x", "dependsOn": {"ref": "Aa"}},
    {"id": "C", "type": "ShellCommandActivity", "command": "#{yesterdy(@scheduledStartTime)}"},
    {"id": "E", "type": "ShellCommandActivity", "command": "#{myNowhere}"},
    {"id": "F", "type": "S3DataNode", "filePath": "f", "precondition": {"ref": "A"}},
    {"id": "G", "type": "Nonsense"},
    {"id": "H", "type": "ShellCommandActivity", "command": "x", "maximumRetries": "six"},
    {"id": "I", "type": "ShellCommandActivity", "command": ""}]})");
  std::vector<std::string> order;
  for (const Diagnostic& diagnostic : found) order.push_back(diagnostic.object + " " + diagnostic.code);
  EXPECT_EQ(order, (std::vector<std::string>{" UnknownTopLevelMember", "D BadPeriod", "A ExactlyOneOfCommandScriptUri", "B BadReference",
                                             "C UnknownFunction", "E UnresolvedName", "F WrongReferenceType", "G UnknownType",
                                             "H BadInteger", "I EmptyField"}));
}

TEST(DiagnosticsOfADefinition, SuggestWhatWasMeant) {
  const auto found = diagnose(with_daily(R"(
    {"id": "Logs", "type": "S3DataNode", "filePath": "f"},
    {"id": "Crunch", "type": "ShellCommandActivity", "command": "x", "input": {"ref": "Logz"}})"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].field, "input");
  EXPECT_EQ(found[0].message, R"(refers to "Logz", which is not defined; did you mean "Logs"?)");
}

}  // namespace
}  // namespace penstock
