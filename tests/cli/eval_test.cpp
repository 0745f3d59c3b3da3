// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Eval : public testing::Test {
 protected:
  Ended eval(std::string_view expression, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"eval", std::string{expression}});
    return penstock(folder_.path(), options);
  }
  /// In the object of the definition, on the second of its days.
  Ended eval_in(std::string_view definition, const std::string& object, std::string_view expression,
                std::vector<std::string> options = {}) {
    folder_.write("p.json", definition);
    options.insert(options.end(), {"--file", "p.json", "--object", object, "--at", "2024-03-02T12:00:00"});
    return eval(expression, std::move(options));
  }

  ScratchFolder folder_;
};

TEST_F(Eval, PrintsTheValueOfAnExpression) { EXPECT_EQ(eval("1 + 2").out, "3\n"); }

TEST_F(Eval, TakesATextWithExpressionsInIt) { EXPECT_EQ(eval("day #{1 + 2}!").out, "day 3!\n"); }

TEST_F(Eval, TakesTheTimesFromAt) {
  EXPECT_EQ(eval("format(minusDays(@scheduledStartTime, 1), 'YYYY-MM-dd')", {"--at", "2024-03-01"}).out, "2024-02-29\n");
}

TEST_F(Eval, PrintsTypeAndValueAsJson) {
  EXPECT_EQ(eval("7 / 2", {"--json"}).out, "{\"type\":\"integer\",\"value\":3}\n");
  EXPECT_EQ(eval("@scheduledEndTime", {"--json", "--at", "2024-03-01"}).out, "{\"type\":\"dateTime\",\"value\":\"2024-03-01T00:00:00\"}\n");
}

TEST_F(Eval, PointsAtTheCharacterThatIsWrong) {
  const auto ended = eval("'ü' + frobnicate(1)");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("[UnknownFunction]"), HasSubstr("\n  'ü' + frobnicate(1)\n        ^\n")));
}

TEST_F(Eval, PointsIntoATextWithExpressions) { EXPECT_THAT(eval("a #{1 + nobody}").err, HasSubstr("\n  a #{1 + nobody}\n          ^\n")); }

TEST_F(Eval, ReadsFieldsOfAnObject) { EXPECT_EQ(eval_in(two_steps, "Add", "#{input.filePath}").out, "raw-2024-03-02\n"); }

TEST_F(Eval, StandsInTheIntervalThatHoldsTheTime) {
  EXPECT_EQ(eval_in(two_steps, "Add", "@scheduledStartTime").out, "2024-03-02T00:00:00\n");
}

TEST_F(Eval, KnowsTheNodeOfAPrecondition) {
  constexpr std::string_view definition = R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00"},
    {"id": "There", "type": "FileExists", "path": "x"},
    {"id": "Raw", "type": "FileDataNode", "filePath": "raw", "precondition": {"ref": "There"}}
  ]})";
  EXPECT_EQ(eval_in(definition, "There", "#{node.filePath}").out, "raw\n");
}

TEST_F(Eval, TakesValuesOfParameters) {
  constexpr std::string_view definition = R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"}, {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
  ], "parameters": [{"id": "myWord"}]})";
  EXPECT_EQ(eval_in(definition, "Step", "#{myWord}!", {"--set", "myWord=hello"}).out, "hello!\n");
}

TEST_F(Eval, NeverShowsSecrets) {
  constexpr std::string_view definition = R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"}, {"id": "Step", "type": "ShellCommandActivity", "command": "true", "*myKey": "hush"}
  ]})";
  const auto ended = eval_in(definition, "Step", "key #{*myKey}");
  EXPECT_EQ(ended.out, "key ******\n");
}

TEST_F(Eval, DoesNotMakeUpWhatIsOnlyKnownWhenItRuns) {
  const auto ended = eval_in(two_steps, "Add", "@actualStartTime");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, HasSubstr("@actualStartTime has no value before Add runs"));
}

TEST_F(Eval, RecognisesAMisspeltObject) {
  const auto ended = eval_in(two_steps, "Adt", "1");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::refused));
  EXPECT_THAT(ended.err, HasSubstr("did you mean \"Add\"?"));
}

TEST_F(Eval, SaysWhichIntervalsThereAreWhenNoneHoldsTheTime) {
  folder_.write("p.json", two_steps);
  const auto ended = eval("1", {"--file", "p.json", "--object", "Add", "--at", "2030-01-01"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::refused));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("no interval of Add"), HasSubstr("the last ends 2024-03-04T00:00:00")));
}

TEST_F(Eval, SaysWhereNamesCouldComeFrom) { EXPECT_THAT(eval("myWord").err, HasSubstr("--file and --object")); }

TEST_F(Eval, NeedsAFileForAnObject) {
  const auto ended = eval("1", {"--object", "Add"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("--file and --object belong together"), Not(HasSubstr("internal"))));
}

}  // namespace
}  // namespace penstock::cli
