// SPDX-License-Identifier: Apache-2.0
#include "penstock/schedule/recurrence.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace penstock {
namespace {

using Unit = Period::Unit;

Recurrence recurrence(const char* start, Period period, Stop stop = Forever{}) { return {utc(start), period, stop}; }

Interval span(const char* start, const char* end) { return {utc(start), utc(end)}; }

TEST(ParsePeriod, ReadsEveryUnit) {
  EXPECT_EQ(parse_period("250 milliseconds"), (Period{250, Unit::milliseconds}));
  EXPECT_EQ(parse_period("1 second"), (Period{1, Unit::seconds}));
  EXPECT_EQ(parse_period("15 minutes"), (Period{15, Unit::minutes}));
  EXPECT_EQ(parse_period("2 hours"), (Period{2, Unit::hours}));
  EXPECT_EQ(parse_period("1 day"), (Period{1, Unit::days}));
  EXPECT_EQ(parse_period("1 week"), (Period{1, Unit::weeks}));
  EXPECT_EQ(parse_period("6 months"), (Period{6, Unit::months}));
  EXPECT_EQ(parse_period("3 years"), (Period{3, Unit::years}));
}

TEST(ParsePeriod, CaresNeitherForCaseNorForThePlural) {
  EXPECT_EQ(parse_period("15 Minutes"), (Period{15, Unit::minutes}));
  EXPECT_EQ(parse_period("1 HOURS"), (Period{1, Unit::hours}));
  EXPECT_EQ(parse_period("10 Day"), (Period{10, Unit::days}));
}

class NoPeriod : public testing::TestWithParam<const char*> {};

TEST_P(NoPeriod, IsReadFromThis) { EXPECT_EQ(parse_period(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(ParsePeriod, NoPeriod,
                         testing::Values("", "15", "15 ", "day", "15 Period", "0 days", "-1 days", "+1 days", "1.5 hours", "1hour",
                                         "1 hourss", "1 s", "ONDEMAND_PERIOD", " 1 day", "1 day ", "9223372036854775808 days",
                                         "1 day 2 hours"));

TEST(PeriodText, IsReadBackAsThePeriod) {
  for (const auto unit :
       {Unit::milliseconds, Unit::seconds, Unit::minutes, Unit::hours, Unit::days, Unit::weeks, Unit::months, Unit::years}) {
    for (const std::int64_t count : {1, 2, 15}) {
      const Period period{count, unit};
      EXPECT_EQ(parse_period(to_text(period)), period) << to_text(period);
    }
  }
}

TEST(PeriodText, HasNoPluralForOne) {
  EXPECT_EQ(to_text(Period{1, Unit::days}), "1 day");
  EXPECT_EQ(to_text(Period{15, Unit::minutes}), "15 minutes");
}

TEST(NominalLength, CountsThirtyDaysToAMonthAnd365ToAYear) {
  EXPECT_EQ(nominal_length({2, Unit::months}), std::chrono::hours{24 * 60});
  EXPECT_EQ(nominal_length({1, Unit::years}), std::chrono::hours{24 * 365});
}

TEST(NominalLength, StopsAtTheLongestDuration) { EXPECT_EQ(nominal_length({INT64_MAX, Unit::years}), Duration::max()); }

TEST(Add, ClampsToTheLastDayOfAShorterMonth) { EXPECT_EQ(add(utc("2016-01-31T06:00:00"), {1, Unit::months}), utc("2016-02-29T06:00:00")); }

TEST(Add, GoesBackWithANegativeCount) { EXPECT_EQ(add(utc("2012-02-29"), {1, Unit::years}, -1), utc("2011-02-28")); }

TEST(Add, StaysInRangeWhateverIsAsked) {
  EXPECT_EQ(add(utc("2012-01-01"), {INT64_MAX, Unit::years}), Instant::max());
  EXPECT_EQ(add(utc("2012-01-01"), {INT64_MAX, Unit::days}, -2), Instant::min());
  EXPECT_EQ(add(utc("2012-01-01"), {1, Unit::months}, INT64_MIN), Instant::min());
}

TEST(Intervals, DoNotDriftAtTheEndsOfMonths) {
  const auto monthly = recurrence("2016-01-31T06:00:00", {1, Unit::months});
  const char* const starts[] = {"2016-01-31T06:00:00", "2016-02-29T06:00:00", "2016-03-31T06:00:00", "2016-04-30T06:00:00",
                                "2016-05-31T06:00:00"};
  for (std::int64_t n = 0; n < 5; ++n) EXPECT_EQ(to_text(interval(monthly, n).start), starts[n]);
}

TEST(Intervals, ReturnToTheLeapDayInLeapYears) {
  const auto yearly = recurrence("2016-02-29", {1, Unit::years});
  EXPECT_EQ(interval(yearly, 1).start, utc("2017-02-28"));
  EXPECT_EQ(interval(yearly, 4).start, utc("2020-02-29"));
}

TEST(Intervals, EndWhereTheNextBegins) {
  const auto monthly = recurrence("2016-01-31", {1, Unit::months});
  for (std::int64_t n = 0; n < 50; ++n) EXPECT_EQ(interval(monthly, n).end, interval(monthly, n + 1).start);
}

TEST(DueTime, IsTheStartUnderCronAndTheEndUnderTimeseries) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  EXPECT_EQ(due_time(daily, ScheduleType::cron, 2), utc("2013-01-03"));
  EXPECT_EQ(due_time(daily, ScheduleType::timeseries, 2), utc("2013-01-04"));
}

TEST(Count, IsEndlessWithoutEndOrOccurrences) {
  EXPECT_EQ(count(recurrence("2013-01-01", {1, Unit::days}), ScheduleType::cron), std::nullopt);
}

TEST(Count, IsTheNumberOfOccurrences) {
  EXPECT_EQ(count(recurrence("2013-01-01", {1, Unit::days}, Times{7}), ScheduleType::timeseries), 7);
}

TEST(Count, OfAYearInMonthsIsTwelve) {
  const auto monthly = recurrence("2013-01-01", {1, Unit::months}, Until{utc("2014-01-01")});
  EXPECT_EQ(count(monthly, ScheduleType::timeseries), 12);
  EXPECT_EQ(count(monthly, ScheduleType::cron), 12);
}

TEST(Count, TakesAnIntervalThatStartsBeforeTheEndUnderCronOnly) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days}, Until{utc("2013-01-03T00:00:01")});
  EXPECT_EQ(count(daily, ScheduleType::cron), 3);
  EXPECT_EQ(count(daily, ScheduleType::timeseries), 2);
}

