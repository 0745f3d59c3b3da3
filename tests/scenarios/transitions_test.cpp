// SPDX-License-Identifier: Apache-2.0

/// Every row of the transition tables is taken by a scenario of this folder, so that no row is there only because it looked right.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "penstock/engine/engine.hpp"
#include "penstock/lifecycle/status.hpp"
#include "penstock/testing/scenario.hpp"
#include "scenarios/own_scenarios.hpp"

namespace penstock::testing {
namespace {

using Taken = std::set<std::tuple<Kind, Status, Cause>>;

/// What all scenarios together do.
Taken play_all() {
  Taken taken;
  for (const auto& scenario : own_scenarios()) {
    (void)run_scenario(scenario.text, [&](const Change& change) { taken.emplace(change.kind, change.from, change.cause); });
  }
  return taken;
}

std::vector<std::string> rows_left_out(Kind kind, const Taken& taken) {
  std::vector<std::string> rows;
  for (const auto& row : transitions(kind)) {
    if (!taken.contains({kind, row.from, row.on})) {
      rows.push_back(fmt::format("{} --[{}]--> {}", to_text(row.from), to_text(row.on), to_text(row.to)));
    }
  }
  return rows;
}

TEST(TransitionTables, HaveNoRowThatNoScenarioTakes) {
  const auto taken = play_all();
  for (const auto kind : {Kind::activity, Kind::data_node, Kind::precondition, Kind::resource}) {
    EXPECT_THAT(rows_left_out(kind, taken), ::testing::IsEmpty()) << to_text(kind);
  }
}

}  // namespace
}  // namespace penstock::testing
