// SPDX-License-Identifier: Apache-2.0

/// Every scenario, killed at its commits: what is there at the end is what would have been there. A sample of the deaths; with
/// PENSTOCK_CRASH_STRIDE=1 all of them.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "crash_points/mortal_play.hpp"
#include "penstock/testing/scenario.hpp"

namespace penstock::testing {
namespace {

/// Those that run something.
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
  std::int64_t later = 0;  ///< ends that were the same after some more time
  std::map<Excuse, std::int64_t> excused;
};

constexpr std::pair<Excuse, const char*> excuses[] = {
    {Excuse::draining, "draining"},
    {Excuse::paused, "paused"},
    {Excuse::handed_out, "task not acknowledged"},
    {Excuse::idle, "idle machine"},
    {Excuse::late, "late"},
    {Excuse::refused, "command refused"},
    {Excuse::numbers, "number of an attempt in a text"},
};

/// What is not the same at the end, nor after some more time: limits begin anew with an attempt that replaces a lost one.
std::vector<std::string> differences(const ScenarioFile& scenario, const StoreKind& kind, const MortalPlay& undisturbed, Death death,
                                     Tally& tally) {
  const auto play = play_mortal(scenario, kind, death);
  if (!play.died) return {"it did not die"};
  if (compare(undisturbed.ending, play.ending).empty()) return {};
  const bool numbers = compare(without_numbers(undisturbed.ending), without_numbers(play.ending)).empty();
  if (const auto excuse = numbers ? Excuse::numbers : play.excuse; excuse != Excuse::none) {
    ++tally.excused[excuse];
    return {};
  }
  ++tally.later;
  const auto longer = std::chrono::hours{30};
  return compare(play_mortal(scenario, memory_kind(), std::nullopt, longer).ending, play_mortal(scenario, kind, death, longer).ending);
}

/// Every `stride`-th death of each scenario, beginning elsewhere in each. The undisturbed end is that in memory: it depends on no store.
Tally kill_everywhere(const std::vector<ScenarioFile>& scenarios, const StoreKind& kind, std::int64_t stride) {
  Tally tally;
  for (const auto& scenario : scenarios) {
    const auto undisturbed = play_mortal(scenario, memory_kind(), std::nullopt);
    for (auto n = tally.scenarios++ % stride; n < 2 * undisturbed.commits; n += stride) {
      const Death death{.commit = 1 + n / 2, .when = n % 2 == 0 ? Death::When::before : Death::When::after};
      const auto where =
          fmt::format("{}, killed {} commit {} of {}", scenario.id, n % 2 == 0 ? "before" : "after", death.commit, undisturbed.commits);
      ++tally.deaths;
      try {
        for (const auto& difference : differences(scenario, kind, undisturbed, death, tally)) ADD_FAILURE() << where << ": " << difference;
      } catch (const std::exception& error) {
        ADD_FAILURE() << where << ": " << error.what();
      }
    }
  }
  std::cout << tally.scenarios << " scenarios on " << kind.name << " killed " << tally.deaths << " times; " << tally.later
            << " ends were later; others:";
  for (const auto& [excuse, name] : excuses) std::cout << ' ' << tally.excused[excuse] << ' ' << name << ';';
  std::cout << '\n';
  return tally;
}

std::int64_t stride(std::int64_t usual) {
  const char* const wanted = std::getenv("PENSTOCK_CRASH_STRIDE");
  return wanted == nullptr ? usual : std::max<std::int64_t>(1, std::strtoll(wanted, nullptr, 10));
}

/// Excuses are for corners: were they many, the rule would be wrong.
void expect_few_excuses(const Tally& tally) {
  std::int64_t excused = 0;
  for (const auto& [excuse, times] : tally.excused) excused += times;
  EXPECT_GT(tally.deaths, 0);
  EXPECT_LE(excused, 2 + tally.deaths / 50);
}

TEST(CrashPoints, LeaveTheSameEndInMemory) {
  expect_few_excuses(kill_everywhere(scenarios_of(PENSTOCK_SOURCE_DIR "/tests/scenarios"), memory_kind(), stride(16)));
}

TEST(CrashPoints, LeaveTheSameEndInSqlite) {
  expect_few_excuses(kill_everywhere(scenarios_of(PENSTOCK_SOURCE_DIR "/tests/scenarios"), sqlite_kind(), stride(128)));
}

TEST(CrashPointsShared, LeaveTheSameEndInMemory) {
  const char* const given = std::getenv("PENSTOCK_SHARED");
  const auto folder = std::filesystem::path{given != nullptr ? given : PENSTOCK_SOURCE_DIR "/../shared"} / "scenarios";
  if (!std::filesystem::exists(folder / "README.md")) GTEST_SKIP() << "no reference data";
  expect_few_excuses(kill_everywhere(scenarios_of(folder), memory_kind(), stride(16)));
}

}  // namespace
}  // namespace penstock::testing
