// SPDX-License-Identifier: Apache-2.0

/// Pipelines as data: one test for each scenario of this folder, and for each file of the reference data.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "penstock/testing/scenario.hpp"
#include "scenarios/own_scenarios.hpp"

namespace penstock::testing {
namespace {

/// The same characters wherever a name is formed from an id or a file.
std::string test_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

void expect_to_hold(const std::string& scenario) {
  const auto result = run_scenario(scenario);
  for (const auto& difference : result.differences) ADD_FAILURE() << result.title << '\n' << to_text(difference);
}

class Scenarios : public ::testing::TestWithParam<OwnScenario> {};
TEST_P(Scenarios, Hold) { expect_to_hold(GetParam().text); }
INSTANTIATE_TEST_SUITE_P(Own, Scenarios, ::testing::ValuesIn(own_scenarios()),
                         [](const ::testing::TestParamInfo<OwnScenario>& info) { return test_name(info.param.id); });

/// The files of the reference data; an empty path if there are none, because a suite without any test fails.
std::vector<std::filesystem::path> shared_files() {
  const char* const given = std::getenv("PENSTOCK_SHARED");
  const auto folder = std::filesystem::path{given != nullptr ? given : PENSTOCK_SOURCE_DIR "/../shared"} / "scenarios";
  std::vector<std::filesystem::path> files;
  if (std::filesystem::exists(folder / "README.md")) {
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) files.emplace_back();
  return files;
}

class ScenariosShared : public ::testing::TestWithParam<std::filesystem::path> {};
TEST_P(ScenariosShared, Hold) {
  if (GetParam().empty()) GTEST_SKIP() << "no reference data";
  for (const auto& scenario : read_scenario_file(GetParam())) expect_to_hold(scenario);
}
INSTANTIATE_TEST_SUITE_P(Files, ScenariosShared, ::testing::ValuesIn(shared_files()),
                         [](const ::testing::TestParamInfo<std::filesystem::path>& info) {
                           return info.param.empty() ? "None" : test_name(info.param.stem().string());
                         });

}  // namespace
}  // namespace penstock::testing
