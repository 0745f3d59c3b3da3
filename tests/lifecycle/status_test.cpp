// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/status.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace penstock {
namespace {

constexpr std::array kinds_with_a_table{Kind::activity, Kind::data_node, Kind::resource, Kind::precondition};

std::vector<Status> all_statuses() {
  std::vector<Status> all;
  for (int i = 0; i <= static_cast<int>(Status::timedout); ++i) all.push_back(static_cast<Status>(i));
  return all;
}

std::vector<Cause> all_causes() {
  std::vector<Cause> all;
  for (int i = 0; i <= static_cast<int>(Cause::not_acknowledged); ++i) all.push_back(static_cast<Cause>(i));
  return all;
}

/// Follows the causes from SCHEDULED; none as soon as one of them is refused.
std::optional<Status> after(Kind kind, const std::vector<Cause>& causes) {
  std::optional<Status> status = Status::scheduled;
  for (const Cause cause : causes) {
    status = next_status(kind, *status, cause);
    if (!status) return std::nullopt;
  }
  return status;
}

TEST(StatusTable, AnswersForEveryPairWhatItsRowsSayAndRefusesTheRest) {
  for (const Kind kind : kinds_with_a_table) {
    for (const Status from : all_statuses()) {
      for (const Cause cause : all_causes()) {
        std::optional<Status> expected;
        for (const Transition& row : transitions(kind)) {
          if (row.from == from && row.on == cause) expected = row.to;
        }
        EXPECT_EQ(next_status(kind, from, cause), expected) << to_text(kind) << ' ' << to_text(from) << ' ' << to_text(cause);
      }
    }
  }
}

TEST(StatusTable, IsEmptyForKindsWithoutInstances) {
  for (const Kind kind : {Kind::action, Kind::schedule, Kind::database, Kind::data_format, Kind::utility}) {
    EXPECT_TRUE(transitions(kind).empty()) << to_text(kind);
    EXPECT_EQ(next_status(kind, Status::scheduled, Cause::released), std::nullopt) << to_text(kind);
  }
}

TEST(StatusTable, ReachesEveryStatusThatItLeaves) {
  for (const Kind kind : kinds_with_a_table) {
    std::set<Status> reached{Status::scheduled};
    for (const Transition& row : transitions(kind)) reached.insert(row.to);
    for (const Transition& row : transitions(kind)) EXPECT_TRUE(reached.contains(row.from)) << to_text(kind) << ' ' << to_text(row.from);
  }
}

TEST(StatusTable, LetsNoReportOfWorkMoveWhatHasEnded) {
  for (const Status from : all_statuses()) {
    if (!is_terminal(from)) continue;
    for (const Cause report : {Cause::attempt_succeeded, Cause::attempt_failed_retry_left, Cause::attempt_failed_no_retry_left,
                               Cause::attempt_lost, Cause::check_met, Cause::check_failed, Cause::check_timed_out}) {
      for (const Kind kind : kinds_with_a_table) EXPECT_EQ(next_status(kind, from, report), std::nullopt) << to_text(from);
    }
  }
}

TEST(StatusTable, RerunsWhatHasEndedExceptWhatWasSkipped) {
  for (const Kind kind : kinds_with_a_table) {
    for (const Transition& row : transitions(kind)) {
      if (!is_terminal(row.to) || row.to == Status::skipped) continue;
      EXPECT_EQ(next_status(kind, row.to, Cause::rerun), Status::waiting_on_dependencies) << to_text(kind) << ' ' << to_text(row.to);
    }
    EXPECT_EQ(next_status(kind, Status::skipped, Cause::rerun), std::nullopt) << to_text(kind);
  }
}

TEST(StatusTable, MarksEverythingFinishedThatIsThereAndNotFinished) {
  for (const Kind kind : kinds_with_a_table) {
    for (const Transition& row : transitions(kind)) {
      // Nor while there is a resource, which would be left without anybody to let go of it.
      const bool is_held =
          row.to == Status::creating || row.to == Status::shutting_down || (kind == Kind::resource && row.to == Status::running);
      const bool may = row.to != Status::finished && !is_held;
      EXPECT_EQ(next_status(kind, row.to, Cause::marked_finished).has_value(), may) << to_text(kind) << ' ' << to_text(row.to);
    }
  }
}

TEST(StatusTable, CancelsEverythingThatIsThereAndHasNotEnded) {
  for (const Kind kind : kinds_with_a_table) {
    for (const Transition& row : transitions(kind)) {
      for (const Cause cause : {Cause::canceled_by_user, Cause::pipeline_deactivated}) {
        EXPECT_EQ(next_status(kind, row.to, cause).has_value(), !is_terminal(row.to)) << to_text(kind) << ' ' << to_text(row.to);
      }
    }
  }
}

TEST(ActivityTable, FinishesAfterItsDependenciesAndItsWork) {
  EXPECT_EQ(after(Kind::activity, {Cause::released, Cause::dependencies_satisfied, Cause::claimed_by_runner, Cause::attempt_succeeded}),
            Status::finished);
}

TEST(ActivityTable, WaitsForARunnerAgainWhileARetryIsLeft) {
  EXPECT_EQ(next_status(Kind::activity, Status::running, Cause::attempt_failed_retry_left), Status::waiting_for_runner);
  EXPECT_EQ(next_status(Kind::activity, Status::running, Cause::attempt_failed_no_retry_left), Status::failed);
}

TEST(ActivityTable, WaitsForARunnerAgainWhenItsAttemptWasLost) {
  EXPECT_EQ(next_status(Kind::activity, Status::running, Cause::attempt_lost), Status::waiting_for_runner);
}

TEST(ActivityTable, FailsBeforeItRunsWhenItsFieldsCannotBeEvaluated) {
  EXPECT_EQ(next_status(Kind::activity, Status::waiting_for_runner, Cause::attempt_failed_no_retry_left), Status::failed);
}

TEST(ActivityTable, CascadesOnlyWhileItWaitsForOthersPausedOrNot) {
  for (const Status from : all_statuses()) {
    const bool waits = from == Status::waiting_on_dependencies || from == Status::paused;
    // A dependency may be run again, and fail, while this one waits for its runner.
    EXPECT_EQ(next_status(Kind::activity, from, Cause::dependency_bad).has_value(), waits || from == Status::waiting_for_runner) << to_text(from);
    EXPECT_EQ(next_status(Kind::activity, from, Cause::precondition_bad).has_value(), waits) << to_text(from);
  }
}

TEST(ActivityTable, PausesWhatWaitsAndLetsWhatRunsGoOn) {
  EXPECT_EQ(next_status(Kind::activity, Status::waiting_on_dependencies, Cause::component_paused), Status::paused);
  EXPECT_EQ(next_status(Kind::activity, Status::waiting_for_runner, Cause::component_paused), Status::paused);
  EXPECT_EQ(next_status(Kind::activity, Status::running, Cause::component_paused), std::nullopt);
  EXPECT_EQ(next_status(Kind::activity, Status::paused, Cause::component_resumed), Status::waiting_on_dependencies);
}

TEST(ActivityTable, SkipsWhatWasDueBeforeTheActivationTimestampAlsoAfterADeactivation) {
  EXPECT_EQ(after(Kind::activity, {Cause::skipped_by_activation}), Status::skipped);
  EXPECT_EQ(after(Kind::activity, {Cause::released, Cause::pipeline_deactivated, Cause::skipped_by_activation}), Status::skipped);
}

TEST(ActivityTable, RunsAgainWhatADeactivationCanceled) {
  EXPECT_EQ(after(Kind::activity, {Cause::released, Cause::pipeline_deactivated, Cause::resumed}), Status::waiting_on_dependencies);
}

TEST(DataNodeTable, FinishesWithoutARunner) {
  EXPECT_EQ(after(Kind::data_node, {Cause::released, Cause::nothing_to_do}), Status::finished);
  EXPECT_EQ(next_status(Kind::data_node, Status::waiting_on_dependencies, Cause::dependencies_satisfied), std::nullopt);
}

TEST(DataNodeTable, CascadesWhenAProducerIsBad) {
  EXPECT_EQ(after(Kind::data_node, {Cause::released, Cause::dependency_bad}), Status::cascade_failed);
}

TEST(ResourceTable, FinishesWithoutBeingCreated) {
  EXPECT_EQ(after(Kind::resource, {Cause::released, Cause::nothing_to_do}), Status::finished);
}

TEST(PreconditionTable, ChecksUntilItIsMet) {
  EXPECT_EQ(after(Kind::precondition, {Cause::released, Cause::checking_started, Cause::check_met}), Status::finished);
}

TEST(PreconditionTable, StaysRunningFromAttemptToAttempt) {
  EXPECT_EQ(next_status(Kind::precondition, Status::running, Cause::attempt_failed_retry_left), Status::running);
}

TEST(PreconditionTable, FailsWhenRetriesOrTimeAreUsedUp) {
  EXPECT_EQ(next_status(Kind::precondition, Status::running, Cause::check_failed), Status::failed);
  EXPECT_EQ(next_status(Kind::precondition, Status::running, Cause::check_timed_out), Status::failed);
}

TEST(PreconditionTable, EndsWithItsOwnerUnlessItIsDone) {
  EXPECT_EQ(next_status(Kind::precondition, Status::waiting_on_dependencies, Cause::owner_ended), Status::canceled);
  EXPECT_EQ(next_status(Kind::precondition, Status::running, Cause::owner_ended), Status::canceled);
  EXPECT_EQ(next_status(Kind::precondition, Status::finished, Cause::owner_ended), std::nullopt);
}

TEST(StatusText, IsReadBackAsTheSameStatus) {
  for (const Status status : all_statuses()) EXPECT_EQ(parse_status(to_text(status)), status);
}

TEST(StatusText, IsReadInAnyCase) { EXPECT_EQ(parse_status("Cascade_failed"), Status::cascade_failed); }

TEST(StatusText, IsReadInTheOtherSpellingsOfTheGuide) {
  EXPECT_EQ(parse_status("CANCELLED"), Status::canceled);
  EXPECT_EQ(parse_status("TIMEOUT"), Status::timedout);
  EXPECT_EQ(parse_status("ACTIVATING"), Status::creating);
}

TEST(StatusText, IsNotReadFromOtherWords) {
  for (const char* word : {"", "READY", "FINISHED ", "FINISHE"}) EXPECT_EQ(parse_status(word), std::nullopt) << word;
}

TEST(StatusText, IsDifferentForEveryCause) {
  std::set<std::string_view> texts;
  for (const Cause cause : all_causes()) texts.insert(to_text(cause));
  EXPECT_FALSE(texts.contains(""));
  EXPECT_EQ(texts.size(), all_causes().size());
}

TEST(StatusText, NamesAttemptsAndPipelines) {
  EXPECT_EQ(to_text(AttemptStatus::canceled), "CANCELED");
  EXPECT_EQ(to_text(PipelineState::deactivating), "DEACTIVATING");
}

}  // namespace
}  // namespace penstock
