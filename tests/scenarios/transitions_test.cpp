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

/// What all scenarios together do. They are played once for all tests of this program.
const Taken& taken() {
  static const auto all = [] {
    Taken seen;
    for (const auto& scenario : own_scenarios()) {
      (void)run_scenario(scenario.text, [&](const Change& change) { seen.emplace(change.kind, change.from, change.cause); });
    }
    return seen;
  }();
  return all;
}

std::vector<std::string> rows_never_taken(Kind kind) {
  std::vector<std::string> rows;
  for (const auto& row : transitions(kind)) {
    if (!taken().contains({kind, row.from, row.on})) {
      rows.push_back(fmt::format("{} --[{}]--> {}", to_text(row.from), to_text(row.on), to_text(row.to)));
    }
  }
  return rows;
}

class TransitionTable : public ::testing::TestWithParam<Kind> {};

TEST_P(TransitionTable, HasNoRowThatNoScenarioTakes) { EXPECT_THAT(rows_never_taken(GetParam()), ::testing::IsEmpty()); }

INSTANTIATE_TEST_SUITE_P(Kinds, TransitionTable, ::testing::Values(Kind::activity, Kind::data_node, Kind::precondition, Kind::resource),
                         [](const auto& info) -> std::string {
                           switch (info.param) {
                             case Kind::activity:
                               return "Activity";
                             case Kind::data_node:
                               return "DataNode";
                             case Kind::precondition:
                               return "Precondition";
                             default:
                               return "Resource";
                           }
                         });

}  // namespace
}  // namespace penstock::testing
