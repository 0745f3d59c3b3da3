// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

std::string code_of(const std::optional<Refusal>& refusal) { return refusal ? refusal->code : "accepted"; }

TEST(Rerun, RunsAFailedStepAgainAndThoseThatFellWithIt) {
  Daily pipeline;
  pipeline.builder.defaults().failure_and_rerun_mode(FailureAndRerunMode::cascade);
  const auto first = pipeline.step("First");
  const auto second = pipeline.step("Second").depends_on(first);
  pipeline.step("Third").depends_on(second);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").fails().then_succeeds();
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().rerun(rig.pipeline(), Rig::instance("First", first_day))), "accepted");
  rig.run_until_idle();
  EXPECT_EQ(rig.status("Third"), Status::finished);
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

TEST(Rerun, IsRefusedWhileSomethingThatItDependsOnIsBad) {
  Daily pipeline;
  pipeline.builder.defaults().failure_and_rerun_mode(FailureAndRerunMode::cascade);
  const auto first = pipeline.step("First");
  pipeline.step("Second").depends_on(first);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").fails();
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().rerun(rig.pipeline(), Rig::instance("Second", first_day))), "DependencyFailed");
}

TEST(Rerun, OfAFinishedStepRepeatsThatStepOnly) {
  Daily pipeline{2};
  const auto first = pipeline.step("First");
  pipeline.step("Second").depends_on(first);
  Rig rig{pipeline.builder.build()};
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().rerun(rig.pipeline(), Rig::instance("First", first_day))), "accepted");
  rig.run_until_idle();
  EXPECT_EQ(rig.attempts("First").size(), 2U);
  EXPECT_EQ(rig.attempts("Second").size(), 1U);
}

TEST(Rerun, OfWorkThatIsNotOverIsRefused) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").hangs();
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().rerun(rig.pipeline(), Rig::instance("Crunch", first_day))), "InvalidRequest");
}

TEST(Rerun, GivesTheFullNumberOfRetriesAgain) {
  Daily pipeline;
  pipeline.step("Crunch").maximum_retries(1).retry_delay(minutes{1});
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails();
  rig.advance(minutes{5});

  (void)rig.engine().rerun(rig.pipeline(), Rig::instance("Crunch", first_day));
  rig.advance(minutes{5});
  EXPECT_EQ(rig.attempts("Crunch").size(), 4U);
}

TEST(Cancel, EndsARunningAttemptAndRefusesItsLateReport) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").succeeds(minutes{10});
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().cancel(rig.pipeline(), Rig::instance("Crunch", first_day))), "accepted");
  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Crunch"), Status::canceled);
  EXPECT_EQ(rig.attempts("Crunch")[0].status, AttemptStatus::canceled);
}

TEST(Cancel, OfSomethingUnknownIsRefusedByName) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};

  EXPECT_EQ(code_of(rig.engine().cancel(rig.pipeline(), InstanceId{"@Crunsh_2015-05-17T00:00:00"})), "ObjectNotFound");
}

TEST(MarkFinished, LetsThoseWhoWaitGoOn) {
  Daily pipeline;
  const auto first = pipeline.step("First");
  pipeline.step("Second").depends_on(first);
  Rig rig{pipeline.builder.build()};
  rig.activity("First").fails();
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().mark_finished(rig.pipeline(), Rig::instance("First", first_day))), "accepted");
  rig.run_until_idle();
  EXPECT_EQ(rig.status("Second"), Status::finished);
}

TEST(Pause, HoldsWhatWaitsAndLetsRunningWorkGoOn) {
  Daily pipeline{2};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").succeeds(hours{1});
  rig.run_until_idle();

  EXPECT_EQ(code_of(rig.engine().pause(rig.pipeline(), ObjectId{"Crunch"})), "accepted");
  rig.advance(days{1});
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
  EXPECT_EQ(rig.status("Crunch", first_day + days{1}), Status::paused);
}

TEST(Pause, HoldsAlsoWhatIsRerun) {
  Daily pipeline;
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  rig.activity("Crunch").fails().then_succeeds();
  rig.run_until_idle();
  (void)rig.engine().pause(rig.pipeline(), ObjectId{"Crunch"});

  (void)rig.engine().rerun(rig.pipeline(), Rig::instance("Crunch", first_day));
  rig.run_until_idle();
  EXPECT_EQ(rig.status("Crunch"), Status::paused);
}

TEST(Resume, GoesOnWithEverythingThatWasHeld) {
  Daily pipeline{2};
  pipeline.step("Crunch");
  Rig rig{pipeline.builder.build()};
  (void)rig.engine().pause(rig.pipeline(), ObjectId{"Crunch"});
  rig.advance(days{1});

  EXPECT_EQ(code_of(rig.engine().resume(rig.pipeline(), ObjectId{"Crunch"})), "accepted");
  rig.run_until_idle();
  EXPECT_EQ(rig.state(), PipelineState::finished);
}

}  // namespace
}  // namespace penstock::testing
