// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/manual_clock.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace penstock::testing {
namespace {

using namespace std::chrono_literals;

TEST(ManualClock, StandsStillUntilItIsTold) {
  const ManualClock clock{utc("2015-05-17")};
  EXPECT_EQ(clock.now(), utc("2015-05-17"));
  EXPECT_EQ(clock.now(), utc("2015-05-17"));
}

TEST(ManualClock, MovesByWhatItIsAdvanced) {
  ManualClock clock{utc("2015-05-17")};
  clock.advance(90s);
  EXPECT_EQ(clock.now(), utc("2015-05-17T00:01:30"));
}

TEST(ManualClock, CanBeSetBack) {
  ManualClock clock{utc("2015-05-17")};
  clock.set(utc("2015-01-01"));
  EXPECT_EQ(clock.now(), utc("2015-01-01"));
}

TEST(ManualClock, LosesNoMoveOfAnotherThread) {
  ManualClock clock{utc("2015-05-17")};
  std::thread other{[&clock] {
    for (int i = 0; i < 1000; ++i) clock.advance(1ms);
  }};
  for (int i = 0; i < 1000; ++i) clock.advance(1ms);
  other.join();
  EXPECT_EQ(clock.now(), utc("2015-05-17T00:00:02"));
}

}  // namespace
}  // namespace penstock::testing
