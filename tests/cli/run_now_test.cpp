// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr int success = static_cast<int>(ExitCode::success);

/// `Step` and then `After` have been run for the one day of their schedule; both write their names to a file.
class RunNowProgram : public testing::Test {
 protected:
  RunNowProgram() {
    folder_.write("work.json", one_step("echo step >> trace"));
    EXPECT_EQ(call({"run", "work.json"}).exit_code, success);
  }
  Ended call(const std::vector<std::string>& arguments) const { return penstock(folder_.path(), arguments); }
  [[nodiscard]] nlohmann::json json_of(const std::vector<std::string>& arguments) const {
    return nlohmann::json::parse(call(arguments).out);
  }

  ScratchFolder folder_;
};

TEST_F(RunNowProgram, RecordsARunThatTheNextRunCarriesOut) {
  const auto asked = json_of({"run-now", "work", "--json"});
  EXPECT_EQ(asked.at("accepted"), true);
  EXPECT_EQ(asked.at("engineRunning"), false);
  ASSERT_EQ(call({"run", "work.json"}).exit_code, success);
  const auto runs = json_of({"list-runs", "--pipeline", asked.at("run"), "--json"}).at("runs");
  ASSERT_FALSE(runs.empty());
  for (const auto& run : runs) EXPECT_EQ(run.at("status"), "FINISHED");
}

TEST_F(RunNowProgram, OfOneStepRunsNothingElse) {
  const auto asked = json_of({"run-now", "work", "--only", "Step", "--json"});
  ASSERT_EQ(call({"run", "work.json"}).exit_code, success);
  const auto runs = json_of({"list-runs", "--pipeline", asked.at("run"), "--json"}).at("runs");
  EXPECT_EQ(runs.size(), 1U);
}

TEST_F(RunNowProgram, DryRunsSayWhatWouldRunAndRecordNothing) {
  const auto said = call({"run-now", "work", "--from", "Step", "--dry-run"});
  EXPECT_EQ(said.exit_code, success) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("Nothing is run. A run of work now would be: Step"), HasSubstr("echo step >> trace")));
  EXPECT_THAT(call({"status"}).out, Not(HasSubstr("work@")));
}

TEST_F(RunNowProgram, OfAStepThatThePipelineDoesNotHaveIsRefusedWithASuggestion) {
  const auto refused = call({"run-now", "work", "--only", "Stepp"});
  EXPECT_EQ(refused.exit_code, static_cast<int>(ExitCode::refused));
  EXPECT_THAT(refused.err, HasSubstr("did you mean \"Step\"?"));
}

TEST_F(RunNowProgram, OfSomeStepsAndFromAStepExcludeEachOther) {
  EXPECT_EQ(call({"run-now", "work", "--only", "Step", "--from", "Step"}).exit_code, static_cast<int>(ExitCode::usage));
}

}  // namespace
}  // namespace penstock::cli
