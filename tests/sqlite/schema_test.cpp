// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/schema.hpp"
#include "sqlite/statements.hpp"
#include "sqlite/store_file.hpp"
#include "store/two_days.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Schema : public ::testing::Test {
 protected:
  Schema() {
    static_cast<void>(store_.open("engine"));
    store_.commit(two_days());
  }
  std::string text(std::string_view sql) { return file_.text(sql); }
  /// How SQLite would run a statement.
  std::string plan(std::string_view sql) {
    sqlite::Connection connection{file_.path(), sqlite::Access::read};
    sqlite::Statement statement{connection, fmt::format("EXPLAIN QUERY PLAN {}", sql)};
    std::string steps;
    for (auto cursor = statement.query(); cursor.next();) {
      std::int64_t number = 0;
      std::string step;
      cursor >> number >> number >> number >> step;
      steps += step + "\n";
    }
    return steps;
  }

  StoreFile file_;
  SqliteStore store_{file_.path()};
};

/// Every value of an enumeration, as the table of its names should list it.
template <class Enum>
std::string names_of() {
  std::string lines;
  for (int code = 0; code <= static_cast<int>(sqlite::last_value<Enum>); ++code)
    lines += fmt::format("{} {}\n", code, to_text(static_cast<Enum>(code)));
  return lines;
}

std::string lines_of(std::string_view table) {
  return fmt::format("SELECT group_concat(code || ' ' || name, char(10)) || char(10) FROM {}", table);
}

TEST_F(Schema, NamesStatusesLikeTheLibrary) { EXPECT_EQ(text(lines_of("status")), names_of<Status>()); }

TEST_F(Schema, NamesAttemptStatusesLikeTheLibrary) { EXPECT_EQ(text(lines_of("attempt_status")), names_of<AttemptStatus>()); }

TEST_F(Schema, NamesPipelineStatesLikeTheLibrary) { EXPECT_EQ(text(lines_of("pipeline_state")), names_of<PipelineState>()); }

TEST_F(Schema, NamesCausesLikeTheLibrary) { EXPECT_EQ(text(lines_of("cause")), names_of<Cause>()); }

TEST_F(Schema, NamesKindsLikeTheLibrary) { EXPECT_EQ(text(lines_of("kind")), names_of<Kind>()); }

TEST_F(Schema, NamesTheEventsOfActions) {
  EXPECT_EQ(text("SELECT name FROM action_event WHERE code = " + std::to_string(static_cast<int>(ActionEvent::on_success))), "onSuccess");
  EXPECT_EQ(text("SELECT name FROM action_event WHERE code = " + std::to_string(static_cast<int>(ActionEvent::on_fail))), "onFail");
  EXPECT_EQ(text("SELECT name FROM action_event WHERE code = " + std::to_string(static_cast<int>(ActionEvent::on_late))), "onLateAction");
}

TEST_F(Schema, NamesTheStatusesOfActions) {
  EXPECT_EQ(text("SELECT name FROM action_status WHERE code = " + std::to_string(static_cast<int>(ActionStatus::fired))), "FIRED");
  EXPECT_EQ(text("SELECT name FROM action_status WHERE code = " + std::to_string(static_cast<int>(ActionStatus::delivered))), "DELIVERED");
  EXPECT_EQ(text("SELECT name FROM action_status WHERE code = " + std::to_string(static_cast<int>(ActionStatus::failed))), "FAILED");
}

TEST_F(Schema, IsStampedAsOursWithTheNumberOfItsMigrations) {
  EXPECT_EQ(text("PRAGMA application_id"), std::to_string(sqlite::application_id));
  EXPECT_EQ(text("PRAGMA user_version"), std::to_string(sqlite::migrations().size()));
}

TEST_F(Schema, MigrationsAreNumberedFromOneWithoutGaps) {
  std::size_t number = 0;
  for (const auto& migration : sqlite::migrations()) EXPECT_THAT(std::string{migration.name}, StartsWith(fmt::format("{:04}_", ++number)));
}

TEST_F(Schema, WhatTheStoreWritesKeepsItsReferences) {
  EXPECT_EQ(text("PRAGMA foreign_key_check"), "");
  EXPECT_EQ(text("PRAGMA integrity_check"), "ok");
}

TEST_F(Schema, ShowsInstancesInWords) {
  EXPECT_EQ(
      text(
          "SELECT pipeline || ' ' || id || ' ' || component || ' ' || kind || ' ' || status || ' ' || scheduled_start || ' ' || actual_end "
          "FROM instances WHERE key = 3"),
      "traffic @Arrived_2015-05-17T00:00:00@Clean Arrived precondition FINISHED 2015-05-17T00:00:00 2015-05-18T00:00:00.000");
}

TEST_F(Schema, ShowsTheSameInstanceIdsAsTheLibrary) {
  SqliteReader reader{file_.path()};
  for (const auto& run : reader.runs({})) {
    EXPECT_EQ(text("SELECT id FROM instances WHERE key = " + std::to_string(run.instance.key)), run.id);
  }
}

