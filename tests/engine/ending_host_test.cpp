// SPDX-License-Identifier: Apache-2.0

/// A program that ends in the middle of its own work, by an exit that nobody expected.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "penstock/executor/executor.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

constexpr int unexpected = 7;

class EndingHost : public ::testing::Test {
 protected:
  EndingHost() {
    std::string name = (std::filesystem::temp_directory_path() / "penstock-ending-XXXXXX").native();
    folder_ = ::mkdtemp(name.data());
    pipeline_.builder.add("Step", FunctionActivity{.function = "work"});
  }
  ~EndingHost() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path store() const { return folder_ / "store.db"; }

  /// The pipeline, played by a program of its own in which the step is that function; returns how the program ended.
  int play(void (*work)()) {
    const auto program = ::fork();
    if (program == 0) {
      play_here(work);
      std::_Exit(0);
    }
    int status = 0;
    ::waitpid(program, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  [[nodiscard]] std::vector<AttemptRow> attempts() const {
    SqliteReader reader{store()};
    return reader.attempts(reader.run("test", "@Step_2015-05-17T00:00:00")->instance.key);
  }

 private:
  void play_here(void (*work)()) {
    Handlers handlers;
    handlers.function("work", [work](ActivityContext&) { work(); });
    SqliteStore kept{store()};
    InlineExecutor executor;
    Engine engine{kept, executor, handlers};
    engine.deploy(pipeline_.builder.build());
    engine.run_until_idle();
  }

  std::filesystem::path folder_;
  Daily pipeline_;
};

TEST_F(EndingHost, LosesTheAttemptThatEndedItAndTriesItAgain) {
  ASSERT_EQ(play([] { std::_Exit(unexpected); }), unexpected);
  ASSERT_EQ(play([] {}), 0);
  const auto tried = attempts();
  ASSERT_EQ(tried.size(), 2U);
  EXPECT_EQ(tried[0].error_id, "Service_EngineRestarted");
  EXPECT_EQ(tried[1].status, AttemptStatus::finished);
}

TEST_F(EndingHost, MayRunItsExitHandlersUnderWork) {
  ASSERT_EQ(play([] { std::exit(unexpected); }), unexpected);  // NOLINT(concurrency-mt-unsafe): the program has one thread
  ASSERT_EQ(play([] {}), 0);
  EXPECT_EQ(attempts().back().status, AttemptStatus::finished);
}

}  // namespace
}  // namespace penstock::testing
