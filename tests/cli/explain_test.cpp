// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

class Explain : public testing::Test {
 protected:
  Ended explain(std::string_view definition, std::vector<std::string> options = {}) {
    folder_.write("p.json", definition);
    options.insert(options.begin(), {"explain", "p.json"});
    return penstock(folder_.path(), options);
  }
  std::vector<std::string> lines(std::string_view definition, std::vector<std::string> options = {}) {
    return lines_of(explain(definition, std::move(options)).out);
  }
  nlohmann::json json(std::string_view definition, std::vector<std::string> options = {}) {
    options.emplace_back("--json");
    return nlohmann::json::parse(explain(definition, std::move(options)).out);
  }
  /// The fields of the first instance of a component, by name: value, or the problem in parentheses.
  std::map<std::string, std::string> fields(std::string_view definition, std::string_view component,
                                            std::vector<std::string> options = {}) {
    options.insert(options.end(), {"--at", "2024-03-02"});
    std::map<std::string, std::string> result;
    const auto document = json(definition, std::move(options));
    for (const auto& each : document.at("components")) {
      if (each.at("id") != component) continue;
      for (const auto& field : each.at("instances").at(0).at("fields")) {
        const auto& value = field.at("value");
        result[field.at("name")] = value.is_string() ? value.get<std::string>()
                                   : value.is_null() ? "(" + field.at("problem").get<std::string>() + ")"
                                                     : value.dump();
      }
    }
    return result;
  }

  ScratchFolder folder_;
};

constexpr std::string_view with_parameters = R"({
  "objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo #{myWord} #{*myKey} #{myNumber} #{mySet} #{myGap}"}
  ],
  "parameters": [
    {"id": "myWord", "description": "what to say", "default": "hello"},
    {"id": "*myKey", "default": "hush-hush"},
    {"id": "myNumber", "type": "Integer"},
    {"id": "mySet"},
    {"id": "myGap"}
  ],
  "values": {"myNumber": "7"}
})";

TEST_F(Explain, ShowsWhereEachValueComesFromOnTheLineOfItsParameter) {
  EXPECT_THAT(lines(with_parameters, {"--set", "mySet=x"}),
              IsSupersetOf({ContainsRegex("^myWord +String +hello +default +the same +what to say$"),
                            ContainsRegex("^myNumber +Integer +7 +definition"), ContainsRegex("^mySet +String +x +--set")}));
}

TEST_F(Explain, NamesTheFileThatGaveAValue) {
  folder_.write("values.json", R"({"mySet": "x"})");
  EXPECT_THAT(lines(with_parameters, {"--values", "values.json"}), Contains(ContainsRegex("^mySet +String +x +--values")));
}

TEST_F(Explain, NamesMissingValuesInsteadOfFailing) {
  const auto ended = explain(with_parameters, {"--set", "mySet=x"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_THAT(lines_of(ended.out), AllOf(Contains(ContainsRegex("^myGap +String +missing")), Contains(HasSubstr("1 value is missing"))));
}

TEST_F(Explain, NeverShowsSecretParameters) {
  for (const auto* const option : {"--at=2024-03-02", "--json"}) {
    const auto ended = explain(with_parameters, {option, "--set", "mySet=hush-hush", "--set", "myGap=1"});
    EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success));
    EXPECT_THAT(ended.out, Not(HasSubstr("echo hello hush-hush"))) << option;
    EXPECT_THAT(ended.out, HasSubstr("******")) << option;
  }
}

TEST_F(Explain, NeverShowsSecretFields) {
  constexpr std::string_view definition = R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo #{*myKey}", "*myKey": "hush"}
  ]})";
  EXPECT_EQ(fields(definition, "Step"),
            (std::map<std::string, std::string>{{"command", "echo ******"}, {"myKey", "******"}, {"scheduleType", "ondemand"}}));
}

TEST_F(Explain, SaysSchedulesInWords) {
  EXPECT_THAT(lines(two_steps), Contains("Daily: every day from 2024-03-01T00:00:00, 3 times, until 2024-03-04T00:00:00"));
}

TEST_F(Explain, CountsNextRunsFromTheTimeAskedFor) {
  EXPECT_THAT(lines(two_steps, {"--at", "2024-03-02"}),
              Contains(AllOf(HasSubstr("from 2024-03-02T00:00:00: next runs 2024-03-02T00:00:00, 2024-03-03T00:00:00"),
                             HasSubstr("1 interval is due before"))));
}

TEST_F(Explain, SaysWhenNoRunIsLeft) { EXPECT_THAT(lines(two_steps), Contains(HasSubstr("no run is left; 3 intervals are due before"))); }

TEST_F(Explain, BeginsAtTheTimeAskedForIfTheFirstActivationDecides) {
  constexpr std::string_view definition = R"({"objects": [
    {"id": "Default", "scheduleType": "timeseries", "schedule": {"ref": "Hourly"}},
    {"id": "Hourly", "type": "Schedule", "period": "1 hour", "startAt": "FIRST_ACTIVATION_DATE_TIME"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
  ]})";
  EXPECT_THAT(lines(definition, {"--at", "2014-05-06T07:00:00"}),
              AllOf(Contains(AllOf(HasSubstr("every hour from 2014-05-06T07:00:00, without an end"), HasSubstr("first activation"))),
                    Contains(HasSubstr("next runs 2014-05-06T08:00:00, 2014-05-06T09:00:00, 2014-05-06T10:00:00"))));
}

