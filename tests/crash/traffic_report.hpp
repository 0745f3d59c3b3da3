// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Runs the traffic report program as a person would, and as a power cut would.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace penstock::testing {

/// A folder that is gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "penstock-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::system_error{errno, std::generic_category(), "mkdtemp"};
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// One run of the program; its output goes to `output.txt` in the folder.
class ReportRun {
 public:
  ReportRun(const std::filesystem::path& folder, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{TRAFFIC_REPORT_PROGRAM, "--folder", folder.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    const auto output = (folder / "output.txt").string();
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    const int error = ::posix_spawn(&pid_, words.front().c_str(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error{error, std::generic_category(), words.front()};
  }

  /// Its exit code, once it has ended by itself; -1 if a signal ended it.
  int wait() {
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) throw std::system_error{errno, std::generic_category(), "waitpid"};
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  /// Lets it live for a while, then kills it. Returns its exit code if it had ended before.
  std::optional<int> kill_after(std::chrono::microseconds life) {
    const int pidfd = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (pidfd < 0) throw std::system_error{errno, std::generic_category(), "pidfd_open"};
    pollfd ended{.fd = pidfd, .events = POLLIN, .revents = 0};
    const timespec limit{.tv_sec = static_cast<time_t>(life.count() / 1'000'000), .tv_nsec = static_cast<long>(life.count() % 1'000'000 * 1'000)};
    ::ppoll(&ended, 1, &limit, nullptr);
    ::close(pidfd);
    ::kill(pid_, SIGKILL);
    const int code = wait();
    return code < 0 ? std::nullopt : std::optional{code};
  }

 private:
  pid_t pid_ = 0;
};

}  // namespace penstock::testing
