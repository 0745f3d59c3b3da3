// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipelines.hpp"

namespace penstock::testing {
namespace {

/// `Crunch` reads `Log`, which must have arrived.
struct LateFile : Daily {
  explicit LateFile(int days = 1) : Daily{days} {
    arrived = builder.add("Arrived", FileExists{.path = "#{node.filePath}"}).retry_delay(minutes{1});
    const auto log = builder.add("Log", FileDataNode{.file_path = "log"}).precondition(*arrived);
    step("Crunch").input(log);
  }
  std::optional<Handle<Kind::precondition>> arrived;
};

TEST(Precondition, IsAskedAgainUntilItIsMet) {
  LateFile pipeline;
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").is_met_from(first_day + hours{5});

  rig.advance(hours{5} - Duration{1});
  EXPECT_EQ(rig.status("Crunch"), Status::waiting_on_dependencies);
  rig.advance(Duration{1});
  EXPECT_EQ(rig.status("Crunch"), Status::finished);
}

TEST(Precondition, UsesNoRetriesWhileTheAnswerIsNotYet) {
  LateFile pipeline;
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").is_not_met().is_not_met().is_not_met().is_met();

  rig.advance(minutes{3});
  EXPECT_EQ(rig.status("Arrived"), Status::finished);
  EXPECT_EQ(rig.attempts("Arrived").size(), 1U);
}

TEST(Precondition, FailsWhenCheckingItGoesWrongTooOften) {
  LateFile pipeline;
  pipeline.arrived->maximum_retries(1);
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").has_error("no such volume");

  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Arrived"), Status::failed);
  EXPECT_EQ(rig.attempts("Arrived").size(), 2U);
  EXPECT_EQ(rig.status("Log"), Status::waiting_on_dependencies);
}

TEST(Precondition, FailsItsOwnerToo_IfTheOwnersModeIsCascade) {
  LateFile pipeline;
  pipeline.builder.defaults().failure_and_rerun_mode(FailureAndRerunMode::cascade);
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").has_error("no such volume");

  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Log"), Status::cascade_failed);
  EXPECT_EQ(rig.status("Crunch"), Status::cascade_failed);
}

TEST(Precondition, FailsWhenItIsNotMetInTime) {
  LateFile pipeline;
  pipeline.arrived->precondition_timeout(minutes{30});
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").is_not_met();

  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Arrived"), Status::failed);
  EXPECT_EQ(rig.attempts("Arrived").back().error_id, "Service_PreconditionTimeout");
}

TEST(Precondition, IsNotAskedBeforeWhatItsOwnerWaitsForIsThere) {
  Daily pipeline;
  const auto filled = pipeline.builder.add("Filled", FileExists{.path = "x"});
  const auto file = pipeline.builder.add("File", FileDataNode{.file_path = "x"}).precondition(filled);
  pipeline.step("Write").output(file);
  Rig rig{pipeline.builder.build()};
  rig.activity("Write").succeeds(hours{2});

  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Filled"), Status::waiting_on_dependencies);
  rig.advance(hours{1});
  EXPECT_EQ(rig.status("Filled"), Status::finished);
}

TEST(Precondition, OfEachIntervalIsItsOwn) {
  LateFile pipeline{3};
  Rig rig{pipeline.builder.build()};
  rig.precondition("Arrived").is_met_from(first_day + days{2} + hours{4});

  rig.advance_to(first_day + days{2} + hours{4});
  for (int day = 0; day < 3; ++day) EXPECT_EQ(rig.status("Crunch", first_day + days{day}), Status::finished) << "day " << day;
}

}  // namespace
}  // namespace penstock::testing
