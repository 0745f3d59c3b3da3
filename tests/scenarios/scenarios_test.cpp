// SPDX-License-Identifier: Apache-2.0

/// Pipelines as data: one test for each file of scenarios, of our own in this folder and of the reference data.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "penstock/testing/scenario.hpp"

namespace penstock::testing {
namespace {

/// The scenario files of a folder; an empty path if there are none, because a suite without any test fails.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator{folder, none}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) files.emplace_back();
  return files;
}

std::filesystem::path shared_scenarios() {
  const char* const given = std::getenv("PENSTOCK_SHARED");
  const auto folder = std::filesystem::path{given != nullptr ? given : PENSTOCK_SOURCE_DIR "/../shared"} / "scenarios";
  return std::filesystem::exists(folder / "README.md") ? folder : std::filesystem::path{};
}

std::string name_of(const ::testing::TestParamInfo<std::filesystem::path>& info) {
  auto name = info.param.empty() ? std::string{"None"} : info.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

void expect_to_hold(const std::filesystem::path& file) {
  if (file.empty()) GTEST_SKIP() << "no scenarios";
  for (const auto& scenario : read_scenario_file(file)) {
    const auto result = run_scenario(scenario);
    for (const auto& difference : result.differences) {
      ADD_FAILURE() << result.id << ": " << result.title << '\n' << to_text(difference);
    }
  }
}

class Scenarios : public ::testing::TestWithParam<std::filesystem::path> {};
TEST_P(Scenarios, Hold) { expect_to_hold(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Files, Scenarios, ::testing::ValuesIn(files_of(PENSTOCK_SOURCE_DIR "/tests/scenarios")), name_of);

class ScenariosShared : public ::testing::TestWithParam<std::filesystem::path> {};
TEST_P(ScenariosShared, Hold) { expect_to_hold(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Files, ScenariosShared, ::testing::ValuesIn(files_of(shared_scenarios())), name_of);

}  // namespace
}  // namespace penstock::testing
