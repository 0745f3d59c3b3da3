// SPDX-License-Identifier: Apache-2.0
#include "cli/tally.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace penstock::cli {
namespace {

using testing::ElementsAre;

Change change(std::string component, Status from, Status to) {
  Change made;
  made.pipeline = "p";
  made.component = std::move(component);
  made.from = from;
  made.to = to;
  return made;
}

TEST(Tally, MovesAnInstanceFromOneStatusToTheNext) {
  Tally tally;
  tally.apply(change("A", Status::scheduled, Status::waiting_for_runner));
  tally.apply(change("A", Status::waiting_for_runner, Status::running));
  EXPECT_EQ(tally.total(), "1 running");
}

TEST(Tally, CountsWhatWasThereBefore) {
  Tally tally;
  tally.add("p", "A", Kind::activity, Status::finished);
  tally.apply(change("A", Status::scheduled, Status::waiting_on_dependencies));
  EXPECT_EQ(tally.total(), "1 waiting, 1 finished");
}

TEST(Tally, GivesEachComponentALineInOrderOfAppearance) {
  Tally tally;
  tally.add("p", "LongName", Kind::activity, Status::running);
  tally.add("p", "A", Kind::data_node, Status::finished);
  EXPECT_THAT(tally.lines(9), ElementsAre("  LongName  activity     1 running", "  A         data node    1 finished"));
}

TEST(Tally, NamesThePipelineWhereThereAreSeveral) {
  Tally tally;
  tally.add("p", "A", Kind::activity, Status::running);
  tally.add("q", "A", Kind::activity, Status::running);
  EXPECT_EQ(tally.lines(9).at(1), "  q/A  activity     1 running");
}

TEST(Tally, ShowsWhatIsUnderWayWhenNotAllFits) {
  Tally tally;
  for (const auto* done : {"A", "B", "C"}) tally.add("p", done, Kind::activity, Status::finished);
  tally.add("p", "D", Kind::activity, Status::failed);
  EXPECT_THAT(tally.lines(2), ElementsAre("  D  activity     1 failed", "  and 3 more"));
}

TEST(Tally, LeavesPreconditionsOutOfTheTotal) {
  Tally tally;
  tally.add("p", "A", Kind::activity, Status::waiting_on_dependencies);
  tally.add("p", "Check", Kind::precondition, Status::running);
  EXPECT_EQ(tally.total(), "1 waiting");
}

}  // namespace
}  // namespace penstock::cli
