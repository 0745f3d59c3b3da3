// SPDX-License-Identifier: Apache-2.0
#include "sqlite/faulty_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/store_file.hpp"
#include "store/two_days.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;

/// A batch that touches many pages, so that it can fail half-way in many places.
Batch large(std::int32_t failures) {
  auto batch = two_days();
  batch.pipelines.front().runs = failures;
  for (auto& row : batch.instances) row.failures = failures;
  for (std::int64_t key = 100; key < 1'000; ++key) {
    auto& row = batch.instances.emplace_back();
    row.key = key;
    row.pipeline = 1;
    row.interval = key;
    row.version = 1;
    row.failures = failures;
  }
  return batch;
}

class OnAFaultyDisk : public ::testing::Test {
 protected:
  OnAFaultyDisk() {
    store_.emplace(file_.path());
    static_cast<void>(store_->open("engine"));
    store_->commit(large(1));
  }

  /// Whether the batch was taken.
  bool commits(const Batch& batch) {
    try {
      store_->commit(batch);
    } catch (const StoreError&) {
      return false;
    }
    return true;
  }
  /// The commit that every row of the store belongs to; none if they belong to several.
  static std::optional<std::int64_t> commit_in(const Snapshot& snapshot) {
    const auto& pipeline = snapshot.pipelines.front();
    for (const auto& row : pipeline.instances) {
      if (row.failures != pipeline.pipeline.runs) return std::nullopt;
    }
    return pipeline.pipeline.runs;
  }
  std::optional<std::int64_t> commit_after_restart() {
    store_.reset();
    store_.emplace(file_.path());
    return commit_in(store_->open("engine"));
  }

  void relax() {
    store_.reset();
    store_.emplace(file_.path(), SqliteOptions{.durability = Durability::relaxed});
    static_cast<void>(store_->open("engine"));
  }
  void cut_power() {
    disk_.cut_power();
    store_.reset();
    disk_.restore_power();
  }

  FaultyDisk disk_;
  StoreFile file_;
  std::optional<SqliteStore> store_;
};

TEST_F(OnAFaultyDisk, AFullDiskIsCalledSoAndMayBeRetried) {
  disk_.fill_up_after(0);
  try {
    store_->commit(large(2));
    FAIL() << "a full disk takes nothing";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.retryable());
    EXPECT_THAT(error.what(), HasSubstr("disk is full"));
  }
}

TEST_F(OnAFaultyDisk, ABrokenDiskIsCalledSoAndNotRetried) {
  disk_.break_after(0);
  try {
    store_->commit(large(2));
    FAIL() << "a broken disk takes nothing";
  } catch (const StoreError& error) {
    EXPECT_FALSE(error.retryable());
    EXPECT_THAT(error.what(), HasSubstr("cannot read or write"));
  }
}

TEST_F(OnAFaultyDisk, TheSameBatchIsTakenOnceThereIsSpaceAgain) {
  disk_.fill_up_after(3);
  EXPECT_FALSE(commits(large(2)));
  disk_.repair();
  EXPECT_TRUE(commits(large(2)));
  EXPECT_EQ(commit_after_restart(), 2);
}

/// Every place where the disk may fill up while a batch is written.
TEST_F(OnAFaultyDisk, AFullDiskNeverLeavesPartOfABatch) {
  std::int32_t taken = 1;
  for (int writes = 0; writes < 100; writes += 7) {
    disk_.fill_up_after(writes);
    const bool done = commits(large(taken + 1));
    disk_.repair();
    if (done) ++taken;
    ASSERT_EQ(commit_after_restart(), taken) << "after " << writes << " writes";
  }
  EXPECT_GT(taken, 1) << "no batch fitted between the faults";
}

/// The same for a write that stops in its middle, and a process that does not live to take it back.
TEST_F(OnAFaultyDisk, ATornWriteNeverLeavesPartOfABatch) {
  std::int32_t taken = 1;
  for (int writes = 0; writes < 100; writes += 7) {
    disk_.break_after(writes);
    if (commits(large(taken + 1))) ++taken;
    store_->close();
    disk_.repair();
    ASSERT_EQ(commit_after_restart(), taken) << "after " << writes << " writes";
  }
  EXPECT_GT(taken, 1) << "no batch fitted between the faults";
}

TEST_F(OnAFaultyDisk, ACommitThatCannotBeSyncedIsNotTaken) {
  disk_.fail_to_sync_after(0);
  EXPECT_FALSE(commits(large(2)));
  disk_.repair();
  SqliteReader reader{file_.path()};
  EXPECT_EQ(reader.pipelines().front().pipeline.runs, 1);
}

TEST_F(OnAFaultyDisk, FullDurabilityLosesNothingInAPowerCut) {
  for (std::int32_t number = 2; number < 12; ++number) {
    ASSERT_TRUE(commits(large(number)));
    cut_power();
    ASSERT_EQ(commit_after_restart(), number);
  }
}

TEST_F(OnAFaultyDisk, RelaxedDurabilityLosesWholeCommitsInAPowerCutAndOnlyTheLastOnes) {
  relax();
  for (std::int32_t number = 2; number < 12; ++number) ASSERT_TRUE(commits(large(number)));
  cut_power();
  const auto left = commit_after_restart();
  ASSERT_TRUE(left) << "half of a commit";
  EXPECT_GE(*left, 1) << "it was written under full durability";
  EXPECT_LT(*left, 11) << "this cut takes nothing, and shows nothing";
}

TEST_F(OnAFaultyDisk, RelaxedDurabilityNeverWaitsForTheDisk) {
  relax();
  EXPECT_TRUE(commits(large(2)));
  disk_.fail_to_sync_after(0);
  EXPECT_TRUE(commits(large(3)));
  disk_.repair();
}

}  // namespace
}  // namespace penstock
