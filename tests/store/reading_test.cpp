// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "store/stores.hpp"
#include "store/two_days.hpp"

namespace penstock {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const Instant start = two_days_start;

class Reading : public ::testing::TestWithParam<StoreKind> {
 protected:
  Reading() {
    const auto [factory, make_reader] = GetParam().make();
    factory_ = factory;
    store_ = factory_();
    static_cast<void>(store_->open("engine"));
    store_->commit(two_days());
    reader_ = make_reader();
  }
  std::vector<std::string> ids(const RunFilter& filter) {
    std::vector<std::string> result;
    for (const auto& run : reader_->runs(filter)) result.push_back(run.id);
    return result;
  }

  StoreFactory factory_;  // keeps the rows
  std::unique_ptr<Store> store_;
  std::shared_ptr<StoreReader> reader_;
};

TEST_P(Reading, ListsPipelinesWithTheNumberOfInstancesOfEachStatus) {
  const auto pipelines = reader_->pipelines();
  ASSERT_THAT(pipelines, SizeIs(2));
  EXPECT_EQ(pipelines[0].pipeline, two_days().pipelines[0]);
  EXPECT_THAT(pipelines[0].instances, ElementsAre(Pair(Status::waiting_on_dependencies, 2), Pair(Status::running, 1),
                                                  Pair(Status::finished, 1), Pair(Status::failed, 1)));
  EXPECT_THAT(pipelines[1].instances, ElementsAre(Pair(Status::finished, 1)));
}

TEST_P(Reading, ListsRunsByStartThenDefinitionOrderWithPreconditionsAfterTheirOwner) {
  EXPECT_THAT(ids({.pipeline = "traffic"}),
              ElementsAre("@Clean_2015-05-17T00:00:00", "@Arrived_2015-05-17T00:00:00@Clean", "@Report_2015-05-17T00:00:00",
                          "@Clean_2015-05-18T00:00:00", "@Arrived_2015-05-18T00:00:00@Clean", "@Report_2015-05-18T00:00:00",
                          "@Clean_up_2015-05-18T00:00:00"));
}

TEST_P(Reading, ListsRunsOfAllPipelinesWhenNoneIsNamed) { EXPECT_THAT(ids({}), SizeIs(8)); }

TEST_P(Reading, ListsNothingOfAnUnknownPipeline) { EXPECT_THAT(ids({.pipeline = "traffick"}), IsEmpty()); }

TEST_P(Reading, RestrictsRunsToAComponent) {
  EXPECT_THAT(ids({.pipeline = "traffic", .component_id = "Clean"}),
              ElementsAre("@Clean_2015-05-17T00:00:00", "@Clean_2015-05-18T00:00:00"));
}

TEST_P(Reading, RestrictsRunsToStatuses) {
  EXPECT_THAT(ids({.pipeline = "traffic", .statuses = {Status::failed, Status::running}}),
              ElementsAre("@Clean_2015-05-17T00:00:00", "@Clean_2015-05-18T00:00:00"));
}

TEST_P(Reading, RestrictsRunsToStartsBetweenBothEndsIncluded) {
  EXPECT_THAT(ids({.component_id = "Report", .from = start + hours{24}}), ElementsAre("@Report_2015-05-18T00:00:00"));
  EXPECT_THAT(ids({.component_id = "Report", .from = start, .to = start}), ElementsAre("@Report_2015-05-17T00:00:00"));
}

TEST_P(Reading, LeavesPreconditionsOutWhenAsked) { EXPECT_THAT(ids({.pipeline = "traffic", .preconditions = false}), SizeIs(5)); }

TEST_P(Reading, DescribesARunWithTheErrorOfItsLastAttempt) {
  const auto run = reader_->run("traffic", "@Clean_2015-05-17T00:00:00");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->instance, two_days().instances[1]);
  EXPECT_EQ(run->pipeline, "traffic");
  EXPECT_EQ(run->component_id, "Clean");
  EXPECT_EQ(run->type, "ShellCommandActivity");
  EXPECT_EQ(run->kind, Kind::activity);
  EXPECT_EQ(run->error_id, "ActivityFailed");
  EXPECT_EQ(run->error_message, "attempt 2");
  EXPECT_EQ(run->log_directory, "logs/2");
}

TEST_P(Reading, FindsAPreconditionByItsOwnersName) {
  const auto run = reader_->run("traffic", "@Arrived_2015-05-18T00:00:00@Clean");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->instance.key, 5);
}

TEST_P(Reading, FindsAComponentWhoseIdContinuesAnothers) {
  const auto run = reader_->run("traffic", "@Clean_up_2015-05-18T00:00:00");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->instance.key, 8);
}

TEST_P(Reading, FindsNoRunThatIsNotThere) {
  EXPECT_FALSE(reader_->run("traffic", "@Clean_2015-05-19T00:00:00"));
  EXPECT_FALSE(reader_->run("traffic", "@Clean_2015-05-17T00:00:00@Report"));
  EXPECT_FALSE(reader_->run("other", "@Report_2015-05-17T00:00:00"));
  EXPECT_FALSE(reader_->run("nowhere", "@Clean_2015-05-17T00:00:00"));
  EXPECT_FALSE(reader_->run("traffic", "Clean"));
  EXPECT_FALSE(reader_->run("traffic", ""));
}

TEST_P(Reading, ListsAttemptsByNumber) {
  auto expected = two_days().attempts;
  std::swap(expected[0], expected[1]);
  EXPECT_EQ(reader_->attempts(2), expected);
  EXPECT_THAT(reader_->attempts(99), IsEmpty());
}

TEST_P(Reading, ListsComponentsByPosition) { EXPECT_EQ(reader_->components("other"), std::vector{two_days().components.back()}); }

TEST_P(Reading, ListsNoComponentsOfAnUnknownPipeline) { EXPECT_THAT(reader_->components("traffick"), IsEmpty()); }

TEST_P(Reading, ListsActionsInTheOrderOfFiring) {
  EXPECT_EQ(reader_->actions("traffic"), two_days().actions);
  EXPECT_THAT(reader_->actions("other"), IsEmpty());
}

TEST_P(Reading, GivesASavedDefinition) {
  EXPECT_EQ(reader_->definition("traffic", 1), two_days().definitions[0]);
  EXPECT_FALSE(reader_->definition("traffic", 2));
  EXPECT_FALSE(reader_->definition("nowhere", 1));
}

TEST_P(Reading, SeesWhatTheEngineCommitsMeanwhile) {
  Batch batch;
  batch.instances.push_back(two_days().instances[3]);
  batch.instances.back().status = Status::finished;
  batch.instances.back().ended = start;
  store_->commit(batch);
  EXPECT_EQ(reader_->run("traffic", "@Clean_2015-05-18T00:00:00")->instance.status, Status::finished);
}

INSTANTIATE_TEST_SUITE_P(Stores, Reading, ::testing::Values(memory_kind(), sqlite_kind()),
                         [](const ::testing::TestParamInfo<StoreKind>& info) { return info.param.name; });

}  // namespace
}  // namespace penstock
