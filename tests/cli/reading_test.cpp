// SPDX-License-Identifier: Apache-2.0

/// status, list-runs and logs: what people see of a store.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int success = static_cast<int>(ExitCode::success);
constexpr int refused = static_cast<int>(ExitCode::refused);

/// A store with two days of `Step`, of which the second failed after two attempts, and took `After` with it.
class Reading : public testing::Test {
 protected:
  Reading() {
    folder_.write("work.json", one_step("echo day #{day(@scheduledStartTime)}; echo broken >&2; test #{day(@scheduledStartTime)} = 1", 2,
                                        R"(, "maximumRetries": "1", "retryDelay": "1 millisecond")"));
    EXPECT_EQ(call({"run", "work.json"}).exit_code, static_cast<int>(ExitCode::failed));
  }

  Ended call(const std::vector<std::string>& arguments) const { return penstock(folder_.path(), arguments); }

  [[nodiscard]] std::vector<std::string> listed(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"list-runs", "--json"});
    std::vector<std::string> ids;
    const auto document = nlohmann::json::parse(call(options).out);
    for (const auto& run : document.at("runs")) ids.push_back(run.at("id"));
    return ids;
  }

  ScratchFolder folder_;
};

TEST_F(Reading, EverythingIsListedByScheduledStartAndDependency) {
  EXPECT_THAT(listed(), ElementsAre("@Step_2024-03-01T00:00:00", "@After_2024-03-01T00:00:00", "@Step_2024-03-02T00:00:00",
                                    "@After_2024-03-02T00:00:00"));
}

TEST_F(Reading, TableHasTheWholeIdsAndTheReason) {
  const auto lines = lines_of(call({"list-runs"}).out);
  EXPECT_THAT(lines.front(), StartsWith("SCHEDULED START"));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("FAILED"), HasSubstr("@Step_2024-03-02T00:00:00"), HasSubstr("broken"))));
  EXPECT_EQ(lines.back(), "4 instances");
}

TEST_F(Reading, ListIsRestrictedByStatusInAnySpelling) {
  EXPECT_THAT(listed({"--status", "failed", "cascade_failed"}), ElementsAre("@Step_2024-03-02T00:00:00", "@After_2024-03-02T00:00:00"));
}

TEST_F(Reading, ListIsRestrictedByComponent) {
  EXPECT_THAT(listed({"--component", "After"}), ElementsAre("@After_2024-03-01T00:00:00", "@After_2024-03-02T00:00:00"));
}

TEST_F(Reading, ListIsRestrictedByScheduledStartWithBothEnds) {
  EXPECT_THAT(listed({"--from", "2024-03-02", "--to", "2024-03-02T00:00:00", "--component", "Step"}),
              ElementsAre("@Step_2024-03-02T00:00:00"));
}

TEST_F(Reading, RestrictedListSaysHowManyItLeavesOutAndWhy) {
  EXPECT_EQ(lines_of(call({"list-runs", "--status", "FAILED"}).out).back(), "1 instance; 3 of 4 left out by --status FAILED");
}

TEST_F(Reading, AttemptsAreListedOneByOne) {
  const auto document = nlohmann::json::parse(call({"list-runs", "--attempts", "--json"}).out);
  std::vector<std::string> ids;
  for (const auto& attempt : document.at("attempts")) ids.push_back(attempt.at("id"));
  EXPECT_THAT(ids, ElementsAre("@Step_2024-03-01T00:00:00_Attempt=1", "@After_2024-03-01T00:00:00_Attempt=1",
                               "@Step_2024-03-02T00:00:00_Attempt=1", "@Step_2024-03-02T00:00:00_Attempt=2"));
}

TEST_F(Reading, AttemptsAreRestrictedByTheirOwnStatus) {
  const auto lines = lines_of(call({"list-runs", "--attempts", "--status", "failed"}).out);
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("@Step_2024-03-02T00:00:00_Attempt=1"), HasSubstr("broken"))));
  EXPECT_EQ(lines.back(), "2 attempts; only those of --status FAILED");
}

TEST_F(Reading, AttemptsAreRestrictedByScheduledStartAndComponent) {
  EXPECT_EQ(lines_of(call({"list-runs", "--attempts", "--component", "Step", "--to", "2024-03-01"}).out).back(),
            "1 attempt; only those of --component Step --to 2024-03-01T00:00:00");
}

