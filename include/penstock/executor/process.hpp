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

/// What to run. The child gets a process group of its own, no inherited descriptors beyond the standard three, /dev/null as input, no blocked or
/// ignored signals. Output files are made, or emptied if they exist; their folders must exist.
struct ProcessSpec {
  std::vector<std::string> arguments;       ///< the program first; found through the host's PATH
  std::vector<std::string> environment;     ///< `NAME=value`, added to the host's; one of the same name replaces it
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

/// What to call for as long as a child runs. Called on the supervisor's thread; must not throw and should be short.
struct Heartbeat {
  Duration interval{};  ///< zero: never
  std::function<void()> beat;
};

/// Starts child processes and waits for all of them on one thread, which exists from the first `start` on and takes no signals. Supervisors do not
/// know of each other; none touches SIGCHLD or waits for children that it did not start. `start` and `stop` may be called from any thread, also from a
/// callback.
///
/// When a child ends, the rest of its process group is ended too (SIGKILL): what a command left in the background does not outlive its attempt. A
/// process that moves to a group or session of its own escapes; `end_left_over` finds it by its environment.
///
/// A host that ignores SIGCHLD or waits for any child takes exit statuses away; that is noticed and reported as `ProcessResult::error`.
class ProcessSupervisor {
 public:
  /// Throws std::system_error when the system has no descriptor left.
  ProcessSupervisor();
  /// Ends what still runs (SIGKILL), calls what is to be called, and returns. Must not run together with another function of this supervisor, but a
  /// callback may destroy it.
  ~ProcessSupervisor();
  ProcessSupervisor(const ProcessSupervisor&) = delete;
  ProcessSupervisor& operator=(const ProcessSupervisor&) = delete;

  /// Starts a child; `ended` is called once, on the supervisor's thread, also when the child could not be started, perhaps before `start` returns. It
  /// must not throw and should be short. Returns none if the child could not be started. Throws std::system_error when there is no thread to be had.
  std::optional<ProcessIdentity> start(const ProcessSpec& spec, std::function<void(const ProcessResult&)> ended, Heartbeat heartbeat = {});

  /// Asks the child's process group to end (SIGTERM) and ends it for sure (SIGKILL) after `grace`; at once if `grace` is zero. When it is asked
  /// several times the earliest end counts. Does nothing if the child is gone.
  void stop(const ProcessIdentity& process, Duration grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What an attempt that was lost in a crash may have left running.
struct LostWork {
  ProcessIdentity process;  ///< its recorded process group; a process id of 0: none was recorded
  std::string marker;       ///< `NAME=value` in the environment of its processes; empty: it had none
};

/// Finds what is left of the recorded process groups, and every process that was started with one of the markers in its environment, ends them
/// (SIGKILL) and waits until they are gone or `patience` is over. Returns how many processes were found for each. Looks through /proc once for all of
/// them, and again until nothing is found. Never ends this process or one that it descends from.
///
/// A group is ended only if it is the recorded one for sure: its leader has the recorded start time, or one of its members has the marker. Needs /proc;
/// sees only what this user may see. May be called from any thread.
std::vector<std::size_t> end_left_over(const std::vector<LostWork>& lost, Duration patience);

/// The same for one.
std::size_t end_left_over(const ProcessIdentity& process, const std::string& marker, Duration patience);

}  // namespace penstock
