// SPDX-License-Identifier: Apache-2.0
#include "scenarios/own_scenarios.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "penstock/testing/scenario.hpp"

namespace penstock::testing {

namespace {

std::vector<OwnScenario> read_all() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{PENSTOCK_SOURCE_DIR "/tests/scenarios"}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());

  std::vector<OwnScenario> scenarios;
  for (const auto& file : files) {
    for (auto& text : read_scenario_file(file)) {
      const auto document = nlohmann::json::parse(text);
      scenarios.push_back({.file = file.filename().string(),
                           .id = document.at("id").get<std::string>(),
                           .rules = document.at("rules").get<std::set<std::string>>(),
                           .text = std::move(text)});
    }
  }
  return scenarios;
}

}  // namespace

const std::vector<OwnScenario>& own_scenarios() {
  static const auto scenarios = read_all();
  return scenarios;
}

}  // namespace penstock::testing
