// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What ShellCommandActivity and ShellCommandPrecondition have in common: a command or script for /bin/sh, and how it ended.

#include <filesystem>
#include <string>

#include "penstock/executor/process.hpp"
#include "penstock/lifecycle/scope.hpp"

namespace penstock::activities {

/// Files of one log folder that a command writes to.
struct Streams {
  std::filesystem::path out;
  std::filesystem::path err;
};
[[nodiscard]] Streams streams_in(const std::filesystem::path& log_directory);

/// The process that runs `command`, or the file at `scriptUri`, with `scriptArgument` as $1, $2, …; its streams go to `streams`. Its
/// environment tells PENSTOCK_OBJECT, PENSTOCK_INSTANCE, PENSTOCK_SCHEDULED_START and PENSTOCK_SCHEDULED_END (`YYYY-MM-DDTHH:MM:SS`, UTC).
/// Throws NotPossible if the script is not on this machine.
[[nodiscard]] ProcessSpec shell_process(const ObjectView& object, const Streams& streams);

/// What keeps a component from ever being run; empty: nothing that is known beforehand.
[[nodiscard]] std::string refuse_script(const Component& component);

/// How a process ended, for people: `exit code 3`, `ended by signal 9 (KILL)`, and what it last said on stderr (S-184), secrets of
/// `object` masked.
[[nodiscard]] std::string account_of(const ProcessResult& result, const std::filesystem::path& stderr_file, const ObjectView& object);

/// How long a command may take to end when it is asked to.
inline constexpr Duration stop_grace{10'000};

}  // namespace penstock::activities
