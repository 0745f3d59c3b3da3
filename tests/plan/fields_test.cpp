// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

class Fields : public CaseTest {};
TEST_P(Fields, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    AsWritten, Fields,
    testing::Values(
        Case{
            "AnEmptyTextIsReportedOnItsWriterOnly",
            R"({"objects": [{"id": "Default", "myX": ""}, {"id": "A", "type": "CSV"}, {"id": "B", "type": "CSV", "column": ["a INT", ""]}]})",
            {"Default EmptyField", "B EmptyField"}},
        Case{"AnEmptyListOrReferenceIsAnEmptyField",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "scriptArgument": []},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "onFail": {"ref": ""}})"),
             {"A EmptyField", "B EmptyField"}},
        Case{"NothingMoreIsSaidAboutAnEmptyField",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "", "maximumRetries": "", "schedule": ""})"),
             {"A EmptyField"}},
        Case{"FieldsThatBeginWithAnAtBelongToTheEngine",
             R"({"objects": [{"id": "Default", "@status": "FINISHED"}, {"id": "A", "type": "CSV", "*@x": "y"}]})",
             {"Default ReservedField", "A ReservedField"}},
        Case{"AValueIsATextOrAReference",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": {"ref": "D", "x": 1}},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "myList": ["a", null]})"),
             {"A NotAReference", "B NotAReference"}},
        Case{"AKeyThatStandsTwiceIsJoined",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "scriptArgument": "a", "scriptArgument": "b"})"),
             {"(A RepeatedKey)"}},
        Case{"AFieldThatTheTypeDoesNotKnowIsAWarning",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "logUri": "l", "comand": "y", "mything": "z"})"),
             {"(A UnknownField)"}},
        Case{
            "UserFieldsAreSilent",
            with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "myThing": "a", "my_thing": "b", "*mySecret": "c"})"),
            {}},
        Case{
            "DefaultAndBasesMayHaveFieldsThatNobodyKnows",
            R"({"objects": [{"id": "Default", "logUri": "l"}, {"id": "Base", "thing": "t"}, {"id": "A", "type": "CSV", "parent": {"ref": "Base"}}]})",
            {}},
        Case{"AFieldThatTheKindMayNotHaveIsAnErrorWhereItIsWritten",
             with_daily(R"({"id": "R", "type": "Ec2Resource", "workerGroup": "wg"},
                           {"id": "S", "type": "SnsAlarm", "subject": "s", "message": "m", "onFail": {"ref": "T"}},
                           {"id": "T", "type": "Terminate"},
                           {"id": "E", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00", "schedule": {"ref": "D"}})"),
             {"R FieldNotAllowed", "S FieldNotAllowed", "E FieldNotAllowed"}},
        Case{
            "AnInheritedFieldThatTheKindMayNotHaveIsDropped",
            R"({"objects": [{"id": "Default", "scheduleType": "ondemand", "workerGroup": "wg", "runsOn": {"ref": "R"}, "onFail": {"ref": "T"}},
                             {"id": "R", "type": "Ec2Resource"}, {"id": "T", "type": "SnsAlarm", "subject": "s", "message": "m"}]})",
            {"(R UnusedResource)"}}),
    case_name);

