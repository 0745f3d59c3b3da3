// SPDX-License-Identifier: Apache-2.0

/// How a pipeline is tested. The rig is a bench: time moves when the test moves it, and every step ends as the test says. Nothing sleeps,
/// no command is run, no file is touched; a week takes milliseconds. Three stories first, then what else one wants to know.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "nightly.hpp"
#include "penstock/testing/matchers.hpp"
#include "penstock/testing/rig.hpp"

namespace {

using namespace penstock;
using namespace std::chrono_literals;
using penstock::testing::HasStatus;
using penstock::testing::RanAfter;
using penstock::testing::Rig;
using penstock::testing::Tried;
using std::chrono::days;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Instant monday = utc("2024-03-04");
const Instant tuesday = monday + days{1};

/// The clock stands on Monday at midnight. What no test speaks of succeeds at once.
struct Nightly : ::testing::Test {
  Rig rig{nightly_pipeline(), {.start = monday}};
};

// 1. A retry, then success: the disk is full, and ten minutes later it is not.

TEST_F(Nightly, TriesTheArchiveAgainTenMinutesAfterAFailure) {
  rig.activity("Archive").fails("disk full").then_succeeds();

  rig.advance(10min - 1ms);
  EXPECT_THAT(rig.seen("Archive", monday), AllOf(HasStatus(Status::waiting_for_runner), Tried(1)));
  rig.advance(1ms);
  EXPECT_THAT(rig.seen("Archive", monday), AllOf(HasStatus(Status::finished), Tried(2)));
  EXPECT_EQ(rig.attempts("Archive", monday).front().error_message, "disk full");
}

// 2. Late data: Monday's log comes at three in the morning.

TEST_F(Nightly, WaitsForALogThatArrivesLateAndSaysSo) {
  rig.precondition("Arrived").is_met_from(monday + 3h);

  rig.advance(2h);
  EXPECT_EQ(rig.inspect("Archive", monday).in_words, "waiting for Log of 2024-03-04, which waits for Arrived, which is not met");
  rig.advance(1h);
  EXPECT_THAT(rig.seen("Archive", monday), HasStatus(Status::finished));
  EXPECT_EQ(rig.ran().front().at, monday + 3h);
}

// 3. Archive, then delete: when the archive fails, the only copy must stay.

TEST_F(Nightly, DeletesOnlyWhatWasArchived) {
  rig.advance(1h);
  EXPECT_THAT(rig.seen("Delete", monday), RanAfter(rig.seen("Archive", monday)));
  EXPECT_THAT(rig.commands("Archive"), ElementsAre("gzip -k 2024-03-04.log"));
  EXPECT_THAT(rig.commands("Delete"), ElementsAre("rm 2024-03-04.log"));
}

TEST_F(Nightly, NeverDeletesALogThatCouldNotBeArchived) {
  rig.activity("Archive", monday).fails("disk full");

  rig.advance(days{1});
  EXPECT_THAT(rig.seen("Archive", monday), AllOf(HasStatus(Status::failed), Tried(3)));
  EXPECT_THAT(rig.seen("Delete", monday), AllOf(HasStatus(Status::cascade_failed), Tried(0)));
  EXPECT_THAT(rig.commands("Delete", monday), IsEmpty());
  EXPECT_THAT(rig.commands("Delete", tuesday), ElementsAre("rm 2024-03-05.log"));
}

TEST_F(Nightly, NeverDeletesBeforeTheArchiveIsKnownToBeDone_AlsoWhenTheProgramIsKilled) {
  rig.activity("Archive", monday).hangs().then_succeeds();
  rig.run_until_idle();

  rig.restart();
  EXPECT_THAT(rig.commands("Delete"), IsEmpty());
  rig.run_until_idle();
  EXPECT_THAT(rig.seen("Archive", monday), Tried(2));
  EXPECT_THAT(rig.seen("Delete", monday), RanAfter(rig.seen("Archive", monday)));
}

// What else one wants to know: who is told, what a week looks like, and what an operator can do about it.

TEST_F(Nightly, PagesOnceWhenAllThreeAttemptsHaveFailed) {
  rig.activity("Archive", monday).fails("disk full");

  rig.advance(1h);
  ASSERT_EQ(rig.alarms().size(), 1U);
  EXPECT_EQ(rig.alarms().front().message, "Archive: disk full");
  EXPECT_EQ(rig.alarms().front().at, monday + 20min);
}

TEST_F(Nightly, ReportsOnTheWeekWhenItsLastDayIsArchived) {
  rig.activity("Archive", monday + days{6}).succeeds(90min);

  rig.advance_to(monday + days{6} + 90min - 1ms);
  EXPECT_EQ(rig.inspect("Report", monday).in_words, "waiting for Archive of 2024-03-10, which is RUNNING");
  rig.advance(1ms);
  EXPECT_THAT(rig.commands("Report"), ElementsAre("report 2024-03-04T00:00:00"));
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST_F(Nightly, GoesOnWithTheDeletionWhenTheArchiveIsRunAgain) {
  rig.activity("Archive", monday).fails("disk full").then_fails("disk full").then_fails("disk full").then_succeeds();
  rig.advance(1h);

  ASSERT_EQ(rig.engine().rerun(rig.pipeline(), rig.instance("Archive", monday)), std::nullopt);
  rig.run_until_idle();
  EXPECT_THAT(rig.seen("Delete", monday), AllOf(HasStatus(Status::finished), RanAfter(rig.seen("Archive", monday))));
}

}  // namespace
