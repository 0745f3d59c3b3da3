// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <future>
#include <memory>
#include <set>
#include <sstream>
#include <thread>

#include "executor/proc.hpp"
#include "executor/scratch_folder.hpp"
#include "executor/signal_file.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Duration long_grace = 1h;

/// A supervisor whose children are awaited one by one.
struct Starter {
  ScratchFolder folder;
  ProcessSupervisor supervisor;
  std::optional<ProcessIdentity> identity;

  [[nodiscard]] ProcessSpec shell(const std::string& command) const {
    return {.arguments = {"/bin/sh", "-c", command},
            .environment = {},
            .working_directory = {},
            .stdout_file = folder / "out",
            .stderr_file = folder / "err"};
  }
  std::future<ProcessResult> start(const ProcessSpec& spec) {
    auto promise = std::make_shared<std::promise<ProcessResult>>();
    identity = supervisor.start(spec, [promise](const ProcessResult& result) { promise->set_value(result); });
    return promise->get_future();
  }
  ProcessResult run(const std::string& command) { return start(shell(command)).get(); }
};

TEST(ProcessSupervisor, TellsTheExitCode) {
  Starter starter;
  EXPECT_EQ(starter.run("exit 0").exit_code, 0);
  EXPECT_EQ(starter.run("exit 3").exit_code, 3);
}

TEST(ProcessSupervisor, TellsTheSignalThatEndedTheChild) {
  Starter starter;
  const auto result = starter.run("kill -9 $$");
  EXPECT_FALSE(result.exit_code);
  EXPECT_EQ(result.signal, SIGKILL);
  EXPECT_EQ(result.error, "");
}

TEST(ProcessSupervisor, WritesBothStreamsToTheirFiles) {
  Starter starter;
  starter.run("echo yes; echo no >&2");
  EXPECT_EQ(contents(starter.folder / "out"), "yes\n");
  EXPECT_EQ(contents(starter.folder / "err"), "no\n");
}

TEST(ProcessSupervisor, EmptiesAnOutputFileThatExists) {
  Starter starter;
  starter.folder.write("out", "what was said before\n");
  starter.run("echo new");
  EXPECT_EQ(contents(starter.folder / "out"), "new\n");
}

TEST(ProcessSupervisor, GivesAnEmptyInput) {
  Starter starter;
  EXPECT_EQ(starter.run("read line").exit_code, 1);
}

TEST(ProcessSupervisor, AddsToTheEnvironmentOfTheHost) {
  Starter starter;
  auto spec = starter.shell("echo $COLOUR $HOME");
  spec.environment = {"COLOUR=blue", "HOME=/nowhere"};
  starter.start(spec).wait();
  EXPECT_EQ(contents(starter.folder / "out"), "blue /nowhere\n");
}

TEST(ProcessSupervisor, StartsTheChildInItsWorkingDirectory) {
  Starter starter;
  auto spec = starter.shell("pwd -P");
  spec.working_directory = starter.folder.path();
  starter.start(spec).wait();
  EXPECT_EQ(contents(starter.folder / "out"), std::filesystem::canonical(starter.folder.path()).native() + "\n");
}

TEST(ProcessSupervisor, FindsProgramsThroughThePath) {
  Starter starter;
  auto spec = starter.shell("");
  spec.arguments = {"sh", "-c", "exit 5"};
  EXPECT_EQ(starter.start(spec).get().exit_code, 5);
}

TEST(ProcessSupervisor, InheritsNoDescriptorToTheChild) {
  const int open_in_host = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as a careless host would
  ASSERT_GE(open_in_host, 3);
  Starter starter;
  auto spec = starter.shell("");
  spec.arguments = {"ls", "/proc/self/fd"};
  starter.start(spec).wait();
  ::close(open_in_host);
  EXPECT_EQ(contents(starter.folder / "out"), "0\n1\n2\n3\n") << "the fourth is the folder that ls reads";
}

TEST(ProcessSupervisor, GivesTheChildAProcessGroupOfItsOwn) {
  Starter starter;
  starter.run("cut -d' ' -f5 /proc/$$/stat");
  EXPECT_EQ(contents(starter.folder / "out"), std::to_string(starter.identity->pid) + "\n");
}

TEST(ProcessSupervisor, StartsChildrenWithoutBlockedOrIgnoredSignals) {
  sigset_t term, before;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &term, &before);
  const auto handler = ::signal(SIGPIPE, SIG_IGN);
  Starter starter;
  starter.run("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f2");
  ::signal(SIGPIPE, handler);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  std::istringstream masks{contents(starter.folder / "out")};
  std::uint64_t blocked = 0, ignored = 0;
  masks >> std::hex >> blocked >> ignored;
  ASSERT_TRUE(masks);
  // Two signals of glibc's own, 32 and 33, are ignored in every child that posix_spawn starts.
  EXPECT_EQ(blocked, 0U);
  EXPECT_EQ(ignored & 0x7fff'ffffU, 0U);
}

