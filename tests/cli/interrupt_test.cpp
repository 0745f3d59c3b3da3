// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"
#include "executor/signal_file.hpp"

namespace penstock::cli {
namespace {

using testing::HasSubstr;

/// A pipeline of two days, one at a time, whose step says when it has begun and waits until it is let go.
class Interrupt : public testing::Test {
 protected:
  Interrupt() {
    folder_.write("work.json", one_step("echo x > begun; read x < go; echo done >> done", 2, R"(, "maxActiveInstances": "1")"));
  }

  [[nodiscard]] std::string status_of(std::string_view instance) const {
    const auto listed = penstock(folder_.path(), {"list-runs", "--json"});
    const auto document = nlohmann::json::parse(listed.out);
    for (const auto& run : document.at("runs")) {
      if (run.at("id") == instance) return run.at("status");
    }
    return {};
  }

  ScratchFolder folder_;
  SignalFile begun_{folder_ / "begun"};
  SignalFile go_{folder_ / "go"};
};

TEST_F(Interrupt, FirstSignalLetsRunningWorkEndAndStartsNothingNew) {
  Program program{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun_.wait(), "x");
  program.send(SIGINT);
  ASSERT_TRUE(program.says("stopping: "));
  go_.release();
  const auto ended = program.wait();
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::interrupted));
  EXPECT_EQ(contents(folder_ / "done"), "done\n");
  EXPECT_EQ(status_of(step), "FINISHED");
}

TEST_F(Interrupt, TerminationIsAskedForInTheSameWay) {
  Program program{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun_.wait(), "x");
  program.send(SIGTERM);
  ASSERT_TRUE(program.says("stopping: "));
  go_.release();
  EXPECT_EQ(program.wait().exit_code, static_cast<int>(ExitCode::interrupted));
}

TEST_F(Interrupt, SecondSignalEndsRunningWork) {
  Program program{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun_.wait(), "x");
  program.send(SIGINT);
  ASSERT_TRUE(program.says("stopping: "));
  program.send(SIGINT);
  const auto ended = program.wait();
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::interrupted));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "done"));
}

TEST_F(Interrupt, InterruptedPipelineGoesOnWithTheNextRun) {
  {
    Program program{folder_.path(), {"run", "work.json"}};
    ASSERT_EQ(begun_.wait(), "x");
    program.send(SIGINT);
    ASSERT_TRUE(program.says("stopping: "));
    program.send(SIGINT);
    ASSERT_EQ(program.wait().exit_code, static_cast<int>(ExitCode::interrupted));
  }
  Program program{folder_.path(), {"run", "work.json"}};
  for (int day = 0; day < 2; ++day) {
    ASSERT_EQ(begun_.wait(), "x");
    go_.release();
  }
  const auto ended = program.wait();
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("work: known, goes on where it was"));
  EXPECT_EQ(contents(folder_ / "done"), "done\ndone\n");
}

}  // namespace
}  // namespace penstock::cli
