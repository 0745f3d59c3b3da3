// SPDX-License-Identifier: Apache-2.0
#include "cli/calendar_words.hpp"

#include <gtest/gtest.h>

namespace penstock::cli {
namespace {

const Instant start = utc("2024-03-01");
const Recurrence daily{.start = start, .period = {.count = 1, .unit = Period::Unit::days}};
const Recurrence thrice{.start = start, .period = {.count = 1, .unit = Period::Unit::days}, .stop = Times{3}};

TEST(CalendarWords, SayThatThereIsNoEnd) {
  EXPECT_EQ(in_words(daily, ScheduleType::cron), "every day from 2024-03-01T00:00:00, without an end");
}

TEST(CalendarWords, CountTheTimes) {
  EXPECT_EQ(in_words(thrice, ScheduleType::cron), "every day from 2024-03-01T00:00:00, 3 times, until 2024-03-04T00:00:00");
}

TEST(CalendarWords, SayHowOftenAnEndAllows) {
  const Recurrence hourly{.start = start, .period = {.count = 2, .unit = Period::Unit::hours}, .stop = Until{utc("2024-03-01T04:00:00")}};
  EXPECT_EQ(in_words(hourly, ScheduleType::cron), "every 2 hours from 2024-03-01T00:00:00, until 2024-03-01T04:00:00: 2 times");
}

TEST(Outlook, BeginsWithTheFirstIntervalBeforeTheStart) {
  const auto found = outlook(daily, ScheduleType::cron, utc("2020-01-01"), 1);
  EXPECT_EQ(found.due_before, 0);
  EXPECT_EQ(found.next.at(0).due, start);
}

TEST(Outlook, CountsARunThatIsDueRightThen) {
  EXPECT_EQ(outlook(daily, ScheduleType::cron, utc("2024-03-02"), 1).next.at(0).due, utc("2024-03-02"));
}

TEST(Outlook, GoesOnWithTheNextIntervalWithinOne) {
  const auto found = outlook(daily, ScheduleType::cron, utc("2024-03-02T00:00:01"), 1);
  EXPECT_EQ(found.due_before, 2);
  EXPECT_EQ(found.next.at(0).due, utc("2024-03-03"));
}

TEST(Outlook, TakesTheEndOfTheIntervalUnderTimeseries) {
  const auto found = outlook(daily, ScheduleType::timeseries, utc("2024-03-02"), 1);
  EXPECT_EQ(found.due_before, 0);
  EXPECT_EQ(found.next.at(0).due, utc("2024-03-02"));
  EXPECT_EQ(found.next.at(0).interval.start, start);
}

TEST(Outlook, StillHasTheLastRunOfTimeseriesWhenTheScheduleIsOver) {
  EXPECT_EQ(outlook(thrice, ScheduleType::timeseries, utc("2024-03-04"), 3).next.size(), 1U);
}

TEST(Outlook, HasNoMoreRunsThanThereAre) { EXPECT_EQ(outlook(thrice, ScheduleType::cron, utc("2024-03-02"), 9).next.size(), 2U); }

TEST(Outlook, CountsNoMoreThanThereWere) {
  const auto found = outlook(thrice, ScheduleType::cron, utc("2030-01-01"), 3);
  EXPECT_EQ(found.due_before, 3);
  EXPECT_TRUE(found.next.empty());
}

}  // namespace
}  // namespace penstock::cli
