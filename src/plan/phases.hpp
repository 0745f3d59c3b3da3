// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The steps of `compile`, in the order in which they are taken. Each reports what it finds wrong and goes on with what is left.

#include <string_view>

namespace penstock::compiling {

struct Compilation;
struct Draft;

/// Sizes that the profile limits (S-8).
void check_limits(Compilation&);
/// Ids and names (S-2).
void read_objects(Compilation&);
/// Parents (S-10, S-11, S-15). False if they run in a cycle: then nothing but that is reported (S-27).
[[nodiscard]] bool link_parents(Compilation&);
/// Types and bases (S-4, S-13); the components get their positions.
void find_types(Compilation&);
/// Fields as written: empty, reserved, unknown ones; texts are parsed and references found (S-3, S-5 to S-7, S-9, S-17, S-28).
void read_fields(Compilation&);
/// Parameters and their values (S-18 to S-26).
void resolve_parameters(Compilation&);
/// What each object has after inheritance (S-10 to S-17). False if that would be more than a process can hold.
[[nodiscard]] bool inherit_fields(Compilation&);

/// Required fields and groups (S-32), enumerations, and what belongs together (S-24, S-131, S-134, S-180).
void check_fields(Compilation&);
/// Names in expressions (S-24, S-207, S-209).
void check_expressions(Compilation&);
/// Retries, time-outs, modes, bounds (S-71, S-77, S-89, S-90, S-95, S-118).
void read_policies(Compilation&);
/// Schedule objects (S-50 to S-54, S-62 to S-64).
void read_schedules(Compilation&);
/// Where work is done, preconditions and actions (S-39, S-40, S-103, S-105, S-106).
void assign_runners(Compilation&);
/// Who follows which schedule (S-56, S-60, S-70, S-74, S-75).
void assign_calendars(Compilation&);

/// Edges between components (S-33 to S-36).
void connect(Compilation&);
/// Whether `finally` activities come to their turn.
void check_teardown(Compilation&);
/// Cycles (S-37).
void check_cycles(Compilation&);
/// How intervals of different periods meet (S-44, S-46, S-48, S-49, S-109).
void check_intervals(Compilation&);
/// The fields of the components.
void compile_fields(Compilation&);

/// Whether the name can be resolved where it stands: in a field of `draft` that is its own or an inherited one.
[[nodiscard]] bool resolves(Compilation&, const Draft& draft, std::string_view name, bool own);

}  // namespace penstock::compiling