TEST(Count, IsZeroForATimeseriesShorterThanItsPeriod) {
  const auto weekly = recurrence("2013-01-01", {1, Unit::weeks}, Until{utc("2013-01-02")});
  EXPECT_EQ(count(weekly, ScheduleType::timeseries), 0);
  EXPECT_EQ(count(weekly, ScheduleType::cron), 1);
}

TEST(Count, IsZeroWhenTheEndIsNotAfterTheStart) {
  for (const char* end : {"2013-01-01", "2012-06-01"}) {
    const auto daily = recurrence("2013-01-01", {1, Unit::days}, Until{utc(end)});
    EXPECT_EQ(count(daily, ScheduleType::cron), 0);
    EXPECT_EQ(count(daily, ScheduleType::timeseries), 0);
  }
}

TEST(Overlapping, FindsTheSevenDaysOfAWeek) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2013-01-08", "2013-01-15")), (IntervalRange{7, 14}));
}

TEST(Overlapping, IncludesThePartialNeighboursOfUnalignedPeriods) {
  const auto daily = recurrence("2013-01-01T06:00:00", {1, Unit::days});
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2013-01-03", "2013-01-05")), (IntervalRange{1, 4}));
}

TEST(Overlapping, LeavesOutIntervalsThatOnlyTouch) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2012-12-25", "2013-01-01")), IntervalRange{});
}

TEST(Overlapping, TakesTheIntervalThatContainsASpanWithoutLength) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2013-01-03T12:00:00", "2013-01-03T12:00:00")), (IntervalRange{2, 3}));
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2013-01-03", "2013-01-03")), (IntervalRange{2, 3}));
}

TEST(Overlapping, StopsWithTheRecurrence) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days}, Until{utc("2013-01-03T12:00:00")});
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2013-01-02", "2013-02-01")), (IntervalRange{1, 3}));
  EXPECT_EQ(overlapping(daily, ScheduleType::timeseries, span("2013-01-02", "2013-02-01")), (IntervalRange{1, 2}));
  EXPECT_EQ(overlapping(daily, ScheduleType::timeseries, span("2013-01-04", "2013-02-01")), IntervalRange{});
}

TEST(Overlapping, AnswersForAnySpanThatAnInstantCanSpell) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  const auto all = overlapping(daily, ScheduleType::cron, {Instant::min(), Instant::max()});
  EXPECT_EQ(all.first, 0);
  EXPECT_GT(all.last, 100'000'000'000);
}

TEST(Overlapping, IsEmptyForASpanThatEndsBeforeItStarts) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  EXPECT_EQ(overlapping(daily, ScheduleType::cron, span("2013-01-08", "2013-01-05")), IntervalRange{});
}

TEST(NextInterval, BeginsAtTheGivenTimeOrLater) {
  const auto daily = recurrence("2013-01-01", {1, Unit::days});
  EXPECT_EQ(next_interval(daily, ScheduleType::cron, utc("2013-01-05")), span("2013-01-05", "2013-01-06"));
  EXPECT_EQ(next_interval(daily, ScheduleType::cron, utc("2013-01-05T00:00:01")), span("2013-01-06", "2013-01-07"));
  EXPECT_EQ(next_interval(daily, ScheduleType::cron, utc("2000-01-01")), span("2013-01-01", "2013-01-02"));
}