TEST_F(Schema, ShowsAttemptsInWords) {
  EXPECT_EQ(text("SELECT pipeline || ' ' || id || ' ' || status || ' ' || ended || ' ' || error_message FROM attempts WHERE number = 2"),
            "traffic @Clean_2015-05-17T00:00:00_Attempt=2 FAILED 2015-05-17T00:00:00.000 attempt 2");
}

TEST_F(Schema, ShowsActionsInWords) {
  EXPECT_EQ(text("SELECT pipeline || ' ' || action || ' ' || event || ' ' || node || ' ' || status || ' ' || message FROM actions"),
            "traffic Report onFail @Clean_2015-05-17T00:00:00 FIRED no route to host");
}

TEST_F(Schema, ShowsPipelinesInWords) {
  EXPECT_EQ(text("SELECT name || ' ' || state || ' ' || created FROM pipelines"), "traffic PENDING 1970-01-01T00:00:00");
}

TEST_F(Schema, ShowsDefinitionsComponentsAndRuns) {
  EXPECT_EQ(text("SELECT count(*) FROM definitions WHERE pipeline = 'traffic' AND saved = '1970-01-01T00:00:00'"), "1");
  EXPECT_EQ(text("SELECT group_concat(id || ':' || kind) FROM components WHERE pipeline = 'other'"), "Clean:activity");
  EXPECT_EQ(text("SELECT count(*) FROM runs"), "0");
}

TEST_F(Schema, RefusesAStatusThatDoesNotExist) {
  EXPECT_THAT(words_of<StoreError>([&] { file_.execute("UPDATE instance SET status = 13, ended = 1"); }), HasSubstr("CHECK"));
}

TEST_F(Schema, RefusesAnEndOfWhatStillRuns) {
  EXPECT_THAT(words_of<StoreError>([&] { file_.execute("UPDATE instance SET ended = 1 WHERE status = 4"); }), HasSubstr("CHECK"));
}

TEST_F(Schema, RefusesToLetGoOfWhatHasNotEnded) {
  EXPECT_THAT(words_of<StoreError>([&] { file_.execute("UPDATE instance SET live = 0 WHERE status = 4"); }), HasSubstr("CHECK"));
}

TEST_F(Schema, RefusesTextWhereATimeBelongs) {
  EXPECT_THAT(words_of<StoreError>([&] { file_.execute("UPDATE instance SET due = '2015-05-17'"); }), HasSubstr("TEXT"));
}

TEST_F(Schema, RefusesASecondInstanceOfAnInterval) {
  auto batch = two_days();
  auto twin = batch.instances.front();
  twin.key = 9;
  batch.instances = {twin};
  EXPECT_THAT(words_of<StoreError>([&] { store_.commit(batch); }), HasSubstr("UNIQUE"));
}

TEST_F(Schema, RefusesASecondInstanceOfAPreconditionOfOneOwner) {
  auto batch = two_days();
  auto twin = batch.instances[2];
  twin.key = 9;
  batch.instances = {twin};
  EXPECT_THAT(words_of<StoreError>([&] { store_.commit(batch); }), HasSubstr("UNIQUE"));
}

TEST_F(Schema, RefusesASecondPipelineOfAName) {
  auto batch = two_days();
  batch.pipelines.front().key = 3;
  EXPECT_THAT(words_of<StoreError>([&] { store_.commit(batch); }), HasSubstr("UNIQUE"));
}

TEST_F(Schema, FindsLiveInstancesThroughTheirIndex) {
  EXPECT_THAT(plan(fmt::format(sqlite::live_instances, sqlite::instance_columns)), HasSubstr("USING INDEX instance_live"));
  EXPECT_THAT(plan(fmt::format(sqlite::live_instances, sqlite::instance_columns)), Not(HasSubstr("B-TREE")));
}

TEST_F(Schema, FindsAnIntervalsInstanceThroughItsIndex) {
  EXPECT_THAT(plan(fmt::format(sqlite::instance_of_interval, sqlite::instance_columns)), HasSubstr("USING INDEX instance_of_interval"));
}

TEST_F(Schema, FindsPreconditionsThroughTheirIndex) {
  EXPECT_THAT(plan(fmt::format(sqlite::instances_of_owner, sqlite::instance_columns)), HasSubstr("USING INDEX instance_of_owner"));
}

TEST_F(Schema, FindsPendingActionsThroughTheirIndex) {
  EXPECT_THAT(plan(fmt::format(sqlite::pending_actions, sqlite::action_columns, sqlite::instance_columns)),
              HasSubstr("USING INDEX action_pending"));
}

TEST_F(Schema, FindsUnansweredRequestsThroughTheirIndex) {
  EXPECT_THAT(plan(sqlite::unanswered_requests), HasSubstr("INDEX request_unanswered"));
}

}  // namespace
}  // namespace penstock