class References : public CaseTest {};
TEST_P(References, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    AsWritten, References,
    testing::Values(
        Case{
            "AnUnknownIdIsReportedOnTheWriterOnly",
            R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "Nobody"}, "myPeer": {"ref": "None"}},
                             {"id": "A", "type": "ShellCommandActivity", "command": "x"}]})",
            {"Default BadReference"}},
        Case{"ANameInPlaceOfAnIdIsSaidToBeOne",
             with_daily(R"({"id": "A", "name": "First step", "type": "ShellCommandActivity", "command": "x"},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "dependsOn": {"ref": "First step"}},
                           {"id": "C", "type": "ShellCommandActivity", "command": "x", "dependsOn": "First step"})"),
             {"B NameUsedAsId", "C NameUsedAsId"}},
        Case{"APlainTextThatIsAnIdIsTakenAsAReference",
             R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": "D"},
                             {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "A", "type": "ShellCommandActivity", "command": "x"}]})",
             {"(Default BareReference)"}},
        Case{"APlainTextThatIsNoIdIsABadReference",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "onFail": "#{myAlarm}"})"),
             {"A BadReference"}},
        Case{"AReferencePointsToTheRightKind",
             with_daily(R"({"id": "N", "type": "S3DataNode", "filePath": "f", "dataFormat": {"ref": "D"}},
                           {"id": "A", "type": "ShellCommandActivity", "command": "x", "output": {"ref": "D"}, "dependsOn": [{"ref": "N"}, {"ref": "D"}]},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "precondition": {"ref": "N"}})"),
             {"N WrongReferenceType", "A WrongReferenceType", "B WrongReferenceType"}},
        Case{
            "DefaultAndBasesAreJudgedToo",
            R"({"objects": [{"id": "Default", "schedule": {"ref": "F"}}, {"id": "F", "type": "CSV"}, {"id": "Base", "runsOn": {"ref": "F"}},
                             {"id": "G", "type": "CSV", "parent": {"ref": "Base"}}]})",
            {"Default WrongReferenceType", "Base WrongReferenceType"}},
        Case{
            "ReferencesToBasesAreNotJudged",
            with_daily(
                R"({"id": "Base", "command": "x"}, {"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Base"}, "dependsOn": {"ref": "Base"}})"),
            {}},
        Case{"UserFieldsMayReferToAnything",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "myPeer": [{"ref": "D"}, {"ref": "A"}, "text"]})"),
             {}},
        Case{"ReferencesOfUserFieldsMustExist",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "myPeer": {"ref": "E"}})"),
             {"A BadReference"}},
        Case{"TerminateIsOfUseInOnLateActionOnly",
             with_daily(R"({"id": "T", "type": "Terminate"},
                           {"id": "Base", "command": "x", "onFail": {"ref": "T"}},
                           {"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Base"}},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "onLateAction": {"ref": "T"}, "lateAfterTimeout": "1 hour"})"),
             {"(Base TerminateOutsideLate)"}}),
    case_name);

