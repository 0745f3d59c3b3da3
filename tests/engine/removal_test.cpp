// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "penstock/definition/diagnostics.hpp"
#include "pipelines.hpp"

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Crunch, ten minutes a day.
struct Removal : ::testing::Test {
  Removal() {
    pipeline.step("Crunch");
    rig.emplace(pipeline.builder.build());
    rig->activity("Crunch").succeeds(minutes{10});
    rig->run_until_idle();
  }
  std::string remove() {
    const auto refusal = rig->engine().remove(rig->pipeline());
    return refusal ? refusal->code : "accepted";
  }

  Daily pipeline{3};
  std::optional<Rig> rig;
};

TEST_F(Removal, LeavesNothingToBeFound) {
  ASSERT_EQ(remove(), "accepted");
  EXPECT_THAT(rig->engine().pipelines(), IsEmpty());
  EXPECT_EQ(rig->engine().state(rig->pipeline()), std::nullopt);
  EXPECT_EQ(rig->engine().inspect(rig->pipeline(), Rig::instance("Crunch", first_day)), std::nullopt);
}

TEST_F(Removal, TakesTheHistoryOutOfTheStore) {
  ASSERT_EQ(remove(), "accepted");
  EXPECT_THAT(rig->attempts("Crunch"), IsEmpty());
}

TEST_F(Removal, TellsObserversThatWhatRanIsCanceled) {
  std::vector<Status> seen;
  rig->engine().observe([&](const Change& change) { seen.push_back(change.to); });
  ASSERT_EQ(remove(), "accepted");
  EXPECT_THAT(seen, ElementsAre(Status::canceled));
}

TEST_F(Removal, IgnoresWhatCanceledWorkStillReports) {
  ASSERT_EQ(remove(), "accepted");
  rig->advance(days{5});
  EXPECT_EQ(rig->ran().size(), 1U);
}

TEST_F(Removal, OfAPipelineThatIsNotThereIsRefused) {
  ASSERT_EQ(remove(), "accepted");
  EXPECT_EQ(remove(), "PipelineNotFound");
}

TEST_F(Removal, OfADeactivatingPipelineEndsWhatStillRuns) {
  ASSERT_FALSE(rig->engine().deactivate(rig->pipeline(), Deactivation::drain));
  ASSERT_EQ(remove(), "accepted");
  EXPECT_THAT(rig->engine().pipelines(), IsEmpty());
}

TEST_F(Removal, MakesTheNameFree) {
  ASSERT_EQ(remove(), "accepted");
  EXPECT_EQ(rig->engine().deploy(pipeline.builder.build()).what, Deployed::What::created);
  rig->advance(days{5});
  EXPECT_EQ(rig->state(), PipelineState::finished);
}

TEST_F(Removal, LeavesOtherPipelinesTheirKeysAcrossRestarts) {
  auto other = pipeline.builder.build();
  other.name = "other";
  rig->engine().deploy(other);
  ASSERT_EQ(remove(), "accepted");
  other.name = "third";
  rig->engine().deploy(other);
  ASSERT_FALSE(rig->engine().remove(PipelineId{"third"}));
  rig->restart();
  rig->advance(days{5});  // deploys the first one again
  EXPECT_THAT(rig->engine().pipelines(), ElementsAre(PipelineId{"other"}, rig->pipeline()));
  EXPECT_EQ(rig->engine().state(PipelineId{"other"}), PipelineState::finished);
  EXPECT_EQ(rig->state(), PipelineState::finished);
}

TEST_F(Removal, OfAFinishedPipelineIsAccepted) {
  rig->advance(days{5});
  rig->restart();
  rig->run_until_idle();
  EXPECT_EQ(remove(), "accepted");
  EXPECT_THAT(rig->engine().pipelines(), IsEmpty());
}

struct CloneTest : Removal {
  const PipelineId copy{"copy"};
};

TEST_F(CloneTest, IsPending) {
  rig->engine().clone(rig->pipeline(), copy);
  EXPECT_EQ(rig->engine().state(copy), PipelineState::pending);
}

TEST_F(CloneTest, CannotBeActivatedBeforeItsScheduleHasAStart) {
  rig->engine().clone(rig->pipeline(), copy);
  try {
    rig->engine().activate(copy);
    FAIL() << "was accepted";
  } catch (const DefinitionError& error) {
    ASSERT_FALSE(error.diagnostics().empty());
    EXPECT_EQ(error.diagnostics().front().object, "Day");
  }
}

TEST_F(CloneTest, SaysWhatIsMissing) {
  const auto saved = rig->engine().clone(rig->pipeline(), copy);
  EXPECT_EQ(saved.version, 1);
  EXPECT_FALSE(saved.diagnostics.empty());
}

TEST_F(CloneTest, RunsOnceItIsDeployedWithAStart) {
  rig->engine().clone(rig->pipeline(), copy);
  auto definition = pipeline.builder.build();
  definition.name = copy.text();
  rig->engine().deploy(definition);
  rig->advance(days{5});
  EXPECT_EQ(rig->engine().state(copy), PipelineState::finished);
}

TEST_F(CloneTest, WithATakenNameIsRefused) {
  EXPECT_THROW(rig->engine().clone(rig->pipeline(), rig->pipeline()), DefinitionError);
}

TEST_F(CloneTest, OfAPipelineThatIsNotThereIsRefused) {
  EXPECT_THROW(rig->engine().clone(PipelineId{"nobody"}, copy), std::out_of_range);
}

}  // namespace
}  // namespace penstock::testing
