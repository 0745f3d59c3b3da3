// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "penstock/definition/diagnostics.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Load, then Crunch, then Report, each day; deployed at noon, when the first day's run is over.
struct RunNowTest : ::testing::Test {
  RunNowTest() {
    const auto load = pipeline.step("Load");
    const auto crunch = pipeline.step("Crunch").depends_on(load);
    pipeline.step("Report").depends_on(crunch);
  }

  Rig& deployed() {
    if (!rig) {
      rig.emplace(pipeline.builder.build());
      rig->advance(hours{12});
    }
    return *rig;
  }
  std::vector<std::string> ran_since(std::size_t first) {
    std::vector<std::string> components;
    for (auto i = first; i < rig->ran().size(); ++i) components.push_back(rig->ran()[i].component);
    return components;
  }

  Daily pipeline{3};
  std::optional<Rig> rig;
};

TEST_F(RunNowTest, RunsEveryStepOnceAtOnce) {
  const auto before = deployed().ran().size();
  rig->engine().run_now(rig->pipeline());
  rig->run_until_idle();
  EXPECT_THAT(ran_since(before), ElementsAre("Load", "Crunch", "Report"));
}

TEST_F(RunNowTest, IsAPipelineOfItsOwnThatEnds) {
  const auto run = deployed().engine().run_now(rig->pipeline());
  rig->run_until_idle();
  EXPECT_EQ(run.text(), "test@2015-05-17T12:00:00");
  EXPECT_EQ(rig->engine().state(run), PipelineState::finished);
}

TEST_F(RunNowTest, LeavesTheScheduleAlone) {
  deployed().engine().run_now(rig->pipeline());
  rig->advance(days{3});
  EXPECT_EQ(rig->state(), PipelineState::finished);
  EXPECT_EQ(rig->attempts("Load", first_day + days{1}).size(), 1U);
}

TEST_F(RunNowTest, HasTheMomentAsScheduledTime) {
  const auto run = deployed().engine().run_now(rig->pipeline());
  rig->run_until_idle();
  const auto found = rig->engine().inspect(run, Rig::instance("Load", first_day + hours{12}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, Status::finished);
}

TEST_F(RunNowTest, OfSomeStepsRunsOnlyThose) {
  const auto before = deployed().ran().size();
  rig->engine().run_now(rig->pipeline(), {.steps = {.only = {ObjectId{"Report"}, ObjectId{"Load"}}}});
  rig->run_until_idle();
  EXPECT_THAT(ran_since(before), ::testing::UnorderedElementsAre("Load", "Report"));
}

TEST_F(RunNowTest, FromAStepRunsThatAndWhatFollows) {
  const auto before = deployed().ran().size();
  rig->engine().run_now(rig->pipeline(), {.steps = {.from = ObjectId{"Crunch"}}});
  rig->run_until_idle();
  EXPECT_THAT(ran_since(before), ElementsAre("Crunch", "Report"));
}

TEST_F(RunNowTest, TwiceInASecondMakesTwoRuns) {
  const auto first = deployed().engine().run_now(rig->pipeline());
  const auto second = rig->engine().run_now(rig->pipeline());
  EXPECT_EQ(second.text(), "test@2015-05-17T12:00:01");
  EXPECT_NE(first, second);
}

TEST_F(RunNowTest, SurvivesARestart) {
  deployed().activity("Crunch").succeeds(hours{1});
  const auto run = rig->engine().run_now(rig->pipeline());
  rig->run_until_idle();
  rig->restart();
  rig->advance(hours{2});
  EXPECT_EQ(rig->engine().state(run), PipelineState::finished);
}

TEST_F(RunNowTest, TakesParametersForThisRunAlone) {
  const auto where = pipeline.builder.parameter("myPlace", {.defaults = "here"});
  pipeline.builder.add("Say", ShellCommandActivity{.command = "echo " + where});
  const auto run = deployed().engine().run_now(
      rig->pipeline(), {.steps = {.only = {ObjectId{"Say"}}}, .values = {{.name = "myPlace", .values = {std::string{"there"}}}}});
  const auto command = [&](const PipelineId& name, Instant at) {
    return rig->engine().object(name, Rig::instance("Say", at))->text("command");
  };
  rig->run_until_idle();
  rig->advance(days{1});
  EXPECT_EQ(command(run, first_day + hours{12}), "echo there");
  EXPECT_EQ(command(rig->pipeline(), first_day + days{1}), "echo here");
}

TEST_F(RunNowTest, OfAStepThatThePipelineDoesNotHaveIsRefusedAndLeavesNothing) {
  try {
    deployed().engine().run_now(rig->pipeline(), {.steps = {.from = ObjectId{"Crumch"}}});
    FAIL() << "was accepted";
  } catch (const DefinitionError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean \"Crunch\"?"));
  }
  EXPECT_EQ(rig->engine().pipelines().size(), 1U);
}

TEST_F(RunNowTest, OfAPipelineThatDoesNotExistIsRefused) {
  EXPECT_THROW(deployed().engine().run_now(PipelineId{"other"}), std::out_of_range);
}

TEST(RunNowRequest, SaysTheSameAfterWritingAndReading) {
  const RunNow what{.steps = {.only = {ObjectId{"A"}, ObjectId{"B"}}, .from = ObjectId{"C"}},
                    .values = {{.name = "myPlace", .values = {std::string{"there"}}}}};
  const auto read = read_run_now(write_run_now(what));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->steps.only, what.steps.only);
  EXPECT_EQ(read->steps.from, what.steps.from);
  EXPECT_EQ(read->values, what.values);
}

TEST(RunNowRequest, RefusesWhatItDoesNotKnow) {
  const auto read = read_run_now(R"({"form": "A"})");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().front().message, HasSubstr("\"form\" says nothing"));
}

}  // namespace
}  // namespace penstock::testing
