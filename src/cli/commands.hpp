// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One function per command. They say on `terminal.out` what was asked for and on `terminal.err` what is wrong besides, and throw what
/// keeps them from doing it: InputError, Refused, DefinitionError, StoreError.

#include <stdexcept>

#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/output.hpp"

namespace penstock::cli {

/// A file or value given on the command line cannot be used.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What was asked for does not exist or cannot be done now.
class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where a command writes.
struct Terminal {
  Output& out;
  Output& err;
};

[[nodiscard]] ExitCode perform(const Say& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const Validate& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const RunPipelines& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ShowStatus& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ListRuns& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ShowLogs& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const Operate& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const DrawGraph& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const Simulate& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const CheckScenarios& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ShowStates& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const StartRun& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ExplainInstance& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const CheckStore& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const BackUpStore& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const PruneStore& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ShowTypes& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const ExplainDefinition& command, Terminal terminal);
[[nodiscard]] ExitCode perform(const EvaluateExpression& command, Terminal terminal);

}  // namespace penstock::cli
