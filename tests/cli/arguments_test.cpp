// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

template <class Wanted>
Wanted parsed(const std::vector<std::string>& arguments) {
  const auto result = parse_arguments(arguments);
  if (!result) throw std::runtime_error{result.error().message};
  return std::get<Wanted>(*result);
}

std::string error_of(const std::vector<std::string>& arguments) {
  const auto result = parse_arguments(arguments);
  return result ? std::string{} : result.error().message;
}

TEST(Arguments, NothingAtAllAsksWhatIsWanted) { EXPECT_THAT(error_of({}), HasSubstr("penstock --help")); }

TEST(Arguments, MisspeltCommandIsRecognised) {
  EXPECT_EQ(error_of({"lst-runs"}), "there is no command \"lst-runs\"; did you mean \"list-runs\"?");
}

TEST(Arguments, UnknownOptionNamesTheHelpOfItsCommand) {
  EXPECT_THAT(error_of({"run", "x", "--nonsense"}), AllOf(HasSubstr("--nonsense"), HasSubstr("penstock run --help")));
}

TEST(Arguments, VersionIsAText) { EXPECT_THAT(parsed<Say>({"--version"}).text, HasSubstr("penstock 0.")); }

TEST(Arguments, HelpDocumentsTheExitCodes) { EXPECT_THAT(parsed<Say>({"--help"}).text, AllOf(HasSubstr("Exit codes:"), HasSubstr("130"))); }

TEST(Arguments, EveryCommandHasHelp) {
  for (const auto* command : {"validate", "run", "status", "list-runs", "logs", "rerun", "cancel", "mark-finished", "pause", "resume",
                              "activate", "graph", "explain", "eval", "types"}) {
    EXPECT_THAT(parsed<Say>({command, "--help"}).text, HasSubstr("--json")) << command;
  }
}

TEST(Arguments, RunTakesSeveralFilesAndOptionsBetweenThem) {
  const auto run = parsed<RunPipelines>({"run", "a.json", "--set", "myA=1", "b.json", "--set", "myA=2", "--once"});
  EXPECT_THAT(run.files, ElementsAre("a.json", "b.json"));
  EXPECT_THAT(run.values.assignments, ElementsAre("myA=1", "myA=2"));
  EXPECT_TRUE(run.once);
}

TEST(Arguments, StoreIsInTheCurrentFolderUnlessNamed) {
  EXPECT_EQ(parsed<RunPipelines>({"run", "a.json"}).store, "penstock.db");
  EXPECT_EQ(parsed<RunPipelines>({"run", "a.json", "--db", "/tmp/x.db"}).store, "/tmp/x.db");
}

TEST(Arguments, NameIsForOneFile) {
  EXPECT_THAT(error_of({"run", "a.json", "b.json", "--name", "x"}), HasSubstr("--name is for one file"));
}

TEST(Arguments, ProfileIsReadInAnyLetterCase) {
  EXPECT_EQ(parsed<Validate>({"validate", "a", "--profile", "SERVICE"}).profile, Profile::service);
}

TEST(Arguments, UnknownProfileIsAnsweredWithTheKnownOnes) {
  EXPECT_THAT(error_of({"validate", "a", "--profile", "loose"}), HasSubstr("\"loose\" is none of embedded, service"));
}

TEST(Arguments, TimeMayBeADateAlone) { EXPECT_EQ(parsed<RunPipelines>({"run", "a", "--at", "2024-03-01"}).at, utc("2024-03-01T00:00:00")); }

TEST(Arguments, TextThatIsNoTimeIsRefused) {
  EXPECT_THAT(error_of({"list-runs", "--from", "yesterday"}), HasSubstr("\"yesterday\" is no time"));
}

TEST(Arguments, StatusesAreSeparatedBySpacesOrCommas) {
  EXPECT_THAT(parsed<ListRuns>({"list-runs", "--status", "FAILED,cancelled", "TIMEOUT"}).statuses,
              ElementsAre(Status::failed, Status::canceled, Status::timedout));
}

TEST(Arguments, UnknownStatusIsAnsweredWithTheKnownOnes) {
  EXPECT_THAT(error_of({"list-runs", "--status", "BROKEN"}), AllOf(HasSubstr("\"BROKEN\" is no status"), HasSubstr("CASCADE_FAILED")));
}

TEST(Arguments, AttemptsCountFromOne) { EXPECT_THAT(error_of({"logs", "@A", "--attempt", "0"}), HasSubstr("--attempt")); }

TEST(Arguments, OperatorsCommandsAreOneThing) {
  EXPECT_EQ(parsed<Operate>({"mark-finished", "@A"}).what, Operate::What::mark_finished);
  EXPECT_EQ(parsed<Operate>({"resume", "A", "--pipeline", "p"}).pipeline, "p");
}

TEST(Arguments, GraphIsDotUnlessAskedOtherwise) {
  EXPECT_EQ(parsed<DrawGraph>({"graph", "a"}).format, DrawGraph::Format::dot);
  EXPECT_EQ(parsed<DrawGraph>({"graph", "a", "--format", "mermaid"}).format, DrawGraph::Format::mermaid);
}

TEST(Arguments, ExplainTakesATimeAndValues) {
  const auto explain = parsed<ExplainDefinition>({"explain", "a", "--at", "2024-03-01", "--set", "myA=1"});
  EXPECT_EQ(explain.at, utc("2024-03-01"));
  EXPECT_THAT(explain.values.assignments, ElementsAre("myA=1"));
}

TEST(Arguments, ExpressionIsTakenAsItIs) { EXPECT_EQ(parsed<EvaluateExpression>({"eval", "#{1 + 2}"}).expression, "#{1 + 2}"); }

TEST(Arguments, TypesAreAllUnlessOneIsNamed) {
  EXPECT_TRUE(parsed<ShowTypes>({"types"}).type.empty());
  EXPECT_EQ(parsed<ShowTypes>({"types", "CSV"}).type, "CSV");
}

}  // namespace
}  // namespace penstock::cli
