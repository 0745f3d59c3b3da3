// SPDX-License-Identifier: Apache-2.0
#include "cli/graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Graph graph_of_text(std::string_view json) {
  const auto definition = read_definition(json);
  CompileOptions options;
  options.for_activation = false;
  const auto compiled = compile(*definition, std::make_shared<const Catalog>(Catalog::standard()), options);
  if (!compiled) throw DefinitionError{compiled.error()};
  return graph_of(*compiled->plan);
}

std::vector<std::string> arrows(const Graph& graph, GraphEdge::Kind kind) {
  std::vector<std::string> result;
  for (const auto& edge : graph.edges) {
    if (edge.kind == kind) result.push_back(graph.nodes[edge.from].id + " -> " + graph.nodes[edge.to].id);
  }
  return result;
}

/// Every kind of object and arrow.
constexpr std::string_view everything = R"({"objects": [
  {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
  {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00"},
  {"id": "Weekly", "type": "Schedule", "period": "1 week", "startDateTime": "2024-03-01T00:00:00", "occurrences": "2"},
  {"id": "There", "type": "FileExists", "path": "#{node.filePath}"},
  {"id": "Raw", "type": "FileDataNode", "filePath": "raw", "precondition": {"ref": "There"}},
  {"id": "Machine", "type": "Ec2Resource"},
  {"id": "Tell", "type": "CallbackAction", "callback": "tell"},
  {"id": "Count", "type": "ShellCommandActivity", "command": "true", "input": {"ref": "Raw"}, "runsOn": {"ref": "Machine"}, "onFail": {"ref": "Tell"}},
  {"id": "Report", "type": "ShellCommandActivity", "command": "true", "dependsOn": {"ref": "Count"}, "schedule": {"ref": "Weekly"}}
]})";

TEST(Graph, PointsFromWhatIsWaitedForToWhoWaits) {
  EXPECT_THAT(arrows(graph_of_text(everything), GraphEdge::Kind::dependency), ElementsAre("Raw -> Count", "Count -> Report"));
}

TEST(Graph, TiesPreconditionsToTheirOwners) {
  EXPECT_THAT(arrows(graph_of_text(everything), GraphEdge::Kind::precondition), ElementsAre("There -> Raw"));
}

TEST(Graph, TiesResourcesToWhatRunsOnThem) {
  EXPECT_THAT(arrows(graph_of_text(everything), GraphEdge::Kind::resource), ElementsAre("Machine -> Count"));
}

TEST(Graph, TiesActionsToWhatTheyTellAbout) {
  EXPECT_THAT(arrows(graph_of_text(everything), GraphEdge::Kind::action), ElementsAre("Count -> Tell"));
}

TEST(Graph, LeavesOutWhatIsOnlyAFieldOfOthers) {
  for (const auto& node : graph_of_text(everything).nodes) EXPECT_NE(node.kind, Kind::schedule) << node.id;
}

TEST(Graph, KnowsTheScheduleOfEachNode) {
  std::map<std::string, std::string> schedules;
  for (const auto& node : graph_of_text(everything).nodes) schedules[node.id] = node.schedule;
  EXPECT_EQ(schedules.at("Report"), "Weekly");
  EXPECT_EQ(schedules.at("Count"), "Daily");
}

TEST(Graph, KnowsWhatAScheduleSays) {
  EXPECT_EQ(graph_of_text(everything).schedules.at(1).says, "every 1 week, from 2024-03-01T00:00:00, times: 2");
}

TEST(Dot, DrawsABoxAroundEachSchedule) {
  const auto dot = to_dot(graph_of_text(everything));
  EXPECT_THAT(dot, AllOf(HasSubstr("subgraph cluster_0 {\n    label=\"Daily\\nevery 1 day, from 2024-03-01T00:00:00\";"),
                         HasSubstr("subgraph cluster_1 {\n    label=\"Weekly\\n")));
}

TEST(Dot, GivesEachKindItsShape) {
  const auto dot = to_dot(graph_of_text(everything));
  EXPECT_THAT(dot,
              AllOf(HasSubstr("[label=\"Raw\\nFileDataNode\", shape=cylinder]"), HasSubstr("[label=\"There\\nFileExists\", shape=diamond]"),
                    HasSubstr("[label=\"Machine\\nEc2Resource\", shape=box3d]"), HasSubstr("[label=\"Tell\\nCallbackAction\", shape=note]"),
                    HasSubstr("[label=\"Count\\nShellCommandActivity\", shape=box, style=rounded]")));
}

TEST(Dot, SaysWhenAnActionIsTaken) { EXPECT_THAT(to_dot(graph_of_text(everything)), HasSubstr("[style=dotted, label=\"onFail\"];")); }

Graph of_one_node(std::string id) {
  return {.nodes = {{.id = std::move(id), .type = "T", .kind = Kind::activity, .schedule = {}}}, .edges = {}, .schedules = {}};
}

