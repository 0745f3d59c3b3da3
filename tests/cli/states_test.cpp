// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"
#include "penstock/lifecycle/status.hpp"

namespace penstock::cli {
namespace {

using ::testing::HasSubstr;

TEST(States, ArePrintedAsTheTablesThatTheEngineGoesBy) {
  const ScratchFolder folder;
  const auto printed = nlohmann::json::parse(penstock(folder.path(), {"states", "--json"}).out);
  std::size_t rows = 0;
  for (const auto kind : {Kind::activity, Kind::data_node, Kind::precondition, Kind::resource}) rows += transitions(kind).size();
  EXPECT_EQ(printed.size(), rows);
}

TEST(States, AreDrawnWithOneArrowBetweenTwoStates) {
  const ScratchFolder folder;
  const auto drawn = penstock(folder.path(), {"states", "--mermaid"}).out;
  EXPECT_THAT(drawn, HasSubstr("stateDiagram-v2"));
  EXPECT_THAT(drawn, HasSubstr("  RUNNING --> FINISHED: attempt succeeded<br/>marked finished by user"));
}

}  // namespace
}  // namespace penstock::cli
