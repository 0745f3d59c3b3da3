// SPDX-License-Identifier: Apache-2.0

/// Work for runners elsewhere: poll, progress, status, heartbeat (section 20 of the rules).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <stop_token>
#include <thread>

#include "engine/pipelines.hpp"
#include "penstock/store/memory_store.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

/// One step of group `crew`, with one retry after five minutes, which a runner takes.
struct Crew {
  explicit Crew(int days = 1) : rig{definition(days)} {
    rig.activity("Haul").then({.what = ActivityEntry::What::polled});
    rig.run_until_idle();
  }
  static Definition definition(int days) {
    Daily pipeline{days};
    pipeline.builder.add("Haul", ShellCommandActivity{.command = "haul #{day(@scheduledStartTime)}"})
        .worker_group("crew")
        .maximum_retries(1)
        .retry_delay(5min);
    return pipeline.builder.build();
  }
  Task take() { return rig.engine().poll("crew").value(); }
  Engine& engine() { return rig.engine(); }

  Rig rig;
};

TEST(Task, CarriesTheEvaluatedFieldsAndItsIds) {
  Crew crew;
  const auto task = crew.take();
  EXPECT_EQ(task.pipeline, "test");
  EXPECT_EQ(task.attempt_id, "@Haul_2015-05-17T00:00:00_Attempt=1");
  EXPECT_EQ(task.object.text("command"), "haul 17");
}

TEST(TaskRunner, GetsTheFieldsOfItsTaskEvaluatedAndThoseOfWhatTheTaskRefersTo) {
  Daily pipeline;
  const auto logs = pipeline.builder.add("Logs", S3DataNode{.directory_path = "s3://logs/#{@scheduledStartTime}"});
  pipeline.builder.add("Crunch", ShellCommandActivity{.command = "crunch #{year(@scheduledStartTime)}"}).worker_group("crew").input(logs);
  Simulation simulation{{.start = first_day}, Script::read(R"({"Crunch": "manual"})")};
  simulation.engine().deploy(pipeline.builder.build());
  simulation.settle();

  const auto task = simulation.engine().poll("crew");
  ASSERT_TRUE(task);
  EXPECT_EQ(task->pipeline, "test");
  EXPECT_EQ(task->attempt_id, "@Crunch_2015-05-17T00:00:00_Attempt=1");
  EXPECT_EQ(task->object.text("command"), "crunch 2015");
  EXPECT_EQ(task->object.reference("input").value().text("directoryPath"), "s3://logs/2015-05-17T00:00:00");
}

TEST(Task, GoesToOnePollOnly) {
  Crew crew;
  const auto task = crew.take();
  EXPECT_FALSE(crew.engine().poll("crew"));
}

TEST(Task, GoesOnlyToItsGroupInThatVerySpelling) {
  Crew crew;
  EXPECT_FALSE(crew.engine().poll("Crew"));
  EXPECT_FALSE(crew.engine().poll("cre"));
  EXPECT_FALSE(crew.engine().poll("*"));
}

TEST(Task, OfTheEarlierDayComesFirst) {
  Crew crew{2};
  crew.rig.advance(days{1});
  EXPECT_EQ(crew.take().attempt_id, "@Haul_2015-05-17T00:00:00_Attempt=1");
  EXPECT_EQ(crew.take().attempt_id, "@Haul_2015-05-18T00:00:00_Attempt=1");
}

TEST(Task, IsHandedOutAgainAsTheSameAttemptWhenNobodyAcknowledgesIt) {
  Crew crew;
  const auto lost = crew.take();
  crew.rig.advance(2min);
  const auto again = crew.take();
  EXPECT_EQ(again.attempt_id, lost.attempt_id);
  EXPECT_NE(again.id, lost.id);
}

TEST(Task, IsFailedWhenItsProgressStopsForFifteenMinutes) {
  Crew crew;
  const auto task = crew.take();
  EXPECT_FALSE(crew.engine().report_progress(task.id));
  crew.rig.advance(15min);
  EXPECT_EQ(crew.rig.attempts("Haul").front().error_id, "Service_Stalled");
}

