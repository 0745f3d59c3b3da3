// SPDX-License-Identifier: Apache-2.0

/// Stores that SQLite can read and whose rows say what cannot be. An engine would index and count by them, so it looks first.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "penstock/definition/builder.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/testing/simulation.hpp"
#include "sqlite/store_file.hpp"

namespace penstock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const Instant first_day = utc("2015-05-17");

/// `Load` of the first day is done, of the second it failed, which an alarm tells about, and of the third it is under way.
void fill(const std::filesystem::path& file) {
  PipelineBuilder builder{"work"};
  const auto schedule = builder.add("Day", Schedule{.period = std::chrono::days{1}, .start_date_time = first_day, .occurrences = 4});
  builder.defaults().schedule(schedule).schedule_type(ScheduleType::cron);
  const auto ready = builder.add("Ready", Exists{});
  const auto page = builder.add("Page", SnsAlarm{.topic_arn = "arn", .subject = "s", .message = "m"});
  const auto load = builder.add("Load", ShellCommandActivity{.command = "true"}).precondition(ready).on_fail(page);
  builder.add("Crunch", ShellCommandActivity{.command = "true"}).depends_on(load);
  SqliteStore store{file};
  testing::Simulation simulation{{.start = first_day, .store = &store}, {}};
  simulation.script().activity("@Load_2015-05-18T00:00:00").fails();
  simulation.script().activity("@Load_2015-05-19T00:00:00").hangs();
  simulation.engine().deploy(builder.build());
  simulation.run_until(first_day + std::chrono::days{2});
}

struct Damage {
  const char* sql;
  const char* words;

  friend std::ostream& operator<<(std::ostream& out, const Damage& damage) { return out << damage.sql; }
};

std::string refusal(const std::filesystem::path& file) {
  return words_of<StoreError>([&] {
    SqliteStore store{file};
    testing::Simulation simulation{{.start = first_day + std::chrono::days{2}, .store = &store}, {}};
    simulation.settle();
  });
}

class DamagedRows : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedRows, AreRefusedByAnEngineAndLeftAsTheyAre) {
  const StoreFile file;
  fill(file.path());
  file.execute(std::string{"PRAGMA ignore_check_constraints = 1; "} + GetParam().sql);
  const auto before = file.bytes();
  EXPECT_THAT(refusal(file.path()), AllOf(HasSubstr("is damaged"), HasSubstr(GetParam().words)));
  EXPECT_EQ(file.bytes(), before);
}

constexpr Damage damages[] = {
    {"UPDATE pipeline SET key = 2147483647", "last keys"},
    {"UPDATE last_key SET pipeline = 2147483646", "last keys"},
    {"UPDATE last_key SET instance = 9223372036854775807", "last keys"},
    {"UPDATE pipeline SET active_version = 7", "version"},
    {"UPDATE pipeline SET runs = -1", "runs"},
    {"UPDATE pipeline SET last_activated = 9223372036854775807", "a time that is none"},
    {"UPDATE component SET component = 99 WHERE id = 'Load'", "not numbered from 0"},
    {"UPDATE component SET id = 'Load'", "not numbered from 0"},
    {"UPDATE component SET next_interval = 4611686018427387905", "number of intervals"},
    {"UPDATE component SET next_interval = 1000000000000", "more intervals of"},
    {"UPDATE instance SET component = 4000000000 WHERE status = 4", "a component that its pipeline does not have"},
    {"UPDATE instance SET component = (SELECT component FROM component WHERE id = 'Ready') WHERE status = 4; "
     "UPDATE component SET next_interval = 9",
     "has no such instances"},
    {"UPDATE instance SET interval = -1 WHERE status = 4", "before the first interval"},
    {"UPDATE instance SET interval = interval + 50 WHERE live = 1 AND owner IS NULL", "has yet to reach"},
    {"UPDATE instance SET owner = 4711 WHERE key = (SELECT max(key) FROM instance WHERE owner IS NOT NULL)", "no owner"},
    {"UPDATE instance SET owner = NULL, interval = 0 WHERE key = (SELECT max(key) FROM instance WHERE owner IS NOT NULL); "
     "UPDATE component SET next_interval = 9",
     "has no such instances"},
    {"UPDATE instance SET attempts = 2147483647 WHERE live = 1", "number of attempts"},
    {"UPDATE instance SET due = -9223372036854775808 WHERE live = 1", "a time that is none"},
    {"UPDATE instance SET status = 6 WHERE status = 4", "never is"},
    {"UPDATE instance SET ended = 1 WHERE status = 4", "has ended and has not"},
    {"UPDATE attempt SET started = 9223372036854775807 WHERE status = 0", "a time that is none"},
    {"UPDATE attempt SET ended = 1 WHERE status = 0", "has ended and has not"},
    {"UPDATE action SET status = 0, action = 4000000000", "something that is none"},
    {"UPDATE action SET status = 0, pipeline = 2", "of no pipeline"},
    {"UPDATE action SET status = 0, fired = 9223372036854775807", "key or time"},
};

INSTANTIATE_TEST_SUITE_P(Each, DamagedRows, ::testing::ValuesIn(damages));

TEST(SoundRows, AreTaken) {
  const StoreFile file;
  fill(file.path());
  EXPECT_EQ(refusal(file.path()), "");
}

}  // namespace
}  // namespace penstock
