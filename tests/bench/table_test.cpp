// SPDX-License-Identifier: Apache-2.0
#include "bench/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace penstock::bench {
namespace {

using ::testing::HasSubstr;

Measured row(Goal goal, double ours, double theirs) { return {"sort", "std::sort", goal, {ours}, {theirs}}; }

TEST(BenchMedian, IsTheMiddleOneWhateverTheOrder) { EXPECT_EQ(median({9, 1, 2, 100, 3}), 3); }

TEST(BenchMedian, OfAnEvenNumberLiesBetweenTheTwoInTheMiddle) { EXPECT_EQ(median({4, 1, 2, 100}), 3); }

TEST(BenchRatio, ComparesMediansSoThatOneDisturbedRepetitionCountsNothing) {
  EXPECT_EQ(ratio({"sort", "std::sort", NoGoal{}, {6, 6, 600}, {2, 2, 2}}), 3);
}

TEST(BenchGoal, OfARatioIsReachedWhenItIsMetExactly) { EXPECT_EQ(reached(row(Ratio{3}, 6, 2)), true); }

TEST(BenchGoal, OfARatioIsMissedBeyondIt) { EXPECT_EQ(reached(row(Ratio{3}, 6.1, 2)), false); }

TEST(BenchGoal, OfATimeDoesNotAskForThePeer) { EXPECT_EQ(reached(row(Seconds{2}, 1.9, 0.001)), true); }

TEST(BenchGoal, ThatNobodySetIsNeitherReachedNorMissed) { EXPECT_EQ(reached(row(NoGoal{}, 6, 2)), std::nullopt); }

TEST(BenchGoal, OfBytesDoesNotAskForThePeer) { EXPECT_EQ(reached({"node", "std::list", Bytes{96}, {97}, {200}, Unit::bytes}), false); }

TEST(BenchTable, CountsBytesInBytes) {
  EXPECT_THAT(to_text({{"node", "std::list", Bytes{64e6}, {96.3}, {35'000'000}, Unit::bytes}}), HasSubstr("96.3 B  35.0 MB"));
}

TEST(BenchTable, LeavesOpenWhatAMissingPeerWouldTake) {
  EXPECT_THAT(to_text({{"backfill", "", Bytes{64e6}, {32e6}, {}, Unit::bytes}}),
              HasSubstr("32.0 MB  -                       -      64.0 MB  yes"));
}

TEST(BenchTable, SaysNothingToProgramsAboutAMissingPeer) {
  EXPECT_FALSE(nlohmann::json::parse(to_json({{"backfill", "", Bytes{64e6}, {32e6}, {}, Unit::bytes}}))[0].contains("ratio"));
}

TEST(BenchTable, ShowsEachTimeInTheUnitThatSuitsIt) {
  EXPECT_THAT(to_text({row(Ratio{3}, 0.0000123, 0.0000000812)}), HasSubstr("12.3 µs  81.2 ns"));
}

TEST(BenchTable, ShoutsAboutAGoalThatWasMissed) { EXPECT_THAT(to_text({row(Ratio{3}, 8, 2)}), HasSubstr("4.00 x  3 x   NO\n")); }

TEST(BenchTable, IsReadableForPrograms) {
  EXPECT_EQ(
      nlohmann::json::parse(to_json({row(Ratio{3}, 6, 2)})),
      nlohmann::json::parse(
          R"([{"what": "sort", "ours": 6.0, "peer": 2.0, "measuredAgainst": "std::sort", "ratio": 3.0, "goalRatio": 3.0, "ok": true}])"));
}

TEST(BenchTable, SaysNothingToProgramsAboutGoalsThatNobodySet) {
  EXPECT_FALSE(nlohmann::json::parse(to_json({row(NoGoal{}, 6, 2)}))[0].contains("ok"));
}

}  // namespace
}  // namespace penstock::bench
