// SPDX-License-Identifier: Apache-2.0
#include "executor/left_over.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "executor/proc.hpp"
#include "executor/scratch_folder.hpp"
#include "executor/signal_file.hpp"
#include "executor/spawn.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {
namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 1min;

/// A process that an earlier run of the host could have left over. Reaped, and ended should it still run, when the test ends.
struct LeftOver {
  ScratchFolder folder;
  SignalFile ready{folder / "ready"};
  SignalFile never{folder / "never"};
  std::string marker = "PENSTOCK_TEST=" + folder.path().native();
  pid_t pid = 0;
  ProcessIdentity identity;

  /// Runs `before`, tells that it is ready, and waits for ever.
  explicit LeftOver(const std::string& before = "", bool marked = true) {
    ProcessSpec spec;
    spec.arguments = {"/bin/sh", "-c", before + "echo go >" + ready.path() + "; while :; do read x <" + never.path() + "; done"};
    if (marked) spec.environment = {marker};
    auto started = spawn(spec);
    if (!started) throw std::runtime_error{started.error()};
    pid = *started;
    identity = {.pid = pid, .start_time = read_stat(pid)->start_time};
    (void)ready.wait();
  }
  ~LeftOver() {
    if (pid == 0) return;
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  LeftOver(const LeftOver&) = delete;
  LeftOver& operator=(const LeftOver&) = delete;

  [[nodiscard]] bool running() const {
    const auto stat = read_stat(pid);
    return stat && !stat->ended;
  }
  /// Waits for the leader, whose end a test arranged.
  void reap_leader() {
    ::waitpid(pid, nullptr, 0);
    pid = 0;
  }
};

TEST(EndLeftOver, EndsTheRecordedProcess) {
  const LeftOver left{"", false};
  EXPECT_EQ(end_left_over(left.identity, "PENSTOCK_TEST=of nobody", patience), 1U);
  EXPECT_FALSE(left.running());
}

TEST(EndLeftOver, SparesAProcessThatGotTheIdLater) {
  const LeftOver left{"", false};
  auto earlier = left.identity;
  --earlier.start_time;
  EXPECT_EQ(end_left_over(earlier, "PENSTOCK_TEST=of nobody", patience), 0U);
  EXPECT_TRUE(left.running());
}

/// A pipe that goes with its last process that does not exec.
struct Pipe {
  int ends[2]{};
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  }
  ~Pipe() {
    for (const int end : ends) ::close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_writer() { ::close(std::exchange(ends[1], -1)); }
  void wait_until_closed() const {
    for (char byte = 0; ::read(ends[0], &byte, 1) > 0;) {
    }
  }
};

/// A copy of this program, as a killed host leaves it when it was starting a child: it becomes a marked process when it is released. Its
/// parent runs another program by then.
struct Starting {
  std::string marker = "PENSTOCK_TEST=starting " + std::to_string(::getpid());
  pid_t parent = 0;
  pid_t child = 0;
  Pipe told, parent_is_another, go, is_another;

  Starting() {
    parent = ::fork();
    if (parent == 0) be_parent();
    for (auto* pipe : {&told, &parent_is_another, &is_another}) pipe->close_writer();
    [[maybe_unused]] const auto read = ::read(told.ends[0], &child, sizeof child);
    parent_is_another.wait_until_closed();
  }
  ~Starting() {
    ::kill(-child, SIGKILL);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
  }
  Starting(const Starting&) = delete;
  Starting& operator=(const Starting&) = delete;

  void release() {
    go.close_writer();
    is_another.wait_until_closed();
  }

