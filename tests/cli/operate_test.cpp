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
#include "penstock/definition/json.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/sqlite/sqlite_store.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr int success = static_cast<int>(ExitCode::success);
constexpr int refused = static_cast<int>(ExitCode::refused);

class OperateProgram : public testing::Test {
 protected:
  Ended call(const std::vector<std::string>& arguments) const { return penstock(folder_.path(), arguments); }
  Ended run() const { return call({"run", "work.json"}); }

  [[nodiscard]] std::string status_of(std::string_view instance) const {
    const auto document = nlohmann::json::parse(call({"list-runs", "--json"}).out);
    for (const auto& run : document.at("runs")) {
      if (run.at("id") == instance) return run.at("status");
    }
    return {};
  }

  ScratchFolder folder_;
};

/// `Step` fails until there is a file `cure`.
class AfterAFailure : public OperateProgram {
 protected:
  AfterAFailure() {
    folder_.write("work.json", one_step("test -e cure"));
    EXPECT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  }
};

TEST_F(AfterAFailure, RerunIsRecordedAndCarriedOutByTheNextRun) {
  folder_.write("cure", "");
  const auto ended = call({"rerun", std::string{step}});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("no engine is running"));
  EXPECT_EQ(run().exit_code, success);
  EXPECT_EQ(status_of(after), "FINISHED");
}

TEST_F(AfterAFailure, RerunStartsNoWorkOfItsOwn) {
  ASSERT_EQ(call({"rerun", std::string{step}}).exit_code, success);
  EXPECT_EQ(status_of(step), "WAITING_FOR_RUNNER");
}

TEST_F(AfterAFailure, MarkFinishedLetsTheRestGoOn) {
  ASSERT_EQ(call({"mark-finished", std::string{step}}).exit_code, success);
  ASSERT_EQ(call({"rerun", std::string{after}}).exit_code, success);
  EXPECT_EQ(run().exit_code, success);
}

TEST_F(AfterAFailure, CancelOfWhatIsOverIsRefusedWithTheReason) {
  const auto ended = call({"cancel", std::string{step}});
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("cancel @Step_2024-03-01T00:00:00 of work was refused"), HasSubstr("FAILED already")));
}

TEST_F(AfterAFailure, RefusalInJsonHasTheReasonToo) {
  const auto ended = call({"cancel", std::string{step}, "--json"});
  EXPECT_EQ(ended.exit_code, refused);
  const auto answer = nlohmann::json::parse(ended.out);
  EXPECT_EQ(answer.at("accepted"), false);
  EXPECT_THAT(answer.at("message").get<std::string>(), HasSubstr("FAILED already"));
}

TEST_F(AfterAFailure, InstanceMayBeTypedWithoutItsAt) { EXPECT_EQ(call({"rerun", "Step_2024-03-01T00:00:00"}).exit_code, success); }

