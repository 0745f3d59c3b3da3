// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The program that is killed, as it is started again and again in one folder.

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace penstock::testing {

/// Files in its folder.
inline constexpr const char* store_file = "store.db";
inline constexpr const char* ledger_file = "ledger";
inline constexpr const char* log_file = "log";
/// In the environment of the program and of all that it starts.
inline constexpr const char* folder_variable = "PENSTOCK_KILL_FOLDER";
inline constexpr const char* life_variable = "PENSTOCK_KILL_LIFE";

/// One life of the program.
class Program {
 public:
  /// Starts it. Throws std::system_error.
  Program(const std::filesystem::path& folder, int life);
  /// Kills it if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Waits until its store is open; how long that took. None if it ended before, or if `patience` is over.
  [[nodiscard]] std::optional<std::chrono::microseconds> wait_until_opened(std::chrono::microseconds patience);
  /// Waits until it has ended by itself; its exit code, 128 and the signal if it was one. None if it goes on.
  [[nodiscard]] std::optional<int> wait(std::chrono::microseconds patience);
  /// Lets it go on for so long, or until it has ended.
  void live_for(std::chrono::microseconds time) const { (void)readable(pidfd_, time); }
  /// Kills it, and nothing that it has started. Returns its exit code if it had ended by itself before.
  [[nodiscard]] std::optional<int> kill();

 private:
  [[nodiscard]] bool readable(int descriptor, std::chrono::microseconds patience) const;
  int reap();

  std::chrono::steady_clock::time_point started_;
  pid_t pid_ = 0;
  int pidfd_ = -1;
  int output_ = -1;
};

/// A process for good: its id and when it was started.
using Identity = std::pair<pid_t, std::int64_t>;

/// What still runs of all that the program in that folder has ever started.
[[nodiscard]] std::vector<Identity> processes_of(const std::filesystem::path& folder);

}  // namespace penstock::testing