TEST_F(Reading, RecordOfAnInstanceHasStableNames) {
  const auto document = nlohmann::json::parse(call({"list-runs", "--json", "--status", "FAILED"}).out);
  const auto run = document.at("runs").at(0);
  EXPECT_EQ(run.at("pipeline"), "work");
  EXPECT_EQ(run.at("component"), "Step");
  EXPECT_EQ(run.at("type"), "ShellCommandActivity");
  EXPECT_EQ(run.at("kind"), "activity");
  EXPECT_EQ(run.at("status"), "FAILED");
  EXPECT_EQ(run.at("scheduledStartTime"), "2024-03-02T00:00:00");
  EXPECT_EQ(run.at("scheduledEndTime"), "2024-03-03T00:00:00");
  EXPECT_EQ(run.at("attempts"), 2);
  EXPECT_EQ(run.at("retryTime"), nullptr);
  EXPECT_EQ(document.at("leftOut"), 3);
}

TEST_F(Reading, UnknownPipelineIsNoEmptyList) { EXPECT_EQ(call({"list-runs", "--pipeline", "else"}).exit_code, refused); }

TEST_F(Reading, StatusCountsInstancesAndPointsAtTheBadOnes) {
  const auto ended = call({"status"});
  EXPECT_EQ(ended.exit_code, success);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("penstock.db: no engine is running"), HasSubstr("2 FINISHED, 1 FAILED, 1 CASCADE_FAILED"),
                               HasSubstr("2 instances are bad: penstock list-runs --status")));
}

TEST_F(Reading, StatusOfAPipelineTellsTheHealthOfItsObjects) {
  const auto lines = lines_of(call({"status", "work"}).out);
  EXPECT_THAT(lines, Contains(testing::MatchesRegex("Step +activity +ERROR")));
}

TEST_F(Reading, StatusOfAnUnknownPipelineIsRefused) { EXPECT_EQ(call({"status", "wrok"}).exit_code, refused); }

TEST_F(Reading, StatusInJsonHasHealthAndNothingToComeOnceTheScheduleIsOver) {
  const auto pipeline = nlohmann::json::parse(call({"status", "--json"}).out).at("pipelines").at(0);
  EXPECT_EQ(pipeline.at("health"), "ERROR");
  EXPECT_EQ(pipeline.at("nextRunTime"), nullptr);
  EXPECT_EQ(pipeline.at("components").at(0).at("nextRun"), nullptr);
}

TEST_F(Reading, StatusInJsonHasStableNames) {
  const auto document = nlohmann::json::parse(call({"status", "--json"}).out);
  EXPECT_EQ(document.at("engineRunning"), false);
  const auto pipeline = document.at("pipelines").at(0);
  EXPECT_EQ(pipeline.at("pipeline"), "work");
  EXPECT_EQ(pipeline.at("state"), "SCHEDULED");
  EXPECT_EQ(pipeline.at("activeVersion"), 1);
  EXPECT_EQ(pipeline.at("instances").at("FINISHED"), 2);
}

TEST_F(Reading, LogsAreThoseOfTheLastAttemptAfterTheirPaths) {
  const auto ended = call({"logs", "@Step_2024-03-02T00:00:00"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  const auto directory = (folder_ / "logs/work/Step/@Step_2024-03-02T00:00:00/@Step_2024-03-02T00:00:00_Attempt=2").native();
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("==> " + directory + "/stdout <==\nday 2\n"), HasSubstr("==> " + directory + "/stderr <==\nbroken\n")));
}

TEST_F(Reading, LogsOfAnotherAttemptCanBeAskedFor) {
  EXPECT_THAT(call({"logs", "@Step_2024-03-02T00:00:00", "--attempt", "1"}).out, HasSubstr("_Attempt=1/stdout"));
}

TEST_F(Reading, AttemptIdNamesItsLogs) {
  EXPECT_THAT(call({"logs", "@Step_2024-03-02T00:00:00_Attempt=1"}).out, HasSubstr("_Attempt=1/stdout"));
}