 private:
  [[noreturn]] void be_parent() {
    ::setpgid(0, 0);
    if (::fork() == 0) be_child();
    ::execl("/bin/sleep", "sleep", "60", nullptr);
    ::_exit(1);
  }
  [[noreturn]] void be_child() {
    ::setpgid(0, 0);
    parent_is_another.close_writer();
    go.close_writer();
    const auto self = ::getpid();
    [[maybe_unused]] const auto written = ::write(told.ends[1], &self, sizeof self);
    go.wait_until_closed();
    std::string mark = marker;
    char* const environment[] = {mark.data(), nullptr};
    ::execle("/bin/sleep", "sleep", "60", nullptr, environment);
    ::_exit(1);
  }
};

TEST(EndLeftOver, FindsAProcessThatIsStillToBecomeWhatItRuns) {
  Starting starting;
  int pauses = 0;
  const auto found = end_left_over({LostWork{.process = {}, .marker = starting.marker}}, patience, [&] {
    if (++pauses == 1) starting.release();
  });
  EXPECT_EQ(found.front(), 1U);
  EXPECT_GE(pauses, 1);
  const auto stat = read_stat(starting.child);
  EXPECT_TRUE(!stat || stat->ended);
}

TEST(EndLeftOver, EndsTheWholeGroup) {
  const LeftOver left{"sh -c 'while :; do read x; done' <\"$0\" & "};
  EXPECT_GE(end_left_over(left.identity, "", patience), 1U);
  EXPECT_FALSE(left.running());
  EXPECT_EQ(end_left_over(left.identity, left.marker, patience), 0U) << "nothing is left to be found";
}

TEST(EndLeftOver, FindsTheGroupByItsMarkedMembersWhenTheLeaderIsGone) {
  LeftOver left{};
  const SignalFile held{left.folder / "held"};
  // A second group whose leader ends at once: a marked member and, through `env -i`, one that only the group gives away.
  ProcessSpec spec;
  const std::string wait_for_ever = "while :; do read x <" + left.never.path() + "; done";
  spec.arguments = {"/bin/sh", "-c",
                    "exec >" + held.path() + "; sh -c '" + wait_for_ever + "' & env -i /bin/sh -c '" + wait_for_ever + "' & exit 0"};
  spec.environment = {left.marker};
  std::promise<void> closed;
  auto started = spawn(spec);
  ASSERT_TRUE(started);
  const ProcessIdentity leader{.pid = *started, .start_time = 1};
  const std::ifstream reader{held.path()};  // both hold its other end
  ::waitpid(*started, nullptr, 0);
  EXPECT_EQ(end_left_over(leader, left.marker, patience), 3U);
  EXPECT_FALSE(left.running()) << "marked, though of another group";
}

TEST(EndLeftOver, FindsAProcessThatLeftTheGroupByItsMarker) {
  LeftOver left{};
  EXPECT_EQ(end_left_over({}, left.marker, patience), 1U);
  EXPECT_FALSE(left.running());
}

TEST(EndLeftOver, WantsTheWholeMarker) {
  const LeftOver left{};
  EXPECT_EQ(end_left_over({}, left.marker.substr(0, left.marker.size() - 1), patience), 0U);
  EXPECT_TRUE(left.running());
}

TEST(EndLeftOver, FindsNothingByAnEmptyMarkerAndNoProcess) { EXPECT_EQ(end_left_over({}, "", patience), 0U); }

TEST(EndLeftOver, NeverEndsThisProcess) {
  const auto self = ::getpid();
  const ProcessIdentity own{.pid = self, .start_time = read_stat(self)->start_time};
  EXPECT_EQ(end_left_over(own, "", 0ms), 0U);
}

TEST(EndLeftOver, CountsForEachOfSeveralLostAttempts) {
  const LeftOver marked{}, grouped{"", false}, spared{};
  const std::vector<LostWork> lost = {{{}, marked.marker}, {{}, "PENSTOCK_TEST=of nobody"}, {grouped.identity, ""}};
  EXPECT_EQ(end_left_over(lost, patience), (std::vector<std::size_t>{1, 0, 1}));
  EXPECT_TRUE(spared.running());
}

TEST(EndLeftOver, ReturnsWhenItsPatienceIsOver) {
  const LeftOver left{};
  EXPECT_EQ(end_left_over(left.identity, left.marker, 0ms), 1U);
}

}  // namespace
}  // namespace penstock
