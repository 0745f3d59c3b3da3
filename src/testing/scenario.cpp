// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/scenario.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "testing/scenario_checks.hpp"
#include "testing/scenario_commands.hpp"
#include "testing/scenario_stage.hpp"

namespace penstock::testing {

namespace {

/// Commands and checks in the order of their times, checks after commands of the same time.
void play(Stage& stage, const ScenarioFile& scenario) {
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

void run(Stage& stage, const ScenarioFile& scenario) {
  check_diagnostics(stage, scenario.validate);
  if (!scenario.clock) return;
  stage.save(scenario.definition);
  if (scenario.activate) activate_first(stage, scenario);
  play(stage, scenario);
  if (stage.plan() == nullptr) return;
  for (const auto& problem : stage.simulation.script().problems(*stage.plan())) throw ScenarioError{"script." + problem};
}

}  // namespace

std::string to_text(const Difference& difference) {
  return fmt::format("{}: expected {}, seen {}", difference.where, difference.expected, difference.seen);
}

ScenarioResult run_scenario(std::string_view json, const Observer& observer) {
  const auto scenario = read_scenario(json);
  Stage stage{scenario, observer};
  try {
    run(stage, scenario);
  } catch (const ScenarioError&) {
    throw;
  } catch (const std::exception& error) {
    // What was seen before is still worth knowing.
    stage.differ(to_text(stage.simulation.now()), "the scenario goes on", error.what());
  }
  return {.id = scenario.id, .title = scenario.title, .differences = std::move(stage.differences)};
}

std::vector<std::string> read_scenario_file(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw std::system_error{errno, std::generic_category(), file.string()};
  std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text[first] != '[') return {std::move(text)};

  std::vector<std::string> scenarios;
  try {
    for (const auto& scenario : Json::parse(text)) scenarios.push_back(scenario.dump());
  } catch (const Json::parse_error& error) {
    throw ScenarioError{error.what()};
  }
  return scenarios;
}

}  // namespace penstock::testing
