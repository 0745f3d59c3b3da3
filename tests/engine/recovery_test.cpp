// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

TEST(Restart, TriesALostAttemptAgainWithoutCountingIt) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(0);
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").hangs().then_succeeds();
  rig.run_until_idle();

  rig.restart();
  rig.run_until_idle();
  const auto attempts = rig.attempts("Crunch");
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].status, AttemptStatus::failed);
  EXPECT_EQ(attempts[0].error_id, "Service_EngineRestarted");
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
}

TEST(Restart, RepeatsNoFinishedWork) {
  Daily pipeline{3};
  const auto first = pipeline.step("First");
  pipeline.step("Second").depends_on(first);
  Rig rig{pipeline.builder.build()};
  rig.advance_to(first_day + days{1} + hours{1});
  ASSERT_EQ(rig.ran().size(), 4U);

  rig.restart();
  rig.advance_to(first_day + days{3});
  EXPECT_EQ(rig.ran().size(), 6U);
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST(Restart, RemembersWhatALongIntervalHasAlreadySeen) {
  Daily pipeline{4};
  const auto whole = pipeline.builder.add("Whole", Schedule{.period = days{4}, .start_date_time = first_day, .occurrences = 1});
  const auto daily = pipeline.step("Copy");
  pipeline.step("Report").schedule(whole).depends_on(daily);
  Rig rig{pipeline.builder.build()};
  rig.advance_to(first_day + days{2});

  rig.restart();
  rig.advance_to(first_day + days{3});
  EXPECT_EQ(rig.status("Report"), Status::finished);
}

TEST(Restart, KeepsTheRetryDelayAndTheCountOfFailures) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(1).retry_delay(hours{1});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails();
  rig.run_until_idle();

  rig.restart();
  rig.advance(hours{1} - Duration{1});
  EXPECT_EQ(rig.attempts("Crunch").size(), 1U);
  rig.advance(Duration{1});
  EXPECT_EQ(rig.attempts("Crunch").size(), 2U);
  EXPECT_EQ(rig.status("Crunch"), Status::failed);
}

TEST(Restart, AsksAPreconditionAgainWithinItsAttempt) {
  Daily pipeline;
  const auto arrived = pipeline.builder.add("Arrived", FileExists{.path = "x"}).retry_delay(minutes{1});
  const auto file = pipeline.builder.add("File", FileDataNode{.file_path = "x"}).precondition(arrived);
  pipeline.step("Crunch").input(file);
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").is_met_from(first_day + hours{1});
  rig.advance(minutes{30});

  rig.restart();
  rig.advance(minutes{30});
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
  EXPECT_EQ(rig.attempts("Arrived").size(), 1U);
}

TEST(Restart, LeavesAFinishedPipelineAlone) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.run_until_idle();
  ASSERT_EQ(rig.state(), PipelineState::finished);

  rig.restart();
  rig.advance(days{10});
  EXPECT_EQ(rig.ran().size(), 1U);
}

TEST(Deploy, SaysThatNothingIsToBeDoneWhenAllOfItIsFinished) {
  Daily pipeline;
  pipeline.step("Crunch");
  const auto definition = pipeline.builder.build();
  Rig rig{definition};
  rig.run_until_idle();

  EXPECT_EQ(rig.engine().deploy(definition).what, Deployed::What::unchanged);
}

TEST(Deploy, TakesALaterEndAndGoesOnWithoutRepeatingAnything) {
  Daily pipeline{1};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.run_until_idle();

  Daily longer{2};
  longer.step("Crunch");
  EXPECT_EQ(rig.engine().deploy(longer.builder.build()).what, Deployed::What::updated);
  rig.advance(days{2});
  EXPECT_EQ(rig.ran().size(), 2U);
}

TEST(Deploy, RefusesAnotherPeriodAndSaysWhatToDo) {
  Daily pipeline{1};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.run_until_idle();

  PipelineBuilder other{"test"};
  const auto schedule = other.add("Day", Schedule{.period = hours{1}, .start_date_time = first_day, .occurrences = 1});
  other.defaults().schedule(schedule).schedule_type(ScheduleType::cron);
  other.add("Crunch", ShellCommandActivity{.command = "true"});
  try {
    (void)rig.engine().deploy(other.build());
    FAIL() << "the change was accepted";
  } catch (const DefinitionError& error) {
    ASSERT_EQ(error.diagnostics().size(), 1U);
    EXPECT_EQ(error.diagnostics()[0].code, "CannotChangePeriod");
    EXPECT_EQ(error.diagnostics()[0].object, "Day");
  }
}

TEST(Deploy, KeepsInstancesOnTheDefinitionThatTheyWereMadeFrom) {
  const auto definition = [](const char* command) {
    Daily pipeline{2};
    pipeline.builder.add("Crunch", ShellCommandActivity{.command = command});
    return pipeline.builder.build();
  };
  Rig rig{definition("old")};
  std::vector<std::string> commands;
  rig.activity("Crunch").does([&](ActivityContext& context) {
    commands.push_back(context.object().text("command"));
    return commands.size() == 1 ? Outcome::failure("first") : Outcome::success();
  });
  rig.run_until_idle();
  (void)rig.engine().rerun(rig.pipeline(), Rig::instance("Crunch", first_day));
  rig.run_until_idle();
  (void)rig.engine().deploy(definition("new"));
  rig.advance(days{1});
  EXPECT_EQ(commands, (std::vector<std::string>{"old", "old", "new"}));
}

TEST(Observer, IsToldEveryChangeInOrder) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  std::vector<Status> seen;
  rig.engine().observe([&](const Change& change) { seen.push_back(change.to); });

  rig.run_until_idle();
  EXPECT_EQ(seen, (std::vector<Status>{Status::running, Status::finished}));
}

}  // namespace
}  // namespace penstock::testing