TEST(Task, LivesOnWithAReportEveryMinute) {
  Crew crew;
  const auto task = crew.take();
  for (int minute = 0; minute < 60; ++minute) {
    EXPECT_FALSE(crew.engine().report_progress(task.id));
    crew.rig.advance(1min);
  }
  EXPECT_EQ(crew.rig.status("Haul"), Status::running);
}

TEST(TaskStatus, FinishesTheInstance) {
  Crew crew;
  EXPECT_EQ(crew.engine().set_task_status(crew.take().id, Outcome::success()), std::nullopt);
  EXPECT_EQ(crew.rig.status("Haul"), Status::finished);
}

TEST(TaskStatus, OfAFailureIsKeptAsItWasReportedAndTriedAgain) {
  Crew crew;
  ASSERT_EQ(crew.engine().set_task_status(crew.take().id, Outcome::failure("the rope\nbroke", "Rope")), std::nullopt);
  EXPECT_EQ(crew.rig.attempts("Haul").front().error_id, "Rope");
  EXPECT_EQ(crew.rig.attempts("Haul").front().error_message, "the rope\nbroke");
  crew.rig.advance(5min);
  EXPECT_EQ(crew.take().attempt_id, "@Haul_2015-05-17T00:00:00_Attempt=2");
}

TEST(TaskStatus, IsRefusedTheSecondTimeForTheSameAttempt) {
  Crew crew;
  const auto task = crew.take();
  ASSERT_EQ(crew.engine().set_task_status(task.id, Outcome::success()), std::nullopt);
  EXPECT_EQ(crew.engine().set_task_status(task.id, Outcome::failure("no"))->code, "TaskNotFound");
  EXPECT_EQ(crew.rig.status("Haul"), Status::finished);
}

TEST(TaskStatus, IsRefusedFromARunnerThatLostTheTask) {
  Crew crew;
  const auto lost = crew.take();
  crew.rig.advance(2min);
  const auto again = crew.take();
  EXPECT_EQ(crew.engine().set_task_status(lost.id, Outcome::success())->code, "TaskNotFound");
  EXPECT_EQ(crew.rig.status("Haul"), Status::running);
}

TEST(TaskStatus, IsRefusedWithAnErrorIdOfTheEngine) {
  Crew crew;
  EXPECT_EQ(crew.engine().set_task_status(crew.take().id, Outcome::failure("no", "Service_Mine"))->code, "InvalidRequest");
}

TEST(TaskStatus, IsRefusedForATaskThatThereNeverWas) {
  Crew crew;
  EXPECT_EQ(crew.engine().set_task_status("test/@Haul_2015-05-17T00:00:00_Attempt=1#1", Outcome::success())->code, "TaskNotFound");
  EXPECT_EQ(crew.engine().set_task_status("nonsense", Outcome::success())->code, "TaskNotFound");
}

TEST(Progress, IsAnsweredThatTheTaskIsCanceled) {
  Crew crew;
  const auto task = crew.take();
  ASSERT_EQ(crew.engine().cancel(crew.rig.pipeline(), Rig::instance("Haul", first_day)), std::nullopt);
  EXPECT_TRUE(crew.engine().report_progress(task.id));
}

TEST(Progress, IsAnsweredThatTheInstanceWasMarkedFinished) {
  Crew crew;
  const auto task = crew.take();
  ASSERT_EQ(crew.engine().mark_finished(crew.rig.pipeline(), Rig::instance("Haul", first_day)), std::nullopt);
  EXPECT_TRUE(crew.engine().report_progress(task.id));
}

TEST(Restart, LeavesATaskWithItsRunner) {
  Crew crew;
  const auto task = crew.take();
  crew.rig.restart();
  crew.rig.run_until_idle();
  EXPECT_FALSE(crew.engine().report_progress(task.id));
  EXPECT_EQ(crew.engine().set_task_status(task.id, Outcome::success()), std::nullopt);
  EXPECT_EQ(crew.rig.attempts("Haul").size(), 1U);
}

