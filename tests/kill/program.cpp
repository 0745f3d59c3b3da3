// SPDX-License-Identifier: Apache-2.0
#include "kill/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "executor/proc.hpp"

namespace penstock::testing {
namespace {

[[noreturn]] void fail(const char* what, int error) { throw std::system_error{error, std::generic_category(), what}; }

}  // namespace

Program::Program(const std::filesystem::path& folder, int life) : started_{std::chrono::steady_clock::now()} {
  std::string words[] = {PENSTOCK_KILL_VICTIM_PROGRAM, "run", folder.string(), std::to_string(life)};
  char* const pointers[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe2", errno);
  output_ = ends[0];

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const auto log = (folder / log_file).string();
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int error = ::posix_spawn(&pid_, words[0].c_str(), &actions, &attributes, pointers, environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (error != 0) {
    ::close(output_);
    fail(words[0].c_str(), error);
  }
  pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

Program::~Program() {
  if (pid_ != 0) (void)kill();
  ::close(pidfd_);
  ::close(output_);
}

bool Program::readable(int descriptor, std::chrono::microseconds patience) const {
  pollfd entry{.fd = descriptor, .events = POLLIN, .revents = 0};
  const timespec limit{.tv_sec = static_cast<time_t>(patience.count() / 1'000'000),
                       .tv_nsec = static_cast<long>(patience.count() % 1'000'000 * 1'000)};
  return ::ppoll(&entry, 1, &limit, nullptr) == 1;
}

int Program::reap() {
  int status = 0;
  if (::waitpid(pid_, &status, 0) != pid_) fail("waitpid", errno);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::optional<std::chrono::microseconds> Program::wait_until_opened(std::chrono::microseconds patience) {
  char first = 0;
  if (!readable(output_, patience) || ::read(output_, &first, 1) != 1) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_);
}

std::optional<int> Program::wait(std::chrono::microseconds patience) {
  return readable(pidfd_, patience) ? std::optional{reap()} : std::nullopt;
}

std::optional<int> Program::kill() {
  if (pid_ == 0) return std::nullopt;  // 0 would be our own group
  ::kill(pid_, SIGKILL);
  const int code = reap();
  return code == 128 + SIGKILL ? std::nullopt : std::optional{code};
}

std::vector<Identity> processes_of(const std::filesystem::path& folder) {
  const auto mark = folder_variable + ("=" + folder.string()) + '\0';
  std::vector<Identity> found;
  for (const auto pid : all_processes()) {
    if (environment_of(pid).find(mark) == std::string::npos) continue;
    if (const auto stat = read_stat(pid); stat && !stat->ended) found.emplace_back(pid, stat->start_time);
  }
  return found;
}

}  // namespace penstock::testing
