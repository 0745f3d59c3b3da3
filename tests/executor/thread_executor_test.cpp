// SPDX-License-Identifier: Apache-2.0
#include "penstock/executor/thread_executor.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <iterator>
#include <latch>
#include <memory>
#include <numeric>
#include <vector>

namespace penstock {
namespace {

TEST(ThreadExecutor, RunsEverythingBeforeItsDestructorReturns) {
  std::atomic<int> done = 0;
  {
    ThreadExecutor executor{3};
    for (int n = 0; n < 1000; ++n) executor.submit([&] { ++done; });
  }
  EXPECT_EQ(done, 1000);
}

TEST(ThreadExecutor, RunsAsManyPiecesAtATimeAsItHasThreads) {
  ThreadExecutor executor{3};
  std::latch all_at_once{3};
  for (int n = 0; n < 3; ++n) executor.submit([&] { all_at_once.arrive_and_wait(); });
  all_at_once.wait();
}

TEST(ThreadExecutor, KeepsTheOrderOfSubmissionOnOneThread) {
  std::vector<int> order;
  {
    ThreadExecutor executor{1};
    for (int n = 0; n < 100; ++n) executor.submit([&order, n] { order.push_back(n); });
  }
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(ThreadExecutor, RunsWorkThatWorkSubmitsWhileItIsBeingDestroyed) {
  std::atomic<bool> second = false;
  {
    ThreadExecutor executor{1};
    executor.submit([&] { executor.submit([&] { second = true; }); });
  }
  EXPECT_TRUE(second);
}

TEST(ThreadExecutor, HasAtLeastOneThread) {
  ThreadExecutor executor{0};
  EXPECT_EQ(executor.width(), 1U);
  std::promise<void> ran;
  executor.submit([&] { ran.set_value(); });
  ran.get_future().wait();
}

TEST(ThreadExecutor, StartsNoThreadBeforeThereIsWork) {
  const auto threads = [] { return std::distance(std::filesystem::directory_iterator{"/proc/self/task"}, {}); };
  const auto before = threads();
  const ThreadExecutor executor{8};
  EXPECT_EQ(threads(), before);
}

TEST(ThreadExecutor, LetsGoOfWhatTheWorkHeldOnceItHasRun) {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = held;
  ThreadExecutor executor{1};
  executor.submit([held = std::move(held)] {});
  std::promise<bool> gone;
  executor.submit([&] { gone.set_value(watched.expired()); });
  EXPECT_TRUE(gone.get_future().get());
}

TEST(ThreadExecutor, MayBeDestroyedByItsOwnWork) {
  auto executor = std::make_shared<ThreadExecutor>(2);
  std::promise<void> handed_over, destroyed;
  auto* const borrowed = executor.get();
  borrowed->submit([&, last = std::move(executor)]() mutable {
    handed_over.get_future().wait();
    last.reset();
    destroyed.set_value();
  });
  handed_over.set_value();
  destroyed.get_future().wait();
}

}  // namespace
}  // namespace penstock