TEST(WaitingPoll, ReturnsAtOnceWhatIsReady) {
  Crew crew;
  EXPECT_TRUE(crew.engine().poll("crew", 1h));
}

TEST(WaitingPoll, ReturnsNothingWhenItsPatienceIsOver) {
  Crew crew;
  EXPECT_FALSE(crew.engine().poll("other", 1ms));
}

TEST(WaitingPoll, ReturnsNothingWhenAStopIsRequested) {
  Crew crew;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(crew.engine().poll("other", 1h, stop.get_token()));
}

TEST(WaitingPoll, ReturnsWorkThatBecomesReadyMeanwhile) {
  MemoryStore store;
  InlineExecutor executor;
  EngineOptions options;
  options.poll_worker_groups = true;
  Engine engine{store, executor, Handlers{}, options};
  std::optional<Task> task;
  std::thread runner{[&] { task = engine.poll("crew", 1h); }};
  (void)engine.deploy(Crew::definition(1));
  (void)engine.step();
  runner.join();
  EXPECT_EQ(task->attempt_id, "@Haul_2015-05-17T00:00:00_Attempt=1");
}

TEST(Heartbeat, MakesARunnerKnown) {
  Crew crew;
  EXPECT_FALSE(crew.engine().report_heartbeat("r-1", "crew", "host-7"));
  const auto runners = crew.engine().task_runners();
  ASSERT_THAT(runners, SizeIs(1));
  EXPECT_EQ(runners.front().id, "r-1");
  EXPECT_EQ(runners.front().worker_group, "crew");
  EXPECT_EQ(runners.front().hostname, "host-7");
  EXPECT_EQ(runners.front().last_heard, first_day);
}

TEST(Heartbeat, IsMissingAfterTwoThatDidNotCome) {
  Crew crew;
  (void)crew.engine().report_heartbeat("r-1");
  crew.rig.advance(30min);
  EXPECT_THAT(crew.engine().task_runners(), ElementsAre(Field(&TaskRunner::missing, false)));
  crew.rig.advance(1ms);
  EXPECT_THAT(crew.engine().task_runners(), ElementsAre(Field(&TaskRunner::missing, true)));
}

TEST(Heartbeat, OfARunnerThatWasMissingMakesItPresentAgain) {
  Crew crew;
  (void)crew.engine().report_heartbeat("r-1");
  crew.rig.advance(1h);
  (void)crew.engine().report_heartbeat("r-1");
  EXPECT_THAT(crew.engine().task_runners(), ElementsAre(Field(&TaskRunner::missing, false)));
}

TEST(Heartbeat, KeepsNoTaskAlive) {
  Crew crew;
  const auto task = crew.take();
  EXPECT_FALSE(crew.engine().report_progress(task.id));
  crew.rig.advance(14min);
  (void)crew.engine().report_heartbeat("r-1", "crew");
  crew.rig.advance(1min);
  EXPECT_EQ(crew.rig.attempts("Haul").front().error_id, "Service_Stalled");
}

TEST(Heartbeat, IsAnsweredOnceThatTheRunnerIsToEnd) {
  Crew crew;
  (void)crew.engine().report_heartbeat("r-1");
  crew.engine().end_task_runner("r-1");
  EXPECT_FALSE(crew.engine().report_heartbeat("r-2"));
  EXPECT_TRUE(crew.engine().report_heartbeat("r-1"));
  EXPECT_THAT(crew.engine().task_runners(), ElementsAre(Field(&TaskRunner::id, "r-2")));
  EXPECT_FALSE(crew.engine().report_heartbeat("r-1"));
}

TEST(Heartbeat, ThatIsADayOldIsForgotten) {
  Crew crew;
  (void)crew.engine().report_heartbeat("r-1");
  crew.rig.advance(days{1} + 1ms);
  EXPECT_THAT(crew.engine().task_runners(), IsEmpty());
}

}  // namespace
}  // namespace penstock::testing
