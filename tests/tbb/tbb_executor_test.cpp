// SPDX-License-Identifier: Apache-2.0
#include "penstock/tbb/tbb_executor.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>

#include <atomic>
#include <cstddef>
#include <future>
#include <latch>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

namespace penstock {
namespace {

TEST(TbbExecutor, RunsEverythingBeforeItsDestructorReturns) {
  std::atomic<int> done = 0;
  {
    TbbExecutor executor;
    for (int n = 0; n < 1000; ++n) executor.submit([&] { ++done; });
  }
  EXPECT_EQ(done, 1000);
}

TEST(TbbExecutor, IsAsWideAsTheMachineUnlessToldOtherwise) {
  EXPECT_EQ(TbbExecutor{}.width(), static_cast<std::size_t>(tbb::info::default_concurrency()));
  EXPECT_EQ(TbbExecutor{1}.width(), 1U);
}

TEST(TbbExecutor, RunsAsManyPiecesAtATimeAsItIsWide) {
  TbbExecutor executor;
  std::latch all_at_once{static_cast<std::ptrdiff_t>(executor.width())};
  for (std::size_t n = 0; n < executor.width(); ++n) executor.submit([&] { all_at_once.arrive_and_wait(); });
  all_at_once.wait();
}

TEST(TbbExecutor, RespectsTheLimitOfTheHost) {
  const tbb::global_control limit{tbb::global_control::max_allowed_parallelism, 1};
  TbbExecutor executor{64};
  EXPECT_EQ(executor.width(), 1U);
  std::promise<void> ran;
  executor.submit([&] { ran.set_value(); });
  ran.get_future().wait();
}

TEST(TbbExecutor, RunsOnePieceAtATimeInTheirOrderWhenItIsOneWide) {
  std::vector<int> order;
  {
    TbbExecutor executor{1};
    for (int n = 0; n < 100; ++n) executor.submit([&order, n] { order.push_back(n); });
  }
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(TbbExecutor, LetsWorkUseOneTbbItself) {
  std::atomic<int> sum = 0;
  {
    TbbExecutor executor;
    executor.submit([&] { tbb::parallel_for(1, 101, [&](int n) { sum += n; }); });
  }
  EXPECT_EQ(sum, 5050);
}

TEST(TbbExecutor, SubmitsWithoutRunningTheWorkOnTheCallersThread) {
  TbbExecutor executor;
  std::promise<std::thread::id> id;
  executor.submit([&] { id.set_value(std::this_thread::get_id()); });
  EXPECT_NE(id.get_future().get(), std::this_thread::get_id());
}

TEST(TbbExecutor, RunsWorkThatWorkSubmitsWhileItIsBeingDestroyed) {
  std::atomic<bool> second = false;
  {
    TbbExecutor executor;
    executor.submit([&] { executor.submit([&] { second = true; }); });
  }
  EXPECT_TRUE(second);
}

TEST(TbbExecutor, HasLetGoOfWhatTheWorkHeldWhenItsDestructorReturns) {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = held;
  {
    TbbExecutor executor;
    executor.submit([held = std::move(held)] {});
  }
  EXPECT_TRUE(watched.expired());
}

TEST(TbbExecutor, LeavesTheProcessWideLimitAlone) {
  const auto before = tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism);
  TbbExecutor executor{64};
  std::promise<void> ran;
  executor.submit([&] { ran.set_value(); });
  ran.get_future().wait();
  EXPECT_EQ(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism), before);
}

TEST(TbbExecutor, WorksBesideAnotherOne) {
  std::atomic<int> done = 0;
  {
    TbbExecutor one{1}, other{2};
    for (int n = 0; n < 100; ++n) (n % 2 == 0 ? one : other).submit([&] { ++done; });
  }
  EXPECT_EQ(done, 100);
}

}  // namespace
}  // namespace penstock