TEST(ProcessSupervisor, IdentifiesTheChildByItsStartTime) {
  Starter starter;
  const SignalFile gate{starter.folder / "gate"};
  auto ended = starter.start(starter.shell("read line <" + gate.path()));
  const auto stat = read_stat(static_cast<pid_t>(starter.identity->pid));
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->start_time, starter.identity->start_time);
  EXPECT_GT(stat->start_time, 0);
  gate.release();
  ended.wait();
}

TEST(ProcessSupervisor, ReportsAProgramThatCannotBeStarted) {
  Starter starter;
  auto spec = starter.shell("");
  spec.arguments = {"/no/such/program"};
  const auto result = starter.start(spec).get();
  EXPECT_FALSE(starter.identity);
  EXPECT_FALSE(result.exit_code);
  EXPECT_EQ(result.error, "cannot start /no/such/program: No such file or directory");
}

TEST(ProcessSupervisor, ReportsAnOutputFileThatCannotBeOpened) {
  Starter starter;
  auto spec = starter.shell("");
  spec.stderr_file = "/no/such/folder/err";
  EXPECT_EQ(starter.start(spec).get().error, "cannot open /no/such/folder/err: No such file or directory");
}

TEST(ProcessSupervisor, RefusesAnArgumentThatTheChildWouldSeeCutOff) {
  Starter starter;
  EXPECT_THAT(starter.run(std::string{"exit 0\0; rm x", 13}).error, HasSubstr("NUL"));
}

TEST(ProcessSupervisor, AsksTheWholeGroupToEnd) {
  Starter starter;
  const SignalFile ready{starter.folder / "ready"};
  auto ended =
      starter.start(starter.shell("sh -c 'trap \"echo child\" TERM; echo go >" + ready.path() + "; read x <" + ready.path() + "' & wait"));
  ASSERT_EQ(ready.wait(), "go");
  starter.supervisor.stop(*starter.identity, long_grace);
  EXPECT_EQ(ended.get().signal, SIGTERM);
}

TEST(ProcessSupervisor, EndsAChildThatIgnoresTheRequestAfterTheGrace) {
  Starter starter;
  const SignalFile ready{starter.folder / "ready"};
  const SignalFile never{starter.folder / "never"};
  auto ended = starter.start(starter.shell("trap '' TERM; echo go >" + ready.path() + "; while :; do read x <" + never.path() + "; done"));
  ASSERT_EQ(ready.wait(), "go");
  starter.supervisor.stop(*starter.identity, 20ms);
  EXPECT_EQ(ended.get().signal, SIGKILL);
}

TEST(ProcessSupervisor, EndsAChildAtOnceWithoutGrace) {
  Starter starter;
  const SignalFile never{starter.folder / "never"};
  auto ended = starter.start(starter.shell("trap '' TERM; read x <" + never.path()));
  starter.supervisor.stop(*starter.identity, 0ms);
  EXPECT_EQ(ended.get().signal, SIGKILL);
}

TEST(ProcessSupervisor, LetsTheEarliestEndCountWhenAskedTwice) {
  Starter starter;
  const SignalFile ready{starter.folder / "ready"};
  const SignalFile never{starter.folder / "never"};
  auto ended = starter.start(starter.shell("trap '' TERM; echo go >" + ready.path() + "; while :; do read x <" + never.path() + "; done"));
  ASSERT_EQ(ready.wait(), "go");
  starter.supervisor.stop(*starter.identity, 20ms);
  starter.supervisor.stop(*starter.identity, long_grace);
  EXPECT_EQ(ended.get().signal, SIGKILL);
}

TEST(ProcessSupervisor, EndsAStoppedChildToo) {
  Starter starter;
  const SignalFile ready{starter.folder / "ready"};
  auto ended = starter.start(starter.shell("echo go >" + ready.path() + "; kill -STOP $$"));
  ASSERT_EQ(ready.wait(), "go");
  starter.supervisor.stop(*starter.identity, long_grace);
  EXPECT_EQ(ended.get().signal, SIGTERM);
}

TEST(ProcessSupervisor, DoesNothingWhenAskedToStopAChildThatIsGone) {
  Starter starter;
  starter.run("exit 0");
  starter.supervisor.stop(*starter.identity, 0ms);
  EXPECT_EQ(starter.run("exit 4").exit_code, 4);
}

