// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/store_file.hpp"
#include "store/two_days.hpp"

namespace penstock {
namespace {

constexpr int rows_per_commit = 50;

/// Commit `number` changes every row of the one before and adds some: half of it would show.
Batch numbered(std::int64_t number) {
  Batch batch;
  if (number == 1) batch = two_days();
  batch.pipelines = {two_days().pipelines.front()};
  batch.pipelines.front().runs = number;
  batch.instances.clear();
  batch.attempts.clear();
  batch.actions.clear();
  for (std::int64_t key = 1; key <= number * rows_per_commit; ++key) {
    auto& row = batch.instances.emplace_back();
    row.key = key;
    row.pipeline = 1;
    row.interval = key;
    row.version = 1;
    row.attempts = static_cast<std::int32_t>(number);
  }
  return batch;
}

/// Commits until it is killed, and writes a byte into `done` after each commit.
[[noreturn]] void commit_for_ever(const std::filesystem::path& file, SqliteOptions options, int done) {
  SqliteStore store{file, options};
  static_cast<void>(store.open("engine"));
  for (std::int64_t number = 1;; ++number) {
    store.commit(numbered(number));
    if (::write(done, "x", 1) != 1) ::_exit(1);
  }
}

class Crash : public ::testing::TestWithParam<Durability> {};

TEST_P(Crash, LeavesWholeCommitsAndAllThatReturned) {
  for (const int kill_after : {1, 2, 3, 5, 8, 13}) {
    const StoreFile file;
    int done[2];
    ASSERT_EQ(::pipe(done), 0);
    const pid_t child = ::fork();
    ASSERT_NE(child, -1);
    if (child == 0) commit_for_ever(file.path(), {.durability = GetParam()}, done[1]);
    ::close(done[1]);

    std::int64_t returned = 0;
    char byte = 0;
    while (returned < kill_after && ::read(done[0], &byte, 1) == 1) ++returned;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(done[0], &byte, 1) == 1) ++returned;
    ::close(done[0]);

    SqliteStore store{file.path()};
    const auto snapshot = store.open("next");
    ASSERT_FALSE(snapshot.pipelines.empty());
    const auto& pipeline = snapshot.pipelines.front();
    const auto commits = pipeline.pipeline.runs;
    EXPECT_GE(commits, returned);
    EXPECT_LE(commits, returned + 1);
    EXPECT_EQ(pipeline.instances.size(), static_cast<std::size_t>(commits * rows_per_commit));
    for (const auto& row : pipeline.instances) ASSERT_EQ(row.attempts, commits);
  }
}

INSTANTIATE_TEST_SUITE_P(Durabilities, Crash, ::testing::Values(Durability::full, Durability::relaxed),
                         [](const ::testing::TestParamInfo<Durability>& info) {
                           return std::string{info.param == Durability::full ? "Full" : "Relaxed"};
                         });

}  // namespace
}  // namespace penstock
