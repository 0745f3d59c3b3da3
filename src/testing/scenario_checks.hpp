// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a scenario expects to see.

#include "testing/scenario_stage.hpp"

namespace penstock::testing {

/// Makes every check of that time and notes what differs. Throws ScenarioError if a check has not the shape that its kind needs.
void make_checks(Stage& stage, const ScenarioCheck& check);

/// Compares what `validate` of the scenario says with the diagnostics of its definition.
void check_diagnostics(Stage& stage, const Json& expected);

}  // namespace penstock::testing
