// SPDX-License-Identifier: Apache-2.0
#include "testing/scenario_play.hpp"

#include "testing/scenario_checks.hpp"
#include "testing/scenario_commands.hpp"

namespace penstock::testing {

namespace {

/// Commands and checks in the order of their times, checks after commands of the same time.
void act(Stage& stage, const ScenarioFile& scenario) {
  auto command = scenario.commands.begin();
  auto check = scenario.checks.begin();
  while (command != scenario.commands.end() || check != scenario.checks.end()) {
    const bool commands_first = check == scenario.checks.end() || (command != scenario.commands.end() && command->at <= check->at);
    stage.simulation.run_until(commands_first ? command->at : check->at);
    if (commands_first) {
      perform(stage, *command);
      stage.simulation.settle();
      ++command;
    } else {
      make_checks(stage, *check);
      ++check;
    }
  }
}

}  // namespace

void play(Stage& stage, const ScenarioFile& scenario) {
  check_diagnostics(stage, scenario.validate);
  if (!scenario.clock) return;
  stage.save(scenario.definition);
  if (scenario.activate) activate_first(stage, scenario);
  act(stage, scenario);
  if (stage.plan() == nullptr) return;
  for (const auto& problem : stage.simulation.script().problems(*stage.plan())) throw ScenarioError{"script." + problem};
}

}  // namespace penstock::testing
