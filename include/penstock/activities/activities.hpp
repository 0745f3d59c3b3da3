// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Component: the work that Penstock does itself, on this machine: shell commands, copies between files and SQLite tables, SQL on SQLite.

#include <memory>

#include "penstock/engine/handlers.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {

/// Registers ShellCommandActivity, CopyActivity, SqlActivity, FileExists and ShellCommandPrecondition. Child processes are run by `processes`, or
/// by a supervisor of their own if it is null.
void install_activities(Handlers& handlers, std::shared_ptr<ProcessSupervisor> processes = nullptr);

/// A table with all of them: `Engine engine{store, executor, standard_handlers()};`
[[nodiscard]] Handlers standard_handlers();

}  // namespace penstock
