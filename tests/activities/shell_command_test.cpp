// SPDX-License-Identifier: Apache-2.0
#include "activities/shell_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "activities/fake_context.hpp"
#include "executor/signal_file.hpp"

namespace penstock::activities {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

struct ShellCommandActivity : testing::Test {
  ScratchFolder folder;
  std::shared_ptr<ProcessSupervisor> processes = std::make_shared<ProcessSupervisor>();
  ShellCommandHandler handler{processes};

  [[nodiscard]] std::shared_ptr<FakeAttempt> attempt(const std::string& fields) const {
    const Pipeline pipeline{folder, {R"("id": "Work", "type": "ShellCommandActivity", )" + fields}};
    return std::make_shared<FakeAttempt>(pipeline.view("Work"), folder / "log");
  }
  Outcome run(const std::string& fields) {
    const auto running = attempt(fields);
    handler.start(running);
    return running->answer();
  }
  Outcome run_staged(const std::string& fields) {
    const Pipeline pipeline{folder,
                            {R"("id": "Work", "type": "ShellCommandActivity", "stage": "true", )" + fields,
                             R"("id": "Dir", "type": "FileDataNode", "directoryPath": "@/in1")",
                             R"("id": "File", "type": "FileDataNode", "filePath": "@/in2.txt")",
                             R"("id": "Out", "type": "FileDataNode", "directoryPath": "@/out")"}};
    const auto running = std::make_shared<FakeAttempt>(pipeline.view("Work"), folder / "log");
    handler.start(running);
    return running->answer();
  }
  [[nodiscard]] std::string out() const { return contents(folder / "log/stdout"); }
  [[nodiscard]] std::string refusal(const std::string& fields) const {
    const Pipeline pipeline{
        folder,
        {R"("id": "Work", "type": "ShellCommandActivity", )" + fields, R"("id": "In", "type": "FileDataNode", "filePath": "@/in")"}};
    return handler.refuse(pipeline["Work"]);
  }
};

TEST_F(ShellCommandActivity, SucceedsWithExitCodeZero) { EXPECT_EQ(run(R"("command": "exit 0")"), Outcome::success()); }

TEST_F(ShellCommandActivity, FailsWithTheCodeAndTheEndOfStderr) {
  EXPECT_EQ(run(R"("command": "echo no such table >&2; exit 3")"), Outcome::failure("exit code 3: no such table"));
}

TEST_F(ShellCommandActivity, FailsWithTheLastWordsAfterAGigabyteOfOutput) {
  // A hole in the file stands for most of it, so that no disk has to hold it.
  EXPECT_THAT(run(R"("command": "truncate -s 1G /dev/stderr; echo last words >&2; exit 1")").error_message, HasSubstr("last words"));
}

TEST_F(ShellCommandActivity, FailsWithTheSignalThatEndedTheCommand) {
  EXPECT_EQ(run(R"("command": "kill -9 $$")").error_message, "ended by signal 9 (KILL)");
}

TEST_F(ShellCommandActivity, GivesArgumentsToTheCommand) {
  EXPECT_EQ(run(R"("command": "echo $1-$2", "scriptArgument": ["a", "b c"])"), Outcome::success());
  EXPECT_EQ(out(), "a-b c\n");
}

TEST_F(ShellCommandActivity, RunsAScriptAsItIsWithItsArguments) {
  folder.write("script.sh", "echo \"#{@scheduledStartTime}\" $1");
  EXPECT_EQ(run(R"("scriptUri": "file://@/script.sh", "scriptArgument": "x")"), Outcome::success());
  EXPECT_EQ(out(), "#{@scheduledStartTime} x\n") << "S-183";
}

TEST_F(ShellCommandActivity, TellsTheCommandWhatItIsFor) {
  EXPECT_EQ(run(R"("command": "env | grep ^PENSTOCK_ | sort")"), Outcome::success());
  EXPECT_EQ(out(),
            "PENSTOCK_ATTEMPT=@Work_2015-05-17T00:00:00_Attempt=1\n"
            "PENSTOCK_ATTEMPT_NUMBER=1\n"
            "PENSTOCK_INSTANCE=@Work_2015-05-17T00:00:00\n"
            "PENSTOCK_LOG_DIRECTORY=" +
                (folder / "log").native() +
                "\n"
                "PENSTOCK_OBJECT=Work\n"
                "PENSTOCK_SCHEDULED_END=2015-05-18T00:00:00\n"
                "PENSTOCK_SCHEDULED_START=2015-05-17T00:00:00\n"
                "PENSTOCK_TEST=" +
                (folder / "log").native() + "\n");
}

TEST_F(ShellCommandActivity, NamesTheObjectInMessagesOfTheShell) {
  EXPECT_THAT(run(R"("command": "no-such-command")").error_message,
              AllOf(StartsWith("exit code 127: Work: "), HasSubstr("no-such-command")));
}

TEST_F(ShellCommandActivity, RecordsTheProcessThatDoesTheWork) {
  const SignalFile gate{folder / "gate"};
  const auto running = attempt(R"("command": "read x <@/gate")");
  handler.start(running);
  const auto process = running->recorded.get_future().get();
  EXPECT_GT(process.pid, 0);
  EXPECT_GT(process.start_time, 0);
  gate.release();
  (void)running->answer();
}

TEST_F(ShellCommandActivity, EndsTheCommandWhenAskedToStop) {
  const SignalFile ready{folder / "ready"};
  const auto running = attempt(R"("command": "echo go >@/ready; read x <@/ready")");
  handler.start(running);
  ASSERT_EQ(ready.wait(), "go");
  running->stop();
  EXPECT_EQ(running->answer().error_message, "ended by signal 15 (TERM)");
}

TEST_F(ShellCommandActivity, EndsACommandThatWasToBeStoppedBeforeItBegan) {
  const SignalFile never{folder / "never"};
  const auto running = attempt(R"("command": "read x <@/never")");
  running->stop();
  handler.start(running);
  EXPECT_EQ(running->answer().error_message, "ended by signal 15 (TERM)");
}

TEST_F(ShellCommandActivity, ReportsProgressForAsLongAsTheCommandRuns) {
  const SignalFile gate{folder / "gate"};
  const auto running = attempt(R"("command": "read x <@/gate", "reportProgressTimeout": "30 milliseconds")");
  handler.start(running);
  running->progress.get_future().wait();
  gate.release();
  EXPECT_EQ(running->answer(), Outcome::success());
}

TEST_F(ShellCommandActivity, PutsTheOutputWhereTheDefinitionWantsItWhenItSucceeds) {
  EXPECT_EQ(run(R"("command": "echo done; echo hint >&2", "stdout": "@/sub/out", "stderr": "@/err")"), Outcome::success());
  EXPECT_EQ(contents(folder / "sub/out"), "done\n");
  EXPECT_EQ(contents(folder / "err"), "hint\n");
}

TEST_F(ShellCommandActivity, PutsOnlyTheErrorsThereWhenItFails) {
  folder.write("out", "of the last success\n");
  EXPECT_FALSE(run(R"("command": "echo half; echo broken >&2; exit 1", "stdout": "@/out", "stderr": "@/err")").succeeded);
  EXPECT_EQ(contents(folder / "out"), "of the last success\n");
  EXPECT_EQ(contents(folder / "err"), "broken\n");
}

TEST_F(ShellCommandActivity, FailsWhenItsOutputCannotBePutThere) {
  folder.write("file", "");
  EXPECT_FALSE(run(R"("command": "true", "stdout": "@/file/out")").succeeded);
}

TEST_F(ShellCommandActivity, IsRunInTheProcessLane) {
  const Pipeline pipeline{folder, {R"("id": "Work", "type": "ShellCommandActivity", "command": "true")"}};
  EXPECT_EQ(handler.lane(pipeline["Work"]), Lane::process);
}

TEST_F(ShellCommandActivity, CanBeWaitedForByThoseWhoCallItDirectly) {
  EXPECT_EQ(handler.perform(*attempt(R"("command": "exit 2")")), Outcome::failure("exit code 2"));
}

TEST_F(ShellCommandActivity, IsRefusedAtActivationWhenItsScriptIsElsewhere) {
  EXPECT_EQ(refusal(R"("scriptUri": "s3://bucket/script.sh")"),
            "takes its script from s3://bucket/script.sh; only files of this machine can be run");
}

TEST_F(ShellCommandActivity, FindsStagedInputsUnderNumbersInWrittenOrder) {
  folder.write("in1/rows.csv", "one");
  folder.write("in2.txt", "two");
  EXPECT_EQ(run_staged(
                R"("command": "cat $INPUT1_STAGING_DIR/rows.csv $INPUT2_STAGING_DIR/in2.txt", "input": [{"ref": "Dir"}, {"ref": "File"}])"),
            Outcome::success());
  EXPECT_EQ(out(), "onetwo");
}

TEST_F(ShellCommandActivity, CopiesStagedOutputsAwayWhenItHasSucceeded) {
  folder.write("out/kept.txt", "kept");
  EXPECT_EQ(
      run_staged(R"("command": "mkdir $OUTPUT1_STAGING_DIR/sub; echo x > $OUTPUT1_STAGING_DIR/sub/new.txt", "output": {"ref": "Out"})"),
      Outcome::success());
  EXPECT_EQ(contents(folder / "out/sub/new.txt"), "x\n");
  EXPECT_EQ(contents(folder / "out/kept.txt"), "kept");
}

TEST_F(ShellCommandActivity, CopiesNothingAwayWhenItHasFailed) {
  EXPECT_FALSE(run_staged(R"("command": "echo x > $OUTPUT1_STAGING_DIR/new.txt; exit 1", "output": {"ref": "Out"})").succeeded);
  EXPECT_FALSE(std::filesystem::exists(folder / "out/new.txt"));
}

TEST_F(ShellCommandActivity, LeavesNoStagedFilesBehind) {
  folder.write("in2.txt", "two");
  (void)run_staged(R"("command": "true", "input": {"ref": "File"})");
  EXPECT_FALSE(std::filesystem::exists(folder / "log/staging"));
}

TEST_F(ShellCommandActivity, FailsWhenAnInputCannotBeStaged) {
  EXPECT_EQ(run_staged(R"("command": "true", "input": {"ref": "File"})").error_id, "StagingFailed");
}

TEST_F(ShellCommandActivity, SetsNoVariablesWithoutStaging) {
  EXPECT_EQ(run(R"("command": "echo ${INPUT1_STAGING_DIR-none}")"), Outcome::success());
  EXPECT_EQ(out(), "none\n");
}

TEST_F(ShellCommandActivity, RollsUpIntoOneFolderForEachFinerInstance) {
  folder.write("day/2015-05-17.txt", "a");
  folder.write("day/2015-05-18.txt", "b");
  folder.write("day/2015-05-19.txt", "c");
  const Pipeline pipeline{
      folder,
      {R"("id": "Work", "type": "ShellCommandActivity", "schedule": {"ref": "Whole"}, "stage": "true", "input": {"ref": "Day1"},
                              "command": "cat $INPUT1_STAGING_DIR/2015-05-18T00-00-00/2015-05-18.txt")",
       R"("id": "Day1", "type": "FileDataNode", "filePath": "@/day/#{format(@scheduledStartTime, 'YYYY-MM-dd')}.txt")"}};
  const auto running = std::make_shared<FakeAttempt>(pipeline.view("Work"), folder / "log");
  handler.start(running);
  EXPECT_EQ(running->answer(), Outcome::success());
  EXPECT_EQ(out(), "b");
}

TEST_F(ShellCommandActivity, DoesNotTryAgainWhatIsNotOnThisMachine) {
  const auto outcome = run(R"("scriptUri": "#{'https:' + '//host/script.sh'}")");
  EXPECT_THAT(outcome.error_message, HasSubstr("not on this machine"));
  EXPECT_FALSE(outcome.may_retry);
}

}  // namespace
}  // namespace penstock::activities
