// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/pipelines.hpp"
#include "executor/proc.hpp"
#include "executor/scratch_folder.hpp"
#include "executor/signal_file.hpp"
#include "executor/spawn.hpp"
#include "penstock/store/memory_store.hpp"

namespace penstock::testing {
namespace {

/// A child process that does not end by itself.
class Child {
 public:
  explicit Child(const std::string& marker) {
    auto started = spawn({.arguments = {"/bin/sh", "-c", "read x <" + never_.path()},
                          .environment = {marker},
                          .working_directory = {},
                          .stdout_file = {},
                          .stderr_file = {}});
    if (!started) throw std::runtime_error{started.error()};
    pid_ = *started;
  }
  ~Child() {
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] bool running() const {
    const auto stat = read_stat(pid_);
    return stat && !stat->ended;
  }

 private:
  ScratchFolder folder_;
  SignalFile never_{folder_ / "never"};
  pid_t pid_ = 0;
};

/// Begins what it is asked for, in a process, and does not wait for the end.
struct Beginner final : ActivityHandler, PreconditionHandler {
  std::vector<std::unique_ptr<Child>> children;

  [[nodiscard]] Lane lane(const Component&) const override { return Lane::process; }
  void start(std::shared_ptr<ActivityContext> context) override { children.push_back(std::make_unique<Child>(context->process_marker())); }
  [[nodiscard]] Outcome perform(ActivityContext&) override { return Outcome::success(); }

  [[nodiscard]] bool quick(const Component&) const override { return true; }
  void start(std::shared_ptr<CheckContext> context) override { children.push_back(std::make_unique<Child>(context->process_marker())); }
  [[nodiscard]] CheckResult check(CheckContext&) override { return CheckResult::met(); }
};

/// What runs of a pipeline's children when an engine has begun them, has gone without hearing of them, and another one has opened the
/// store.
std::vector<bool> running_after_restart(Daily pipeline) {
  const auto beginner = std::make_shared<Beginner>();
  Handlers handlers;
  handlers.activity("ShellCommandActivity", beginner).precondition("ShellCommandPrecondition", beginner);
  MemoryStore store;
  InlineExecutor executor;
  {
    Engine engine{store, executor, handlers};
    engine.deploy(pipeline.builder.build());
    // A second step would hear that the handler let go.
    while (beginner->children.empty()) engine.step();
  }
  const Engine next{store, executor, handlers};
  std::vector<bool> running;
  for (const auto& child : beginner->children) running.push_back(child->running());
  return running;
}

TEST(LeftOverWork, OfAnActivityIsEndedBeforeItIsTriedAgain) {
  Daily pipeline;
  pipeline.step("Crunch");
  EXPECT_EQ(running_after_restart(std::move(pipeline)), std::vector{false});
}

TEST(LeftOverWork, OfACheckIsEndedBeforeItIsAskedAgain) {
  Daily pipeline;
  const auto arrived = pipeline.builder.add("Arrived", ShellCommandPrecondition{.command = "true"});
  pipeline.step("Crunch").precondition(arrived);
  EXPECT_EQ(running_after_restart(std::move(pipeline)), std::vector{false});
}

}  // namespace
}  // namespace penstock::testing
