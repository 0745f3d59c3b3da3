// SPDX-License-Identifier: Apache-2.0
#include "sqlite/lease.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <optional>
#include <thread>
#include <vector>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/store_file.hpp"
#include "store/two_days.hpp"

namespace penstock {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(const std::filesystem::path& file) {
  return words_of<StoreBusy>([&] { static_cast<void>(SqliteStore{file}.open("the second engine")); });
}

/// A child process that opens the store and stays there until it is killed.
class OtherProcess {
 public:
  explicit OtherProcess(const std::filesystem::path& file) {
    int ready[2];
    if (::pipe(ready) != 0) throw std::runtime_error{"no pipe"};
    process_ = ::fork();
    if (process_ == 0) {
      SqliteStore store{file};
      static_cast<void>(store.open("the first engine"));
      store.commit(two_days());
      [[maybe_unused]] const auto written = ::write(ready[1], "x", 1);
      for (;;) ::pause();
    }
    char byte = 0;
    [[maybe_unused]] const auto read = ::read(ready[0], &byte, 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  ~OtherProcess() { kill(); }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  void kill() {
    if (process_ == -1) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }
  [[nodiscard]] std::string id() const { return std::to_string(process_); }

 private:
  pid_t process_ = -1;
};

TEST(StoreLease, NamesTheHolderInAnotherProcess) {
  const StoreFile file;
  const OtherProcess other{file.path()};
  EXPECT_THAT(refusal(file.path()), AllOf(HasSubstr("the first engine"), HasSubstr(other.id())));
}

TEST(StoreLease, NamesTheHolderInTheSameProcess) {
  const StoreFile file;
  SqliteStore first{file.path()};
  static_cast<void>(first.open("the first engine"));
  EXPECT_THAT(refusal(file.path()), HasSubstr("the first engine"));
}

TEST(StoreLease, KeepsItsHolderWhenAnotherWasRefused) {
  const StoreFile file;
  SqliteStore first{file.path()};
  static_cast<void>(first.open("the first engine"));
  EXPECT_NE(refusal(file.path()), "");
  EXPECT_NE(refusal(file.path()), "");
  EXPECT_NO_THROW(first.commit(two_days()));
}

TEST(StoreLease, IsFreeOnceItsHolderWasKilled) {
  const StoreFile file;
  OtherProcess other{file.path()};
  other.kill();
  SqliteStore next{file.path()};
  EXPECT_EQ(next.open("the next engine").pipelines.size(), 2U);
}

/// What `inside` says in a forked child that then ends as programs do: its copy of the store is destroyed.
int exit_code_of_fork(SqliteStore& store, int (*inside)(SqliteStore&)) {
  const auto child = ::fork();
  if (child == 0) {
    int code = 0;
    {
      SqliteStore copy{std::move(store)};
      code = inside(copy);
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(StoreLease, IsNotForAForkedChild) {
  const StoreFile file;
  SqliteStore store{file.path()};
  static_cast<void>(store.open("the first engine"));
  EXPECT_EQ(exit_code_of_fork(store,
                              [](SqliteStore& copy) {
                                const auto words = words_of<StoreError>([&] { copy.commit(two_days()); });
                                return words.find("forked") != std::string::npos ? 0 : 1;
                              }),
            0);
}

TEST(StoreLease, StaysWithItsHolderWhenAForkedChildEnds) {
  const StoreFile file;
  SqliteStore store{file.path()};
  static_cast<void>(store.open("the first engine"));
  const auto beside = file.files();
  EXPECT_EQ(exit_code_of_fork(store,
                              [](SqliteStore& copy) {
                                copy.close();
                                return 0;
                              }),
            0);
  EXPECT_EQ(file.files(), beside);
  EXPECT_THAT(refusal(file.path()), HasSubstr("the first engine"));
  EXPECT_NO_THROW(store.commit(two_days()));
}

TEST(StoreLease, IsTheSameThroughASymbolicLink) {
  const StoreFile file;
  SqliteStore first{file.path()};
  static_cast<void>(first.open("the first engine"));
  std::filesystem::create_symlink("store.db", file.folder() / "link.db");
  EXPECT_THAT(refusal(file.folder() / "link.db"), HasSubstr("the first engine"));
}

TEST(StoreLease, LeavesNothingBesideTheStore) {
  const StoreFile file;
  {
    SqliteStore store{file.path()};
    static_cast<void>(store.open("engine"));
    store.commit(two_days());
  }
  EXPECT_THAT(file.files(), ElementsAre("store.db"));
}

TEST(StoreLease, GoesWithAStoreThatIsMoved) {
  const StoreFile file;
  SqliteStore first{file.path()};
  static_cast<void>(first.open("the first engine"));
  SqliteStore moved{std::move(first)};
  EXPECT_NE(refusal(file.path()), "");
  moved.close();
  EXPECT_EQ(refusal(file.path()), "");
}

TEST(StoreLease, IsNotTakenTwiceThroughOneStore) {
  const StoreFile file;
  SqliteStore store{file.path()};
  static_cast<void>(store.open("engine"));
  EXPECT_THROW(static_cast<void>(store.open("engine")), StoreBusy);
  EXPECT_NO_THROW(store.commit(two_days()));
}

TEST(StoreLease, IsSeenByReaders) {
  const StoreFile file;
  SqliteStore store{file.path()};
  SqliteReader reader{file.path()};
  EXPECT_FALSE(reader.engine_is_running());
  static_cast<void>(store.open("engine"));
  EXPECT_TRUE(reader.engine_is_running());
  store.close();
  EXPECT_FALSE(reader.engine_is_running());
}

/// The file comes and goes with its holders, which is where two of them could each lock a file of their own.
TEST(StoreLease, HasOneHolderAtATimeHoweverOftenItIsTaken) {
  const StoreFile file;
  std::atomic<int> holders = 0;
  std::atomic<int> most = 0;
  std::atomic<int> taken = 0;
  const auto take_often = [&] {
    for (int i = 0; i < 500; ++i) {
      try {
        const sqlite::Lease lease{file.path(), "engine"};
        most = std::max(most.load(), ++holders);
        ++taken;
        --holders;
      } catch (const StoreBusy&) {
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(take_often);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  EXPECT_GT(taken, 0);
  EXPECT_THAT(file.files(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace penstock
