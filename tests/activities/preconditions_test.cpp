// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "activities/fake_context.hpp"
#include "activities/file_exists.hpp"
#include "activities/shell_precondition.hpp"
#include "executor/signal_file.hpp"

namespace penstock::activities {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using Answer = CheckResult::Answer;

/// A precondition of a data node with the path @/arrived.
struct Preconditions : testing::Test {
  ScratchFolder folder;

  [[nodiscard]] Pipeline pipeline(const std::string& precondition) const {
    return {folder,
            {R"("id": "Ready", )" + precondition,
             R"("id": "Node", "type": "FileDataNode", "filePath": "@/arrived", "precondition": {"ref": "Ready"})"}};
  }
  [[nodiscard]] std::shared_ptr<FakeCheck> check(const std::string& precondition) const {
    return std::make_shared<FakeCheck>(pipeline(precondition).view("Ready", 0, "Node"), folder / "log");
  }
};

struct FileExists : Preconditions {
  FileExistsHandler handler;
  CheckResult answer(const std::string& path) { return handler.check(*check(R"("type": "FileExists", "path": ")" + path + '"')); }
};

TEST_F(FileExists, IsMetOnceTheFileIsThere) {
  EXPECT_EQ(answer("#{node.filePath}").answer, Answer::not_yet);
  folder.write("arrived", "");
  EXPECT_EQ(answer("#{node.filePath}"), CheckResult::met());
}

TEST_F(FileExists, TakesFolders) { EXPECT_EQ(answer("file://@/"), CheckResult::met()); }

TEST_F(FileExists, IsRefusedAtActivationForOtherPlaces) {
  EXPECT_EQ(handler.refuse(pipeline(R"("type": "FileExists", "path": "s3://bucket/key")")["Ready"]),
            "looks for s3://bucket/key; only files of this machine can be seen");
}

struct ShellCommandPrecondition : Preconditions {
  std::shared_ptr<ProcessSupervisor> processes = std::make_shared<ProcessSupervisor>();
  ShellPreconditionHandler handler{processes};

  CheckResult answer(const std::string& command) {
    const auto running = check(R"("type": "ShellCommandPrecondition", "command": ")" + command + '"');
    handler.start(running);
    return running->answer();
  }
};

TEST_F(ShellCommandPrecondition, IsMetByExitCodeZero) { EXPECT_EQ(answer("exit 0"), CheckResult::met()); }

TEST_F(ShellCommandPrecondition, IsNotYetMetByExitCodeOne) { EXPECT_EQ(answer("test -e #{node.filePath}").answer, Answer::not_yet); }

TEST_F(ShellCommandPrecondition, TakesAnyOtherEndAsAnError) {
  const auto result = answer("no-such-command");
  EXPECT_EQ(result.answer, Answer::error);
  EXPECT_THAT(result.message, AllOf(StartsWith("exit code 127"), HasSubstr("no-such-command")));
}

TEST_F(ShellCommandPrecondition, TakesASignalAsAnError) { EXPECT_EQ(answer("kill -9 $$"), CheckResult::error("ended by signal 9 (KILL)")); }

TEST_F(ShellCommandPrecondition, MarksItsProcess) { EXPECT_EQ(answer("test $PENSTOCK_TEST = @/log").answer, Answer::met); }

TEST_F(ShellCommandPrecondition, EndsTheCommandWhenAskedToStop) {
  const SignalFile ready{folder / "ready"};
  const auto running = check(R"("type": "ShellCommandPrecondition", "command": "echo go >@/ready; read x <@/ready")");
  handler.start(running);
  ASSERT_EQ(ready.wait(), "go");
  running->stop();
  EXPECT_EQ(running->answer().answer, Answer::error);
}

TEST_F(ShellCommandPrecondition, CanBeWaitedForByThoseWhoCallItDirectly) {
  EXPECT_EQ(handler.check(*check(R"("type": "ShellCommandPrecondition", "command": "exit 1")")).answer, Answer::not_yet);
}

}  // namespace
}  // namespace penstock::activities