TEST(ProcessSupervisor, EndsWhatACommandLeftInTheBackground) {
  Starter starter;
  const SignalFile held{starter.folder / "held"};
  const SignalFile never{starter.folder / "never"};
  auto ended = starter.start(starter.shell("exec >" + held.path() + "; (trap '' TERM HUP; read x <" + never.path() + ") & exit 0"));
  held.wait_until_closed();
  EXPECT_EQ(ended.get().exit_code, 0);
}

TEST(ProcessSupervisor, EndsWhatStillRunsWhenDestroyed) {
  ScratchFolder folder;
  const SignalFile never{folder / "never"};
  std::promise<ProcessResult> ended;
  {
    ProcessSupervisor supervisor;
    ProcessSpec spec;
    spec.arguments = {"/bin/sh", "-c", "read x <" + never.path()};
    ASSERT_TRUE(supervisor.start(spec, [&](const ProcessResult& result) { ended.set_value(result); }));
  }
  auto future = ended.get_future();
  ASSERT_EQ(future.wait_for(0s), std::future_status::ready) << "reported before the destructor returned";
  EXPECT_EQ(future.get().signal, SIGKILL);
}

TEST(ProcessSupervisor, MayBeDestroyedByACallback) {
  auto supervisor = std::make_shared<ProcessSupervisor>();
  std::promise<void> destroyed;
  ProcessSpec spec;
  spec.arguments = {"true"};
  auto* const borrowed = supervisor.get();
  ScratchFolder folder;
  const SignalFile gate{folder / "gate"};
  spec.arguments = {"/bin/sh", "-c", "read x <" + gate.path()};
  borrowed->start(spec, [&destroyed, last = std::move(supervisor)](const ProcessResult&) mutable {
    last.reset();
    destroyed.set_value();
  });
  gate.release();
  destroyed.get_future().wait();
}

TEST(ProcessSupervisor, StartsTheNextChildFromACallback) {
  Starter starter;
  std::promise<ProcessResult> second;
  starter.supervisor.start(starter.shell("exit 1"), [&](const ProcessResult&) {
    starter.supervisor.start(starter.shell("exit 2"), [&](const ProcessResult& result) { second.set_value(result); });
  });
  EXPECT_EQ(second.get_future().get().exit_code, 2);
}

TEST(ProcessSupervisor, BeatsForAsLongAsTheChildRuns) {
  Starter starter;
  const SignalFile gate{starter.folder / "gate"};
  std::promise<ProcessResult> ended;
  std::promise<void> third;
  int beats = 0;
  const auto beat = [&] {
    if (++beats == 3) third.set_value();
  };
  starter.supervisor.start(starter.shell("read x <" + gate.path()), [&](const ProcessResult& result) { ended.set_value(result); },
                           {.interval = 1ms, .beat = beat});
  third.get_future().wait();
  gate.release();
  EXPECT_EQ(ended.get_future().get().exit_code, 0);
}

TEST(ProcessSupervisor, WaitsForManyChildrenOnOneThread) {
  ScratchFolder folder;
  const SignalFile gate{folder / "gate"};
  constexpr int many = 60;
  std::atomic<int> ended = 0;
  std::set<std::thread::id> threads;
  {
    ProcessSupervisor supervisor;
    ProcessSpec spec;
    spec.arguments = {"/bin/sh", "-c", "exit 7"};
    std::promise<void> all;
    for (int n = 0; n < many; ++n) {
      supervisor.start(spec, [&](const ProcessResult& result) {
        threads.insert(std::this_thread::get_id());
        EXPECT_EQ(result.exit_code, 7);
        if (++ended == many) all.set_value();
      });
    }
    all.get_future().wait();
  }
  EXPECT_EQ(threads.size(), 1U);
}

TEST(ProcessSupervisor, DoesNotTouchChildrenOfTheHost) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(9);
  Starter starter;
  starter.run("exit 0");
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 9);
}

TEST(ProcessSupervisor, WorksBesideAnotherOne) {
  Starter one, other;
  const SignalFile gate{one.folder / "gate"};
  auto first = one.start(one.shell("read x <" + gate.path() + "; exit 1"));
  EXPECT_EQ(other.run("exit 2").exit_code, 2);
  gate.release();
  EXPECT_EQ(first.get().exit_code, 1);
}

TEST(ProcessSupervisor, NoticesThatTheHostTookTheExitStatusAway) {
  const auto before = ::signal(SIGCHLD, SIG_IGN);
  ProcessResult result;
  {
    Starter starter;
    result = starter.run("exit 0");
  }
  ::signal(SIGCHLD, before);
  EXPECT_FALSE(result.exit_code);
  EXPECT_THAT(result.error, HasSubstr("status was lost"));
}

}  // namespace
}  // namespace penstock