TEST(NextInterval, IsNoneWhenTheRecurrenceIsOver) {
  const auto twice = recurrence("2013-01-01", {1, Unit::days}, Times{2});
  EXPECT_EQ(next_interval(twice, ScheduleType::cron, utc("2013-01-02T00:00:01")), std::nullopt);
}

/// Random recurrences with small numbers, so that walking over the intervals one by one is possible.
class Random {
 public:
  std::int64_t number(std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>{low, high}(engine_); }

  Instant instant() {
    const Instant day = utc("2011-12-25") + std::chrono::hours{24 * number(0, 800)};
    return number(0, 1) == 0 ? day : day + Duration{number(0, 86'399'999)};
  }

  Recurrence recurrence() {
    constexpr Unit units[] = {Unit::hours, Unit::days, Unit::weeks, Unit::months, Unit::years};
    const Unit unit = units[number(0, 4)];
    Recurrence result{instant(), {number(1, unit == Unit::hours ? 100 : 5), unit}};
    if (result.period.unit == Unit::hours) result.period.count += 5;
    const auto stop = number(0, 2);
    if (stop == 1) result.stop = Times{number(0, 40)};
    if (stop == 2) result.stop = Until{number(0, 3) == 0 ? interval(result, number(0, 30)).start : instant()};
    return result;
  }

 private:
  std::mt19937_64 engine_{20'111'224};
};

bool exists(const Recurrence& recurrence, ScheduleType type, std::int64_t n) {
  if (const auto* times = std::get_if<Times>(&recurrence.stop)) return n < times->count;
  if (const auto* until = std::get_if<Until>(&recurrence.stop)) {
    const Interval candidate = interval(recurrence, n);
    return type == ScheduleType::timeseries ? candidate.end <= until->end : candidate.start < until->end;
  }
  return true;
}

constexpr std::int64_t enough = 4'000;

TEST(RecurrenceProperty, CountAgreesWithWalkingOverTheIntervals) {
  Random random;
  for (int round = 0; round < 1'500; ++round) {
    const Recurrence sample = random.recurrence();
    for (const auto type : {ScheduleType::cron, ScheduleType::timeseries}) {
      const auto counted = count(sample, type);
      if (!counted) continue;
      std::int64_t walked = 0;
      while (walked < enough && exists(sample, type, walked)) ++walked;
      ASSERT_EQ(*counted, walked) << to_text(sample.start) << " " << to_text(sample.period);
    }
  }
}

TEST(RecurrenceProperty, OverlappingAgreesWithWalkingOverTheIntervals) {
  Random random;
  for (int round = 0; round < 1'500; ++round) {
    const Recurrence sample = random.recurrence();
    Interval wanted{random.instant(), random.instant()};
    if (random.number(0, 3) == 0) wanted.end = wanted.start;
    if (random.number(0, 3) == 0) wanted = interval(sample, random.number(0, 20));
    if (wanted.end < wanted.start) std::swap(wanted.start, wanted.end);
    for (const auto type : {ScheduleType::cron, ScheduleType::timeseries}) {
      std::vector<std::int64_t> walked;
      for (std::int64_t n = 0; n < enough && exists(sample, type, n); ++n) {
        const Interval candidate = interval(sample, n);
        if (candidate.start > wanted.end) break;
        const bool contains = wanted.start == wanted.end && candidate.start <= wanted.start && wanted.start < candidate.end;
        if (contains || overlap(candidate, wanted)) walked.push_back(n);
      }
      const auto found = overlapping(sample, type, wanted);
      const auto expected = walked.empty() ? IntervalRange{} : IntervalRange{walked.front(), walked.back() + 1};
      ASSERT_EQ(found, expected) << to_text(sample.start) << " " << to_text(sample.period) << " in " << to_text(wanted.start) << "/"
                                 << to_text(wanted.end) << ": " << found.first << ".." << found.last;
    }
  }
}

TEST(RecurrenceProperty, NextIntervalAgreesWithWalkingOverTheIntervals) {
  Random random;
  for (int round = 0; round < 1'500; ++round) {
    const Recurrence sample = random.recurrence();
    const Instant from = random.instant();
    for (const auto type : {ScheduleType::cron, ScheduleType::timeseries}) {
      std::optional<Interval> expected;
      for (std::int64_t n = 0; n < enough && exists(sample, type, n) && !expected; ++n) {
        if (interval(sample, n).start >= from) expected = interval(sample, n);
      }
      ASSERT_EQ(next_interval(sample, type, from), expected) << to_text(sample.start) << " " << to_text(sample.period);
    }
  }
}

}  // namespace
}  // namespace penstock
