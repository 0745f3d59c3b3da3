// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A scenario from its first line to its last check.

#include "testing/scenario_stage.hpp"

namespace penstock::testing {

/// Validates, saves, activates, gives the commands and makes the checks, and notes what was not as it should be. Throws ScenarioError, what
/// the store throws, and DefinitionError if the definition cannot even be saved.
void play(Stage& stage, const ScenarioFile& scenario);

}  // namespace penstock::testing
