// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One run of a pipeline apart from its schedule: all of it, or some of its steps.

#include <optional>
#include <vector>

#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/ids.hpp"
#include "penstock/plan/plan.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// The steps of a single run. At most one of the two says something; neither: all of the pipeline.
struct RunSelection {
  std::vector<ObjectId> only{};    ///< these activities and nothing else
  std::optional<ObjectId> from{};  ///< this activity and all that waits for it, near or far
};

/// The definition of an on-demand pipeline whose runs do what one run of `definition` does (S-79): without schedules, and of a selection
/// only the chosen activities with the objects that they need. What they would have waited for counts as done; preconditions are still
/// checked. `plan` is what `definition` compiles to. The error has an entry for each chosen step that is no activity of the pipeline.
/// Thread-safe.
[[nodiscard]] Result<Definition, Diagnostics> single_run(const Definition& definition, const Plan& plan, const RunSelection& selection);

}  // namespace penstock