class Groups : public CaseTest {};
TEST_P(Groups, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    AfterInheritance, Groups,
    testing::Values(
        Case{"ACommandOrAScript",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity"},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "scriptUri": "s"},
                           {"id": "C", "type": "ShellCommandPrecondition"},
                           {"id": "E", "type": "ShellCommandActivity", "scriptUri": "s"})"),
             {"A ExactlyOneOfCommandScriptUri", "B ExactlyOneOfCommandScriptUri", "C ExactlyOneOfCommandScriptUri"}},
        Case{"AFileOrADirectoryUnlessThereIsAManifest",
             with_daily(R"({"id": "A", "type": "S3DataNode"}, {"id": "B", "type": "S3DataNode", "filePath": "f", "directoryPath": "d"},
                           {"id": "C", "type": "S3DataNode", "manifestFilePath": "m"}, {"id": "E", "type": "FileDataNode"})"),
             {"A ExactlyOneOfFilePathDirectoryPath", "B ExactlyOneOfFilePathDirectoryPath", "E ExactlyOneOfFilePathDirectoryPath"}},
        Case{"AClusterOrAConnection",
             with_daily(R"({"id": "A", "type": "RedshiftDatabase"},
                           {"id": "B", "type": "RedshiftDatabase", "clusterId": "c", "connectionString": "s"},
                           {"id": "C", "type": "RedshiftDatabase", "clusterId": "c"})"),
             {"A ExactlyOneOfClusterIdConnectionString", "B ExactlyOneOfClusterIdConnectionString"}},
        Case{"AScriptOfSomeSort",
             with_daily(R"({"id": "A", "type": "HiveActivity"}, {"id": "B", "type": "PigActivity"}, {"id": "C", "type": "SqlActivity"},
                           {"id": "E", "type": "HiveActivity", "hiveScript": "h"})"),
             {"A ScriptMissing", "B ScriptMissing", "C ScriptMissing"}},
        Case{
            "GroupsCountWhatIsInherited",
            with_daily(
                R"({"id": "Base", "command": "x"}, {"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Base"}, "scriptUri": "s"},
                           {"id": "B", "type": "ShellCommandActivity", "parent": {"ref": "Base"}, "command": null})"),
            {"A ExactlyOneOfCommandScriptUri", "B ExactlyOneOfCommandScriptUri"}},
        Case{"NothingIsMissingWhileTheParentIsUnknown",
             with_daily(R"({"id": "A", "type": "ShellCommandActivity", "parent": {"ref": "Nobody"}})"),
             {"A BadReference"}},
        Case{
            "ALateActionNeedsATimeOut",
            R"({"objects": [{"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}, "onLateAction": {"ref": "T"}},
                             {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
                             {"id": "T", "type": "Terminate"}, {"id": "P", "type": "Exists"},
                             {"id": "A", "type": "ShellCommandActivity", "command": "x"},
                             {"id": "B", "type": "ShellCommandActivity", "command": "x", "lateAfterTimeout": "1 hour"}]})",
            {"A LateTimeoutMissing", "P LateTimeoutMissing"}},
        Case{"StagedOutputNeedsADirectory",
             with_daily(R"({"id": "F", "type": "S3DataNode", "filePath": "f"}, {"id": "N", "type": "S3DataNode", "directoryPath": "d"},
                           {"id": "T", "type": "DynamoDBDataNode", "tableName": "t"},
                           {"id": "A", "type": "ShellCommandActivity", "command": "x", "stage": "true", "output": [{"ref": "N"}, {"ref": "F"}]},
                           {"id": "B", "type": "ShellCommandActivity", "command": "x", "output": {"ref": "F"}},
                           {"id": "C", "type": "HiveActivity", "hiveScript": "x", "output": {"ref": "F"}},
                           {"id": "E", "type": "PigActivity", "script": "x", "stage": false, "output": {"ref": "F"}},
                           {"id": "G", "type": "PigActivity", "script": "x", "output": [{"ref": "T"}, {"ref": "N"}]})"),
             {"A OutputStagingNeedsDirectoryPath", "C OutputStagingNeedsDirectoryPath"}},
        Case{"AValueIsOneOfThoseAllowed",
             with_daily(R"({"id": "A", "type": "S3DataNode", "filePath": "f", "compression": "zip"},
                           {"id": "B", "type": "S3DataNode", "filePath": "f", "compression": "GZip"},
                           {"id": "C", "type": "S3DataNode", "filePath": "f", "compression": "#{format(@scheduledStartTime, 'YYYY')}"},
                           {"id": "E", "type": "ShellCommandActivity", "command": "x", "stage": "perhaps"},
                           {"id": "R", "type": "Ec2Resource", "actionOnTaskFailure": "explode"})"),
             {"A BadEnum", "E BadEnum", "R BadEnum"}}),
    case_name);

TEST(RequiredFields, AreAskedForUnlessThatIsSwitchedOff) {
  const std::string json = with_daily(R"({"id": "N", "type": "DynamoDBDataNode"}, {"id": "R", "type": "Ec2Resource"})");
  CompileOptions options = for_validation(Profile::service);
  options.required_fields = true;
  EXPECT_EQ(summary(diagnose(json, options)), (std::set<std::string>{"N MissingField", "R MissingField"}));
  options.required_fields = false;
  EXPECT_EQ(summary(diagnose(json, options)), (std::set<std::string>{"(R UnusedResource)"}));
}

TEST(RequiredFields, OfAwsOwnMachineryAreAskedForByTheServiceOnly) {
  CompileOptions options = for_validation(Profile::embedded);
  options.required_fields = true;
  EXPECT_EQ(summary(diagnose(with_daily(R"({"id": "R", "type": "Ec2Resource"})"), options)), (std::set<std::string>{"(R UnusedResource)"}));
}

TEST(RequiredFields, AreSatisfiedByInheritance) {
  CompileOptions options = for_validation(Profile::service);
  options.required_fields = true;
  const auto found = diagnose(R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand", "role": "r", "resourceRole": "rr"},
    {"id": "R", "type": "Ec2Resource"}]})",
                              options);
  EXPECT_EQ(summary(found), (std::set<std::string>{"(R UnusedResource)"}));
}

