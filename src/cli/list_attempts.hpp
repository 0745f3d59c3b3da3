// SPDX-License-Identifier: Apache-2.0
#pragma once

/// `penstock list-runs --attempts`: every try of every instance, instead of the instances.

#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace penstock::cli {

/// The options that leave something out, as they were given.
[[nodiscard]] std::vector<std::string> restrictions(const ListRuns& command);

/// Of instances as the other options choose them; statuses are those of the attempts. Throws Refused and StoreError.
[[nodiscard]] ExitCode list_attempts(const ListRuns& command, Terminal terminal);

}  // namespace penstock::cli
