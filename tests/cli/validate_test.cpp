// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view ten_mistakes = R"({
  "objects": [
    {"id": "Default", "scheduleType": "cron"},
    {"id": "Daily", "type": "Schedule", "period": "15 Period", "startDateTime": "2024-03-01T00:00:00"},
    {"id": "Weekly", "type": "Schedule", "period": "1 week", "startDateTime": "next Monday"},
    {"id": "Logs", "type": "FileDataNode", "filePath": "logs.txt", "schedule": {"ref": "Daily"}},
    {"id": "Crunch", "type": "ShellCommandActivity", "command": "true", "schedule": {"ref": "Daily"}, "input": {"ref": "Logz"}},
    {"id": "Twice", "type": "ShellCommandActivity", "command": "#{frobnicate(@scheduledStartTime)}", "schedule": {"ref": "Daily"}},
    {"id": "Half", "type": "ShellCommandActivity", "command": "echo #{1 +}", "schedule": {"ref": "Daily"}},
    {"id": "Wild", "type": "ShellCommandActivity", "command": "true", "schedule": {"ref": "Daily"}, "failureAndRerunMode": "sometimes"},
    {"id": "Many", "type": "ShellCommandActivity", "command": "true", "schedule": {"ref": "Daily"}, "maximumRetries": "many"},
    {"id": "Empty", "type": "ShellCommandActivity", "command": "", "schedule": {"ref": "Daily"}},
    {"id": "Astray", "type": "ShellCommandActivity", "command": "true", "schedule": {"ref": "Daily"}, "dependsOn": {"ref": "Weekly"}},
    {"id": "Misspelt", "type": "ShelCommandActivity", "command": "true", "schedule": {"ref": "Daily"}}
  ]
})";

class Validate : public testing::Test {
 protected:
  Ended validate(std::string_view definition, std::vector<std::string> options = {}) {
    folder_.write("pipeline.json", definition);
    options.insert(options.begin(), {"validate", "pipeline.json"});
    return penstock(folder_.path(), options);
  }

  ScratchFolder folder_;
};

TEST_F(Validate, ReportsEveryOneOfTenMistakesWithItsObjectAndField) {
  const auto ended = validate(ten_mistakes, {"--json"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  std::set<std::tuple<std::string, std::string, std::string>> found;
  const auto document = nlohmann::json::parse(ended.out);
  for (const auto& diagnostic : document.at("diagnostics")) {
    if (diagnostic.at("severity") == "error") found.emplace(diagnostic.at("object"), diagnostic.at("field"), diagnostic.at("code"));
  }
  const std::set<std::tuple<std::string, std::string, std::string>> mistakes{
      {"Daily", "period", "BadPeriod"},         {"Weekly", "startDateTime", "BadDateTime"}, {"Crunch", "input", "BadReference"},
      {"Twice", "command", "UnknownFunction"},  {"Half", "command", "ExpressionSyntax"},    {"Wild", "failureAndRerunMode", "BadEnum"},
      {"Many", "maximumRetries", "BadInteger"}, {"Empty", "command", "EmptyField"},         {"Astray", "dependsOn", "WrongReferenceType"},
      {"Misspelt", "type", "UnknownType"},
  };
  EXPECT_EQ(found, mistakes);
}

TEST_F(Validate, GivesEachMistakeALineWithAWayOut) {
  const auto lines = lines_of(validate(ten_mistakes).out);
  EXPECT_THAT(lines, Contains(HasSubstr("Crunch.input: ")));
  EXPECT_THAT(lines,
              Contains(testing::AllOf(HasSubstr("Crunch.input: "), HasSubstr("did you mean \"Logs\"?"), HasSubstr("[BadReference]"))));
  EXPECT_EQ(lines.back(), "pipeline.json: 10 errors");
}

TEST_F(Validate, AcceptsASoundDefinition) {
  const auto ended = validate(two_steps);
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success));
  EXPECT_THAT(lines_of(ended.out).back(), StartsWith("pipeline.json is valid"));
}

TEST_F(Validate, SaysWhatTheServiceWouldDoOtherwise) {
  const auto lines = lines_of(validate(two_steps).out);
  EXPECT_THAT(lines, IsSupersetOf({HasSubstr("maximumRetries of Make, Add: not set: 0 retries here, 2 on the service"),
                                   HasSubstr("runsOn of Make, Add: the service would refuse it"), HasSubstr("[BackfillTooOld]")}));
}

