// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Component: the work that Penstock does itself, on this machine: shell commands, copies between files and SQLite tables, SQL on SQLite.

#include <memory>

#include "penstock/engine/handlers.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {

/// Registers ShellCommandActivity, CopyActivity, SqlActivity, FileExists and ShellCommandPrecondition. Child processes are run by `processes`, or
/// by a supervisor of their own if it is null.
///
/// All of them may be stopped at any instant, the machine's included, and repeated: files get their name when they are complete and on the disk, tables
/// change in one transaction. Only a copy that adds rows to a table has to be told by `replaceWhere` or `insertQuery` which earlier ones it replaces.
///
/// * ShellCommandActivity: `command` or `scriptUri` by /bin/sh, with `scriptArgument` as $1, …; PENSTOCK_OBJECT, PENSTOCK_INSTANCE, PENSTOCK_ATTEMPT,
///   PENSTOCK_ATTEMPT_NUMBER, PENSTOCK_SCHEDULED_START, PENSTOCK_SCHEDULED_END and PENSTOCK_LOG_DIRECTORY in its environment. Its streams are files
///   `stdout` and `stderr` of the log folder; the fields `stdout` (only on success) and `stderr` name files that get a copy. Exit code 0 is success, all
///   else a failure that quotes the end of stderr (S-184). When it is asked to stop it has ten seconds. `stage` is not supported yet.
/// * CopyActivity: FileDataNode and SqliteDataNode in every combination but two tables of one database. Files of rows are CSV with a header unless their
///   `dataFormat` (CSV, TSV, Custom) says otherwise.
/// * SqlActivity: a script on a SqliteDatabase, as one transaction; `scriptArgument` stands for ?1, ?2, … The rows of its last query go to its output, if
///   that is a FileDataNode: plain lines with tabs between columns, or in the node's `dataFormat`.
/// * FileExists: something is at `path`.
/// * ShellCommandPrecondition: exit code 0 is met, 1 not yet, anything else an error (S-100, S-101).
void install_activities(Handlers& handlers, std::shared_ptr<ProcessSupervisor> processes = nullptr);

/// A table with all of them: `Engine engine{store, executor, standard_handlers()};`
[[nodiscard]] Handlers standard_handlers();

}  // namespace penstock
