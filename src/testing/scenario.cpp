// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/scenario.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "testing/scenario_play.hpp"

namespace penstock::testing {

std::string to_text(const Difference& difference) {
  return fmt::format("{}: expected {}, seen {}", difference.where, difference.expected, difference.seen);
}

ScenarioResult run_scenario(std::string_view json, const Observer& observer) {
  const auto scenario = read_scenario(json);
  Stage stage{scenario, observer};
  try {
    play(stage, scenario);
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
