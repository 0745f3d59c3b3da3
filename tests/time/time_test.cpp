// SPDX-License-Identifier: Apache-2.0
#include "penstock/time.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "civil.hpp"

namespace penstock {
namespace {

using std::chrono::milliseconds;

TEST(InstantText, HasNeitherZoneNorFraction) { EXPECT_EQ(to_text(Instant{milliseconds{1'306'257'000'999}}), "2011-05-24T17:10:00"); }

TEST(InstantText, RoundsDownBefore1970) { EXPECT_EQ(to_text(Instant{milliseconds{-1}}), "1969-12-31T23:59:59"); }

TEST(InstantText, WritesMoreThanFourDigitsOfAYear) {
  EXPECT_EQ(to_text(Instant{milliseconds{253'402'300'800'000}}), "10000-01-01T00:00:00");
}

TEST(InstantText, WritesYearsBeforeChristWithASign) {
  EXPECT_EQ(to_text(Instant{milliseconds{-62'454'346'933'034}}), "-0010-11-25T18:17:46");
}

TEST(InstantText, CoversTheWholeRange) {
  EXPECT_EQ(to_text(Instant::max()), "292278994-08-17T07:12:55");
  EXPECT_EQ(to_text(Instant::min()), "-292275055-05-16T16:47:04");
}

TEST(ParseInstant, ReadsDateAndTime) { EXPECT_EQ(parse_instant("2011-05-24T17:10:00"), Instant{milliseconds{1'306'257'000'000}}); }

TEST(ParseInstant, AcceptsATrailingZ) { EXPECT_EQ(parse_instant("2011-05-24T17:10:00Z"), parse_instant("2011-05-24T17:10:00")); }

TEST(ParseInstant, TakesADateAloneAsItsMidnight) { EXPECT_EQ(parse_instant("2011-05-24"), parse_instant("2011-05-24T00:00:00")); }

TEST(ParseInstant, AcceptsTheLeapDayOfALeapYear) { EXPECT_TRUE(parse_instant("2012-02-29").has_value()); }

TEST(ParseInstant, ReadsBackWhatWasWritten) {
  for (std::int64_t ms = -62'135'596'800'000; ms < 253'402'300'800'000; ms += 86'399'000LL * 997) {
    const Instant instant{milliseconds{ms}};
    ASSERT_EQ(parse_instant(to_text(instant)), instant) << ms;
  }
}

class NoInstant : public testing::TestWithParam<const char*> {};

TEST_P(NoInstant, IsReadFromThis) { EXPECT_EQ(parse_instant(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(ParseInstant, NoInstant,
                         testing::Values("", "Z", "2011", "2011-05", "2011-5-24", "2011-05-24T", "2011-05-24Z", "2011-05-24 17:10:00",
                                         "2011-05-24T17:10", "2011-05-24T17:10:00+01:00", "2011-05-24T17:10:00z", "2011-05-24T17:10:00ZZ",
                                         "2011-05-24T24:00:00", "2011-05-24T17:60:00", "2011-05-24T17:10:60", "2011-13-01", "2011-00-01",
                                         "2011-02-29", "2011-04-31", "2011-05-00", "-011-05-24", "2011-05-24T17:10:0x", " 2011-05-24",
                                         "2011-05-24T-1:10:00", "2011/05/24"));

TEST(Utc, ThrowsForATextThatIsNoDate) { EXPECT_THROW(static_cast<void>(utc("tomorrow")), std::invalid_argument); }

TEST(Overlap, HoldsForSpansThatShareAMoment) {
  EXPECT_TRUE(overlap({utc("2013-01-01"), utc("2013-01-03")}, {utc("2013-01-02"), utc("2013-01-04")}));
}

TEST(Overlap, DoesNotHoldForSpansThatOnlyTouch) {
  EXPECT_FALSE(overlap({utc("2013-01-01"), utc("2013-01-02")}, {utc("2013-01-02"), utc("2013-01-03")}));
}

TEST(SystemClock, IsShiftedByWhatTheHostAsksFor) {
  const SystemClock here;
  const SystemClock shifted{std::chrono::hours{24 * 365}};
  EXPECT_GT(shifted.now() - here.now(), std::chrono::hours{24 * 364});
}

TEST(Civil, CountsDaysAsTheStandardLibraryDoes) {
  for (std::int64_t days = -11'000'000; days < 11'000'000; days += 97) {
    const std::chrono::year_month_day expected{std::chrono::sys_days{std::chrono::days{days}}};
    const civil::Date date = civil::to_date(days);
    ASSERT_EQ(date, (civil::Date{static_cast<int>(expected.year()), static_cast<int>(static_cast<unsigned>(expected.month())),
                                 static_cast<int>(static_cast<unsigned>(expected.day()))}));
    ASSERT_EQ(civil::to_days(date), days);
  }
}

TEST(Civil, NumbersTheDaysOfTheWeekFromMonday) {
  EXPECT_EQ(civil::iso_weekday(0), 4);
  EXPECT_EQ(civil::iso_weekday(-5), 6);
}

TEST(Civil, HasNoAnswerBeyondTheRange) {
  EXPECT_EQ(civil::add_months(0, std::numeric_limits<std::int64_t>::max()), std::nullopt);
  EXPECT_EQ(civil::add_months(0, 12 * 400'000'000LL), std::nullopt);
  EXPECT_EQ(civil::add_steps(0, std::numeric_limits<std::int64_t>::min(), civil::ms_per_day), std::nullopt);
}

}  // namespace
}  // namespace penstock
