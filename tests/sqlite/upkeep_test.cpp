// SPDX-License-Identifier: Apache-2.0
#include "penstock/sqlite/upkeep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "penstock/definition/builder.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/testing/simulation.hpp"
#include "sqlite/store_file.hpp"

namespace penstock {

void PrintTo(const Violation& violation, std::ostream* out) { *out << violation.row << ": " << violation.words; }

namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto violation(std::string_view row, std::string_view words) {
  return Contains(AllOf(Field(&Violation::row, HasSubstr(std::string{row})), Field(&Violation::words, HasSubstr(std::string{words}))));
}

/// Three days of `Crunch`, which has a precondition; the third day's fails twice.
class Upkeep : public ::testing::Test {
 protected:
  Upkeep() {
    PipelineBuilder builder{"work"};
    const auto schedule = builder.add("Day", Schedule{.period = std::chrono::days{1}, .start_date_time = start, .occurrences = 3});
    builder.defaults().schedule(schedule).schedule_type(ScheduleType::cron);
    const auto ready = builder.add("Ready", Exists{});
    builder.add("Crunch", ShellCommandActivity{.command = "true"}).precondition(ready).maximum_retries(1);
    SqliteStore store{file_.path()};
    testing::Simulation simulation{{.start = start, .store = &store}, {}};
    simulation.script().activity("@Crunch_2015-05-19T00:00:00").fails();
    simulation.engine().deploy(builder.build());
    simulation.run_until(start + std::chrono::days{4});
  }

  [[nodiscard]] std::vector<Violation> check() const { return check_store(file_.path()); }
  std::vector<Violation> check_after(std::string_view sql) const {
    file_.execute(sql);
    return check();
  }

  const Instant start = utc("2015-05-17");
  StoreFile file_;
};

using Check = Upkeep;

TEST_F(Check, OfAStoreThatAnEngineWroteFindsNothing) { EXPECT_THAT(check(), IsEmpty()); }

TEST_F(Check, FindsAReferenceToNothing) {
  EXPECT_THAT(check_after("DELETE FROM run; DELETE FROM component WHERE id = 'Crunch'"),
              violation("instance 1", "refers to a component that is not there"));
}

TEST_F(Check, FindsAnIntervalThatTheComponentHasYetToReach) {
  EXPECT_THAT(check_after("UPDATE component SET next_interval = 1 WHERE id = 'Crunch'"),
              violation("@Crunch_2015-05-18T00:00:00 of work", "has yet to reach"));
}

TEST_F(Check, FindsTwoInstancesOfAnInterval) {
  EXPECT_THAT(check_after("DROP INDEX instance_of_interval; UPDATE instance SET interval = 0 WHERE owner IS NULL"),
              violation("of work", "another instance of its component"));
}

TEST_F(Check, FindsAMissingAttempt) {
  EXPECT_THAT(check_after("DELETE FROM attempt WHERE number = 1 AND instance IN (SELECT key FROM instance WHERE attempts = 2)"),
              violation("@Crunch_2015-05-19T00:00:00", "without gaps"));
}

TEST_F(Check, FindsAnAttemptThatRunsAfterItsInstanceHasEnded) {
  EXPECT_THAT(check_after("UPDATE attempt SET status = 0, ended = NULL"), violation("@Crunch_2015-05-17T00:00:00", "not under way"));
}

TEST_F(Check, FindsAStatusThatNothingLeadsTo) {
  EXPECT_THAT(check_after("UPDATE instance SET cause = 1 WHERE key = 1"), violation("instance 1", "never comes of the cause \"interval due\""));
}

TEST_F(Check, FindsAFailureThatIsNotHeldAsLive) {
  EXPECT_THAT(check_after("UPDATE instance SET live = 0 WHERE status = 8"), violation("@Crunch_2015-05-19T00:00:00", "neither FINISHED"));
}

TEST_F(Check, FindsAPreconditionWithoutAnOwner) {
  EXPECT_THAT(check_after("DROP INDEX instance_of_interval; UPDATE instance SET owner = NULL"), violation("@Ready", "has no owner"));
}

TEST_F(Check, FindsADefinitionThatCannotBeRead) {
  EXPECT_THAT(check_after("UPDATE definition SET json = '{'"), violation("definition 1 of work", "cannot be read"));
}

TEST_F(Check, FindsAFinishedPipelineWithAFailure) {
  EXPECT_THAT(check_after("UPDATE pipeline SET state = 4"), violation("pipeline work", "is FINISHED, but not all"));
}

TEST_F(Check, FindsWhatSqliteFinds) {
  EXPECT_THAT(check_after("PRAGMA ignore_check_constraints = ON; UPDATE instance SET counts = 7 WHERE key = 1"),
              violation("", "CHECK constraint failed in instance"));
}

TEST_F(Check, OfWhatIsNoStoreIsRefused) {
  file_.write("no database at all, but long enough to look like one if nobody reads it, which somebody does");
  EXPECT_THROW(static_cast<void>(check()), StoreError);
}

using Backup = Upkeep;

TEST_F(Backup, IsAStoreThatIsSound) {
  back_up_store(file_.path(), file_.folder() / "copy.db");
  EXPECT_THAT(check_store(file_.folder() / "copy.db"), IsEmpty());
}

TEST_F(Backup, HoldsTheSameInstances) {
  back_up_store(file_.path(), file_.folder() / "copy.db");
  SqliteReader copy{file_.folder() / "copy.db"};
  EXPECT_EQ(copy.runs({}).size(), SqliteReader{file_.path()}.runs({}).size());
}

TEST_F(Backup, IsMadeBesideAnEngineThatHoldsTheStore) {
  SqliteStore store{file_.path()};
  static_cast<void>(store.open("engine"));
  back_up_store(file_.path(), file_.folder() / "copy.db");
  SqliteStore copy{file_.folder() / "copy.db"};
  EXPECT_EQ(copy.open("another engine").pipelines.size(), 1U);
}

TEST_F(Backup, LeavesRequestsToTheEngineOfTheOriginal) {
  file_.execute("INSERT INTO requests (command, pipeline) VALUES ('delete', 'work')");
  back_up_store(file_.path(), file_.folder() / "copy.db");
  SqliteStore copy{file_.folder() / "copy.db"};
  static_cast<void>(copy.open("engine"));
  EXPECT_THAT(copy.mailbox()->take(), IsEmpty());
}

TEST_F(Backup, OverAFileThatIsThereIsRefused) {
  const auto copy = file_.folder() / "copy.db";
  std::ofstream{copy} << "mine";
  EXPECT_THAT(words_of<StoreError>([&] { back_up_store(file_.path(), copy); }), HasSubstr("already; it was left as it is"));
  EXPECT_EQ(std::filesystem::file_size(copy), 4U);
}

TEST_F(Backup, OfWhatIsNoStoreLeavesNoFile) {
  file_.write("no database at all, but long enough to look like one if nobody reads it, which somebody does");
  EXPECT_THROW(back_up_store(file_.path(), file_.folder() / "copy.db"), StoreError);
  EXPECT_FALSE(std::filesystem::exists(file_.folder() / "copy.db"));
}

}  // namespace
}  // namespace penstock
