// SPDX-License-Identifier: Apache-2.0
#include "penstock/expression/functions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace penstock {
namespace {

const Instant spring = utc("2011-05-24T17:10:05");

std::string code_of(const Result<std::string, ExpressionError>& result) { return result ? "" : result.error().code; }
std::string code_of(const Result<Instant, ExpressionError>& result) { return result ? "" : result.error().code; }

TEST(Functions, AreSortedByName) {
  const auto all = functions();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(Functions, SayWhatTheyTakeGiveAndMean) {
  for (const FunctionSignature& function : functions()) {
    EXPECT_FALSE(function.parameters.empty() || function.result.empty() || function.meaning.empty()) << function.name;
  }
}

TEST(Format, PrintsUtcUnlessAskedForAnotherZone) {
  EXPECT_EQ(format(spring, "HH:mm").value(), "17:10");
  EXPECT_EQ(format(spring, "HH:mm", "Europe/Berlin").value(), "19:10");
}

TEST(Format, SaysWhereThePatternIsWrong) {
  const auto result = format(spring, "yyyy-QQ");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "BadFormat");
  EXPECT_EQ(result.error().position, 5U);
}

TEST(Format, RefusesAZoneThatNobodyKnows) { EXPECT_EQ(code_of(format(spring, "yyyy", "Atlantis")), "TypeError"); }

TEST(Format, TakesAQuoteThatIsNeverClosedToTheEnd) { EXPECT_EQ(format(spring, "yyyy'T").value(), "2011T"); }

TEST(Format, CoversTheWholeRange) {
  EXPECT_EQ(format(Instant::max(), "yyyy-MM-dd HH", "UTC").value(), "292278994-08-17 07");
  EXPECT_EQ(format(Instant::min(), "yyyy G xxxx C", "UTC").value(), "-292275055 BC -292275055 2922750");
  EXPECT_TRUE(format(Instant::max(), "yyyy zzzz", "Europe/Berlin"));
  EXPECT_TRUE(format(Instant::min(), "yyyy zzzz", "Asia/Tokyo"));
}

TEST(AddInZone, KeepsTheTimeOfDayWhenTheClocksChange) {
  EXPECT_EQ(add_in_zone(utc("2015-03-28T12:00:00"), {1, Period::Unit::days}, 1, "Europe/Berlin").value(), utc("2015-03-29T11:00:00"));
  EXPECT_EQ(add_in_zone(utc("2015-03-28T12:00:00"), {24, Period::Unit::hours}, 1, "Europe/Berlin").value(), utc("2015-03-29T12:00:00"));
}

TEST(AddInZone, MovesASkippedTimeOnByTheGap) {
  EXPECT_EQ(add_in_zone(utc("2015-03-28T01:30:00"), {1, Period::Unit::days}, 1, "Europe/Berlin").value(), utc("2015-03-29T01:30:00"));
}

TEST(AddInZone, TakesTheEarlierOfTwoTimes) {
  EXPECT_EQ(add_in_zone(utc("2015-10-24T00:30:00"), {1, Period::Unit::days}, 1, "Europe/Berlin").value(), utc("2015-10-25T00:30:00"));
}

TEST(AddInZone, ChangesNothingByNoStep) {
  const Instant second_half_past_two = utc("2015-10-25T01:30:00");
  EXPECT_EQ(add_in_zone(second_half_past_two, {1, Period::Unit::months}, 0, "Europe/Berlin").value(), second_half_past_two);
}

TEST(AddInZone, AgreesWithTheScheduleInUtc) {
  for (const auto unit : {Period::Unit::minutes, Period::Unit::days, Period::Unit::weeks, Period::Unit::months, Period::Unit::years}) {
    for (const std::int64_t n : {-40, -1, 0, 1, 13}) {
      EXPECT_EQ(add_in_zone(utc("2012-02-29"), {1, unit}, n, "UTC").value(), add(utc("2012-02-29"), {1, unit}, n));
    }
  }
}

TEST(AddInZone, GivesAnErrorBeyondTheRange) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(code_of(add_in_zone(spring, {largest, Period::Unit::years}, largest, "UTC")), "Overflow");
  EXPECT_EQ(code_of(add_in_zone(spring, {largest / 1'000, Period::Unit::seconds}, 1, "Asia/Tokyo")), "Overflow");
  EXPECT_EQ(code_of(add_in_zone(Instant::max(), {1, Period::Unit::days}, 1, "Europe/Berlin")), "Overflow");
}

TEST(AddInZone, AnswersAtTheEndsOfTheRange) {
  for (const char* zone : {"UTC", "+14", "-12", "America/St_Johns", "Pacific/Apia"}) {
    for (const Instant end : {Instant::min(), Instant::max()}) {
      for (const auto unit : {Period::Unit::hours, Period::Unit::days, Period::Unit::months, Period::Unit::years}) {
        for (const std::int64_t n : {-1, 1}) {
          const auto moved = add_in_zone(end, {1, unit}, n, zone);
          EXPECT_TRUE(moved || moved.error().code == "Overflow") << zone;
        }
      }
    }
  }
}

TEST(ParseDate, SaysWhereReadingStopped) {
  const auto result = parse_date("2011-05-24 17:10", "yyyy-MM-dd'T'HH:mm");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "BadFormat");
  EXPECT_EQ(result.error().position, 10U);
}

TEST(ParseDate, ReadsBackWhatFormatWrote) {
  constexpr const char* patterns[] = {"yyyy-MM-dd HH:mm:ss.SSS",    "yyyyMMddHHmmssSSS",      "EEEE, d MMMM yyyy h:mm:ss.SSS a",
                                      "xxxx-'W'ww-e kk:mm:ss.SSS",  "yyyy DDD K:mm:ss.SSS a", "Y G M d H m s SSS Z",
                                      "dd/MMM/yyyy:HH:mm:ss.SSS ZZ"};
  for (const char* pattern : patterns) {
    for (std::int64_t step = 0; step < 400; ++step) {
      const Instant instant = spring + Duration{step * 40'123'456'789LL};
      const auto text = format(instant, pattern).value();
      const auto read = parse_date(text, pattern);
      ASSERT_TRUE(read) << text << " " << pattern << ": " << read.error().message;
      ASSERT_EQ(*read, instant) << text << " " << pattern;
    }
  }
}

}  // namespace
}  // namespace penstock
