// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a scenario lets people and task runners do.

#include "testing/scenario_stage.hpp"

namespace penstock::testing {

/// Does it and notes when it was not accepted or refused as it should be. Throws ScenarioError if an argument makes no sense.
void perform(Stage& stage, const ScenarioCommand& command);

/// The activation with which a scenario begins.
void activate_first(Stage& stage, const ScenarioFile& scenario);

}  // namespace penstock::testing
