// SPDX-License-Identifier: Apache-2.0

/// Every scenario, killed at its commits: what is there at the end is what would have been there.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "crash_points/mortal_play.hpp"
#include "penstock/testing/scenario.hpp"

namespace penstock::testing {
namespace {

std::vector<ScenarioFile> scenarios_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<ScenarioFile> scenarios;
  for (const auto& file : files) {
    for (const auto& text : read_scenario_file(file)) {
      auto scenario = read_scenario(text);
      if (scenario.clock) scenarios.push_back(std::move(scenario));
    }
  }
  return scenarios;
}

struct Tally {
  std::int64_t scenarios = 0;
  std::int64_t deaths = 0;
};

/// Every `stride`-th death of each scenario, beginning elsewhere in each.
Tally kill_everywhere(const std::vector<ScenarioFile>& scenarios, const StoreKind& kind, std::int64_t stride) {
  Tally tally;
  for (const auto& scenario : scenarios) {
    if (std::getenv("PENSTOCK_ONLY") && scenario.id != std::getenv("PENSTOCK_ONLY")) continue;
    const auto undisturbed = play_mortal(scenario, kind, std::nullopt);
    const auto offset = tally.scenarios % stride;
    ++tally.scenarios;
    for (std::int64_t n = offset; n < 2 * undisturbed.commits; n += stride) {
      const Death death{.commit = 1 + n / 2, .when = n % 2 == 0 ? Death::When::before : Death::When::after};
      const auto where = fmt::format("{}, killed {} commit {} of {}", scenario.id, n % 2 == 0 ? "before" : "after", death.commit, undisturbed.commits);
      ++tally.deaths;
      if (std::getenv("PENSTOCK_TRACE")) std::cout << "=== " << where << '\n';
      try {
        const auto play = play_mortal(scenario, kind, death);
        EXPECT_TRUE(play.died) << where;
        for (const auto& difference : compare(undisturbed.ending, play.ending)) ADD_FAILURE() << where << ": " << difference;
      } catch (const std::exception& error) {
        ADD_FAILURE() << where << ": " << error.what();
      }
    }
  }
  std::cout << tally.scenarios << " scenarios on " << kind.name << " killed " << tally.deaths << " times\n";
  return tally;
}

std::int64_t stride(std::int64_t usual) {
  const char* const wanted = std::getenv("PENSTOCK_CRASH_STRIDE");
  return wanted == nullptr ? usual : std::max<std::int64_t>(1, std::strtoll(wanted, nullptr, 10));
}

TEST(CrashPoints, LeaveTheSameEndInMemory) {
  EXPECT_GT(kill_everywhere(scenarios_of(PENSTOCK_SOURCE_DIR "/tests/scenarios"), memory_kind(), stride(16)).deaths, 0);
}

TEST(CrashPoints, LeaveTheSameEndInSqlite) {
  EXPECT_GT(kill_everywhere(scenarios_of(PENSTOCK_SOURCE_DIR "/tests/scenarios"), sqlite_kind(), stride(64)).deaths, 0);
}

}  // namespace
}  // namespace penstock::testing