TEST_F(Reading, LogsOfAnAttemptThatWasNotMadeAreRefused) {
  const auto ended = call({"logs", "@Step_2024-03-02T00:00:00", "--attempt", "7"});
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_THAT(ended.err, HasSubstr("has no attempt 7; it has 2 attempts"));
}

TEST_F(Reading, LogsOfWhatNeverStartedSaySo) {
  const auto ended = call({"logs", "@After_2024-03-02T00:00:00"});
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_EQ(ended.err, "penstock: @After_2024-03-02T00:00:00 has no logs: it is CASCADE_FAILED and was never started\n");
}

TEST_F(Reading, LogsThatAreGoneAreNotPassedOverInSilence) {
  std::filesystem::remove_all(folder_ / "logs");
  EXPECT_THAT(call({"logs", "@Step_2024-03-02T00:00:00"}).out, HasSubstr("the log folder of this attempt is empty or gone: "));
}

TEST_F(Reading, LogsInJsonAreTheFiles) {
  const auto document = nlohmann::json::parse(call({"logs", "@Step_2024-03-01T00:00:00", "--json"}).out);
  EXPECT_EQ(document.at("attempt").at("status"), "FINISHED");
  EXPECT_THAT(document.at("files").get<std::vector<std::string>>(), Contains(testing::EndsWith("/stdout")));
}

TEST_F(Reading, ReaderThatHasSeenEnoughIsNoError) {
  Program program{folder_.path(), {"list-runs"}};
  program.stop_listening();
  const auto ended = program.wait();
  EXPECT_EQ(ended.exit_code, success);
  EXPECT_EQ(ended.err, "");
}

/// Written backwards: `Last` waits for `Middle`, that for `First`, which fails. The second day is far away.
class WrittenBackwards : public testing::Test {
 protected:
  WrittenBackwards() {
    folder_.write("work.json", R"({"objects": [
      {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Long"}, "maximumRetries": "0"},
      {"id": "Long", "type": "Schedule", "period": "3 years", "startDateTime": "2624-03-01T00:00:00"},
      {"id": "Last", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "Middle"}},
      {"id": "Middle", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "First"}},
      {"id": "First", "type": "ShellCommandActivity", "command": "false", "precondition": {"ref": "Ready"}},
      {"id": "Ready", "type": "ShellCommandPrecondition", "command": "true"}
    ]})");
    EXPECT_EQ(call({"run", "work.json", "--once", "--quiet", "--at", "2624-03-01"}).exit_code, static_cast<int>(ExitCode::failed));
  }
  Ended call(const std::vector<std::string>& arguments) const { return penstock(folder_.path(), arguments); }
  [[nodiscard]] nlohmann::json runs() const { return nlohmann::json::parse(call({"list-runs", "--json"}).out).at("runs"); }

  ScratchFolder folder_;
};

TEST_F(WrittenBackwards, IsListedSoThatEachComesAfterWhatItWaitsFor) {
  std::vector<std::string> components;
  for (const auto& run : runs()) components.push_back(run.at("component"));
  EXPECT_THAT(components, ElementsAre("First", "Ready", "Middle", "Last"));
}

TEST_F(WrittenBackwards, IsListedWithWhatItWaitsForInWords) {
  EXPECT_EQ(runs().at(3).at("reason"),
            "waiting for Middle of 2624-03-01, which waits for First of 2624-03-01, which is FAILED: exit code 1");
  EXPECT_THAT(call({"list-runs"}).out, testing::ContainsRegex("@Last_2624-03-01T00:00:00 +waiting for Middle of 2624-03-01, which waits"));
}

TEST_F(WrittenBackwards, TellsWhenItRunsNext) {
  const auto pipeline = nlohmann::json::parse(call({"status", "--json"}).out).at("pipelines").at(0);
  EXPECT_EQ(pipeline.at("nextRunTime"), "2627-03-01T00:00:00");
  const auto next = pipeline.at("components").at(0).at("nextRun");
  EXPECT_EQ(next.at("scheduledStartTime"), "2627-03-01T00:00:00");
  EXPECT_EQ(next.at("scheduledEndTime"), "2630-03-01T00:00:00");
  EXPECT_THAT(call({"status", "work"}).out, HasSubstr("2627-03-01T00:00:00"));
}

}  // namespace
}  // namespace penstock::cli
