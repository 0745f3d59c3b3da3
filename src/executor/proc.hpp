// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What /proc tells about processes. Processes come and go while one looks: absence is a normal answer.

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// Fields of /proc/<pid>/stat.
struct ProcessStat {
  pid_t parent = 0;
  pid_t group = 0;
  std::int64_t start_time = 0;  ///< clock ticks since boot
  bool ended = false;           ///< a zombie: nothing of it runs any more
};

/// Reads the text of a stat file; none if it is not of that form.
[[nodiscard]] std::optional<ProcessStat> parse_stat(std::string_view text);

/// The text of a file below /proc; what could be read of it, also if its process ends meanwhile.
[[nodiscard]] std::string read_proc(const std::string& path);

/// None if there is no such process.
[[nodiscard]] std::optional<ProcessStat> read_stat(pid_t pid);

/// The environment that the process was started with: `NAME=value`, each ended by a NUL. Empty where we may not look.
[[nodiscard]] std::string environment_of(pid_t pid);

/// The file of the program that the process runs. Empty where we may not look, and for what runs no program.
[[nodiscard]] std::string program_of(pid_t pid);

/// Ids of all processes that we can see.
[[nodiscard]] std::vector<pid_t> all_processes();

}  // namespace penstock