TEST_F(AfterAFailure, PausedComponentIsNotStartedUntilItIsResumed) {
  folder_.write("cure", "");
  ASSERT_EQ(call({"pause", "Step"}).exit_code, success);
  ASSERT_EQ(call({"rerun", std::string{step}}).exit_code, success);
  EXPECT_EQ(run().exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_EQ(status_of(step), "PAUSED");
  ASSERT_EQ(call({"resume", "Step"}).exit_code, success);
  EXPECT_EQ(run().exit_code, success);
}

TEST_F(AfterAFailure, ComponentInsteadOfAnInstanceIsAnsweredWithItsInstances) {
  const auto ended = call({"rerun", "Step"});
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_THAT(ended.err, HasSubstr("the last is @Step_2024-03-01T00:00:00"));
}

TEST_F(AfterAFailure, PipelineMustBeNamedWhereSeveralHaveTheInstance) {
  folder_.write("other.json", one_step("false"));
  ASSERT_EQ(call({"run", "other.json"}).exit_code, static_cast<int>(ExitCode::failed));
  const auto ended = call({"rerun", std::string{step}});
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_THAT(ended.err, HasSubstr("work, other; choose one with --pipeline"));
  EXPECT_EQ(call({"rerun", std::string{step}, "--pipeline", "other"}).exit_code, success);
}

TEST_F(AfterAFailure, MisspeltPipelineIsRecognised) {
  EXPECT_THAT(call({"rerun", std::string{step}, "--pipeline", "wrok"}).err, HasSubstr("did you mean \"work\"?"));
}

/// `Step` says when it has begun and waits until it is let go.
class BesideAnEngine : public OperateProgram {
 protected:
  BesideAnEngine() { folder_.write("work.json", one_step("echo x > begun; read x < go; test $x = go")); }

  SignalFile begun_{folder_ / "begun"};
  SignalFile go_{folder_ / "go"};
};

TEST_F(BesideAnEngine, CancelEndsRunningWork) {
  Program engine{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun_.wait(), "x");
  const auto ended = call({"cancel", std::string{step}});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_EQ(engine.wait().exit_code, static_cast<int>(ExitCode::failed));
  EXPECT_EQ(status_of(step), "CANCELED");
}

TEST_F(BesideAnEngine, RerunOfWhatRunsIsRefusedByTheEngine) {
  Program engine{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun_.wait(), "x");
  const auto ended = call({"rerun", std::string{step}});
  go_.release();
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_THAT(ended.err, HasSubstr("cancel it first"));
  EXPECT_EQ(engine.wait().exit_code, success);
}

TEST_F(BesideAnEngine, RerunIsCarriedOutAtOnce) {
  // Two days: the first fails while the second keeps the engine at work.
  folder_.write(
      "work.json",
      one_step("echo #{day(@scheduledStartTime)} > begun#{day(@scheduledStartTime)}; read x < go#{day(@scheduledStartTime)}; test $x = go",
               2));
  const SignalFile begun1{folder_ / "begun1"};
  const SignalFile begun2{folder_ / "begun2"};
  const SignalFile go1{folder_ / "go1"};
  const SignalFile go2{folder_ / "go2"};
  Program engine{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun1.wait(), "1");
  ASSERT_EQ(begun2.wait(), "2");
  std::ofstream{go1.path()} << "fail\n";
  ASSERT_TRUE(engine.says("@Step_2024-03-01T00:00:00  FAILED"));

  const auto ended = call({"rerun", std::string{step}});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_EQ(begun1.wait(), "1");
  go1.release();
  go2.release();
  EXPECT_EQ(engine.wait().exit_code, success);
}

TEST_F(BesideAnEngine, AnswerTellsThatAnEngineCarriesItOut) {
  Program engine{folder_.path(), {"run", "work.json"}};
  ASSERT_EQ(begun_.wait(), "x");
  const auto ended = call({"pause", "After", "--json"});
  go_.release();
  EXPECT_EQ(nlohmann::json::parse(ended.out).at("engineRunning"), true);
  (void)engine.wait();
}

TEST_F(OperateProgram, PipelineOnDemandRunsOnceMoreWhenActivated) {
  folder_.write("work.json", R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo once >> done"}
  ]})");
  ASSERT_EQ(run().exit_code, success);
  const auto ended = call({"activate", "work"});
  EXPECT_EQ(ended.exit_code, success) << ended.err;
  EXPECT_EQ(run().exit_code, success);
  EXPECT_EQ(contents(folder_ / "done"), "once\nonce\n");
}

TEST_F(OperateProgram, DeactivatedPipelineRunsAgainOnlyWhenItIsActivated) {
  folder_.write("work.json", R"({"objects": [
    {"id": "Default", "schedule": {"ref": "Daily"}, "scheduleType": "cron", "failureAndRerunMode": "cascade"},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00", "occurrences": "1"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "test -e go && echo ran >> done"}
  ]})");
  (void)run();
  const auto stopped = call({"deactivate", "work"});
  EXPECT_EQ(stopped.exit_code, success) << stopped.err;
  EXPECT_EQ(call({"deactivate", "work"}).exit_code, refused);
  folder_.write("go", "");
  (void)run();
  EXPECT_EQ(contents(folder_ / "done"), "");
}

TEST_F(OperateProgram, PipelineOfAnotherProgramIsLeftAloneWithTheReason) {
  {
    auto definition = read_definition(R"({"objects": [
      {"id": "Default", "scheduleType": "ondemand"},
      {"id": "Step", "type": "FunctionActivity", "function": "fail_in_cpp"}
    ]})");
    definition->name = "work";
    SqliteStore store{folder_ / "penstock.db"};
    InlineExecutor executor;
    Handlers handlers;
    handlers.function("fail_in_cpp", [](ActivityContext&) { return Outcome::failure("no"); });
    Engine engine{store, executor, handlers, {.log_root = folder_ / "logs"}};
    (void)engine.deploy(*definition);
    engine.run();
  }
  const auto runs = nlohmann::json::parse(call({"list-runs", "--json"}).out).at("runs");
  const auto ended = call({"rerun", runs.at(0).at("id")});
  EXPECT_EQ(ended.exit_code, refused);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("work cannot go on in this program"), HasSubstr("fail_in_cpp")));
}

TEST_F(OperateProgram, StoreThatIsNotThereIsAnErrorAndIsNotMade) {
  const auto ended = call({"rerun", std::string{step}});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::store_error));
  EXPECT_THAT(ended.err, HasSubstr("there is no store \"penstock.db\""));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "penstock.db"));
}

}  // namespace
}  // namespace penstock::cli