class Limits : public CaseTest {};
TEST_P(Limits, AreThoseOfTheProfile) { check(); }

std::string many_objects(int count) {
  std::string objects;
  for (int i = 0; i < count; ++i) objects += (i == 0 ? "" : ",") + (R"({"id": "F)" + std::to_string(i) + R"(", "type": "CSV"})");
  return R"({"objects": [)" + objects + "]}";
}

std::string many_parameters(int count) {
  std::string parameters;
  for (int i = 0; i < count; ++i) {
    parameters += (i == 0 ? "" : ",") + (R"({"id": "myP)" + std::to_string(i) + R"(", "optional": "true"})");
  }
  return R"({"objects": [], "parameters": [)" + parameters + "]}";
}

/// Beside the type.
std::string many_fields(int count) {
  std::string fields;
  for (int i = 0; i < count; ++i) fields += R"(, "my_)" + std::to_string(i) + R"(": "x")";
  return R"({"objects": [{"id": "A", "type": "CSV")" + fields + "}]}";
}

std::string many_steps(int count) {
  std::string steps;
  for (int i = 0; i < count; ++i) steps += i == 0 ? R"("s")" : R"(,"s")";
  return with_daily(R"({"id": "A", "type": "EmrActivity", "step": [)" + steps + "]}");
}

std::string one_field(const std::string& name, const std::string& value) {
  return R"({"objects": [{"id": "A", "type": "CSV", ")" + name + R"(": ")" + value + R"("}]})";
}

INSTANTIATE_TEST_SUITE_P(
    AfterReading, Limits,
    testing::Values(
        Case{"AHundredObjectsAreNotTooMany", many_objects(100), {}}, Case{"MoreAre", many_objects(101), {"- TooManyObjects"}},
        Case{"ButNotWhenEmbedded", many_objects(101), {}, Profile::embedded}, Case{"FiftyParametersAreNotTooMany", many_parameters(50), {}},
        Case{"MoreParametersAre", many_parameters(51), {"- TooManyParameters"}},
        Case{"AFieldHasAtMost10240Bytes", one_field("myX", std::string(10'240, 'x')), {}},
        Case{"OneMoreIsTooLarge", one_field("myX", std::string(10'241, 'x')), {"A TooLarge"}},
        Case{"EmbeddedItMayBeLarger", one_field("myX", std::string(10'241, 'x')), {}, Profile::embedded},
        Case{"ANameHasAtMost256Bytes", one_field("my" + std::string(255, 'X'), "v"), {"A TooLarge"}},
        Case{"AnObjectHasAtMost15360Bytes",
             R"({"objects": [{"id": "A", "type": "CSV", "myX": ")" + std::string(8'000, 'x') + R"(", "myY": ")" + std::string(8'000, 'y') +
                 R"("}]})",
             {"A TooLarge"}},
        Case{"FiftyFieldsAreNotTooMany", many_fields(49), {}}, Case{"OneMoreIs", many_fields(50), {"A TooLarge"}},
        Case{"EmbeddedTheyMayBeMore", many_fields(5'000), {}, Profile::embedded},
        Case{"TwoHundredAndFiftyFiveStepsAreNotTooMany", many_steps(255), {}}, Case{"MoreStepsAre", many_steps(256), {"A TooLarge"}},
        Case{"EmbeddedThereMayBeMoreSteps", many_steps(256), {}, Profile::embedded},
        Case{"ValuesHaveAtMost15Kilobytes", R"({"objects": [], "values": {"myX": ")" + std::string(15'400, 'x') + R"("}})", {"- TooLarge"}},
        Case{"AnIdHasAtMost256BytesEverywhere",
             R"({"objects": [{"id": ")" + std::string(257, 'i') + R"(", "type": "CSV"}]})",
             {std::string(257, 'i') + " IdTooLong"},
             Profile::embedded}),
    case_name);

}  // namespace
}  // namespace penstock