TEST_F(Explain, SaysThatOnDemandNothingRunsByItself) {
  EXPECT_THAT(explain(with_parameters).out, HasSubstr("On demand: nothing runs by itself"));
}

TEST_F(Explain, SaysThatIntervalsWaitForAMissingValue) {
  constexpr std::string_view definition = R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "#{myPeriod}", "startDateTime": "2024-03-01T00:00:00"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
  ], "parameters": [{"id": "myPeriod"}]})";
  EXPECT_THAT(lines(definition, {"--at", "2024-03-02"}),
              IsSupersetOf({HasSubstr("every #{myPeriod}"), HasSubstr("not known while values are missing"),
                            HasSubstr("Step has no intervals yet")}));
}

TEST_F(Explain, DrawsWhatWaitsForWhatAsATree) {
  EXPECT_THAT(explain(two_steps).out, HasSubstr("Make  ShellCommandActivity\n"
                                                "└─ Raw  FileDataNode\n"
                                                "   └─ Add  ShellCommandActivity\n"
                                                "      └─ Sum  FileDataNode\n"));
}

TEST_F(Explain, ShowsObjectsAfterInheritance) {
  EXPECT_THAT(lines(two_steps), Contains(ContainsRegex("^Add +activity +ShellCommandActivity +Daily \\(cron\\) +Raw *$")));
}

TEST_F(Explain, EvaluatesEveryFieldInTheIntervalThatHoldsTheTime) {
  const auto add = fields(two_steps, "Add");
  EXPECT_EQ(add.at("command"), "awk '{s+=$1} END {print s}' raw-2024-03-02 > sum-2024-03-02");
  EXPECT_EQ(add.at("input"), "@Raw_2024-03-02T00:00:00");
}

constexpr std::string_view with_role = R"({"objects": [
  {"id": "Default", "scheduleType": "ondemand", "role": "reader"},
  {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
]})";

TEST_F(Explain, LeavesOutInheritedFieldsThatMeanNothingToTheType) {
  EXPECT_THAT(explain(with_role, {"--at", "2024-03-02"}).out, AllOf(HasSubstr("  command"), Not(HasSubstr("reader"))));
}

TEST_F(Explain, HasEveryFieldAsJson) { EXPECT_EQ(fields(with_role, "Step").at("role"), "reader"); }

TEST_F(Explain, SaysWhichIntervalsThereAreWhenNoneHoldsTheTime) {
  EXPECT_THAT(
      lines(two_steps, {"--at", "2030-01-01"}),
      Contains(
          "Add: no interval of Add holds 2030-01-01T00:00:00; the first begins 2024-03-01T00:00:00, the last ends 2024-03-04T00:00:00"));
}

TEST_F(Explain, EvaluatesNothingUnlessATimeIsGiven) { EXPECT_THAT(explain(two_steps).out, Not(HasSubstr("raw-"))); }

constexpr std::string_view with_checks = R"({"objects": [
  {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
  {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00"},
  {"id": "There", "type": "FileExists", "path": "#{node.filePath}"},
  {"id": "Raw", "type": "FileDataNode", "filePath": "raw-#{day(@scheduledStartTime)}", "precondition": {"ref": "There"}},
  {"id": "Tell", "type": "CallbackAction", "callback": "tell", "subject": "of #{node.name}", "message": "#{node.errorMessage}"},
  {"id": "Count", "type": "ShellCommandActivity", "command": "#{myStamp}", "myStamp": "at #{@actualStartTime}", "input": {"ref": "Raw"},
   "onFail": {"ref": "Tell"}},
  {"id": "Other", "type": "ShellCommandActivity", "command": "true", "onFail": {"ref": "Tell"}}
]})";

TEST_F(Explain, EvaluatesAPreconditionForItsOwner) { EXPECT_EQ(fields(with_checks, "There").at("path"), "raw-2"); }

TEST_F(Explain, EvaluatesAnActionForEachThatItTellsAbout) {
  EXPECT_THAT(lines(with_checks, {"--at", "2024-03-02"}), IsSupersetOf({HasSubstr("Tell for Count"), HasSubstr("Tell for Other")}));
}

TEST_F(Explain, DoesNotMakeUpWhatIsOnlyKnownWhenItRuns) {
  EXPECT_EQ(fields(with_checks, "Tell").at("message"), "(known only when it runs, because of errorMessage)");
  EXPECT_EQ(fields(with_checks, "Tell").at("subject"), "of Count");
}

TEST_F(Explain, FindsWhatIsOnlyKnownLaterBehindOtherFields) {
  EXPECT_EQ(fields(with_checks, "Count").at("command"), "(known only when it runs, because of @actualStartTime)");
}

TEST_F(Explain, HasNextRunsAsJson) {
  const auto schedule = json(two_steps, {"--at", "2024-03-03"}).at("schedules").at(0);
  EXPECT_EQ(schedule.at("id"), "Daily");
  EXPECT_EQ(schedule.at("styles").at(0).at("dueBefore"), 2);
  EXPECT_EQ(schedule.at("styles").at(0).at("next").at(0).at("due"), "2024-03-03T00:00:00");
}

TEST_F(Explain, SaysWhatIsWrongLikeValidate) {
  constexpr std::string_view definition = R"({"objects": [{"id": "A", "type": "Nothing"}]})";
  const auto explained = explain(definition);
  const auto validated = penstock(folder_.path(), {"validate", "p.json"});
  EXPECT_EQ(explained.exit_code, static_cast<int>(ExitCode::definition_error));
  EXPECT_EQ(explained.out, validated.out);
}

}  // namespace
}  // namespace penstock::cli
