// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/store_file.hpp"
#include "store/two_days.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string refusal(const fs::path& file) {
  return words_of<StoreError>([&] { static_cast<void>(SqliteStore{file}.open("engine")); });
}

std::string refusal_to_read(const fs::path& file) {
  return words_of<StoreError>([&] { SqliteReader{file}; });
}

void fill(const fs::path& file) {
  SqliteStore store{file};
  static_cast<void>(store.open("engine"));
  store.commit(two_days());
}

/// Gives up root's right to write anywhere, which would make every folder writable.
class Nobody {
 public:
  Nobody() : was_{::geteuid()} {
    if (was_ == 0 && ::seteuid(65534) != 0) throw std::runtime_error{"cannot become nobody"};
  }
  ~Nobody() {
    if (::geteuid() != was_ && ::seteuid(was_) != 0) std::abort();
  }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;

 private:
  uid_t was_;
};

constexpr auto may_be_read = fs::perms{0444};
constexpr auto may_be_entered = fs::perms{0555};

TEST(BadStores, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
  const StoreFile file;
  file.write(std::string(5'000, 'x'));
  EXPECT_THAT(refusal(file.path()), HasSubstr("is no SQLite database"));
  EXPECT_EQ(file.bytes(), std::string(5'000, 'x'));
  EXPECT_THAT(file.files(), ElementsAre("store.db"));
}

TEST(BadStores, ADatabaseOfAnUnnamedApplicationIsRefusedAndLeftAlone) {
  const StoreFile file;
  file.execute("CREATE TABLE pipeline (key INTEGER)");
  const auto before = file.bytes();
  EXPECT_THAT(refusal(file.path()), HasSubstr("another application"));
  EXPECT_EQ(file.bytes(), before);
  EXPECT_THAT(file.files(), ElementsAre("store.db"));
}

TEST(BadStores, ADatabaseOfAnotherApplicationIsRefusedAndLeftAlone) {
  const StoreFile file;
  file.execute("PRAGMA application_id = 7; PRAGMA user_version = 1");
  const auto before = file.bytes();
  EXPECT_THAT(refusal(file.path()), HasSubstr("another application"));
  EXPECT_EQ(file.bytes(), before);
}

TEST(BadStores, AStoreOfANewerPenstockIsRefusedAndLeftAlone) {
  const StoreFile file;
  fill(file.path());
  file.execute("PRAGMA user_version = 1000");
  const auto before = file.bytes();
  EXPECT_THAT(refusal(file.path()), AllOf(HasSubstr("newer Penstock"), HasSubstr("1000")));
  EXPECT_EQ(file.bytes(), before);
}

TEST(BadStores, ADamagedStoreIsRefusedAndLeftAlone) {
  const StoreFile file;
  fill(file.path());
  auto bytes = file.bytes();
  std::fill(bytes.begin() + 200, bytes.end(), '\x5a');  // the header stays
  file.write(bytes);
  EXPECT_THAT(refusal(file.path()), HasSubstr("is damaged"));
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(BadStores, AStoreWithImpossibleValuesIsCalledDamaged) {
  const StoreFile file;
  fill(file.path());
  file.execute("PRAGMA ignore_check_constraints = 1; UPDATE instance SET cause = 250 WHERE live = 1");
  EXPECT_THAT(refusal(file.path()), AllOf(HasSubstr("is damaged"), HasSubstr("cause"), HasSubstr("250")));
}

TEST(BadStores, AMissingFolderIsNamed) {
  const StoreFile file;
  EXPECT_THAT(refusal(file.folder() / "missing" / "store.db"), AllOf(HasSubstr("folder"), HasSubstr("does not exist")));
}

TEST(BadStores, AFolderIsNoStore) {
  const StoreFile file;
  EXPECT_THAT(refusal(file.folder()), HasSubstr("is a folder"));
}

TEST(BadStores, AReadOnlyFolderIsNamed) {
  const StoreFile file;
  fs::permissions(file.folder(), may_be_entered);
  {
    const Nobody nobody;
    EXPECT_THAT(refusal(file.path()), AllOf(HasSubstr(file.folder().native()), HasSubstr("read-only")));
  }
  fs::permissions(file.folder(), fs::perms::owner_all);
}

TEST(BadStores, AStoreInAReadOnlyFolderIsRefused) {
  const StoreFile file;
  fill(file.path());
  fs::permissions(file.path(), fs::perms::all);
  fs::permissions(file.folder(), may_be_entered);
  {
    const Nobody nobody;
    EXPECT_THAT(refusal(file.path()), HasSubstr("read-only"));
  }
  fs::permissions(file.folder(), fs::perms::owner_all);
}

TEST(BadStores, AReadOnlyFileIsRefused) {
  const StoreFile file;
  fill(file.path());
  fs::permissions(file.path(), may_be_read);
  fs::permissions(file.folder(), fs::perms::all);
  const Nobody nobody;
  EXPECT_THAT(refusal(file.path()), AllOf(HasSubstr("store.db"), HasSubstr("read-only")));
}

TEST(BadStores, AnEmptyFileBecomesAStore) {
  const StoreFile file;
  file.write("");
  EXPECT_EQ(refusal(file.path()), "");
}

TEST(BadStores, AStoreThatIsRemovedWhileInUseTakesNoMoreCommits) {
  const StoreFile file;
  SqliteStore store{file.path()};
  static_cast<void>(store.open("engine"));
  fs::remove(file.path());
  EXPECT_THAT(words_of<StoreError>([&] { store.commit(two_days()); }), HasSubstr("moved, replaced or removed"));
}

/// What a power cut may leave of the log: its beginning. Every prefix of commits is a state that was; half a commit is not.
TEST(BadStores, ATruncatedLogLosesWholeCommitsOnly) {
  const StoreFile file;
  SqliteStore store{file.path()};
  static_cast<void>(store.open("engine"));
  for (std::int64_t commit = 1; commit <= 20; ++commit) {
    auto batch = two_days();
    batch.pipelines.front().runs = commit;
    for (auto& instance : batch.instances) instance.failures = static_cast<std::int32_t>(commit);
    store.commit(batch);
  }
  const StoreFile copy;
  const auto log = file.path().native() + "-wal";
  const auto size = fs::file_size(log);
  for (int cut = 0; cut < 10; ++cut) {
    fs::copy_file(file.path(), copy.path(), fs::copy_options::overwrite_existing);
    fs::copy_file(log, copy.path().native() + "-wal", fs::copy_options::overwrite_existing);
    fs::resize_file(copy.path().native() + "-wal", size - size * static_cast<std::uintmax_t>(cut) / 10 - 1);
    SqliteStore torn{copy.path()};
    const auto snapshot = torn.open("engine");
    for (const auto& pipeline : snapshot.pipelines) {
      for (const auto& instance : pipeline.instances) ASSERT_EQ(instance.failures, snapshot.pipelines.front().pipeline.runs);
    }
  }
}

TEST(BadStores, AReaderNeedsAStore) {
  const StoreFile file;
  EXPECT_THAT(refusal_to_read(file.path()), HasSubstr("there is no store"));
  EXPECT_THAT(file.files(), SizeIs(0));
  file.write("");
  EXPECT_THAT(refusal_to_read(file.path()), HasSubstr("it is empty"));
}

TEST(BadStores, AReaderRefusesANewerSchema) {
  const StoreFile file;
  fill(file.path());
  file.execute("PRAGMA user_version = 1000");
  EXPECT_THAT(refusal_to_read(file.path()), HasSubstr("newer Penstock"));
}

TEST(BadStores, AReaderReadsWithoutTheRightToWriteTheFile) {
  const StoreFile file;
  fill(file.path());
  fs::permissions(file.path(), may_be_read);
  fs::permissions(file.folder(), fs::perms::all);
  const Nobody nobody;
  EXPECT_THAT(SqliteReader{file.path()}.pipelines(), SizeIs(2));
}

}  // namespace
}  // namespace penstock
