// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/manual_executor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// An executor and what its work has done.
class ManualExecutorTest : public ::testing::Test {
 protected:
  std::function<void()> note(std::string name) {
    return [this, name] { done.push_back(name); };
  }

  std::vector<std::string> done;
  ManualExecutor executor;
};

TEST_F(ManualExecutorTest, RunsNothingByItself) {
  executor.submit(note("a"));
  EXPECT_THAT(done, IsEmpty());
  EXPECT_EQ(executor.waiting(), 1U);
}

TEST_F(ManualExecutorTest, RunsTheOldestWorkFirst) {
  executor.submit(note("a"));
  executor.submit(note("b"));
  EXPECT_TRUE(executor.run_one());
  EXPECT_THAT(done, ElementsAre("a"));
  EXPECT_TRUE(executor.run_one());
  EXPECT_THAT(done, ElementsAre("a", "b"));
}

TEST_F(ManualExecutorTest, SaysWhenNothingIsWaiting) {
  EXPECT_FALSE(executor.run_one());
  EXPECT_EQ(executor.run_all(), 0U);
}

TEST_F(ManualExecutorTest, RunsAllThatIsWaitingInOrderOfArrival) {
  executor.submit(note("a"));
  executor.submit(note("b"));
  executor.submit(note("c"));
  EXPECT_EQ(executor.run_all(), 3U);
  EXPECT_THAT(done, ElementsAre("a", "b", "c"));
}

TEST_F(ManualExecutorTest, LeavesWhatAPassCreatesToTheNextPass) {
  executor.submit([this] { executor.submit(note("created")); });
  executor.submit(note("b"));
  EXPECT_EQ(executor.run_all(), 2U);
  EXPECT_THAT(done, ElementsAre("b"));
  EXPECT_EQ(executor.run_all(), 1U);
  EXPECT_THAT(done, ElementsAre("b", "created"));
}

TEST_F(ManualExecutorTest, TakesWorkFromOtherThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] {
      for (int n = 0; n < 100; ++n) executor.submit(note("x"));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(executor.run_all(), 400U);
}

TEST_F(ManualExecutorTest, RunsOnTheThreadThatCranks) {
  std::thread::id ran_on;
  executor.submit([&ran_on] { ran_on = std::this_thread::get_id(); });
  executor.run_all();
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(ManualExecutorEnd, RunsWhatIsLeft) {
  int runs = 0;
  {
    ManualExecutor executor;
    executor.submit([&] { executor.submit([&runs] { ++runs; }); });
  }
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace penstock::testing
