// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Child processes without a thread each and without touching the host's signal handling: posix_spawn, pidfd and epoll.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "penstock/time.hpp"

namespace penstock {

/// What to run. The child gets a process group of its own, no inherited descriptors beyond the standard three, and /dev/null as input.
struct ProcessSpec {
  std::vector<std::string> arguments;    ///< the program first; found through PATH
  std::vector<std::string> environment;  ///< `NAME=value`, added to the host's
  std::filesystem::path working_directory;  ///< empty: the host's
  std::filesystem::path stdout_file;        ///< empty: /dev/null
  std::filesystem::path stderr_file;        ///< empty: /dev/null
};

/// Names a process for good: its id may be used again later, its start time tells the two apart.
struct ProcessIdentity {
  std::int64_t pid = 0;         ///< also the id of its process group
  std::int64_t start_time = 0;  ///< clock ticks since boot

  bool operator==(const ProcessIdentity&) const = default;
};

/// How a process ended.
struct ProcessResult {
  std::optional<int> exit_code;  ///< none: ended by a signal, or its status was lost
  int signal = 0;                ///< the signal that ended it; 0: none
  std::string error;             ///< it could not be started, or the host took its exit status away; empty otherwise
};

/// Starts child processes and waits for all of them on one thread. Every function may be called from any thread. The destructor ends what still runs.
class ProcessSupervisor {
 public:
  ProcessSupervisor();
  ~ProcessSupervisor();
  ProcessSupervisor(const ProcessSupervisor&) = delete;
  ProcessSupervisor& operator=(const ProcessSupervisor&) = delete;

  /// Starts a child; `ended` is called once, on the supervisor's thread, also when it could not be started. Returns none in that case.
  std::optional<ProcessIdentity> start(const ProcessSpec& spec, std::function<void(const ProcessResult&)> ended);

  /// Asks the child's process group to end (SIGTERM) and ends it for sure (SIGKILL) after `grace`. Does nothing if it is gone.
  void stop(const ProcessIdentity& process, Duration grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Finds what is left of a process group that an earlier run of the host started, and every process whose environment has `marker` (`NAME=value`),
/// ends them (SIGKILL) and waits until they are gone or `patience` is over. Returns how many processes were found. Needs /proc.
std::size_t end_left_over(const ProcessIdentity& process, const std::string& marker, Duration patience);

}  // namespace penstock
