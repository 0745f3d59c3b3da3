// SPDX-License-Identifier: Apache-2.0
#include "executor/proc.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

namespace penstock {
namespace {

TEST(ProcessStat, ReadsParentGroupAndStartTime) {
  const auto stat = parse_stat("42 (sh) S 7 42 42 0 -1 4194560 106 0 0 0 0 0 0 0 20 0 1 0 815 2646016 237 18446744073709551615 1 1 0\n");
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, 7);
  EXPECT_EQ(stat->group, 42);
  EXPECT_EQ(stat->start_time, 815);
  EXPECT_FALSE(stat->ended);
}

TEST(ProcessStat, IsNotConfusedByAProgramNamedLikeTheFieldsAfterIt) {
  const auto stat = parse_stat("42 (a) S 1 (b) Z 7 43 42 0 -1 4194560 106 0 0 0 0 0 0 0 20 0 1 0 816 0 0\n");
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, 7);
  EXPECT_EQ(stat->start_time, 816);
  EXPECT_TRUE(stat->ended);
}

TEST(ProcessStat, IsAbsentForTextOfAnotherForm) {
  EXPECT_FALSE(parse_stat(""));
  EXPECT_FALSE(parse_stat("42 (sh) S 7"));
  EXPECT_FALSE(parse_stat("42 (sh) S x 42 42 0 -1 4194560 106 0 0 0 0 0 0 0 20 0 1 0 815 0"));
}

TEST(ProcFile, ThatCannotBeReadAnyMoreIsEmpty) {
  // Reading where no memory is mapped fails like reading about a process that has just ended.
  EXPECT_EQ(read_proc("/proc/self/mem"), "");
}

TEST(ProcessStat, KnowsThisProcess) {
  const auto stat = read_stat(::getpid());
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, ::getppid());
  EXPECT_EQ(stat->group, ::getpgrp());
}

TEST(ProcFile, IsReadToItsEndHoweverLongItIs) {
  const auto maps = read_proc("/proc/self/smaps");
  EXPECT_GT(maps.size(), 10'000U);
  EXPECT_EQ(maps.back(), '\n');
}

TEST(ProcessList, HasThisProcess) {
  const auto pids = all_processes();
  EXPECT_NE(std::find(pids.begin(), pids.end(), ::getpid()), pids.end());
}

}  // namespace
}  // namespace penstock
