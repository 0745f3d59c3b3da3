// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/graph.hpp"
#include "cli/graphviz.hpp"
#include "cli/records.hpp"
#include "cli/sources.hpp"

namespace penstock::cli {

namespace {

Json json_of(const Graph& graph) {
  Json json;
  json["schedules"] = Json::array();
  for (const auto& schedule : graph.schedules) json["schedules"].push_back({{"id", schedule.id}, {"says", schedule.says}});
  json["nodes"] = Json::array();
  for (const auto& node : graph.nodes) {
    Json record;
    record["id"] = node.id;
    record["type"] = node.type;
    record["kind"] = to_text(node.kind);
    record["schedule"] = node.schedule.empty() ? Json{} : Json(node.schedule);
    json["nodes"].push_back(std::move(record));
  }
  json["edges"] = Json::array();
  for (const auto& edge : graph.edges) {
    Json record;
    record["from"] = graph.nodes[edge.from].id;
    record["to"] = graph.nodes[edge.to].id;
    record["kind"] = to_text(edge.kind);
    record["label"] = edge.label.empty() ? Json{} : Json(edge.label);
    json["edges"].push_back(std::move(record));
  }
  return json;
}

std::string text_of(const Graph& graph, DrawGraph::Format format) {
  switch (format) {
    case DrawGraph::Format::dot:
      return to_dot(graph);
    case DrawGraph::Format::mermaid:
      return to_mermaid(graph);
    case DrawGraph::Format::svg:
      return svg_of(to_dot(graph));
  }
  return {};
}

}  // namespace

/// JSON: {"schedules": [{"id", "says"}], "nodes": [{"id", "type", "kind", "schedule"}],
///        "edges": [{"from", "to", "kind": "dependency" | "precondition" | "resource" | "action", "label"}]}
ExitCode perform(const DrawGraph& command, Terminal terminal) {
  auto definition = load_definition(command.file);
  if (!definition) throw DefinitionError{std::move(definition).error()};
  auto values = load_values(command.values);
  if (!values) throw DefinitionError{std::move(values).error()};
  const auto judgement = judge(*definition, *values, Profile::embedded, SystemClock{}.now());
  if (!judgement.plan) throw DefinitionError{judgement.diagnostics};

  const auto graph = graph_of(*judgement.plan);
  if (command.json) {
    terminal.out.line(text_of(json_of(graph)));
  } else {
    terminal.out.write(text_of(graph, command.format));
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