/// What four objects inherit.
constexpr std::string_view repeated = R"({"objects": [
  {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}, "retryDelay": "1 second"},
  {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00"},
  {"id": "A", "type": "ShellCommandActivity", "command": "true"},
  {"id": "B", "type": "ShellCommandActivity", "command": "true"},
  {"id": "C", "type": "ShellCommandActivity", "command": "true"},
  {"id": "D", "type": "ShellCommandActivity", "command": "true"}
]})";

TEST_F(Validate, SaysOnceWhatEveryInheritingObjectRepeats) {
  const auto lines = lines_of(validate(repeated).out);
  EXPECT_EQ(
      std::count_if(lines.begin(), lines.end(), [](const std::string& line) { return line.find("[BadPeriod]") != std::string::npos; }), 1);
  EXPECT_THAT(lines, Contains(HasSubstr("note  retryDelay of A, B, C, D: the service would refuse it")));
}

TEST_F(Validate, KeepsEveryNoteAsJson) {
  const auto document = nlohmann::json::parse(validate(repeated, {"--json"}).out);
  const auto& notes = document.at("notes");
  EXPECT_EQ(std::count_if(notes.begin(), notes.end(), [](const auto& note) { return note.at("code") == "BadPeriod"; }), 4);
}

TEST_F(Validate, SaysOnceWhatItWarnsManyObjectsOf) {
  const auto lines = lines_of(validate(R"({"objects": [
    {"id": "Default", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00"},
    {"id": "A", "type": "ShellCommandActivity", "command": "true"},
    {"id": "B", "type": "ShellCommandActivity", "command": "true"}
  ]})")
                                  .out);
  EXPECT_THAT(lines, Contains(HasSubstr("warning  scheduleType of A, B: ")));
  EXPECT_THAT(lines.back(), HasSubstr("2 warnings"));
}

TEST_F(Validate, SaysNothingOfDefaultsThatAreWrittenOut) {
  const auto ended = validate(one_step("true", 1, R"(, "maximumRetries": "1", "retryDelay": "5 minutes")"));
  EXPECT_THAT(ended.out, Not(HasSubstr("Step.maximumRetries")));
}

TEST_F(Validate, IsAsStrictAsTheServiceIfAskedTo) {
  const auto ended = validate(two_steps, {"--profile", "service"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(ended.out, HasSubstr("error  Make.runsOn: "));
}

constexpr std::string_view with_parameter = R"({
  "objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo #{myWord}"}
  ],
  "parameters": [{"id": "myWord", "allowedValues": ["red", "blue"]}]
})";

TEST_F(Validate, OnlyNamesMissingValuesWhenNoneAreGiven) {
  const auto ended = validate(with_parameter);
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success));
  EXPECT_THAT(ended.out, HasSubstr("note  myWord: has no value yet"));
}

TEST_F(Validate, ChecksTheValuesThatAreGiven) {
  const auto ended = validate(with_parameter, {"--set", "myWord=green"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(ended.out, HasSubstr("[ParameterNotAllowed]"));
}

TEST_F(Validate, ReadsValuesFromAFile) {
  folder_.write("values.json", R"({"values": {"myWord": "green"}})");
  EXPECT_THAT(validate(with_parameter, {"--values", "values.json"}).out, HasSubstr("[ParameterNotAllowed]"));
}

TEST_F(Validate, PutsSingleValuesOverThoseOfTheFile) {
  folder_.write("values.json", R"({"myWord": "green"})");
  EXPECT_EQ(validate(with_parameter, {"--values", "values.json", "--set", "myWord=red"}).exit_code, static_cast<int>(ExitCode::success));
}

TEST_F(Validate, ReadsStandardInput) {
  const auto ended = penstock(folder_.path(), {"validate", "-"}, two_steps);
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success));
}

TEST_F(Validate, PointsAtTheLineOfASyntaxError) {
  const auto ended = validate("{\"objects\": [\n  {\"id\": \"A\",}\n]}");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_THAT(ended.out, testing::AllOf(HasSubstr("line 2"), HasSubstr("[JsonSyntax]")));
}

TEST_F(Validate, SaysWhichFileCannotBeRead) {
  const auto ended = penstock(folder_.path(), {"validate", "absent.json"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, HasSubstr("absent.json: No such file"));
}

}  // namespace
}  // namespace penstock::cli