TEST(Dot, EscapesQuotesAndBackslashes) { EXPECT_THAT(to_dot(of_one_node(R"(a"b\N)")), HasSubstr(R"(label="a\"b\\N\nT")")); }

TEST(Dot, KeepsLinesOfAnIdInOneString) { EXPECT_THAT(to_dot(of_one_node("a\n}; evil")), HasSubstr("label=\"a }; evil\\nT\"")); }

TEST(Mermaid, DrawsNodesBoxesAndArrows) {
  const auto graph = graph_of_text(everything);
  const auto text = to_mermaid(graph);
  EXPECT_THAT(text,
              AllOf(testing::StartsWith("flowchart LR\n"), HasSubstr("subgraph s0[\"Daily<br/>every 1 day"),
                    HasSubstr("[(\"Raw<br/>FileDataNode\")]"), HasSubstr("{\"There<br/>FileExists\"}"), HasSubstr("-.->|\"onFail\"|")));
}

TEST(Mermaid, EscapesWhatMeansSomethingToItOrToHtml) {
  const auto text = to_mermaid(of_one_node("a\"#<b>`\\&"));
  EXPECT_THAT(text, HasSubstr("(\"a#34;#35;#60;b#62;#96;#92;#38;<br/>T\")"));
}

TEST(Mermaid, NamesNodesSoThatNoIdIsAKeyword) { EXPECT_THAT(to_mermaid(of_one_node("end")), HasSubstr("n0(\"end<br/>T\")")); }

TEST(GraphCommand, DrawsWithoutValuesOfParameters) {
  const ScratchFolder folder;
  folder.write("p.json", R"({"objects": [
    {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Daily"}},
    {"id": "Daily", "type": "Schedule", "period": "#{myPeriod}", "startDateTime": "2024-03-01T00:00:00"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "true"}
  ], "parameters": [{"id": "myPeriod"}]})");
  const auto ended = penstock(folder.path(), {"graph", "p.json"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("every #{myPeriod}"));
}

TEST(GraphCommand, NeverShowsSecrets) {
  const ScratchFolder folder;
  folder.write("p.json", R"({"objects": [
    {"id": "Default", "scheduleType": "ondemand"},
    {"id": "Step", "type": "ShellCommandActivity", "command": "echo #{*myKey}", "*myKey": "hush"}
  ]})");
  EXPECT_THAT(penstock(folder.path(), {"graph", "p.json", "--json"}).out, Not(HasSubstr("hush")));
}

TEST(GraphCommand, PrintsNodesAndEdgesAsJson) {
  const ScratchFolder folder;
  folder.write("p.json", two_steps);
  const auto document = nlohmann::json::parse(penstock(folder.path(), {"graph", "p.json", "--json"}).out);
  EXPECT_EQ(document.at("nodes").size(), 4U);
  EXPECT_EQ(document.at("schedules").at(0).at("id"), "Daily");
  EXPECT_EQ(document.at("edges").at(0).at("kind"), "dependency");
}

class Svg : public testing::Test {
 protected:
  Svg() { folder_.write("p.json", two_steps); }

  /// With nothing else to be found than the programs of the folder and of the system.
  Ended svg(const std::string& path) {
    return penstock_on_terminal(folder_.path(), {"graph", "p.json", "--format", "svg"}, 80, 24, {"PATH=" + path});
  }

  /// A program called `dot`.
  void install(std::string_view script) {
    const auto program = folder_.write("dot", script);
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  }

  ScratchFolder folder_;
};

TEST_F(Svg, IsWhatGraphvizMakesOfTheDrawing) {
  install("#!/bin/sh\n[ \"$1\" = -Tsvg ] && echo \"<svg>$(grep -c cylinder \"$2\")</svg>\"\n");
  const auto ended = svg(folder_.path().string() + ":/usr/bin:/bin");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::success)) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("<svg>2</svg>"));
}

TEST_F(Svg, SaysHowToInstallGraphviz) {
  const auto ended = svg("/nonexistent");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("apt-get install graphviz"), HasSubstr("--format dot")));
}

TEST_F(Svg, RepeatsWhatGraphvizComplainsOf) {
  install("#!/bin/sh\necho no fonts >&2\nexit 1\n");
  const auto ended = svg(folder_.path().string() + ":/usr/bin:/bin");
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, HasSubstr("dot of Graphviz failed: no fonts"));
}

TEST(GraphCommand, RefusesWhatIsNotValid) {
  const ScratchFolder folder;
  folder.write("p.json", R"({"objects": [{"id": "A", "type": "Nothing"}]})");
  EXPECT_EQ(penstock(folder.path(), {"graph", "p.json"}).exit_code, static_cast<int>(ExitCode::definition_error));
}

}  // namespace
}  // namespace penstock::cli
