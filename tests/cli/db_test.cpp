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
#include "executor/signal_file.hpp"
#include "sqlite/connection.hpp"

namespace penstock::cli {
namespace {

using ::testing::HasSubstr;

constexpr int success = static_cast<int>(ExitCode::success);

/// The store of one day that went well.
class DbProgram : public ::testing::Test {
 protected:
  DbProgram() {
    folder_.write("work.json", one_step("true"));
    EXPECT_EQ(call({"run", "work.json"}).exit_code, success);
  }
  Ended call(const std::vector<std::string>& arguments) const { return penstock(folder_.path(), arguments); }
  void execute(std::string_view sql) const { sqlite::Connection{folder_ / "penstock.db", sqlite::Access::write}.execute(sql); }

  ScratchFolder folder_;
};

TEST_F(DbProgram, CheckOfASoundStoreSaysSo) {
  const auto ended = call({"db", "check"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_EQ(ended.out, "penstock.db is sound\n");
}

TEST_F(DbProgram, CheckNamesTheRowThatIsWrong) {
  execute("UPDATE component SET next_interval = 0 WHERE id = 'Step'");
  const auto ended = call({"db", "check"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_THAT(ended.out, HasSubstr("(@Step_2024-03-01T00:00:00 of work) stands in an interval"));
}

TEST_F(DbProgram, CheckInJsonHasTheViolations) {
  execute("UPDATE pipeline SET latest_version = 7");
  const auto document = nlohmann::json::parse(call({"db", "check", "--json"}).out);
  EXPECT_EQ(document.at("sound"), false);
  EXPECT_EQ(document.at("violations").at(0).at("row"), "pipeline work");
}

TEST_F(DbProgram, BackupIsAStoreOfItsOwn) {
  ASSERT_EQ(call({"db", "backup", "copy.db"}).exit_code, success);
  EXPECT_EQ(call({"db", "check", "--db", "copy.db"}).exit_code, success);
  EXPECT_EQ(call({"list-runs", "--db", "copy.db"}).out, call({"list-runs"}).out);
}

TEST_F(DbProgram, BackupOverAFileIsRefused) {
  folder_.write("copy.db", "mine");
  EXPECT_EQ(call({"db", "backup", "copy.db"}).exit_code, static_cast<int>(ExitCode::store_error));
}

TEST_F(DbProgram, PruneTakesAwayWhatHasFinished) {
  const auto ended = call({"db", "prune", "--keep", "0"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_EQ(ended.out, "2 instances went\n");
  EXPECT_EQ(call({"db", "check"}).exit_code, success);
}

TEST_F(DbProgram, PruneLeavesNothingToRunAgain) {
  ASSERT_EQ(call({"db", "prune", "--keep", "0"}).exit_code, success);
  EXPECT_EQ(call({"run", "work.json"}).exit_code, success);
  EXPECT_TRUE(nlohmann::json::parse(call({"list-runs", "--json"}).out).at("runs").empty());
}

TEST_F(DbProgram, PruneKeepsWhatIsYoung) { EXPECT_EQ(call({"db", "prune", "--keep", "1"}).out, "0 instances went\n"); }

TEST_F(DbProgram, WithoutACommandSaysWhichThereAre) {
  const auto ended = call({"db"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, HasSubstr("check, backup or prune"));
}

TEST_F(DbProgram, PruneIsDoneByTheEngineThatHoldsTheStore) {
  folder_.write("busy.json", one_step("echo x > begun; read x < go; test $x = go"));
  const SignalFile begun{folder_ / "begun"};
  const SignalFile go{folder_ / "go"};
  Program engine{folder_.path(), {"run", "busy.json"}};
  ASSERT_EQ(begun.wait(), "x");
  const auto ended = call({"db", "prune", "--keep", "0"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("the engine takes old history away"));
  go.release();
  EXPECT_EQ(engine.wait().exit_code, success);
  EXPECT_THAT(call({"list-runs", "--pipeline", "work", "--json"}).out, HasSubstr("\"runs\": []"));
}

TEST_F(DbProgram, DeleteLeavesNothingOfAPipeline) {
  EXPECT_EQ(call({"delete", "work"}).out, "work is deleted\n");
  EXPECT_EQ(call({"rerun", std::string{step}}).exit_code, static_cast<int>(ExitCode::refused));
  EXPECT_EQ(call({"db", "check"}).exit_code, success);
}

TEST_F(DbProgram, DeletedPipelineRunsFromTheBeginningWhenItIsRunAgain) {
  ASSERT_EQ(call({"delete", "work"}).exit_code, success);
  EXPECT_EQ(call({"run", "work.json"}).exit_code, success);
  EXPECT_EQ(nlohmann::json::parse(call({"list-runs", "--json"}).out).at("runs").size(), 2U);
}

TEST_F(DbProgram, DeleteIsDoneByTheEngineThatHoldsTheStore) {
  folder_.write("busy.json", one_step("echo x > begun; read x < go; test $x = go"));
  const SignalFile begun{folder_ / "begun"};
  const SignalFile go{folder_ / "go"};
  Program engine{folder_.path(), {"run", "busy.json"}};
  ASSERT_EQ(begun.wait(), "x");
  const auto ended = call({"delete", "busy"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  (void)engine.wait();
  EXPECT_THAT(call({"status"}).out, ::testing::Not(HasSubstr("busy")));
}

TEST_F(DbProgram, CloneIsPendingUnderItsOwnName) {
  const auto ended = call({"clone", "work", "copy"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_THAT(call({"status"}).out, HasSubstr("PENDING"));
}

TEST_F(DbProgram, CloneUnderATakenNameIsRefused) {
  const auto ended = call({"clone", "work", "work"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::refused));
  EXPECT_THAT(ended.err, HasSubstr("choose another name"));
}

}  // namespace
}  // namespace penstock::cli
